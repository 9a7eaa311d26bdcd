#include "signing/cms/signed_data.hpp"

#include <gtest/gtest.h>

#include "errors/signing.hpp"
#include "signing/cms/der_reader.hpp"
#include "signing/test_support.hpp"

namespace congvan::signing::cms {
namespace {

using test::authority;
using test::CmsOptions;
using test::make_cms;

constexpr std::string_view kContent = "Nội dung văn bản";

const test::Signer& signer() {
    static const auto instance = authority().signer({.name = "Đặng Thị Ký (thử nghiệm)", .title = "Phó Chủ tịch"});
    return instance;
}

std::string_view failure(const Bytes& der) {
    const auto parsed = parse_detached(der);
    return parsed.has_value() ? std::string_view("none") : parsed.error().code;
}

bool matches(const SignedData& data, std::string_view content) {
    const BytesView pieces[] = {as_bytes(content.substr(0, 5)), as_bytes(content.substr(5))};
    return digest_matches(data, pieces);
}

TEST(SignedDataTest, ReadsAndChecksWhatAnotherProgramWrote) {
    const auto der = make_cms(kContent, signer());
    const auto data = parse_detached(der);
    ASSERT_TRUE(data.has_value()) << data.error().detail;
    EXPECT_EQ(data->certificates.size(), 2u);
    ASSERT_TRUE(data->signer.has_value());
    EXPECT_EQ(data->algorithm(), "ECDSA-SHA256");
    EXPECT_EQ(data->signing_time, test::kSignedAt);
    EXPECT_TRUE(data->unsigned_attributes.empty());
    const auto own = data->certificates[*data->signer];
    EXPECT_TRUE(binds(*data, own));
    EXPECT_FALSE(binds(*data, data->certificates[1 - *data->signer]));
    const auto certificate = Certificate::parse(own);
    ASSERT_TRUE(certificate.has_value());
    EXPECT_TRUE(signature_verifies(*data, *certificate));
    EXPECT_TRUE(matches(*data, kContent));
    EXPECT_FALSE(matches(*data, "Nội dung văn bàn"));
    const auto& facts = certificate->facts();
    EXPECT_EQ(facts.common_name, "Đặng Thị Ký (thử nghiệm)");
    EXPECT_EQ(facts.title, "Phó Chủ tịch");
    EXPECT_EQ(facts.organisation, "Ủy ban nhân dân huyện A (thử nghiệm)");
    EXPECT_EQ(facts.issuer, "CA cấp dưới (thử nghiệm)");
    EXPECT_EQ(to_iso8601(facts.not_before), "2025-01-01T07:00:00+07:00");
    EXPECT_EQ(facts.key, KeyKind::ec);
    EXPECT_EQ(facts.key_bits, 256);
    EXPECT_TRUE(facts.may_sign && facts.purpose_fits && !facts.authority);
    EXPECT_FALSE(facts.serial.empty());
}

TEST(SignedDataTest, RefusesShapesThatPadesForbids) {
    const auto other = authority().signer();
    EXPECT_EQ(failure(make_cms(kContent, signer(), {.second = &other})), errors::signing::several_signers);
    EXPECT_EQ(failure(make_cms(kContent, signer(), {.with_content = true})), errors::signing::embedded_content);
    EXPECT_EQ(failure({}), errors::signing::malformed_cms);
    EXPECT_EQ(failure(to_bytes("0\x80")), errors::signing::malformed_cms);
    EXPECT_EQ(failure(signer().der()), errors::signing::malformed_cms);
}

TEST(SignedDataTest, RefusesSlackAfterAndInsideTheValue) {
    auto der = make_cms(kContent, signer());
    auto longer = der;
    longer.push_back(std::byte{0});
    EXPECT_EQ(failure(longer), errors::signing::malformed_cms);
    // Every cut is refused.
    for (std::size_t size = 0; size < der.size(); size += 7) {
        EXPECT_EQ(failure(Bytes(der.begin(), der.begin() + static_cast<std::ptrdiff_t>(size))), errors::signing::malformed_cms) << size;
    }
    // A length written longer than needed: 30 82 xx yy -> 30 83 00 xx yy.
    Bytes padded{der[0], std::byte{0x83}, std::byte{0}};
    padded.insert(padded.end(), der.begin() + 2, der.end());
    EXPECT_EQ(failure(padded), errors::signing::malformed_cms);
}

TEST(SignedDataTest, DoesNotVerifyUnderAnotherKeyOrAfterAChange) {
    const auto der = make_cms(kContent, signer());
    const auto data = parse_detached(der);
    const auto stranger = Certificate::parse(authority().signer().der());
    EXPECT_FALSE(signature_verifies(*data, *stranger));
    const auto rsa = Certificate::parse(authority().signer({}, test::rsa_key(2048)).der());
    EXPECT_FALSE(signature_verifies(*data, *rsa)) << "a key of another kind";
    auto changed = *data;
    Bytes attributes(data->attributes.begin(), data->attributes.end());
    attributes.back() ^= std::byte{1};
    changed.attributes = attributes;
    EXPECT_FALSE(signature_verifies(changed, *Certificate::parse(signer().der())));
}

TEST(SignedDataTest, KeepsTheSignerWhenAnotherCertificateHasTheSameKey) {
    // Key substitution: a second certificate for the signer's key, in another name.
    auto twin = authority().signer({.name = "Người khác (thử nghiệm)"}, signer().key);
    twin.above = nullptr;
    const auto der = make_cms(kContent, signer());
    const auto data = parse_detached(der);
    const auto other = Certificate::parse(twin.der());
    EXPECT_TRUE(signature_verifies(*data, *other)) << "the key is the same";
    EXPECT_FALSE(binds(*data, twin.der())) << "but the signer named the other certificate";
}

TEST(DerTest, ClosesLengthsThatWereLeftOpen) {
    const auto open = from_hex("3080" "3180" "020101" "0000" "0401ff" "0000" "00").value();
    std::size_t used = 0;
    const auto closed = der::with_definite_lengths(open, used);
    ASSERT_TRUE(closed.has_value());
    EXPECT_EQ(to_hex(*closed), "30083103020101" "0401ff");
    EXPECT_EQ(used, open.size() - 1);
    for (const auto* bad : {"3080", "30800201", "0480010000", "308030803080", "30803080020101"}) {
        EXPECT_EQ(der::with_definite_lengths(from_hex(bad).value(), used).error().code, errors::signing::malformed_cms) << bad;
    }
    Bytes deep;
    for (int i = 0; i < 40; ++i) deep.insert(deep.end(), {std::byte{0x30}, std::byte{0x80}});
    EXPECT_EQ(der::with_definite_lengths(deep, used).error().code, errors::signing::malformed_cms);
}

TEST(DerTest, ReadsTimesInTheOneFormOfDer) {
    const auto time = [](std::uint8_t tag, std::string_view text) {
        return der::time(der::Element{tag, as_bytes(text), {}});
    };
    EXPECT_EQ(to_iso8601(time(0x17, "260302030000Z").value()), "2026-03-02T10:00:00+07:00");
    EXPECT_EQ(to_iso8601(time(0x18, "20260302030000Z").value()), "2026-03-02T10:00:00+07:00");
    EXPECT_EQ(to_iso8601(time(0x17, "991231235959Z").value()), "2000-01-01T06:59:59+07:00");
    for (const auto* bad : {"260302030000", "2603020300Z", "260231030000Z", "260302250000Z", "26030203000xZ", "260302030000+0700"}) {
        EXPECT_EQ(time(0x17, bad).error().code, errors::signing::malformed_cms) << bad;
    }
}

TEST(CertificateTest, RefusesWhatIsNotExactlyOneCertificate) {
    auto der = signer().der();
    der.push_back(std::byte{0});
    EXPECT_EQ(Certificate::parse(der).error().code, errors::signing::bad_certificate);
    der.resize(der.size() - 2);
    EXPECT_EQ(Certificate::parse(der).error().code, errors::signing::bad_certificate);
    EXPECT_EQ(Certificate::parse({}).error().code, errors::signing::bad_certificate);
}

}  // namespace
}  // namespace congvan::signing::cms
