#include "adapters/convert/turns.hpp"

#include "errors/convert.hpp"

namespace congvan::convert {

Result<Turns::Turn> Turns::take(std::chrono::milliseconds patience) {
    std::unique_lock lock(mutex_);
    if (free_ == 0) {
        if (waiting_ >= queue_) return Error{Remedy::retry_later, errors::convert::busy, "the queue is full"};
        ++waiting_;
        const bool came = freed_.wait_for(lock, patience, [&] { return free_ > 0; });
        --waiting_;
        if (!came) return Error{Remedy::retry_later, errors::convert::busy, "waited too long"};
    }
    --free_;
    return Turn(*this);
}

void Turns::give_back() {
    {
        const std::lock_guard lock(mutex_);
        ++free_;
    }
    freed_.notify_one();
}

}  // namespace congvan::convert
