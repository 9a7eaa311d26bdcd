#pragma once

// What a draft shows already as its number, notation and date (NĐ 30/2020/NĐ-CP appendix I part I section II.3 and II.4).
// Empty or absent: left free for the register. Pure values; any thread.

#include <optional>
#include <string>
#include <string_view>

#include "base/instant.hpp"

namespace congvan::policy {

struct PrintedHead {
    bool number_line = false;  // a line "Số: …" is there
    bool day_line = false;     // a line "…, ngày … tháng … năm …" is
    std::string number;        // "05"
    std::string notation;      // what follows the number, without blanks: "/QĐ-UBND", "-QĐ/TU"
    std::optional<std::uint32_t> day;
    std::optional<std::uint32_t> month;
    std::optional<std::uint32_t> year;

    friend bool operator==(const PrintedHead&, const PrintedHead&) = default;
};

// Whether a reader of the page would take both for one notation: kinds of dashes and blanks do not count, nor does the
// letter Eth that older fonts print for Đ.
bool same_notation(std::string_view printed, std::string_view registered);

// What is printed of the date differs from `day`.
bool differs_from(const PrintedHead& head, Day day);
// No day from `day` on fits what is printed. False as long as no year is printed.
bool has_passed(const PrintedHead& head, Day day);

// "ngày 03 tháng 11 năm 2026", with dots for what is free.
std::string date_in_words(const PrintedHead& head);

}  // namespace congvan::policy
