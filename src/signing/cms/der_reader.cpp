#include "signing/cms/der_reader.hpp"

#include <algorithm>

#include "errors/signing.hpp"

namespace congvan::signing::der {
namespace {

Error malformed(std::string_view why) { return Error{Remedy::fix_input, errors::signing::malformed_cms, std::string(why)}; }

struct Head {
    std::uint8_t tag = 0;
    std::size_t size = 0;    // of tag and length
    std::size_t length = 0;  // of the content
    bool open = false;       // indefinite
};

Result<Head> read_head(BytesView bytes) {
    if (bytes.size() < 2) return malformed("an element is cut");
    Head head;
    head.tag = static_cast<std::uint8_t>(bytes[0]);
    if ((head.tag & 0x1F) == 0x1F) return malformed("a tag of several bytes");
    const auto first = static_cast<std::uint8_t>(bytes[1]);
    head.size = 2;
    head.length = first;
    if (first == 0x80) {
        head.open = true;
        head.length = 0;
        return head;
    }
    if (first > 0x80) {
        const std::size_t count = first & 0x7Fu;
        if (count > 4 || bytes.size() < 2 + count) return malformed("an odd length");
        head.length = 0;
        for (std::size_t i = 0; i < count; ++i) head.length = head.length << 8 | static_cast<std::size_t>(bytes[2 + i]);
        head.size += count;
        const bool minimal = head.length >= 0x80 && bytes[2] != std::byte{0};
        if (!minimal) return malformed("a length with slack");
    }
    if (head.length > bytes.size() - head.size) return malformed("an element is cut");
    return head;
}

void append_head(Bytes& into, std::uint8_t tag, std::size_t length) {
    into.push_back(static_cast<std::byte>(tag));
    if (length < 0x80) {
        into.push_back(static_cast<std::byte>(length));
        return;
    }
    int count = 1;
    while (length >> (8 * count) != 0) ++count;
    into.push_back(static_cast<std::byte>(0x80 | count));
    for (int i = count; i-- > 0;) into.push_back(static_cast<std::byte>(length >> (8 * i)));
}

// Appends the first element of `ber` to `into` with definite lengths and returns how long it was.
Result<std::size_t> close(BytesView ber, Bytes& into, int depth) {
    if (depth > 16) return malformed("nested too deep");
    LET(const auto head, read_head(ber));
    if (!head.open) {  // what has a length is taken as it is
        const auto whole = ber.first(head.size + head.length);
        into.insert(into.end(), whole.begin(), whole.end());
        return whole.size();
    }
    if ((head.tag & 0x20) == 0) return malformed("a primitive element without length");
    Bytes content;
    std::size_t at = head.size;
    for (;;) {
        if (ber.size() - at < 2) return malformed("an element without end");
        if (ber[at] == std::byte{0} && ber[at + 1] == std::byte{0}) break;
        LET(const auto used, close(ber.subspan(at), content, depth + 1));
        at += used;
    }
    append_head(into, head.tag, content.size());
    into.insert(into.end(), content.begin(), content.end());
    return at + 2;
}

bool two_digits(std::string_view text, std::size_t at, int& into) {
    const char a = text[at];
    const char b = text[at + 1];
    if (a < '0' || a > '9' || b < '0' || b > '9') return false;
    into = (a - '0') * 10 + (b - '0');
    return true;
}

}  // namespace

Result<Element> Reader::next() {
    LET(const auto head, read_head(rest_));
    if (head.open) return malformed("a length left open");
    Element element{head.tag, rest_.subspan(head.size, head.length), rest_.first(head.size + head.length)};
    rest_ = rest_.subspan(element.whole.size());
    return element;
}

Result<Element> Reader::next(std::uint8_t tag) {
    if (rest_.empty() || static_cast<std::uint8_t>(rest_[0]) != tag) return malformed("another element was expected");
    return next();
}

Result<std::optional<Element>> Reader::maybe(std::uint8_t tag) {
    if (rest_.empty() || static_cast<std::uint8_t>(rest_[0]) != tag) return std::optional<Element>();
    LET(const auto element, next());
    return std::optional<Element>(element);
}

Result<Done> Reader::end() const {
    if (!rest_.empty()) return malformed("more than belongs here");
    return Done{};
}

Result<std::size_t> extent(BytesView bytes) {
    LET(const auto head, read_head(bytes));
    if (head.open) return malformed("a length left open");
    return head.size + head.length;
}

Result<Bytes> with_definite_lengths(BytesView ber, std::size_t& consumed) {
    Bytes result;
    LET(consumed, close(ber, result, 0));
    return result;
}

std::string dotted(BytesView oid) {
    std::string text;
    std::uint64_t part = 0;
    bool first = true;
    for (const auto byte : oid) {
        part = part << 7 | static_cast<std::uint64_t>(byte & std::byte{0x7F});
        if ((byte & std::byte{0x80}) != std::byte{0}) continue;
        if (first) {
            const std::uint64_t top = std::min<std::uint64_t>(part / 40, 2);
            text = std::to_string(top) + "." + std::to_string(part - top * 40);
            first = false;
        } else {
            text += "." + std::to_string(part);
        }
        part = 0;
    }
    return text;
}

Result<Instant> time(const Element& element) {
    std::string text(element.text());
    const bool utc = element.tag == 0x17 && text.size() == 13;
    const bool generalized = element.tag == 0x18 && text.size() == 15;
    if ((!utc && !generalized) || text.back() != 'Z') return malformed("odd time");
    if (utc) text.insert(0, text[0] >= '5' ? "19" : "20");
    int century = 0, year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
    const bool digits = two_digits(text, 0, century) && two_digits(text, 2, year) && two_digits(text, 4, month) &&
                        two_digits(text, 6, day) && two_digits(text, 8, hour) && two_digits(text, 10, minute) &&
                        two_digits(text, 12, second);
    const std::chrono::year_month_day date{std::chrono::year(century * 100 + year),
                                           std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    if (!digits || !date.ok() || hour > 23 || minute > 59 || second > 59) return malformed("odd time");
    return Instant(std::chrono::sys_days(date)) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
           std::chrono::seconds(second);
}

}  // namespace congvan::signing::der
