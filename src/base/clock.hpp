#pragma once

// The two things of the world that even pure work needs, as ports. Adapters implement them; only use cases and
// the composition root hold them.

#include <cstddef>
#include <span>

#include "base/instant.hpp"

namespace congvan {

// What time it is. Safe from many threads at once. Annotates history; never decides an order.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;
};

// Unpredictable bytes. Safe from many threads at once.
class Entropy {
public:
    virtual ~Entropy() = default;
    virtual void fill(std::span<std::byte> into) = 0;
};

}  // namespace congvan
