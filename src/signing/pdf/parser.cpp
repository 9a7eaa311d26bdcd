#include "signing/pdf/parser.hpp"

#include <array>
#include <charconv>

#include "errors/signing.hpp"

namespace congvan::signing::pdf {
namespace {

enum : std::uint8_t { kRegular = 0, kSpace = 1, kDelimiter = 2 };

constexpr std::array<std::uint8_t, 256> make_classes() {
    std::array<std::uint8_t, 256> classes{};
    for (const unsigned char c : {0, 9, 10, 12, 13, 32}) classes[c] = kSpace;
    for (const unsigned char c : {'(', ')', '<', '>', '[', ']', '{', '}', '/', '%'}) classes[c] = kDelimiter;
    return classes;
}
constexpr auto kClasses = make_classes();

bool is_digit(char c) { return c >= '0' && c <= '9'; }

constexpr std::array<std::int8_t, 256> make_hex_digits() {
    std::array<std::int8_t, 256> digits{};
    digits.fill(-1);
    for (int i = 0; i < 10; ++i) digits[static_cast<std::size_t>('0' + i)] = static_cast<std::int8_t>(i);
    for (int i = 0; i < 6; ++i) {
        digits[static_cast<std::size_t>('a' + i)] = static_cast<std::int8_t>(10 + i);
        digits[static_cast<std::size_t>('A' + i)] = static_cast<std::int8_t>(10 + i);
    }
    return digits;
}
constexpr auto kHexDigits = make_hex_digits();

int hex_value(char c) { return kHexDigits[static_cast<std::uint8_t>(c)]; }

}  // namespace

bool is_space(std::byte byte) { return kClasses[static_cast<std::uint8_t>(byte)] == kSpace; }
bool is_delimiter(std::byte byte) { return kClasses[static_cast<std::uint8_t>(byte)] == kDelimiter; }

Error malformed_at(std::size_t offset, std::string_view why) {
    return Error{Remedy::fix_input, errors::signing::malformed_pdf,
                 "at byte " + std::to_string(offset) + ": " + std::string(why)};
}

bool Parser::token_ends(std::size_t at) const {
    return at >= bytes_.size() || kClasses[static_cast<std::uint8_t>(bytes_[at])] != kRegular;
}

void Parser::skip_space() {
    while (at_ < bytes_.size() && is_space(bytes_[at_])) ++at_;
}

void Parser::skip_space_and_comments() {
    for (;;) {
        skip_space();
        if (peek() != '%') return;
        while (at_ < bytes_.size() && peek() != '\n' && peek() != '\r') ++at_;
    }
}

bool Parser::literal(std::string_view text) {
    if (bytes_.size() - std::min(at_, bytes_.size()) < text.size()) return false;
    if (as_text(bytes_.subspan(at_, text.size())) != text) return false;
    at_ += text.size();
    return true;
}

bool Parser::keyword(std::string_view word) {
    if (at_ > bytes_.size() || !token_ends(at_ + word.size())) return false;
    return literal(word);
}

Result<std::uint64_t> Parser::digits() {
    std::uint64_t value = 0;
    const std::size_t begin = at_;
    while (is_digit(peek())) {
        if (at_ - begin == 10) return malformed_at(begin, "number too long");
        value = value * 10 + static_cast<std::uint64_t>(peek() - '0');
        ++at_;
    }
    if (at_ == begin) return malformed_at(at_, "digits expected");
    return value;
}

Result<Reference> Parser::object_header() {
    const std::size_t begin = at_;
    LET(const auto number, digits());
    skip_space();
    LET(const auto generation, digits());
    skip_space();
    if (!keyword("obj")) return malformed_at(begin, "object expected");
    if (number > 0xFFFFFFFu || generation > 65535) return malformed_at(begin, "object number too large");
    return Reference{static_cast<std::uint32_t>(number), static_cast<std::uint32_t>(generation)};
}

bool Parser::stream_line_end() { return literal("\r\n") || literal("\n"); }

Result<Object> Parser::object() { return value(0); }

Result<Object> Parser::value(std::size_t depth) {
    skip_space_and_comments();
    if (at_end()) return malformed_at(at_, "value expected, but the data ends");
    if (left_ != nullptr) {
        if (*left_ == 0) return Error{Remedy::fix_input, errors::signing::too_large, "too many values"};
        --*left_;
    }
    const char c = peek();
    if (depth >= depth_ && (c == '[' || (c == '<' && peek(1) == '<'))) return malformed_at(at_, "nested too deep");
    if (is_digit(c) || c == '+' || c == '-' || c == '.') return number_or_reference();
    switch (c) {
        case '/': return name();
        case '(': return literal_string();
        case '[': return array(depth);
        case '<': return peek(1) == '<' ? dictionary(depth) : hex_string();
        default: return word();
    }
}

// After an unsigned integer: whether "G R" follows; if so it is consumed.
bool Parser::reference_follows(std::uint64_t& generation) {
    const std::size_t begin = at_;
    skip_space();
    const bool spaced = at_ != begin;
    generation = 0;
    std::size_t count = 0;
    while (is_digit(peek()) && count < 6) {
        generation = generation * 10 + static_cast<std::uint64_t>(peek() - '0');
        ++at_;
        ++count;
    }
    if (spaced && count > 0 && generation <= 65535 && at_ < bytes_.size() && is_space(bytes_[at_])) {
        skip_space();
        if (keyword("R")) return true;
    }
    at_ = begin;
    return false;
}

Result<Object> Parser::number_or_reference() {
    const std::size_t begin = at_;
    const bool is_signed = peek() == '+' || peek() == '-';
    const bool negative = peek() == '-';
    if (is_signed) ++at_;
    const std::size_t first = at_;
    bool point = false;
    std::size_t count = 0;
    std::int64_t whole = 0;
    while (is_digit(peek()) || (!point && peek() == '.')) {
        if (peek() == '.') {
            point = true;
        } else {
            if (++count > 18) return malformed_at(begin, "number too long");
            whole = whole * 10 + (peek() - '0');
        }
        ++at_;
    }
    if (count == 0 || !token_ends(at_)) return malformed_at(begin, "malformed number");
    if (!point) {
        std::uint64_t generation = 0;
        if (!is_signed && whole <= 0xFFFFFFF && reference_follows(generation)) {
            return Object(Reference{static_cast<std::uint32_t>(whole), static_cast<std::uint32_t>(generation)});
        }
        return Object(negative ? -whole : whole);
    }
    double value = 0;
    const auto text = as_text(bytes_.subspan(first, at_ - first));
    std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
    return Object(negative ? -value : value);
}

Result<Object> Parser::name() {
    const std::size_t begin = at_++;
    Name result;
    while (!token_ends(at_)) {
        char c = peek();
        if (c == '#') {
            const int high = hex_value(peek(1));
            const int low = hex_value(peek(2));
            if (high < 0 || low < 0 || (high == 0 && low == 0)) return malformed_at(begin, "malformed name");
            c = static_cast<char>(high * 16 + low);
            at_ += 2;
        }
        result.text += c;
        ++at_;
    }
    return Object(std::move(result));
}

// After a backslash in a literal string (ISO 32000-1 table 3).
void Parser::escape(std::string& into) {
    const char c = peek();
    if (c >= '0' && c <= '7') {
        int value = 0;
        for (int i = 0; i < 3 && peek() >= '0' && peek() <= '7'; ++i, ++at_) value = value * 8 + (peek() - '0');
        into += static_cast<char>(value & 0xFF);
        return;
    }
    ++at_;
    switch (c) {
        case 'n': into += '\n'; return;
        case 'r': into += '\r'; return;
        case 't': into += '\t'; return;
        case 'b': into += '\b'; return;
        case 'f': into += '\f'; return;
        case '\n': return;
        case '\r':
            if (peek() == '\n') ++at_;
            return;
        default: into += c;
    }
}

Result<Object> Parser::literal_string() {
    const std::size_t begin = at_++;
    String result;
    std::size_t open = 1;
    while (at_ < bytes_.size()) {
        char c = peek();
        ++at_;
        if (c == '\\') {
            if (at_end()) break;
            escape(result.bytes);
            continue;
        }
        if (c == '(') ++open;
        if (c == ')' && --open == 0) {
            result.span = span_from(begin);
            return Object(std::move(result));
        }
        if (c == '\r') {
            if (peek() == '\n') ++at_;
            c = '\n';
        }
        result.bytes += c;
    }
    return malformed_at(begin, "string without end");
}

// Signature values are long, so this loop is kept tight.
Result<Object> Parser::hex_string() {
    const std::size_t begin = at_++;
    const auto* const first = bytes_.data();
    const std::size_t size = bytes_.size();
    String result;
    result.hex = true;
    int high = -1;
    for (std::size_t i = at_; i < size; ++i) {
        const int digit = kHexDigits[static_cast<std::uint8_t>(first[i])];
        if (digit >= 0 && high < 0) {
            high = digit;
        } else if (digit >= 0) {
            result.bytes.push_back(static_cast<char>(high * 16 + digit));
            high = -1;
        } else if (first[i] == std::byte{'>'}) {
            if (high >= 0) result.bytes.push_back(static_cast<char>(high * 16));
            at_ = i + 1;
            result.span = span_from(begin);
            return Object(std::move(result));
        } else if (!is_space(first[i])) {
            return malformed_at(i, "not a hex digit");
        }
    }
    at_ = size;
    return malformed_at(begin, "hex string without end");
}

Result<Object> Parser::array(std::size_t depth) {
    ++at_;
    Array values;
    for (;;) {
        skip_space_and_comments();
        if (literal("]")) return Object(std::move(values));
        LET(auto next, value(depth + 1));
        values.push_back(std::move(next));
    }
}

Result<Object> Parser::dictionary(std::size_t depth) {
    const std::size_t begin = at_;
    at_ += 2;
    std::vector<Entry> entries;
    for (;;) {
        skip_space_and_comments();
        if (literal(">>")) break;
        if (peek() != '/') return malformed_at(at_, "key expected in dictionary");
        LET(auto key, name());
        LET(auto held, value(depth + 1));
        entries.push_back(Entry{std::move(key.as<Name>()->text), std::move(held)});
    }
    Dictionary result;
    if (!Dictionary::from(std::move(entries), result)) return malformed_at(begin, "a key stands twice in a dictionary");
    return Object(std::move(result));
}

Result<Object> Parser::word() {
    if (keyword("true")) return Object(true);
    if (keyword("false")) return Object(false);
    if (keyword("null")) return Object(Null{});
    return malformed_at(at_, "value expected");
}

}  // namespace congvan::signing::pdf
