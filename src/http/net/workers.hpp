#pragma once

// Threads for work that may block, behind a queue with an end.

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace congvan::http::net {

class Workers {
public:
    Workers(unsigned threads, std::size_t most_waiting);
    ~Workers();  // runs what waits, then joins; blocks as long as a task does

    // False when the queue is full or closing: the task was not taken.
    bool try_post(std::function<void()> task);
    // For the next step of work that was taken before: never refused.
    void post(std::function<void()> task);

    // True when nothing runs or waits any more, at the latest at `until`.
    bool wait_until_quiet(std::chrono::steady_clock::time_point until);

private:
    void run();

    const std::size_t most_waiting_;
    std::mutex mutex_;
    std::condition_variable ready_;
    std::condition_variable quiet_;
    std::deque<std::function<void()>> waiting_;
    std::size_t running_ = 0;
    bool ending_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace congvan::http::net
