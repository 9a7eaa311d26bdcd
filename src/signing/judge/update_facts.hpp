#pragma once

// What one revision after the first signature did to the file. Understood are: at most one further signature or document
// time-stamp — a signature dictionary, its field merged with its widget, its appearance, and what must be redefined for
// them (the list of fields, the one page's list of annotations, the bits of /SigFlags; or the field that stood empty); a
// security store; the entry about extensions; dates of the descriptions. Used by the judge.

#include <optional>
#include <string>
#include <vector>

#include "signing/judge/report.hpp"
#include "signing/pdf/reader.hpp"

namespace congvan::signing {

struct UpdateFacts {
    std::size_t revision = 0;
    std::vector<std::string_view> reasons;       // empty: understood
    std::vector<Change> changes;
    std::optional<pdf::Reference> field;         // the new or newly filled signature field
    std::string field_name;
    bool timestamp = false;                      // the field's value is a document time-stamp
    bool number_entered = false;                 // number and date were written onto the first page
    std::vector<std::uint32_t> redefined_lists;  // what was redefined and nothing else may refer to
};

// `revision` is at least 1.
UpdateFacts examine_update(const pdf::Document& document, std::size_t revision);

}  // namespace congvan::signing
