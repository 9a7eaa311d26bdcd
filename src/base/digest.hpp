#pragma once

// SHA-256, the one digest of the house: names of stored files, leaves of the history log, prints of packets.

#include <array>
#include <memory>
#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace congvan {

class Sha256 {
public:
    static constexpr std::size_t kSize = 32;

    Sha256() : bytes_{} {}
    explicit Sha256(const std::array<std::byte, kSize>& bytes) : bytes_(bytes) {}

    // From 64 hex digits. Fails: base.malformed_text (fix_input).
    static Result<Sha256> parse(std::string_view hex);
    // From exactly 32 bytes. Fails: base.malformed_text (fix_input).
    static Result<Sha256> from_bytes(BytesView bytes);
    static Sha256 of(BytesView content);

    BytesView bytes() const { return bytes_; }
    std::string hex() const { return to_hex(bytes_); }

    friend bool operator==(const Sha256&, const Sha256&) = default;
    friend auto operator<=>(const Sha256&, const Sha256&) = default;

private:
    std::array<std::byte, kSize> bytes_;
};

// Digests content as it passes. Used by one thread at a time; `finish` once.
class Sha256Stream {
public:
    Sha256Stream();
    ~Sha256Stream();
    Sha256Stream(Sha256Stream&&) noexcept;
    Sha256Stream& operator=(Sha256Stream&&) noexcept;

    void add(BytesView bytes);
    Sha256 finish();

private:
    struct Context;
    std::unique_ptr<Context> context_;
};

}  // namespace congvan
