#include "calendar/calendar.hpp"

#include <algorithm>

#include "errors/calendar.hpp"

namespace congvan::calendar {
namespace {

using namespace std::chrono;

constexpr int kMostCount = 1000;
constexpr minutes kDayLength{24 * 60};
constexpr days kLongestSpan{400};

template <typename Row>
const Row* row_of(const std::vector<Row>& rows, Day day) {
    const auto at = std::lower_bound(rows.begin(), rows.end(), day, [](const Row& row, Day d) { return row.day < d; });
    return at != rows.end() && at->day == day ? &*at : nullptr;
}

template <typename Row>
void sort_by_day(std::vector<Row>& rows) {
    std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.day < b.day; });
}

template <typename Row>
const Row* first_twin(const std::vector<Row>& rows) {
    const auto at = std::adjacent_find(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.day == b.day; });
    return at == rows.end() ? nullptr : &*at;
}

Error wrong(std::string_view code, std::string detail) { return {Remedy::fix_input, code, std::move(detail)}; }

Result<Done> check_hours(const OfficeHours& hours) {
    bool works = false;
    for (const auto& sessions : hours.week) {
        minutes free_from{0};
        for (const auto& session : sessions) {
            if (session.from < free_from || session.to <= session.from || session.to > kDayLength) {
                return wrong(errors::calendar::bad_session, "sessions must follow each other within one day");
            }
            free_from = session.to;
            works = true;
        }
    }
    if (!works) return wrong(errors::calendar::no_working_day, "office hours without a working day");
    if (!hours.validity.in_order()) return wrong(errors::calendar::bad_session, "office hours end before they begin");
    return Done{};
}

std::size_t weekday_of(Day day) { return weekday{day}.c_encoding(); }

void note_unknown_year(const Calendar& calendar, Day day, std::vector<Step>& steps) {
    if (calendar.knows(day)) return;
    const auto told = [](const Step& step) { return step.reason == Reason::year_not_known; };
    if (std::none_of(steps.begin(), steps.end(), told)) steps.push_back({Reason::year_not_known, day, ""});
}

Reason reason_of(DayKind kind) {
    switch (kind) {
        case DayKind::working: return Reason::counted;
        case DayKind::weekly_rest: return Reason::weekly_rest;
        case DayKind::holiday: return Reason::holiday;
        case DayKind::compensatory: return Reason::compensatory;
        case DayKind::day_off: return Reason::day_off;
        case DayKind::swapped_working: return Reason::swapped_working;
    }
    return Reason::counted;
}

}  // namespace

Result<Calendar> Calendar::make(Source source) {
    bool unbounded = false;
    for (const auto& hours : source.hours) {
        TRY(check_hours(hours));
        unbounded = unbounded || (!hours.validity.from && !hours.validity.to);
    }
    if (!unbounded) return wrong(errors::calendar::no_working_day, "no row of office hours without bounds");
    if (source.first_year > source.last_year) {
        return wrong(errors::calendar::bad_years, "the first year comes after the last");
    }
    sort_by_day(source.holidays);
    sort_by_day(source.overrides);
    if (const auto* twin = first_twin(source.holidays)) {
        return wrong(errors::calendar::holiday_twice, to_iso8601(twin->day) + " " + twin->name);
    }
    if (const auto* twin = first_twin(source.overrides)) {
        return wrong(errors::calendar::override_twice, to_iso8601(twin->day) + " " + twin->reference);
    }
    for (const auto& each : source.overrides) {
        if (each.reference.find_first_not_of(' ') == std::string::npos) {
            return wrong(errors::calendar::reference_missing, to_iso8601(each.day));
        }
    }
    Calendar calendar(std::move(source));
    calendar.place_compensatory_days();
    return calendar;
}

const std::vector<DaySession>& Calendar::week_sessions(Day day) const {
    const OfficeHours* best = nullptr;
    for (const auto& hours : source_.hours) {
        if (!hours.validity.covers(day)) continue;
        const bool later = best == nullptr || !best->validity.from ||
                           (hours.validity.from && *hours.validity.from >= *best->validity.from);
        if (later) best = &hours;
    }
    CONGVAN_INVARIANT(best != nullptr);
    return best->week[weekday_of(day)];
}

bool Calendar::is_plain_working(Day day) const {
    return !week_sessions(day).empty() && row_of(source_.holidays, day) == nullptr;
}

// Bộ luật Lao động 2019 art. 111.3. Reckoned from the plain week and the holidays alone, so that a notice which
// names the same day off again does not push it further.
void Calendar::place_compensatory_days() {
    for (const auto& holiday : source_.holidays) {
        if (!week_sessions(holiday.day).empty()) continue;
        Day day = holiday.day + days{1};
        while (!is_plain_working(day) || row_of(compensatory_, day) != nullptr) day += days{1};
        compensatory_.push_back({day, holiday.name, holiday.announced});
        sort_by_day(compensatory_);
    }
}

DayAccount Calendar::account(Day day) const {
    const auto* holiday = row_of(source_.holidays, day);
    const auto* instead = row_of(compensatory_, day);
    const bool plain = is_plain_working(day) && instead == nullptr;
    if (const auto* each = row_of(source_.overrides, day)) {
        if (each->kind == OverrideKind::day_off) return {DayKind::day_off, each->reference};
        return {plain ? DayKind::working : DayKind::swapped_working, plain ? "" : each->reference};
    }
    if (holiday != nullptr) return {DayKind::holiday, holiday->name};
    if (instead != nullptr) return {DayKind::compensatory, instead->name};
    return {plain ? DayKind::working : DayKind::weekly_rest, ""};
}

