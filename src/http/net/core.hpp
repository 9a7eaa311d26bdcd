#pragma once

// What all connections of one server share. Any thread.

#include <atomic>
#include <string>

#include "http/log.hpp"
#include "http/net/workers.hpp"
#include "http/router.hpp"
#include "http/server.hpp"

namespace congvan::http::net {

struct Core {
    Core(ServerSettings with, Router routes, ServerWorld around);

    const ServerSettings settings;
    const Router router;
    const ServerWorld world;
    Counters counters;
    LogQueue log;
    std::atomic<bool> stopping{false};
    std::atomic<std::size_t> collected{0};  // bytes of bodies held for handlers
    Workers workers;
    Workers upload_workers;

    std::string make_trace() const;  // 32 hex digits
};

// "Fri, 20 Nov 2026 07:03:22 GMT" (RFC 9110 section 5.6.7).
std::string http_date(Instant at);

}  // namespace congvan::http::net
