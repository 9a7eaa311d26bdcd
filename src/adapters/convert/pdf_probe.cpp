#include "adapters/convert/pdf_probe.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "errors/convert.hpp"

namespace congvan::convert {

namespace {

constexpr std::uint64_t kTail = 2048;
constexpr std::uint64_t kDictionary = 64u << 10;    // bytes looked at for one trailer
constexpr std::uint64_t kMostTable = 256u << 20;    // bytes of a cross-reference table passed over
constexpr std::uint64_t kPiece = 64u << 10;

Result<std::string> read(const RandomAccessBytes& pdf, std::uint64_t at, std::uint64_t size) {
    std::string text(std::min(size, pdf.size() - at), '\0');
    TRY(pdf.read_at(at, std::as_writable_bytes(std::span(text.data(), text.size()))));
    return text;
}

bool is_regular(char c) {
    return std::string_view("\0\t\n\f\r ()<>[]{}/%", 16).find(c) == std::string_view::npos;
}

// Is there a name /Encrypt before `stream`, outside of strings and comments?
bool names_encryption(std::string_view text) {
    int depth = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (depth > 0) {
            if (c == '\\') ++i;
            if (c == '(') ++depth;
            if (c == ')') --depth;
            continue;
        }
        if (c == '(') depth = 1;
        if (c == 's' && text.substr(i, 6) == "stream") return false;
        if (c == 's' && text.substr(i, 9) == "startxref") return false;
        if (c == '/' && text.substr(i, 8) == "/Encrypt" && (i + 8 == text.size() || !is_regular(text[i + 8]))) return true;
    }
    return false;
}

// Where the newest cross-reference section says it is; none when the number makes no sense.
std::optional<std::uint64_t> section_offset(std::string_view tail, std::uint64_t size) {
    const auto word = tail.rfind("startxref");
    if (word == std::string_view::npos) return std::nullopt;
    const auto digits = tail.find_first_of("0123456789", word);
    if (digits == std::string_view::npos) return std::nullopt;
    std::uint64_t offset = 0;
    const auto parsed = std::from_chars(tail.data() + digits, tail.data() + tail.size(), offset);
    if (parsed.ec != std::errc() || offset >= size) return std::nullopt;
    return offset;
}

// The text from `trailer` on, of a table that starts at `from`.
Result<std::string> trailer_after(const RandomAccessBytes& pdf, std::uint64_t from) {
    const auto end = std::min(pdf.size(), from + kMostTable);
    for (std::uint64_t at = from; at < end; at += kPiece) {
        LET(const auto piece, read(pdf, at, kPiece + 8));  // a word may lie across two pieces
        const auto word = piece.find("trailer");
        if (word != std::string::npos) return read(pdf, at + word, kDictionary);
    }
    return std::string();
}

}  // namespace

Result<Done> probe_pdf(const RandomAccessBytes& pdf) {
    const auto tail_size = std::min(kTail, pdf.size());
    LET(const auto tail, read(pdf, pdf.size() - tail_size, tail_size));
    if (tail.find("%%EOF") == std::string::npos) {
        return Error{Remedy::fix_input, errors::convert::damaged, "PDF without an end mark"};
    }
    std::string trailer = tail;  // what is left to look at when the offset is wrong: readers would repair such a file
    if (const auto offset = section_offset(tail, pdf.size())) {
        LET(auto section, read(pdf, *offset, kDictionary));
        if (section.rfind("xref", 0) == 0) {
            LET(section, trailer_after(pdf, *offset));
        }
        if (!section.empty()) trailer = std::move(section);
    }
    if (names_encryption(trailer)) return Error{Remedy::fix_input, errors::convert::encrypted, "PDF"};
    return Done{};
}

}  // namespace congvan::convert
