#include "http/log.hpp"

#include <unistd.h>

namespace congvan::http {

namespace {

class StandardError final : public LogSink {
public:
    void write(std::string_view line) override {
        std::string whole(line);
        whole += '\n';
        std::string_view rest = whole;
        while (!rest.empty()) {
            const auto written = ::write(STDERR_FILENO, rest.data(), rest.size());
            if (written < 0 && errno == EINTR) continue;
            if (written <= 0) return;  // nobody listens; there is no better place to say so
            rest.remove_prefix(static_cast<std::size_t>(written));
        }
    }
};

}  // namespace

LogSink& standard_error_log() {
    static StandardError sink;
    return sink;
}

LogQueue::LogQueue(LogSink& sink, Counters& counters) : sink_(sink), counters_(counters), thread_([this] { run(); }) {}

LogQueue::~LogQueue() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    ready_.notify_one();
    thread_.join();
}

void LogQueue::put(std::string line) {
    {
        const std::lock_guard lock(mutex_);
        if (waiting_.size() >= kMost) {
            counters_.log_lines_dropped.fetch_add(1);
            return;
        }
        waiting_.push_back(std::move(line));
    }
    ready_.notify_one();
}

void LogQueue::run() {
    std::vector<std::string> lines;
    while (true) {
        {
            std::unique_lock lock(mutex_);
            ready_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
            if (waiting_.empty()) return;
            lines.swap(waiting_);
        }
        for (const auto& line : lines) sink_.write(line);
        lines.clear();
    }
}

}  // namespace congvan::http
