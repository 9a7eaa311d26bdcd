#pragma once

// An answer as a handler gives it. Handlers are pure of sockets: the server writes the answer out, adds the security
// headers, the date and the trace id, answers If-None-Match and HEAD, and decides whether the connection stays.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/bytes.hpp"
#include "http/request.hpp"

namespace congvan::http {

class Subscription;

// A body that is read while it is sent: at most a quarter of a megabyte of it is in memory. `read` is called on worker
// threads, by one at a time, not always the same.
struct StreamedBody {
    std::unique_ptr<ByteSource> source;
    std::optional<std::uint64_t> length;  // absent: sent in chunks
};

// Bytes kept elsewhere and shared by many answers (static files).
struct SharedBody {
    std::shared_ptr<const std::string> bytes;
};

// Server-sent events until either side ends it.
struct EventBody {
    std::shared_ptr<Subscription> subscription;
};

using Body = std::variant<std::string, SharedBody, StreamedBody, EventBody>;

enum class SameSite { strict, lax };

struct Cookie {
    std::string name;
    std::string value;
    std::string path = "/";
    SameSite same_site = SameSite::lax;
    Secure secure = Secure::no;              // take it from Request::peer()
    std::optional<std::int64_t> max_age_s;   // absent: until the browser closes; 0 removes it
};

class Response {
public:
    explicit Response(int status = 200, Body body = std::string()) : status_(status), body_(std::move(body)) {}

    static Response empty(int status = 204) { return Response(status); }
    static Response text(int status, std::string_view content_type, std::string body);
    static Response bytes(std::string_view content_type, BytesView body);
    static Response stream(std::string_view content_type, StreamedBody body);

    // Sets a header, replacing one of that name. A name that is no token, or a value with CR, LF, NUL or another control
    // character, is not taken: the answer as a whole turns into http.internal, so that no part of it is sent.
    Response& set(std::string_view name, std::string_view value);
    // Adds a Set-Cookie, always HttpOnly. The value must be made of cookie-octets (RFC 6265 section 4.1.1), else as above.
    Response& set_cookie(const Cookie& cookie);

    int status() const { return status_; }
    Response& status(int status);
    const Headers& headers() const { return headers_; }
    const Body& body() const { return body_; }
    Body take_body() { return std::move(body_); }
    Body& replaceable_body() { return body_; }

    // False after a header was refused.
    bool is_well_formed() const { return well_formed_; }

    // For the access log: the code of the problem and what the operator should know.
    void note(std::string_view code, std::string detail);
    std::string_view code() const { return code_; }
    std::string_view detail() const { return detail_; }

private:
    int status_;
    Headers headers_;
    Body body_;
    bool well_formed_ = true;
    std::string code_;
    std::string detail_;
};

// "attachment; filename="quyet dinh.pdf"; filename*=UTF-8''Quy%E1%BA%BFt…" (RFC 6266, RFC 8187). Path separators and
// control characters in `name` become '_'; an empty name becomes "tep".
enum class Disposition { attachment, inline_ };
std::string content_disposition(Disposition disposition, std::string_view name);

// The opaque part of an entity tag, quoted: `"abc"`. True when If-None-Match `field` holds it or "*" (weak comparison).
bool matches_entity_tag(std::string_view field, std::string_view entity_tag);

}  // namespace congvan::http
