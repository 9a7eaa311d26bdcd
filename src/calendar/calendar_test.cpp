#include "calendar/calendar.hpp"

#include <gtest/gtest.h>

#include "errors/calendar.hpp"

namespace congvan::calendar {
namespace {

using namespace std::chrono;

Day day(const char* text) { return parse_day(text).value(); }
Instant at(const char* text) { return parse_instant(std::string(text) + ":00+07:00").value(); }
std::string shown(Instant instant) { return to_iso8601(instant).substr(0, 16); }

// Monday to Friday, 07:30–11:30 and 13:30–17:00; holidays of 2026 as announced, and 1 January 2027 and 2028.
Source sample() {
    Source source;
    OfficeHours hours;
    for (std::size_t weekday = 1; weekday <= 5; ++weekday) {
        hours.week[weekday] = {{minutes{450}, minutes{690}}, {minutes{810}, minutes{1020}}};
    }
    source.hours = {hours};
    for (const char* text : {"2026-01-01", "2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19", "2026-02-20",
                             "2026-04-26", "2026-04-30", "2026-05-01", "2026-09-01", "2026-09-02", "2026-11-24",
                             "2027-01-01", "2028-01-01"}) {
        source.holidays.push_back({day(text), "lễ"});
    }
    source.first_year = 2026;
    source.last_year = 2028;
    return source;
}

Calendar plain() { return Calendar::make(sample()).value(); }

// Friday 2 January off, Saturday 10 January worked instead.
Calendar swapped() {
    Source source = sample();
    source.overrides = {{day("2026-01-02"), OverrideKind::day_off, "Thông báo số 01/TB (thử nghiệm)", {}},
                        {day("2026-01-10"), OverrideKind::working_day, "Thông báo số 01/TB (thử nghiệm)", day("2026-01-02")}};
    return Calendar::make(source).value();
}

std::vector<Reason> reasons(const Deadline& deadline) {
    std::vector<Reason> out;
    for (const auto& step : deadline.steps) out.push_back(step.reason);
    return out;
}

TEST(CalendarTest, TellsWhatADayIs) {
    const Calendar calendar = swapped();
    EXPECT_EQ(calendar.account(day("2026-11-20")).kind, DayKind::working);
    EXPECT_EQ(calendar.account(day("2026-11-21")).kind, DayKind::weekly_rest);
    EXPECT_EQ(calendar.account(day("2026-11-24")).kind, DayKind::holiday);
    EXPECT_EQ(calendar.account(day("2026-04-26")).kind, DayKind::holiday);       // a Sunday
    EXPECT_EQ(calendar.account(day("2026-04-27")).kind, DayKind::compensatory);  // the Monday after it
    EXPECT_EQ(calendar.account(day("2026-01-02")).kind, DayKind::day_off);
    EXPECT_EQ(calendar.account(day("2026-01-10")).kind, DayKind::swapped_working);
    EXPECT_EQ(calendar.account(day("2026-01-10")).note, "Thông báo số 01/TB (thử nghiệm)");
}

TEST(CalendarTest, CompensatesAHolidayOnSaturdayAfterTheYearsEnd) {
    EXPECT_EQ(plain().account(day("2028-01-03")).kind, DayKind::compensatory);
}

TEST(CalendarTest, CompensatesTwoWeekendHolidaysOnTwoDays) {
    Source source = sample();
    source.holidays = {{day("2026-08-29"), "một"}, {day("2026-08-30"), "hai"}};
    const Calendar calendar = Calendar::make(source).value();
    EXPECT_EQ(calendar.account(day("2026-08-31")), (DayAccount{DayKind::compensatory, "một"}));
    EXPECT_EQ(calendar.account(day("2026-09-01")), (DayAccount{DayKind::compensatory, "hai"}));
    EXPECT_TRUE(calendar.is_working(day("2026-09-02")));
}

TEST(CalendarTest, ANoticeThatRepeatsACompensatoryDayDoesNotPushItFurther) {
    Source source = sample();
    source.overrides = {{day("2026-04-27"), OverrideKind::day_off, "TB", {}}};
    EXPECT_TRUE(Calendar::make(source).value().is_working(day("2026-04-28")));
}

TEST(CalendarTest, ASwappedSaturdayTakesTheHoursOfTheDayItReplaces) {
    const auto sessions = swapped().office_sessions(day("2026-01-10"));
    ASSERT_EQ(sessions.size(), 2U);
    EXPECT_EQ(shown(sessions[0].from), "2026-01-10T07:30");
    EXPECT_EQ(shown(sessions[1].to), "2026-01-10T17:00");
    EXPECT_TRUE(swapped().office_sessions(day("2026-01-02")).empty());
}

struct SendCase {
    const char* name;
    const char* signed_at;
    const char* due;
};

class SendDeadlineTest : public testing::TestWithParam<SendCase> {};

TEST_P(SendDeadlineTest, EndsWithTheMorningOfTheNextWorkingDay) {
    EXPECT_EQ(shown(swapped().send_deadline(at(GetParam().signed_at)).due), GetParam().due);
}

INSTANTIATE_TEST_SUITE_P(
    Days, SendDeadlineTest,
    testing::Values(SendCase{"thursday", "2026-11-19T09:00", "2026-11-20T11:30"},
                    SendCase{"friday", "2026-11-20T16:59", "2026-11-23T11:30"},
                    SendCase{"before_a_holiday", "2026-11-23T10:00", "2026-11-25T11:30"},
                    SendCase{"on_a_holiday", "2026-11-24T10:00", "2026-11-25T11:30"},
                    SendCase{"before_tet", "2026-02-13T15:00", "2026-02-23T11:30"},
                    SendCase{"friday_before_a_swapped_saturday", "2026-01-09T15:00", "2026-01-10T11:30"},
                    SendCase{"before_a_day_off_by_notice", "2025-12-31T15:00", "2026-01-05T11:30"},
                    SendCase{"last_minute_of_a_day", "2026-11-19T23:59", "2026-11-20T11:30"},
                    SendCase{"midnight", "2026-11-20T00:00", "2026-11-23T11:30"},
                    SendCase{"year_end", "2026-12-31T16:00", "2027-01-04T11:30"}),
    [](const auto& each) { return each.param.name; });

TEST(CalendarTest, ASendDeadlineExplainsItself) {
    const Deadline deadline = plain().send_deadline(at("2026-04-24T15:00"));  // Friday before Hùng Kings on a Sunday
    EXPECT_EQ(shown(deadline.due), "2026-04-28T11:30");
    EXPECT_EQ(reasons(deadline), (std::vector<Reason>{Reason::start_not_counted, Reason::weekly_rest, Reason::holiday,
                                                      Reason::compensatory, Reason::counted, Reason::ends_with_morning}));
    EXPECT_EQ(to_vietnamese(deadline.steps[2]), "26/04/2026: nghỉ lễ, tết (lễ)");
}

struct HourCase {
    const char* name;
    const char* from;
    int hours;
    const char* due;
};

class WorkingHoursTest : public testing::TestWithParam<HourCase> {};

TEST_P(WorkingHoursTest, CountsOfficeTimeAlone) {
    EXPECT_EQ(shown(swapped().add_working_hours(at(GetParam().from), WorkingHours(GetParam().hours)).due), GetParam().due);
}

INSTANTIATE_TEST_SUITE_P(
    Moments, WorkingHoursTest,
    testing::Values(HourCase{"within_the_morning", "2026-11-19T08:00", 2, "2026-11-19T10:00"},
                    HourCase{"to_the_very_end_of_the_morning", "2026-11-19T09:30", 2, "2026-11-19T11:30"},
                    HourCase{"over_noon", "2026-11-19T10:30", 2, "2026-11-19T14:30"},
                    HourCase{"at_the_end_of_the_morning", "2026-11-19T11:30", 2, "2026-11-19T15:30"},
                    HourCase{"friday_evening", "2026-11-20T17:00", 2, "2026-11-23T09:30"},
                    HourCase{"friday_late", "2026-11-20T16:00", 2, "2026-11-23T08:30"},
                    HourCase{"eve_of_a_holiday", "2026-11-23T16:30", 2, "2026-11-25T09:00"},
                    HourCase{"swapped_saturday", "2026-01-09T16:00", 2, "2026-01-10T08:30"},
                    HourCase{"midnight", "2026-11-20T00:00", 2, "2026-11-20T09:30"},
                    HourCase{"year_end", "2026-12-31T16:30", 2, "2027-01-04T09:00"},
                    HourCase{"more_than_a_day", "2026-11-19T07:30", 10, "2026-11-20T10:00"}),
    [](const auto& each) { return each.param.name; });

TEST(CalendarTest, HoursFromOutsideOfficeTimeSaySo) {
    EXPECT_EQ(reasons(plain().add_working_hours(at("2026-11-20T20:00"), WorkingHours(2))),
              (std::vector<Reason>{Reason::start_not_counted, Reason::weekly_rest, Reason::weekly_rest,
                                   Reason::moved_to_session, Reason::counted, Reason::ends_in_session}));
}

struct DayCase {
    const char* name;
    const char* from;
    int days;
    const char* due;
};

class WorkingDaysTest : public testing::TestWithParam<DayCase> {};

TEST_P(WorkingDaysTest, DoesNotCountTheDayOfArrival) {
    EXPECT_EQ(shown(swapped().add_working_days(day(GetParam().from), WorkingDays(GetParam().days)).due), GetParam().due);
}

INSTANTIATE_TEST_SUITE_P(
    Days, WorkingDaysTest,
    testing::Values(DayCase{"monday_to_tuesday", "2026-11-16", 1, "2026-11-17T17:00"},
                    DayCase{"friday_to_monday", "2026-11-20", 1, "2026-11-23T17:00"},
                    DayCase{"over_a_holiday", "2026-11-20", 2, "2026-11-25T17:00"},
                    DayCase{"five_are_a_week", "2026-11-09", 5, "2026-11-16T17:00"},
                    DayCase{"swapped_saturday_counts", "2026-01-08", 2, "2026-01-10T17:00"},
                    DayCase{"over_new_year", "2026-12-30", 2, "2027-01-04T17:00"},
                    DayCase{"none_is_taken_as_one", "2026-11-16", 0, "2026-11-17T17:00"}),
    [](const auto& each) { return each.param.name; });

struct ReceiptCase {
    const char* name;
    const char* entered;
    const char* counts;
};

class ReceiptTest : public testing::TestWithParam<ReceiptCase> {};

TEST_P(ReceiptTest, OutsideOfficeHoursItIsTheNextBeginning) {
    const Calendar calendar = swapped();
    EXPECT_EQ(shown(calendar.legal_receipt(at(GetParam().entered), ReceiptRule::next_office_hours).due), GetParam().counts);
    EXPECT_EQ(shown(calendar.legal_receipt(at(GetParam().entered), ReceiptRule::on_entry).due), GetParam().entered);
}

INSTANTIATE_TEST_SUITE_P(
    Moments, ReceiptTest,
    testing::Values(ReceiptCase{"in_office_hours", "2026-11-19T09:15", "2026-11-19T09:15"},
                    ReceiptCase{"before_the_morning", "2026-11-19T05:00", "2026-11-19T07:30"},
                    ReceiptCase{"at_noon", "2026-11-19T12:00", "2026-11-19T13:30"},
                    ReceiptCase{"at_closing", "2026-11-19T17:00", "2026-11-20T07:30"},
                    ReceiptCase{"friday_evening", "2026-11-20T18:00", "2026-11-23T07:30"},
                    ReceiptCase{"holiday", "2026-11-24T09:00", "2026-11-25T07:30"},
                    ReceiptCase{"swapped_saturday", "2026-01-10T09:00", "2026-01-10T09:00"},
                    ReceiptCase{"midnight", "2026-11-20T00:00", "2026-11-20T07:30"},
                    ReceiptCase{"year_end", "2026-12-31T22:00", "2027-01-04T07:30"}),
    [](const auto& each) { return each.param.name; });

TEST(CalendarTest, MeasuresOfficeTimeBetweenTwoMoments) {
    const Calendar calendar = plain();
    EXPECT_EQ(calendar.working_time_between(at("2026-11-19T10:30"), at("2026-11-19T14:30")), minutes{120});
    EXPECT_EQ(calendar.working_time_between(at("2026-11-19T14:30"), at("2026-11-19T10:30")), minutes{-120});
    EXPECT_EQ(calendar.working_time_between(at("2026-11-20T16:00"), at("2026-11-23T08:30")), minutes{120});
    EXPECT_EQ(calendar.working_time_between(at("2026-11-21T00:00"), at("2026-11-22T23:00")), minutes{0});
}

TEST(CalendarTest, AddedHoursAreTheOfficeTimeThatPasses) {
    const Calendar calendar = swapped();
    for (Instant start = at("2025-12-25T00:00"); start < at("2026-03-05T00:00"); start += minutes{97}) {
        for (const int hours_given : {1, 2, 8, 21}) {
            const Instant due = calendar.add_working_hours(start, WorkingHours(hours_given)).due;
            ASSERT_EQ(calendar.working_time_between(start, due), hours{hours_given}) << to_iso8601(start);
            ASSERT_EQ(calendar.start_of_next_session(due - minutes{1}), due - minutes{1}) << to_iso8601(due);
        }
    }
}

TEST(CalendarTest, OfficeTimeReadsAsPeopleSayIt) {
    EXPECT_EQ(to_vietnamese(minutes{120}, minutes{450}), "2 giờ làm việc");
    EXPECT_EQ(to_vietnamese(minutes{90}, minutes{450}), "1 giờ 30 phút làm việc");
    EXPECT_EQ(to_vietnamese(minutes{510}, minutes{450}), "1 ngày 1 giờ làm việc");
    EXPECT_EQ(to_vietnamese(minutes{530}, minutes{450}), "1 ngày 1 giờ làm việc");
    EXPECT_EQ(to_vietnamese(minutes{3 * 450 + 200}, minutes{450}), "3 ngày làm việc");
    EXPECT_EQ(to_vietnamese(minutes{0}, minutes{450}), "0 phút làm việc");
    EXPECT_EQ(to_vietnamese(minutes{-60}, minutes{450}), "quá hạn 1 giờ làm việc");
}

TEST(CalendarTest, TheHoursThatBeganLastCount) {
    Source source = sample();
    OfficeHours summer;
    summer.validity = {day("2026-06-01"), day("2026-08-31")};
    for (std::size_t weekday = 1; weekday <= 5; ++weekday) summer.week[weekday] = {{minutes{420}, minutes{660}}};
    source.hours.push_back(summer);
    const Calendar calendar = Calendar::make(source).value();
    EXPECT_EQ(shown(calendar.office_sessions(day("2026-07-01")).front().from), "2026-07-01T07:00");
    EXPECT_EQ(shown(calendar.office_sessions(day("2026-09-03")).front().from), "2026-09-03T07:30");
}

TEST(CalendarTest, SaysWhenAYearIsNotKnown) {
    const Deadline deadline = plain().send_deadline(at("2035-05-10T10:00"));
    EXPECT_EQ(reasons(deadline)[1], Reason::year_not_known);
    EXPECT_FALSE(plain().knows(day("2035-05-10")));
}

struct RefusalCase {
    const char* name;
    void (*spoil)(Source&);
    std::string_view code;
};

class CalendarRefusalTest : public testing::TestWithParam<RefusalCase> {};

TEST_P(CalendarRefusalTest, RefusesAWrongSource) {
    Source source = sample();
    GetParam().spoil(source);
    const auto made = Calendar::make(source);
    ASSERT_FALSE(made.has_value());
    EXPECT_EQ(made.error().code, GetParam().code);
}

INSTANTIATE_TEST_SUITE_P(
    Sources, CalendarRefusalTest,
    testing::Values(
        RefusalCase{"overlapping_sessions", [](Source& s) { s.hours[0].week[1][1].from = minutes{600}; }, errors::calendar::bad_session},
        RefusalCase{"session_past_midnight", [](Source& s) { s.hours[0].week[1][1].to = minutes{1500}; }, errors::calendar::bad_session},
        RefusalCase{"no_hours", [](Source& s) { s.hours.clear(); }, errors::calendar::no_working_day},
        RefusalCase{"only_bounded_hours", [](Source& s) { s.hours[0].validity.from = day("2026-01-01"); }, errors::calendar::no_working_day},
        RefusalCase{"no_weekday_works", [](Source& s) { s.hours[0].week = {}; }, errors::calendar::no_working_day},
        RefusalCase{"holiday_twice", [](Source& s) { s.holidays.push_back({day("2026-01-01"), "lễ"}); }, errors::calendar::holiday_twice},
        RefusalCase{"override_twice", [](Source& s) { s.overrides = {{day("2026-01-02"), OverrideKind::day_off, "TB", {}}, {day("2026-01-02"), OverrideKind::day_off, "TB", {}}}; }, errors::calendar::override_twice},
        RefusalCase{"no_reference", [](Source& s) { s.overrides = {{day("2026-01-02"), OverrideKind::day_off, " ", {}}}; }, errors::calendar::reference_missing},
        RefusalCase{"years_backwards", [](Source& s) { s.last_year = 2020; }, errors::calendar::bad_years}),
    [](const auto& each) { return each.param.name; });

}  // namespace
}  // namespace congvan::calendar
