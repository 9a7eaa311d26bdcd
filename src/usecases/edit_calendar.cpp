#include "usecases/edit_calendar.hpp"

#include "base/text.hpp"
#include "usecases/system_events.hpp"

namespace congvan::usecases {
namespace {

using calendar::DayKind;

// A change of the calendar is an event of the system's own stream, so that a deadline can be explained years later.
Result<Done> record(Office& office, Transaction& transaction, const Caller& caller, std::string kind, Fields fields) {
    return record_system_event(office, transaction, caller, "calendar", std::move(kind), std::move(fields));
}

void told(Office& office, const Caller& caller) {
    office.notifier.changed({Change::Kind::calendar, Uuid::derived({"calendar"}), caller.agency.id});
}

std::optional<CalendarDay> odd_day(const calendar::Calendar& calendar, Day day) {
    const calendar::DayAccount account = calendar.account(day);
    CalendarDay view;
    view.day = day;
    switch (account.kind) {
        case DayKind::working:
        case DayKind::weekly_rest: return std::nullopt;
        case DayKind::holiday: view.name = account.note; view.origin = "law"; break;
        case DayKind::compensatory: view.name = "Nghỉ bù: " + account.note; view.origin = "compensation"; break;
        case DayKind::day_off:
            view.name = "Nghỉ theo thông báo";
            view.origin = "override";
            view.reference = account.note;
            break;
        case DayKind::swapped_working:
            view.working = true;
            view.name = "Làm bù theo thông báo";
            view.origin = "override";
            view.reference = account.note;
            break;
    }
    return view;
}

}  // namespace

Result<CalendarView> view_calendar(Office& office, int year) {
    LET(const calendar::Calendar calendar, usecases::read<calendar::Calendar>(office.store, [&](Reader& reader) {
            return calendar_now(office, reader);
        }));
    CalendarView view;
    view.year = year;
    const Day first = std::chrono::sys_days{std::chrono::year{year} / 1 / 1};
    const Day last = std::chrono::sys_days{std::chrono::year{year} / 12 / 31};
    std::optional<Day> newest;
    for (const calendar::OfficeHours& hours : calendar.source().hours) {
        if (!hours.validity.covers(first)) continue;
        const Day from = hours.validity.from.value_or(Day::min());
        if (newest && from < *newest) continue;
        newest = from;
        view.week = hours.week;
    }
    for (Day day = first; day <= last; day += std::chrono::days{1}) {
        if (auto odd = odd_day(calendar, day)) view.days.push_back(std::move(*odd));
    }
    return view;
}

Result<Outcome> set_calendar_day(Office& office, const Caller& caller, const WriteKey& key,
                                 const calendar::Override& day) {
    calendar::Override clean = day;
    LET(clean.reference, clean_line(day.reference, 200));
    LET(const Outcome outcome, act_once(office, caller, key, [&](Transaction& transaction) -> Result<Uuid> {
            TRY(require(caller, directory::Act::edit_calendar, own_agency(caller)));
            TRY(transaction.put(clean));
            TRY(calendar_now(office, transaction));
            Fields fields;
            fields.set("day", to_iso8601(clean.day)).set("reference", clean.reference);
            fields.set("day_kind", clean.kind == calendar::OverrideKind::day_off ? "off" : "work");
            TRY(record(office, transaction, caller, "calendar.day_set", std::move(fields)));
            return Uuid::derived({"calendar"});
        }));
    if (!outcome.replayed) told(office, caller);
    return outcome;
}

Result<Outcome> clear_calendar_day(Office& office, const Caller& caller, const WriteKey& key, Day day) {
    LET(const Outcome outcome, act_once(office, caller, key, [&](Transaction& transaction) -> Result<Uuid> {
            TRY(require(caller, directory::Act::edit_calendar, own_agency(caller)));
            TRY(transaction.remove_calendar_override(day));
            Fields fields;
            fields.set("day", to_iso8601(day));
            TRY(record(office, transaction, caller, "calendar.day_cleared", std::move(fields)));
            return Uuid::derived({"calendar"});
        }));
    if (!outcome.replayed) told(office, caller);
    return outcome;
}

}  // namespace congvan::usecases
