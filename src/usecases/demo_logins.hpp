#pragma once

// The one password and PIN of everybody in a data directory made as a demo. Printed at its start and known to all:
// a demo holds nothing real.

#include <string_view>

namespace congvan::usecases {

inline constexpr std::string_view kDemoPassword = "thu-nghiem-2026";
inline constexpr std::string_view kDemoPin = "246810";

}  // namespace congvan::usecases
