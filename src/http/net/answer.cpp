#include "http/net/answer.hpp"

#include "errors/http.hpp"
#include "http/problem.hpp"

namespace congvan::http::net {

namespace {

std::string_view reason(int status) {
    switch (status) {
        case 200: return "OK";
        case 201: return "Created";
        case 202: return "Accepted";
        case 204: return "No Content";
        case 206: return "Partial Content";
        case 303: return "See Other";
        case 304: return "Not Modified";
        case 400: return "Bad Request";
        case 401: return "Unauthorized";
        case 403: return "Forbidden";
        case 404: return "Not Found";
        case 405: return "Method Not Allowed";
        case 408: return "Request Timeout";
        case 409: return "Conflict";
        case 410: return "Gone";
        case 412: return "Precondition Failed";
        case 413: return "Content Too Large";
        case 414: return "URI Too Long";
        case 415: return "Unsupported Media Type";
        case 416: return "Range Not Satisfiable";
        case 417: return "Expectation Failed";
        case 422: return "Unprocessable Content";
        case 429: return "Too Many Requests";
        case 431: return "Request Header Fields Too Large";
        case 500: return "Internal Server Error";
        case 501: return "Not Implemented";
        case 503: return "Service Unavailable";
        case 505: return "HTTP Version Not Supported";
        default: return "Answer";
    }
}

void line(std::string& head, std::string_view name, std::string_view value) {
    head.append(name).append(": ").append(value).append("\r\n");
}

// Unless the handler said otherwise: nothing of an answer may run, be framed, be sniffed or be kept by a shared cache.
void common_lines(std::string& head, const Response& response, const AnswerTo& to) {
    static constexpr std::pair<std::string_view, std::string_view> always[] = {
        {"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox"},
        {"X-Content-Type-Options", "nosniff"},
        {"Referrer-Policy", "same-origin"},
        {"X-Frame-Options", "DENY"},
        {"Cross-Origin-Opener-Policy", "same-origin"},
        {"Cross-Origin-Resource-Policy", "same-origin"},
        {"Cache-Control", "no-store"},
    };
    for (const auto& [name, value] : always) {
        if (!response.headers().find(name)) line(head, name, value);
    }
    if (to.secure == Secure::yes) line(head, "Strict-Transport-Security", "max-age=31536000");
    line(head, "X-Trace-Id", to.trace);
    line(head, "Date", to.date);
}

std::optional<std::uint64_t> length_of(const Body& body) {
    if (const auto* text = std::get_if<std::string>(&body)) return text->size();
    if (const auto* shared = std::get_if<SharedBody>(&body)) return shared->bytes->size();
    if (const auto* stream = std::get_if<StreamedBody>(&body)) return stream->length;
    return std::nullopt;
}

bool is_unchanged(const Response& response, const AnswerTo& to) {
    const bool reads = to.method == Method::get || to.method == Method::head;
    const auto tag = response.headers().find("ETag");
    return reads && tag && !to.if_none_match.empty() && (response.status() == 200 || response.status() == 206) &&
           matches_entity_tag(to.if_none_match, *tag);
}


}  // namespace

Prepared prepare(Response response, const AnswerTo& to) {
    if (!response.is_well_formed()) {
        response = problem(Error{Remedy::call_operator, errors::http::internal, "a header was refused"}, to.language, to.trace);
    }
    if (is_unchanged(response, to)) {
        response.status(304);
        response.replaceable_body() = std::string();
    }
    const bool has_body = response.status() != 204 && response.status() != 304;
    const auto length = length_of(response.body());
    Prepared prepared;
    prepared.status = response.status();
    prepared.keep_alive = to.keep_alive;
    prepared.code = response.code();
    prepared.detail = response.detail();
    auto& head = prepared.head;
    head.reserve(1024);
    head.append("HTTP/1.1 ").append(std::to_string(response.status())).append(" ").append(reason(response.status()));
    head.append("\r\n");
    for (const auto& field : response.headers().all()) line(head, field.name, field.value);
    common_lines(head, response, to);
    if (has_body && length) {
        prepared.framing = Framing::length;
        prepared.length = *length;
        line(head, "Content-Length", std::to_string(*length));
    } else if (has_body) {
        const bool events = std::holds_alternative<EventBody>(response.body());
        prepared.framing = events || to.version == 10 ? Framing::until_close : Framing::chunked;
        if (prepared.framing == Framing::chunked) line(head, "Transfer-Encoding", "chunked");
        if (prepared.framing == Framing::until_close) prepared.keep_alive = false;
    }
    if (!has_body || to.method == Method::head) {
        prepared.framing = Framing::none;
        prepared.keep_alive = to.keep_alive;
        response.replaceable_body() = std::string();
    }
    if (!prepared.keep_alive) line(head, "Connection", "close");
    if (prepared.keep_alive && to.version == 10) line(head, "Connection", "keep-alive");
    head += "\r\n";
    prepared.body = response.take_body();
    return prepared;
}

}  // namespace congvan::http::net
