#pragma once

// GET /metrics in the Prometheus text format, for a collector on the server's own machine.

#include <functional>

#include "http/counters.hpp"
#include "http/router.hpp"

namespace congvan::http {

// Answers connections from the loopback address that no proxy passed on; to everybody else the page does not exist
// (http.not_found). `counters` is asked at each request on a socket thread; null: the server is not up yet. What it returns must
// outlive the server.
void add_metrics(Router& router, std::function<const Counters*()> counters);

}  // namespace congvan::http
