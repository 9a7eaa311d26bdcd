#include "signing/pdf/appearance.hpp"

#include <gtest/gtest.h>

#include <png.h>

#include "signing/pdf/writer.hpp"
#include "support/signing_tools.hpp"

namespace congvan::signing {
namespace {

using testing_support::ask;
using testing_support::code_of;
using testing_support::instant;
using testing_support::must;
using testing_support::PlainPdf;
using testing_support::serif;
using testing_support::sign_pdf;
using testing_support::SoftKey;

// Every letter of the Vietnamese alphabet with every tone.
const char* const kAlphabet =
    "aàảãáạ ăằẳẵắặ âầẩẫấậ eèẻẽéẹ êềểễếệ iìỉĩíị oòỏõóọ ôồổỗốộ ơờởỡớợ uùủũúụ ưừửữứự yỳỷỹýỵ đ "
    "AÀẢÃÁẠ ĂẰẲẴẮẶ ÂẦẨẪẤẬ EÈẺẼÉẸ ÊỀỂỄẾỆ IÌỈĨÍỊ OÒỎÕÓỌ ÔỒỔỖỐỘ ƠỜỞỠỚỢ UÙỦŨÚỤ ƯỪỬỮỨỰ YỲỶỸÝỴ Đ";

Bytes png_of(int width, int height, png_uint_32 format, const std::vector<std::uint8_t>& pixels) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(width);
    image.height = static_cast<png_uint_32>(height);
    image.format = format;
    png_alloc_size_t size = 0;
    png_image_write_to_memory(&image, nullptr, &size, 0, pixels.data(), 0, nullptr);
    Bytes out(size);
    png_image_write_to_memory(&image, out.data(), &size, 0, pixels.data(), 0, nullptr);
    out.resize(size);
    return out;
}

// A red disc on transparent ground.
Bytes disc(int side) {
    std::vector<std::uint8_t> pixels;
    for (int y = 0; y < side; ++y) {
        for (int x = 0; x < side; ++x) {
            const int dx = 2 * x - side, dy = 2 * y - side;
            const bool inside = dx * dx + dy * dy < side * side;
            for (const int channel : {200, 10, 20, inside ? 255 : 0}) pixels.push_back(static_cast<std::uint8_t>(channel));
        }
    }
    return png_of(side, side, PNG_FORMAT_RGBA, pixels);
}

Bytes page_with(const Drawing& drawing) {
    SignatureRequest request;
    request.at = instant("2026-11-20T14:03:22+07:00");
    request.appearance = drawing;
    request.place = {1, {20, 20, 20 + drawing.size().width, 20 + drawing.size().height}};
    static const SoftKey key = SoftKey::make("A");
    return sign_pdf(PlainPdf{}.bytes(), request, key);
}

TEST(FontTest, EveryVietnameseLetterIsReadBackFromEveryFace) {
    for (const FontStyle face : {FontStyle::regular, FontStyle::bold, FontStyle::italic, FontStyle::bold_italic}) {
        Drawing drawing({560, 40}, serif());
        const std::string letters = kAlphabet;
        const std::size_t half = letters.find("AÀ");
        must(drawing.text(letters.substr(0, half - 1), 2, 24, {face, 9, kBlack}));
        must(drawing.text(letters.substr(half), 2, 8, {face, 9, kBlack}));
        const std::string text = ask("pdftotext -layout", page_with(drawing), "-");
        EXPECT_NE(text.find(letters.substr(0, half - 1)), std::string::npos) << text;
        EXPECT_NE(text.find(letters.substr(half)), std::string::npos) << text;
    }
}

TEST(FontTest, TextThatIsDecomposedIsComposedFirst) {
    const auto composed = must(serif().shape("ế", FontStyle::regular));
    const auto decomposed = must(serif().shape("e\u0302\u0301", FontStyle::regular));
    ASSERT_EQ(decomposed.size(), 1u);
    EXPECT_EQ(decomposed[0].id, composed[0].id);
    EXPECT_EQ(decomposed[0].text, "ế");
}

TEST(FontTest, EmbedsASubsetUnderANameThatSaysSo) {
    const ObjectList list = must(serif().embed(FontStyle::regular, must(serif().shape(kAlphabet, FontStyle::regular))));
    std::size_t bytes = 0;
    for (const NewObject& object : list.objects()) bytes += object.stream.has_value() ? object.stream->size() : 0;
    EXPECT_LT(bytes, 24u * 1024);
    const std::string& font = list.objects().back().body;
    EXPECT_NE(font.find("+LiberationSerif"), std::string::npos) << font;
    EXPECT_EQ(font.find("Times"), std::string::npos);
    const std::string fonts = ask("pdffonts", [] {
        Drawing drawing({100, 20}, serif());
        must(drawing.text("Ký số", 2, 5, {}));
        return page_with(drawing);
    }());
    EXPECT_NE(fonts.find("CID TrueType"), std::string::npos) << fonts;
    EXPECT_NE(fonts.find("Identity-H"), std::string::npos) << fonts;
}

TEST(FontTest, RefusesLettersItDoesNotHaveAndFilesThatAreNoFont) {
    EXPECT_EQ(code_of(serif().shape("chữ 漢", FontStyle::regular)), "signing.no_glyph");
    EXPECT_EQ(code_of(serif().shape("\xff\xfe", FontStyle::regular)), "base.not_utf8");
    const Bytes junk = to_bytes("đây không phải là phông chữ");
    EXPECT_EQ(code_of(FontFamily::make(junk, junk, junk, junk)), "signing.bad_font");
    EXPECT_EQ(code_of(FontFamily::make({}, {}, {}, {})), "signing.bad_font");
}

TEST(PictureTest, KeepsTransparencyAndReducesWhatIsLarger) {
    const Picture small = must(Picture::from_png(disc(100)));
    EXPECT_EQ(small.width(), 100);
    EXPECT_EQ(small.objects().size(), 2);
    EXPECT_NE(small.objects().objects().back().body.find("/SMask"), std::string::npos);
    const Picture large = must(Picture::from_png(disc(1500)));
    EXPECT_EQ(large.width(), Picture::kKeptPixels);
    EXPECT_LT(large.objects().objects().back().stream->size(), 4096u);  // one colour
}

TEST(PictureTest, TransparentPartsLetThePageThrough) {
    Drawing drawing({100, 100}, serif());
    drawing.picture(must(Picture::from_png(disc(200))), {0, 0, 100, 100});
    const std::string image = ask("pdftoppm -r 72", page_with(drawing));  // P6, 596 x 842, 255
    const std::size_t body = image.find("255\n") + 4;
    const auto pixel = [&](int x, int y) {  // from the bottom left
        const std::size_t at = body + 3 * (static_cast<std::size_t>(841 - y) * 596 + static_cast<std::size_t>(x));
        return std::array<int, 3>{static_cast<unsigned char>(image[at]), static_cast<unsigned char>(image[at + 1]),
                                  static_cast<unsigned char>(image[at + 2])};
    };
    ASSERT_EQ(image.substr(0, body), "P6\n596 842\n255\n");
    EXPECT_EQ(pixel(70, 70), (std::array<int, 3>{200, 10, 20}));
    EXPECT_EQ(pixel(24, 24), (std::array<int, 3>{255, 255, 255}));
}

TEST(PictureTest, TakesPicturesWithoutAlpha) {
    const Picture grey = must(Picture::from_png(png_of(4, 2, PNG_FORMAT_GRAY, std::vector<std::uint8_t>(8, 90))));
    EXPECT_EQ(grey.objects().size(), 1);
    EXPECT_EQ(grey.height(), 2);
}

TEST(PictureTest, RefusesWhatIsNoPngDamagedOrBeyondTheLimits) {
    EXPECT_EQ(code_of(Picture::from_png(to_bytes("GIF89a"))), "signing.bad_image");
    EXPECT_EQ(code_of(Picture::from_png({})), "signing.bad_image");
    EXPECT_EQ(code_of(Picture::from_png(Bytes(Picture::kMostBytes + 1))), "signing.bad_image");
    const Bytes whole = disc(64);
    EXPECT_EQ(code_of(Picture::from_png(BytesView(whole).first(whole.size() / 2))), "signing.bad_image");
    EXPECT_EQ(code_of(Picture::from_png(png_of(5000, 1, PNG_FORMAT_GRAY, std::vector<std::uint8_t>(5000)))),
              "signing.bad_image");
}

TEST(AppearanceTest, SealsHaveTheirTrueSize) {
    AppearanceRequest request;
    request.role = SignatureRole::seal;
    request.agency = "Ủy ban nhân dân tỉnh Đông Hải";
    EXPECT_NEAR(must(draw_appearance(request, serif())).size().width, 36 * kPointsPerMm, 1e-9);
    request.picture = must(Picture::from_png(disc(200)));
    request.picture_width_mm = 34;
    const Size size = must(draw_appearance(request, serif())).size();
    EXPECT_NEAR(size.width, 34 * kPointsPerMm, 1e-9);
    EXPECT_NEAR(size.height, 34 * kPointsPerMm, 1e-9);
}

TEST(AppearanceTest, AttachmentsCarryOneLineInTenPointsAsTheDecreeSaysIt) {
    AppearanceRequest request;
    request.kind = AppearanceKind::text_only;
    request.role = SignatureRole::attachment;
    request.notation = "05/QĐ-UBND";
    request.at = instant("2026-01-05T07:03:22Z");
    const std::string text = ask("pdftotext -layout", page_with(must(draw_appearance(request, serif()))), "-");
    EXPECT_NE(text.find("Số: 05/QĐ-UBND; 05/01/2026; 14:03:22 +07:00"), std::string::npos) << text;
    request.prefix = "SAO Y; ỦY BAN NHÂN DÂN XÃ A";
    const std::string copy = ask("pdftotext -layout", page_with(must(draw_appearance(request, serif()))), "-");
    EXPECT_NE(copy.find("SAO Y; ỦY BAN NHÂN DÂN XÃ A; 05/01/2026; 14:03:22 +07:00"), std::string::npos) << copy;
}

TEST(AppearanceTest, EachKindSaysWhatItsRegulationAsks) {
    const auto said = [](AppearanceKind kind, SignatureRole role) {
        AppearanceRequest request;
        request.kind = kind;
        request.role = role;
        request.signer = "Nguyễn Văn A";
        request.post = "Chuyên viên";
        request.agency = "Sở Nội vụ";
        request.at = instant("2026-11-20T14:03:22+07:00");
        return ask("pdftotext -layout", page_with(must(draw_appearance(request, serif()))), "-");
    };
    const auto has = [](const std::string& text, const char* part) { return text.find(part) != std::string::npos; };
    const std::string organisation = said(AppearanceKind::image_name_time, SignatureRole::seal);
    EXPECT_TRUE(has(organisation, "Sở Nội vụ") && has(organisation, "2026-11-20T14:03:22+07:00")) << organisation;
    const std::string leader = said(AppearanceKind::name_agency_time, SignatureRole::personal);
    EXPECT_TRUE(has(leader, "Nguyễn Văn A") && has(leader, "Sở Nội vụ") && has(leader, "2026-11-20T14:03:22+07:00"));
    const std::string initial = said(AppearanceKind::name_post, SignatureRole::initial);
    EXPECT_TRUE(has(initial, "Nguyễn Văn A") && has(initial, "Chuyên viên")) << initial;
    EXPECT_FALSE(has(said(AppearanceKind::image_only, SignatureRole::personal), "Nguyễn"));
}

TEST(AppearanceTest, TheOrganisationAlsoComesUprightForAMarginAndStillSaysAll) {
    AppearanceRequest request;
    request.kind = AppearanceKind::image_name_time;
    request.role = SignatureRole::seal;
    request.agency = "Ủy ban nhân dân xã Phường";
    request.at = instant("2026-11-20T14:03:22+07:00");
    const std::vector<Drawing> shapes = must(appearance_shapes(request, serif()));
    ASSERT_GT(shapes.size(), 3u);
    EXPECT_GT(shapes.front().size().width, shapes.front().size().height);
    EXPECT_LE(shapes.back().size().width, 40);
    for (std::size_t i = 1; i < shapes.size(); ++i) {
        EXPECT_LT(shapes[i].size().width, shapes[i].size().height);
        EXPECT_LE(shapes[i].size().width, shapes[i - 1].size().width);
        const std::string text = ask("pdftotext -raw", page_with(shapes[i]), "-");
        for (const char* part : {"Thời gian ký:", "2026-11-20", "14:03:22+07:00", "nhân", "Phường"}) {
            EXPECT_NE(text.find(part), std::string::npos) << part << " in " << text;
        }
    }
    request.kind = AppearanceKind::image_only;
    EXPECT_EQ(must(appearance_shapes(request, serif())).size(), 1u);
}

TEST(AppearanceTest, RefusesANameTheFontCannotWrite) {
    AppearanceRequest request;
    request.kind = AppearanceKind::name_post;
    request.signer = "名前";
    EXPECT_EQ(code_of(draw_appearance(request, serif())), "signing.no_glyph");
}

TEST(ObjectListTest, WritesNumbersAndStringsAsPdfReadsThem) {
    EXPECT_EQ(pdf_number(0.1 + 0.2), "0.3");
    EXPECT_EQ(pdf_number(-0.0001), "0");
    EXPECT_EQ(pdf_number(1e6), "1000000");
    EXPECT_EQ(pdf_text_string("a(b)\\"), "(a\\(b\\)\\\\)");
    EXPECT_EQ(pdf_text_string("Ký"), "<FEFF004B00FD>");
    EXPECT_EQ(pdf_text_string("a@b"), "<FEFF006100400062>");
    EXPECT_EQ(to_hex(to_utf16be("😀", ByteOrderMark::omitted)), "d83dde00");
}

}  // namespace
}  // namespace congvan::signing
