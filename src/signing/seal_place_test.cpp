#include "signing/seal_place.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "support/signing_tools.hpp"

namespace congvan::signing {
namespace {

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
