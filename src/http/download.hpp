#pragma once

// Stored content as an answer: entity tag, Range (one range, RFC 9110 section 14), and a name with diacritics.

#include <memory>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

namespace congvan::http {

struct Download {
    std::shared_ptr<const RandomAccessBytes> content;
    std::string content_type = "application/octet-stream";
    std::string name;        // shown to the person who saves it; any Unicode
    std::string entity_tag;  // without quotes: the digest's hex
    Disposition disposition = Disposition::attachment;
};

// 200 with everything, 206 with the range asked for, or 416. If-Range is honoured; several ranges in one request are
// answered with everything. Content is read while it is sent.
Response download(const Request& request, Download what);

// [from, to) of `length` bytes for a Range header; what it says otherwise.
struct ByteRange {
    std::uint64_t from;
    std::uint64_t to;
};
enum class NoRange { ignored, not_satisfiable };
std::variant<ByteRange, NoRange> parse_range(std::string_view field, std::uint64_t length);

}  // namespace congvan::http
