#include "directory/person.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "directory/permission.hpp"
#include "errors/directory.hpp"

namespace congvan::directory {
namespace {

Day day(const char* text) { return parse_day(text).value(); }
AgencyId agency(const char* name) { return AgencyId(Uuid::derived({"agency", name})); }
PersonId person(const char* name) { return PersonId(Uuid::derived({"person", name})); }
const Day kToday = day("2026-11-20");

TEST(UserNameTest, TakesPlainNamesAndRefusesTheRest) {
    EXPECT_EQ(UserName::parse("ChuyenVien.A").value().text(), "chuyenvien.a");
    for (const char* text : {"", "ab", "1abc", "văn.thư", "a b c", "abc.", "abc/d"}) {
        const auto parsed = UserName::parse(text);
        ASSERT_FALSE(parsed.has_value()) << text;
        EXPECT_EQ(parsed.error().code, errors::directory::malformed_user_name);
    }
}

TEST(PersonTest, SortsByGivenNameThenByTheWholeName) {
    std::vector<std::string> names{"Trần Bình", "Lê Văn Ánh", "Đỗ Ánh", "Nguyễn Đức"};
    std::sort(names.begin(), names.end(),
              [](const auto& a, const auto& b) { return person_sort_key(a) < person_sort_key(b); });
    EXPECT_EQ(names, (std::vector<std::string>{"Đỗ Ánh", "Lê Văn Ánh", "Trần Bình", "Nguyễn Đức"}));
}

TEST(PostTest, RolesAreThoseOfThePostsHeldThatDay) {
    const std::vector<Post> posts{
        {person("tôi"), agency("A"), Role::clerk, "Văn thư", "VP", {{}, day("2026-06-30")}},
        {person("tôi"), agency("A"), Role::leader, "Phó Giám đốc", "", {day("2026-07-01"), {}}},
        {person("tôi"), agency("A"), Role::leader, "Bí thư chi bộ", "", {}},
        {person("tôi"), agency("B"), Role::specialist, "Chuyên viên", "", {}},
        {person("khác"), agency("A"), Role::archivist, "Lưu trữ", "", {}}};
    EXPECT_EQ(roles_of(posts, person("tôi"), agency("A"), day("2026-06-30")), (std::vector<Role>{Role::leader, Role::clerk}));
    EXPECT_EQ(roles_of(posts, person("tôi"), agency("A"), day("2026-07-01")), (std::vector<Role>{Role::leader}));
    EXPECT_EQ(roles_of(posts, person("tôi"), agency("C"), kToday), std::vector<Role>{});
}

HeldKey personal() {
    return {KeyId(Uuid::derived({"k1"})), KeyPurpose::personal, agency("A"), person("thủ trưởng"), "lanhdao.a", {}, Sha256(), {}};
}
HeldKey seal() {
    return {KeyId(Uuid::derived({"k2"})), KeyPurpose::seal, agency("A"), person("văn thư"), "condau.a", {}, Sha256(), {}};
}
Delegation permission() {
    return {DelegationId(), DelegationKind::hold_organisation_key, agency("A"), person("thủ trưởng"), person("tôi"),
            Role::clerk, {}, "Văn bản số 03", {day("2026-11-01"), day("2026-11-30")}};
}

TEST(HeldKeyTest, OnlyItsOwnerUsesAPersonalKey) {
    EXPECT_TRUE(may_use(personal(), person("thủ trưởng"), {Role::leader}, {}, kToday).has_value());
    EXPECT_EQ(may_use(personal(), person("tôi"), {Role::leader}, {permission()}, kToday).error().code,
              errors::directory::not_the_key_owner);
}

TEST(HeldKeyTest, OnlyTheClerkOrOneWithTheWrittenPermissionUsesTheSeal) {
    EXPECT_TRUE(may_use(seal(), person("văn thư"), {Role::clerk}, {}, kToday).has_value());
    EXPECT_EQ(may_use(seal(), person("thủ trưởng"), {Role::leader}, {}, kToday).error().code,
              errors::directory::not_the_seal_keeper);
    EXPECT_EQ(may_use(seal(), person("văn thư"), {Role::specialist}, {}, kToday).error().code,
              errors::directory::not_the_seal_keeper);
    EXPECT_TRUE(may_use(seal(), person("tôi"), {Role::specialist}, {permission()}, kToday).has_value());
    EXPECT_EQ(may_use(seal(), person("tôi"), {Role::specialist}, {permission()}, day("2026-12-01")).error().code,
              errors::directory::not_the_seal_keeper);
}

TEST(HeldKeyTest, AKeyGivenBackSignsNothing) {
    HeldKey key = personal();
    key.validity.to = day("2026-11-19");
    EXPECT_EQ(may_use(key, person("thủ trưởng"), {Role::leader}, {}, kToday).error().code, errors::directory::key_not_held);
}

TEST(DelegationTest, NeedsPaperAndAnEnd) {
    EXPECT_TRUE(check(permission()).has_value());
    Delegation given = permission();
    given.reference = " ";
    EXPECT_EQ(check(given).error().code, errors::directory::reference_missing);
    given = permission();
    given.validity.to.reset();
    EXPECT_EQ(check(given).error().code, errors::directory::delegation_unbounded);
    given = permission();
    given.validity = {day("2026-11-02"), day("2026-11-01")};
    EXPECT_EQ(check(given).error().code, errors::directory::bad_validity);
    given = permission();
    given.to = given.from;
    EXPECT_EQ(check(given).error().code, errors::directory::delegation_to_self);
}

TEST(RoleTest, WordsReadBack) {
    for (const Role role : {Role::leader, Role::clerk, Role::specialist, Role::archivist, Role::administrator}) {
        EXPECT_EQ(parse_role(to_word(role)).value(), role);
    }
    EXPECT_EQ(parse_role("king").error().code, errors::directory::unknown_word);
}

}  // namespace
}  // namespace congvan::directory
