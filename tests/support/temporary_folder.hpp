#pragma once

// A folder that goes when the test ends.

#include <cstdlib>
#include <filesystem>
#include <string>

#include "base/result.hpp"

namespace congvan::testing_support {

class TemporaryFolder {
public:
    TemporaryFolder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "congvan-test-XXXXXX").string();
        CONGVAN_INVARIANT(mkdtemp(pattern.data()) != nullptr);
        path_ = pattern;
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace congvan::testing_support
