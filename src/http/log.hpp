#pragma once

// Log lines leave the thread that made them at once and are written by a thread of their own, so a slow reader of the log
// never holds up a request: what does not fit the queue is dropped and counted.

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "http/counters.hpp"
#include "http/server.hpp"

namespace congvan::http {

class LogQueue {
public:
    // `sink` and `counters` must outlive the queue.
    LogQueue(LogSink& sink, Counters& counters);
    ~LogQueue();  // writes what waits, then ends

    void put(std::string line);

private:
    void run();
    static constexpr std::size_t kMost = 16384;

    LogSink& sink_;
    Counters& counters_;
    std::mutex mutex_;
    std::condition_variable ready_;
    std::vector<std::string> waiting_;
    bool ending_ = false;
    std::thread thread_;
};

}  // namespace congvan::http
