#pragma once

// The request target (RFC 9112 section 3.2): percent-decoding that refuses what two readers could read differently.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace congvan::http {

struct Target {
    std::string path;                   // as sent, without the query
    std::vector<std::string> segments;  // decoded
    std::vector<std::pair<std::string, std::string>> query;
    std::string authority;              // of the absolute form, else empty
};

// Origin form ("/a/b?c=d") or absolute form ("http://host/a"). Segments and query must decode to UTF-8 without control
// characters; a segment may not be "." or "..", nor hold "/" or "\\" after decoding. "/a/" has a last empty segment.
// Fails: http.malformed_address (fix_input).
Result<Target> parse_target(std::string_view text);

// A host with an optional port, as in the Host header: no user, path, space or control character; not empty.
bool is_host(std::string_view text);

}  // namespace congvan::http
