#pragma once

// From when until when something holds, in civil days of Vietnam; both ends belong to it, an absent end is open.

#include <algorithm>
#include <optional>

#include "base/instant.hpp"

namespace congvan {

struct Validity {
    std::optional<Day> from;
    std::optional<Day> to;

    bool covers(Day day) const { return (!from || *from <= day) && (!to || day <= *to); }
    // False when it ends before it begins.
    bool in_order() const { return !from || !to || *from <= *to; }
    bool overlaps(const Validity& other) const {
        return (!from || !other.to || *from <= *other.to) && (!other.from || !to || *other.from <= *to);
    }

    friend bool operator==(const Validity&, const Validity&) = default;
};

}  // namespace congvan
