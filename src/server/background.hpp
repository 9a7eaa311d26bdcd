#pragma once

// What runs beside the requests: the outbox is drained as soon as something is put into it, the log is signed once a
// minute when it grew, what is over is swept every ten minutes.

#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "server/installation.hpp"

namespace congvan::server {

class Background {
public:
    // Starts its threads. `installation` must outlive it.
    explicit Background(Installation& installation);
    // Stops after what is being done.
    ~Background();
    Background(const Background&) = delete;
    Background& operator=(const Background&) = delete;

private:
    void dispatch();
    void keep_house();

    Installation& installation_;
    std::mutex mutex_;
    std::condition_variable woken_;
    bool work_ = true;  // the outbox may hold something: at the start it may be what an earlier process left
    bool stop_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace congvan::server
