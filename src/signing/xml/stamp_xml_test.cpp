#include "signing/xml/stamp_xml.hpp"

#include <gtest/gtest.h>

#include "errors/signing.hpp"
#include "signing/judge/reasons.hpp"
#include "signing/timestamp/test_tsa.hpp"
#include "signing/timestamp/timestamp.hpp"
#include "signing/xml/test_xml.hpp"

namespace congvan::signing::xml {
namespace {

using namespace test;

const Signer& tsa() {
    static const auto signer = authority().signer(signing::test::tsa_certificate());
    return signer;
}

const Instant kStampedAt = kSignedAt + std::chrono::seconds(40);

Bytes token_over(BytesView content, const Signer& authority_of_time = tsa()) {
    const auto request = make_timestamp_request(cms::DigestKind::sha256, digest(cms::DigestKind::sha256, content), as_bytes("12345678")).value();
    signing::test::TsaOptions options;
    options.at = kStampedAt;
    return check_timestamp_response(signing::test::stamp(request.der, authority_of_time, options), request, kStampedAt).value().token;
}

std::string stamped(const std::string& file) {
    const auto id = verify(file).signatures.at(0).id;
    const auto content = stamp_content(as_bytes(file), id).value();
    return std::string(as_text(add_stamp(as_bytes(file), id, token_over(content)).value()));
}

TEST(StampXmlTest, ProvesTheTimeOfASignature) {
    for (const auto kind : {XmlSignatureKind::enveloped, XmlSignatureKind::enveloping}) {
        const auto once = stamped(sign(kLetter, ecdsa(kind)));
        for (const auto& file : {once, stamped(once)}) {
            const auto report = verify(file).report;
            EXPECT_EQ(report.verdict, Verdict::valid) << told(report);
            EXPECT_EQ(report.signatures[0].timestamp_time, kStampedAt);
        }
    }
}

TEST(StampXmlTest, TakesNoTokenOverSomethingElse) {
    const auto file = sign(kLetter, ecdsa());
    const auto id = verify(file).signatures.at(0).id;
    EXPECT_EQ(add_stamp(as_bytes(file), id, token_over(as_bytes("something else"))).error().code, errors::signing::timestamp_other_content);
    EXPECT_EQ(add_stamp(as_bytes(file), id, as_bytes("no token")).error().code, errors::signing::malformed_timestamp);
    EXPECT_EQ(stamp_content(as_bytes(file), "nobody").error().code, errors::signing::malformed_xml);
    EXPECT_EQ(stamp_content(as_bytes("<!DOCTYPE a><a/>"), "a").error().code, errors::signing::xml_dtd);
}

// The token of one signature, moved to another.
TEST(StampXmlTest, RefusesATokenThatWasMoved) {
    const auto one = stamped(sign(kLetter, ecdsa()));
    const auto token = between(one, "<xades:UnsignedProperties", "</xades:UnsignedProperties>");
    const auto other = sign(kLetter, ecdsa(), agency());
    const auto report = verify(replaced(other, "</xades:QualifyingProperties>", token + "</xades:QualifyingProperties>")).report;
    EXPECT_EQ(report.verdict, Verdict::undetermined) << told(report);
    EXPECT_TRUE(has(report, reasons::timestamp_mismatch));
    EXPECT_FALSE(report.signatures[0].timestamp_time);
    const auto damaged = verify(replaced(one, "<xades:EncapsulatedTimeStamp>", "<xades:EncapsulatedTimeStamp>AAAA")).report;
    EXPECT_FALSE(accepted(damaged.verdict)) << told(damaged);
}

}  // namespace
}  // namespace congvan::signing::xml
