#pragma once

// Shared data that lives inside its lock: it cannot be reached without holding it.

#include <mutex>
#include <utility>

namespace congvan {

template <typename T>
class Guarded {
public:
    Guarded() = default;
    explicit Guarded(T value) : value_(std::move(value)) {}

    // Runs `work` on the value under the lock and returns what it returns; `work` must not keep a reference.
    template <typename Work>
    decltype(auto) with(Work&& work) {
        const std::lock_guard lock(mutex_);
        return std::forward<Work>(work)(value_);
    }
    template <typename Work>
    decltype(auto) with(Work&& work) const {
        const std::lock_guard lock(mutex_);
        return std::forward<Work>(work)(value_);
    }

private:
    mutable std::mutex mutex_;
    T value_{};
};

}  // namespace congvan
