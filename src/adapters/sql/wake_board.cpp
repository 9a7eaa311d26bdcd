#include "adapters/sql/wake_board.hpp"

namespace congvan::sql {

std::uint64_t WakeBoard::count_locked(std::string_view channel) const {
    const auto found = counts_.find(channel);
    return for_all_ + (found == counts_.end() ? 0 : found->second);
}

std::uint64_t WakeBoard::count(std::string_view channel) {
    const std::lock_guard lock(mutex_);
    return count_locked(channel);
}

std::uint64_t WakeBoard::wait(std::string_view channel, std::uint64_t seen, std::chrono::milliseconds most) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, most, [&] { return stopped_ || count_locked(channel) > seen; });
    return count_locked(channel);
}

void WakeBoard::wake(std::string_view channel) {
    {
        const std::lock_guard lock(mutex_);
        const auto found = counts_.find(channel);
        if (found == counts_.end()) {
            counts_.emplace(channel, 1);
        } else {
            ++found->second;
        }
    }
    changed_.notify_all();
}

void WakeBoard::wake_all() {
    {
        const std::lock_guard lock(mutex_);
        ++for_all_;
    }
    changed_.notify_all();
}

void WakeBoard::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
    }
    changed_.notify_all();
}

}  // namespace congvan::sql
