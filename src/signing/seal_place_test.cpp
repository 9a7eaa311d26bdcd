#include "signing/seal_place.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "support/signing_tools.hpp"

namespace congvan::signing {
namespace {

using testing_support::instant;
using testing_support::must;
using testing_support::serif;

void type(PageLayout& layout, int page, double x, double y, const std::string& line, double size = 13) {
    std::string word;
    const auto close = [&] {
        const double width = serif().width(word, FontStyle::regular, size);
        if (!word.empty()) layout.words.push_back({page, x, y - 0.216 * size, width, 1.107 * size, word});
        x += width + serif().width(" ", FontStyle::regular, size);
        word.clear();
    };
    for (char c : line) {
        if (c == ' ') {
            close();
        } else {
            word += c;
        }
    }
    close();
}

void type_centred(PageLayout& layout, int page, double middle, double y, const std::string& line) {
    type(layout, page, middle - serif().width(line, FontStyle::regular, 13) / 2, y, line);
}

const char* const kSigner = "Lãnh đạo A (thử nghiệm)";
constexpr double kColumn = 430;  // middle of the right column

// The head on page 1, the signature block on page 2.
PageLayout official_document() {
    PageLayout layout;
    layout.pages = {kA4, kA4};
    type_centred(layout, 1, 180, 752, "TỈNH ĐÔNG HẢI");
    type_centred(layout, 1, 180, 712, "Số: 05/QĐ-UBND");
    type_centred(layout, 1, kColumn, 711, "Đông Hải, ngày 05 tháng 01 năm 2026");
    type_centred(layout, 1, 305, 660, "QUYẾT ĐỊNH");
    type(layout, 2, 85, 500, "Điều 3. Lãnh đạo A (thử nghiệm) chịu trách nhiệm thi hành Quyết định này./.");
    type(layout, 2, 85, 450, "Nơi nhận:", 12);
    type(layout, 2, 85, 435, "- Như Điều 3;", 11);
    type(layout, 2, 85, 421, "- Văn phòng Chính phủ;", 11);
    type(layout, 2, 85, 407, "- Lưu: VT, KHCN.", 11);
    type_centred(layout, 2, kColumn, 450, "TM. ỦY BAN NHÂN DÂN");
    type_centred(layout, 2, kColumn, 433, "CHỦ TỊCH");
    type_centred(layout, 2, kColumn, 350, kSigner);
    return layout;
}

bool covers_words(const PageLayout& layout, const Place& place) {
    return std::any_of(layout.words.begin(), layout.words.end(), [&](const TextBox& word) {
        return word.page == place.page && overlap(word.rect(), place.rect);
    });
}

PlaceRequest wish(Anchor anchor, double width, double height) {
    PlaceRequest request;
    request.anchor = anchor;
    request.size = {width, height};
    request.signer = kSigner;
    return request;
}

double middle(const Rect& rect) { return (rect.left + rect.right) / 2; }

TEST(SealPlaceTest, PersonalSignatureStandsBetweenTitleAndName) {
    const PageLayout layout = official_document();
    const auto found = find_place(layout, wish(Anchor::above_signer_name, 127, 54));
    EXPECT_TRUE(found.by_text);
    EXPECT_EQ(found.place.page, 2);
    EXPECT_NEAR(middle(found.place.rect), kColumn, 1);
    EXPECT_FALSE(covers_words(layout, found.place));
    EXPECT_GT(found.place.rect.bottom, 350);
    EXPECT_LT(found.place.rect.top, 433);
    EXPECT_NEAR(found.place.rect.width(), 127, 1e-6);
}

TEST(SealPlaceTest, PersonalSignatureShrinksToTheRoomThereIs) {
    PageLayout layout = official_document();
    const auto found = find_place(layout, wish(Anchor::above_signer_name, 200, 100));
    EXPECT_FALSE(covers_words(layout, found.place));
    EXPECT_NEAR(found.place.rect.width() / found.place.rect.height(), 2, 1e-6);
}

TEST(SealPlaceTest, PersonalSignatureGoesUnderTheTitleWhenNoNameIsPrinted) {
    PageLayout layout = official_document();
    auto request = wish(Anchor::above_signer_name, 127, 54);
    request.signer = "Người khác";
    const auto found = find_place(layout, request);
    EXPECT_TRUE(found.by_text);
    EXPECT_EQ(found.place.page, 2);
    EXPECT_LT(found.place.rect.top, 433);
    EXPECT_FALSE(covers_words(layout, found.place));
}

TEST(SealPlaceTest, PersonalSignatureFallsBackToTheLowerRight) {
    PageLayout layout;
    layout.pages = {kA4};
    type(layout, 1, 85, 700, "Một văn bản quét không có khối chữ ký.");
    const auto found = find_place(layout, wish(Anchor::above_signer_name, 127, 54));
    EXPECT_FALSE(found.by_text);
    EXPECT_FALSE(covers_words(layout, found.place));
    EXPECT_GT(middle(found.place.rect), kA4.width / 2);
}

TEST(SealPlaceTest, SealCoversAThirdOfThePersonalSignatureFromItsLeft) {
    const PageLayout layout = official_document();
    const Place personal{2, {366, 365, 493, 419}};
    auto request = wish(Anchor::on_personal_signature, 36 * kPointsPerMm, 36 * kPointsPerMm);
    request.personal = personal;
    request.taken = {personal};
    const auto found = find_place(layout, request);
    EXPECT_EQ(found.place.page, 2);
    EXPECT_NEAR(found.place.rect.width(), 36 * kPointsPerMm, 1e-6);  // its true size
    EXPECT_NEAR((found.place.rect.right - personal.rect.left) / personal.rect.width(), 1.0 / 3, 0.01);
    EXPECT_LT(found.place.rect.left, personal.rect.left);
    EXPECT_LT(std::abs(found.place.rect.bottom + found.place.rect.top - personal.rect.bottom - personal.rect.top) / 2, 27);
}

TEST(SealPlaceTest, InitialFollowsTheListOfRecipients) {
    const PageLayout layout = official_document();
    const auto found = find_place(layout, wish(Anchor::end_of_recipients, 120, 20));
    EXPECT_TRUE(found.by_text);
    EXPECT_EQ(found.place.page, 2);
    EXPECT_NEAR(found.place.rect.left, 85, 0.1);
    EXPECT_LT(found.place.rect.top, 407);
    EXPECT_GT(found.place.rect.top, 395);
    EXPECT_FALSE(covers_words(layout, found.place));
}

TEST(SealPlaceTest, InitialGoesBesideAListAtTheFootOfThePage) {
    PageLayout layout;
    layout.pages = {kA4};
    type(layout, 1, 85, 45, "Nơi nhận:", 12);
    type(layout, 1, 85, 31, "- Lưu: VT.", 11);
    const auto found = find_place(layout, wish(Anchor::end_of_recipients, 120, 20));
    EXPECT_TRUE(found.by_text);
    EXPECT_FALSE(covers_words(layout, found.place));
    EXPECT_GE(found.place.rect.bottom, 0);
}

TEST(SealPlaceTest, OrganisationStandsInTheMarginBelowTheNotation) {
    const PageLayout layout = official_document();
    const auto found = find_place(layout, wish(Anchor::margin_below_notation, 150, 54));
    EXPECT_TRUE(found.by_text);
    EXPECT_EQ(found.place.page, 1);
    EXPECT_FALSE(covers_words(layout, found.place));
    EXPECT_LT(found.place.rect.top, 712);
    EXPECT_GT(found.place.rect.top, 600);
    EXPECT_LT(found.place.rect.left, 100);
}

// --- QN37: the organisation at the left of page 1, just below the notation ---------------------------------------------

constexpr double kTextLeft = 85.04;  // 30 mm
constexpr double kNotation = 722;    // its baseline

void type_lines(PageLayout& layout, double x, double y, const std::vector<std::string>& lines, double leading = 18) {
    for (const std::string& line : lines) {
        type(layout, 1, x, y, line);
        y -= leading;
    }
}

// The head of a document of a department: two lines of names, number and notation, place and day.
PageLayout heading() {
    PageLayout layout;
    layout.pages = {kA4};
    type_centred(layout, 1, 172, 772, "UBND TỈNH THỬ NGHIỆM");
    type_centred(layout, 1, 172, 758, "SỞ NỘI VỤ");
    type_centred(layout, 1, 172, kNotation, "Số: 01/SNV-VP");
    type_centred(layout, 1, 402, kNotation, "Thử Nghiệm, ngày 21 tháng 11 năm 2026");
    return layout;
}

const std::vector<std::string> kBody(24, "Nội dung văn bản thử nghiệm kéo dài từ lề trái đến lề phải của trang giấy khổ A4,");

// A letter: its abstract stands under the notation.
PageLayout letter() {
    PageLayout layout = heading();
    for (const auto& [y, line] : {std::pair{707.0, "V/v rà soát danh mục hồ sơ,"}, {693.0, "tài liệu năm 2026 của các sở,"},
                                  {679.0, "ban, ngành (thử nghiệm)"}}) {
        type_centred(layout, 1, 172, y, line);
    }
    type(layout, 1, 140, 655, "Kính gửi: - Các phòng thuộc Sở Thử Nghiệm;");
    type(layout, 1, 200, 640, "- Ủy ban nhân dân các xã, phường thử nghiệm.");
    type_lines(layout, kTextLeft, 608, kBody);
    return layout;
}

// Nothing between the head and the words of the document.
PageLayout dense() {
    PageLayout layout = heading();
    type_lines(layout, kTextLeft, 702, kBody);
    return layout;
}

// Few words, so that the column beside the margin is free soon.
PageLayout short_note() {
    PageLayout layout;
    layout.pages = {kA4};
    type(layout, 1, kTextLeft, kNotation, "Số:        01/SNV-VP");
    type_lines(layout, kTextLeft, 706, {"Kính gửi: Các cơ quan, đơn vị", "Nội dung thử nghiệm."}, 15);
    return layout;
}

PageLayout decision() {
    PageLayout layout = heading();
    type_centred(layout, 1, 312, 676, "QUYẾT ĐỊNH");
    type_centred(layout, 1, 312, 658, "Về việc ban hành danh mục hồ sơ, tài liệu năm 2026");
    type_lines(layout, kTextLeft, 610, kBody);
    return layout;
}

PageLayout long_agency() {
    PageLayout layout;
    layout.pages = {kA4};
    type_centred(layout, 1, 172, 772, "UBND TỈNH THỬ NGHIỆM");
    type_centred(layout, 1, 172, 758, "BAN QUẢN LÝ CÁC KHU CÔNG NGHIỆP");
    type_centred(layout, 1, 172, 744, "VÀ KHU CHẾ XUẤT");
    type_centred(layout, 1, 172, kNotation, "Số: 01/BQL-VP");
    type_lines(layout, kTextLeft, 660, kBody);
    return layout;
}

Rect stamped_frame(PageLayout& layout, const std::string& word) {
    const UrgencyFrame frame = place_urgency(layout, word, serif());
    const Size size = urgency_frame_size(word, serif());
    const Rect rect{frame.corner_x, frame.corner_y - size.height, frame.corner_x + size.width, frame.corner_y};
    EXPECT_FALSE(covers_words(layout, {frame.page, rect})) << word;
    const double width = serif().width(word, FontStyle::bold, 13);
    type(layout, 1, frame.corner_x + (size.width - width) / 2, rect.bottom + (size.height - 8.6) / 2, word);
    return rect;
}

const char* const kDegrees[] = {"HỎA TỐC", "THƯỢNG KHẨN", "KHẨN"};

AppearanceRequest organisation(const std::string& agency = "Sở Nội vụ (thử nghiệm)") {
    AppearanceRequest look;
    look.kind = AppearanceKind::image_name_time;
    look.role = SignatureRole::seal;
    look.agency = agency;
    look.at = instant("2026-11-21T05:42:38+07:00");
    return look;
}

PlacedDrawing sealed(const PageLayout& layout, const AppearanceRequest& look = organisation(),
                     const std::vector<Place>& taken = {}) {
    PlaceRequest where;
    where.anchor = Anchor::margin_below_notation;
    where.taken = taken;
    return must(draw_in_place(look, layout, where, serif()));
}

// At the left of page 1, over nothing, as large as its drawing, its top within `within` below the notation.
void expect_below_notation(const PageLayout& layout, const PlacedDrawing& seal, double within = 16) {
    const Rect& rect = seal.found.place.rect;
    EXPECT_TRUE(seal.found.by_text);
    EXPECT_EQ(seal.found.place.page, 1);
    EXPECT_FALSE(covers_words(layout, seal.found.place));
    EXPECT_LT(rect.top, kNotation);
    EXPECT_GT(rect.top, kNotation - 3 - 6 - within);
    EXPECT_GE(rect.left, 14);
    EXPECT_LE(rect.left, kTextLeft);
    EXPECT_LT(rect.right, kA4.width / 2);
    EXPECT_NEAR(rect.width(), seal.drawing.size().width, 1e-6);
    EXPECT_NEAR(rect.height(), seal.drawing.size().height, 1e-6);
}

TEST(SealPlaceTest, OrganisationAndUrgencyBothFindTheirPlaceBelowTheNotation) {
    struct Case {
        const char* name;
        PageLayout layout;
    };
    for (const Case& each : {Case{"letter", letter()}, Case{"dense", dense()}, Case{"short", short_note()}, Case{"decision", decision()},
                             Case{"long agency", long_agency()}}) {
        SCOPED_TRACE(each.name);
        expect_below_notation(each.layout, sealed(each.layout));
        for (const char* degree : kDegrees) {
            SCOPED_TRACE(degree);
            PageLayout layout = each.layout;
            const Rect frame = stamped_frame(layout, degree);
            EXPECT_LT(frame.left, kA4.width / 2);
            const PlacedDrawing seal = sealed(layout);
            expect_below_notation(layout, seal);
            EXPECT_FALSE(overlap(frame, seal.found.place.rect));
        }
    }
}

TEST(SealPlaceTest, UrgencyStandsUnderTheNotationWhereTheHeadingHasRoom) {
    for (const char* degree : kDegrees) {
        PageLayout layout = decision();
        const Rect frame = stamped_frame(layout, degree);
        EXPECT_NEAR(middle(frame), 172, 1) << degree;
        EXPECT_NEAR(frame.top, kNotation - 9, 4) << degree;
    }
}

TEST(SealPlaceTest, OrganisationIsDrawnWideWhereTheHeadingHasRoomAndUprightInTheMarginWhereNot) {
    PageLayout roomy = heading();
    type_lines(roomy, kTextLeft, 620, kBody);
    const PlacedDrawing wide = sealed(roomy);
    EXPECT_EQ(wide.found.shape, 0u);
    EXPECT_GT(wide.drawing.size().width, wide.drawing.size().height);
    EXPECT_NEAR(wide.found.place.rect.left, kTextLeft, 0.1);
    expect_below_notation(roomy, wide);

    const PlacedDrawing upright = sealed(dense());
    EXPECT_GT(upright.found.shape, 0u);
    EXPECT_LT(upright.drawing.size().width, upright.drawing.size().height);
    EXPECT_LT(upright.found.place.rect.right, kTextLeft);
    EXPECT_LT(sealed(short_note()).found.place.rect.right, kTextLeft);
}

TEST(SealPlaceTest, OrganisationWithALongNameStandsInTheMargin) {
    const auto look = organisation("Ban Quản lý các khu công nghiệp và khu chế xuất tỉnh Thử Nghiệm (thử nghiệm)");
    for (const char* degree : kDegrees) {
        PageLayout layout = letter();
        stamped_frame(layout, degree);
        expect_below_notation(layout, sealed(layout, look));
    }
}

TEST(SealPlaceTest, OrganisationFitsNarrowerMargins) {
    for (const double margin_mm : {35.0, 30.0, 25.0, 20.0}) {
        SCOPED_TRACE(margin_mm);
        PageLayout layout = heading();
        type_lines(layout, margin_mm * kPointsPerMm, 702, kBody);
        const PlacedDrawing seal = sealed(layout);
        expect_below_notation(layout, seal);
        EXPECT_LT(seal.found.place.rect.right, margin_mm * kPointsPerMm);
    }
}

TEST(SealPlaceTest, OrganisationStandsTheSameOnAPageThatLiesOnItsSide) {
    PageLayout layout;
    layout.pages = {{kA4.height, kA4.width}};
    type_centred(layout, 1, 220, 500, "Số: 01/SNV-VP");
    const std::string line = kBody.front() + " " + kBody.front();
    type_lines(layout, kTextLeft, 480, std::vector<std::string>(20, line));
    for (const char* degree : {"", "THƯỢNG KHẨN"}) {
        if (*degree != '\0') stamped_frame(layout, degree);
        const PlacedDrawing seal = sealed(layout);
        EXPECT_FALSE(covers_words(layout, seal.found.place));
        EXPECT_NEAR(seal.found.place.rect.top, 491, 12);
        EXPECT_LT(seal.found.place.rect.right, kTextLeft);
    }
}

TEST(SealPlaceTest, OrganisationStandsInTheMarginOfAScanWhoseWordsCannotBeRead) {
    PageLayout scan;
    scan.pages = {kA4, kA4};
    type(scan, 2, kTextLeft, 700, "Trang sau có lớp chữ.");
    const PlacedDrawing seal = sealed(scan);
    EXPECT_EQ(seal.found.place.page, 1);
    EXPECT_FALSE(seal.found.by_text);
    EXPECT_LT(seal.found.place.rect.right, kTextLeft);
    EXPECT_NEAR(seal.found.place.rect.top, kNotation, 10);
}

TEST(SealPlaceTest, OrganisationLeavesEarlierSignaturesFree) {
    const PageLayout layout = dense();
    std::vector<Place> taken;
    for (int count = 0; count < 4; ++count) {
        const PlacedDrawing seal = sealed(layout, organisation(), taken);
        EXPECT_FALSE(covers_words(layout, seal.found.place));
        EXPECT_LT(seal.found.place.rect.right, kTextLeft);
        for (const Place& other : taken) EXPECT_FALSE(overlap(other.rect, seal.found.place.rect)) << count;
        taken.push_back(seal.found.place);
    }
}

TEST(SealPlaceTest, OrganisationStaysInTheLeftHalfWhileThatHasRoomAndOnPageOneAlways) {
    PageLayout layout = heading();
    for (double y = 710; y > 100; y -= 14) type(layout, 1, 20, y, kBody.front());  // words from edge to edge
    const PlacedDrawing low = sealed(layout);
    EXPECT_FALSE(covers_words(layout, low.found.place));
    EXPECT_LT(low.found.place.rect.right, kA4.width / 2);
    for (double y = 830; y > 0; y -= 14) type(layout, 1, 10, y, kBody.front() + " " + kBody.front());
    const PlacedDrawing full = sealed(layout);
    EXPECT_FALSE(full.found.by_text);
    EXPECT_EQ(full.found.place.page, 1);
    EXPECT_GE(full.found.place.rect.left, 0);
    EXPECT_LE(full.found.place.rect.top, kA4.height);
}

TEST(SealPlaceTest, LandscapeAndEmptyPagesHaveTheSamePlaces) {
    PageLayout layout;
    layout.pages = {{841.89, 595.276}};
    type(layout, 1, 100, 500, "Số: 05/QĐ-UBND");
    const auto found = find_place(layout, wish(Anchor::margin_below_notation, 150, 54));
    EXPECT_TRUE(found.by_text);
    EXPECT_FALSE(covers_words(layout, found.place));
    EXPECT_LT(found.place.rect.top, 500);
    for (const Anchor anchor : {Anchor::above_signer_name, Anchor::on_personal_signature, Anchor::end_of_recipients,
                                Anchor::margin_below_notation, Anchor::top_right}) {
        const auto empty = find_place({{kA4}, {}}, wish(anchor, 150, 54));
        EXPECT_GE(empty.place.rect.left, 0);
        EXPECT_LE(empty.place.rect.top, kA4.height);
    }
    EXPECT_EQ(find_place({}, wish(Anchor::top_right, 150, 12)).place.page, 1);
}

TEST(SealPlaceTest, AttachmentLineStandsAtTheTopRightClearOfText) {
    PageLayout layout = official_document();
    const auto free = find_place(layout, wish(Anchor::top_right, 210, 14));
    EXPECT_EQ(free.place.page, 1);
    EXPECT_NEAR(free.place.rect.right, kA4.width - 42, 0.1);
    EXPECT_GT(free.place.rect.bottom, 780);
    type(layout, 1, 380, 808, "Phụ lục đã có dòng ở góc phải");
    const auto moved = find_place(layout, wish(Anchor::top_right, 210, 14));
    EXPECT_FALSE(covers_words(layout, moved.place));
}

TEST(SealPlaceTest, EarlierSignaturesAreNotCovered) {
    const PageLayout layout = official_document();
    auto request = wish(Anchor::end_of_recipients, 120, 20);
    const auto first = find_place(layout, request);
    request.taken = {first.place};
    const auto second = find_place(layout, request);
    EXPECT_FALSE(overlap(first.place.rect, second.place.rect));
}

TEST(SealPlaceTest, NothingIsLargerThanThePage) {
    const auto found = find_place({{{100, 100}}, {}}, wish(Anchor::top_right, 500, 100));
    EXPECT_LE(found.place.rect.right, 100);
    EXPECT_NEAR(found.place.rect.width() / found.place.rect.height(), 5, 1e-6);
}

}  // namespace
}  // namespace congvan::signing
