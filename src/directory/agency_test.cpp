#include "directory/agency.hpp"

#include <gtest/gtest.h>

#include "errors/directory.hpp"

namespace congvan::directory {
namespace {

Day day(const char* text) { return parse_day(text).value(); }
AgencyId id(const char* name) { return AgencyId(Uuid::derived({"agency", name})); }
DatedCode code(const char* text) {
    const AgencyCode parsed = AgencyCode::parse(text).value();
    return {parsed, parsed.scheme(), {}};
}

Agency agency(const char* name, const char* code_text, const char* parent = nullptr, const char* profile = nullptr) {
    Agency made{id(name), {code(code_text)}, name, name, {}, {}, {}, {}};
    if (parent != nullptr) made.parent = id(parent);
    if (profile != nullptr) made.profile = ProfileId(profile);
    return made;
}

// Given with children before parents on purpose.
std::vector<Agency> sample() {
    return {agency("Phòng B", "H99.01.02", "Sở"), agency("Phòng Ă", "H99.01.01", "Sở", "kd19"),
            agency("Sở", "H99.01", "Tỉnh", "qn37"), agency("Tỉnh", "H99")};
}

TEST(AgencyCodeTest, TakesBothGenerations) {
    EXPECT_EQ(AgencyCode::parse("000.00.00.H41").value().scheme(), CodeScheme::qcvn_102);
    EXPECT_EQ(AgencyCode::parse("H41.12.03").value().scheme(), CodeScheme::qd_20_2020);
    EXPECT_EQ(AgencyCode::parse("H41").value().scheme(), CodeScheme::qd_20_2020);
    EXPECT_EQ(AgencyCode::parse("0301234567").value().scheme(), CodeScheme::other);
}

TEST(AgencyCodeTest, RefusesWhatIsNoCode) {
    for (const char* text : {"", ".", "H41.", ".H41", "H41..01", "h41", "H41 01", "H41-01", "Đ41",
                             "H41.000000000000000000000000000000000"}) {
        const auto parsed = AgencyCode::parse(text);
        ASSERT_FALSE(parsed.has_value()) << text;
        EXPECT_EQ(parsed.error().code, errors::directory::malformed_code);
    }
    EXPECT_TRUE(AgencyCode::parse(std::string(35, 'A')).has_value());
}

TEST(AgencyTest, WritesTheNewestCodeInForce) {
    Agency made = agency("Sở", "000.00.01.H99");
    made.codes.push_back({AgencyCode::parse("H99.01").value(), CodeScheme::qd_20_2020, {day("2020-09-15"), {}}});
    EXPECT_EQ(made.code_on(day("2019-01-01")).text(), "000.00.01.H99");
    EXPECT_EQ(made.code_on(day("2026-01-01")).text(), "H99.01");
}

TEST(AgencyTreeTest, OrdersParentsFirstAndSiblingsByVietnameseName) {
    const AgencyTree tree = AgencyTree::make(sample()).value();
    std::vector<std::string> names;
    for (const auto& each : tree.all()) names.push_back(each.name);
    EXPECT_EQ(names, (std::vector<std::string>{"Tỉnh", "Sở", "Phòng Ă", "Phòng B"}));
}

TEST(AgencyTreeTest, FindsTheProfileOfTheNearestAncestor) {
    const AgencyTree tree = AgencyTree::make(sample()).value();
    EXPECT_EQ(tree.profile_of(id("Phòng B")).value(), ProfileId("qn37"));
    EXPECT_EQ(tree.profile_of(id("Phòng Ă")).value(), ProfileId("kd19"));
    EXPECT_EQ(tree.profile_of(id("Sở")).value(), ProfileId("qn37"));
    EXPECT_EQ(tree.profile_of(id("Tỉnh")).error().code, errors::directory::no_profile);
    EXPECT_EQ(tree.profile_of(id("Huyện")).error().code, errors::directory::unknown_agency);
    EXPECT_EQ(tree.participants(day("2026-01-01")).size(), 3U);
}

TEST(AgencyTreeTest, KnowsWhoStandsWhere) {
    const AgencyTree tree = AgencyTree::make(sample()).value();
    EXPECT_EQ(tree.ancestors(id("Phòng B")), (std::vector<AgencyId>{id("Sở"), id("Tỉnh")}));
    EXPECT_TRUE(tree.is_within(id("Phòng B"), id("Tỉnh")));
    EXPECT_FALSE(tree.is_within(id("Sở"), id("Phòng B")));
    EXPECT_FALSE(tree.is_within(id("Huyện"), id("Huyện")));
}

TEST(AgencyTreeTest, AnAgencyThatIsNoMoreKeepsItsCode) {
    auto agencies = sample();
    agencies[0].validity.to = day("2025-06-30");
    const AgencyTree tree = AgencyTree::make(agencies).value();
    EXPECT_EQ(tree.find_by_code(AgencyCode::parse("H99.01.02").value())->name, "Phòng B");
    agencies.push_back(agency("Phòng mới", "H99.01.02", "Sở"));
    EXPECT_EQ(AgencyTree::make(agencies).error().code, errors::directory::code_taken);
}

struct RefusalCase {
    const char* name;
    void (*spoil)(std::vector<Agency>&);
    std::string_view code;
};

class AgencyTreeRefusalTest : public testing::TestWithParam<RefusalCase> {};

TEST_P(AgencyTreeRefusalTest, RefusesAWrongTree) {
    auto agencies = sample();
    GetParam().spoil(agencies);
    const auto made = AgencyTree::make(agencies);
    ASSERT_FALSE(made.has_value());
    EXPECT_EQ(made.error().code, GetParam().code);
}

INSTANTIATE_TEST_SUITE_P(
    Trees, AgencyTreeRefusalTest,
    testing::Values(
        RefusalCase{"same_agency_twice", [](std::vector<Agency>& a) { a.push_back(a[0]); }, errors::directory::agency_twice},
        RefusalCase{"no_code", [](std::vector<Agency>& a) { a[0].codes.clear(); }, errors::directory::no_code},
        RefusalCase{"code_twice", [](std::vector<Agency>& a) { a[0].codes = a[1].codes; }, errors::directory::code_taken},
        RefusalCase{"unknown_parent", [](std::vector<Agency>& a) { a[0].parent = id("Huyện"); }, errors::directory::unknown_parent},
        RefusalCase{"circle", [](std::vector<Agency>& a) { a[3].parent = id("Phòng B"); }, errors::directory::parent_circle},
        RefusalCase{"own_parent", [](std::vector<Agency>& a) { a[3].parent = id("Tỉnh"); }, errors::directory::parent_circle},
        RefusalCase{"ends_before_it_begins", [](std::vector<Agency>& a) { a[0].validity = {day("2026-01-02"), day("2026-01-01")}; }, errors::directory::bad_validity}),
    [](const auto& each) { return each.param.name; });

}  // namespace
}  // namespace congvan::directory
