#pragma once

// Instants are UTC microseconds; days are civil days in Vietnam, whose zone is a constant +07:00 without
// summer time (ISO 8601, as 217-QĐ/TW art. 13.2 and QĐ 28/2018 art. 14.4 want it shown).

#include <chrono>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace congvan {

using Instant = std::chrono::sys_time<std::chrono::microseconds>;
using Day = std::chrono::sys_days;

inline constexpr std::chrono::hours kVietnamOffset{7};

// The civil day in Vietnam on which `instant` falls, and the time since its midnight there.
Day vietnam_day(Instant instant);
std::chrono::microseconds vietnam_time_of_day(Instant instant);
Instant at_vietnam(Day day, std::chrono::microseconds since_midnight);

// "2026-11-20T14:03:22+07:00"; with `fraction`, microseconds are kept: "…22.000123+07:00".
enum class Fraction { dropped, kept };
std::string to_iso8601(Instant instant, Fraction fraction = Fraction::dropped);
// "2026-11-20"
std::string to_iso8601(Day day);
// "20/11/2026", as people read it.
std::string to_vietnamese(Day day);

// RFC 3339 with any offset. Fails: base.malformed_time (fix_input).
Result<Instant> parse_instant(std::string_view text);
// "2026-11-20". Fails: base.malformed_time (fix_input).
Result<Day> parse_day(std::string_view text);

inline std::int64_t to_microseconds(Instant instant) { return instant.time_since_epoch().count(); }
inline Instant from_microseconds(std::int64_t us) { return Instant(std::chrono::microseconds(us)); }

}  // namespace congvan
