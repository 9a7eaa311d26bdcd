#pragma once

// The canonical encoding of what is kept and proved: named texts in a fixed order, no slack anywhere.
// Integers are big-endian.
//   text   := length:u32 byte[length]      UTF-8, NFC
//   fields := count:u32 { name:text value:text }   names strictly ascending bytewise
// A decoder refuses whatever the encoder would not have written, so equal values have equal bytes.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace congvan {

void append_u8(Bytes& into, std::uint8_t value);
void append_u32(Bytes& into, std::uint32_t value);
void append_u64(Bytes& into, std::uint64_t value);
void append_text(Bytes& into, std::string_view text);
void append_bytes(Bytes& into, BytesView bytes);  // length:u32, then the bytes

// Reads the encodings above from the front; every failure is base.malformed_record (fix_input) with the offset.
class RecordReader {
public:
    explicit RecordReader(BytesView all) : all_(all) {}

    Result<std::uint8_t> u8();
    Result<std::uint32_t> u32();
    Result<std::uint64_t> u64();
    Result<BytesView> bytes();        // length:u32, then the bytes; a view into the input
    Result<std::string> text();       // must be UTF-8 in NFC
    Result<BytesView> exactly(std::size_t count);
    Result<Done> end() const;         // fails unless everything was read
    std::size_t offset() const { return at_; }
    std::size_t left() const { return all_.size() - at_; }

private:
    Error malformed(std::string_view why) const;
    BytesView all_;
    std::size_t at_ = 0;
};

// Named texts. A value that is absent and one that is empty are different things.
class Fields {
public:
    Fields() = default;
    Fields(std::initializer_list<std::pair<const std::string, std::string>> values) : values_(values) {}

    Fields& set(std::string name, std::string value);
    Fields& set_number(std::string name, std::int64_t value);
    std::optional<std::string> find(std::string_view name) const;
    bool has(std::string_view name) const { return find(name).has_value(); }

    // Fails: base.malformed_record (call_operator) when absent or not a number: the record is not ours.
    Result<std::string> text(std::string_view name) const;
    Result<std::int64_t> number(std::string_view name) const;

    const std::map<std::string, std::string, std::less<>>& all() const { return values_; }
    bool empty() const { return values_.empty(); }

    void encode(Bytes& into) const;
    static Result<Fields> decode(RecordReader& reader);

    friend bool operator==(const Fields&, const Fields&) = default;

private:
    std::map<std::string, std::string, std::less<>> values_;
};

}  // namespace congvan
