#pragma once

// The checks that every upload gets, and what a file really is. Pure but for the bytes it is handed; any thread.

#include "usecases/ports/converter.hpp"

namespace congvan::convert {

// Archives up to this size are also unfolded to see that they hold what their directory says; of larger ones only
// the directory is read.
inline constexpr std::uint64_t kMostUnfolded = 64u << 20;

// As Converter::inspect.
Result<usecases::FileFacts> inspect(const RandomAccessBytes& content, std::string_view name);

}  // namespace congvan::convert
