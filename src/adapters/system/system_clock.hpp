#pragma once

// The time of this machine, which within one process never goes backwards: when the machine's clock is set back, time
// stands still until it has caught up. Safe from many threads at once.

#include <atomic>

#include "base/clock.hpp"

namespace congvan::system {

class SystemClock final : public Clock {
public:
    Instant now() const override;

private:
    mutable std::atomic<std::int64_t> latest_{INT64_MIN};  // microseconds
};

// The larger of `latest` and `now`, which becomes the new latest.
std::int64_t never_back(std::atomic<std::int64_t>& latest, std::int64_t now);

}  // namespace congvan::system
