#pragma once

// Walks over everything that can be reached in a file, in all its versions, to find what updates could bring to life:
// a signed object that refers to a number nobody has defined yet changes its meaning when an update defines it. Used
// by the judge.

#include <cstdint>
#include <vector>

#include "signing/pdf/reader.hpp"

namespace congvan::signing {

enum class ReachFinding {
    sound,
    dormant,  // something older refers to something that was defined only after revision `first`
    shared,   // one of `lists` is referred to from more than one place
    unread,   // an object could not be read
};

ReachFinding examine_reach(const pdf::Document& document, std::size_t first, const std::vector<std::uint32_t>& lists);

}  // namespace congvan::signing
