#include "signing/pdf/letterhead.hpp"

#include <gtest/gtest.h>

#include "support/typed_page.hpp"

namespace congvan::signing {
namespace {

using testing_support::layout_of;
using testing_support::serif;
using testing_support::Typed;

PrintedHead head_of(const std::vector<Typed>& lines) { return printed_head(layout_of(lines), serif()); }

const Typed kNumber{"Số:\t/SNV-CCHC", 130, 712, {170}};
const Typed kDay{"Đông Hải, ngày\ttháng\tnăm 2026", 308, 711, {418, 476}};
const Typed kBody{"Căn cứ Quyết định số 30/2020/QĐ-UBND ngày 05 tháng 3 năm 2020 của Ủy ban;", 113, 600};

TEST(PrintedHeadTest, AHeadWaitingForItsNumberSaysItsNotationAndYear) {
    EXPECT_EQ(head_of({kNumber, kDay, kBody}), (PrintedHead{true, true, "", "/SNV-CCHC", {}, {}, 2026}));
    EXPECT_EQ(head_of({{"Số\t-QĐ/TU", 130, 712, {170}}}).notation, "-QĐ/TU");
    EXPECT_EQ(head_of({{"Số:....../SNV-CCHC", 130, 712}}), (PrintedHead{true, false, "", "/SNV-CCHC", {}, {}, {}}));
}

TEST(PrintedHeadTest, ANumberThatStandsThereIsRead) {
    EXPECT_EQ(head_of({{"Số: 12/QĐ-UBND", 130, 712}}), (PrintedHead{true, false, "12", "/QĐ-UBND", {}, {}, {}}));
    EXPECT_EQ(head_of({{"Số 682-QĐ/TU", 130, 712}}), (PrintedHead{true, false, "682", "-QĐ/TU", {}, {}, {}}));
    EXPECT_EQ(head_of({{"Số: 12", 130, 712}}).number, "12");
    EXPECT_EQ(head_of({{"Số:\t/2026/NQ-HĐND", 130, 712, {170}}}).notation, "/2026/NQ-HĐND");
}

TEST(PrintedHeadTest, BlanksInsideANotationAreDroppedAndTheNextColumnIsNotPartOfIt) {
    EXPECT_EQ(head_of({{"Số:\t/SNV - CCHC", 130, 712, {170}}}).notation, "/SNV-CCHC");
    EXPECT_EQ(head_of({{"Số: 12/SNV-VP\tĐông Hải, ngày 03 tháng 11 năm 2026", 85, 712, {308}}}),
              (PrintedHead{true, true, "12", "/SNV-VP", 3, 11, 2026}));
}

TEST(PrintedHeadTest, ALabelAloneWaitsForItsNumberAndTheNextColumnIsNotIt) {
    EXPECT_EQ(head_of({{"Số\tĐông Hải, ngày 03 tháng 11 năm 2026", 85, 712, {308}}}), (PrintedHead{true, true, "", "", 3, 11, 2026}));
    EXPECT_EQ(head_of({{"Số:\tĐông Hải, ngày 03 tháng 11 năm 2026", 85, 712, {308}}}), (PrintedHead{true, true, "", "", 3, 11, 2026}));
    EXPECT_TRUE(head_of({{"Số", 130, 712}}).number_line);
}

TEST(PrintedHeadTest, AYearWithTwoDigitsIsNoYear) {
    EXPECT_EQ(head_of({{"Đông Hải, ngày 03 tháng 11 năm 20", 308, 711}}), (PrintedHead{false, true, "", "", 3, 11, {}}));
}

TEST(PrintedHeadTest, TheTextOfTheDocumentIsNoHead) {
    EXPECT_EQ(head_of({{"Số điện thoại liên hệ", 100, 700}, {"Số 12 Lê Lợi", 100, 680}, kBody}), PrintedHead{});
    EXPECT_EQ(printed_head({}, serif()), PrintedHead{});
}

}  // namespace
}  // namespace congvan::signing
