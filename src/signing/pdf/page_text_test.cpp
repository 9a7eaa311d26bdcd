#include "signing/pdf/page_text.hpp"

#include <gtest/gtest.h>

#include "signing/pdf/second_reading.hpp"
#include "signing/test_support.hpp"

namespace congvan::signing {
namespace {

PageText text_of(const std::string& content, const std::string& font = "<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>",
                 const std::map<int, std::string>& more = {}) {
    test::TestPdf pdf;
    auto objects = more;
    objects[4] = test::TestPdf::stream("", content);
    objects[5] = font;
    pdf.update(objects);
    const auto document = pdf::Document::open(pdf.bytes()).value();
    TextBudget budget;
    return read_page_text(document, document.pages(document.last()).value()[0], document.last(), budget);
}

TEST(PageTextTest, FollowsTheMatricesAndWidthsOfText) {
    const auto text = text_of("q 2 0 0 2 10 20 cm BT /F1 10 Tf 5 6 Td (AB) Tj ET Q",
                              "<</Type /Font /Subtype /Type1 /BaseFont /X /FirstChar 65 /LastChar 66 /Widths [1000 500]>>");
    ASSERT_EQ(text.letters.size(), 2u);
    EXPECT_EQ(text.text(), "AB");
    EXPECT_DOUBLE_EQ(text.letters[0].x, 10 + 2 * (5 + 5));
    EXPECT_DOUBLE_EQ(text.letters[0].y, 20 + 2 * (6 + 3));
    EXPECT_DOUBLE_EQ(text.letters[1].x, 10 + 2 * (5 + 10 + 2.5));
}

TEST(PageTextTest, KnowsEveryWayOfShowingText) {
    EXPECT_EQ(text_of("BT /F1 9 Tf (a) Tj [(b) -200 (c)] TJ (d) ' 1 2 (e) \" T* (f) Tj 1 0 0 1 9 9 Tm <67> Tj ET").text(), "abcdefg");
    EXPECT_EQ(text_of("BT /F1 9 Tf 3 Tr (hidden) Tj 0 Tr (seen) Tj ET").text(), "seen");
    EXPECT_EQ(text_of("BI /W 1 /H 1 ID \x01( EI BT /F1 9 Tf (x) Tj ET").text(), "x");
    const auto damaged = text_of("BT /F1 9 Tf (x) Tj ) (y) Tj ET");
    EXPECT_FALSE(damaged.complete);
    EXPECT_EQ(damaged.text(), "xy");
}

TEST(PageTextTest, ReadsTheCharactersThatAFontNames) {
    const std::string map = "begincmap 1 beginbfchar <0041> <1EC7> endbfchar 1 beginbfrange <0042> <0043> <0030> endbfrange endcmap";
    const auto text = text_of("BT /F1 9 Tf <004100420043> Tj ET",
                              "<</Type /Font /Subtype /Type0 /Encoding /Identity-H /DescendantFonts [<</W [65 [500] 66 67 250]>>] /ToUnicode 60 0 R>>",
                              {{60, test::TestPdf::stream("", map)}});
    EXPECT_EQ(text.text(), "ệ01");
    EXPECT_EQ(text_of("BT /F1 9 Tf (56) Tj ET", "<</Type /Font /Subtype /Type1 /Encoding <</Differences [53 /six /uni0111]>>>>").text(), "6đ");
}

TEST(SecondReadingTest, AgreesOnHonestFilesAndSeesADifference) {
    for (const auto layout : test::kLayouts) {
        test::TestPdf pdf(layout);
        pdf.update({{7, "<</Title (Hai)>>"}});
        const auto document = pdf::Document::open(pdf.bytes()).value();
        EXPECT_EQ(pdf::second_reading(document), "") << to_word(layout);
    }
    // qpdf reads a number where we read none: a value that only one of two readers understands.
    test::TestPdf odd;
    odd.update({{4, test::TestPdf::stream("/X 2147483648123", "BT ET")}});
    const auto document = pdf::Document::open(odd.bytes()).value();
    EXPECT_EQ(pdf::second_reading(document), "") << "the same number to both";
}

}  // namespace
}  // namespace congvan::signing
