#pragma once

// Stored forms of what register books are made of, for the codecs of this and the higher modules.

#include "evidence/field_codec.hpp"
#include "registers/register_book.hpp"

namespace congvan::registers {

Result<LineState> parse_line_state(std::string_view word);  // registers.unknown_word (call_operator)

template <typename Codec>
void describe(Codec& codec, evidence::Like<BookKey> auto& key) {
    codec("agency", key.agency);
    codec.word("kind", key.kind, parse_book_kind);
    codec("series", key.series);
    codec("period", key.period);
}

template <typename Codec>
void describe(Codec& codec, evidence::Like<Line> auto& line) {
    codec("sequence", line.sequence);
    codec.word("state", line.state, parse_line_state);
    codec("subject", line.subject);
    codec("day", line.day);
    codec("notation", line.notation);
    codec("columns", line.columns);
    codec("note", line.note);
}

}  // namespace congvan::registers
