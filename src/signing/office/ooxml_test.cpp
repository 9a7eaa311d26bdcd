// Signatures in OOXML: ours, honest and several of them, and every way in which a file can be made to show something that
// was not signed.

#include <gtest/gtest.h>

#include "errors/signing.hpp"
#include "signing/judge/reasons.hpp"
#include "signing/office/opc_coverage.hpp"
#include "signing/office/test_office.hpp"

namespace congvan::signing::office {
namespace {

using namespace test;

DocumentReport judged(const ZipText& text) { return judge(text.bytes(), SignedKind::ooxml); }
Bytes signed_docx(const Signer& signer = leader()) { return sign(docx().bytes(), SignedKind::ooxml, signer); }

TEST(OoxmlTest, SignsAndAcceptsALetterWithEveryPartCovered) {
    const auto file = signed_docx();
    const auto report = judge(file, SignedKind::ooxml);
    EXPECT_EQ(report.verdict, Verdict::valid) << told(report);
    EXPECT_EQ(report.kind, SignedKind::ooxml);
    EXPECT_TRUE(report.unsigned_parts.empty()) << told(report);
    ASSERT_EQ(report.signatures.size(), 1u);
    EXPECT_EQ(report.signatures[0].field, "_xmlsignatures/sig1.xml");
    EXPECT_EQ(report.signatures[0].signing_time, kSignedAt);
    EXPECT_EQ(report.signatures[0].coverage, Coverage::whole_file);
    EXPECT_FALSE(report.signatures[0].signer.empty());
}

TEST(OoxmlTest, SignsInEverySchemeAndForm) {
    for (const auto form : {XadesForm::baseline, XadesForm::office}) {
        for (const auto scheme : {SignatureScheme::rsa_pkcs1_sha256, SignatureScheme::rsa_pss_sha256, SignatureScheme::ecdsa_p256_sha256}) {
            const auto& signer = scheme == SignatureScheme::ecdsa_p256_sha256 ? leader() : rsa_leader();
            OfficeSigningOptions options;
            options.form = form;
            options.comments = "Phê duyệt <A & B>";
            const auto file = sign(docx().bytes(), SignedKind::ooxml, signer, options, scheme);
            const auto report = judge(file, SignedKind::ooxml);
            EXPECT_EQ(report.verdict, Verdict::valid) << told(report);
        }
    }
}

TEST(OoxmlTest, AddsFurtherSignaturesWithoutDisturbingEarlierOnes) {
    auto file = signed_docx();
    file = sign(file, SignedKind::ooxml, agency());
    file = sign(file, SignedKind::ooxml, rsa_leader(), {}, SignatureScheme::rsa_pkcs1_sha256);
    const auto report = judge(file, SignedKind::ooxml);
    EXPECT_EQ(report.verdict, Verdict::valid) << told(report);
    EXPECT_EQ(report.signatures.size(), 3u);
    // One by somebody unknown leaves the file undetermined, and the others as they are.
    const auto mixed = judge(sign(file, SignedKind::ooxml, stranger()), SignedKind::ooxml);
    EXPECT_EQ(mixed.verdict, Verdict::undetermined) << told(mixed);
    EXPECT_EQ(mixed.integrity, Integrity::intact);
    EXPECT_EQ(mixed.signatures[0].verdict, Verdict::valid);
}

TEST(OoxmlTest, CallsAFileWithoutSignatureNotSigned) {
    EXPECT_EQ(judged(docx()).verdict, Verdict::not_signed);
    ZipText plain;
    plain.add("a.txt", "an archive that is no office file");
    EXPECT_EQ(judged(plain).verdict, Verdict::not_signed);
    auto sloppy = docx();
    sloppy.comment = "as some programs write";
    EXPECT_EQ(judged(sloppy).verdict, Verdict::not_signed);
}

TEST(OoxmlTest, RefusesToSignWhatIsTamperedOrActive) {
    const auto refused = [](const ZipText& text) {
        OfficeSigningOptions options;
        options.scheme = SignatureScheme::ecdsa_p256_sha256;
        options.at = kSignedAt;
        const auto result = prepare_ooxml(text.bytes(), leader().der(), options);
        return result.has_value() ? std::string_view("none") : result.error().code;
    };
    auto tampered = ZipText::of(signed_docx());
    tampered.replace("word/document.xml", "100.000.000", "900.000.000");
    EXPECT_EQ(refused(tampered), errors::signing::tampered);
    auto remote = docx();
    remote.replace("word/_rels/document.xml.rels", "</Relationships>", relationship("rId9", kOffice + "/attachedTemplate", "https://example.vn/t.dotm", true) + "</Relationships>");
    EXPECT_EQ(refused(remote), errors::signing::unsupported_package);
    auto untyped = docx();
    untyped.add("word/odd.zzz", "x");
    EXPECT_EQ(refused(untyped), errors::signing::unsupported_package);
    ZipText nothing;
    nothing.add("a.txt", "x");
    EXPECT_EQ(refused(nothing), errors::signing::malformed_package);
    EXPECT_EQ(refused(docx()), "none");
}

TEST(OoxmlTest, RefusesAValueOfAnotherKeyAndAPackageThatWasSwapped) {
    OfficeSigningOptions options;
    options.scheme = SignatureScheme::ecdsa_p256_sha256;
    options.at = kSignedAt;
    auto prepared = must(prepare_ooxml(docx().bytes(), leader().der(), options));
    const auto value = token_value(leader(), options.scheme, prepared.to_sign);
    EXPECT_EQ(assemble_office(prepared, token_value(agency(), options.scheme, prepared.to_sign), {}).error().code,
              errors::signing::signature_mismatch);
    auto swapped = ZipText::of(prepared.file);
    swapped.replace("word/document.xml", "100.000.000", "900.000.000");
    prepared.file = swapped.bytes();
    EXPECT_EQ(assemble_office(prepared, value, {}).error().code, errors::signing::bad_prepared);
}

struct Attack {
    const char* name;
    std::function<void(ZipText&)> change;
    std::string_view reason;
};

void add_to_document(ZipText& text, const std::string& element) {
    text.replace("word/_rels/document.xml.rels", "</Relationships>", element + "</Relationships>");
}
void add_type(ZipText& text, const std::string& part, const std::string& type) {
    text.replace("[Content_Types].xml", "</Types>", "<Override PartName=\"" + part + "\" ContentType=\"" + type + "\"/></Types>");
}

const std::string kWordType = "application/vnd.openxmlformats-officedocument.wordprocessingml.";

TEST(OoxmlAttackTest, NeverCallsAChangedFileIntact) {
    const Attack attacks[] = {
        {"text changed", [](ZipText& t) { t.replace("word/document.xml", "100.000.000", "900.000.000"); }, reasons::cms_digest_mismatch},
        {"picture changed", [](ZipText& t) { t.at("word/media/image1.png").content += "x"; }, reasons::cms_digest_mismatch},
        {"styles removed", [](ZipText& t) { t.remove("word/styles.xml"); }, reasons::package_part_missing},
        {"part added with a relationship",
         [](ZipText& t) {
             t.add("word/comments.xml", kXmlHead + "<w:comments xmlns:w=\"" + kWord + "\"/>");
             add_type(t, "/word/comments.xml", kWordType + "comments+xml");
             add_to_document(t, relationship("rId9", kOffice + "/comments", "comments.xml"));
         },
         reasons::package_part_not_signed},
        {"part added without a relationship", [](ZipText& t) { t.add("word/header1.xml", "<a/>"); }, reasons::package_part_not_signed},
        {"relationship added to a signed part",
         [](ZipText& t) { add_to_document(t, relationship("rId9", kOffice + "/header", "styles.xml")); },
         reasons::package_relationship_not_signed},
        {"relationship redirected",
         [](ZipText& t) {
             t.add("word/media/image2.png", "other");
             t.replace("word/_rels/document.xml.rels", "media/image1.png", "media/image2.png");
         },
         reasons::cms_digest_mismatch},
        {"relationship turned outward",
         [](ZipText& t) { t.replace("word/_rels/document.xml.rels", "Target=\"media/image1.png\"", "Target=\"https://example.vn/i.png\" TargetMode=\"External\""); },
         reasons::cms_digest_mismatch},
        {"outward link redirected", [](ZipText& t) { t.replace("word/_rels/document.xml.rels", "example.vn", "example.com"); }, reasons::cms_digest_mismatch},
        {"second main document",
         [](ZipText& t) {
             t.add("word/document2.xml", t.at("word/document.xml").content);
             add_type(t, "/word/document2.xml", kWordType + "document.main+xml");
             t.replace("_rels/.rels", "</Relationships>", relationship("rId8", kOffice + "/officeDocument", "word/document2.xml") + "</Relationships>");
         },
         reasons::package_relationship_not_signed},
        {"main document redirected",
         [](ZipText& t) {
             t.add("word/document2.xml", t.at("word/document.xml").content);
             add_type(t, "/word/document2.xml", kWordType + "document.main+xml");
             t.replace("_rels/.rels", "word/document.xml", "word/document2.xml");
         },
         reasons::cms_digest_mismatch},
        {"relationships given to a part that had none",
         [](ZipText& t) {
             t.add("word/_rels/styles.xml.rels", relationships(relationship("rId1", kOffice + "/image", "media/image1.png")));
         },
         reasons::package_relationship_not_signed},
        {"content type of a part changed",
         [](ZipText& t) { t.replace("[Content_Types].xml", kWordType + "styles+xml", kWordType + "document.glossary+xml"); },
         reasons::package_content_type_changed},
        {"content type by extension changed",
         [](ZipText& t) { t.replace("[Content_Types].xml", "image/png", "image/svg+xml"); }, reasons::package_content_type_changed},
        {"content type given twice", [](ZipText& t) { add_type(t, "/word/styles.xml", "text/html"); }, reasons::package_malformed},
        {"content type in other letters", [](ZipText& t) { add_type(t, "/WORD/styles.xml", "text/html"); }, reasons::package_malformed},
        {"odd element among the types", [](ZipText& t) { t.replace("[Content_Types].xml", "</Types>", "<Override xmlns=\"x\"/></Types>"); }, reasons::package_malformed},
        {"identifier given twice", [](ZipText& t) { add_to_document(t, relationship("rId2", kOffice + "/image", "media/image1.png")); }, reasons::package_malformed},
        {"properties swapped for a page",
         [](ZipText& t) {
             t.replace("_rels/.rels", "</Relationships>",
                       relationship("rId7", kOffice + "/custom-properties", "word/extra.xml") + "</Relationships>");
             t.add("word/extra.xml", "<a/>");
         },
         reasons::package_part_not_signed},
        {"name twice in the archive", [](ZipText& t) { t.add("word/document.xml", "<a/>"); }, reasons::package_malformed},
        {"name twice in other letters", [](ZipText& t) { t.add("word/Document.xml", "<a/>"); }, reasons::package_malformed},
        {"name twice in escapes", [](ZipText& t) { t.add("word/documen%74.xml", "<a/>"); }, reasons::package_malformed},
        {"data in front", [](ZipText& t) { t.before = std::string(100, 'x'); }, reasons::package_malformed},
        {"local name differs", [](ZipText& t) { t.at("word/document.xml").local_name = "word/document.xmk"; }, reasons::package_malformed},
        {"data between", [](ZipText& t) { t.at("word/document.xml").gap = "PK\3\4"; }, reasons::package_malformed},
        {"signature without references",
         [](ZipText& t) {
             auto& sig = t.at("_xmlsignatures/sig1.xml").content;
             sig = "<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\"/>";
         },
         reasons::xml_signature_structure},
        {"empty signature part", [](ZipText& t) { t.at("_xmlsignatures/sig1.xml").content = ""; }, reasons::xml_malformed},
        {"other element around the signature",
         [](ZipText& t) {
             auto& sig = t.at("_xmlsignatures/sig1.xml").content;
             sig.insert(sig.find("<Signature "), "<a>");
             sig += "</a>";
         },
         reasons::package_signature_malformed},
        {"second signature in one part",
         [](ZipText& t) {
             auto& sig = t.at("_xmlsignatures/sig1.xml").content;
             const auto one = sig.substr(sig.find("<Signature "));
             sig = "<a>" + one + one + "</a>";
         },
         reasons::xml_duplicate_id},
        {"signature of another kind of relationship",
         [](ZipText& t) { t.replace("_xmlsignatures/_rels/origin.sigs.rels", "digital-signature/signature\"", "digital-signature/other\""); },
         reasons::package_signature_malformed},
        {"origin cut off",
         [](ZipText& t) {
             auto& rels = t.at("_rels/.rels").content;
             const auto at = rels.find("<Relationship ", rels.find("digital-signature/origin") - 200);
             const auto from = rels.rfind("<Relationship ", rels.find("digital-signature/origin"));
             (void)at;
             rels.erase(from, rels.find("/>", from) + 2 - from);
         },
         reasons::package_signature_malformed},
        {"page hidden among the signatures",
         [](ZipText& t) {
             t.add("_xmlsignatures/page.xml", "<a/>");
             add_type(t, "/_xmlsignatures/page.xml", "application/vnd.openxmlformats-package.digital-signature-certificate");
             add_to_document(t, relationship("rId9", kOffice + "/header", "/_xmlsignatures/page.xml"));
         },
         reasons::package_part_not_signed},
        {"macros added",
         [](ZipText& t) {
             t.add("word/vbaProject.bin", "x");
             add_type(t, "/word/vbaProject.bin", "application/vnd.ms-office.vbaProject");
             add_to_document(t, relationship("rId9", "http://schemas.microsoft.com/office/2006/relationships/vbaProject", "vbaProject.bin"));
         },
         reasons::package_relationship_not_signed},
    };
    const auto honest = signed_docx();
    for (const auto& attack : attacks) {
        auto text = ZipText::of(honest);
        attack.change(text);
        const auto report = judged(text);
        EXPECT_FALSE(intact(report)) << attack.name << ": " << told(report);
        EXPECT_FALSE(accepted(report.verdict)) << attack.name << ": " << told(report);
        EXPECT_NE(report.verdict, Verdict::not_signed) << attack.name;
        EXPECT_TRUE(has(report, attack.reason)) << attack.name << ": " << told(report);
    }
}

// A signature over fewer parts than there are, by an honest key: what the attacks above start from.
TEST(OoxmlAttackTest, ReportsSignaturesThatCoverOnlySomeParts) {
    auto text = docx();
    text.remove("docProps/core.xml");
    text.replace("_rels/.rels", "<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>", "");
    auto file = ZipText::of(sign(text.bytes(), SignedKind::ooxml));
    ASSERT_EQ(judged(file).verdict, Verdict::valid);
    // Properties that come later stand on no page.
    file.add("docProps/core.xml", docx().at("docProps/core.xml").content);
    file.replace("_rels/.rels", "</Relationships>",
                 relationship("rId22", "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml") + "</Relationships>");
    const auto report = judged(file);
    EXPECT_EQ(report.verdict, Verdict::valid) << told(report);
    EXPECT_TRUE(has(report, reasons::package_properties_not_signed));
    EXPECT_EQ(report.unsigned_parts, (std::vector<std::string>{"/_rels/.rels#rId22", "/docProps/core.xml"}));
}

TEST(OoxmlAttackTest, TakesNoPictureOfAPageForAThumbnail) {
    // What a signature leaves out does not become harmless by a relationship that calls it a thumbnail as well.
    auto text = ZipText::of(signed_docx());
    const std::string thumbnail = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail";
    text.replace("_rels/.rels", "</Relationships>", relationship("rId30", thumbnail, "word/media/image2.png") + "</Relationships>");
    text.add("word/media/image2.png", "x");
    EXPECT_EQ(judged(text).verdict, Verdict::valid) << told(judged(text));
    add_to_document(text, relationship("rId31", kOffice + "/image", "media/image2.png"));
    const auto report = judged(text);
    EXPECT_FALSE(intact(report)) << told(report);
    EXPECT_TRUE(has(report, reasons::package_part_not_signed)) << told(report);
}

TEST(OoxmlAttackTest, KnowsWhenUnsignedPropertiesAreShown) {
    const auto with = [](const std::string& paragraph) {
        auto text = docx();
        text.remove("docProps/core.xml");
        text.replace("_rels/.rels", "<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>", "");
        text.replace("word/document.xml", "</w:body>", paragraph + "</w:body>");
        auto file = ZipText::of(sign(text.bytes(), SignedKind::ooxml));
        file.add("docProps/core.xml", docx().at("docProps/core.xml").content);
        file.replace("_rels/.rels", "</Relationships>",
                     relationship("rId22", "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml") + "</Relationships>");
        return judged(file);
    };
    for (const char* paragraph : {"<w:p><w:fldSimple w:instr=\" TITLE \"/></w:p>",
                                  "<w:p><w:r><w:instrText> DOCPRO</w:instrText></w:r><w:r><w:instrText>PERTY x</w:instrText></w:r></w:p>",
                                  "<w:sdt><w:sdtPr><w:dataBinding w:xpath=\"/a\"/></w:sdtPr></w:sdt>"}) {
        const auto report = with(paragraph);
        EXPECT_EQ(report.verdict, Verdict::undetermined) << paragraph << told(report);
        EXPECT_TRUE(has(report, reasons::package_properties_shown)) << paragraph;
    }
    EXPECT_EQ(with("<w:p><w:fldSimple w:instr=\" PAGE \"/></w:p>").verdict, Verdict::valid);
}

TEST(OoxmlAttackTest, DoesNotVouchForActiveOrOutsideContentWhoeverSignedIt) {
    const auto examined = [](const std::function<void(ZipText&)>& change) {
        auto text = docx();
        change(text);
        const auto file = text.bytes();
        const auto archive = must(ZipArchive::open(file));
        return examine_content(must(OpcPackage::read(archive)));
    };
    const Codes active{reasons::package_active_content};
    const Codes outside{reasons::package_external_content};
    EXPECT_EQ(examined([](ZipText&) {}), Codes{});
    EXPECT_EQ(examined([](ZipText& t) { add_to_document(t, relationship("rId9", kOffice + "/image", "https://example.vn/i.png", true)); }), outside);
    EXPECT_EQ(examined([](ZipText& t) { add_to_document(t, relationship("rId9", kOffice + "/attachedTemplate", "file:///t.dotm", true)); }), outside);
    EXPECT_EQ(examined([](ZipText& t) { add_to_document(t, relationship("rId9", kOffice + "/control", "styles.xml")); }), active);
    EXPECT_EQ(examined([](ZipText& t) { t.replace("[Content_Types].xml", kWordType + "document.main+xml", "application/vnd.ms-word.document.macroEnabled.main+xml"); }), active);
}

TEST(OoxmlRelationshipTest, TransformsAsTheStandardSays) {
    const auto all = must(read_relationships(as_bytes(relationships(
        relationship("rId10", "t", "b&amp;c") + " " + relationship("rId2", "t", "x", true)))));
    EXPECT_EQ(transformed(all), "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
                                "<Relationship Id=\"rId10\" Target=\"b&amp;c\" TargetMode=\"Internal\" Type=\"t\"></Relationship>"
                                "<Relationship Id=\"rId2\" Target=\"x\" TargetMode=\"External\" Type=\"t\"></Relationship></Relationships>");
}

}  // namespace
}  // namespace congvan::signing::office
