#pragma once

// A request as a handler sees it: already parsed, decoded and held to the limits. No parser or socket type shows here.
// A Request belongs to the one thread that runs its handler.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"

namespace congvan::http {

enum class Method { get, head, post, put, patch, del, options };

std::string_view to_text(Method method);                     // "DELETE"
std::optional<Method> parse_method(std::string_view token);  // case-sensitive (RFC 9110 section 9.1)
// True for methods that only read: get, head, options.
bool is_safe(Method method);

// The language of the sentences in an answer; Vietnamese unless Accept-Language prefers English.
enum class Language { vietnamese, english };
Language preferred_language(std::string_view accept_language);

// Names with values, in the order they came; names are compared without regard to case.
class Headers {
public:
    struct Field {
        std::string name;
        std::string value;
    };

    void add(std::string name, std::string value) { fields_.push_back({std::move(name), std::move(value)}); }
    void replace(std::string_view name, std::string value);
    std::optional<std::string_view> find(std::string_view name) const;  // the first of that name
    std::size_t count(std::string_view name) const;
    // All values of that name joined by ", " (RFC 9110 section 5.3); empty when absent.
    std::string joined(std::string_view name) const;
    const std::vector<Field>& all() const { return fields_; }

private:
    std::vector<Field> fields_;
};

enum class Secure { no, yes };

// Who is at the other end. Behind a trusted proxy this is what the proxy says.
struct Peer {
    std::string address;          // "192.0.2.7", "2001:db8::1"
    Secure secure = Secure::no;  // the client's leg runs over TLS
};

// What a Request is made of. The server fills it from the wire, a test by hand.
struct RequestParts {
    Method method = Method::get;
    std::string path = "/";                                      // as sent, without the query
    std::vector<std::string> segments;                           // decoded, UTF-8, never "." or ".."
    std::vector<std::pair<std::string, std::string>> query;      // decoded, in order
    std::vector<std::pair<std::string, std::string>> parameters; // what stood for each {name} of the pattern
    Headers headers;
    Peer peer;
    std::string trace;  // 32 hex digits, one per request; the same in the log and in every problem
    Bytes body;         // of routes with a collected body
    std::unique_ptr<ByteSource> stream;                // of routes with a streamed body
    std::optional<std::uint64_t> content_length;       // as declared; absent for chunked bodies
};

class Request {
public:
    explicit Request(RequestParts parts);

    Method method() const { return parts_.method; }
    std::string_view path() const { return parts_.path; }
    const std::vector<std::string>& segments() const { return parts_.segments; }

    // What stood for {name} in the route's pattern. The pattern must have it.
    std::string_view parameter(std::string_view name) const;

    // The first value of a query key.
    std::optional<std::string_view> query(std::string_view name) const;

    std::optional<std::string_view> header(std::string_view name) const { return parts_.headers.find(name); }
    const Headers& headers() const { return parts_.headers; }

    // The token of "Authorization: Bearer …".
    std::optional<std::string_view> bearer() const { return bearer_; }
    // A cookie's value. Absent whenever a bearer token came: such a request was not held to its origin, so what the
    // browser adds by itself must not speak for it.
    std::optional<std::string_view> cookie(std::string_view name) const;

    const Peer& peer() const { return parts_.peer; }
    std::string_view trace() const { return parts_.trace; }
    Language language() const { return language_; }

    // The whole body, for routes declared Body::collected (empty when there was none).
    BytesView body() const { return parts_.body; }
    // The body as it arrives, for routes declared Body::streamed. Reading blocks until bytes come.
    // Its reads fail: http.upload_interrupted (retry_later) · http.body_too_large (fix_input).
    ByteSource& stream();
    std::optional<std::uint64_t> content_length() const { return parts_.content_length; }

private:
    RequestParts parts_;
    std::optional<std::string> bearer_;
    std::vector<std::pair<std::string, std::string>> cookies_;
    Language language_ = Language::vietnamese;
};

}  // namespace congvan::http
