#pragma once

#include <string>
#include <vector>

#include "base/ids.hpp"

namespace congvan::usecases {

// Something that people of an agency may be looking at has changed. Told after the commit, never instead of it.
struct Change {
    enum class Kind { outgoing, incoming, registers, calendar } kind = Kind::outgoing;
    Uuid id;
    AgencyId agency;
};

// Safe from many threads at once; never blocks and never fails.
class Notifier {
public:
    virtual ~Notifier() = default;
    virtual void changed(const Change& change) = 0;
};

}  // namespace congvan::usecases
