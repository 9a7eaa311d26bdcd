#include "policy/profile_set.hpp"

#include <gtest/gtest.h>

#include "errors/policy.hpp"
#include "policy/test_files.hpp"

namespace congvan::policy {
namespace {

using testing_support::day;
using testing_support::read_file;

constexpr const char* kQn37 = "regulations/profiles/qn37.toml";

// The shipped 37/2018/QĐ-UBND with the first `from` turned into `to`.
std::vector<SourceFile> spoilt(const std::string& from, const std::string& to) {
    std::vector<SourceFile> files{read_file("regulations/common/state.toml"), read_file(kQn37)};
    auto& text = files[1].text;
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    if (at != std::string::npos) text.replace(at, from.size(), to);
    return files;
}

std::vector<SourceFile> with_overlay(const std::string& body, const std::string& based_on = "qn37") {
    std::vector<SourceFile> files{read_file("regulations/common/state.toml"), read_file(kQn37)};
    files.push_back({"own.toml", R"toml(
[profile]
kind = "overlay"
id = "own"
based_on = ")toml" + based_on + R"toml("
number = "01/QĐ-SNV"
cited_as = "Quyết định 01/QĐ-SNV"
title = "Quy định riêng (thử nghiệm)"
issuer = "Sở Nội vụ (thử nghiệm)"
scope = "Sở Nội vụ (thử nghiệm)"
branch = "state"
clause = "Điều 1"
valid_from = 2026-01-01
)toml" + body});
    return files;
}

struct Spoiling {
    const char* name;
    const char* from;
    const char* to;
    std::string_view code;
    const char* told;  // part of the detail: where and why
};

class RefusedProfileTest : public testing::TestWithParam<Spoiling> {};

TEST_P(RefusedProfileTest, IsNotLoadedAndSaysWhereAndWhy) {
    const auto loaded = load(spoilt(GetParam().from, GetParam().to));
    ASSERT_FALSE(loaded.has_value());
    EXPECT_EQ(loaded.error().code, GetParam().code) << loaded.error().detail;
    EXPECT_EQ(loaded.error().remedy, Remedy::call_operator);
    EXPECT_EQ(loaded.error().detail.rfind("regulations/profiles/qn37.toml:", 0), 0U) << loaded.error().detail;
    EXPECT_NE(loaded.error().detail.find(GetParam().told), std::string::npos) << loaded.error().detail;
}

INSTANTIATE_TEST_SUITE_P(
    Texts, RefusedProfileTest,
    testing::Values(
        Spoiling{"not_toml", "[profile]", "[profile", errors::policy::bad_toml, "qn37.toml:2:"},
        Spoiling{"unknown_key", "travel = \"allowed\"", "travel = \"allowed\"\ncolour = \"red\"", errors::policy::unknown_key, "colour"},
        Spoiling{"unknown_table", "[recall]", "[paper]\nx = 1\n\n[recall]", errors::policy::unknown_key, "paper"},
        Spoiling{"unknown_key_in_a_group", "[secrecy.open]", "[secrecy.rumour]\nx = 1\n\n[secrecy.open]", errors::policy::unknown_key, "rumour"},
        Spoiling{"missing_key", "to_sender = ", "# to_sender = ", errors::policy::missing_key, "to_sender"},
        Spoiling{"missing_table", "[profile]", "[file]", errors::policy::missing_key, "[profile]"},
        Spoiling{"missing_clause", "clause = \"Điều 8 khoản 1\"", "", errors::policy::missing_clause, "secrecy.open"},
        Spoiling{"bad_clause", "clause = \"Điều 8 khoản 1\"", "clause = \"art. 8.1\"", errors::policy::bad_clause, "art. 8.1"},
        Spoiling{"uncertain_without_source", "clause = \"Điều 8 khoản 1\"", "clause = \"Điều 8 khoản 1\"\nstanding = \"uncertain\"", errors::policy::missing_source, "secrecy.open"},
        Spoiling{"beyond_without_source", "clause = \"Điều 8 khoản 1\"", "standing = \"beyond\"", errors::policy::missing_source, "secrecy.open"},
        Spoiling{"unknown_word", "travel = \"refused\"", "travel = \"sometimes\"", errors::policy::bad_value, "sometimes"},
        Spoiling{"wrong_kind", "travel = \"refused\"", "travel = 3", errors::policy::bad_value, "must be a text"},
        Spoiling{"date_as_text", "valid_from = 2018-12-01", "valid_from = \"2018-12-01\"", errors::policy::bad_value, "must be a date"},
        Spoiling{"no_beginning", "valid_from = 2018-12-01", "", errors::policy::missing_key, "valid_from"},
        Spoiling{"ends_before_it_begins", "clause = \"Điều 8 khoản 1\"", "clause = \"Điều 8 khoản 1\"\nvalid_from = 2020-01-02\nvalid_to = 2020-01-01", errors::policy::bad_value, "before valid_from"},
        Spoiling{"hours_without_rule", "ordinary = \"promptly\"", "ordinary = \"promptly\"\nhours = 2", errors::policy::bad_value, "hours"},
        Spoiling{"rule_without_hours", "ordinary = \"promptly\"", "ordinary = \"within_hours\"", errors::policy::bad_value, "hours"},
        Spoiling{"unknown_rule", "\"outgoing.signed\"", "\"outgoing.sung\"", errors::policy::unknown_rule, "outgoing.sung"},
        Spoiling{"unknown_base", "based_on = \"state\"", "based_on = \"estate\"", errors::policy::unknown_base, "estate"},
        Spoiling{"based_on_itself", "based_on = \"state\"", "based_on = \"qn37\"", errors::policy::base_circle, "itself"},
        Spoiling{"nothing_to_say", "[recall]\nto_sender = \"Bên gửi phải thông báo cho Bên nhận biết để xử lý văn bản điện tử được thu hồi.\"", "[recall]\nvalid_from = 2019-01-01\nto_sender = \"Thông báo.\"", errors::policy::not_covered, "recall on 2018-12-01"}),
    [](const auto& each) { return each.param.name; });

TEST(ProfileSetTest, NamesTheLineOfTheProblem) {
    const auto loaded = load(spoilt("travel = \"allowed\"", "travel = \"allowed\"\ncolour = \"red\""));
    EXPECT_EQ(loaded.error().detail, "regulations/profiles/qn37.toml:19: secrecy.open: unknown key \"colour\"");
}

TEST(ProfileSetTest, ListsEveryProblemAtOnce) {
    auto files = spoilt("travel = \"allowed\"", "travel = \"often\"\ncolour = \"red\"");
    files.push_back({"broken.toml", "="});
    const auto loaded = load(files);
    EXPECT_EQ(loaded.error().code, errors::policy::bad_value);
    EXPECT_EQ(std::count(loaded.error().detail.begin(), loaded.error().detail.end(), '\n'), 3) << loaded.error().detail;
}

TEST(ProfileSetTest, RefusesValuesInForceAtTheSameTime) {
    const auto loaded = load(spoilt("[answers.return]\naccountable = \"yes\"", R"toml([[answers.return]]
accountable = "not_said"
sentence = "Một."
clause = "Điều 6 khoản 4"
valid_to = 2020-01-01

[[answers.return]]
valid_from = 2020-01-01
accountable = "yes")toml"));
    EXPECT_EQ(loaded.error().code, errors::policy::overlapping_validity);
    EXPECT_NE(loaded.error().detail.find("answers.return"), std::string::npos);
}

TEST(ProfileSetTest, RefusesTheSameIdTwice) {
    std::vector<SourceFile> files{read_file("regulations/common/state.toml"), read_file(kQn37), read_file(kQn37)};
    files[2].name = "copy.toml";
    EXPECT_EQ(load(files).error().code, errors::policy::profile_twice);
}

TEST(ProfileSetTest, RefusesTextThatIsNotUtf8) {
    EXPECT_EQ(load({{"x.toml", "title = \"\xC3\""}}).error().code, errors::policy::bad_toml);
}

TEST(ProfileSetTest, ReadsTextIntoNfc) {
    // "Điều" with a combining dot and circumflex, as some editors write it.
    const auto loaded = load(spoilt("issuer = \"Ủy ban nhân dân tỉnh Quảng Ninh\"", "issuer = \"Ha\xCC\xA3 Long\""));
    ASSERT_TRUE(loaded.has_value()) << loaded.error().detail;
    EXPECT_EQ(loaded->identity(ProfileId("qn37"))->issuer, "H\xE1\xBA\xA1 Long");
}

TEST(OverlayTest, ReplacesWhatItNamesFromItsOwnDay) {
    const auto loaded = load(with_overlay(R"toml(
[deadlines.routing]
ordinary = "within_hours"
hours = 4
urgent = "at_once"
clause = "Điều 3"
)toml"));
    ASSERT_TRUE(loaded.has_value()) << loaded.error().detail;
    const Profile& own = *loaded->at(ProfileId("own"), day("2026-01-01")).value();
    EXPECT_EQ(own.routing->within, calendar::WorkingHours(4));
    EXPECT_EQ(own.routing.citation.in_full(), "Điều 3 Quyết định 01/QĐ-SNV");
    EXPECT_EQ(own.recall.citation.in_full(), "Điều 9 khoản 3 và Điều 10 khoản 2 Quyết định 37/2018/QĐ-UBND");
    EXPECT_EQ(own.layers.size(), 3U);
    const Profile& before = *loaded->at(ProfileId("own"), day("2025-12-31")).value();
    EXPECT_EQ(before.identity.id, ProfileId("qn37"));
    EXPECT_EQ(loaded->at(ProfileId("own"), day("2018-11-30")).error().code, errors::policy::not_in_force);
}

TEST(OverlayTest, MayBeStricter) {
    const auto loaded = load(with_overlay(R"toml(
[secrecy.sensitive]
travel = "refused"
reason = "Thủ trưởng không cho gửi."
clause = "Điều 4"
)toml"));
    ASSERT_TRUE(loaded.has_value()) << loaded.error().detail;
    EXPECT_EQ(loaded->at(ProfileId("own"), day("2026-05-01")).value()->secrecy_of(Secrecy::sensitive)->travel, Travel::refused);
}

TEST(OverlayTest, NeverLooser) {
    for (const char* body : {R"toml(
[secrecy.confidential]
travel = "allowed"
clause = "Điều 4"
)toml",
                             R"toml(
[signing.need]
before_sending = "not_required"
clause = "Điều 4"
)toml",
                             R"toml(
[rules]
"outgoing.signed" = { level = "warn", clause = "Điều 4" }
)toml"}) {
        const auto loaded = load(with_overlay(body));
        ASSERT_FALSE(loaded.has_value()) << body;
        EXPECT_EQ(loaded.error().code, errors::policy::overlay_loosens);
        EXPECT_EQ(loaded.error().detail.rfind("own.toml:", 0), 0U) << loaded.error().detail;
    }
}

TEST(OverlayTest, NeedsSomethingToStandOn) {
    EXPECT_EQ(load(with_overlay("", "nothing")).error().code, errors::policy::unknown_base);
}

}  // namespace
}  // namespace congvan::policy
