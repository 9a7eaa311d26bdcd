#pragma once

// Names of uploaded files. Pure; any thread.

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace congvan::convert {

inline constexpr std::size_t kMostNameBytes = 255;

// The name as it may be kept: NFC, at most 255 bytes, no path, nothing hidden in it.
// Fails (fix_input): convert.name_empty, convert.name_path, convert.name_control, convert.name_too_long, base.not_utf8.
Result<std::string> clean_name(std::string_view name);

// What follows the last point, in lower-case ASCII; empty when there is none.
std::string extension_of(std::string_view name);

}  // namespace congvan::convert
