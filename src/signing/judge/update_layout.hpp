#pragma once

// Whether the bytes of an update are exactly the objects its cross-reference section lists, one after the other with
// nothing but white space between, then that section. Used by the judge.

#include <string>
#include <vector>

#include "signing/pdf/reader.hpp"

namespace congvan::signing {

// The numbers of objects that only carry others: object streams and the cross-reference stream itself.
struct UpdateLayout {
    bool exact = false;
    std::string why;  // when not exact
    std::vector<std::uint32_t> carriers;
};

UpdateLayout examine_layout(const pdf::Document& document, std::size_t revision);

}  // namespace congvan::signing
