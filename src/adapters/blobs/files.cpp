#include "adapters/blobs/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "errors/storage.hpp"

namespace congvan::blobs {

Error file_error(std::string_view call, const std::filesystem::path& path) {
    const int code = errno;
    std::string detail = std::string(call) + " " + path.string() + ": " + std::strerror(code);
    const bool full = code == ENOSPC || code == EDQUOT;
    return {Remedy::retry_later, full ? errors::storage::full : errors::storage::unavailable, std::move(detail)};
}

File::~File() { close(); }

File& File::operator=(File&& other) noexcept {
    if (this != &other) {
        close();
        descriptor_ = std::exchange(other.descriptor_, -1);
    }
    return *this;
}

void File::close() {
    if (descriptor_ >= 0) ::close(descriptor_);
    descriptor_ = -1;
}

Result<File> File::open(const std::filesystem::path& path, int flags, unsigned mode) {
    const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC, mode);
    if (descriptor < 0) return file_error("open", path);
    return File(descriptor);
}

Result<Done> File::write_all(BytesView bytes, const std::filesystem::path& path) const {
    while (!bytes.empty()) {
        const auto written = ::write(descriptor_, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return file_error("write", path);
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return Done{};
}

Result<std::uint64_t> File::size(const std::filesystem::path& path) const {
    struct stat about {};
    if (fstat(descriptor_, &about) != 0) return file_error("stat", path);
    return static_cast<std::uint64_t>(about.st_size);
}

Result<std::size_t> File::read_at(std::uint64_t offset, std::span<std::byte> into) const {
    std::size_t done = 0;
    while (done < into.size()) {
        const auto got = pread(descriptor_, into.data() + done, into.size() - done, static_cast<off_t>(offset + done));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return file_error("read", "a stored file");
        if (got == 0) break;
        done += static_cast<std::size_t>(got);
    }
    return done;
}

bool File::flush() const { return fsync(descriptor_) == 0; }

Result<Sha256> digest_of(const File& file) {
    Sha256Stream digest;
    Bytes piece(256 * 1024);
    for (std::uint64_t at = 0;;) {
        LET(const auto got, file.read_at(at, piece));
        if (got == 0) return digest.finish();
        digest.add(BytesView(piece).first(got));
        at += got;
    }
}

}  // namespace congvan::blobs
