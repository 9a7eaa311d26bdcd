#include "http/counters.hpp"

namespace congvan::http {

void Counters::answered(int status, std::chrono::microseconds took) {
    const auto digit = static_cast<std::size_t>(status / 100);
    if (digit < answers.size()) answers[digit].fetch_add(1, std::memory_order_relaxed);
    std::size_t bucket = 0;
    while (bucket < kBuckets.size() && took.count() > kBuckets[bucket] * 1000LL) ++bucket;
    latency[bucket].fetch_add(1, std::memory_order_relaxed);
    latency_sum_us.fetch_add(static_cast<std::uint64_t>(took.count()), std::memory_order_relaxed);
}

namespace {

void line(std::string& page, std::string_view name, std::string_view kind, auto value) {
    page += "# TYPE congvan_http_" + std::string(name) + " " + std::string(kind) + "\n";
    page += "congvan_http_" + std::string(name) + " " + std::to_string(value) + "\n";
}

void latency_lines(std::string& page, const Counters& counters) {
    page += "# TYPE congvan_http_request_seconds histogram\n";
    std::uint64_t below = 0;
    for (std::size_t i = 0; i < counters.latency.size(); ++i) {
        below += counters.latency[i].load();
        const bool last = i == Counters::kBuckets.size();
        const auto bound = last ? std::string("+Inf") : std::to_string(Counters::kBuckets[i] / 1000.0);
        page += "congvan_http_request_seconds_bucket{le=\"" + bound + "\"} " + std::to_string(below) + "\n";
    }
    page += "congvan_http_request_seconds_sum " + std::to_string(static_cast<double>(counters.latency_sum_us.load()) / 1e6);
    page += "\ncongvan_http_request_seconds_count " + std::to_string(below) + "\n";
}

}  // namespace

std::string to_prometheus(const Counters& counters) {
    std::string page;
    line(page, "connections_accepted_total", "counter", counters.connections_accepted.load());
    line(page, "connections_refused_total", "counter", counters.connections_refused.load());
    line(page, "connections_open", "gauge", counters.connections_open.load());
    line(page, "requests_running", "gauge", counters.requests_running.load());
    line(page, "event_streams_open", "gauge", counters.event_streams_open.load());
    line(page, "requests_malformed_total", "counter", counters.requests_malformed.load());
    line(page, "requests_shed_total", "counter", counters.requests_shed.load());
    line(page, "timeouts_total", "counter", counters.timeouts.load());
    line(page, "received_bytes_total", "counter", counters.bytes_received.load());
    line(page, "sent_bytes_total", "counter", counters.bytes_sent.load());
    line(page, "log_lines_dropped_total", "counter", counters.log_lines_dropped.load());
    page += "# TYPE congvan_http_answers_total counter\n";
    for (std::size_t digit = 1; digit < counters.answers.size(); ++digit) {
        page += "congvan_http_answers_total{class=\"" + std::to_string(digit) + "xx\"} " +
                std::to_string(counters.answers[digit].load()) + "\n";
    }
    latency_lines(page, counters);
    return page;
}

}  // namespace congvan::http
