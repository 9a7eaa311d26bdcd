#pragma once

// Opaque ids: UUID version 7 (RFC 9562), so that ids made later sort later.

#include <array>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/clock.hpp"

namespace congvan {

class Uuid {
public:
    Uuid() : bytes_{} {}  // the nil id

    // From the 36-character lower-case form. Fails: base.malformed_text (fix_input).
    static Result<Uuid> parse(std::string_view text);
    // From exactly 16 bytes. Fails: base.malformed_text (fix_input).
    static Result<Uuid> from_bytes(BytesView bytes);
    static Uuid make(Instant at, Entropy& entropy);
    // The same id for the same parts, for things that must be named alike by everybody who meets them:
    // version 8 over SHA-256 of the length-prefixed parts.
    static Uuid derived(std::initializer_list<std::string_view> parts);

    std::string text() const;
    BytesView bytes() const { return bytes_; }
    bool is_nil() const { return *this == Uuid(); }

    friend bool operator==(const Uuid&, const Uuid&) = default;
    friend auto operator<=>(const Uuid&, const Uuid&) = default;

private:
    std::array<std::byte, 16> bytes_;
};

}  // namespace congvan

template <>
struct std::hash<congvan::Uuid> {
    std::size_t operator()(const congvan::Uuid& id) const { return std::hash<std::string>{}(id.text()); }
};
