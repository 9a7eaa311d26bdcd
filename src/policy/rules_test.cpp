#include "policy/rules.hpp"

#include <gtest/gtest.h>

#include "policy/test_files.hpp"

namespace congvan::policy {
namespace {

using testing_support::day;

const Profile& profile(const char* id, const char* on = "2026-11-20") {
    static const ProfileSet set = load(testing_support::real_files()).value();
    return *set.at(ProfileId(id), day(on)).value();
}

SubmitFacts good_draft() {
    SubmitFacts facts;
    facts.type = "QD";
    facts.abstract = "Về việc thử nghiệm";
    facts.unit = "VP";
    facts.recipients = 3;
    facts.has_version = true;
    facts.network = Network::wide_area;
    facts.method = SigningMethod::person_and_seal;
    facts.head = PrintedHead{true, true, "", "/QĐ-UBND", {}, {}, 2026};
    facts.notations = {"/QĐ-UBND"};
    facts.today = day("2026-11-20");
    return facts;
}

IssueFacts good_issue() {
    IssueFacts facts;
    facts.draft = good_draft();
    facts.method = SigningMethod::initial_person_and_seal;
    facts.approved = true;
    facts.numbered = true;
    facts.signatures = {SignatureRole::initial, SignatureRole::personal, SignatureRole::seal};
    facts.certificates_in_force = true;
    facts.sealed_by_clerk = true;
    return facts;
}

AcceptFacts good_arrival() {
    AcceptFacts facts;
    facts.addressee_right = true;
    facts.complete = true;
    facts.is_signed = true;
    facts.signatures_valid = true;
    facts.intact = true;
    facts.certificates_in_force = true;
    facts.network = Network::wide_area;
    return facts;
}

Finding finding(const Findings& findings, std::string_view rule) {
    for (const auto& row : findings.rows) {
        if (row.rule == rule) return row.finding;
    }
    ADD_FAILURE() << "no row for " << rule;
    return Finding::unknown;
}

std::vector<std::string> refused(const Findings& findings) {
    std::vector<std::string> rules;
    for (const auto* row : findings.refusals()) rules.emplace_back(row->rule);
    return rules;
}

TEST(RulesTest, AGoodDocumentPassesUnderEachOfTheFive) {
    for (const char* id : {"tw217", "qt682", "qn37", "la23", "kd19"}) {
        EXPECT_EQ(refused(check_before_submit(profile(id), good_draft())), std::vector<std::string>{}) << id;
        EXPECT_EQ(refused(check_before_issue(profile(id), good_issue())), std::vector<std::string>{}) << id;
        EXPECT_EQ(refused(check_before_accept(profile(id), good_arrival())), std::vector<std::string>{}) << id;
    }
}

TEST(RulesTest, EveryRowThatJudgesCitesItsClause) {
    for (const char* id : {"tw217", "qt682", "qn37", "la23", "kd19"}) {
        for (const Findings& findings : {check_before_submit(profile(id), {}), check_before_issue(profile(id), {}), check_before_accept(profile(id), {})}) {
            for (const auto& row : findings.rows) {
                if (row.level != Level::off) EXPECT_FALSE(row.clause.empty()) << id << " " << row.rule;
                EXPECT_FALSE(row.sentence.empty());
            }
        }
    }
}

struct SubmitCase {
    const char* name;
    const char* profile;
    void (*spoil)(SubmitFacts&);
    const char* rule;
    Finding expected;
};

class SubmitRulesTest : public testing::TestWithParam<SubmitCase> {};

TEST_P(SubmitRulesTest, JudgeTheirFact) {
    SubmitFacts facts = good_draft();
    GetParam().spoil(facts);
    const Findings findings = check_before_submit(profile(GetParam().profile), facts);
    EXPECT_EQ(finding(findings, GetParam().rule), GetParam().expected);
    EXPECT_EQ(findings.refused(), GetParam().expected == Finding::failed);
}

INSTANTIATE_TEST_SUITE_P(
    Facts, SubmitRulesTest,
    testing::Values(
        SubmitCase{"unknown_type", "qn37", [](SubmitFacts& f) { f.type = "KL"; }, "outgoing.type_known", Finding::failed},
        SubmitCase{"party_type", "tw217", [](SubmitFacts& f) { f.type = "KL"; }, "outgoing.type_known", Finding::held},
        SubmitCase{"blank_abstract", "qn37", [](SubmitFacts& f) { f.abstract = "  "; }, "outgoing.has_abstract", Finding::failed},
        SubmitCase{"nobody", "qn37", [](SubmitFacts& f) { f.recipients = 0; }, "outgoing.has_recipients", Finding::failed},
        SubmitCase{"no_content", "qn37", [](SubmitFacts& f) { f.has_version = false; }, "outgoing.has_content", Finding::failed},
        SubmitCase{"secret", "qn37", [](SubmitFacts& f) { f.secrecy = Secrecy::confidential; }, "outgoing.secrecy", Finding::failed},
        SubmitCase{"sensitive_elsewhere", "qn37", [](SubmitFacts& f) { f.secrecy = Secrecy::sensitive; }, "outgoing.secrecy", Finding::held},
        SubmitCase{"sensitive_in_kim_dong", "kd19", [](SubmitFacts& f) { f.secrecy = Secrecy::sensitive; }, "outgoing.secrecy", Finding::failed},
        SubmitCase{"very_urgent_in_kim_dong", "kd19", [](SubmitFacts& f) { f.urgency = Urgency::very_urgent; }, "outgoing.urgency_known", Finding::failed},
        SubmitCase{"very_urgent_elsewhere", "tw217", [](SubmitFacts& f) { f.urgency = Urgency::very_urgent; }, "outgoing.urgency_known", Finding::held},
        SubmitCase{"scan_in_long_an", "la23", [](SubmitFacts& f) { f.method = SigningMethod::scan_and_seal; }, "outgoing.method_allowed", Finding::failed},
        SubmitCase{"letter_without_unit", "qn37", [](SubmitFacts& f) { f.type = "CV"; f.unit = ""; }, "outgoing.unit_named", Finding::failed},
        SubmitCase{"party_letter_needs_no_unit", "tw217", [](SubmitFacts& f) { f.type = "CV"; f.unit = ""; }, "outgoing.unit_named", Finding::not_applicable},
        SubmitCase{"answer_without_deadline", "la23", [](SubmitFacts& f) { f.asks_for_answer = true; }, "outgoing.answer_deadline", Finding::failed},
        SubmitCase{"no_such_rule_elsewhere", "qn37", [](SubmitFacts& f) { f.asks_for_answer = true; }, "outgoing.answer_deadline", Finding::not_applicable},
        SubmitCase{"answer_not_linked", "la23", [](SubmitFacts& f) { f.is_answer = true; }, "outgoing.answer_linked", Finding::failed},
        SubmitCase{"number_printed", "qn37", [](SubmitFacts& f) { f.head->number = "12"; }, "outgoing.number_left_free", Finding::failed},
        SubmitCase{"number_free", "qn37", [](SubmitFacts&) {}, "outgoing.number_left_free", Finding::held},
        SubmitCase{"number_printed_by_the_party", "tw217", [](SubmitFacts& f) { f.head->number = "12"; }, "outgoing.number_left_free", Finding::failed},
        SubmitCase{"other_notation", "la23", [](SubmitFacts& f) { f.head->notation = "/QĐ-SNV"; }, "outgoing.notation_as_registered", Finding::failed},
        SubmitCase{"notation_with_a_long_dash", "la23", [](SubmitFacts& f) { f.head->notation = "/Q\u00d0\u2013UBND"; }, "outgoing.notation_as_registered", Finding::held},
        SubmitCase{"second_unit", "la23", [](SubmitFacts& f) { f.notations = {"/SNV-VP", "/SNV-CCHC"}; f.head->notation = "/SNV-CCHC"; }, "outgoing.notation_as_registered", Finding::held},
        SubmitCase{"no_notation", "la23", [](SubmitFacts& f) { f.head->notation = ""; }, "outgoing.notation_as_registered", Finding::not_applicable},
        SubmitCase{"last_month", "kd19", [](SubmitFacts& f) { f.head->month = 10; }, "outgoing.date_as_numbered", Finding::failed},
        SubmitCase{"next_month_at_submission", "kd19", [](SubmitFacts& f) { f.head->month = 12; }, "outgoing.date_as_numbered", Finding::held},
        SubmitCase{"next_month_at_approval", "kd19", [](SubmitFacts& f) { f.head->month = 12; f.being_numbered = true; }, "outgoing.date_as_numbered", Finding::failed},
        SubmitCase{"yesterday_at_approval", "kd19", [](SubmitFacts& f) { f.head->day = 19; f.head->month = 11; f.being_numbered = true; }, "outgoing.date_as_numbered", Finding::failed},
        SubmitCase{"today_at_approval", "kd19", [](SubmitFacts& f) { f.head->day = 20; f.head->month = 11; f.being_numbered = true; }, "outgoing.date_as_numbered", Finding::held},
        SubmitCase{"unnumbered_type", "qn37", [](SubmitFacts& f) { f.notations.clear(); f.head->number = "12"; }, "outgoing.number_left_free", Finding::not_applicable},
        SubmitCase{"answer_linked", "la23", [](SubmitFacts& f) { f.is_answer = true; f.linked = true; }, "outgoing.answer_linked", Finding::held}),
    [](const auto& each) { return each.param.name; });

struct IssueCase {
    const char* name;
    const char* profile;
    void (*spoil)(IssueFacts&);
    const char* rule;
    Finding expected;
    bool refused;
};

class IssueRulesTest : public testing::TestWithParam<IssueCase> {};

TEST_P(IssueRulesTest, JudgeTheirFact) {
    IssueFacts facts = good_issue();
    GetParam().spoil(facts);
    const Findings findings = check_before_issue(profile(GetParam().profile), facts);
    EXPECT_EQ(finding(findings, GetParam().rule), GetParam().expected);
    EXPECT_EQ(findings.refused(), GetParam().refused);
}

constexpr auto kUnsigned = [](IssueFacts& f) { f.signatures.clear(); f.certificates_in_force.reset(); f.sealed_by_clerk.reset(); };

INSTANTIATE_TEST_SUITE_P(
    Facts, IssueRulesTest,
    testing::Values(
        IssueCase{"not_approved", "qn37", [](IssueFacts& f) { f.approved = false; }, "outgoing.approved", Finding::failed, true},
        IssueCase{"not_numbered", "qn37", [](IssueFacts& f) { f.numbered = false; }, "outgoing.numbered", Finding::failed, true},
        IssueCase{"not_initialled", "qn37", [](IssueFacts& f) { f.signatures.erase(f.signatures.begin()); }, "outgoing.initialled", Finding::failed, true},
        IssueCase{"method_2_needs_no_initial", "qn37", [](IssueFacts& f) { f.method = SigningMethod::person_and_seal; f.signatures.erase(f.signatures.begin()); }, "outgoing.initialled", Finding::not_applicable, false},
        IssueCase{"unsigned_in_quang_ninh", "qn37", kUnsigned, "outgoing.signed", Finding::failed, true},
        IssueCase{"unsigned_in_kim_dong", "kd19", kUnsigned, "outgoing.signed", Finding::not_applicable, false},
        IssueCase{"half_signed_in_kim_dong", "kd19", [](IssueFacts& f) { f.signatures = {SignatureRole::initial}; }, "outgoing.signed", Finding::failed, true},
        IssueCase{"paper_signed", "qn37", [](IssueFacts& f) { f.method = SigningMethod::scan_and_seal; f.signatures = {SignatureRole::seal}; }, "outgoing.signed", Finding::not_applicable, false},
        IssueCase{"not_sealed", "tw217", [](IssueFacts& f) { f.signatures.pop_back(); }, "outgoing.sealed", Finding::failed, true},
        IssueCase{"seal_before_person", "qn37", [](IssueFacts& f) { std::swap(f.signatures[1], f.signatures[2]); }, "outgoing.seal_last", Finding::failed, true},
        IssueCase{"sealed_by_somebody", "qn37", [](IssueFacts& f) { f.sealed_by_clerk = false; }, "outgoing.sealed_by_clerk", Finding::failed, true},
        IssueCase{"certificates_not_known", "qn37", [](IssueFacts& f) { f.certificates_in_force.reset(); }, "outgoing.certificates_in_force", Finding::unknown, true},
        IssueCase{"attachment_missing", "qn37", [](IssueFacts& f) { f.whole_set = false; }, "outgoing.whole_set", Finding::failed, true},
        IssueCase{"secret", "qn37", [](IssueFacts& f) { f.draft.secrecy = Secrecy::top_secret; }, "outgoing.secrecy", Finding::failed, true},
        IssueCase{"late_is_a_warning", "qn37", [](IssueFacts& f) { f.signed_at = Instant{}; f.send_by = calendar::Deadline{Instant{}, {}}; f.now = from_microseconds(1); }, "outgoing.sent_in_time", Finding::failed, false},
        IssueCase{"in_time", "qn37", [](IssueFacts& f) { f.signed_at = Instant{}; f.send_by = calendar::Deadline{from_microseconds(1), {}}; f.now = from_microseconds(1); }, "outgoing.sent_in_time", Finding::held, false}),
    [](const auto& each) { return each.param.name; });

struct AcceptCase {
    const char* name;
    const char* profile;
    void (*spoil)(AcceptFacts&);
    const char* rule;
    Finding expected;
    Level level;
};

class AcceptRulesTest : public testing::TestWithParam<AcceptCase> {};

TEST_P(AcceptRulesTest, JudgeTheirFact) {
    AcceptFacts facts = good_arrival();
    GetParam().spoil(facts);
    const Findings findings = check_before_accept(profile(GetParam().profile), facts);
    EXPECT_EQ(finding(findings, GetParam().rule), GetParam().expected);
    for (const auto& row : findings.rows) {
        if (row.rule == GetParam().rule) EXPECT_EQ(row.level, GetParam().level);
    }
}

INSTANTIATE_TEST_SUITE_P(
    Facts, AcceptRulesTest,
    testing::Values(
        AcceptCase{"wrong_address", "tw217", [](AcceptFacts& f) { f.addressee_right = false; }, "incoming.addressee", Finding::failed, Level::refuse},
        AcceptCase{"file_missing", "qn37", [](AcceptFacts& f) { f.complete = false; }, "incoming.complete", Finding::failed, Level::refuse},
        AcceptCase{"changed_after_signing", "qn37", [](AcceptFacts& f) { f.intact = false; }, "incoming.intact", Finding::failed, Level::refuse},
        AcceptCase{"undetermined", "qn37", [](AcceptFacts& f) { f.signatures_valid.reset(); }, "incoming.authentic", Finding::unknown, Level::warn},
        AcceptCase{"unsigned", "qn37", [](AcceptFacts& f) { f.is_signed = false; }, "incoming.authentic", Finding::failed, Level::warn},
        AcceptCase{"unsigned_in_kim_dong", "kd19", [](AcceptFacts& f) { f.is_signed = false; }, "incoming.authentic", Finding::not_applicable, Level::warn},
        AcceptCase{"expired", "la23", [](AcceptFacts& f) { f.certificates_in_force = false; }, "incoming.certificates_in_force", Finding::failed, Level::warn},
        AcceptCase{"secret", "kd19", [](AcceptFacts& f) { f.secrecy = Secrecy::secret; }, "incoming.secrecy", Finding::failed, Level::refuse}),
    [](const auto& each) { return each.param.name; });

TEST(RulesTest, ARefusedSecretSaysWhichRule) {
    SubmitFacts facts = good_draft();
    facts.secrecy = Secrecy::confidential;
    const Findings findings = check_before_submit(profile("la23"), facts);
    ASSERT_EQ(findings.refusals().size(), 1U);
    EXPECT_EQ(findings.refusals()[0]->clause, "Điều 1 khoản 2 Quy chế kèm theo Quyết định 23/2019/QĐ-UBND");
    EXPECT_NE(findings.refusals()[0]->note.find("bí mật nhà nước"), std::string::npos);
}

TEST(RulesTest, ADraftWithoutAPlaceForItsNumberIsToldSoButMayGo) {
    SubmitFacts facts = good_draft();
    facts.head = PrintedHead{};
    const Findings findings = check_before_submit(profile("qn37"), facts);
    EXPECT_FALSE(findings.refused());
    ASSERT_EQ(findings.warnings().size(), 1U);
    EXPECT_EQ(findings.warnings()[0]->rule, "outgoing.head_present");
}

TEST(RulesTest, TheSentenceOfAWrongNotationNamesBoth) {
    SubmitFacts facts = good_draft();
    facts.notations = {"/SNV-VP", "/SNV-CCHC"};
    facts.head->notation = "/UBND-VP";
    const Findings findings = check_before_submit(profile("qn37"), facts);
    ASSERT_EQ(findings.refusals().size(), 1U);
    EXPECT_EQ(findings.refusals()[0]->note, "Dự thảo in “/UBND-VP”; sổ sẽ cấp “/SNV-VP hoặc /SNV-CCHC”.");
}

TEST(RulesTest, AnUrgentDocumentSentDaysLaterIsLate) {
    IssueFacts facts = good_issue();
    facts.draft.urgency = Urgency::express;
    facts.signed_at = parse_instant("2026-11-20T16:00:00+07:00").value();
    facts.now = parse_instant("2026-11-20T16:20:00+07:00").value();
    EXPECT_EQ(finding(check_before_issue(profile("qn37"), facts), "outgoing.sent_in_time"), Finding::held);
    facts.now = parse_instant("2026-11-21T07:00:00+07:00").value();
    EXPECT_EQ(finding(check_before_issue(profile("qn37"), facts), "outgoing.sent_in_time"), Finding::failed);
}

}  // namespace
}  // namespace congvan::policy
