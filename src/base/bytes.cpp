#include "base/bytes.hpp"

#include <algorithm>
#include <array>

#include "errors/base.hpp"

namespace congvan {
namespace {

constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kBase64Url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::string encode64(BytesView bytes, std::string_view alphabet, bool padded) {
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        const std::size_t count = std::min<std::size_t>(3, bytes.size() - at);
        std::uint32_t group = 0;
        for (std::size_t i = 0; i < 3; ++i) {
            group = group << 8 | (i < count ? std::to_integer<std::uint32_t>(bytes[at + i]) : 0u);
        }
        for (std::size_t i = 0; i < 4; ++i) {
            if (i <= count) {
                text += alphabet[group >> (18 - 6 * i) & 0x3f];
            } else if (padded) {
                text += '=';
            }
        }
    }
    return text;
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

Error malformed(std::string detail) { return {Remedy::fix_input, errors::base::malformed_text, std::move(detail)}; }

}  // namespace

Result<std::size_t> MemorySource::read(std::span<std::byte> into) {
    const std::size_t count = std::min(into.size(), rest_.size());
    std::copy_n(rest_.begin(), count, into.begin());
    rest_ = rest_.subspan(count);
    return count;
}

Result<Done> MemoryBytes::read_at(std::uint64_t offset, std::span<std::byte> into) const {
    CONGVAN_INVARIANT(offset <= bytes_.size() && into.size() <= bytes_.size() - offset);
    std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(offset), into.size(), into.begin());
    return Done{};
}

Result<Done> MemorySink::write(BytesView bytes) {
    if (bytes.size() > limit_ - bytes_.size()) {
        return Error{Remedy::fix_input, errors::base::too_large, "over " + std::to_string(limit_) + " bytes"};
    }
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    return Done{};
}

Result<std::uint64_t> copy(ByteSource& source, ByteSink& sink) {
    std::vector<std::byte> piece(64 * 1024);
    std::uint64_t moved = 0;
    for (;;) {
        LET(const std::size_t count, source.read(piece));
        if (count == 0) return moved;
        TRY(sink.write(BytesView(piece).first(count)));
        moved += count;
    }
}

Result<Bytes> read_all(ByteSource& source, std::size_t limit) {
    MemorySink sink(limit);
    TRY(copy(source, sink));
    return sink.take();
}

std::string to_hex(BytesView bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const std::byte byte : bytes) {
        text += digits[std::to_integer<unsigned>(byte) >> 4];
        text += digits[std::to_integer<unsigned>(byte) & 0xf];
    }
    return text;
}

Result<Bytes> from_hex(std::string_view text) {
    if (text.size() % 2 != 0) return malformed("odd number of hex digits");
    Bytes bytes;
    bytes.reserve(text.size() / 2);
    for (std::size_t at = 0; at < text.size(); at += 2) {
        const int high = hex_digit(text[at]);
        const int low = hex_digit(text[at + 1]);
        if (high < 0 || low < 0) return malformed("not a hex digit at " + std::to_string(at));
        bytes.push_back(static_cast<std::byte>(high << 4 | low));
    }
    return bytes;
}

std::string to_base64(BytesView bytes) { return encode64(bytes, kBase64, true); }
std::string to_base64url(BytesView bytes) { return encode64(bytes, kBase64Url, false); }

Result<Bytes> from_base64(std::string_view text) {
    if (text.size() % 4 != 0) return malformed("base64 length");
    std::size_t padding = 0;
    while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=') ++padding;
    Bytes bytes;
    bytes.reserve(text.size() / 4 * 3);
    for (std::size_t at = 0; at < text.size(); at += 4) {
        const std::size_t digits = at + 4 == text.size() ? 4 - padding : 4;
        std::uint32_t group = 0;
        for (std::size_t i = 0; i < 4; ++i) {
            const std::size_t value = i < digits ? kBase64.find(text[at + i]) : 0;
            if (value == std::string_view::npos) return malformed("not base64 at " + std::to_string(at + i));
            group = group << 6 | static_cast<std::uint32_t>(value);
        }
        for (std::size_t i = 0; i + 1 < digits; ++i) bytes.push_back(static_cast<std::byte>(group >> (16 - 8 * i)));
    }
    // Bits that a shorter last group leaves over must be zero, or two texts would name the same bytes.
    if (to_base64(bytes) != text) return malformed("base64 is not canonical");
    return bytes;
}

bool equal_in_constant_time(BytesView left, BytesView right) {
    if (left.size() != right.size()) return false;
    std::byte difference{0};
    for (std::size_t i = 0; i < left.size(); ++i) difference |= left[i] ^ right[i];
    return difference == std::byte{0};
}

}  // namespace congvan
