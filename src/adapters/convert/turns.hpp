#pragma once

// A few at once, a bounded queue behind them. Safe from many threads.

#include <chrono>
#include <condition_variable>
#include <mutex>

#include "base/result.hpp"

namespace congvan::convert {

class Turns {
public:
    Turns(int at_once, int queue) : free_(at_once), queue_(queue) {}

    // Given back when it goes.
    class Turn {
    public:
        Turn(Turn&& other) noexcept : turns_(std::exchange(other.turns_, nullptr)) {}
        Turn& operator=(Turn&&) = delete;
        ~Turn() {
            if (turns_ != nullptr) turns_->give_back();
        }

    private:
        friend class Turns;
        explicit Turn(Turns& turns) : turns_(&turns) {}
        Turns* turns_;
    };

    // Waits at most `patience`. Fails: convert.busy (retry_later: the queue is full, or patience ran out).
    Result<Turn> take(std::chrono::milliseconds patience);

private:
    void give_back();

    std::mutex mutex_;
    std::condition_variable freed_;
    int free_;
    int waiting_ = 0;
    const int queue_;
};

}  // namespace congvan::convert
