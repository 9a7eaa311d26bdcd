// Our verdict and our writing against another program (xmlsec1): it accepts what we sign, we accept what it signs, and
// after a change neither does.

#include <gtest/gtest.h>

#include "signing/judge/reasons.hpp"
#include "signing/xml/test_xml.hpp"
#include "support/signing_tools.hpp"

namespace congvan::signing::xml {
namespace {

using namespace test;
using testing_support::file_text;
using testing_support::output_of;
using testing_support::TemporaryFolder;
using testing_support::write_file;

constexpr std::string_view kIdentifiers =
    " --id-attr:Id urn:example:letter:head --id-attr:Id urn:example:letter:body"
    " --id-attr:Id http://uri.etsi.org/01903/v1.3.2#:SignedProperties --id-attr:Id http://www.w3.org/2000/09/xmldsig#:Object ";

std::string theirs(const TemporaryFolder& folder, const std::string& file, const std::string& more = "") {
    write_file(folder.path() / "root.der", authority().root());
    write_file(folder.path() / "signed.xml", as_bytes(file));
    return output_of("xmlsec1 --verify --trusted-der " + (folder.path() / "root.der").string() + std::string(kIdentifiers) + more + " " +
                     (folder.path() / "signed.xml").string() + " 2>&1");
}
std::string theirs(const std::string& file) { return theirs(TemporaryFolder(), file); }

void write_pem(const std::filesystem::path& path, const std::function<int(BIO*)>& write) {
    BIO* file = BIO_new_file(path.c_str(), "w");
    write(file);
    BIO_free(file);
}

bool fine(const std::string& told) { return told.substr(0, 3) == "OK\n"; }

TEST(XmlsecAgreementTest, AcceptsEveryKindThatWeWrite) {
    for (const auto kind : {XmlSignatureKind::enveloped, XmlSignatureKind::enveloping, XmlSignatureKind::detached}) {
        for (const auto scheme : {SignatureScheme::ecdsa_p256_sha256, SignatureScheme::rsa_pkcs1_sha256}) {
            auto options = ecdsa(kind, kind == XmlSignatureKind::detached ? std::vector<std::string>{"head", "body"} : std::vector<std::string>{});
            options.scheme = scheme;
            const auto file = sign(kLetter, options, scheme == SignatureScheme::ecdsa_p256_sha256 ? leader() : rsa_leader());
            EXPECT_TRUE(fine(theirs(file))) << theirs(file) << file;
            const auto changed = replaced(file, "1000000", "9000000");
            EXPECT_FALSE(fine(theirs(changed)));
            EXPECT_EQ(verify(changed).report.verdict, Verdict::not_intact);
        }
    }
}

TEST(XmlsecAgreementTest, AcceptsOutsideContentThatWeSign) {
    const TemporaryFolder folder;
    auto options = ecdsa(XmlSignatureKind::detached);
    options.outside = {{"http://example.invalid/congvan.pdf", to_bytes("%PDF-1.7 ..."), "application/pdf", Form::bytes}};
    const auto file = sign("", options);
    write_file(folder.path() / "congvan.pdf", options.outside[0].content);
    const auto told = theirs(folder, file, "--url-map:" + options.outside[0].uri + " " + (folder.path() / "congvan.pdf").string());
    EXPECT_TRUE(fine(told)) << told;
}

// xmlsec1 of Debian 12 (1.2.37) knows no PSS, so the value alone is shown to openssl.
TEST(XmlsecAgreementTest, OpensslAcceptsThePssValuesThatWeWrite) {
    const TemporaryFolder folder;
    auto options = ecdsa();
    options.scheme = SignatureScheme::rsa_pss_sha256;
    const auto prepared = prepare_xml(as_bytes(kLetter), rsa_leader().der(), options).value();
    const auto file = assemble_xml(prepared, token_value(rsa_leader(), options.scheme, prepared.to_sign), {}).value();
    const auto value = between(std::string(as_text(file)), "-value\">", "<").substr(8);
    write_file(folder.path() / "value", read_base64(value.substr(0, value.size() - 1)).value());
    write_file(folder.path() / "info", prepared.to_sign);
    write_pem(folder.path() / "key.pem", [&](BIO* out) { return PEM_write_bio_PUBKEY(out, rsa_leader().key.get()); });
    const auto told = output_of("cd " + folder.path().string() + " && openssl dgst -sha256 -verify key.pem -signature value"
                                " -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:32 info 2>&1");
    EXPECT_EQ(told, "Verified OK\n");
    EXPECT_NE(theirs(std::string(as_text(file))).find("href=http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1"), std::string::npos);
}

struct Template {
    const char* name = "";
    std::string canonicalisation = "http://www.w3.org/2001/10/xml-exc-c14n#";
    std::string method = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
    std::string digest = "http://www.w3.org/2001/04/xmlenc#sha256";
    std::string uri{};
    std::string transforms = "<Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"/>";
    Verdict verdict = Verdict::valid;
};

std::string signature_template(const Template& one) {
    return "<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\"><SignedInfo><CanonicalizationMethod Algorithm=\"" +
           one.canonicalisation + "\"/><SignatureMethod Algorithm=\"" + one.method + "\"/><Reference URI=\"" + one.uri + "\">" +
           (one.transforms.empty() ? "" : "<Transforms>" + one.transforms + "</Transforms>") + "<DigestMethod Algorithm=\"" + one.digest +
           "\"/><DigestValue/></Reference></SignedInfo><SignatureValue/><KeyInfo><X509Data><X509Certificate/></X509Data></KeyInfo>"
           "</Signature>";
}

// `document` holds the template; what xmlsec1 makes of it.
std::string signed_by_them(const std::string& document, const Signer& signer) {
    const TemporaryFolder folder;
    write_pem(folder.path() / "key.pem", [&](BIO* file) { return PEM_write_bio_PrivateKey(file, signer.key.get(), nullptr, nullptr, 0, nullptr, nullptr); });
    write_pem(folder.path() / "cert.pem", [&](BIO* file) { return PEM_write_bio_X509(file, signer.certificate.get()); });
    write_file(folder.path() / "template.xml", as_bytes(document));
    const auto told = output_of("xmlsec1 --sign" + std::string(kIdentifiers) + "--privkey-pem " + (folder.path() / "key.pem").string() + "," +
                                (folder.path() / "cert.pem").string() + " --output " + (folder.path() / "signed.xml").string() + " " +
                                (folder.path() / "template.xml").string() + " 2>&1");
    if (!told.empty()) throw std::runtime_error(told);
    return file_text(folder.path() / "signed.xml");
}

const Signer& signer_for(const std::string& method) { return method.find("ecdsa") != std::string::npos ? leader() : rsa_leader(); }

TEST(XmlsecAgreementTest, WeAcceptWhatItSigns) {
    const std::string more = "http://www.w3.org/2001/04/xmldsig-more#";
    const std::string enveloped = "<Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"/>";
    const auto then = [&](const std::string& algorithm) { return enveloped + "<Transform Algorithm=\"" + algorithm + "\"/>"; };
    const std::vector<Template> cases = {
        {.name = "exclusive"},
        {.name = "exclusive kept comments", .transforms = then("http://www.w3.org/2001/10/xml-exc-c14n#WithComments")},
        {.name = "inclusive", .canonicalisation = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"},
        {.name = "inclusive comments", .canonicalisation = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments", .transforms = then("http://www.w3.org/TR/2001/REC-xml-c14n-20010315")},
        {.name = "1.1", .canonicalisation = "http://www.w3.org/2006/12/xml-c14n11", .transforms = then("http://www.w3.org/2006/12/xml-c14n11")},
        {.name = "whole by xpointer", .uri = "#xpointer(/)"},
        {.name = "rsa sha384", .method = more + "rsa-sha384", .digest = "http://www.w3.org/2001/04/xmldsig-more#sha384"},
        {.name = "rsa sha512", .method = more + "rsa-sha512", .digest = "http://www.w3.org/2001/04/xmlenc#sha512"},
        {.name = "ecdsa", .method = more + "ecdsa-sha256"},
        {.name = "ecdsa sha384", .method = more + "ecdsa-sha384"},
        {.name = "ecdsa sha512", .method = more + "ecdsa-sha512"},
        {.name = "sha1", .method = "http://www.w3.org/2000/09/xmldsig#rsa-sha1", .digest = "http://www.w3.org/2000/09/xmldsig#sha1", .verdict = Verdict::undetermined},
        {.name = "sha1 digest", .digest = "http://www.w3.org/2000/09/xmldsig#sha1", .verdict = Verdict::undetermined},
        {.name = "ecdsa sha1", .method = more + "ecdsa-sha1", .verdict = Verdict::undetermined},
    };
    for (const auto& one : cases) {
        const auto document = replaced(std::string(kLetter), "</letter>", signature_template(one) + "</letter>");
        const auto file = signed_by_them(document, signer_for(one.method));
        const auto report = verify(file).report;
        EXPECT_EQ(report.verdict, one.verdict) << one.name << " " << told(report);
        EXPECT_EQ(report.integrity, Integrity::intact) << one.name << " " << told(report);
        EXPECT_EQ(report.signatures[0].signer, "Lãnh đạo A (thử nghiệm)");
        EXPECT_EQ(has(report, reasons::cms_sha1), one.verdict == Verdict::undetermined);
        EXPECT_EQ(verify(replaced(file, "05/Q", "06/Q")).report.verdict, Verdict::not_intact) << one.name;
    }
}

TEST(XmlsecAgreementTest, WeAcceptWhatItSignsByIdentifier) {
    Template head{.name = "by identifier", .uri = "#head", .transforms = ""};
    Template pointer{.name = "by xpointer", .uri = "#xpointer(id('head'))", .transforms = ""};
    const std::string letter = "<letter xmlns=\"urn:example:letter\"><head Id=\"head\"><number>05/QĐ-UBND</number></head></letter>";
    for (const auto& one : {head, pointer}) {
        const auto file = signed_by_them(replaced(letter, "</letter>", signature_template(one) + "</letter>"), rsa_leader());
        EXPECT_EQ(verify(file).report.verdict, Verdict::valid) << one.name << told(verify(file).report);
        EXPECT_EQ(verify(file).report.signatures[0].coverage, Coverage::partial);
    }
}

TEST(XmlsecAgreementTest, WeAcceptBase64InsideTheSignature) {
    Template object{.name = "object", .uri = "#object", .transforms = "<Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#base64\"/>"};
    const auto file = signed_by_them(
        replaced(signature_template(object), "</Signature>", "<Object Id=\"object\">Q8O0bmcgdsSDbg==</Object></Signature>"), rsa_leader());
    const auto verified = verify(file);
    EXPECT_EQ(verified.report.verdict, Verdict::valid) << told(verified.report);
    EXPECT_EQ(as_text(verified.signatures[0].parts[0].content), "Công văn");
}

TEST(XmlsecAgreementTest, BothRefuseAKeyThatEverybodyKnows) {
    Template hmac{.name = "hmac", .method = "http://www.w3.org/2000/09/xmldsig#hmac-sha1"};
    const auto document = replaced(std::string(kLetter), "</letter>", signature_template(hmac) + "</letter>");
    const auto report = verify(document).report;
    EXPECT_TRUE(has(report, reasons::xml_hmac)) << told(report);
    EXPECT_FALSE(accepted(report.verdict));
}

}  // namespace
}  // namespace congvan::signing::xml
