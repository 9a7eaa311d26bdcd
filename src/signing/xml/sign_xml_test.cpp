#include <gtest/gtest.h>

#include "errors/signing.hpp"
#include "signing/judge/reasons.hpp"
#include "signing/xml/test_xml.hpp"

namespace congvan::signing::xml {
namespace {

using namespace test;

TEST(SignXmlTest, WritesEveryKindWithEverySchemeSoThatItIsValid) {
    struct Case {
        SignatureScheme scheme;
        const Signer& signer;
        std::string_view algorithm;
    };
    const Case cases[] = {{SignatureScheme::ecdsa_p256_sha256, leader(), "ECDSA-SHA256"},
                          {SignatureScheme::rsa_pkcs1_sha256, rsa_leader(), "RSA-PKCS1-SHA256"},
                          {SignatureScheme::rsa_pss_sha256, rsa_leader(), "RSA-PSS-SHA256"}};
    for (const auto& one : cases) {
        for (const auto kind : {XmlSignatureKind::enveloped, XmlSignatureKind::enveloping, XmlSignatureKind::detached}) {
            auto options = ecdsa(kind);
            options.scheme = one.scheme;
            if (kind == XmlSignatureKind::detached) options.ids = {"head", "body"};
            const auto verified = verify(sign(kLetter, options, one.signer));
            ASSERT_EQ(verified.report.verdict, Verdict::valid) << told(verified.report);
            EXPECT_EQ(verified.report.integrity, Integrity::intact);
            EXPECT_EQ(verified.report.kind, SignedKind::xml);
            ASSERT_EQ(verified.report.signatures.size(), 1u);
            const auto& report = verified.report.signatures[0];
            EXPECT_EQ(report.algorithm, one.algorithm);
            EXPECT_EQ(report.signer, "Lãnh đạo A (thử nghiệm)");
            EXPECT_EQ(report.signing_time, kSignedAt);
            EXPECT_EQ(report.coverage, kind == XmlSignatureKind::detached ? Coverage::partial : Coverage::whole_file);
            EXPECT_TRUE(verified.report.unsigned_parts.empty());
        }
    }
}

TEST(SignXmlTest, KeepsEveryByteOfTheDocumentAroundTheSignature) {
    const auto file = sign(kLetter, ecdsa());
    auto without = file;
    EXPECT_EQ(replaced(without, signature_of(file), ""), kLetter);
}

TEST(SignXmlTest, HandsOutTheSignedContentOnly) {
    const auto verified = verify(sign(kLetter, ecdsa(XmlSignatureKind::detached, {"head"})));
    EXPECT_EQ(verified.report.verdict, Verdict::undetermined) << told(verified.report);
    EXPECT_EQ(verified.report.unsigned_parts, std::vector<std::string>{"/letter/body"});
    ASSERT_EQ(verified.signatures.size(), 1u);
    ASSERT_EQ(verified.signatures[0].parts.size(), 2u);
    const auto& part = verified.signatures[0].parts[0];
    EXPECT_EQ(part.path, "/letter/head");
    EXPECT_EQ(part.mime_type, "text/xml");
    EXPECT_EQ(as_text(part.content),
              "<head xmlns=\"urn:example:letter\" Id=\"head\"><number>05/QĐ-UBND</number><subject>Về việc cấp kinh phí</subject></head>");
}

TEST(SignXmlTest, SignsAnyBytesInsideAndOutside) {
    auto options = ecdsa(XmlSignatureKind::enveloping);
    options.form = Form::bytes;
    options.mime_type = "application/octet-stream";
    const std::string bytes("\x00\xFF <not XML", 11);
    const auto held = verify(sign(bytes, options));
    EXPECT_EQ(held.report.verdict, Verdict::valid) << told(held.report);
    EXPECT_EQ(held.report.signatures[0].coverage, Coverage::whole_file);

    auto beside = ecdsa(XmlSignatureKind::detached);
    beside.outside = {{"congvan.pdf", to_bytes(bytes), "application/pdf", Form::bytes}, {"phuluc.xml", to_bytes(kLetter), "text/xml", Form::xml}};
    const auto file = sign("", beside);
    XmlOptions with_content;
    with_content.content = resolver(beside);
    const auto whole = verify(file, with_content);
    EXPECT_EQ(whole.report.verdict, Verdict::valid) << told(whole.report);
    EXPECT_EQ(as_text(whole.signatures[0].parts[0].content), bytes);
    EXPECT_TRUE(has(verify(file).report, reasons::xml_content_missing));
    EXPECT_EQ(verify(file).report.integrity, Integrity::unknown);
    beside.outside[0].content.push_back(std::byte{1});
    with_content.content = resolver(beside);
    EXPECT_EQ(verify(file, with_content).report.verdict, Verdict::not_intact);
}

TEST(SignXmlTest, PutsTheSignatureWhereItIsTold) {
    auto options = ecdsa(XmlSignatureKind::detached, {"head", "body"});
    options.place = "/{urn:example:letter}letter/{urn:example:letter}signatures";
    const auto document = replaced(std::string(kLetter), "</letter>", "<signatures/></letter>");
    const auto file = sign(document, options);
    EXPECT_NE(file.find("<signatures><ds:Signature "), std::string::npos);
    EXPECT_EQ(verify(file).report.verdict, Verdict::valid) << told(verify(file).report);
    options.place = "nowhere";
    EXPECT_EQ(try_sign(document, options).error().code, errors::signing::no_such_part);
}

TEST(SignXmlTest, LetsASecondSignerSignBesideTheFirst) {
    const auto options = ecdsa(XmlSignatureKind::detached, {"head", "body"});
    const auto once = sign(kLetter, options);
    const auto twice = sign(once, options, agency());
    const auto verified = verify(twice);
    EXPECT_EQ(verified.report.verdict, Verdict::valid) << told(verified.report);
    ASSERT_EQ(verified.report.signatures.size(), 2u);
    EXPECT_EQ(verified.report.signatures[1].signer, "Ủy ban nhân dân huyện A (thử nghiệm)");
}

TEST(SignXmlTest, RefusesToBreakAnEarlierSignature) {
    const auto once = sign(kLetter, ecdsa());
    EXPECT_EQ(try_sign(once, ecdsa(), agency()).error().code, errors::signing::already_signed);
    EXPECT_EQ(try_sign(once, ecdsa(XmlSignatureKind::enveloping), agency()).error().code, errors::signing::already_signed);
}

TEST(SignXmlTest, RefusesWhatItCannotSign) {
    const auto code = [](std::string_view document, const XmlSigningOptions& options, const Signer& signer = leader()) {
        return try_sign(document, options, signer).error().code;
    };
    EXPECT_EQ(code("<a", ecdsa()), errors::signing::malformed_xml);
    EXPECT_EQ(code("<!DOCTYPE a><a/>", ecdsa()), errors::signing::xml_dtd);
    EXPECT_EQ(code("<a><b Id='x'/><c ID='x'/></a>", ecdsa()), errors::signing::duplicate_id);
    EXPECT_EQ(code("<a/>", ecdsa(XmlSignatureKind::detached, {"x"})), errors::signing::no_such_part);
    EXPECT_EQ(code("<a/>", ecdsa(XmlSignatureKind::detached)), errors::signing::no_such_part);
    EXPECT_EQ(code("<a/>", ecdsa(), rsa_leader()), errors::signing::key_unsuited);
    static const auto short_key = authority().signer({}, signing::test::rsa_key(1024));
    auto options = ecdsa();
    options.scheme = SignatureScheme::rsa_pkcs1_sha256;
    EXPECT_EQ(code("<a/>", options, short_key), errors::signing::key_unsuited);
}

TEST(SignXmlTest, TakesNoValueOfAnotherKeyAndNoOtherDocument) {
    const auto options = ecdsa();
    auto prepared = prepare_xml(as_bytes(kLetter), leader().der(), options).value();
    const auto value = token_value(leader(), options.scheme, prepared.to_sign);
    EXPECT_EQ(assemble_xml(prepared, token_value(agency(), options.scheme, prepared.to_sign), {}).error().code,
              errors::signing::signature_mismatch);
    auto other = prepared;
    other.document = to_bytes(replaced(std::string(as_text(prepared.document)), "1000000", "9000000"));
    EXPECT_EQ(assemble_xml(other, value, {}).error().code, errors::signing::bad_prepared);
    EXPECT_TRUE(assemble_xml(prepared, value, {}).has_value());
}

}  // namespace
}  // namespace congvan::signing::xml
