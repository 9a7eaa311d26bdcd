#include "http/origin.hpp"

#include "errors/http.hpp"

namespace congvan::http {

Result<Done> check_origin(const Request& request) {
    if (is_safe(request.method()) || request.bearer()) return Done{};
    const auto refuse = [](std::string why) {
        return Error{Remedy::ask_permission, errors::http::cross_origin, std::move(why)};
    };
    if (const auto site = request.header("Sec-Fetch-Site")) {
        if (*site == "same-origin" || *site == "none") return Done{};
        return refuse("Sec-Fetch-Site: " + std::string(*site));
    }
    if (const auto origin = request.header("Origin")) {
        const auto scheme = origin->find("://");
        const auto host = request.header("Host");
        if (scheme != std::string_view::npos && host && origin->substr(scheme + 3) == *host) return Done{};
        return refuse("Origin: " + std::string(*origin));
    }
    if (request.header("Cookie")) return refuse("a cookie, but neither Sec-Fetch-Site nor Origin");
    return Done{};
}

}  // namespace congvan::http
