#pragma once

// The grammar of HTTP/1.x requests: Beast's parser for the head with the refusals it leaves to us, our own reader for the body.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "http/net/chunked.hpp"
#include "http/request.hpp"

namespace congvan::http::net {

struct Head {
    std::string method;  // the token as sent
    std::string target;
    int version = 11;  // 10 or 11
    Headers headers;
    bool keep_alive = true;
    std::optional<std::uint64_t> content_length;  // absent: no body, or chunked
};

// Reads one request. Used by one thread.
class Parser {
public:
    // `bytes` is a whole head, as HeadScanner found it. What it returns has exactly one valid Host (HTTP/1.0: at most one), and
    // at most one of one Content-Length and one "Transfer-Encoding: chunked".
    // Fails: http.malformed_request, http.malformed_host, http.unsupported_transfer, http.unsupported_version (fix_input).
    Result<Head> head(std::string_view bytes);

    // Feeds what follows the head and returns how much of it was used: all of it, or up to the end of this request. `take` gets
    // the content in order. Trailers are checked and dropped. Fails: http.malformed_request (fix_input).
    Result<std::size_t> body(std::string_view bytes, const std::function<void(BytesView)>& take);

    // True when the request has no more bytes to come.
    bool done() const { return done_; }

private:
    ChunkReader chunks_;
    bool chunked_ = false;
    std::uint64_t left_ = 0;  // of a body with a length
    bool done_ = false;
};

}  // namespace congvan::http::net
