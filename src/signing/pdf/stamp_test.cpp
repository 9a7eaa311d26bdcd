#include "signing/pdf/stamp.hpp"

#include <gtest/gtest.h>

#include "signing/seal_place.hpp"
#include "support/signing_tools.hpp"
#include "support/typed_page.hpp"

namespace congvan::signing {
namespace {

using testing_support::ask;
using testing_support::code_of;
using testing_support::must;
using testing_support::PlainPdf;
using testing_support::layout_of;
using testing_support::serif;
using testing_support::Typed;

NumberAndDay values(const char* notation = "/QĐ-UBND", const char* day = "2026-01-05") {
    return {"05", notation, must(parse_day(day))};
}

NumberPlaces places_of(const std::vector<Typed>& lines, const NumberAndDay& wanted = values()) {
    return number_places(layout_of(lines), wanted, default_number_fallback(kA4), serif());
}

std::vector<std::string> texts(const NumberPlaces& places) {
    std::vector<std::string> out;
    for (const StampLine& line : places.lines) out.push_back(line.text);
    return out;
}

const Typed kMotto{"Độc lập - Tự do - Hạnh phúc", 330, 752};
const Typed kBody{"Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ;", 113, 600};
const Typed kDay{"Đông Hải, ngày\ttháng\tnăm 2026", 308, 711, {418, 476}};

TEST(NumberPlacesTest, FillsTheGapBeforeANotationInTheStateForm) {
    const auto places = places_of({kMotto, {"Số:\t/QĐ-UBND", 130, 712, {173}}, kDay, kBody});
    EXPECT_EQ(places.number, Found::on_page);
    EXPECT_EQ(places.day, Found::on_page);
    EXPECT_EQ(texts(places), (std::vector<std::string>{"05", "05", "01"}));
    const StampLine& number = places.lines[0];
    EXPECT_NEAR(number.x + serif().width("05", FontStyle::regular, 13), 173, 0.5);  // close to the stroke
    EXPECT_NEAR(number.y, 712, 0.1);
    EXPECT_EQ(number.style.size, 13);
    EXPECT_EQ(number.style.face, FontStyle::regular);
    EXPECT_EQ(number.erase_width, 0);
    const StampLine& day = places.lines[1];
    EXPECT_GT(day.x, 308 + serif().width("Đông Hải, ngày", FontStyle::regular, 13));
    EXPECT_LT(day.x + serif().width("05", FontStyle::italic, 13), 418);
    EXPECT_EQ(day.style.face, FontStyle::italic);
}

TEST(NumberPlacesTest, FillsTheGapBeforeANotationInThePartyForm) {
    const auto places =
        places_of({{"ĐẢNG CỘNG SẢN VIỆT NAM", 340, 770}, {"Số\t-QĐ/TU", 130, 712, {170}}, kDay}, values("-QĐ/TU"));
    EXPECT_EQ(places.number, Found::on_page);
    EXPECT_EQ(texts(places), (std::vector<std::string>{"05", "05", "01"}));
    EXPECT_NEAR(places.lines[0].x + serif().width("05", FontStyle::regular, 13), 170, 0.5);
}

TEST(NumberPlacesTest, WritesTheWholeNotationWhenNoneIsPrinted) {
    const auto places = places_of({{"Số:", 130, 712}, kDay});
    EXPECT_EQ(texts(places), (std::vector<std::string>{"05/QĐ-UBND", "05", "01"}));
    EXPECT_GT(places.lines[0].x, 130 + serif().width("Số:", FontStyle::regular, 13));
    EXPECT_EQ(places.lines[0].erase_width, 0);
}

TEST(NumberPlacesTest, WritesBehindALabelThatStandsAlone) {
    const auto places = places_of({{"Số", 130, 712}, kDay}, values("-QĐ/TU"));
    EXPECT_EQ(places.number, Found::on_page);
    EXPECT_EQ(texts(places)[0], "05-QĐ/TU");
}

TEST(NumberPlacesTest, CoversDotsThatStandInAGap) {
    const auto places = places_of({{"Số:……/QĐ-UBND", 130, 712}, {"Đông Hải, ngày.......tháng.......năm.........", 308, 711}});
    EXPECT_EQ(texts(places), (std::vector<std::string>{"05", "05", "01", "2026"}));
    for (const StampLine& line : places.lines) EXPECT_GT(line.erase_width, 10) << line.text;
    EXPECT_EQ(texts(places_of({{"Số: .................", 130, 712}, kDay}))[0], "05/QĐ-UBND");
}

TEST(NumberPlacesTest, WritesAnewWhatStandsTooCloseForAnInsertion) {
    const auto places = places_of({{"Số: /QĐ-UBND", 130, 712}, {"Đông Hải, ngày tháng năm 2026", 330, 711}});
    EXPECT_EQ(texts(places), (std::vector<std::string>{"05/QĐ-UBND", "Đông Hải, ngày 05 tháng 01 năm 2026"}));
    const StampLine& number = places.lines[0];
    EXPECT_GE(number.erase_width, serif().width("/QĐ-UBND", FontStyle::regular, 13) - 0.5);
    const StampLine& day = places.lines[1];
    EXPECT_LE(day.x + serif().width(day.text, FontStyle::italic, 13), kA4.width - 42 + 0.1);
}

TEST(NumberPlacesTest, LeavesAloneWhatIsFilledAlready) {
    const auto places = places_of({{"Số: 12/QĐ-UBND", 130, 712}, {"Đông Hải, ngày 03 tháng 11 năm 2026", 308, 711}, kBody});
    EXPECT_EQ(places.number, Found::on_page);
    EXPECT_EQ(places.day, Found::on_page);
    EXPECT_TRUE(places.lines.empty());
}

TEST(NumberPlacesTest, CompletesAYearThatIsHalfPrinted) {
    const auto places = places_of({{"Số: 12/QĐ-UBND", 130, 712}, {"Đông Hải, ngày 03 tháng 11 năm 20", 308, 711}});
    EXPECT_EQ(texts(places), (std::vector<std::string>{"26"}));
}

TEST(NumberPlacesTest, LeadsDaysUnderTenAndTheFirstTwoMonthsWithAZero) {
    const auto written = [&](const char* day) {
        auto found = texts(places_of({{"Số: 12/QĐ-UBND", 130, 712}, kDay}, values("/QĐ-UBND", day)));
        return found.at(0) + " " + found.at(1);
    };
    EXPECT_EQ(written("2026-02-09"), "09 02");
    EXPECT_EQ(written("2026-03-10"), "10 3");
    EXPECT_EQ(written("2026-12-31"), "31 12");
}

TEST(NumberPlacesTest, IsNotMisledByTheTextOfTheDocument) {
    // No head at all: the citation is no date line, "Số điện thoại" and "Số 12 Lê Lợi" are no number.
    const auto places = places_of({kMotto, {"Số điện thoại liên hệ", 100, 700}, {"Số 12 Lê Lợi", 100, 680}, kBody});
    EXPECT_EQ(places.number, Found::fallback);
    EXPECT_EQ(places.day, Found::fallback);
    EXPECT_EQ(texts(places), (std::vector<std::string>{"Số: 05/QĐ-UBND", "ngày 05 tháng 01 năm 2026"}));
}

TEST(NumberPlacesTest, FallsBackInTheFormOfTheNotation) {
    EXPECT_EQ(texts(places_of({}, values("-QĐ/TU")))[0], "Số 05-QĐ/TU");
    EXPECT_EQ(texts(number_places({}, values(), default_number_fallback(kA4), serif()))[0], "Số: 05/QĐ-UBND");
}

TEST(NumberPlacesTest, AFallbackCoversNoWords) {
    std::vector<Typed> lines;
    for (int i = 0; i < 12; ++i) lines.push_back({"Kính gửi các đồng chí lãnh đạo các cơ quan, đơn vị trong toàn tỉnh", 85, 770 - 16.0 * i});
    const PageLayout layout = layout_of(lines);
    for (const StampLine& line : number_places(layout, values(), default_number_fallback(kA4), serif()).lines) {
        const Rect place{line.x, line.y - 3, line.x + serif().width(line.text, line.style.face, line.style.size), line.y + 10};
        for (const TextBox& word : layout.words) EXPECT_FALSE(overlap(word.rect(), place)) << line.text;
        EXPECT_LT(place.top, kA4.height - 14);
    }
}

TEST(StampTest, WritesVietnameseTextThatIsReadBackAtItsPlace) {
    for (const int rotation : {0, 90, 180, 270}) {
        PlainPdf plain;
        plain.page = "/Rotate " + std::to_string(rotation);
        const StampLine line{1, 200, 300, "Số: 05/QĐ-UBND ngày 05 tháng 01", {FontStyle::regular, 13, kBlack}, 0};
        const Bytes stamped = must(stamp(plain.bytes(), {line}, serif()));
        EXPECT_NE(ask("pdftotext", stamped, "-").find("Số: 05/QĐ-UBND ngày 05 tháng 01"), std::string::npos) << rotation;
        const std::string boxes = ask("pdftotext -bbox", stamped, "-");
        const std::size_t word = boxes.rfind("xMin=\"", boxes.find(">Số:<"));
        EXPECT_NEAR(std::stod(boxes.substr(word + 6)), 200, 0.5) << rotation;
    }
}

TEST(StampTest, KeepsTheContentAndResourcesOfThePage) {
    PlainPdf plain;
    plain.page = "/Contents 4 0 R";
    plain.objects = {"<< /Length 17 >>\nstream\n1 0 0 1 50 50 cm \nendstream"};  // leaves the page moved
    const StampLine line{1, 200, 300, "Số", {}, 0};
    const Bytes twice = must(stamp(must(stamp(plain.bytes(), {line}, serif())), {{1, 250, 300, "Ngày", {}, 0}}, serif()));
    const std::string boxes = ask("pdftotext -bbox", twice, "-");
    EXPECT_NEAR(std::stod(boxes.substr(boxes.rfind("xMin=\"", boxes.find(">Số<")) + 6)), 200, 0.5);
    EXPECT_NEAR(std::stod(boxes.substr(boxes.rfind("xMin=\"", boxes.find(">Ngày<")) + 6)), 250, 0.5);
}

TEST(StampTest, DrawsTheUrgencyFrameInItsLegalSize) {
    EXPECT_NEAR(urgency_frame_size("HỎA TỐC", serif()).width, 30 * kPointsPerMm, 1e-9);
    EXPECT_NEAR(urgency_frame_size("THƯỢNG KHẨN", serif()).width, 40 * kPointsPerMm, 1e-9);
    EXPECT_NEAR(urgency_frame_size("KHẨN", serif()).width, 20 * kPointsPerMm, 1e-9);
    EXPECT_NEAR(urgency_frame_size("KHẨN", serif()).height, 8 * kPointsPerMm, 1e-9);
    const UrgencyFrame frame = place_urgency({{kA4}, {}}, "HỎA TỐC", serif());
    const Bytes stamped = must(stamp(PlainPdf{}.bytes(), {}, frame, serif()));
    EXPECT_NE(ask("pdftotext", stamped, "-").find("HỎA TỐC"), std::string::npos);
}

TEST(StampTest, RefusesPagesAndLettersThatDoNotExist) {
    const Bytes plain = PlainPdf{}.bytes();
    EXPECT_EQ(code_of(stamp(plain, {{2, 0, 0, "a", {}, 0}}, serif())), "signing.no_such_page");
    EXPECT_EQ(code_of(stamp(plain, {{0, 0, 0, "a", {}, 0}}, serif())), "signing.no_such_page");
    EXPECT_EQ(code_of(stamp(plain, {{1, 0, 0, "漢", {}, 0}}, serif())), "signing.no_glyph");
    EXPECT_EQ(code_of(stamp(to_bytes("rác"), {}, serif())), "signing.malformed_pdf");
}

}  // namespace
}  // namespace congvan::signing
