#include <algorithm>
#include <array>

#include "errors/policy.hpp"
#include "policy/files.hpp"
#include "policy/toml_tree.hpp"

namespace congvan::policy {
namespace {

using std::chrono::minutes;

constexpr std::array<std::string_view, 7> kWeekdays{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"};
constexpr calendar::OverrideKind kOverrideKinds[] = {calendar::OverrideKind::day_off, calendar::OverrideKind::working_day};
constexpr std::size_t kTetDays = 5;  // Bộ luật Lao động 2019 art. 112.1b

// "07:30"
minutes read_time(TableReader& row, std::string_view key) {
    const std::string text = row.text(key);
    const auto digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9'; };
    if (text.size() != 5 || text[2] != ':' || !digit(0) || !digit(1) || !digit(3) || !digit(4)) {
        row.problem(errors::policy::bad_value, "\"" + std::string(key) + "\" is no time like 07:30");
        return {};
    }
    const int hour = (text[0] - '0') * 10 + (text[1] - '0');
    const int minute = (text[3] - '0') * 10 + (text[4] - '0');
    if (hour > 24 || minute > 59) row.problem(errors::policy::bad_value, "\"" + std::string(key) + "\" is no time of day");
    return minutes{hour * 60 + minute};
}

// Every legal row says where it comes from, as in a profile.
void read_origin(TableReader& row) {
    if (row.text_or("clause", "").empty() && row.text_or("source", "").empty()) {
        row.problem(errors::policy::missing_clause, "neither a clause nor a source");
    }
    row.text_or("clause", "");
    row.text_or("source", "");
}

calendar::OfficeHours read_hours(TableReader& row) {
    calendar::OfficeHours hours;
    hours.validity = {row.day("valid_from"), row.day("valid_to")};
    std::vector<calendar::DaySession> sessions;
    for (const Node* node : row.tables("sessions")) {
        TableReader session(*node, row.file(), "hours.sessions", row.problems());
        const minutes from = read_time(session, "from");
        sessions.push_back({from, read_time(session, "to")});
        session.finish();
    }
    for (const auto& name : row.texts("days")) {
        const auto at = std::find(kWeekdays.begin(), kWeekdays.end(), name);
        if (at == kWeekdays.end()) {
            row.problem(errors::policy::bad_value, "no weekday: " + name);
            continue;
        }
        hours.week[static_cast<std::size_t>(at - kWeekdays.begin())] = sessions;
    }
    read_origin(row);
    row.finish();
    return hours;
}

struct FixedHoliday {
    unsigned month = 1;
    unsigned day = 1;
    std::string name;
    int first_year = 0;
};

FixedHoliday read_fixed(TableReader& row) {
    FixedHoliday fixed;
    const auto month = row.number_or("month", 0);
    const auto day = row.number_or("day", 0);
    fixed.name = row.text("name");
    fixed.first_year = static_cast<int>(row.number_or("first_year", 0));
    const std::chrono::month_day date{std::chrono::month{static_cast<unsigned>(month)}, std::chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok()) row.problem(errors::policy::bad_value, "no day of the year");
    fixed.month = static_cast<unsigned>(month);
    fixed.day = static_cast<unsigned>(day);
    read_origin(row);
    row.finish();
    return fixed;
}

std::vector<Day> read_days(TableReader& row, std::string_view key) {
    std::vector<Day> days;
    const Node* list = row.node(key);
    if (list == nullptr || list->kind != Node::Kind::list) {
        row.problem(errors::policy::missing_key, "\"" + std::string(key) + "\" must be a list of dates");
        return days;
    }
    for (const Node& item : list->items) {
        if (item.kind != Node::Kind::day) row.problem(errors::policy::bad_value, "\"" + std::string(key) + "\" holds no date");
        days.push_back(item.day);
    }
    return days;
}

// What the moon and the Prime Minister settle for one year.
int read_year(TableReader& row, calendar::Source& source) {
    const int year = static_cast<int>(row.number_or("year", 0));
    const bool announced = row.truth_or("announced", false);
    const auto tet = read_days(row, "tet");
    const auto first = row.day("lunar_new_year");
    const auto kings = row.day("hung_kings");
    const auto second = row.day("national_day_second");
    if (!first || !kings || !second) {
        row.problem(errors::policy::missing_key, "a year needs lunar_new_year, hung_kings and national_day_second");
        return year;
    }
    if (tet.size() != kTetDays || std::find(tet.begin(), tet.end(), *first) == tet.end()) {
        row.problem(errors::policy::bad_value, "Tết is five days and holds the first day of the lunar year");
    }
    for (const Day day : tet) source.holidays.push_back({day, "Tết Âm lịch", announced});
    source.holidays.push_back({*kings, "Giỗ Tổ Hùng Vương", announced});
    source.holidays.push_back({*second, "Quốc khánh", announced});
    read_origin(row);
    row.finish();
    return year;
}

calendar::Override read_override(TableReader& row) {
    calendar::Override made;
    made.kind = row.word("kind", kOverrideKinds);
    made.reference = row.text("reference");
    made.instead_of = row.day("instead_of");
    const auto day = row.day("day");
    if (!day) row.problem(errors::policy::missing_key, "\"day\" is missing");
    made.day = day.value_or(Day{});
    row.finish();
    return made;
}

template <typename Read>
void each_table(TableReader& top, std::string_view key, Read read) {
    for (const Node* node : top.tables(key)) {
        TableReader row(*node, top.file(), std::string(key), top.problems());
        read(row);
    }
}

void put_fixed(const std::vector<FixedHoliday>& fixed, calendar::Source& source) {
    for (int year = source.first_year; year <= source.last_year; ++year) {
        for (const auto& each : fixed) {
            if (year < each.first_year) continue;
            const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{each.month}, std::chrono::day{each.day}};
            source.holidays.push_back({Day{date}, each.name, true});
        }
    }
}

}  // namespace

Result<calendar::Source> load_calendar(const SourceFile& file) {
    Problems problems;
    const auto tree = parse_toml(file, problems);
    if (!tree) return problems.error();
    TableReader top(*tree, file.name, "calendar", problems);
    top.text("title");
    calendar::Source source;
    std::vector<FixedHoliday> fixed;
    std::vector<int> years;
    each_table(top, "hours", [&](TableReader& row) { source.hours.push_back(read_hours(row)); });
    each_table(top, "fixed", [&](TableReader& row) { fixed.push_back(read_fixed(row)); });
    each_table(top, "years", [&](TableReader& row) { years.push_back(read_year(row, source)); });
    each_table(top, "overrides", [&](TableReader& row) { source.overrides.push_back(read_override(row)); });
    top.finish();
    if (years.empty()) top.problem(errors::policy::missing_key, "no year is given");
    for (std::size_t i = 1; i < years.size(); ++i) {
        if (years[i] != years[i - 1] + 1) top.problem(errors::policy::bad_value, "the years do not follow each other");
    }
    if (!problems.none()) return problems.error();
    source.first_year = years.front();
    source.last_year = years.back();
    put_fixed(fixed, source);
    return source;
}

}  // namespace congvan::policy
