#pragma once

// One server per data directory: whoever holds this may write there. Commands that only read (evidence export) do not
// take it. It goes with the process, also when that is killed.

#include <filesystem>

#include "base/result.hpp"

namespace congvan::system {

class DirectoryLock {
public:
    // Makes the directory (mode 0750) if it is missing, and takes the lock without waiting. The file "lock" in it
    // names the holder's process, for people.
    // Fails: system.directory_in_use · system.directory_unusable (call_operator).
    static Result<DirectoryLock> take(const std::filesystem::path& directory);

    ~DirectoryLock();
    DirectoryLock(DirectoryLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
    DirectoryLock& operator=(DirectoryLock&& other) noexcept;

private:
    explicit DirectoryLock(int descriptor) : descriptor_(descriptor) {}
    int descriptor_;
};

}  // namespace congvan::system
