#pragma once

// The grammar of PDF values (ISO 32000-1 7.2, 7.3), read front to back from one piece of memory. Strict: no operator,
// no repair. Every failure is signing.malformed_pdf with the offset, but where values are limited. Used by one thread at a time.

#include "base/bytes.hpp"
#include "signing/pdf/object.hpp"

namespace congvan::signing::pdf {

bool is_space(std::byte byte);
bool is_delimiter(std::byte byte);

// signing.malformed_pdf (fix_input) with offset and reason in the detail.
Error malformed_at(std::size_t offset, std::string_view why);

class Parser {
public:
    enum class Spans { kept, dropped };

    // Reads `bytes` from `at` on; arrays and dictionaries may be nested `depth` deep. Spans are offsets in `bytes`.
    Parser(BytesView bytes, std::size_t at, std::size_t depth, Spans spans = Spans::kept)
        : bytes_(bytes), at_(at), depth_(depth), keep_spans_(spans == Spans::kept) {}

    // From now on every value read takes one off `left`; at none reading fails with signing.too_large. `left` outlives the
    // parser.
    void limit_values(std::size_t& left) { left_ = &left; }

    std::size_t at() const { return at_; }
    void move_to(std::size_t at) { at_ = at; }
    bool at_end() const { return at_ >= bytes_.size(); }

    void skip_space();               // white space only
    void skip_space_and_comments();

    // Any value but a stream, after white space and comments.
    Result<Object> object();

    // Consumes `word` if it stands here as a whole token.
    bool keyword(std::string_view word);
    // Consumes `text` if it stands here, whatever follows.
    bool literal(std::string_view text);

    // Digits only, at most 10 of them.
    Result<std::uint64_t> digits();

    // "12 0 obj".
    Result<Reference> object_header();
    // The end of the line after the word "stream".
    bool stream_line_end();

private:
    Result<Object> value(std::size_t depth);
    Result<Object> number_or_reference();
    Result<Object> name();
    Result<Object> literal_string();
    Result<Object> hex_string();
    Result<Object> array(std::size_t depth);
    Result<Object> dictionary(std::size_t depth);
    Result<Object> word();
    void escape(std::string& into);
    bool reference_follows(std::uint64_t& generation);
    char peek(std::size_t ahead = 0) const {
        return at_ + ahead < bytes_.size() ? static_cast<char>(bytes_[at_ + ahead]) : '\0';
    }
    bool token_ends(std::size_t at) const;
    Span span_from(std::size_t begin) const { return keep_spans_ ? Span{begin, at_} : Span{}; }

    BytesView bytes_;
    std::size_t at_;
    std::size_t depth_;
    bool keep_spans_;
    std::size_t* left_ = nullptr;
};

}  // namespace congvan::signing::pdf
