#include "policy/files.hpp"

#include <gtest/gtest.h>

#include "errors/policy.hpp"
#include "policy/test_files.hpp"

namespace congvan::policy {
namespace {

using testing_support::read_file;

SourceFile spoilt(const char* path, const std::string& from, const std::string& to) {
    SourceFile file = read_file(path);
    const auto at = file.text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    if (at != std::string::npos) file.text.replace(at, from.size(), to);
    return file;
}

struct Spoiling {
    const char* name;
    const char* from;
    const char* to;
    std::string_view code;
};

class RefusedCalendarTest : public testing::TestWithParam<Spoiling> {};

TEST_P(RefusedCalendarTest, IsNotLoaded) {
    const auto loaded = load_calendar(spoilt("regulations/calendars/vietnam.toml", GetParam().from, GetParam().to));
    ASSERT_FALSE(loaded.has_value());
    EXPECT_EQ(loaded.error().code, GetParam().code) << loaded.error().detail;
}

INSTANTIATE_TEST_SUITE_P(
    Texts, RefusedCalendarTest,
    testing::Values(
        Spoiling{"not_toml", "title =", "title", errors::policy::bad_toml},
        Spoiling{"unknown_key", "year = 2026", "year = 2026\nmoon = 1", errors::policy::unknown_key},
        Spoiling{"no_time", "from = \"07:30\"", "from = \"7h30\"", errors::policy::bad_value},
        Spoiling{"no_weekday", "\"monday\"", "\"thứ hai\"", errors::policy::bad_value},
        Spoiling{"no_day_of_the_year", "month = 4", "month = 14", errors::policy::bad_value},
        Spoiling{"tet_of_four_days", "tet = [2026-02-16, ", "tet = [", errors::policy::bad_value},
        Spoiling{"tet_without_its_first_day", "lunar_new_year = 2026-02-17", "lunar_new_year = 2026-02-15", errors::policy::bad_value},
        Spoiling{"a_year_left_out", "year = 2027", "year = 2028", errors::policy::bad_value},
        Spoiling{"no_hung_kings", "hung_kings = 2026-04-26", "", errors::policy::missing_key},
        Spoiling{"no_origin", "source = \"Nghị quyết 28/2026/QH16, hiệu lực từ 01/7/2026; chưa đọc nguyên văn\"", "", errors::policy::missing_clause}),
    [](const auto& each) { return each.param.name; });

TEST(CalendarFileTest, ReadsOverridesWithTheirNotice) {
    SourceFile file = read_file("regulations/calendars/vietnam.toml");
    file.text += R"toml(
[[overrides]]
day = 2026-01-10
kind = "working_day"
reference = "Thông báo số 01/TB (thử nghiệm)"
instead_of = 2026-01-02
)toml";
    const auto loaded = load_calendar(file);
    ASSERT_TRUE(loaded.has_value()) << loaded.error().detail;
    ASSERT_EQ(loaded->overrides.size(), 1U);
    EXPECT_EQ(loaded->overrides[0].kind, calendar::OverrideKind::working_day);
}

class RefusedDirectoryTest : public testing::TestWithParam<Spoiling> {};

TEST_P(RefusedDirectoryTest, IsNotLoaded) {
    const auto loaded = load_directory(spoilt("regulations/demo/province.toml", GetParam().from, GetParam().to));
    ASSERT_FALSE(loaded.has_value());
    EXPECT_EQ(loaded.error().code, GetParam().code) << loaded.error().detail;
}

INSTANTIATE_TEST_SUITE_P(
    Texts, RefusedDirectoryTest,
    testing::Values(
        Spoiling{"not_toml", "[[agencies]]", "[[agencies]", errors::policy::bad_toml},
        Spoiling{"unknown_key", "short_name = \"TN\"", "short_name = \"TN\"\npassword = \"x\"", errors::policy::unknown_key},
        Spoiling{"no_name", "short_name = \"TN\"", "", errors::policy::missing_key},
        Spoiling{"no_code", "codes = [\"H99\"]", "codes = []", errors::policy::missing_key},
        Spoiling{"bad_code", "codes = [\"H99\"]", "codes = [\"h-99\"]", errors::policy::bad_value},
        Spoiling{"unknown_parent", "parent = \"tinh\"", "parent = \"huyen\"", errors::policy::unknown_agency},
        Spoiling{"user_twice", "user = \"lanhdao2.f\"", "user = \"LanhDao.F\"", errors::policy::user_twice},
        Spoiling{"bad_user", "user = \"quantri\"", "user = \"quản trị\"", errors::policy::bad_value},
        Spoiling{"unknown_role", "role = \"clerk\"", "role = \"king\"", errors::policy::bad_value}),
    [](const auto& each) { return each.param.name; });

TEST(DirectoryFileTest, TheSameFileGivesTheSameIds) {
    const SourceFile file = read_file("regulations/demo/province.toml");
    EXPECT_EQ(load_directory(file)->agencies[2].id, load_directory(file)->agencies[2].id);
    EXPECT_EQ(load_directory(file)->people[3].id, load_directory(file)->people[3].id);
}

}  // namespace
}  // namespace congvan::policy
