// Attacks on signed XML, each made here from our own documents: none is ever intact, and each names why. What is honest
// and looks alike stays valid.

#include <gtest/gtest.h>

#include "signing/judge/reasons.hpp"
#include "signing/xml/test_xml.hpp"

namespace congvan::signing::xml {
namespace {

using namespace test;

const std::string kXadesObject = "<ds:Object><xades:QualifyingProperties";

// Signed by identifier, with everything but the document element covered.
const std::string& beside() {
    static const auto file = sign(kLetter, ecdsa(XmlSignatureKind::detached, {"head", "body"}));
    return file;
}
const std::string& enveloped() {
    static const auto file = sign(kLetter, ecdsa());
    return file;
}
const std::string& enveloping() {
    static const auto file = sign(kLetter, ecdsa(XmlSignatureKind::enveloping));
    return file;
}
std::string body_of(const std::string& file) { return between(file, "<body ", "</body>"); }
std::string fake_body(std::string_view id) {
    return "<body " + std::string(id) + " m:unit=\"đồng\"><amount m:currency=\"VND\">9000000</amount><to>Người khác (thử nghiệm)</to></body>";
}

struct Attack {
    std::string name;
    std::string file;
    std::string_view reason;
};

void expect_refused(const std::vector<Attack>& attacks) {
    for (const auto& one : attacks) {
        const auto report = verify(one.file).report;
        EXPECT_FALSE(accepted(report.verdict)) << one.name << ": " << told(report);
        EXPECT_NE(report.integrity, Integrity::intact) << one.name << ": " << told(report);
        EXPECT_NE(report.integrity, Integrity::intact_with_additions) << one.name << ": " << told(report);
        EXPECT_TRUE(has(report, one.reason)) << one.name << ": " << told(report);
        // In no case is anything handed out that was not signed.
        for (const auto& signature : verify(one.file).signatures) {
            for (const auto& part : signature.parts) {
                EXPECT_EQ(as_text(part.content).find("9000000"), std::string_view::npos) << one.name;
            }
        }
    }
}

TEST(XmlAttackTest, AcceptsTheHonestFiles) {
    for (const auto& file : {beside(), enveloped(), enveloping()}) {
        const auto report = verify(file).report;
        EXPECT_EQ(report.verdict, Verdict::valid) << told(report);
        EXPECT_EQ(report.integrity, Integrity::intact);
        EXPECT_TRUE(report.unsigned_parts.empty());
    }
}

TEST(XmlAttackTest, RefusesEveryWrappingOfASignedElement) {
    const auto& honest = beside();
    const auto body = body_of(honest);
    const auto signature = signature_of(honest);
    const auto without = replaced(replaced(honest, body, "@"), signature, "");
    const auto with = [&](const std::string& place, const std::string& more, const std::string& sig) {
        return replaced(replaced(without, "@", place), "</letter>", more + sig + "</letter>");
    };
    const auto fake = fake_body("Id=\"other\"");
    const auto in_object = replaced(signature, kXadesObject, "<ds:Object>" + body + "</ds:Object>" + kXadesObject);
    const auto in_key_info = replaced(signature, "</ds:KeyInfo>", body + "</ds:KeyInfo>");
    expect_refused({
        {"fake in place, original in a wrapper behind", with(fake, "<wrapper>" + body + "</wrapper>", signature), reasons::xml_parts_not_signed},
        {"fake in place, original in a wrapper before", with("<wrapper>" + body + "</wrapper>" + fake, "", signature), reasons::xml_parts_not_signed},
        {"original in a wrapper inside the fake", with(replaced(fake, "</body>", body + "</body>"), "", signature), reasons::xml_parts_not_signed},
        {"original in an object of the signature", with(fake, "", in_object), reasons::xml_parts_not_signed},
        {"original in the key information", with(fake, "", in_key_info), reasons::xml_key_info},
        {"original beside, signature inside the fake", with(replaced(fake, "</body>", signature + "</body>") + body, "", ""), reasons::xml_parts_not_signed},
        {"signature inside the fake around the original", with(replaced(fake, "</body>", signature + body + "</body>"), "", ""), reasons::xml_parts_not_signed},
        {"fake with the same identifier before", with(fake_body("Id=\"body\"") + body, "", signature), reasons::xml_duplicate_id},
        {"fake with the same identifier behind", with(body, fake_body("Id=\"body\""), signature), reasons::xml_duplicate_id},
        {"fake, identifier spelt ID", with(fake_body("ID=\"body\""), "<w>" + body + "</w>", signature), reasons::xml_duplicate_id},
        {"fake, identifier spelt id", with(fake_body("id=\"body\""), "<w>" + body + "</w>", signature), reasons::xml_duplicate_id},
        {"fake, xml:id", with(fake_body("xml:id=\"body\""), "<w>" + body + "</w>", signature), reasons::xml_duplicate_id},
        {"fake, wsu:Id", with(fake_body("wsu:Id=\"body\" xmlns:wsu=\"" + std::string(names::kWsu) + "\""), body, signature), reasons::xml_duplicate_id},
        {"fake, an unknown kind of identifier", with(fake_body("m:Id=\"body\""), body, signature), reasons::xml_duplicate_id},
        {"fake, AssertionID", with(fake_body("AssertionID=\"body\""), body, signature), reasons::xml_duplicate_id},
        {"fake, identifier with a blank", with(fake_body("Id=\" body\""), body, signature), reasons::xml_duplicate_id},
        {"fake without identifier", with(fake_body("") + body, "", signature), reasons::xml_parts_not_signed},
        {"original moved deeper, nothing else", with("<draft>" + body + "</draft>", "", signature), reasons::xml_parts_not_signed},
        {"original removed", with("", "", signature), reasons::xml_reference_not_found},
        {"text added beside", with(body + "Không có hiệu lực", "", signature), reasons::xml_parts_not_signed},
        {"attribute added to the document element", replaced(honest, "<letter ", "<letter status=\"cancelled\" "), reasons::xml_parts_not_signed},
        {"language added to the document element", replaced(honest, "<letter ", "<letter xml:lang=\"en\" "), reasons::xml_parts_not_signed},
        {"style sheet added", replaced(honest, "<letter ", "<?xml-stylesheet href=\"evil.xsl\"?><letter "), reasons::xml_parts_not_signed},
        {"element that includes a file", replaced(honest, "</letter>", "<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"evil.xml\"/></letter>"), reasons::xml_parts_not_signed},
        {"new document element around all", replaced(replaced(honest, "<letter ", "<all><letter "), "</letter>", "</letter></all>"), reasons::xml_parts_not_signed},
        {"fake document around the original", replaced(replaced(honest, "<letter ", "<letter xmlns=\"urn:example:letter\" xmlns:m=\"urn:example:money\">" + fake + "<old><letter "), "</letter>", "</letter></old></letter>"), reasons::xml_parts_not_signed},
    });
}

TEST(XmlAttackTest, RefusesEveryChangeAroundAWholeDocument) {
    const auto& inside = enveloped();
    const auto& around = enveloping();
    const auto signature = signature_of(around);
    const auto letter = "<letter xmlns=\"urn:example:letter\" xmlns:m=\"urn:example:money\">" + fake_body("");
    expect_refused({
        {"enveloped: content changed", replaced(inside, "1000000", "9000000"), reasons::cms_digest_mismatch},
        {"enveloped: element added", replaced(inside, "</letter>", fake_body("") + "</letter>"), reasons::cms_digest_mismatch},
        {"enveloped: element removed", replaced(inside, body_of(inside), ""), reasons::cms_digest_mismatch},
        {"enveloped: document wrapped", replaced(replaced(inside, "<letter ", "<all><letter "), "</letter>", "</letter></all>"), reasons::cms_digest_mismatch},
        {"enveloped: instruction added", replaced(inside, "<letter ", "<?xml-stylesheet href=\"evil.xsl\"?><letter "), reasons::cms_digest_mismatch},
        {"enveloped: prefix means another namespace", replaced(inside, "urn:example:money", "urn:example:rate"), reasons::cms_digest_mismatch},
        {"enveloped: default namespace is another", replaced(inside, "urn:example:letter", "urn:example:draft"), reasons::cms_digest_mismatch},
        {"enveloped: content in an object of the signature", replaced(inside, kXadesObject, "<ds:Object>" + fake_body("xmlns:m=\"urn:m\"") + "</ds:Object>" + kXadesObject), reasons::xml_parts_not_signed},
        {"enveloped: text in the signature", replaced(inside, "<ds:SignedInfo>", "9000000<ds:SignedInfo>"), reasons::xml_signature_structure},
        {"enveloped: attribute of the signature", replaced(inside, "<ds:Signature ", "<ds:Signature title=\"9000000\" "), reasons::xml_signature_structure},
        {"enveloping: content changed", replaced(around, "1000000", "9000000"), reasons::cms_digest_mismatch},
        {"enveloping: second object", replaced(around, kXadesObject, "<ds:Object Id=\"fake\">" + fake_body("xmlns:m=\"urn:m\"") + "</ds:Object>" + kXadesObject), reasons::xml_parts_not_signed},
        {"enveloping: signature put into a fake document", letter + signature + "</letter>", reasons::xml_parts_not_signed},
        {"enveloping: kind of content changed", replaced(around, "MimeType=\"text/xml\"", "MimeType=\"text/html\""), reasons::cms_digest_mismatch},
        {"enveloping: instruction before it", replaced(around, "<ds:Signature ", "<?xml-stylesheet href=\"evil.xsl\"?><ds:Signature "), reasons::xml_parts_not_signed},
        {"signature of another file", replaced(enveloped(), signature_of(enveloped()), signature_of(sign("<a/>", ecdsa()))), reasons::cms_digest_mismatch},
    });
}

TEST(XmlAttackTest, RefusesWhatChangesTheReadingOfSignedText) {
    const auto& honest = enveloped();
    expect_refused({
        {"comment inside a number", replaced(honest, "1000000", "1000<!-- -->000"), reasons::xml_text_split},
        {"comment before a number", replaced(honest, "1000000", "<!--9-->1000000"), reasons::xml_text_split},
        {"comment behind a number", replaced(honest, "1000000", "1000000<!--9-->"), reasons::xml_text_split},
        {"CDATA inside a number", replaced(honest, "1000000", "1000<![CDATA[000]]>"), reasons::xml_text_split},
        {"two pieces of CDATA", replaced(honest, "1000000", "<![CDATA[1000]]><![CDATA[000]]>"), reasons::xml_text_split},
        {"comment inside a number, by identifier", replaced(beside(), "1000000", "1000<!-- -->000"), reasons::xml_text_split},
        {"instruction inside a number", replaced(honest, "1000000", "1000<?x?>000"), reasons::cms_digest_mismatch},
        {"document type", replaced(honest, "<letter ", "<!DOCTYPE letter><letter "), reasons::xml_dtd},
        {"entity", replaced(replaced(honest, "<letter ", "<!DOCTYPE letter [<!ENTITY e \"1000000\">]><letter "), ">1000000", ">&e;"), reasons::xml_dtd},
        {"outside entity", replaced(honest, "<letter ", "<!DOCTYPE letter SYSTEM \"http://example.invalid/x.dtd\"><letter "), reasons::xml_dtd},
        {"attributes declared as identifiers", replaced(honest, "<letter ", "<!DOCTYPE letter [<!ATTLIST to x ID #IMPLIED>]><letter "), reasons::xml_dtd},
        {"entity that is not declared", replaced(honest, "1000000", "&e;"), reasons::xml_malformed},
        {"prefix without namespace", replaced(honest, "<to>", "<to q:x=\"1\">"), reasons::xml_malformed},
        {"encoding that is not UTF-8", replaced(honest, "encoding=\"UTF-8\"", "encoding=\"ISO-8859-1\""), reasons::xml_malformed},
        {"XML 1.1", replaced(honest, "version=\"1.0\"", "version=\"1.1\""), reasons::xml_malformed},
        {"second document behind", honest + "<letter/>", reasons::xml_malformed},
    });
    // The same text written otherwise is the same text.
    for (const auto& same : {replaced(honest, "1000000", "<![CDATA[1000000]]>"), replaced(honest, "1000000", "&#49;000000"),
                             replaced(honest, "</head>", "</head><!-- ghi chú -->"), replaced(honest, "<number>", "<number >")}) {
        EXPECT_EQ(verify(same).report.verdict, Verdict::valid) << told(verify(same).report);
        EXPECT_EQ(as_text(verify(same).signatures[0].parts[0].content), as_text(verify(honest).signatures[0].parts[0].content));
    }
}

TEST(XmlAttackTest, RefusesGamesWithTheSignedProperties) {
    const auto& honest = enveloped();
    const auto object = between(honest, kXadesObject, "</ds:Object>");
    const auto properties = between(object, "<xades:SignedProperties", "</xades:SignedProperties>");
    const auto later = replaced(properties, "2026-03-02T10:00:00", "2026-03-01T10:00:00");
    const auto other = replaced(later, "-properties\"", "-other\"");
    const auto free = replaced(properties, "<xades:SignedProperties", "<xades:SignedProperties xmlns:xades=\"" + std::string(names::kXades) + "\"");
    expect_refused({
        {"time changed", replaced(honest, properties, later), reasons::cms_digest_mismatch},
        {"original moved out of its place, other one in it", replaced(honest, object, replaced(object, properties, other) + "<ds:Object>" + free + "</ds:Object>"), reasons::xades_not_signed},
        {"original moved out of its place", replaced(honest, object, "<ds:Object>" + free + "</ds:Object>"), reasons::xades_not_signed},
        {"second properties in a second object", replaced(honest, object, object + replaced(object, properties, other)), reasons::xades_malformed},
        {"second properties in one object", replaced(honest, properties, properties + other), reasons::xades_malformed},
        {"doubled with one identifier", replaced(honest, object, object + object), reasons::xml_duplicate_id},
        {"of another signature", replaced(honest, "Target=\"#S-", "Target=\"#T-"), reasons::xades_not_signed},
        {"of no signature", replaced(honest, "Target=\"#S-", "Id=\"T-"), reasons::xades_not_signed},
        {"removed", replaced(honest, object, ""), reasons::xml_reference_not_found},
        {"words beside them", replaced(honest, kXadesObject, "<ds:Object>9000000<xades:QualifyingProperties"), reasons::xades_malformed},
        {"attribute around them", replaced(honest, kXadesObject, "<ds:Object MimeType=\"9000000\"><xades:QualifyingProperties"), reasons::xades_malformed},
        {"unknown unsigned property", replaced(honest, "</xades:QualifyingProperties>", "<xades:UnsignedProperties><xades:UnsignedSignatureProperties><x xmlns=\"urn:x\">9000000</x></xades:UnsignedSignatureProperties></xades:UnsignedProperties></xades:QualifyingProperties>"), reasons::xml_parts_not_signed},
        {"unsigned property of the content", replaced(honest, "</xades:QualifyingProperties>", "<xades:UnsignedProperties><xades:UnsignedDataObjectProperties/></xades:UnsignedProperties></xades:QualifyingProperties>"), reasons::xml_parts_not_signed},
    });
}

TEST(XmlAttackTest, RefusesAnotherKeyOrCertificate) {
    const auto& honest = enveloped();
    const auto certificate = write_certificate_for_tests(leader());
    const auto strange = write_certificate_for_tests(stranger());
    const auto data = between(honest, "<ds:X509Data>", "</ds:X509Data>");
    const std::string value = "<ds:KeyValue><ds:RSAKeyValue><ds:Modulus>AQAB</ds:Modulus><ds:Exponent>AQAB</ds:Exponent></ds:RSAKeyValue></ds:KeyValue>";
    expect_refused({
        {"second certificate before", replaced(honest, certificate, strange + certificate), reasons::xml_key_info},
        {"second certificate behind", replaced(honest, "</ds:X509Data>", strange + "</ds:X509Data>"), reasons::xml_key_info},
        {"second list of certificates", replaced(honest, data, "<ds:X509Data>" + strange + "</ds:X509Data>" + data), reasons::xml_key_info},
        {"other certificate", replaced(honest, certificate, strange), reasons::cms_signature_wrong},
        {"certificate of an authority alone", replaced(honest, certificate, ""), reasons::cms_signature_wrong},
        {"no certificate", replaced(honest, data, ""), reasons::cms_no_certificate},
        {"bare key only", replaced(honest, data, value), reasons::cms_no_certificate},
        {"bare key beside", replaced(honest, data, data + value), reasons::xml_key_info},
        {"key to be fetched", replaced(honest, data, data + "<ds:RetrievalMethod URI=\"http://example.invalid/key\"/>"), reasons::xml_key_info},
        {"no key information", replaced(honest, between(honest, "<ds:KeyInfo>", "</ds:KeyInfo>"), ""), reasons::cms_no_certificate},
        {"damaged certificate", replaced(honest, certificate, "<ds:X509Certificate>AAAA</ds:X509Certificate>"), reasons::cms_malformed},
    });
}

// Somebody else signs the very SignedInfo of the leader: the properties still name the leader's certificate.
TEST(XmlAttackTest, RefusesTheSignedInfoSignedByAnotherKey) {
    const auto options = ecdsa();
    const auto prepared = prepare_xml(as_bytes(kLetter), leader().der(), options).value();
    const auto value = token_value(stranger(), options.scheme, prepared.to_sign);
    auto theirs = prepared;
    theirs.signer_certificate = stranger().der();
    theirs.document = to_bytes(replaced(std::string(as_text(prepared.document)), write_certificate_for_tests(leader()), write_certificate_for_tests(stranger())));
    EXPECT_EQ(assemble_xml(theirs, value, {}).error().code, std::string_view("signing.bad_prepared"));
    const SignatureMethod method{cms::SchemeKind::ecdsa, cms::DigestKind::sha256, 0};
    auto file = std::string(as_text(theirs.document));
    file = replaced(file, "-value\"></", "-value\">" + to_base64(any_value(stranger(), method, prepared.to_sign)) + "</");
    expect_refused({{"signed again by a stranger", file, reasons::cms_certificate_mismatch}});
    EXPECT_TRUE(verify(file).report.signatures[0].signer.empty());
}

struct Made {
    std::string canonicalisation = std::string(names::kExclusive);
    std::string method = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256";
    std::string uri{};
    std::string transforms = "<Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"/>";
    std::string type{};
    std::string more_references{};
    std::string objects{};
    std::string key_info = "<KeyInfo><X509Data><X509Certificate/></X509Data></KeyInfo>";
};

std::string template_of(const Made& one) {
    return "<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\" Id=\"made\"><SignedInfo><CanonicalizationMethod Algorithm=\"" + one.canonicalisation +
           "\"/><SignatureMethod Algorithm=\"" + one.method + "\"/><Reference URI=\"" + one.uri + "\"" + one.type + ">" +
           (one.transforms.empty() ? "" : "<Transforms>" + one.transforms + "</Transforms>") +
           "<DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/><DigestValue/></Reference>" + one.more_references +
           "</SignedInfo><SignatureValue/>" + one.key_info + one.objects + "</Signature>";
}
std::string made(const Made& one, const Signer& signer = leader(), const ContentResolver& content = {}) {
    return make(replaced(std::string(kLetter), "</letter>", template_of(one) + "</letter>"), signer, content);
}
std::string transform(std::string_view algorithm, std::string_view inner = "") {
    return "<Transform Algorithm=\"" + std::string(algorithm) + "\">" + std::string(inner) + "</Transform>";
}

// Honestly signed by a trusted person, with something that nobody needs: an attack waiting.
TEST(XmlAttackTest, RefusesWaysOfReferringThatItDoesNotKnow) {
    const auto kEnv = transform(names::kEnveloped);
    std::string many;
    for (int i = 0; i < 1000; ++i) many += transform(names::kExclusive);
    ASSERT_EQ(verify(made({})).report.verdict, Verdict::valid) << told(verify(made({})).report);
    expect_refused({
        {"XSLT", made({.transforms = kEnv + transform("http://www.w3.org/TR/1999/REC-xslt-19991116", "<xsl:stylesheet version=\"1.0\" xmlns:xsl=\"http://www.w3.org/1999/XSL/Transform\"/>")}), reasons::xml_transform},
        {"XPath", made({.transforms = transform("http://www.w3.org/TR/1999/REC-xpath-19991116", "<XPath>not(ancestor-or-self::Signature)</XPath>")}), reasons::xml_transform},
        {"XPath filter", made({.transforms = transform("http://www.w3.org/2002/06/xmldsig-filter2", "<XPath xmlns=\"http://www.w3.org/2002/06/xmldsig-filter2\" Filter=\"intersect\">//x</XPath>")}), reasons::xml_transform},
        {"canonicalised twice", made({.transforms = kEnv + transform(names::kExclusive) + transform(names::kExclusive)}), reasons::xml_transform},
        {"enveloped behind canonicalisation", made({.transforms = transform(names::kExclusive) + kEnv}), reasons::xml_transform},
        {"base64 of elements", made({.uri = "#body", .transforms = transform(names::kBase64)}), reasons::xml_transform},
        {"decryption", made({.transforms = kEnv + transform("http://www.w3.org/2002/07/decrypt#XML")}), reasons::xml_transform},
        {"parameters of the enveloped transform", made({.transforms = transform(names::kEnveloped, "<x/>")}), reasons::xml_transform},
        {"nine transforms", made({.transforms = many.substr(0, transform(names::kExclusive).size() * 9)}), reasons::xml_transform},
        {"a thousand transforms", made({.transforms = many}), reasons::xml_transform},
        {"SignedInfo by XSLT", replaced(made({}), std::string(names::kExclusive), "http://www.w3.org/TR/1999/REC-xslt-19991116"), reasons::xml_transform},
        {"XPointer over elements", made({.uri = "#xpointer(//body)", .transforms = ""}), reasons::xml_reference},
        {"XPointer element()", made({.uri = "#element(/1)", .transforms = ""}), reasons::xml_reference},
        {"empty fragment", made({.uri = "#", .transforms = ""}), reasons::xml_reference},
        {"encoded identifier", made({.uri = "#b%6Fdy", .transforms = ""}), reasons::xml_reference},
        {"identifier that is not there", made({.uri = "#nobody", .transforms = ""}), reasons::xml_reference_not_found},
        {"file of this machine", made({.uri = "file:///etc/hostname", .transforms = ""}), reasons::xml_content_missing},
        {"content on the net", made({.uri = "http://example.invalid/x", .transforms = ""}), reasons::xml_content_missing},
        {"list that is no list", made({.type = " Type=\"http://www.w3.org/2000/09/xmldsig#Manifest\""}), reasons::xml_reference},
        {"properties that are none", made({.type = " Type=\"" + std::string(names::kSignedPropertiesType) + "\""}), reasons::xades_not_signed},
        {"key that everybody knows", replaced(made({}), "ecdsa-sha256", "hmac-sha256"), reasons::xml_hmac},
        {"method that is none", replaced(made({}), "ecdsa-sha256", "ecdsa-none"), reasons::cms_unknown_algorithm},
        {"nothing but its own key", made({.uri = "#key", .transforms = "", .key_info = "<KeyInfo Id=\"key\"><X509Data><X509Certificate>" + to_base64(leader().der()) + "</X509Certificate></X509Data></KeyInfo>"}), reasons::xml_parts_not_signed},
    });
}

TEST(XmlAttackTest, ChecksEveryEntryOfASignedList) {
    const auto entry = [](const std::string& id, const std::string& digest) {
        return "<Reference URI=\"#" + id + "\"><DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/><DigestValue>" + digest + "</DigestValue></Reference>";
    };
    const auto print = [](const std::string& text, const std::string& id) {
        const auto document = Document::parse(as_bytes(text)).value();
        Budget budget{Limits()};
        return to_base64(digest(cms::DigestKind::sha256, canonicalise(document, {document.find(id)}, *canonicalisation(names::kInclusive), budget).value()));
    };
    const auto head = print(std::string(kLetter), "head");
    const auto body = print(std::string(kLetter), "body");
    const auto with_list = [&](const std::string& list) {
        return Made{.uri = "#list", .transforms = "", .objects = "<Object><Manifest Id=\"list\">" + list + "</Manifest></Object>"};
    };
    const auto honest = made(with_list(entry("head", head) + entry("body", body)));
    EXPECT_EQ(verify(honest).report.verdict, Verdict::valid) << told(verify(honest).report);
    const auto in_object = made({.uri = "#object", .transforms = "", .objects = "<Object Id=\"object\"><Manifest>" + entry("head", head) + entry("body", body) + "</Manifest></Object>"});
    EXPECT_EQ(verify(in_object).report.verdict, Verdict::valid) << told(verify(in_object).report);
    expect_refused({
        {"listed content changed", replaced(honest, "1000000", "9000000"), reasons::cms_digest_mismatch},
        {"listed content changed, list in an object", replaced(in_object, "1000000", "9000000"), reasons::cms_digest_mismatch},
        {"one part not listed", made(with_list(entry("head", head))), reasons::xml_parts_not_signed},
        {"list changed", replaced(honest, entry("body", body), ""), reasons::cms_digest_mismatch},
        {"something else in the list", made(with_list(entry("head", head) + "<x/>")), reasons::xml_signature_structure},
        {"a second list, not signed", replaced(honest, "<Object><Manifest Id=\"list\">", "<Object><Manifest>" + entry("head", head) + "</Manifest></Object><Object><Manifest Id=\"list\">"), reasons::xml_parts_not_signed},
    });
}

TEST(XmlAttackTest, RefusesSignaturesInsideSignatures) {
    const auto& honest = enveloped();
    const auto other = signature_of(sign("<note>Ghi chú</note>", ecdsa(XmlSignatureKind::enveloping), stranger()));
    const auto same = signature_of(sign(kLetter, ecdsa(XmlSignatureKind::enveloping), stranger()));
    const auto counter = "<xades:UnsignedProperties><xades:UnsignedSignatureProperties><xades:CounterSignature>" + other +
                         "</xades:CounterSignature></xades:UnsignedSignatureProperties></xades:UnsignedProperties>";
    expect_refused({
        {"counter-signature injected", replaced(honest, "</xades:QualifyingProperties>", counter + "</xades:QualifyingProperties>"), reasons::xml_nested_signature},
        {"signature in an object", replaced(honest, kXadesObject, "<ds:Object>" + other + "</ds:Object>" + kXadesObject), reasons::xml_nested_signature},
        {"signature in the key information", replaced(honest, "</ds:KeyInfo>", other + "</ds:KeyInfo>"), reasons::xml_nested_signature},
        {"signed file inside a signature", made({.uri = "#object", .transforms = "", .objects = "<Object Id=\"object\">" + other + "</Object>"}), reasons::xml_nested_signature},
        {"signed content doubled by a stranger's signature", replaced(beside(), "</letter>", same + "</letter>"), reasons::xml_duplicate_id},
    });
}

TEST(XmlAttackTest, RefusesAnOddSignatureElement) {
    const auto& honest = enveloped();
    const auto info = between(honest, "<ds:SignedInfo>", "</ds:SignedInfo>");
    const auto value = between(honest, "<ds:SignatureValue", "</ds:SignatureValue>");
    expect_refused({
        {"two SignedInfo", replaced(honest, info, info + info), reasons::xml_duplicate_id},
        {"two SignedInfo, one bare", replaced(honest, info, "<ds:SignedInfo/>" + info), reasons::xml_signature_structure},
        {"two values", replaced(honest, value, "<ds:SignatureValue>AAAA</ds:SignatureValue>" + value), reasons::xml_signature_structure},
        {"no value", replaced(honest, value, ""), reasons::xml_signature_structure},
        {"empty value", replaced(honest, value, "<ds:SignatureValue/>"), reasons::cms_signature_wrong},
        {"value with an element", replaced(honest, "</ds:SignatureValue>", "<x/></ds:SignatureValue>"), reasons::xml_signature_structure},
        {"value in other base64", replaced(honest, "</ds:SignatureValue>", "=</ds:SignatureValue>"), reasons::xml_signature_structure},
        {"empty signature", replaced(honest, signature_of(honest), "<ds:Signature xmlns:ds=\"" + std::string(names::kSignature) + "\"/>"), reasons::xml_signature_structure},
        {"something else in it", replaced(honest, "</ds:Signature>", "<x/></ds:Signature>"), reasons::xml_signature_structure},
        {"no references", replaced(honest, between(honest, "<ds:Reference ", "</ds:SignedInfo>"), "</ds:SignedInfo>"), reasons::xml_signature_structure},
        {"reference removed", replaced(honest, between(honest, "<ds:Reference ", "</ds:Reference>"), ""), reasons::cms_signature_wrong},
        {"digest changed with the content", replaced(replaced(honest, "1000000", "9000000"), between(honest, "<ds:DigestValue>", "</ds:DigestValue>"),
             "<ds:DigestValue>AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=</ds:DigestValue>"), reasons::cms_digest_mismatch},
    });
}

// Where only some elements are signed, a caller that knows the format says which it reads.
TEST(XmlAttackTest, AcceptsPartsOnlyWhereTheyAreExpected) {
    const std::string space = "{urn:example:letter}";
    XmlOptions expected;
    expected.required = {"/" + space + "letter/" + space + "head", "/" + space + "letter/" + space + "body"};
    const auto with_trace = replaced(beside(), "</letter>", "<trace>2026</trace></letter>");
    EXPECT_EQ(verify(with_trace).report.verdict, Verdict::undetermined);
    const auto honest = verify(with_trace, expected).report;
    EXPECT_EQ(honest.verdict, Verdict::valid) << told(honest);
    EXPECT_EQ(honest.unsigned_parts, std::vector<std::string>{"/letter/trace"});
    EXPECT_EQ(honest.signatures[0].coverage, Coverage::partial);
    const auto renamed = replaced(replaced(beside(), "<letter ", "<e:draft xmlns:e=\"urn:e\" "), "</letter>", "</e:draft>");
    const auto body = body_of(with_trace);
    for (const auto& file : {renamed + "", replaced(with_trace, body, "<w>" + body + "</w>" + fake_body("")),
                             replaced(with_trace, body, body + fake_body("")), replaced(with_trace, body, "<w>" + body + "</w>")}) {
        const auto report = verify(file, expected).report;
        if (file == renamed) continue;
        EXPECT_TRUE(has(report, reasons::xml_parts_not_signed)) << told(report);
        EXPECT_EQ(report.integrity, Integrity::unknown);
    }
}

// One signs a part, the other the rest: each is good with the other, and neither alone.
TEST(XmlAttackTest, LetsTrustedSignersShareAFile) {
    const auto once = sign(kLetter, ecdsa(XmlSignatureKind::detached, {"head"}));
    const auto twice = verify(sign(once, ecdsa(XmlSignatureKind::detached, {"body"}), agency())).report;
    EXPECT_EQ(twice.verdict, Verdict::valid) << told(twice);
    EXPECT_EQ(twice.signatures[0].verdict, Verdict::valid_with_additions);
    EXPECT_TRUE(twice.unsigned_parts.empty());
    const auto with_stranger = verify(sign(once, ecdsa(XmlSignatureKind::detached, {"body"}), stranger())).report;
    EXPECT_EQ(with_stranger.verdict, Verdict::undetermined);
    EXPECT_EQ(with_stranger.integrity, Integrity::unknown);
    EXPECT_TRUE(has(with_stranger, reasons::xml_parts_not_signed));
}

}  // namespace
}  // namespace congvan::signing::xml
