#include "server/background.hpp"

#include <cstdio>

#include "usecases/dispatch.hpp"
#include "usecases/export_evidence.hpp"

namespace congvan::server {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kRetryPause{500};  // postponed work, and a steered clock that moved, are noticed this late
constexpr milliseconds kHousePause{60'000};
constexpr int kSweepEvery = 10;

void log(std::string_view what, const Error& error) {
    std::fprintf(stderr, "congvan: %.*s: %.*s %s\n", static_cast<int>(what.size()), what.data(),
                 static_cast<int>(error.code.size()), error.code.data(), error.detail.c_str());
}

}  // namespace

Background::Background(Installation& installation) : installation_(installation) {
    installation_.office().store.on_outbox([this] {
        const std::lock_guard lock(mutex_);
        work_ = true;
        woken_.notify_all();
    });
    threads_.emplace_back([this] { dispatch(); });
    threads_.emplace_back([this] { keep_house(); });
}

Background::~Background() {
    installation_.office().store.on_outbox(nullptr);
    {
        const std::lock_guard lock(mutex_);
        stop_ = true;
        woken_.notify_all();
    }
    for (std::thread& each : threads_) each.join();
}

void Background::dispatch() {
    std::unique_lock lock(mutex_);
    while (!stop_) {
        work_ = false;
        lock.unlock();
        const auto drained = usecases::drain(installation_.office());
        if (!drained.has_value()) log("outbox", drained.error());
        lock.lock();
        woken_.wait_for(lock, kRetryPause, [this] { return stop_ || work_; });
    }
}

void Background::keep_house() {
    int minutes = 0;
    std::unique_lock lock(mutex_);
    while (!stop_) {
        woken_.wait_for(lock, kHousePause, [this] { return stop_; });
        if (stop_) return;
        lock.unlock();
        const auto note = usecases::make_checkpoint(installation_.office());
        if (!note.has_value()) log("checkpoint", note.error());
        if (++minutes % kSweepEvery == 0) {
            const auto swept = installation_.sweep();
            if (!swept.has_value()) log("sweep", swept.error());
        }
        lock.lock();
    }
}

}  // namespace congvan::server
