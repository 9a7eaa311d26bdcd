#pragma once

// Counts wake-ups per channel inside one process and lets threads wait for the next. Safe from many threads.

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace congvan::sql {

class WakeBoard {
public:
    std::uint64_t count(std::string_view channel);
    std::uint64_t wait(std::string_view channel, std::uint64_t seen, std::chrono::milliseconds most);
    void wake(std::string_view channel);
    void wake_all();  // every channel, known or not yet
    void stop();

private:
    std::uint64_t count_locked(std::string_view channel) const;

    std::mutex mutex_;
    std::condition_variable changed_;
    std::map<std::string, std::uint64_t, std::less<>> counts_;
    std::uint64_t for_all_ = 0;
    bool stopped_ = false;
};

}  // namespace congvan::sql
