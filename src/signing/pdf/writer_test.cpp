#include "signing/pdf/writer.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "base/text.hpp"
#include "signing/pdf/page_view.hpp"
#include "signing/pdf/qpdf.hpp"
#include "support/signing_tools.hpp"

namespace congvan::signing {
namespace {

using testing_support::ask;
using testing_support::code_of;
using testing_support::instant;
using testing_support::KeyType;
using testing_support::must;
using testing_support::PlainPdf;
using testing_support::serif;
using testing_support::sign_pdf;
using testing_support::SoftKey;

const char* const kTime = "2026-11-20T14:03:22+07:00";

const SoftKey& signer() {
    static const SoftKey key = SoftKey::make("Người ký thử nghiệm");
    return key;
}

SignatureRequest invisible(SignatureRole role) {
    SignatureRequest request;
    request.role = role;
    request.at = instant(kTime);
    request.signer = "Lãnh đạo A (thử nghiệm)";
    return request;
}

SignatureRequest visible(SignatureRole role, AppearanceKind kind, double left, double bottom, int page = 1) {
    AppearanceRequest look;
    look.kind = kind;
    look.role = role;
    look.signer = "Lãnh đạo A (thử nghiệm)";
    look.post = "Chủ tịch";
    look.agency = "Ủy ban nhân dân tỉnh Đông Hải";
    look.notation = "05/QĐ-UBND";
    look.at = instant(kTime);
    SignatureRequest request = invisible(role);
    request.appearance = must(draw_appearance(look, serif()));
    const Size size = request.appearance->size();
    request.place = {page, {left, bottom, left + size.width, bottom + size.height}};
    return request;
}

std::size_t count(const std::string& text, const std::string& what) {
    std::size_t found = 0;
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++found;
    return found;
}

bool starts_with(const Bytes& file, const Bytes& start) {
    return file.size() > start.size() && std::equal(start.begin(), start.end(), file.begin());
}

Bytes two_pages() {
    PlainPdf plain;
    plain.pages = 2;
    return plain.bytes();
}

// The same document with object streams and a cross-reference stream.
Bytes with_xref_stream(const Bytes& pdf) {
    QPDF document;
    document.processMemoryFile("pdf", reinterpret_cast<const char*>(pdf.data()), pdf.size());
    QPDFWriter writer(document);
    writer.setOutputMemory();
    writer.setObjectStreamMode(qpdf_o_generate);
    writer.setDeterministicID(true);
    writer.write();
    const auto buffer = writer.getBufferSharedPointer();
    const auto* first = reinterpret_cast<const std::byte*>(buffer->getBuffer());
    return {first, first + buffer->getSize()};
}

TEST(PdfWriterTest, ThreeSignaturesInARowAreValidForAnotherReader) {
    const Bytes plain = PlainPdf{}.bytes();
    const Bytes initial = sign_pdf(plain, visible(SignatureRole::initial, AppearanceKind::name_post, 90, 200), signer());
    const Bytes personal =
        sign_pdf(initial, visible(SignatureRole::personal, AppearanceKind::image_only, 350, 240), signer());
    const Bytes sealed = sign_pdf(personal, visible(SignatureRole::seal, AppearanceKind::image_only, 290, 220), signer());
    EXPECT_TRUE(starts_with(initial, plain));
    EXPECT_TRUE(starts_with(personal, initial));
    EXPECT_TRUE(starts_with(sealed, personal));

    QPDF second_opinion;
    second_opinion.setSuppressWarnings(true);
    second_opinion.processMemoryFile("pdf", reinterpret_cast<const char*>(sealed.data()), sealed.size());
    EXPECT_EQ(second_opinion.getAllPages().size(), 1u);
    EXPECT_FALSE(second_opinion.anyWarnings());

    const std::string says = ask("pdfsig -nocert", sealed);
    EXPECT_EQ(count(says, "Signature is Valid."), 3u) << says;
    EXPECT_EQ(count(says, "- Total document signed"), 1u) << says;
    EXPECT_LT(says.find("congvan-seal-1"), says.find("- Total document signed")) << says;
    EXPECT_EQ(count(says, "ETSI.CAdES.detached"), 3u) << says;
    EXPECT_NE(says.find("congvan-initial-1"), std::string::npos);
    EXPECT_NE(says.find("congvan-personal-1"), std::string::npos);
}

TEST(PdfWriterTest, EveryVisibleSignatureGrowsTheFileByLessThanFortyKilobytes) {
    const Bytes plain = PlainPdf{}.bytes();
    for (const AppearanceKind kind : {AppearanceKind::image_only, AppearanceKind::image_name_time,
                                      AppearanceKind::name_agency_time, AppearanceKind::name_post, AppearanceKind::text_only}) {
        for (const SignatureRole role : {SignatureRole::personal, SignatureRole::seal}) {
            const Bytes file = sign_pdf(plain, visible(role, kind, 100, 100), signer());
            EXPECT_LT(file.size() - plain.size(), 40u * 1024) << static_cast<int>(kind);
        }
    }
}

TEST(PdfWriterTest, GoesOnInTheKindOfCrossReferenceThatTheFileHas) {
    const Bytes streamed = with_xref_stream(PlainPdf{}.bytes());
    const Bytes first = sign_pdf(streamed, visible(SignatureRole::personal, AppearanceKind::image_only, 350, 240), signer());
    const Bytes second = sign_pdf(first, visible(SignatureRole::seal, AppearanceKind::image_only, 290, 220), signer());
    EXPECT_TRUE(starts_with(second, first));
    const auto document = must(pdf::Document::open(second));
    ASSERT_EQ(document.revisions().size(), 3u);
    for (const pdf::Revision& revision : document.revisions()) EXPECT_TRUE(revision.xref_stream);
    const std::string says = ask("pdfsig -nocert", second);
    EXPECT_EQ(count(says, "Signature is Valid."), 2u) << says;
    EXPECT_EQ(count(says, "- Total document signed"), 1u) << says;

    const Bytes table = sign_pdf(PlainPdf{}.bytes(), invisible(SignatureRole::seal), signer());
    const auto tabled = must(pdf::Document::open(table));
    for (const pdf::Revision& revision : tabled.revisions()) EXPECT_FALSE(revision.xref_stream);
}

TEST(PdfWriterTest, DefinesNothingAnewButThePageAndTheForm) {
    const Bytes first = sign_pdf(two_pages(), invisible(SignatureRole::personal), signer());
    const Bytes second = sign_pdf(first, invisible(SignatureRole::seal), signer());
    const auto document = must(pdf::Document::open(second));
    const auto old_numbers = [&](std::size_t revision) {
        std::vector<std::uint32_t> numbers;
        for (const pdf::XrefEntry& entry : document.revisions()[revision].entries) {
            if (document.entry(entry.number, revision - 1) != nullptr) numbers.push_back(entry.number);
        }
        return numbers;
    };
    ASSERT_EQ(document.revisions().size(), 3u);
    EXPECT_EQ(old_numbers(1), (std::vector<std::uint32_t>{1, 3}));  // catalog for its first form, page 1
    const auto later = old_numbers(2);
    ASSERT_EQ(later.size(), 2u);  // page 1 and the form; the catalog is left alone
    EXPECT_EQ(later[0], 3u);
    EXPECT_GT(later[1], 4u);
}

TEST(PdfWriterTest, ExtendsArraysThatAreObjectsOfTheirOwnInPlace) {
    PlainPdf plain;
    plain.page = "/Annots 4 0 R";
    plain.catalog = "/AcroForm 5 0 R";
    plain.objects = {"[ ]", "<< /Fields 6 0 R /SigFlags 3 >>", "[ ]"};
    const Bytes file = sign_pdf(plain.bytes(), invisible(SignatureRole::seal), signer());
    const auto document = must(pdf::Document::open(file));
    std::vector<std::uint32_t> redefined;
    for (const pdf::XrefEntry& entry : document.revisions()[1].entries) {
        if (entry.number <= 6) redefined.push_back(entry.number);
    }
    EXPECT_EQ(redefined, (std::vector<std::uint32_t>{4, 6}));
    EXPECT_EQ(count(ask("pdfsig -nocert", file), "Signature is Valid."), 1u);
}

TEST(PdfWriterTest, TakesTheNextFreeNumberForAFieldName) {
    Bytes file = PlainPdf{}.bytes();
    for (const char* expected : {"congvan-attachment-1", "congvan-attachment-2", "congvan-attachment-3"}) {
        EXPECT_EQ(must(prepare_signature(file, invisible(SignatureRole::attachment))).field(), expected);
        file = sign_pdf(file, invisible(SignatureRole::attachment), signer());
    }
}

TEST(PdfWriterTest, WritesNameReasonContactAndTimeOfVietnam) {
    SignatureRequest request = invisible(SignatureRole::personal);
    request.contact = "lanhdao.a@donghai.example";
    const Bytes file = sign_pdf(PlainPdf{}.bytes(), request, signer());
    const auto document = must(pdf::Document::open(file));
    const auto fields = must(document.fields(document.last()));
    ASSERT_EQ(fields.size(), 1u);
    const auto* value = must(document.resolve(*fields[0].value, document.last()))->as<pdf::Dictionary>();
    ASSERT_NE(value, nullptr);
    const auto text = [&](const char* key) { return pdf::to_utf8(*value->find(key)->as<pdf::String>()); };
    EXPECT_EQ(text("Name"), "Lãnh đạo A (thử nghiệm)");
    EXPECT_EQ(text("Reason"), "Ký số cá nhân");
    EXPECT_EQ(text("ContactInfo"), "lanhdao.a@donghai.example");
    EXPECT_EQ(text("M"), "D:20261120140322+07'00'");
    EXPECT_TRUE(value->find("SubFilter")->is_name("ETSI.CAdES.detached"));
}

TEST(PdfWriterTest, VietnameseTextOfAnAppearanceIsReadBackExactly) {
    AppearanceRequest look;
    look.kind = AppearanceKind::name_agency_time;
    look.signer = "Nguyễn Thị Thùy Dương Đặng Hữu Phước";
    look.agency = "Sở Nội vụ tỉnh Đắk Lắk; Ủy ban Mặt trận Tổ quốc";
    look.at = instant(kTime);
    SignatureRequest request = invisible(SignatureRole::personal);
    request.appearance = must(draw_appearance(look, serif()));
    request.place = {1, {100, 100, 100 + request.appearance->size().width, 100 + request.appearance->size().height}};
    const std::string text = ask("pdftotext -layout", sign_pdf(PlainPdf{}.bytes(), request, signer()), "-");
    EXPECT_NE(text.find("Người ký: Nguyễn Thị Thùy Dương"), std::string::npos) << text;
    EXPECT_NE(text.find("Hữu Phước\n"), std::string::npos) << text;
    EXPECT_NE(text.find("Cơ quan: Sở Nội vụ tỉnh Đắk Lắk;"), std::string::npos) << text;
    EXPECT_NE(text.find("Thời gian ký: 2026-11-20T14:03:22+07:00"), std::string::npos) << text;
}

TEST(PdfWriterTest, ASealLeavesNoTextThatCouldBeTakenForTheDocuments) {
    const Bytes file =
        sign_pdf(PlainPdf{}.bytes(), visible(SignatureRole::seal, AppearanceKind::image_only, 100, 100), signer());
    const std::string text = ask("pdftotext", file, "-");
    EXPECT_EQ(text.find_first_not_of(" \n\f"), std::string::npos) << text;
}

TEST(PdfWriterTest, WidgetsStandUprightWhereTheyWereAskedForOnTurnedPages) {
    for (const int rotation : {0, 90, 180, 270, -90}) {
        PlainPdf plain;
        plain.page = "/Rotate " + std::to_string(rotation) + " /CropBox [20 30 560 800]";
        const SignatureRequest request = visible(SignatureRole::attachment, AppearanceKind::text_only, 200, 400);
        const Bytes file = sign_pdf(plain.bytes(), request, signer());
        const auto placed = must(placed_signatures(file));
        ASSERT_EQ(placed.size(), 1u);
        EXPECT_NEAR(placed[0].place.rect.left, request.place.rect.left, 0.01) << rotation;
        EXPECT_NEAR(placed[0].place.rect.top, request.place.rect.top, 0.01) << rotation;
        EXPECT_EQ(placed[0].role, SignatureRole::attachment);

        // Read along the line as a person sees the page; the words run from left to right at one height.
        const std::string boxes = ask("pdftotext -cropbox -bbox", file, "-");
        const auto number_after = [&](const char* attribute, std::size_t from) {
            return std::stod(boxes.substr(boxes.find(attribute, from) + std::string(attribute).size()));
        };
        const std::size_t number = boxes.rfind("<word", boxes.find(">05/QĐ-UBND;<"));
        ASSERT_NE(number, std::string::npos) << rotation << boxes;
        // The tool names the size of the page before it is turned, but places words on the turned page.
        const bool lies = rotation % 180 != 0;
        const double page_height = number_after(lies ? "width=\"" : "height=\"", boxes.find("<page"));
        const double left = number_after("xMin=\"", number), right = number_after("xMax=\"", number);
        const double bottom = page_height - number_after("yMax=\"", number);
        EXPECT_GT(right - left, 50) << rotation;
        EXPECT_NEAR(left, 200 + 18, 6) << rotation;
        EXPECT_NEAR(bottom, 400, 6) << rotation;
    }
}

TEST(PdfWriterTest, KeepsAPreparedSignatureBetweenTwoRequests) {
    const Bytes plain = PlainPdf{}.bytes();
    const auto prepared =
        must(prepare_signature(plain, visible(SignatureRole::seal, AppearanceKind::image_only, 100, 100)));
    const Bytes kept = prepared.encode();
    EXPECT_LT(kept.size(), 64u * 1024);
    const auto again = must(PreparedPdf::decode(plain, kept));
    EXPECT_EQ(again.file(), prepared.file());
    EXPECT_EQ(again.field(), prepared.field());
    EXPECT_EQ(again.digest(), prepared.digest());
    EXPECT_EQ(code_of(PreparedPdf::decode(two_pages(), kept)), "signing.bad_prepared");
    for (std::size_t length = 0; length < 120; ++length) {
        EXPECT_EQ(code_of(PreparedPdf::decode(plain, BytesView(kept).first(length))), "signing.bad_prepared");
    }
}

TEST(PdfWriterTest, TheDigestCoversEverythingButTheContentsValue) {
    const auto prepared = must(prepare_signature(PlainPdf{}.bytes(), invisible(SignatureRole::seal)));
    const auto attributes = must(prepare_attributes(prepared.digest(), signer().certificate()));
    const Bytes cms = must(assemble_cms(attributes, signer().sign(attributes), {}));
    const Bytes file = must(complete_signature(prepared, cms));
    const std::string_view text = as_text(file);
    const std::size_t open = text.rfind("/Contents <") + 10, close = text.find('>', open) + 1;
    Bytes covered(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(open));
    covered.insert(covered.end(), file.begin() + static_cast<std::ptrdiff_t>(close), file.end());
    EXPECT_EQ(Sha256::of(covered), prepared.digest());
    EXPECT_EQ(file.size(), prepared.file().size());
}

TEST(PdfWriterTest, IsTheSameForTheSameRequest) {
    const Bytes plain = PlainPdf{}.bytes();
    const auto request = visible(SignatureRole::seal, AppearanceKind::image_name_time, 100, 100);
    EXPECT_EQ(must(prepare_signature(plain, request)).file(), must(prepare_signature(plain, request)).file());
}

TEST(PdfWriterTest, RefusesACmsThatDoesNotFit) {
    SignatureRequest request = invisible(SignatureRole::seal);
    request.contents_room = 1024;
    const auto prepared = must(prepare_signature(PlainPdf{}.bytes(), request));
    EXPECT_EQ(code_of(complete_signature(prepared, Bytes(1025))), "signing.contents_too_small");
    EXPECT_EQ(code_of(complete_signature(prepared, Bytes(1024))), "no error");
}

TEST(PdfWriterTest, RefusesACertifiedFileThatForbidsChanges) {
    PlainPdf plain;
    plain.catalog = "/Perms << /DocMDP 4 0 R >>";
    plain.objects = {"<< /Type /Sig /Reference [<< /TransformMethod /DocMDP /TransformParams << /P 1 >> >>] >>"};
    EXPECT_EQ(code_of(prepare_signature(plain.bytes(), invisible(SignatureRole::seal))), "signing.changes_forbidden");
    plain.objects = {"<< /Type /Sig /Reference [<< /TransformMethod /DocMDP /TransformParams << /P 2 >> >>] >>"};
    EXPECT_EQ(code_of(prepare_signature(plain.bytes(), invisible(SignatureRole::seal))), "no error");
}

TEST(PdfWriterTest, RefusesPlacesThatAreNotOnAPage) {
    const Bytes plain = PlainPdf{}.bytes();
    auto request = visible(SignatureRole::seal, AppearanceKind::image_only, 100, 100, 2);
    EXPECT_EQ(code_of(prepare_signature(plain, request)), "signing.no_such_page");
    request.place.page = 0;
    EXPECT_EQ(code_of(prepare_signature(plain, request)), "signing.no_such_page");
    request.place = {1, {560, 100, 660, 200}};
    EXPECT_EQ(code_of(prepare_signature(plain, request)), "signing.bad_place");
    request.place = {1, {100, 100, 100, 200}};
    EXPECT_EQ(code_of(prepare_signature(plain, request)), "signing.bad_place");
    request.place = {1, {100, std::nan(""), 200, 200}};
    EXPECT_EQ(code_of(prepare_signature(plain, request)), "signing.bad_place");
}

TEST(PdfWriterTest, RefusesWhatIsNoPdfOrTooLarge) {
    EXPECT_EQ(code_of(prepare_signature(to_bytes("không phải PDF"), invisible(SignatureRole::seal))),
              "signing.malformed_pdf");
    EXPECT_EQ(code_of(prepare_signature({}, invisible(SignatureRole::seal))), "signing.malformed_pdf");
    EXPECT_EQ(code_of(prepare_signature(Bytes(kMostPdfBytes + 1), invisible(SignatureRole::seal))), "signing.too_large");
    EXPECT_EQ(code_of(placed_signatures(to_bytes("%PDF-1.7"))), "signing.malformed_pdf");
}

TEST(PdfWriterTest, RefusesAnEncryptedFile) {
    const Bytes plain = PlainPdf{}.bytes();
    QPDF document;
    document.processMemoryFile("pdf", reinterpret_cast<const char*>(plain.data()), plain.size());
    QPDFWriter writer(document);
    writer.setOutputMemory();
    writer.setR6EncryptionParameters("", "chu", true, true, true, true, true, true, qpdf_r3p_full, true);
    writer.write();
    const auto buffer = writer.getBufferSharedPointer();
    const BytesView file(reinterpret_cast<const std::byte*>(buffer->getBuffer()), buffer->getSize());
    EXPECT_EQ(code_of(prepare_signature(file, invisible(SignatureRole::seal))), "signing.encrypted_pdf");
}

TEST(PdfWriterTest, NamesInBracketsAndQuotesStayWhatTheyAre) {
    SignatureRequest request = invisible(SignatureRole::seal);
    request.signer = "A) /Contents <00> (B\\";
    const Bytes file = sign_pdf(PlainPdf{}.bytes(), request, signer());
    const auto document = must(pdf::Document::open(file));
    const auto fields = must(document.fields(document.last()));
    const auto* value = must(document.resolve(*fields.at(0).value, document.last()))->as<pdf::Dictionary>();
    EXPECT_EQ(value->find("Name")->as<pdf::String>()->bytes, request.signer);
    EXPECT_EQ(count(ask("pdfsig -nocert", file), "Signature is Valid."), 1u);
}

TEST(PageViewTest, GoesToUserSpaceAndBack) {
    const Rect media{-10, 5, 590, 805};
    for (const int rotation : {0, 90, 180, 270, 450, -90}) {
        const PageView view = PageView::make(media, {20, 30, 1000, 1000}, rotation);
        EXPECT_EQ(view.box, (Rect{20, 30, 590, 805}));
        const Rect seen{10, 20, 60, 90};
        const Rect back = view.from_user(view.to_user(seen));
        EXPECT_NEAR(back.left, seen.left, 1e-9) << rotation;
        EXPECT_NEAR(back.top, seen.top, 1e-9) << rotation;
        const Placement at = view.matrix();
        const Rect user = view.to_user({seen.left, seen.bottom, seen.left, seen.bottom});
        EXPECT_NEAR(user.left, at.a * seen.left + at.c * seen.bottom + at.e, 1e-9) << rotation;
        EXPECT_NEAR(user.bottom, at.b * seen.left + at.d * seen.bottom + at.f, 1e-9) << rotation;
    }
}

TEST(PageViewTest, WordsReportedOnTheTurnedMediaBoxAreMovedToWhatIsSeen) {
    PlainPdf plain;  // lies on its side, with a margin cut off all around
    plain.page = "/Rotate 90 /CropBox [20 30 575.276 811.89]";
    // Reported as 595 x 842, though words stand on a page 842 wide: x from its left, y from a height of 842.
    PageLayout reported{{{595.276, 841.89}}, {{1, 130, 841.89 - 100, 40, 14, "Số:"}}};
    const PageLayout seen = must(seen_layout(plain.bytes(), reported));
    EXPECT_NEAR(seen.pages.at(0).width, 781.89, 1e-6);
    EXPECT_NEAR(seen.pages.at(0).height, 555.276, 1e-6);
    EXPECT_NEAR(seen.words.at(0).x, 100, 1e-6);
    EXPECT_NEAR(seen.words.at(0).y, 595.276 - 100 - 20, 1e-6);
    const PageLayout upright = must(seen_layout(PlainPdf{}.bytes(), {{{595.276, 841.89}}, {{1, 9, 8, 7, 6, "x"}}}));
    EXPECT_NEAR(upright.words.at(0).y, 8, 1e-6);
    EXPECT_EQ(code_of(seen_layout(to_bytes("rác"), {})), "signing.malformed_pdf");
}

}  // namespace
}  // namespace congvan::signing
