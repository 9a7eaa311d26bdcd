#include "signing/xml/judge_xml.hpp"

#include <gtest/gtest.h>

#include "signing/judge/reasons.hpp"
#include "signing/xml/test_xml.hpp"

namespace congvan::signing::xml {
namespace {

using namespace test;

constexpr std::string_view kMore = "http://www.w3.org/2001/04/xmldsig-more#";
constexpr std::string_view kNewer = "http://www.w3.org/2007/05/xmldsig-more#";

// A signature to be made (test::make), with XAdES properties where `properties` says what is in them.
struct Plan {
    std::string method = std::string(kMore) + "ecdsa-sha256";
    std::string parameters{};
    std::string uri{};
    std::string properties{};
    std::string type = std::string(names::kSignedPropertiesType);
    std::string objects{};
};

std::string digest_method() { return "<DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/>"; }

std::string reference(const std::string& uri, const std::string& transform, const std::string& more = "") {
    return "<Reference URI=\"" + uri + "\"" + more + "><Transforms><Transform Algorithm=\"" + transform + "\"/></Transforms>" + digest_method() +
           "<DigestValue/></Reference>";
}

std::string plan(const Plan& one) {
    std::string references = reference(one.uri, std::string(one.uri.empty() ? names::kEnveloped : names::kExclusive));
    std::string objects = one.objects;
    if (!one.properties.empty()) {
        references += reference("#p", std::string(names::kExclusive), one.type.empty() ? "" : " Type=\"" + one.type + "\"");
        objects += "<Object><x:QualifyingProperties xmlns:x=\"" + std::string(names::kXades) + "\" Target=\"#made\"><x:SignedProperties Id=\"p\">"
                   "<x:SignedSignatureProperties>" + one.properties + "</x:SignedSignatureProperties></x:SignedProperties></x:QualifyingProperties></Object>";
    }
    if (objects.find("Id=\"times\"") != std::string::npos) references += reference("#times", std::string(names::kInclusive));
    return "<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\" Id=\"made\"><SignedInfo><CanonicalizationMethod Algorithm=\"" +
           std::string(names::kExclusive) + "\"/><SignatureMethod Algorithm=\"" + one.method + "\">" + one.parameters + "</SignatureMethod>" + references +
           "</SignedInfo><SignatureValue/><KeyInfo><X509Data><X509Certificate/></X509Data></KeyInfo>" + objects + "</Signature>";
}

VerifiedXml judged(const Plan& one, const Signer& signer = leader()) {
    return verify(make(replaced(std::string(kLetter), "</letter>", plan(one) + "</letter>"), signer));
}

std::string print_of(const Signer& signer, std::string_view algorithm = "http://www.w3.org/2001/04/xmlenc#sha256", cms::DigestKind kind = cms::DigestKind::sha256) {
    return "<x:CertDigest><DigestMethod Algorithm=\"" + std::string(algorithm) + "\"/><DigestValue>" + to_base64(digest(kind, signer.der())) +
           "</DigestValue></x:CertDigest>";
}

TEST(JudgeXmlTest, VerifiesEveryPss) {
    const auto parameters = [](const std::string& digest, int salt) {
        const std::string name = "<DigestMethod Algorithm=\"" + digest + "\"/>";
        return "<p:RSAPSSParams xmlns:p=\"" + std::string(kNewer) + "\">" + name + "<p:MaskGenerationFunction Algorithm=\"" + std::string(kNewer) + "MGF1\">" + name +
               "</p:MaskGenerationFunction><p:SaltLength>" + std::to_string(salt) + "</p:SaltLength><p:TrailerField>1</p:TrailerField></p:RSAPSSParams>";
    };
    const std::string newer(kNewer);
    const std::pair<Plan, std::string_view> cases[] = {
        {{.method = newer + "sha256-rsa-MGF1"}, "RSA-PSS-SHA256"},
        {{.method = newer + "sha384-rsa-MGF1"}, "RSA-PSS-SHA384"},
        {{.method = newer + "sha512-rsa-MGF1"}, "RSA-PSS-SHA512"},
        {{.method = newer + "rsa-pss"}, "RSA-PSS-SHA256"},
        {{.method = newer + "rsa-pss", .parameters = parameters("http://www.w3.org/2001/04/xmlenc#sha512", 20)}, "RSA-PSS-SHA512"},
        {{.method = newer + "rsa-pss", .parameters = parameters("http://www.w3.org/2001/04/xmldsig-more#sha384", 0)}, "RSA-PSS-SHA384"},
    };
    for (const auto& [one, name] : cases) {
        const auto report = judged(one, rsa_leader()).report;
        EXPECT_EQ(report.verdict, Verdict::valid) << name << told(report);
        EXPECT_EQ(report.signatures[0].algorithm, name);
    }
    EXPECT_TRUE(has(judged({.method = newer + "sha1-rsa-MGF1"}, rsa_leader()).report, reasons::cms_sha1));
    EXPECT_TRUE(has(judged({.method = newer + "sha256-rsa-MGF1"}, leader()).report, reasons::cms_signature_wrong));
}

TEST(JudgeXmlTest, VerifiesLargerCurvesAndRefusesSmallKeys) {
    static const auto large = authority().signer({}, signing::test::ec_key("P-384"));
    static const auto largest = authority().signer({}, signing::test::ec_key("P-521"));
    static const auto small = authority().signer({}, signing::test::ec_key("P-224"));
    static const auto short_key = authority().signer({}, signing::test::rsa_key(1024));
    EXPECT_EQ(judged({.method = std::string(kMore) + "ecdsa-sha384"}, large).report.verdict, Verdict::valid);
    EXPECT_EQ(judged({.method = std::string(kMore) + "ecdsa-sha512"}, largest).report.verdict, Verdict::valid);
    EXPECT_TRUE(has(judged({}, small).report, reasons::cms_weak_key));
    EXPECT_TRUE(has(judged({.method = std::string(kMore) + "rsa-sha256"}, short_key).report, reasons::cms_weak_key));
    EXPECT_EQ(judged({.method = std::string(kMore) + "rsa-sha256"}, short_key).report.verdict, Verdict::undetermined);
}

TEST(JudgeXmlTest, NeedsTheAnchors) {
    const RevocationFacts nothing;
    const TrustAnchors nobody;
    const auto file = sign(kLetter, ecdsa());
    const auto report = judge_xml(as_bytes(file), nobody, kJudgedAt);
    EXPECT_EQ(report.verdict, Verdict::undetermined);
    EXPECT_EQ(report.integrity, Integrity::intact);
    EXPECT_TRUE(has(report, reasons::chain_no_path));
    EXPECT_EQ(report.signatures[0].signer, "Lãnh đạo A (thử nghiệm)");  // bound by the signed properties
    EXPECT_EQ(judge_xml(as_bytes(file), authority().anchors(), kJudgedAt, nothing).verdict, Verdict::valid);
}

TEST(JudgeXmlTest, ReadsTheSignedPropertiesOfBothVersions) {
    const std::string time = "<x:SigningTime>2026-03-02T03:00:00Z</x:SigningTime>";
    const auto second = [](const std::string& certificate) { return "<x:SigningCertificateV2><x:Cert>" + certificate + "</x:Cert></x:SigningCertificateV2>"; };
    const auto first = [](const std::string& certificate) { return "<x:SigningCertificate><x:Cert>" + certificate + "</x:Cert></x:SigningCertificate>"; };
    const auto serial = std::to_string(ASN1_INTEGER_get(X509_get0_serialNumber(leader().certificate.get())));
    const auto named = [](const std::string& number) {
        return "<x:IssuerSerial><X509IssuerName>CN=x</X509IssuerName><X509SerialNumber>" + number + "</X509SerialNumber></x:IssuerSerial>";
    };
    for (const auto& properties : {time + second(print_of(leader())), time + first(print_of(leader()) + named(serial)),
                                   time + second(print_of(leader(), "http://www.w3.org/2001/04/xmlenc#sha512", cms::DigestKind::sha512))}) {
        const auto report = judged({.properties = properties}).report;
        EXPECT_EQ(report.verdict, Verdict::valid) << told(report);
        EXPECT_FALSE(has(report, reasons::cms_signer_not_bound));
        EXPECT_EQ(report.signatures[0].signing_time, kSignedAt);
    }
    EXPECT_TRUE(has(judged({.properties = time}).report, reasons::cms_signer_not_bound));
    EXPECT_TRUE(has(judged({.properties = time + second(print_of(agency()))}).report, reasons::cms_certificate_mismatch));
    EXPECT_TRUE(has(judged({.properties = time + first(print_of(leader()) + named("1"))}).report, reasons::cms_certificate_mismatch));
    EXPECT_TRUE(has(judged({.properties = time + second(print_of(leader()) + "<x:IssuerSerialV2>MAA=</x:IssuerSerialV2>")}).report, reasons::cms_certificate_mismatch));
    EXPECT_EQ(judged({.properties = time + second(print_of(agency()))}).report.integrity, Integrity::not_intact);
    EXPECT_TRUE(judged({.properties = time + second(print_of(agency()))}).signatures[0].parts.empty());
    EXPECT_TRUE(has(judged({.properties = time, .type = ""}).report, reasons::xades_reference_type));
    EXPECT_TRUE(has(judged({.properties = time + time}).report, reasons::xades_malformed));
}

TEST(JudgeXmlTest, TellsOfPolicyAndTime) {
    const std::string policy = "<x:SignaturePolicyIdentifier><x:SignaturePolicyId><x:SigPolicyId><x:Identifier>urn:oid:1.2.3</x:Identifier></x:SigPolicyId>"
                               "</x:SignaturePolicyId></x:SignaturePolicyIdentifier>";
    const auto with_policy = judged({.properties = policy});
    EXPECT_EQ(with_policy.signatures[0].policy, "urn:oid:1.2.3");
    EXPECT_TRUE(has(with_policy.report, reasons::xades_policy_not_checked));
    EXPECT_TRUE(has(with_policy.report, reasons::time_missing));
    EXPECT_EQ(with_policy.report.verdict, Verdict::valid) << told(with_policy.report);
    EXPECT_EQ(judged({.properties = "<x:SignaturePolicyIdentifier><x:SignaturePolicyImplied/></x:SignaturePolicyIdentifier>"}).signatures[0].policy, "implied");
    const auto later = judged({.properties = "<x:SigningTime>2027-03-02T10:00:00+07:00</x:SigningTime>"}).report;
    EXPECT_TRUE(has(later, reasons::time_in_future));
    EXPECT_FALSE(accepted(later.verdict));
}

// As Vietnamese invoices and tax files are signed: by identifier, the time in a signature property.
TEST(JudgeXmlTest, AcceptsAnInvoice) {
    const Plan invoice{.uri = "#data", .objects = "<Object Id=\"times\"><SignatureProperties><SignatureProperty Target=\"#made\"><SigningTime xmlns=\"urn:invoice\">"
                                                 "2026-03-02T10:00:00</SigningTime></SignatureProperty></SignatureProperties></Object>"};
    const auto file = make("<HDon><DLHDon Id=\"data\"><TTChung><SHDon>5</SHDon></TTChung></DLHDon><DSCKS><NBan>" + plan(invoice) + "</NBan></DSCKS></HDon>", leader());
    const auto report = verify(file).report;
    EXPECT_EQ(report.verdict, Verdict::valid) << told(report);
    EXPECT_EQ(report.signatures[0].signing_time, kSignedAt);
    EXPECT_EQ(report.signatures[0].coverage, Coverage::partial);
    EXPECT_EQ(verify(replaced(file, "10:00:00</SigningTime>", "10:00:01</SigningTime>")).report.verdict, Verdict::not_intact);
    EXPECT_FALSE(accepted(verify(replaced(file, "<DSCKS>", "<DLHDon><TTChung/></DLHDon><DSCKS>")).report.verdict));
}

// The packet of the axis: header and manifest are signed by identifier, and relays add their traces afterwards.
TEST(JudgeXmlTest, KeepsAPacketValidWhenARelayAddsItsTrace) {
    const std::string space = "{http://www.mic.gov.vn/TBT/QCVN_102_2016}";
    const std::string envelope = "/" + space + "edXML/" + space + "edXMLEnvelope/";
    const std::string packet =
        "<edXML xmlns=\"http://www.mic.gov.vn/TBT/QCVN_102_2016\"><edXML:edXMLEnvelope xmlns:edXML=\"http://www.mic.gov.vn/TBT/QCVN_102_2016\">"
        "<edXML:edXMLHeader><edXML:MessageHeader Id=\"MessageHeader\"><edXML:Subject>Về việc A</edXML:Subject></edXML:MessageHeader>"
        "<edXML:TraceHeaderList><edXML:TraceHeader/></edXML:TraceHeaderList></edXML:edXMLHeader>"
        "<edXML:edXMLBody><edXML:edXMLManifest Id=\"Manifest\" version=\"1.0\"><edXML:Reference/></edXML:edXMLManifest></edXML:edXMLBody>"
        "</edXML:edXMLEnvelope><AttachmentEncoded Id=\"Attachments\"><Attachment>QQ==</Attachment></AttachmentEncoded></edXML>";
    auto options = ecdsa(XmlSignatureKind::detached, {"MessageHeader", "Manifest", "Attachments"});
    options.place = envelope + space + "edXMLHeader";
    const auto sent = sign(packet, options);
    XmlOptions read;
    read.required = {envelope + space + "edXMLHeader/" + space + "MessageHeader", envelope + space + "edXMLBody/" + space + "edXMLManifest",
                     "/" + space + "edXML/" + space + "AttachmentEncoded"};
    const auto relayed = replaced(sent, "</edXML:TraceHeaderList>", "<edXML:TraceHeader/></edXML:TraceHeaderList>");
    for (const auto& file : {sent, relayed}) {
        const auto report = verify(file, read).report;
        EXPECT_EQ(report.verdict, Verdict::valid) << told(report);
        EXPECT_TRUE(std::find(report.unsigned_parts.begin(), report.unsigned_parts.end(), "/edXML/edXMLEnvelope/edXMLHeader/TraceHeaderList") != report.unsigned_parts.end());
    }
    EXPECT_TRUE(has(verify(relayed).report, reasons::xml_parts_not_signed));  // for whom does not know the format
    EXPECT_EQ(verify(replaced(relayed, "Về việc A", "Về việc B"), read).report.verdict, Verdict::not_intact);
    const auto header = between(relayed, "<edXML:MessageHeader", "</edXML:MessageHeader>");
    const auto fake = replaced(replaced(header, " Id=\"MessageHeader\"", ""), "Về việc A", "Về việc B");
    for (const auto& wrapped : {replaced(relayed, header, header + fake), replaced(relayed, header, fake + "<edXML:Old>" + header + "</edXML:Old>")}) {
        EXPECT_TRUE(has(verify(wrapped, read).report, reasons::xml_parts_not_signed));
        EXPECT_EQ(verify(wrapped, read).report.integrity, Integrity::unknown);
    }
}

TEST(JudgeXmlTest, SaysThatAFileIsNotSigned) {
    for (const std::string_view file : {"<a/>", "<Signature/>", "<a><Signature xmlns='urn:other'/></a>"}) {
        EXPECT_EQ(verify(file).report.verdict, Verdict::not_signed) << file;
        EXPECT_EQ(verify(file).report.integrity, Integrity::not_signed);
    }
    EXPECT_EQ(verify("%PDF-1.7").report.verdict, Verdict::malformed);
    std::string many;
    for (int i = 0; i < 33; ++i) many += "<Signature xmlns='http://www.w3.org/2000/09/xmldsig#'/>";
    EXPECT_TRUE(has(verify("<a>" + many + "</a>").report, reasons::xml_too_large));
}

}  // namespace
}  // namespace congvan::signing::xml
