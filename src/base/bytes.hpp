#pragma once

// Bytes in memory, and the three ways large content is handed around without being held in memory.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace congvan {

using Bytes = std::vector<std::byte>;
using BytesView = std::span<const std::byte>;

inline BytesView as_bytes(std::string_view text) {
    return {reinterpret_cast<const std::byte*>(text.data()), text.size()};
}
inline std::string_view as_text(BytesView bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
inline Bytes to_bytes(std::string_view text) {
    const auto view = as_bytes(text);
    return {view.begin(), view.end()};
}

// Content read once, front to back. Used by one thread at a time.
class ByteSource {
public:
    virtual ~ByteSource() = default;

    // Fills the front of `into` and returns how many bytes; 0 is the end of the content (for a non-empty `into`).
    // Fails: storage.unavailable (retry_later) · blobs.damaged (call_operator).
    virtual Result<std::size_t> read(std::span<std::byte> into) = 0;
};

// Where content goes, front to back. Used by one thread at a time. Not durable until its owner says so.
class ByteSink {
public:
    virtual ~ByteSink() = default;

    // Takes all of `bytes` or fails. Fails: storage.unavailable, storage.full (retry_later).
    virtual Result<Done> write(BytesView bytes) = 0;
};

// Content of known size, read at any offset, from many threads at once.
class RandomAccessBytes {
public:
    virtual ~RandomAccessBytes() = default;
    virtual std::uint64_t size() const = 0;

    // Fills all of `into` from `offset`; [offset, offset + into.size()) must lie within [0, size()).
    virtual Result<Done> read_at(std::uint64_t offset, std::span<std::byte> into) const = 0;
};

// A view of memory as a source; the memory must outlive it.
class MemorySource final : public ByteSource {
public:
    explicit MemorySource(BytesView bytes) : rest_(bytes) {}
    Result<std::size_t> read(std::span<std::byte> into) override;

private:
    BytesView rest_;
};

// A view of memory as content read at any offset; the memory must outlive it and stay as it is.
class MemoryBytes final : public RandomAccessBytes {
public:
    explicit MemoryBytes(BytesView bytes) : bytes_(bytes) {}
    std::uint64_t size() const override { return bytes_.size(); }
    Result<Done> read_at(std::uint64_t offset, std::span<std::byte> into) const override;

private:
    BytesView bytes_;
};

// Collects into memory up to `limit` bytes; beyond it fails with base.too_large (fix_input).
class MemorySink final : public ByteSink {
public:
    explicit MemorySink(std::size_t limit) : limit_(limit) {}
    Result<Done> write(BytesView bytes) override;
    const Bytes& bytes() const { return bytes_; }
    Bytes take() { return std::move(bytes_); }

private:
    std::size_t limit_;
    Bytes bytes_;
};

// Moves everything from `source` to `sink` in pieces of 64 KiB and returns the number of bytes moved.
Result<std::uint64_t> copy(ByteSource& source, ByteSink& sink);

// Everything of `source`, at most `limit` bytes. Fails: base.too_large (fix_input), and as the source fails.
Result<Bytes> read_all(ByteSource& source, std::size_t limit);

std::string to_hex(BytesView bytes);  // lower case
Result<Bytes> from_hex(std::string_view text);  // base.malformed_text (fix_input)

std::string to_base64(BytesView bytes);  // RFC 4648 section 4, padded, one line
Result<Bytes> from_base64(std::string_view text);  // strict: canonical, padded, no white space; base.malformed_text
std::string to_base64url(BytesView bytes);  // RFC 4648 section 5, no padding

// Equal in time that does not depend on where they differ.
bool equal_in_constant_time(BytesView left, BytesView right);

}  // namespace congvan
