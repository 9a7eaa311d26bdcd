#include "adapters/system/directory_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "errors/system.hpp"

namespace congvan::system {
namespace {

Error unusable(const std::filesystem::path& path) {
    return {Remedy::call_operator, errors::system::directory_unusable, path.string() + ": " + std::strerror(errno)};
}

}  // namespace

Result<DirectoryLock> DirectoryLock::take(const std::filesystem::path& directory) {
    if (mkdir(directory.c_str(), 0750) != 0 && errno != EEXIST) return unusable(directory);
    const auto file = directory / "lock";
    const int descriptor = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640);
    if (descriptor < 0) return unusable(file);
    DirectoryLock lock(descriptor);
    if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK) return unusable(file);
        char holder[32] = {};
        const auto length = pread(descriptor, holder, sizeof holder - 1, 0);
        const std::string_view line(holder, length > 0 ? static_cast<std::size_t>(length) : 0);
        return Error{Remedy::call_operator, errors::system::directory_in_use,
                     directory.string() + " is held by process " + std::string(line.substr(0, line.find('\n')))};
    }
    const auto own = std::to_string(getpid()) + "\n";
    if (ftruncate(descriptor, 0) != 0 || pwrite(descriptor, own.data(), own.size(), 0) < 0) return unusable(file);
    return lock;
}

DirectoryLock::~DirectoryLock() {
    if (descriptor_ >= 0) close(descriptor_);
}

DirectoryLock& DirectoryLock::operator=(DirectoryLock&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
}

}  // namespace congvan::system
