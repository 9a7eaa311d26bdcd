#pragma once

// The grammar of HTTP/1.x requests: Beast's parser, plus the refusals it leaves to us, behind a type of our own.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
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
    Parser();
    ~Parser();

    // `bytes` is a whole head, as HeadScanner found it. What it returns has exactly one valid Host (HTTP/1.0: at most one), and
    // at most one of one Content-Length and one "Transfer-Encoding: chunked".
    // Fails: http.malformed_request, http.malformed_host, http.unsupported_transfer, http.unsupported_version (fix_input).
    Result<Head> head(std::string_view bytes);

    // Feeds what follows the head and returns how much of it was used; `take` gets the content in order. What was not used must
    // be handed in again with more behind it. Trailers are checked and dropped. Fails: http.malformed_request (fix_input).
    Result<std::size_t> body(std::string_view bytes, const std::function<void(BytesView)>& take);

    // True when the request has no more bytes to come.
    bool done() const;

private:
    class Machine;
    std::unique_ptr<Machine> machine_;
};

}  // namespace congvan::http::net
