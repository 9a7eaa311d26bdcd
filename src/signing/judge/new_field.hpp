#pragma once

// Whether a form field that an update brings is a signature field as it should be. Used by the judge.

#include <set>
#include <string>

#include "signing/pdf/reader.hpp"

namespace congvan::signing {

enum class NewFieldKind {
    signature,       // merged with its widget, carrying a signature dictionary of its own
    unsigned_field,  // any other field, or one without a value
    unclear,         // a signature field with something not understood
};

struct NewFieldFacts {
    NewFieldKind kind = NewFieldKind::unclear;
    std::string name;
    std::string why;                   // when unclear
    bool visible = false;              // its rectangle has an area
    bool timestamp = false;            // its value is a document time-stamp
    std::set<std::uint32_t> objects;   // what it is made of: itself, its value, its appearance
};

// `fresh` are the objects the update brings; the field may consist of nothing else, but for its page.
NewFieldFacts examine_new_field(const pdf::Document& document, pdf::Reference field, std::size_t revision,
                                const std::set<std::uint32_t>& fresh);

// The same for a field that stood empty in the revision before and is redefined: nothing of it but its value and its look
// may be new.
NewFieldFacts examine_filled_field(const pdf::Document& document, pdf::Reference field, std::size_t revision,
                                   const std::set<std::uint32_t>& fresh);

// The objects that `root` leads to, if they are all new and nothing among them acts, hides or leads elsewhere.
struct PartFacts {
    std::string why;                   // empty: they are
    std::set<std::uint32_t> objects;
};
PartFacts examine_parts(const pdf::Document& document, const pdf::Object& root, std::size_t revision, const std::set<std::uint32_t>& fresh);

}  // namespace congvan::signing
