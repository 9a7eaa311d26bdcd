#pragma once

// The office calendar: on which days and at which hours an agency works, and what follows for every deadline
// (requirement A10). A value: made once from what it is handed, never changed, read from any thread.
//
// Public holidays are days off (Labour Code 2019 art. 112). When one falls on a weekly rest day, the next working day
// is off instead (art. 111.3). An override, given by the notice that ordered it, stands above everything else.
//
// The day or moment from which a deadline runs is never counted itself. All days and hours are those of Vietnam.

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.hpp"
#include "base/named.hpp"
#include "base/validity.hpp"

namespace congvan::calendar {

using WorkingDays = Named<struct WorkingDaysTag, int>;    // not days: 5 of these is a week
using WorkingHours = Named<struct WorkingHoursTag, int>;  // of office time: 8 of these is about a day

// A stretch of office time within one day, [from, to), since midnight in Vietnam.
struct DaySession {
    std::chrono::minutes from{};
    std::chrono::minutes to{};

    friend bool operator==(const DaySession&, const DaySession&) = default;
};

// Office hours while they hold. Where several rows hold on a day, the one that began last counts (summer hours).
struct OfficeHours {
    Validity validity;
    std::array<std::vector<DaySession>, 7> week;  // by weekday, Sunday first; no session is a weekly rest day

    friend bool operator==(const OfficeHours&, const OfficeHours&) = default;
};

struct Holiday {
    Day day;
    std::string name;      // "Tết Nguyên đán"
    bool announced = true;  // false: computed before the yearly notice came

    friend bool operator==(const Holiday&, const Holiday&) = default;
};

enum class OverrideKind { day_off, working_day };
std::string_view to_word(OverrideKind kind);
Result<OverrideKind> parse_override_kind(std::string_view word);  // calendar.unknown_word (fix_input)

// A day that a notice made otherwise (nghỉ, or làm bù).
struct Override {
    Day day;
    OverrideKind kind = OverrideKind::day_off;
    std::string reference;            // the notice: "Thông báo số …"; never empty
    std::optional<Day> instead_of{};  // working_day: whose office hours it takes; else those of the next day that has any

    friend bool operator==(const Override&, const Override&) = default;
};

// What a calendar is made from.
struct Source {
    std::vector<OfficeHours> hours;  // at least one row without bounds
    std::vector<Holiday> holidays;
    std::vector<Override> overrides;
    int first_year = 0;  // holidays are known for [first_year, last_year]
    int last_year = 0;

    friend bool operator==(const Source&, const Source&) = default;
};

enum class DayKind { working, weekly_rest, holiday, compensatory, day_off, swapped_working };

// What a day is, and why.
struct DayAccount {
    DayKind kind = DayKind::working;
    std::string note;  // the holiday's name, or the notice's reference

    friend bool operator==(const DayAccount&, const DayAccount&) = default;
};

// One stretch of office time, [from, to).
struct OfficeSession {
    Instant from;
    Instant to;

    friend bool operator==(const OfficeSession&, const OfficeSession&) = default;
};

// Why a deadline is what it is, in the order in which it was counted.
enum class Reason {
    start_not_counted,    // the day or moment it runs from
    moved_to_session,     // it arrived outside office hours: the clock starts with the next session
    counted,              // a working day that counted
    weekly_rest, holiday, compensatory, day_off,  // a day passed over
    swapped_working,      // a working day by order that counted
    ends_with_morning, ends_with_day, ends_in_session, at_once,
    year_not_known,       // no holidays are known for this year: only the week was counted
};

struct Step {
    Reason reason = Reason::counted;
    Day day;
    std::string note;

    friend bool operator==(const Step&, const Step&) = default;
};
// "07/09/2026: nghỉ lễ (Quốc khánh)"
std::string to_vietnamese(const Step& step);

struct Deadline {
    Instant due;  // the last moment that is still in time
    std::vector<Step> steps;

    friend bool operator==(const Deadline&, const Deadline&) = default;
};

// When something counts as received (requirement C8).
enum class ReceiptRule { on_entry, next_office_hours };
std::string_view to_word(ReceiptRule rule);

class Calendar {
public:
    // Fails: calendar.bad_session · calendar.no_working_day · calendar.holiday_twice · calendar.override_twice ·
    // calendar.reference_missing · calendar.bad_years (all fix_input, the detail names the row).
    static Result<Calendar> make(Source source);

    DayAccount account(Day day) const;
    bool is_working(Day day) const;
    bool knows(Day day) const;  // the holidays of its year are known
    // In order, none on a day off.
    std::vector<OfficeSession> office_sessions(Day day) const;

    // The first working day strictly after `day`.
    Day next_working_day(Day day) const;
    // The end of office hours of the `count`-th working day after `start`; `count` is taken within [1, 1000].
    Deadline add_working_days(Day start, WorkingDays count) const;
    // `hours` of office time after `start`, taken within [1, 1000]; outside office hours the count begins with the next
    // session.
    Deadline add_working_hours(Instant start, WorkingHours hours) const;
    // `instant` itself when it lies in a session, else the beginning of the next one.
    Instant start_of_next_session(Instant instant) const;
    Deadline legal_receipt(Instant entered, ReceiptRule rule) const;
    // The end of the morning of the next working day after the day of signing (217-QĐ/TW art. 6.3).
    Deadline send_deadline(Instant signed_at) const;
    // Office time between two moments; negative when `to` is before `from`. Counted over at most 400 days either way.
    std::chrono::minutes working_time_between(Instant from, Instant to) const;

    const Source& source() const { return source_; }

private:
    explicit Calendar(Source source) : source_(std::move(source)) {}
    const std::vector<DaySession>& week_sessions(Day day) const;
    std::vector<DaySession> sessions_of(Day day) const;
    bool is_plain_working(Day day) const;
    void place_compensatory_days();
    // The first working day from `day` on; `steps` tells what was passed over.
    Day walk_to_working_day(Day day, std::vector<Step>& steps) const;
    void count(Day day, std::vector<Step>& steps) const;

    Source source_;                     // holidays and overrides sorted by day
    std::vector<Holiday> compensatory_;  // sorted by day; the name is that of the holiday compensated
};

// "2 giờ làm việc", "1 giờ 30 phút làm việc", "2 ngày 2 giờ làm việc" (a day taken as `day_length`); "quá hạn …" when negative.
// No finer than one acts on it: no minutes from a day on, no hours from three days on.
std::string to_vietnamese(std::chrono::minutes office_time, std::chrono::minutes day_length);

}  // namespace congvan::calendar
