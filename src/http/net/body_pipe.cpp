#include "http/net/body_pipe.hpp"

#include "errors/http.hpp"

namespace congvan::http::net {

bool BodyPipe::put(BytesView bytes) {
    const std::lock_guard lock(mutex_);
    if (abandoned_ || bytes.empty()) return true;
    chunks_.emplace_back(bytes.begin(), bytes.end());
    held_ += bytes.size();
    arrived_.notify_one();
    writer_waits_ = held_ >= kFull;
    return !writer_waits_;
}

void BodyPipe::finish() {
    const std::lock_guard lock(mutex_);
    finished_ = true;
    arrived_.notify_one();
}

void BodyPipe::fail(Error why) {
    const std::lock_guard lock(mutex_);
    if (!failure_ && !finished_) failure_ = std::move(why);
    arrived_.notify_one();
}

Result<std::size_t> BodyPipe::read(std::span<std::byte> into) {
    std::unique_lock lock(mutex_);
    if (!asked_) {
        asked_ = true;
        lock.unlock();
        want_();
        lock.lock();
    }
    arrived_.wait(lock, [this] { return !chunks_.empty() || finished_ || failure_ || abandoned_; });
    if (chunks_.empty()) {
        if (finished_) return std::size_t{0};
        if (failure_) return *failure_;
        return Error{Remedy::retry_later, errors::http::upload_interrupted, "read after the end"};
    }
    auto& chunk = chunks_.front();
    const auto count = std::min(into.size(), chunk.size() - offset_);
    std::memcpy(into.data(), chunk.data() + offset_, count);
    offset_ += count;
    held_ -= count;
    if (offset_ == chunk.size()) {
        chunks_.pop_front();
        offset_ = 0;
    }
    const bool wake = writer_waits_ && held_ <= kFull / 2;
    if (wake) writer_waits_ = false;
    lock.unlock();
    if (wake) want_();
    return count;
}

void BodyPipe::abandon() {
    const std::lock_guard lock(mutex_);
    abandoned_ = true;
    chunks_.clear();
    offset_ = 0;
    held_ = 0;
    arrived_.notify_one();
}

}  // namespace congvan::http::net
