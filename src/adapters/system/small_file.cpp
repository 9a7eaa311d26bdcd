#include "adapters/system/small_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "errors/system.hpp"

namespace congvan::system {
namespace {

constexpr std::size_t kMost = 64 * 1024;

Error unusable(std::string_view call, const std::filesystem::path& path) {
    return {Remedy::call_operator, errors::system::directory_unusable,
            std::string(call) + " " + path.string() + ": " + std::strerror(errno)};
}

class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() {
        if (number_ >= 0) close(number_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int number() const { return number_; }
    bool failed() const { return number_ < 0; }

private:
    int number_;
};

Result<Done> write_all(int descriptor, std::string_view content, const std::filesystem::path& path) {
    while (!content.empty()) {
        const auto written = write(descriptor, content.data(), content.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return unusable("write", path);
        content.remove_prefix(static_cast<std::size_t>(written));
    }
    return Done{};
}

Result<Done> write_new(const std::filesystem::path& path, std::string_view content, unsigned mode) {
    const Descriptor file(open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode));
    if (file.failed()) return unusable("open", path);
    if (fchmod(file.number(), mode) != 0) return unusable("chmod", path);
    TRY(write_all(file.number(), content, path));
    if (fsync(file.number()) != 0) return unusable("flush", path);
    return Done{};
}

}  // namespace

Result<std::optional<std::string>> read_small_file(const std::filesystem::path& path) {
    const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.failed()) {
        if (errno == ENOENT) return std::optional<std::string>();
        return unusable("open", path);
    }
    std::string content(kMost + 1, '\0');
    std::size_t size = 0;
    while (size < content.size()) {
        const auto got = read(file.number(), content.data() + size, content.size() - size);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return unusable("read", path);
        if (got == 0) break;
        size += static_cast<std::size_t>(got);
    }
    if (size > kMost) return Error{Remedy::call_operator, errors::system::directory_unusable, path.string() + " is too large"};
    content.resize(size);
    return std::optional<std::string>(std::move(content));
}

Result<Done> replace_small_file(const std::filesystem::path& file, std::string_view content, unsigned mode) {
    const auto temporary = file.string() + ".new";
    if (auto written = write_new(temporary, content, mode); !written.has_value()) {
        unlink(temporary.c_str());
        return written;
    }
    if (rename(temporary.c_str(), file.c_str()) != 0) return unusable("rename", file);
    const auto parent = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
    const Descriptor folder(open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (folder.failed() || fsync(folder.number()) != 0) return unusable("flush", parent);
    return Done{};
}

}  // namespace congvan::system
