// The data files of regulations/, as they are shipped.

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "directory/agency.hpp"
#include "errors/policy.hpp"
#include "policy/files.hpp"
#include "policy/rules.hpp"
#include "policy/test_files.hpp"

namespace congvan::policy {
namespace {

using testing_support::day;
using testing_support::read_file;
using testing_support::real_files;

const Day kToday = day("2026-11-20");

const ProfileSet& real() {
    static const ProfileSet set = [] {
        auto loaded = load(real_files());
        if (!loaded.has_value()) ADD_FAILURE() << loaded.error().code << "\n" << loaded.error().detail;
        return std::move(loaded).value();
    }();
    return set;
}

const Profile& profile(const char* id, Day on = kToday) { return *real().at(ProfileId(id), on).value(); }

const calendar::Calendar& office() {
    static const calendar::Calendar made =
        calendar::Calendar::make(load_calendar(read_file("regulations/calendars/vietnam.toml")).value()).value();
    return made;
}

Instant at(const char* text) { return parse_instant(std::string(text) + ":00+07:00").value(); }
std::string shown(Instant instant) { return to_iso8601(instant).substr(0, 16); }

TEST(RegulationsTest, AllFiveAndTheOverlayLoad) {
    std::vector<std::string> ids;
    for (const auto& id : real().ids()) ids.push_back(id.raw());
    EXPECT_EQ(ids, (std::vector<std::string>{"kd19", "la23", "la23-nd30", "qn37", "qt682", "tw217"}));
}

TEST(RegulationsTest, EachSaysWhatItIsAndHowItIsCited) {
    EXPECT_EQ(real().identity(ProfileId("tw217"))->number, "217-QĐ/TW");
    EXPECT_EQ(real().identity(ProfileId("qn37"))->branch, Branch::state);
    EXPECT_EQ(real().identity(ProfileId("kd19"))->branch, Branch::party);
    EXPECT_EQ(real().identity(ProfileId("state")), nullptr);
    EXPECT_EQ(profile("tw217").send.citation.in_full(), "Điều 6 khoản 3 Quy định 217-QĐ/TW");
    EXPECT_EQ(profile("la23").legal_value_of(SignedState::validly_signed).citation.in_full(), "Điều 4 Quyết định 28/2018/QĐ-TTg");
    EXPECT_EQ(profile("tw217").layers, (std::vector<ProfileId>{ProfileId("tw217"), ProfileId("party")}));
}

TEST(RegulationsTest, AreSelectedByTheDateOfTheDocument) {
    EXPECT_EQ(real().at(ProfileId("qn37"), day("2018-11-30")).error().code, errors::policy::not_in_force);
    EXPECT_TRUE(real().at(ProfileId("qn37"), day("2018-12-01")).has_value());
    EXPECT_EQ(real().at(ProfileId("xx"), kToday).error().code, errors::policy::unknown_profile);
    EXPECT_EQ(profile("la23", day("2020-03-04")).number_time.value, NumberTime::after_personal_signature);
    EXPECT_EQ(profile("la23", day("2020-03-05")).number_time.value, NumberTime::before_signing);
    EXPECT_EQ(profile("qn37", day("2020-03-04")).document_types->size(), 32U);
    EXPECT_EQ(profile("qn37", day("2020-03-05")).document_types->size(), 29U);
    EXPECT_EQ(profile("qt682", day("2026-01-08")).document_types.citation.text, "Quy định 66-QĐ/TW");
    EXPECT_EQ(profile("qt682", day("2026-01-09")).document_types.citation.text, "Quy định 399-QĐ/TW");
    EXPECT_EQ(profile("tw217").document_types->size(), 33U);
}

TEST(RegulationsTest, TheOverlayHoldsFromItsOwnDayAndLeavesTheRestAlone) {
    EXPECT_EQ(profile("la23-nd30").appearance_of(AppearanceOf::seal)->look, SignatureLook::image_only);
    EXPECT_EQ(profile("la23-nd30", day("2020-03-04")).appearance_of(AppearanceOf::seal)->look, SignatureLook::image_name_time);
    EXPECT_EQ(profile("la23-nd30").routing->within, calendar::WorkingHours(2));
    EXPECT_EQ(profile("la23").appearance_of(AppearanceOf::seal)->look, SignatureLook::image_name_time);
}

// The rows of the requirements in which the five differ, as a table.
struct Difference {
    const char* id;
    Travel confidential_2025;   // B16
    Travel sensitive;
    std::size_t methods;        // B5
    SignatureNeed need;         // B18
    SignaturePlace seal_place;  // B6
    std::optional<int> routing_hours;  // C4
    calendar::ReceiptRule receipt;     // C8
    LegalEffect unsigned_effect;       // C10
    Accountable accountable;           // C2
    std::size_t urgencies;             // B10
    std::size_t statuses;              // C6
};

class DifferencesTest : public testing::TestWithParam<Difference> {};

TEST_P(DifferencesTest, StandAsTheRequirementsHaveThem) {
    const Difference& row = GetParam();
    const Profile& now = profile(row.id);
    EXPECT_EQ(profile(row.id, day("2025-06-01")).secrecy_of(Secrecy::confidential)->travel, row.confidential_2025);
    EXPECT_EQ(now.secrecy_of(Secrecy::confidential)->travel, Travel::refused);  // Luật 117/2025/QH15
    EXPECT_EQ(now.secrecy_of(Secrecy::secret)->travel, Travel::refused);
    EXPECT_EQ(now.secrecy_of(Secrecy::top_secret)->travel, Travel::refused);
    EXPECT_EQ(now.secrecy_of(Secrecy::open)->travel, Travel::allowed);
    EXPECT_EQ(now.secrecy_of(Secrecy::sensitive)->travel, row.sensitive);
    EXPECT_EQ(now.methods->size(), row.methods);
    EXPECT_EQ(now.methods->front(), SigningMethod::person_and_seal);
    EXPECT_EQ(now.signature_need.value, row.need);
    EXPECT_EQ(now.appearance_of(AppearanceOf::seal)->place, row.seal_place);
    EXPECT_EQ(now.routing->within.has_value(), row.routing_hours.has_value());
    if (row.routing_hours) EXPECT_EQ(now.routing->within->raw(), *row.routing_hours);
    EXPECT_EQ(now.routing->urgent, RoutingRule::at_once);
    EXPECT_EQ(now.receipt.value, row.receipt);
    EXPECT_EQ(now.legal_value_of(SignedState::validly_signed)->effect, LegalEffect::equals_paper);
    EXPECT_EQ(now.legal_value_of(SignedState::not_signed)->effect, row.unsigned_effect);
    EXPECT_EQ(now.returning->accountable, row.accountable);
    EXPECT_EQ(now.urgencies->size(), row.urgencies);
    EXPECT_EQ(now.answer_statuses->size(), row.statuses);
    EXPECT_EQ(now.send->ordinary, SendRule::next_working_morning);
    EXPECT_EQ(now.number_time.value, NumberTime::before_signing);
}

INSTANTIATE_TEST_SUITE_P(
    Five, DifferencesTest,
    testing::Values(
        Difference{"tw217", Travel::cipher_envelope, Travel::allowed, 3, SignatureNeed::required, SignaturePlace::on_personal_signature, {},
                   calendar::ReceiptRule::on_entry, LegalEffect::reference_without_value, Accountable::not_said, 4, 8},
        Difference{"qt682", Travel::cipher_envelope, Travel::allowed, 3, SignatureNeed::required, SignaturePlace::on_personal_signature, {},
                   calendar::ReceiptRule::on_entry, LegalEffect::reference_without_value, Accountable::not_said, 4, 8},
        Difference{"qn37", Travel::refused, Travel::allowed, 3, SignatureNeed::required, SignaturePlace::margin_below_notation, {},
                   calendar::ReceiptRule::on_entry, LegalEffect::reference_not_replacing_paper, Accountable::yes, 4, 7},
        Difference{"la23", Travel::refused, Travel::allowed, 1, SignatureNeed::required, SignaturePlace::on_personal_signature, 2,
                   calendar::ReceiptRule::next_office_hours, LegalEffect::reference_not_replacing_paper, Accountable::yes, 4, 8},
        Difference{"kd19", Travel::refused, Travel::refused, 3, SignatureNeed::not_required, SignaturePlace::on_personal_signature, {},
                   calendar::ReceiptRule::on_entry, LegalEffect::equals_paper, Accountable::yes, 3, 8}),
    [](const auto& each) { return std::string(each.param.id); });

TEST(RegulationsTest, SecrecySaysWhichRuleRefuses) {
    const auto refused = judge_secrecy(profile("qn37"), Secrecy::confidential, Network::wide_area, Enveloped::no);
    EXPECT_FALSE(refused.allowed);
    EXPECT_EQ(refused.clause, "Điều 1 khoản 2 Quyết định 37/2018/QĐ-UBND");
    const Profile& then = profile("tw217", day("2025-06-01"));
    EXPECT_FALSE(judge_secrecy(then, Secrecy::confidential, Network::wide_area, Enveloped::no).allowed);
    EXPECT_TRUE(judge_secrecy(then, Secrecy::confidential, Network::wide_area, Enveloped::yes).allowed);
    EXPECT_TRUE(judge_secrecy(then, Secrecy::confidential, Network::axis, Enveloped::yes).allowed);
    EXPECT_FALSE(judge_secrecy(then, Secrecy::confidential, Network::internet, Enveloped::yes).allowed);
    const Profile& quang_tri = profile("qt682", day("2025-06-01"));
    const auto over_axis = judge_secrecy(quang_tri, Secrecy::confidential, Network::axis, Enveloped::yes);
    EXPECT_FALSE(over_axis.allowed);
    EXPECT_NE(over_axis.sentence.find("trục liên thông"), std::string::npos);
    EXPECT_EQ(judge_secrecy(profile("kd19"), Secrecy::sensitive, Network::wide_area, Enveloped::no).clause, "Điều 6 khoản 1 Quy chế 19-QC/HU");
    EXPECT_EQ(judge_secrecy(profile("tw217"), Secrecy::confidential, Network::wide_area, Enveloped::yes).clause,
              "Luật Bảo vệ bí mật nhà nước số 117/2025/QH15");
}

TEST(RegulationsTest, NotationsReadAsInTheField) {
    const auto notation = [](const char* id, const char* type, std::uint32_t number, const char* agency, const char* unit) {
        const Profile& in = profile(id);
        return render_notation(in, {number, in.type(type), agency, unit}).value();
    };
    EXPECT_EQ(notation("qn37", "QD", 5, "UBND", ""), (Notation{"05", "QĐ-UBND", "05/QĐ-UBND", "Số: 05/QĐ-UBND"}));
    EXPECT_EQ(notation("qn37", "CV", 12, "UBND", "VX").text, "12/UBND-VX");
    EXPECT_EQ(notation("la23", "TTr", 123, "SKHCN", "").labelled, "Số: 123/TTr-SKHCN");
    EXPECT_EQ(notation("qt682", "QyD", 5, "TU", ""), (Notation{"05", "QĐ/TU", "05-QĐ/TU", "Số 05-QĐ/TU"}));
    EXPECT_EQ(notation("tw217", "CV", 7, "VPTW", "").text, "07-CV/VPTW");
    EXPECT_EQ(notation("kd19", "QC", 19, "HU", "").labelled, "Số 19-QC/HU");
}

TEST(RegulationsTest, ALetterWithoutItsUnitAndAnUnnumberedTypeAreRefused) {
    const Profile& in = profile("qn37");
    EXPECT_EQ(render_notation(in, {1, in.type("CV"), "UBND", ""}).error().code, errors::policy::notation_incomplete);
    EXPECT_EQ(render_notation(in, {1, in.type("ThC"), "UBND", ""}).error().code, errors::policy::not_numbered);
    EXPECT_EQ(in.type("QQ"), nullptr);
}

TEST(RegulationsTest, NumbersRunByYearOrByTermAndType) {
    const Profile& state = profile("qn37");
    EXPECT_EQ(outgoing_series(state, *state.type("QD"), kToday), (SeriesKey{"", "2026"}));
    const Profile& party = profile("tw217");
    EXPECT_EQ(outgoing_series(party, *party.type("QyD"), kToday), (SeriesKey{"QyD", "2025-2030"}));
    EXPECT_EQ(incoming_series(party, kToday), (SeriesKey{"", "2026"}));
    const Day before = day("2025-10-31");
    const Profile& earlier = profile("tw217", before);
    EXPECT_EQ(outgoing_series(earlier, *earlier.type("QD"), before).period, "2020-2025");
}

TEST(RegulationsTest, DeadlinesFollowTheProfileAndTheCalendar) {
    const Instant friday_evening = at("2026-11-20T18:00");
    EXPECT_EQ(shown(legal_receipt(profile("la23"), office(), friday_evening).due), "2026-11-23T07:30");
    EXPECT_EQ(shown(legal_receipt(profile("qn37"), office(), friday_evening).due), "2026-11-20T18:00");
    EXPECT_EQ(shown(routing_deadline(profile("la23"), office(), friday_evening, Urgency::normal)->due), "2026-11-23T09:30");
    EXPECT_EQ(shown(routing_deadline(profile("la23"), office(), friday_evening, Urgency::express)->due), "2026-11-20T18:00");
    EXPECT_FALSE(routing_deadline(profile("qn37"), office(), friday_evening, Urgency::normal).has_value());
    EXPECT_EQ(shown(send_deadline(profile("qn37"), office(), at("2026-11-23T15:00"), Urgency::normal).due), "2026-11-25T11:30");
    EXPECT_EQ(shown(send_deadline(profile("kd19"), office(), at("2026-11-23T15:00"), Urgency::urgent).due), "2026-11-23T15:00");
}

TEST(RegulationsTest, WhatWasNotReadInTheTextSaysSo) {
    EXPECT_EQ(profile("tw217").notation.citation.standing, Standing::uncertain);
    EXPECT_FALSE(profile("tw217").notation.citation.source.empty());
    EXPECT_EQ(profile("qn37").methods.citation.standing, Standing::certain);
    EXPECT_EQ(profile("qn37").receipt.citation.standing, Standing::beyond);
}

TEST(RegulationsTest, ThePublishedRulesAreAllUsedBySomeRegulation) {
    for (const auto& rule : every_rule()) {
        bool used = false;
        for (const auto& id : real().ids()) used = used || profile(id.raw().c_str()).rules.count(rule.id) > 0;
        EXPECT_TRUE(used) << rule.id;
    }
}

TEST(RegulationsTest, TheReadmeNamesEveryRule) {
    const std::string readme = read_file("regulations/profiles/README.md").text;
    for (const auto& rule : every_rule()) {
        EXPECT_NE(readme.find("`" + std::string(rule.id) + "`"), std::string::npos) << rule.id;
    }
}

TEST(CalendarFileTest, KnowsTheHolidaysOf2026AsAnnounced) {
    std::set<std::string> off;
    for (const auto& holiday : office().source().holidays) {
        if (to_iso8601(holiday.day).rfind("2026", 0) == 0) off.insert(to_iso8601(holiday.day).substr(5));
    }
    EXPECT_EQ(off, (std::set<std::string>{"01-01", "02-16", "02-17", "02-18", "02-19", "02-20", "04-26", "04-30", "05-01", "09-01", "09-02", "11-24"}));
    EXPECT_EQ(office().account(day("2026-04-27")).kind, calendar::DayKind::compensatory);
    EXPECT_EQ(office().account(day("2025-11-24")).kind, calendar::DayKind::working);
}

TEST(CalendarFileTest, ReachesFrom2025To2035WithTwelveDaysAYear) {
    EXPECT_EQ(office().source().first_year, 2025);
    EXPECT_EQ(office().source().last_year, 2035);
    for (int year = 2026; year <= 2035; ++year) {
        const auto count = std::count_if(office().source().holidays.begin(), office().source().holidays.end(), [&](const auto& holiday) {
            return to_iso8601(holiday.day).substr(0, 4) == std::to_string(year);
        });
        EXPECT_EQ(count, 12) << year;
    }
    EXPECT_EQ(office().account(day("2030-02-02")).note, "Tết Âm lịch");  // a day before China's
    EXPECT_EQ(office().account(day("2035-04-17")).note, "Giỗ Tổ Hùng Vương");
}

TEST(DemoDirectoryTest, HasAgenciesUnderEachOfTheFive) {
    const auto file = load_directory(read_file("regulations/demo/province.toml"));
    ASSERT_TRUE(file.has_value()) << file.error().detail;
    const auto tree = directory::AgencyTree::make(file->agencies).value();
    std::set<std::string> profiles;
    for (const auto* agency : tree.participants(kToday)) profiles.insert(tree.profile_of(agency->id).value().raw());
    EXPECT_EQ(profiles, (std::set<std::string>{"kd19", "la23", "qn37", "qt682", "tw217"}));
    for (const auto& id : profiles) EXPECT_TRUE(real().at(ProfileId(id), kToday).has_value()) << id;
    EXPECT_EQ(tree.find_by_code(directory::AgencyCode::parse("000.00.02.H99").value())->name, "Sở Nội vụ (thử nghiệm)");
}

TEST(DemoDirectoryTest, EveryParticipantHasItsPeopleAndNobodyLooksReal) {
    const auto file = load_directory(read_file("regulations/demo/province.toml"));
    ASSERT_TRUE(file.has_value()) << file.error().detail;
    const auto tree = directory::AgencyTree::make(file->agencies).value();
    for (const auto* agency : tree.participants(kToday)) {
        std::multiset<directory::Role> roles;
        for (const auto& post : file->posts) {
            if (post.agency == agency->id) roles.insert(post.role);
        }
        EXPECT_EQ(roles.count(directory::Role::specialist), 2U) << agency->name;
        EXPECT_EQ(roles.count(directory::Role::leader), 2U) << agency->name;
        EXPECT_EQ(roles.count(directory::Role::clerk), 1U) << agency->name;
        EXPECT_EQ(roles.count(directory::Role::archivist), 1U) << agency->name;
        EXPECT_FALSE(agency->units.empty());
    }
    const auto administrators = std::count_if(file->posts.begin(), file->posts.end(), [](const auto& post) { return post.role == directory::Role::administrator; });
    EXPECT_EQ(administrators, 1);
    for (const auto& person : file->people) EXPECT_NE(person.full_name.find("(thử nghiệm)"), std::string::npos) << person.full_name;
}

}  // namespace
}  // namespace congvan::policy
