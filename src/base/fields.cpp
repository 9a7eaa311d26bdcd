#include "base/fields.hpp"

#include <charconv>

#include "base/text.hpp"
#include "errors/base.hpp"

namespace congvan {

void append_u8(Bytes& into, std::uint8_t value) { into.push_back(static_cast<std::byte>(value)); }

void append_u32(Bytes& into, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) into.push_back(static_cast<std::byte>(value >> shift));
}

void append_u64(Bytes& into, std::uint64_t value) {
    for (int shift = 56; shift >= 0; shift -= 8) into.push_back(static_cast<std::byte>(value >> shift));
}

void append_text(Bytes& into, std::string_view text) { append_bytes(into, as_bytes(text)); }

void append_bytes(Bytes& into, BytesView bytes) {
    CONGVAN_INVARIANT(bytes.size() <= UINT32_MAX);
    append_u32(into, static_cast<std::uint32_t>(bytes.size()));
    into.insert(into.end(), bytes.begin(), bytes.end());
}

Error RecordReader::malformed(std::string_view why) const {
    return {Remedy::fix_input, errors::base::malformed_record, std::string(why) + " at byte " + std::to_string(at_)};
}

Result<BytesView> RecordReader::exactly(std::size_t count) {
    if (count > left()) return malformed("the record ends too early");
    const BytesView part = all_.subspan(at_, count);
    at_ += count;
    return part;
}

Result<std::uint8_t> RecordReader::u8() {
    LET(const BytesView part, exactly(1));
    return std::to_integer<std::uint8_t>(part[0]);
}

Result<std::uint32_t> RecordReader::u32() {
    LET(const BytesView part, exactly(4));
    std::uint32_t value = 0;
    for (const std::byte byte : part) value = value << 8 | std::to_integer<std::uint32_t>(byte);
    return value;
}

Result<std::uint64_t> RecordReader::u64() {
    LET(const BytesView part, exactly(8));
    std::uint64_t value = 0;
    for (const std::byte byte : part) value = value << 8 | std::to_integer<std::uint64_t>(byte);
    return value;
}

Result<BytesView> RecordReader::bytes() {
    LET(const std::uint32_t length, u32());
    return exactly(length);
}

Result<std::string> RecordReader::text() {
    LET(const BytesView part, bytes());
    std::string text(as_text(part));
    if (!is_nfc(text)) return malformed("text is not UTF-8 in NFC");
    return text;
}

Result<Done> RecordReader::end() const {
    if (left() != 0) return malformed("bytes after the end of the record");
    return Done{};
}

Fields& Fields::set(std::string name, std::string value) {
    values_.insert_or_assign(std::move(name), std::move(value));
    return *this;
}

Fields& Fields::set_number(std::string name, std::int64_t value) { return set(std::move(name), std::to_string(value)); }

std::optional<std::string> Fields::find(std::string_view name) const {
    const auto at = values_.find(name);
    if (at == values_.end()) return std::nullopt;
    return at->second;
}

Result<std::string> Fields::text(std::string_view name) const {
    if (auto value = find(name)) return std::move(*value);
    return Error{Remedy::call_operator, errors::base::malformed_record, "no field " + std::string(name)};
}

Result<std::int64_t> Fields::number(std::string_view name) const {
    LET(const std::string value, text(name));
    std::int64_t number = 0;
    const auto [end, failure] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (failure != std::errc{} || end != value.data() + value.size()) {
        return Error{Remedy::call_operator, errors::base::malformed_record, "not a number: " + std::string(name)};
    }
    return number;
}

void Fields::encode(Bytes& into) const {
    append_u32(into, static_cast<std::uint32_t>(values_.size()));
    for (const auto& [name, value] : values_) {
        append_text(into, name);
        append_text(into, value);
    }
}

Result<Fields> Fields::decode(RecordReader& reader) {
    LET(const std::uint32_t count, reader.u32());
    Fields fields;
    std::string previous;
    for (std::uint32_t i = 0; i < count; ++i) {
        LET(std::string name, reader.text());
        LET(std::string value, reader.text());
        if (i > 0 && name <= previous) {
            return Error{Remedy::fix_input, errors::base::malformed_record, "field names out of order"};
        }
        previous = name;
        fields.values_.emplace(std::move(name), std::move(value));
    }
    return fields;
}

}  // namespace congvan
