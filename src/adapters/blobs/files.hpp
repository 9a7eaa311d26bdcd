#pragma once

// The few system calls of the store, as results.

#include <cstdint>
#include <filesystem>
#include <string_view>

#include "base/bytes.hpp"
#include "base/digest.hpp"

namespace congvan::blobs {

// The meaning of errno after a failed call on `path`.
Error file_error(std::string_view call, const std::filesystem::path& path);

// An open file that closes itself.
class File {
public:
    File() = default;
    explicit File(int descriptor) : descriptor_(descriptor) {}
    ~File();
    File(File&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
    File& operator=(File&& other) noexcept;

    int descriptor() const { return descriptor_; }
    bool is_open() const { return descriptor_ >= 0; }
    void close();

    static Result<File> open(const std::filesystem::path& path, int flags, unsigned mode = 0);
    Result<Done> write_all(BytesView bytes, const std::filesystem::path& path) const;
    Result<std::uint64_t> size(const std::filesystem::path& path) const;
    // Fills `into` from `offset` and returns how many bytes were there.
    Result<std::size_t> read_at(std::uint64_t offset, std::span<std::byte> into) const;
    // False when the flush failed; it must not be asked again.
    [[nodiscard]] bool flush() const;

private:
    int descriptor_ = -1;
};

// The SHA-256 of everything in `file`, in pieces of 256 KiB.
Result<Sha256> digest_of(const File& file);

}  // namespace congvan::blobs
