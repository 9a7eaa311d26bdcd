#include "adapters/convert/confined_converter.hpp"

#include <algorithm>
#include <fstream>

#include <gtest/gtest.h>

#include "adapters/convert/word_boxes.hpp"
#include "errors/convert.hpp"

namespace congvan::convert {
namespace {

using usecases::FileKind;
using usecases::PdfText;

Bytes demo(const std::string& name) {
    std::ifstream file(std::string(CONGVAN_SOURCE_DIR) + "/regulations/demo/templates/" + name, std::ios::binary);
    return to_bytes(std::string((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>()));
}

class ConverterTest : public ::testing::Test {
protected:
    Result<Bytes> convert(const Bytes& source, FileKind kind) { return converter_.to_pdf(MemoryBytes(source), kind); }
    std::string words(const Bytes& pdf) {
        const auto text = converter_.text_boxes(pdf);
        if (!text.has_value()) return std::string(text.error().code) + " " + text.error().detail;
        std::string line;
        for (const auto& box : text->boxes) line += box.text + " ";
        return line;
    }
    bool says(const Bytes& pdf, std::string_view sentence) {
        const auto all = words(pdf);
        const bool found = all.find(sentence) != std::string::npos;
        if (!found) ADD_FAILURE() << "not in: " << all;
        return found;
    }

    Sandbox sandbox_{SandboxSettings{}};
    ConfinedConverter converter_{sandbox_, ConverterSettings{}};
};

TEST_F(ConverterTest, ALetterBecomesPdfWithEveryVietnameseLetter) {
    const auto pdf = convert(demo("cong-van.docx"), FileKind::docx);
    ASSERT_TRUE(pdf.has_value()) << pdf.error().code << " " << pdf.error().detail;
    EXPECT_TRUE(says(*pdf, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"));
    EXPECT_TRUE(says(*pdf, "Độc lập - Tự do - Hạnh phúc"));
    EXPECT_TRUE(says(*pdf, "Rà soát danh mục hồ sơ của đơn vị mình; ghi rõ tiêu đề hồ sơ, thời hạn lưu trữ và người lập hồ sơ theo mẫu tại Phụ lục gửi kèm."));
    EXPECT_TRUE(says(*pdf, "Lãnh đạo A (thử nghiệm)"));
    // Times New Roman is drawn with the font of the same metrics, and the font is inside.
    const auto raw = as_text(*pdf);
    EXPECT_NE(raw.find("LiberationSerif"), std::string_view::npos);
    EXPECT_NE(raw.find("/FontFile2"), std::string_view::npos);
}

TEST_F(ConverterTest, BoxesSayWhereTheNumberAndTheDateGo) {
    const auto pdf = convert(demo("cong-van-tra-loi.docx"), FileKind::docx).value();
    const auto text = converter_.text_boxes(pdf).value();
    ASSERT_EQ(text.pages.size(), 1u);
    EXPECT_NEAR(text.pages[0].width, 595.3, 0.5);
    EXPECT_NEAR(text.pages[0].height, 841.9, 0.5);
    const auto find = [&](std::string_view word) {
        return *std::find_if(text.boxes.begin(), text.boxes.end(), [&](const auto& box) { return box.text == word; });
    };
    const auto number = find("Số:");
    const auto notation = find("/SKHCN-CĐS");
    EXPECT_EQ(number.page, 1u);
    EXPECT_GT(notation.x - (number.x + number.width), 20);  // room for the number
    EXPECT_NEAR(number.y, notation.y, 1);
    EXPECT_GT(number.y, 650);  // near the top, counted from below
    EXPECT_LT(number.x, 200);
    EXPECT_GT(find("tháng").x, 300);
    EXPECT_LT(find("GIÁM").y, number.y);
}

TEST_F(ConverterTest, DecisionsAndPartyLettersFitOnePage) {
    for (const std::string name : {"quyet-dinh.docx", "cong-van-dang.docx"}) {
        const auto pdf = convert(demo(name), FileKind::docx);
        ASSERT_TRUE(pdf.has_value()) << name << pdf.error().detail;
        EXPECT_EQ(converter_.text_boxes(*pdf)->pages.size(), 1u) << name;
    }
}

TEST_F(ConverterTest, SheetsTextAndTablesBecomePdf) {
    const auto sheet = convert(demo("tong-hop-van-ban.xlsx"), FileKind::xlsx);
    ASSERT_TRUE(sheet.has_value()) << sheet.error().detail;
    EXPECT_TRUE(says(*sheet, "Phòng Văn thư, lưu trữ (thử nghiệm)"));
    const auto text = convert(to_bytes("Kính gửi: Ủy ban nhân dân xã thử nghiệm\n"), FileKind::txt);
    ASSERT_TRUE(text.has_value()) << text.error().detail;
    EXPECT_TRUE(says(*text, "Kính gửi: Ủy ban nhân dân xã thử nghiệm"));
    const auto table = convert(to_bytes("Đơn vị,Số lượng\nPhòng Tổ chức,12\n"), FileKind::csv);
    ASSERT_TRUE(table.has_value()) << table.error().detail;
    EXPECT_TRUE(says(*table, "Phòng Tổ chức 12"));
}

TEST_F(ConverterTest, APdfComesBackAsItIs) {
    const auto pdf = demo("danh-muc-ho-so.pdf");
    EXPECT_EQ(convert(pdf, FileKind::pdf).value(), pdf);
}

TEST_F(ConverterTest, WhatCannotBeReadIsRefused) {
    EXPECT_EQ(converter_.text_boxes(to_bytes("%PDF-1.7 no more")).error().code, errors::convert::failed);
    EXPECT_EQ(convert(to_bytes("PK\x03\x04 not a document"), FileKind::docx).error().code, errors::convert::failed);
    EXPECT_EQ(convert(to_bytes("x"), FileKind::pptx).error().code, errors::convert::unsupported);
    EXPECT_EQ(convert(Bytes(usecases::kMostToConvert + 1), FileKind::docx).error().code, errors::convert::too_large);
}

TEST_F(ConverterTest, AnOfficeThatTakesTooLongIsStopped) {
    ConverterSettings settings;
    settings.office_wall = std::chrono::milliseconds(100);  // it needs a second for anything
    ConfinedConverter converter(sandbox_, settings);
    const auto source = to_bytes("x");
    const auto stopped = converter.to_pdf(MemoryBytes(source), FileKind::txt);
    ASSERT_FALSE(stopped.has_value());
    EXPECT_EQ(stopped.error().code, errors::convert::timed_out);
}

TEST_F(ConverterTest, WithoutASandboxNothingIsConverted) {
    SandboxSettings settings;
    settings.bubblewrap = "/bin/false";
    Sandbox none(settings);
    ConfinedConverter converter(none, {});
    const auto source = to_bytes("x");
    EXPECT_EQ(converter.to_pdf(MemoryBytes(source), FileKind::txt).error().code, errors::convert::no_sandbox);
    EXPECT_EQ(converter.text_boxes(source).error().code, errors::convert::no_sandbox);
}

TEST(WordBoxesTest, ReadsWordsFromTheBottomLeft) {
    const auto text = read_word_boxes("<html>\n<head>\n<title>&lt;doc&gt;</title>\n</head>\n<body>\n<doc>\n"
                                      "  <page width=\"100.000000\" height=\"200.000000\">\n"
                                      "    <word xMin=\"10.000000\" yMin=\"20.000000\" xMax=\"40.000000\" yMax=\"30.000000\">A&amp;B&lt;</word>\n"
                                      "  </page>\n  <page width=\"50\" height=\"60\">\n  </page>\n</doc>\n</body>\n</html>\n").value();
    ASSERT_EQ(text.pages.size(), 2u);
    ASSERT_EQ(text.boxes.size(), 1u);
    EXPECT_EQ(text.boxes[0].text, "A&B<");
    EXPECT_DOUBLE_EQ(text.boxes[0].x, 10);
    EXPECT_DOUBLE_EQ(text.boxes[0].y, 170);
    EXPECT_DOUBLE_EQ(text.boxes[0].width, 30);
    EXPECT_DOUBLE_EQ(text.boxes[0].height, 10);
}

TEST(WordBoxesTest, RefusesWhatItDoesNotKnow) {
    const std::string front = "<doc>\n<page width=\"100\" height=\"200\">\n";
    const std::string back = "\n</page>\n</doc>\n</body>\n</html>\n";
    const std::string word = "<word xMin=\"1\" yMin=\"2\" xMax=\"4\" yMax=\"3\">";
    EXPECT_TRUE(read_word_boxes(front + word + "x</word>" + back).has_value());
    for (const auto& line : {word + "<b/></word>", word + "&nbsp;</word>", word + "x", word + "x</word>y", std::string("<script/>"),
                             std::string("<word xMin=\"nan\" yMin=\"2\" xMax=\"4\" yMax=\"3\">x</word>"),
                             std::string("<word xMin=\"9999999\" yMin=\"2\" xMax=\"4\" yMax=\"3\">x</word>"), word + "\xff</word>"}) {
        const auto read = read_word_boxes(front + line + back);
        ASSERT_FALSE(read.has_value()) << line;
        EXPECT_EQ(read.error().code, errors::convert::failed);
    }
    EXPECT_EQ(read_word_boxes(front + word + "x</word>\n</page>\n").error().code, errors::convert::failed);
    EXPECT_EQ(read_word_boxes("").error().code, errors::convert::failed);
}

}  // namespace
}  // namespace congvan::convert
