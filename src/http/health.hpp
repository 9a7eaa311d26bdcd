#pragma once

// GET /api/v1/health for load balancers and scripts: 200 {"status":"ready","version":…} or http.not_ready.

#include <functional>
#include <string>

#include "http/counters.hpp"
#include "http/router.hpp"

namespace congvan::http {

// `ready` is asked at each request on a socket thread: it must only look, never wait.
void add_health(Router& router, std::string version, std::function<bool()> ready);

// GET /metrics in the Prometheus text format. Has no access control of its own: only on an internal listener or behind a proxy
// that keeps it inside. `extra` may add pages of other parts (may be empty); the counters must outlive the server.
void add_metrics(Router& router, std::function<const Counters*()> counters, std::function<std::string()> extra);

}  // namespace congvan::http
