#pragma once

// What runs beside the requests: the outbox is drained as soon as something is put into it, work that asks servers outside on a
// thread of its own, the log is signed once a
// minute when it grew, what is over is swept every ten minutes.

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "server/installation.hpp"
#include "usecases/ports/store.hpp"

namespace congvan::server {

class Background {
public:
    // Starts its threads. `installation` must outlive it.
    explicit Background(Installation& installation);
    // Stops after what is being done; no: something is still waited for after `patience` (a server outside, which may take
    // minutes). It is left undone in the outbox, and only the end of the process ends the waiting.
    bool stop(std::chrono::milliseconds patience);
    // As stop, however long it takes.
    ~Background();
    Background(const Background&) = delete;
    Background& operator=(const Background&) = delete;

private:
    struct Lane {  // of one pace
        bool work = true;  // the outbox may hold something: at the start it may be what an earlier process left
        bool over = false;
    };
    void dispatch(usecases::Pace pace, Lane& lane);
    void keep_house();

    Installation& installation_;
    std::mutex mutex_;
    std::condition_variable woken_;
    Lane quick_;
    Lane slow_;
    bool stop_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace congvan::server
