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
        quick_.work = slow_.work = true;
        woken_.notify_all();
    });
    threads_.emplace_back([this] { dispatch(usecases::Pace::quick, quick_); });
    threads_.emplace_back([this] { dispatch(usecases::Pace::slow, slow_); });
    threads_.emplace_back([this] { keep_house(); });
}

bool Background::stop(std::chrono::milliseconds patience) {
    installation_.office().store.on_outbox(nullptr);
    std::unique_lock lock(mutex_);
    stop_ = true;
    woken_.notify_all();
    return woken_.wait_for(lock, patience, [this] { return slow_.over; });
}

Background::~Background() {
    (void)stop(milliseconds(0));
    for (std::thread& each : threads_) each.join();
}

void Background::dispatch(usecases::Pace pace, Lane& lane) {
    std::unique_lock lock(mutex_);
    while (!stop_) {
        lane.work = false;
        lock.unlock();
        const auto drained = usecases::drain(installation_.office(), pace);
        if (!drained.has_value()) log("outbox", drained.error());
        lock.lock();
        woken_.wait_for(lock, kRetryPause, [&] { return stop_ || lane.work; });
    }
    lane.over = true;
    woken_.notify_all();
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