bool Calendar::is_working(Day day) const {
    const DayKind kind = account(day).kind;
    return kind == DayKind::working || kind == DayKind::swapped_working;
}

bool Calendar::knows(Day day) const {
    const int year = static_cast<int>(year_month_day{day}.year());
    return source_.first_year <= year && year <= source_.last_year;
}

std::vector<DaySession> Calendar::sessions_of(Day day) const {
    if (!is_working(day)) return {};
    const auto* swapped = row_of(source_.overrides, day);
    if (swapped != nullptr && swapped->instead_of && !week_sessions(*swapped->instead_of).empty()) {
        return week_sessions(*swapped->instead_of);
    }
    Day like = day;
    while (week_sessions(like).empty()) like += days{1};
    return week_sessions(like);
}

std::vector<OfficeSession> Calendar::office_sessions(Day day) const {
    std::vector<OfficeSession> sessions;
    for (const auto& session : sessions_of(day)) {
        sessions.push_back({at_vietnam(day, session.from), at_vietnam(day, session.to)});
    }
    return sessions;
}

Day Calendar::walk_to_working_day(Day day, std::vector<Step>& steps) const {
    for (;; day += days{1}) {
        note_unknown_year(*this, day, steps);
        const DayAccount what = account(day);
        if (what.kind == DayKind::working || what.kind == DayKind::swapped_working) return day;
        steps.push_back({reason_of(what.kind), day, what.note});
    }
}

void Calendar::count(Day day, std::vector<Step>& steps) const {
    const DayAccount what = account(day);
    steps.push_back({reason_of(what.kind), day, what.note});
}

Day Calendar::next_working_day(Day day) const {
    std::vector<Step> steps;
    return walk_to_working_day(day + days{1}, steps);
}

Deadline Calendar::add_working_days(Day start, WorkingDays wanted) const {
    Deadline deadline{{}, {{Reason::start_not_counted, start, ""}}};
    Day day = start;
    for (int left = std::clamp(wanted.raw(), 1, kMostCount); left > 0; --left) {
        day = walk_to_working_day(day + days{1}, deadline.steps);
        count(day, deadline.steps);
    }
    deadline.due = office_sessions(day).back().to;
    deadline.steps.push_back({Reason::ends_with_day, day, ""});
    return deadline;
}

Deadline Calendar::add_working_hours(Instant start, WorkingHours wanted) const {
    Deadline deadline{{}, {{Reason::start_not_counted, vietnam_day(start), ""}}};
    microseconds left = hours{std::clamp(wanted.raw(), 1, kMostCount)};
    Instant at = start;
    for (Day day = vietnam_day(start);; day += days{1}) {
        const Day working = walk_to_working_day(day, deadline.steps);
        bool counted = false;
        for (const auto& session : office_sessions(working)) {
            if (session.to <= at) continue;
            if (session.from > at && at == start) {
                deadline.steps.push_back({Reason::moved_to_session, working, ""});
            }
            at = std::max(at, session.from);
            if (!counted) count(working, deadline.steps);
            counted = true;
            if (session.to - at >= left) {
                deadline.due = at + left;
                deadline.steps.push_back({Reason::ends_in_session, working, ""});
                return deadline;
            }
            left -= session.to - at;
            at = session.to;
        }
        day = working;
    }
}

Instant Calendar::start_of_next_session(Instant instant) const {
    for (Day day = vietnam_day(instant);; day = next_working_day(day)) {
        for (const auto& session : office_sessions(day)) {
            if (instant < session.to) return std::max(instant, session.from);
        }
    }
}

Deadline Calendar::legal_receipt(Instant entered, ReceiptRule rule) const {
    switch (rule) {
        case ReceiptRule::on_entry: return {entered, {{Reason::at_once, vietnam_day(entered), ""}}};
        case ReceiptRule::next_office_hours: break;
    }
    const Instant counts = start_of_next_session(entered);
    if (counts == entered) return {entered, {{Reason::at_once, vietnam_day(entered), ""}}};
    Deadline receipt{counts, {}};
    const Day day = vietnam_day(entered);
    if (vietnam_day(counts) != day) {
        if (is_working(day)) receipt.steps.push_back({Reason::start_not_counted, day, ""});
        walk_to_working_day(is_working(day) ? day + days{1} : day, receipt.steps);
    }
    receipt.steps.push_back({Reason::moved_to_session, vietnam_day(counts), ""});
    return receipt;
}

Deadline Calendar::send_deadline(Instant signed_at) const {
    const Day signed_on = vietnam_day(signed_at);
    Deadline deadline{{}, {{Reason::start_not_counted, signed_on, ""}}};
    const Day day = walk_to_working_day(signed_on + days{1}, deadline.steps);
    count(day, deadline.steps);
    const Instant noon = at_vietnam(day, hours{12});
    deadline.due = noon;
    for (const auto& session : office_sessions(day)) {
        if (session.from < noon) deadline.due = session.to;
    }
    deadline.steps.push_back({Reason::ends_with_morning, day, ""});
    return deadline;
}

minutes Calendar::working_time_between(Instant from, Instant to) const {
    if (to < from) return -working_time_between(to, from);
    microseconds sum{0};
    const Day last = std::min(vietnam_day(to), vietnam_day(from) + kLongestSpan);
    for (Day day = vietnam_day(from); day <= last; day += days{1}) {
        for (const auto& session : office_sessions(day)) {
            const Instant begin = std::max(session.from, from);
            const Instant end = std::min(session.to, to);
            if (begin < end) sum += end - begin;
        }
    }
    return floor<minutes>(sum);
}

}  // namespace congvan::calendar
