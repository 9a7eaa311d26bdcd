#pragma once

// JSON bodies for handlers: parsed with limits, written compactly as UTF-8.

#include <boost/json.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "http/request.hpp"
#include "http/response.hpp"

namespace congvan::http {

// The body as one JSON object: Content-Type application/json, valid UTF-8, nested at most 32 deep.
// Fails: http.unsupported_media_type, http.malformed_json (fix_input).
Result<boost::json::object> json_body(const Request& request);

Response json(int status, const boost::json::value& value);
inline Response json(const boost::json::value& value) { return json(200, value); }

// Members of an object. A member that is null counts as absent.
// Fail: http.missing_member, http.wrong_member (fix_input), naming the member in the log.
Result<std::string> text_of(const boost::json::object& object, std::string_view name);
Result<std::optional<std::string>> optional_text_of(const boost::json::object& object, std::string_view name);
Result<std::optional<std::int64_t>> optional_number_of(const boost::json::object& object, std::string_view name);

}  // namespace congvan::http
