#include "directory/permission.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "errors/directory.hpp"

namespace congvan::directory {
namespace {

Day day(const char* text) { return parse_day(text).value(); }
AgencyId agency(const char* name) { return AgencyId(Uuid::derived({"agency", name})); }
PersonId person(const char* name) { return PersonId(Uuid::derived({"person", name})); }
const Day kToday = day("2026-11-20");

Actor as(Role role, const char* where = "A") { return {person("tôi"), agency(where), {role}, {}}; }
Thing thing(std::vector<Tie> ties = {}, Settled settled = Settled::no) { return {agency("A"), {}, std::move(ties), settled}; }

std::string_view refusal(Act act, const Actor& actor, const Thing& about) {
    const auto answer = permit(act, actor, about, kToday);
    return answer.has_value() ? std::string_view("allowed") : answer.error().code;
}

Delegation seal_permission() {
    return {DelegationId(Uuid::derived({"giấy"})), DelegationKind::hold_organisation_key, agency("A"), person("thủ trưởng"),
            person("tôi"), Role::clerk, {}, "Văn bản số 03/SNV-VP (thử nghiệm)", {day("2026-11-01"), day("2026-11-30")}};
}

// Who may, when tied to the thing in every way and it is settled or not: the table as a reader would write it.
TEST(PermissionTest, EachActBelongsToItsRoles) {
    const std::map<Act, std::set<Role>> expected{
        {Act::draft, {Role::leader, Role::clerk, Role::specialist}},
        {Act::revise_draft, {Role::leader, Role::clerk, Role::specialist}},
        {Act::submit, {Role::leader, Role::clerk, Role::specialist}},
        {Act::comment, {Role::leader, Role::clerk, Role::specialist}},
        {Act::return_draft, {Role::leader}},
        {Act::approve, {Role::leader}},
        {Act::set_final, {Role::leader, Role::clerk}},
        {Act::initial, {Role::leader, Role::clerk, Role::specialist}},
        {Act::sign, {Role::leader}},
        {Act::seal, {Role::clerk}},
        {Act::issue, {Role::clerk}},
        {Act::void_number, {Role::leader, Role::clerk}},
        {Act::recall, {Role::leader, Role::clerk}},
        {Act::read_outgoing, {Role::leader, Role::clerk, Role::specialist, Role::archivist}},
        {Act::accept, {Role::clerk}},
        {Act::return_incoming, {Role::clerk}},
        {Act::assign, {Role::leader, Role::clerk}},
        {Act::handle, {Role::leader, Role::clerk, Role::specialist}},
        {Act::answer, {Role::leader, Role::clerk, Role::specialist}},
        {Act::complete, {Role::leader, Role::clerk, Role::specialist}},
        {Act::cancel_recalled, {Role::leader, Role::clerk}},
        {Act::read_incoming, {Role::leader, Role::clerk, Role::specialist, Role::archivist}},
        {Act::read_register, {Role::leader, Role::clerk, Role::archivist}},
        {Act::read_statistics, {Role::leader, Role::clerk}},
        {Act::read_log, {Role::leader, Role::administrator}},
        {Act::edit_directory, {Role::administrator}},
        {Act::edit_calendar, {Role::administrator}},
        {Act::delegate, {Role::leader}},
        {Act::administer, {Role::administrator}},
    };
    const Thing everything = thing({Tie::drafter, Tie::signer, Tie::handler, Tie::lead_handler, Tie::consulted}, Settled::yes);
    ASSERT_EQ(expected.size(), every_act().size());
    for (const Act act : every_act()) {
        for (const Role role : {Role::leader, Role::clerk, Role::specialist, Role::archivist, Role::administrator}) {
            const bool may = expected.at(act).count(role) > 0;
            EXPECT_EQ(refusal(act, as(role), everything), may ? "allowed" : errors::directory::not_permitted)
                << to_word(act) << " as " << to_word(role);
            EXPECT_EQ(could_ever(act, as(role), kToday), may);
        }
    }
}

TEST(PermissionTest, EveryRowCitesAClause) {
    for (const auto& row : permission_table()) {
        EXPECT_NE(row.clause.find("Điều "), std::string_view::npos) << to_word(row.act);
    }
}

TEST(PermissionTest, AnotherAgencysDocumentDoesNotExist) {
    for (const Act act : every_act()) {
        for (const Role role : {Role::leader, Role::clerk, Role::specialist, Role::archivist, Role::administrator}) {
            EXPECT_EQ(refusal(act, as(role, "B"), thing({Tie::drafter, Tie::lead_handler}, Settled::yes)),
                      errors::directory::not_found_here)
                << to_word(act) << " as " << to_word(role);
        }
    }
}

TEST(PermissionTest, TheAdministratorReachesDownTheTreeButReadsNoDocument) {
    const Actor administrator = as(Role::administrator, "Tỉnh");
    Thing below = thing();
    below.above = {agency("Sở"), agency("Tỉnh")};
    EXPECT_EQ(refusal(Act::administer, administrator, below), "allowed");
    EXPECT_EQ(refusal(Act::read_outgoing, administrator, below), errors::directory::not_found_here);
    EXPECT_EQ(refusal(Act::read_incoming, as(Role::administrator), thing()), errors::directory::not_permitted);
    EXPECT_EQ(refusal(Act::administer, as(Role::leader, "Tỉnh"), below), errors::directory::not_found_here);
}

TEST(PermissionTest, ASpecialistSeesOnlyWhatTheyHaveADutyIn) {
    EXPECT_EQ(refusal(Act::read_outgoing, as(Role::specialist), thing()), errors::directory::not_permitted);
    EXPECT_EQ(refusal(Act::read_outgoing, as(Role::specialist), thing({Tie::drafter})), "allowed");
    EXPECT_EQ(refusal(Act::read_incoming, as(Role::specialist), thing({Tie::drafter})), errors::directory::not_permitted);
    EXPECT_EQ(refusal(Act::read_incoming, as(Role::specialist), thing({Tie::handler})), "allowed");
    EXPECT_EQ(refusal(Act::complete, as(Role::specialist), thing({Tie::handler})), errors::directory::not_permitted);
    EXPECT_EQ(refusal(Act::complete, as(Role::specialist), thing({Tie::lead_handler})), "allowed");
}

TEST(PermissionTest, TheArchivistReadsWhatIsSettled) {
    EXPECT_EQ(refusal(Act::read_outgoing, as(Role::archivist), thing()), errors::directory::not_permitted);
    EXPECT_EQ(refusal(Act::read_outgoing, as(Role::archivist), thing({}, Settled::yes)), "allowed");
}

TEST(PermissionTest, OnlyTheSignerApprovesAndSigns) {
    EXPECT_EQ(refusal(Act::sign, as(Role::leader), thing()), errors::directory::not_permitted);
    EXPECT_EQ(refusal(Act::sign, as(Role::leader), thing({Tie::signer})), "allowed");
    EXPECT_EQ(refusal(Act::sign, as(Role::specialist), thing({Tie::signer})), errors::directory::not_permitted);
}

TEST(PermissionTest, TheHeadsWrittenPermissionLetsAnotherSealAndNothingElse) {
    Actor holder = as(Role::specialist);
    holder.delegations = {seal_permission()};
    const auto allowed = permit(Act::seal, holder, thing(), kToday);
    ASSERT_TRUE(allowed.has_value());
    EXPECT_EQ(allowed->by, seal_permission().id);
    EXPECT_EQ(refusal(Act::issue, holder, thing()), errors::directory::not_permitted);
    EXPECT_EQ(permit(Act::seal, holder, thing(), day("2026-12-01")).error().code, errors::directory::not_permitted);
    holder.delegations[0].reference = "";
    EXPECT_EQ(refusal(Act::seal, holder, thing()), errors::directory::not_permitted);
    holder.delegations[0] = seal_permission();
    holder.delegations[0].agency = agency("B");
    EXPECT_EQ(refusal(Act::seal, holder, thing()), errors::directory::not_permitted);
}

TEST(PermissionTest, ASubstituteActsWithinTheScopeGiven) {
    Actor substitute = as(Role::specialist);
    Delegation given = seal_permission();
    given.kind = DelegationKind::substitution;
    given.of = Role::leader;
    given.acts = {Act::sign, Act::approve};
    substitute.delegations = {given};
    EXPECT_EQ(refusal(Act::sign, substitute, thing({Tie::signer})), "allowed");
    EXPECT_EQ(refusal(Act::assign, substitute, thing({Tie::signer})), errors::directory::not_permitted);
    EXPECT_EQ(refusal(Act::sign, substitute, thing()), errors::directory::not_permitted);
}

TEST(PermissionTest, WordsOfActsReadBack) {
    for (const Act act : every_act()) EXPECT_EQ(parse_act(to_word(act)).value(), act);
    EXPECT_EQ(parse_act("fly").error().code, errors::directory::unknown_word);
}

}  // namespace
}  // namespace congvan::directory
