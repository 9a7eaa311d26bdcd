#include "signing/pdf/normalise.hpp"

#include <gtest/gtest.h>

#include "signing/pdf/page_view.hpp"
#include "signing/pdf/qpdf.hpp"
#include "support/signing_tools.hpp"

namespace congvan::signing {
namespace {

using testing_support::ask;
using testing_support::code_of;
using testing_support::must;
using testing_support::PlainPdf;
using testing_support::serif;
using testing_support::sign_pdf;
using testing_support::SoftKey;

std::string text_of(const Bytes& pdf) { return std::string(as_text(pdf)); }

bool holds(const Bytes& pdf, const char* word) { return text_of(pdf).find(word) != std::string::npos; }

TEST(NormaliseTest, GivesOneRevisionWithATableAndTheSameBytesEveryTime) {
    const Bytes plain = PlainPdf{}.bytes();
    const Bytes clean = must(normalise(plain));
    EXPECT_EQ(clean, must(normalise(plain)));
    const auto document = must(pdf::Document::open(clean));
    ASSERT_EQ(document.revisions().size(), 1u);
    EXPECT_FALSE(document.revisions()[0].xref_stream);
    EXPECT_TRUE(document.revisions()[0].trailer.has("ID"));
    EXPECT_TRUE(text_of(clean).starts_with("%PDF-1.7"));
}

TEST(NormaliseTest, ChangesNothingThatIsCleanAlready) {
    const Bytes clean = must(normalise(PlainPdf{}.bytes()));
    EXPECT_EQ(must(pdf::Document::open(must(normalise(clean)))).revisions().size(), 1u);
}

TEST(NormaliseTest, DropsWhatNobodyReaches) {
    PlainPdf plain;
    plain.objects = {"<< /Type /XObject /Note (BONG TOI) >>"};
    EXPECT_FALSE(holds(must(normalise(plain.bytes())), "BONG TOI"));
}

TEST(NormaliseTest, DropsActionsScriptsFormsAndFiles) {
    PlainPdf plain;
    plain.catalog =
        "/OpenAction << /S /JavaScript /JS (app.alert) >> /AA << /WC << /S /JavaScript /JS (x) >> >> "
        "/Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (y) >>] >> "
        "/EmbeddedFiles << /Names [(f) << /Type /Filespec /EF << >> >>] >> /Dests << /Names [] >> >> "
        "/AcroForm << /Fields [] /XFA (xfa) /NeedAppearances false >> /Collection << >> /Threads [] /Lang (vi)";
    plain.page = "/AA << /O << /S /JavaScript /JS (z) >> >> /Thumb 1 0 R /PieceInfo << >>";
    const Bytes clean = must(normalise(plain.bytes()));
    for (const char* word : {"JavaScript", "/AA", "EmbeddedFiles", "XFA", "AcroForm", "OpenAction", "Collection", "Threads",
                             "Thumb", "PieceInfo", "Filespec"}) {
        EXPECT_FALSE(holds(clean, word)) << word;
    }
    EXPECT_TRUE(holds(clean, "/Lang"));
    EXPECT_TRUE(holds(clean, "/Dests"));
}

TEST(NormaliseTest, KeepsLinksToPagesAndSitesAndNoOtherAnnotation) {
    const auto link = [](const char* action) {
        return "<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] " + std::string(action) + " >> ";
    };
    PlainPdf plain;
    plain.page = "/Annots [" + link("/A << /S /URI /URI (https://donghai.example/) >>") + link("/Dest [3 0 R /Fit]") +
                 link("/A << /S /Launch /F (virus.exe) >>") +
                 link("/A << /S /URI /URI (http://a/) /Next << /S /JavaScript /JS (b) >> >>") +
                 link("/A << /S /GoToR /F (khac.pdf) >>") +
                 link("/A << /S /URI /URI (file:///etc/passwd) >>") + link("/A << /S /URI /URI (javascript:x) >>") +
                 "<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /Contents (ghi chu) >> "
                 "<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 9 9] /FS << /EF << >> >> >>]";
    const Bytes clean = must(normalise(plain.bytes()));
    const auto document = must(pdf::Document::open(clean));
    const auto pages = must(document.pages(0));
    const auto* annotations = must(document.get(*pages[0].dictionary, "Annots", 0))->as<pdf::Array>();
    ASSERT_NE(annotations, nullptr);
    EXPECT_EQ(annotations->size(), 2u);
    EXPECT_TRUE(holds(clean, "donghai.example"));
    for (const char* word : {"Launch", "GoToR", "passwd", "javascript:", "ghi chu", "FileAttachment", "JavaScript"}) {
        EXPECT_FALSE(holds(clean, word)) << word;
    }
}

TEST(NormaliseTest, TurnsFilledFieldsIntoContentOfThePage) {
    PlainPdf plain;
    plain.catalog = "/AcroForm << /Fields [4 0 R] >>";
    plain.page = "/Annots [4 0 R]";
    plain.objects = {
        "<< /Type /Annot /Subtype /Widget /FT /Tx /T (o) /V (gia tri) /Rect [10 10 110 40] /F 4 /AP << /N 5 0 R >> >>",
        "<< /Type /XObject /Subtype /Form /BBox [0 0 100 30] /Resources << /Font << /F << /Type /Font /Subtype /Type1 "
        "/BaseFont /Helvetica >> >> >> /Length 38 >>\nstream\nBT /F 12 Tf 2 5 Td (gia tri) Tj ET     \nendstream",
    };
    const Bytes clean = must(normalise(plain.bytes()));
    EXPECT_FALSE(holds(clean, "AcroForm"));
    EXPECT_FALSE(holds(clean, "Widget"));
    EXPECT_NE(ask("pdftotext", clean, "-").find("gia tri"), std::string::npos);
}

TEST(NormaliseTest, MakesTheVisiblePartTheWholePage) {
    PlainPdf plain;
    plain.page = "/CropBox [50 60 500 700] /TrimBox [0 0 10 10] /Rotate 90";
    const Bytes clean = must(normalise(plain.bytes()));
    const auto document = must(pdf::Document::open(clean));
    const auto page = must(document.pages(0)).at(0);
    EXPECT_EQ(must(page_view(document, page)).box, (Rect{50, 60, 500, 700}));
    EXPECT_EQ(page.crop_box, nullptr);
    EXPECT_FALSE(holds(clean, "TrimBox"));
}

TEST(NormaliseTest, DropsLayersThatAreAllVisibleAndRefusesHiddenOnes) {
    PlainPdf plain;
    plain.catalog = "/OCProperties << /OCGs [4 0 R] /D << /Order [4 0 R] >> >>";
    plain.objects = {"<< /Type /OCG /Name (Lop) >>"};
    EXPECT_FALSE(holds(must(normalise(plain.bytes())), "OCProperties"));
    for (const char* hidden : {"/OFF [4 0 R]", "/BaseState /OFF", "/AS [<< /Event /Print >>]"}) {
        plain.catalog = "/OCProperties << /OCGs [4 0 R] /D << " + std::string(hidden) + " >> >>";
        EXPECT_EQ(code_of(normalise(plain.bytes())), "signing.unsupported_pdf") << hidden;
    }
}

TEST(NormaliseTest, RefusesContentOutsideTheFileAndScaledUnits) {
    PlainPdf outside;
    outside.page = "/Contents 4 0 R";
    outside.objects = {"<< /Length 0 /F (khac.bin) >>\nstream\n\nendstream"};
    EXPECT_EQ(code_of(normalise(outside.bytes())), "signing.unsupported_pdf");
    PlainPdf scaled;
    scaled.page = "/UserUnit 2";
    EXPECT_EQ(code_of(normalise(scaled.bytes())), "signing.unsupported_pdf");
    PlainPdf none;
    none.pages = 0;
    EXPECT_EQ(code_of(normalise(none.bytes())), "signing.unsupported_pdf");
}

TEST(NormaliseTest, RefusesASignedFile) {
    SignatureRequest request;
    request.role = SignatureRole::seal;
    request.at = testing_support::instant("2026-11-20T14:03:22+07:00");
    const Bytes file = sign_pdf(PlainPdf{}.bytes(), request, SoftKey::make("A"));
    EXPECT_EQ(code_of(normalise(file)), "signing.already_signed");
}

TEST(NormaliseTest, RefusesAnEncryptedFileWithAndWithoutPassword) {
    for (const char* password : {"", "mat khau"}) {
        const Bytes plain = PlainPdf{}.bytes();
        QPDF document;
        document.processMemoryFile("pdf", reinterpret_cast<const char*>(plain.data()), plain.size());
        QPDFWriter writer(document);
        writer.setOutputMemory();
        writer.setR6EncryptionParameters(password, "chu", true, true, true, true, true, true, qpdf_r3p_full, true);
        writer.write();
        const auto buffer = writer.getBufferSharedPointer();
        EXPECT_EQ(code_of(normalise({reinterpret_cast<const std::byte*>(buffer->getBuffer()), buffer->getSize()})),
                  "signing.encrypted_pdf");
    }
}

TEST(NormaliseTest, RefusesWhatIsNoPdf) {
    EXPECT_EQ(code_of(normalise({})), "signing.malformed_pdf");
    EXPECT_EQ(code_of(normalise(to_bytes("không phải PDF"))), "signing.malformed_pdf");
    EXPECT_EQ(code_of(normalise(Bytes(kMostPdfBytes + 1))), "signing.too_large");
    const Bytes whole = PlainPdf{}.bytes();
    for (std::size_t length = 0; length < whole.size(); length += 37) {
        const auto result = normalise(BytesView(whole).first(length));  // refused or repaired, never thrown
        if (!result) {
            EXPECT_EQ(result.error().code.substr(0, 8), "signing.");
        }
    }
}

}  // namespace
}  // namespace congvan::signing
