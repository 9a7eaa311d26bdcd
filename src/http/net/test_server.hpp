#pragma once

// For tests: a server on a free port with a clock that stands still and a log one can read.

#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "http/net/raw_client.hpp"
#include "http/server.hpp"

namespace congvan::http::testing {

class StillClock final : public Clock {
public:
    // 2026-11-20T07:03:22Z
    Instant now() const override { return from_microseconds(1'795'158'202'000'000); }
};

// Differs at each call; nothing here is secret.
class CountingEntropy final : public Entropy {
public:
    void fill(std::span<std::byte> into) override {
        auto value = ++count_;
        for (auto& byte : into) {
            byte = static_cast<std::byte>(value & 0xff);
            value = value / 256 + 17;
        }
    }

private:
    std::atomic<std::uint64_t> count_{0};
};

class KeptLog final : public LogSink {
public:
    void write(std::string_view line) override {
        const std::lock_guard lock(mutex_);
        lines_.emplace_back(line);
    }
    std::vector<std::string> lines() const {
        const std::lock_guard lock(mutex_);
        return lines_;
    }

private:
    mutable std::mutex mutex_;
    std::vector<std::string> lines_;
};

struct TestServer {
    StillClock clock;
    CountingEntropy entropy;
    KeptLog log;
    std::unique_ptr<Server> server;

    explicit TestServer(Router router, ServerSettings settings = {}) {
        settings.port = 0;
        settings.tick = std::chrono::milliseconds(20);
        auto started = Server::start(std::move(settings), std::move(router), {clock, entropy, log});
        EXPECT_TRUE(started.has_value()) << (started ? "" : started.error().detail);
        if (started) server = std::move(*started);
    }
    std::uint16_t port() const { return server->port(); }

    Answer get(std::string_view path, std::string_view more_headers = "") {
        RawClient client(port());
        client.send("GET " + std::string(path) + " HTTP/1.1\r\nHost: localhost\r\n" + std::string(more_headers) + "\r\n");
        return client.answer();
    }
};

// Kilobytes of this process in memory now ("VmRSS"). Under the address sanitizer, which keeps what was freed, always 0.
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define CONGVAN_KEEPS_FREED_MEMORY
#endif
#endif
inline long memory_kb([[maybe_unused]] const std::string& what) {
#ifndef CONGVAN_KEEPS_FREED_MEMORY
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.rfind(what + ":", 0) == 0) return std::stol(line.substr(what.size() + 1));
    }
#endif
    return 0;
}

}  // namespace congvan::http::testing
