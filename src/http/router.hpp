#pragma once

// Which handler answers which method and path. Filled at start by one thread, then read by all without a lock.
// Patterns: "/api/v1/outgoing/{id}/versions"; a literal segment wins over a {parameter}.

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "http/request.hpp"
#include "http/response.hpp"

namespace congvan::http {

// Runs on a worker thread and may block; many run at once. An Error becomes a problem (RFC 9457) in the caller's language.
// Exceptions do not cross it: one that does is logged and answered with http.internal.
using Handler = std::function<Result<Response>(Request&)>;

// collected: the handler starts when the whole body is there. streamed: it starts at once and reads Request::stream().
enum class BodyKind { collected, streamed };

// at_once: on the thread that serves the socket. Only for handlers that never wait for a disk, a lock or another machine.
enum class RunsOn { worker, at_once };

// Whether a write with a session cookie must come from our own pages. Only a route that changes nothing may be open.
enum class Origin { same, any };

struct RouteOptions {
    BodyKind body = BodyKind::collected;
    std::uint64_t body_limit = 1 << 20;  // bytes; larger is http.body_too_large
    RunsOn runs = RunsOn::worker;
    Origin origin = Origin::same;
};

struct Route {
    std::string pattern;
    Handler handler;
    RouteOptions options;
};

struct Found {
    const Route* route;  // owned by the router
    std::vector<std::pair<std::string, std::string>> parameters;
};
struct NoSuchPath {};
struct NoSuchMethod {
    std::string allow;  // "GET, HEAD, OPTIONS, POST"
};
using Match = std::variant<Found, NoSuchPath, NoSuchMethod>;

class Router {
public:
    Router();
    ~Router();
    Router(Router&&) noexcept;
    Router& operator=(Router&&) noexcept;

    // The same method and pattern twice, or a malformed pattern, is a broken invariant. A GET answers HEAD too.
    void add(Method method, std::string_view pattern, Handler handler, RouteOptions options = {});
    void get(std::string_view pattern, Handler handler, RouteOptions options = {}) {
        add(Method::get, pattern, std::move(handler), options);
    }
    void post(std::string_view pattern, Handler handler, RouteOptions options = {}) {
        add(Method::post, pattern, std::move(handler), options);
    }
    void put(std::string_view pattern, Handler handler, RouteOptions options = {}) {
        add(Method::put, pattern, std::move(handler), options);
    }
    void patch(std::string_view pattern, Handler handler, RouteOptions options = {}) {
        add(Method::patch, pattern, std::move(handler), options);
    }
    void del(std::string_view pattern, Handler handler, RouteOptions options = {}) {
        add(Method::del, pattern, std::move(handler), options);
    }

    // Answers GET and HEAD for every path no route knows, except below "/api": the web client's pages.
    void fallback(Handler handler);

    Match match(Method method, const std::vector<std::string>& segments) const;

    // "GET /api/v1/health" of every route, sorted: for the check against openapi.yaml.
    std::vector<std::string> listing() const;

private:
    struct Node;
    std::unique_ptr<Node> root_;
    std::unique_ptr<Route> fallback_;
};

}  // namespace congvan::http
