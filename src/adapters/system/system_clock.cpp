#include "adapters/system/system_clock.hpp"

#include <chrono>

namespace congvan::system {

std::int64_t never_back(std::atomic<std::int64_t>& latest, std::int64_t now) {
    auto seen = latest.load(std::memory_order_relaxed);
    while (seen < now && !latest.compare_exchange_weak(seen, now, std::memory_order_relaxed)) {
    }
    return std::max(seen, now);
}

Instant SystemClock::now() const {
    const auto real = std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
    return from_microseconds(never_back(latest_, to_microseconds(real)));
}

}  // namespace congvan::system
