#include "http/net/workers.hpp"

namespace congvan::http::net {

Workers::Workers(unsigned threads, std::size_t most_waiting) : most_waiting_(most_waiting) {
    for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
}

Workers::~Workers() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    ready_.notify_all();
    for (auto& thread : threads_) thread.join();
}

bool Workers::try_post(std::function<void()> task) {
    {
        const std::lock_guard lock(mutex_);
        if (ending_ || waiting_.size() >= most_waiting_ + (threads_.size() - std::min(running_, threads_.size()))) {
            return false;
        }
        waiting_.push_back(std::move(task));
    }
    ready_.notify_one();
    return true;
}

void Workers::post(std::function<void()> task) {
    {
        const std::lock_guard lock(mutex_);
        waiting_.push_back(std::move(task));
    }
    ready_.notify_one();
}

bool Workers::wait_until_quiet(std::chrono::steady_clock::time_point until) {
    std::unique_lock lock(mutex_);
    return quiet_.wait_until(lock, until, [this] { return waiting_.empty() && running_ == 0; });
}

void Workers::run() {
    std::unique_lock lock(mutex_);
    while (true) {
        ready_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
        if (waiting_.empty()) return;
        auto task = std::move(waiting_.front());
        waiting_.pop_front();
        ++running_;
        lock.unlock();
        task();
        task = nullptr;  // what it held is released before it counts as done
        lock.lock();
        --running_;
        if (waiting_.empty() && running_ == 0) quiet_.notify_all();
    }
}

}  // namespace congvan::http::net
