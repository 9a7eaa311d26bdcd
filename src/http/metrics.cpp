#include "http/metrics.hpp"

#include <array>

#include "errors/http.hpp"

namespace congvan::http {
namespace {

bool is_of_this_machine(const Request& request) {
    constexpr std::array passed_on = {"X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Forwarded", "Via", "X-Real-IP"};
    for (const char* name : passed_on) {
        if (request.header(name)) return false;
    }
    const std::string& address = request.peer().address;
    return address == "::1" || address.starts_with("127.");
}

}  // namespace

void add_metrics(Router& router, std::function<const Counters*()> counters) {
    RouteOptions options;
    options.runs = RunsOn::at_once;
    router.get(
        "/metrics",
        [counters = std::move(counters)](Request& request) -> Result<Response> {
            const Counters* counted = counters();
            if (counted == nullptr || !is_of_this_machine(request)) {
                return Error{Remedy::fix_input, errors::http::not_found, "/metrics"};
            }
            return Response::text(200, "text/plain; version=0.0.4", to_prometheus(*counted));
        },
        options);
}

}  // namespace congvan::http
