#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "policy/test_files.hpp"

namespace congvan::policy::testing_support {

SourceFile read_file(const std::string& path) {
    std::ifstream in(std::string(CONGVAN_SOURCE_DIR) + "/" + path);
    std::ostringstream text;
    text << in.rdbuf();
    return {path, text.str()};
}

std::vector<SourceFile> real_files() {
    std::vector<std::string> paths;
    for (const std::string folder : {"regulations/common", "regulations/profiles", "regulations/overlays"}) {
        for (const auto& entry : std::filesystem::directory_iterator(std::string(CONGVAN_SOURCE_DIR) + "/" + folder)) {
            if (entry.path().extension() == ".toml") paths.push_back(folder + "/" + entry.path().filename().string());
        }
    }
    std::sort(paths.begin(), paths.end());
    std::vector<SourceFile> files;
    for (const auto& path : paths) files.push_back(read_file(path));
    return files;
}

}  // namespace congvan::policy::testing_support
