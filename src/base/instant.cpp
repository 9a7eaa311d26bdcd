#include "base/instant.hpp"

#include <array>
#include <cstdio>
#include <optional>

#include "errors/base.hpp"

namespace congvan {
namespace {

using namespace std::chrono;

Error malformed(std::string_view text) {
    return {Remedy::fix_input, errors::base::malformed_time, "not a time: " + std::string(text.substr(0, 64))};
}

// Reads exactly `digits` decimal digits from the front of `text`.
std::optional<int> take_number(std::string_view& text, std::size_t digits) {
    if (text.size() < digits) return std::nullopt;
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
        if (text[i] < '0' || text[i] > '9') return std::nullopt;
        value = value * 10 + (text[i] - '0');
    }
    text.remove_prefix(digits);
    return value;
}

bool take(std::string_view& text, char expected) {
    if (text.empty() || text.front() != expected) return false;
    text.remove_prefix(1);
    return true;
}

std::optional<Day> take_day(std::string_view& text) {
    const auto y = take_number(text, 4);
    if (!y || !take(text, '-')) return std::nullopt;
    const auto m = take_number(text, 2);
    if (!m || !take(text, '-')) return std::nullopt;
    const auto d = take_number(text, 2);
    if (!d) return std::nullopt;
    const year_month_day date{year{*y}, month{static_cast<unsigned>(*m)}, day{static_cast<unsigned>(*d)}};
    if (!date.ok()) return std::nullopt;
    return Day{date};
}

std::optional<microseconds> take_fraction(std::string_view& text) {
    if (!take(text, '.')) return microseconds{0};
    std::int64_t value = 0;
    int digits = 0;
    while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
        if (digits < 6) {
            value = value * 10 + (text.front() - '0');
            ++digits;
        }
        text.remove_prefix(1);
    }
    if (digits == 0) return std::nullopt;
    for (; digits < 6; ++digits) value *= 10;
    return microseconds{value};
}

std::optional<minutes> take_offset(std::string_view& text) {
    if (take(text, 'Z') || take(text, 'z')) return minutes{0};
    const bool east = take(text, '+');
    if (!east && !take(text, '-')) return std::nullopt;
    const auto h = take_number(text, 2);
    if (!h || *h > 23 || !take(text, ':')) return std::nullopt;
    const auto m = take_number(text, 2);
    if (!m || *m > 59) return std::nullopt;
    const minutes offset = hours{*h} + minutes{*m};
    return east ? offset : -offset;
}

std::optional<Instant> read_instant(std::string_view text) {
    const auto date = take_day(text);
    if (!date || (!take(text, 'T') && !take(text, 't') && !take(text, ' '))) return std::nullopt;
    const auto h = take_number(text, 2);
    if (!h || *h > 23 || !take(text, ':')) return std::nullopt;
    const auto m = take_number(text, 2);
    if (!m || *m > 59 || !take(text, ':')) return std::nullopt;
    const auto s = take_number(text, 2);
    if (!s || *s > 59) return std::nullopt;
    const auto fraction = take_fraction(text);
    if (!fraction) return std::nullopt;
    const auto offset = take_offset(text);
    if (!offset || !text.empty()) return std::nullopt;
    return Instant{*date} + hours{*h} + minutes{*m} + seconds{*s} + *fraction - *offset;
}

}  // namespace

Day vietnam_day(Instant instant) { return floor<days>(instant + kVietnamOffset); }

microseconds vietnam_time_of_day(Instant instant) {
    return (instant + kVietnamOffset) - Instant{vietnam_day(instant)};
}

Instant at_vietnam(Day day, microseconds since_midnight) { return Instant{day} + since_midnight - kVietnamOffset; }

std::string to_iso8601(Instant instant, Fraction fraction) {
    const hh_mm_ss<microseconds> time{vietnam_time_of_day(instant)};
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "T%02d:%02d:%02d", static_cast<int>(time.hours().count()),
                  static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()));
    std::string out = to_iso8601(vietnam_day(instant)) + text.data();
    if (fraction == Fraction::kept) {
        std::snprintf(text.data(), text.size(), ".%06d", static_cast<int>(time.subseconds().count()));
        out += text.data();
    }
    return out + "+07:00";
}

std::string to_iso8601(Day day) {
    const year_month_day date{day};
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    return text.data();
}

std::string to_vietnamese(Day day) {
    const year_month_day date{day};
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%02u/%02u/%04d", static_cast<unsigned>(date.day()),
                  static_cast<unsigned>(date.month()), static_cast<int>(date.year()));
    return text.data();
}

Result<Instant> parse_instant(std::string_view text) {
    if (const auto instant = read_instant(text)) return *instant;
    return malformed(text);
}

Result<Day> parse_day(std::string_view text) {
    std::string_view rest = text;
    const auto day = take_day(rest);
    if (!day || !rest.empty()) return malformed(text);
    return *day;
}

}  // namespace congvan
