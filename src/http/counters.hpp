#pragma once

// What the server counts, for /metrics. Every member is safe from any thread.

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>

namespace congvan::http {

struct Counters {
    std::atomic<std::uint64_t> connections_accepted{0};
    std::atomic<std::uint64_t> connections_refused{0};  // over the limit
    std::atomic<std::int64_t> connections_open{0};
    std::atomic<std::int64_t> requests_running{0};
    std::atomic<std::int64_t> event_streams_open{0};
    std::atomic<std::uint64_t> requests_malformed{0};  // refused before a handler was chosen
    std::atomic<std::uint64_t> requests_shed{0};       // 503 because the workers were busy
    std::atomic<std::uint64_t> timeouts{0};
    std::atomic<std::uint64_t> bytes_received{0};
    std::atomic<std::uint64_t> bytes_sent{0};
    std::atomic<std::uint64_t> log_lines_dropped{0};
    std::array<std::atomic<std::uint64_t>, 6> answers{};  // by the first digit of the status; [0] unused

    // Upper bounds in milliseconds; the last bucket has none.
    static constexpr std::array<int, 10> kBuckets{1, 3, 10, 30, 100, 300, 1000, 3000, 10000, 30000};
    std::array<std::atomic<std::uint64_t>, 11> latency{};
    std::atomic<std::uint64_t> latency_sum_us{0};

    void answered(int status, std::chrono::microseconds took);
};

// The Prometheus text exposition format 0.0.4.
std::string to_prometheus(const Counters& counters);

}  // namespace congvan::http
