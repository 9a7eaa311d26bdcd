#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace congvan::http {

// The file's name in a Content-Disposition field: filename* (RFC 8187, UTF-8) if it is there, else filename (RFC 6266).
// As it was sent, not cleaned: whoever keeps it checks it.
// Fails: http.file_name_missing, http.malformed_disposition (fix_input).
Result<std::string> file_name_in(std::string_view field);

}  // namespace congvan::http
