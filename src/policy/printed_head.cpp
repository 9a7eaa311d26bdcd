#include "policy/printed_head.hpp"

#include <array>

#include "base/text.hpp"

namespace congvan::policy {
namespace {

struct Alike {
    std::string_view found;
    std::string_view plain;
};
constexpr std::array kAlike = {
    Alike{"\u00d0", "Đ"}, Alike{"\u2010", "-"}, Alike{"\u2011", "-"}, Alike{"\u2012", "-"}, Alike{"\u2013", "-"},
    Alike{"\u2014", "-"}, Alike{"\u2212", "-"}, Alike{"\u00ad", "-"}, Alike{"\u00a0", ""},  Alike{" ", ""},
};

std::string plain(std::string_view notation) {
    const Result<std::string> composed = to_nfc(notation);
    const std::string rest = composed.has_value() ? *composed : std::string(notation);
    std::string out;
    for (std::size_t at = 0; at < rest.size();) {
        const auto alike = std::find_if(kAlike.begin(), kAlike.end(), [&](const Alike& each) {
            return std::string_view(rest).substr(at).starts_with(each.found);
        });
        if (alike == kAlike.end()) {
            out += rest[at++];
        } else {
            out += alike->plain;
            at += alike->found.size();
        }
    }
    return out;
}

std::string two_digits(std::optional<std::uint32_t> value) {
    if (!value) return "…";
    return (*value < 10 ? "0" : "") + std::to_string(*value);
}

}  // namespace

bool same_notation(std::string_view printed, std::string_view registered) { return plain(printed) == plain(registered); }

bool differs_from(const PrintedHead& head, Day day) {
    const std::chrono::year_month_day date(day);
    return (head.day && *head.day != static_cast<unsigned>(date.day())) ||
           (head.month && *head.month != static_cast<unsigned>(date.month())) ||
           (head.year && static_cast<int>(*head.year) != static_cast<int>(date.year()));
}

bool has_passed(const PrintedHead& head, Day day) {
    if (!head.year) return false;
    const std::chrono::year_month_day date(day);
    const auto year = static_cast<std::uint32_t>(static_cast<int>(date.year()));
    const auto month = static_cast<unsigned>(date.month());
    if (*head.year != year) return *head.year < year;
    if (!head.month) return false;
    if (*head.month != month) return *head.month < month;
    return head.day && *head.day < static_cast<unsigned>(date.day());
}

std::string date_in_words(const PrintedHead& head) {
    return "ngày " + two_digits(head.day) + " tháng " + two_digits(head.month) + " năm " +
           (head.year ? std::to_string(*head.year) : "…");
}

}  // namespace congvan::policy
