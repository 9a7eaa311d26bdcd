#pragma once

// Whether a change of the first page is number and date of the document being entered, in the one form that
// pdf/number_entry.hpp writes, and nothing else. Used by the judge.

#include <set>
#include <string>

#include "signing/pdf/reader.hpp"

namespace congvan::signing {

struct NumberEntryFacts {
    bool exact = false;
    std::string why;                  // when not
    std::string text;                 // what was written: "05/QĐ-UBND 05 01"
    std::set<std::uint32_t> objects;  // what it is made of
};

// `was` and `is` are the first page before and in `revision`; `fresh` the objects that the update brings.
NumberEntryFacts examine_number_entry(const pdf::Document& document, const pdf::Page& was, const pdf::Page& is, std::size_t revision,
                                      const std::set<std::uint32_t>& fresh);

}  // namespace congvan::signing
