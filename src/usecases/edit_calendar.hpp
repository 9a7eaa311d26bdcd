#pragma once

// The office calendar as people see it and as the administrator amends it (requirement A10).

#include "usecases/caller.hpp"

namespace congvan::usecases {

struct CalendarDay {
    Day day;
    bool working = false;
    std::string name;       // the holiday, or what the notice calls it
    std::string origin;     // "law", "compensation", "override"
    std::string reference;  // of the notice
};
struct CalendarView {
    int year = 0;
    std::array<std::vector<calendar::DaySession>, 7> week;  // Sunday first, as on the first day of the year
    std::vector<CalendarDay> days;                          // that differ from an ordinary week, ascending
};

Result<CalendarView> view_calendar(Office& office, int year);

// Fails: as calendar::Calendar::make, and directory::permit.
Result<Outcome> set_calendar_day(Office& office, const Caller& caller, const WriteKey& key,
                                 const calendar::Override& day);
Result<Outcome> clear_calendar_day(Office& office, const Caller& caller, const WriteKey& key, Day day);

}  // namespace congvan::usecases
