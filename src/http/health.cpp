#include "http/health.hpp"

#include "errors/http.hpp"
#include "http/json.hpp"

namespace congvan::http {

void add_health(Router& router, std::string version, std::function<bool()> ready) {
    RouteOptions options;
    options.runs = RunsOn::at_once;
    router.get(
        "/api/v1/health",
        [version = std::move(version), ready = std::move(ready)](Request&) -> Result<Response> {
            if (!ready()) return Error{Remedy::retry_later, errors::http::not_ready, ""};
            return json(boost::json::object{{"status", "ready"}, {"version", version}});
        },
        options);
}

void add_metrics(Router& router, std::function<const Counters*()> counters, std::function<std::string()> extra) {
    RouteOptions options;
    options.runs = RunsOn::at_once;
    router.get(
        "/metrics",
        [counters = std::move(counters), extra = std::move(extra)](Request&) -> Result<Response> {
            std::string page;
            if (const auto* counted = counters()) page = to_prometheus(*counted);
            if (extra) page += extra();
            return Response::text(200, "text/plain; version=0.0.4", std::move(page));
        },
        options);
}

}  // namespace congvan::http
