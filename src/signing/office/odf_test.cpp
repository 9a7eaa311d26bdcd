// Signatures in ODF: ours, honest and several of them, and every way in which a file can be made to show something, or
// somebody, that was not signed.

#include <gtest/gtest.h>

#include "errors/signing.hpp"
#include "signing/judge/reasons.hpp"
#include "signing/office/test_office.hpp"

namespace congvan::signing::office {
namespace {

using namespace test;

constexpr const char* kSignatures = "META-INF/documentsignatures.xml";

DocumentReport judged(const ZipText& text) { return judge(text.bytes(), SignedKind::odf); }
Bytes signed_odt(const Signer& signer = leader()) { return sign(odt().bytes(), SignedKind::odf, signer); }

TEST(OdfTest, SignsAndAcceptsALetterWithEveryFileCovered) {
    const auto report = judge(signed_odt(), SignedKind::odf);
    EXPECT_EQ(report.verdict, Verdict::valid) << told(report);
    EXPECT_EQ(report.kind, SignedKind::odf);
    EXPECT_TRUE(report.unsigned_parts.empty()) << told(report);
    ASSERT_EQ(report.signatures.size(), 1u);
    EXPECT_EQ(report.signatures[0].signing_time, kSignedAt);
    EXPECT_EQ(report.signatures[0].coverage, Coverage::whole_file);
}

TEST(OdfTest, SignsInEverySchemeAndForm) {
    for (const auto form : {XadesForm::baseline, XadesForm::office}) {
        for (const auto scheme : {SignatureScheme::rsa_pkcs1_sha256, SignatureScheme::rsa_pss_sha256, SignatureScheme::ecdsa_p256_sha256}) {
            OfficeSigningOptions options;
            options.form = form;
            const auto& signer = scheme == SignatureScheme::ecdsa_p256_sha256 ? leader() : rsa_leader();
            const auto report = judge(sign(odt().bytes(), SignedKind::odf, signer, options, scheme), SignedKind::odf);
            EXPECT_EQ(report.verdict, Verdict::valid) << told(report);
        }
    }
}

TEST(OdfTest, AddsFurtherSignaturesWithoutDisturbingEarlierOnes) {
    auto file = sign(sign(signed_odt(), SignedKind::odf, agency()), SignedKind::odf, rsa_leader(), {}, SignatureScheme::rsa_pkcs1_sha256);
    const auto report = judge(file, SignedKind::odf);
    EXPECT_EQ(report.verdict, Verdict::valid) << told(report);
    EXPECT_EQ(report.signatures.size(), 3u);
    const auto mixed = judge(sign(file, SignedKind::odf, stranger()), SignedKind::odf);
    EXPECT_EQ(mixed.verdict, Verdict::undetermined) << told(mixed);
    EXPECT_EQ(mixed.integrity, Integrity::intact);
}

TEST(OdfTest, CallsAFileWithoutSignatureNotSigned) {
    EXPECT_EQ(judged(odt()).verdict, Verdict::not_signed);
    auto empty = odt();
    empty.add(kSignatures, "<document-signatures xmlns=\"" + std::string(kOdfSignatureSpace) + "\"/>");
    EXPECT_EQ(judged(empty).verdict, Verdict::not_signed);
}

TEST(OdfTest, RefusesToSignWhatIsTamperedOrActive) {
    const auto refused = [](const ZipText& text) {
        OfficeSigningOptions options;
        options.scheme = SignatureScheme::ecdsa_p256_sha256;
        options.at = kSignedAt;
        const auto result = prepare_odf(text.bytes(), leader().der(), options);
        return result.has_value() ? std::string_view("none") : result.error().code;
    };
    auto tampered = ZipText::of(signed_odt());
    tampered.replace("content.xml", "100.000.000", "900.000.000");
    EXPECT_EQ(refused(tampered), errors::signing::tampered);
    auto macros = odt();
    macros.add("Basic/Standard/Module1.xml", "<a/>");
    EXPECT_EQ(refused(macros), errors::signing::unsupported_package);
    auto remote = odt();
    remote.replace("content.xml", "Pictures/a b.png", "https://example.vn/i.png");
    EXPECT_EQ(refused(remote), errors::signing::unsupported_package);
    auto handler = odt();
    handler.replace("content.xml", "<office:body>",
                    "<office:scripts xmlns:script=\"urn:oasis:names:tc:opendocument:xmlns:script:1.0\"><script:event-listener/></office:scripts><office:body>");
    EXPECT_EQ(refused(handler), errors::signing::unsupported_package);
    auto secret = odt();
    secret.replace("META-INF/manifest.xml", "manifest:full-path=\"content.xml\" manifest:media-type=\"text/xml\"/>",
                   "manifest:full-path=\"content.xml\" manifest:media-type=\"text/xml\"><manifest:encryption-data/></manifest:file-entry>");
    EXPECT_EQ(refused(secret), errors::signing::encrypted_package);
    EXPECT_EQ(refused(docx()), errors::signing::malformed_package);
    EXPECT_EQ(refused(odt()), "none");
}

struct Attack {
    const char* name;
    std::function<void(ZipText&)> change;
    std::string_view reason;
};

// Replaces what stands between two texts of the signature file.
void between(ZipText& text, std::string_view from, std::string_view to, const std::string& with) {
    auto& content = text.at(kSignatures).content;
    const auto first = content.find(from);
    const auto last = content.find(to, first);
    if (first == std::string::npos || last == std::string::npos) throw std::runtime_error("no such text");
    content.replace(first + from.size(), last - first - from.size(), with);
}

std::string own_certificate(const Signer& signer) { return "<X509Certificate>" + to_base64(signer.der()) + "</X509Certificate>"; }

TEST(OdfAttackTest, NeverCallsAChangedFileIntact) {
    const Attack attacks[] = {
        {"text changed", [](ZipText& t) { t.replace("content.xml", "100.000.000", "900.000.000"); }, reasons::cms_digest_mismatch},
        {"white space changed", [](ZipText& t) { t.replace("content.xml", "<office:body>", "<office:body >"); }, reasons::cms_digest_mismatch},
        {"picture changed", [](ZipText& t) { t.at("Pictures/a b.png").content += "x"; }, reasons::cms_digest_mismatch},
        {"type changed", [](ZipText& t) { t.at("mimetype").content = "application/vnd.oasis.opendocument.spreadsheet"; }, reasons::cms_digest_mismatch},
        {"manifest changed", [](ZipText& t) { t.replace("META-INF/manifest.xml", "image/png", "text/html"); }, reasons::cms_digest_mismatch},
        {"styles removed", [](ZipText& t) { t.remove("styles.xml"); }, reasons::package_part_missing},
        {"settings added", [](ZipText& t) { t.add("settings.xml", "<a/>"); }, reasons::package_part_not_signed},
        {"macros added", [](ZipText& t) { t.add("Basic/script-lc.xml", "<a/>"); }, reasons::package_part_not_signed},
        {"picture in other letters added", [](ZipText& t) { t.add("pictures/A B.png", "x"); }, reasons::package_malformed},
        {"mimetype moved", [](ZipText& t) { std::rotate(t.items.begin(), t.items.begin() + 1, t.items.end()); }, reasons::package_malformed},
        {"data in front", [](ZipText& t) { t.before = "x"; }, reasons::package_malformed},
        {"local name differs", [](ZipText& t) { t.at("content.xml").local_name = "content.xmk"; }, reasons::package_malformed},
        {"two certificates of which another is shown",
         [](ZipText& t) { between(t, "<X509Data>", "<X509Certificate>", own_certificate(stranger())); }, reasons::xml_key_info},
        {"a second X509Data in front",
         [](ZipText& t) { between(t, "<KeyInfo>", "<X509Data>", "<X509Data>" + own_certificate(stranger()) + "</X509Data>"); }, reasons::xml_key_info},
        {"a second X509Data behind",
         [](ZipText& t) { between(t, "</X509Data>", "</KeyInfo>", "<X509Data>" + own_certificate(agency()) + "</X509Data>"); }, reasons::xml_key_info},
        {"another certificate alone",
         [](ZipText& t) { between(t, "<KeyInfo><X509Data>", "</X509Data>", own_certificate(agency())); }, reasons::cms_signature_wrong},
        {"time changed", [](ZipText& t) { t.replace(kSignatures, "<xd:SigningTime>2026", "<xd:SigningTime>2025"); }, reasons::cms_digest_mismatch},
        {"date changed", [](ZipText& t) { t.replace(kSignatures, "elements/1.1/\">2026", "elements/1.1/\">2025"); }, reasons::cms_digest_mismatch},
        {"value changed", [](ZipText& t) { between(t, "-value\">", "</SignatureValue>", "AAAA"); }, reasons::cms_signature_wrong},
        {"reference taken out",
         [](ZipText& t) {
             auto& content = t.at(kSignatures).content;
             const auto at = content.find("<Reference ", content.find("URI=\"content.xml\"") - 100);
             content.erase(at, content.find("</Reference>", at) + 12 - at);
         },
         reasons::cms_signature_wrong},
        {"another element in the list",
         [](ZipText& t) { t.replace(kSignatures, "</document-signatures>", "<x/></document-signatures>"); }, reasons::package_signature_malformed},
        {"text in the list",
         [](ZipText& t) { t.replace(kSignatures, "</document-signatures>", "x</document-signatures>"); }, reasons::package_signature_malformed},
        {"another list", [](ZipText& t) { t.replace(kSignatures, std::string(kOdfSignatureSpace), "urn:other"); }, reasons::package_signature_malformed},
        {"base64 in front of a part",
         [](ZipText& t) {
             t.replace(kSignatures, "<Reference Id=", "<Reference xmlns:y=\"y\" Id=");
             t.replace(kSignatures, "\"><DigestMethod", "\"><Transforms><Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#base64\"/></Transforms><DigestMethod");
         },
         reasons::package_reference_not_allowed},
    };
    const auto honest = signed_odt();
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

TEST(OdfAttackTest, ShowsNoTimeThatIsNotSigned) {
    auto text = ZipText::of(signed_odt());
    text.replace(kSignatures, "<Object><SignatureProperties>",
                 "<Object><SignatureProperties><SignatureProperty Id=\"x\"><dc:date xmlns:dc=\"http://purl.org/dc/elements/1.1/\">"
                 "2001-01-01T00:00:00Z</dc:date></SignatureProperty></SignatureProperties></Object><Object><SignatureProperties>");
    const auto report = judged(text);
    EXPECT_EQ(report.signatures.at(0).signing_time, kSignedAt) << told(report);
}

TEST(OdfAttackTest, TakesASignatureOfMacrosForNoSignatureOfTheDocument) {
    auto text = ZipText::of(signed_odt());
    const auto signatures = text.at(kSignatures).content;
    text.remove(kSignatures);
    text.add("META-INF/macrosignatures.xml", signatures);
    EXPECT_EQ(judged(text).verdict, Verdict::not_signed);
    // Beside the honest one it is told, and covers nothing.
    auto both = ZipText::of(signed_odt());
    both.add("META-INF/macrosignatures.xml", signatures);
    const auto report = judged(both);
    EXPECT_EQ(report.verdict, Verdict::valid) << told(report);
    EXPECT_EQ(report.unsigned_parts, std::vector<std::string>{"META-INF/macrosignatures.xml"});
    EXPECT_EQ(report.signatures.size(), 1u);
}

}  // namespace
}  // namespace congvan::signing::office
