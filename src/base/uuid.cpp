#include "base/uuid.hpp"

#include <algorithm>

#include "base/digest.hpp"
#include "base/fields.hpp"
#include "errors/base.hpp"

namespace congvan {
namespace {

void stamp(std::array<std::byte, 16>& bytes, unsigned version) {
    bytes[6] = (bytes[6] & std::byte{0x0f}) | static_cast<std::byte>(version << 4);
    bytes[8] = (bytes[8] & std::byte{0x3f}) | std::byte{0x80};
}

}  // namespace

Uuid Uuid::make(Instant at, Entropy& entropy) {
    Uuid id;
    entropy.fill(id.bytes_);
    const auto ms = static_cast<std::uint64_t>(to_microseconds(at) / 1000);
    for (std::size_t i = 0; i < 6; ++i) id.bytes_[i] = static_cast<std::byte>(ms >> (40 - 8 * i));
    stamp(id.bytes_, 7);
    return id;
}

Uuid Uuid::derived(std::initializer_list<std::string_view> parts) {
    Bytes all;
    for (const std::string_view part : parts) append_text(all, part);
    const Sha256 digest = Sha256::of(all);
    Uuid id;
    std::copy_n(digest.bytes().begin(), id.bytes_.size(), id.bytes_.begin());
    stamp(id.bytes_, 8);
    return id;
}

Result<Uuid> Uuid::parse(std::string_view text) {
    const Error malformed{Remedy::fix_input, errors::base::malformed_text, "not an id"};
    if (text.size() != 36) return malformed;
    std::string digits;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash != (text[i] == '-')) return malformed;
        if (text[i] >= 'A' && text[i] <= 'F') return malformed;
        if (!dash) digits += text[i];
    }
    LET(const Bytes bytes, from_hex(digits));
    Uuid id;
    std::copy(bytes.begin(), bytes.end(), id.bytes_.begin());
    return id;
}

Result<Uuid> Uuid::from_bytes(BytesView bytes) {
    Uuid id;
    if (bytes.size() != id.bytes_.size()) return Error{Remedy::fix_input, errors::base::malformed_text, "not an id"};
    std::copy(bytes.begin(), bytes.end(), id.bytes_.begin());
    return id;
}

std::string Uuid::text() const {
    std::string text = to_hex(bytes_);
    for (const std::size_t at : {8u, 13u, 18u, 23u}) text.insert(at, 1, '-');
    return text;
}

}  // namespace congvan
