#pragma once

// The history read as sentences: kind of event + its fields -> one Vietnamese and one English sentence. A catalogue
// of templates keyed by kind; it knows field names, not the modules that write them. Pure; safe from many threads.
//
// A template is text with
//   {field}        the value of the field             {field|day}   a day: 20/11/2026 in both languages
//   {field|time}   an instant: 14:03 20/11/2026       {field|word}  a word of the program, translated
//   {list*part}    the values list.0.part, list.1.part, … joined by commas
//   {@who}         the actor: "Nguyễn Văn A, Chánh Văn phòng"; the system where no person acted
//   [ … ]          left out when any field in it is absent or empty; does not nest
// A field that is absent outside brackets is shown as "…".

#include <span>
#include <string>
#include <string_view>

#include "evidence/history_event.hpp"

namespace congvan::evidence {

struct Sentence {
    std::string vi;
    std::string en;

    friend bool operator==(const Sentence&, const Sentence&) = default;
};

// An event of a kind that the catalogue does not hold is told by its kind.
Sentence tell(const HistoryEvent& event);

struct SentenceRow {
    std::string_view kind;
    std::string_view vi;
    std::string_view en;
};

// The catalogue, ascending by kind; new kinds are rows in sentence_rows.cpp.
std::span<const SentenceRow> sentence_rows();

// A word of the program ("express", "cancel_due") in both languages; itself where it is not in the list.
Sentence word(std::string_view value);

}  // namespace congvan::evidence
