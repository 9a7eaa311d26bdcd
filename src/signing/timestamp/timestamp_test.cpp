#include "signing/timestamp/timestamp.hpp"

#include <gtest/gtest.h>

#include "errors/signing.hpp"
#include "signing/timestamp/test_tsa.hpp"

namespace congvan::signing {
namespace {

using cms::DigestKind;

const Bytes kNonce = to_bytes("0123456789abcdef");

const test::Signer& tsa() {
    static const test::Signer instance = test::authority().signer(test::tsa_certificate(), test::rsa_key(2048));
    return instance;
}

Bytes imprint_of(std::string_view content, DigestKind kind = DigestKind::sha256) {
    const BytesView pieces[] = {as_bytes(content)};
    return cms::digest(kind, pieces);
}

TimestampRequest request_for(std::string_view content, std::string_view policy = {}, DigestKind kind = DigestKind::sha256) {
    return make_timestamp_request(kind, imprint_of(content, kind), kNonce, policy).value();
}

std::string_view code_of(const Bytes& response, const TimestampRequest& request, Instant now = test::kSignedAt) {
    const auto checked = check_timestamp_response(response, request, now);
    return checked.has_value() ? "granted" : checked.error().code;
}

TEST(TimestampTest, ATokenSaysWhenWhatAndByWhom) {
    const auto request = request_for("công văn", "1.2.3.4.1");
    test::TsaOptions options;
    options.at = test::kSignedAt + std::chrono::microseconds(250'000);
    options.accuracy = options.ordering = true;
    options.others = {tsa().above};
    const auto stamp = check_timestamp_response(test::stamp(request.der, tsa(), options), request, test::kSignedAt);
    ASSERT_TRUE(stamp.has_value()) << stamp.error().code << stamp.error().detail;
    const auto& facts = stamp->facts;
    EXPECT_EQ(facts.policy, "1.2.3.4.1");
    EXPECT_EQ(facts.serial, "11");
    EXPECT_EQ(facts.gen_time, options.at);
    EXPECT_EQ(facts.accuracy, std::chrono::microseconds(1'500'100));
    EXPECT_TRUE(facts.ordering);
    EXPECT_EQ(facts.nonce, request.nonce);
    EXPECT_EQ(facts.algorithm, "RSA-PKCS1-SHA256");
    EXPECT_EQ(facts.authority_der, tsa().der());
    EXPECT_EQ(facts.others, std::vector<Bytes>{test::der_of(tsa().above)});
    EXPECT_EQ(facts.binding, StampBinding::named);
    EXPECT_TRUE(facts.signature_verifies);
    EXPECT_TRUE(facts.purpose_fits);
    EXPECT_FALSE(facts.weak_digest);
    const BytesView whole[] = {as_bytes("công"), as_bytes(" văn")};
    const BytesView other[] = {as_bytes("công văn.")};
    EXPECT_TRUE(covers(facts, whole));
    EXPECT_FALSE(covers(facts, other));
}

TEST(TimestampTest, EveryDigestKindIsAskedForAndAnswered) {
    for (const auto kind : {DigestKind::sha1, DigestKind::sha256, DigestKind::sha384, DigestKind::sha512}) {
        const auto request = request_for("x", {}, kind);
        const auto stamp = check_timestamp_response(test::stamp(request.der, tsa()), request, test::kSignedAt);
        ASSERT_TRUE(stamp.has_value()) << stamp.error().detail;
        EXPECT_EQ(stamp->facts.weak_digest, kind == DigestKind::sha1);
    }
}

TEST(TimestampTest, OpensslReadsOurRequestAsWeMeantIt) {
    const auto request = request_for("x", "1.3.6.1.4.1.99999.2.16384");
    const auto* at = reinterpret_cast<const unsigned char*>(request.der.data());
    TS_REQ* read = d2i_TS_REQ(nullptr, &at, static_cast<long>(request.der.size()));
    ASSERT_NE(read, nullptr);
    EXPECT_EQ(TS_REQ_get_version(read), 1);
    EXPECT_NE(TS_REQ_get_cert_req(read), 0);
    char policy[64] = {};
    OBJ_obj2txt(policy, sizeof policy, TS_REQ_get_policy_id(read), 1);
    EXPECT_STREQ(policy, "1.3.6.1.4.1.99999.2.16384");
    EXPECT_EQ(ASN1_STRING_length(TS_REQ_get_nonce(read)), 16);
    TS_REQ_free(read);
}

TEST(TimestampTest, ARequestOfAnotherLengthIsRefused) {
    EXPECT_EQ(make_timestamp_request(DigestKind::sha512, imprint_of("x"), kNonce).error().code, errors::signing::malformed_timestamp);
    EXPECT_EQ(make_timestamp_request(DigestKind::sha256, imprint_of("x"), as_bytes("short")).error().code, errors::signing::malformed_timestamp);
    for (const auto* policy : {"1", "3.1.1", "1.40.1", "1..2", "1.2.x", "1.2."}) {
        EXPECT_EQ(make_timestamp_request(DigestKind::sha256, imprint_of("x"), kNonce, policy).error().code,
                  errors::signing::malformed_timestamp) << policy;
    }
}

TEST(TimestampTest, AnAuthorityThatLiesIsFoundOut) {
    const auto request = request_for("x", "1.2.3.4.1");
    const auto other_content = request_for("y", "1.2.3.4.1");
    EXPECT_EQ(code_of(test::stamp(other_content.der, tsa()), request), errors::signing::timestamp_other_content);

    auto other_nonce = request;
    other_nonce.nonce.back() ^= std::byte{1};
    EXPECT_EQ(code_of(test::stamp(request.der, tsa()), other_nonce), errors::signing::timestamp_other_nonce);

    const auto any_policy = request_for("x");
    auto wants_another = any_policy;
    wants_another.policy = "1.2.3.4.9";
    EXPECT_EQ(code_of(test::stamp(any_policy.der, tsa()), wants_another), errors::signing::timestamp_other_policy);
    EXPECT_EQ(code_of(test::stamp(any_policy.der, tsa()), any_policy), "granted");

    test::TsaOptions late;
    late.at = test::kSignedAt + std::chrono::hours(7);
    EXPECT_EQ(code_of(test::stamp(request.der, tsa(), late), request), errors::signing::timestamp_odd_time);
    late.at = test::kSignedAt - std::chrono::minutes(11);
    EXPECT_EQ(code_of(test::stamp(request.der, tsa(), late), request), errors::signing::timestamp_odd_time);
}

TEST(TimestampTest, ARefusalSaysWhetherToAskAgain) {
    const auto request = request_for("x");
    test::TsaOptions options;
    options.accepted = {EVP_sha512()};
    const auto refused = check_timestamp_response(test::stamp(request.der, tsa(), options), request, test::kSignedAt);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, errors::signing::timestamp_refused);
    EXPECT_NE(refused.error().detail.find("badAlg"), std::string::npos) << refused.error().detail;
    for (const int failure : {14, 25}) {
        EXPECT_EQ(code_of(test::refusal(2, failure), request), errors::signing::timestamp_unavailable) << failure;
    }
    for (const int failure : {0, 2, 5, 15, 16, 17}) {
        EXPECT_EQ(code_of(test::refusal(2, failure), request), errors::signing::timestamp_refused) << failure;
    }
    EXPECT_EQ(code_of(test::refusal(3, 0), request), errors::signing::timestamp_unavailable);
}

TEST(TimestampTest, WhatIsNoResponseIsMalformed) {
    const auto request = request_for("x");
    const auto good = test::stamp(request.der, tsa());
    EXPECT_EQ(code_of(to_bytes("<html>502</html>"), request), errors::signing::malformed_timestamp);
    EXPECT_EQ(code_of({}, request), errors::signing::malformed_timestamp);
    EXPECT_EQ(code_of(Bytes(good.begin(), good.end() - 1), request), errors::signing::malformed_timestamp);
    auto longer = good;
    longer.push_back(std::byte{0});
    EXPECT_EQ(code_of(longer, request), errors::signing::malformed_timestamp);
    EXPECT_EQ(code_of(der::sequence({der::sequence({der::small_integer(0)})}), request), errors::signing::malformed_timestamp);
}

// libcrypto refuses to stamp with a certificate that is not for it: such tokens are made with its CMS writer.
Bytes stamp_by_hand(const TimestampRequest& request, const test::Signer& signer, bool binding = true, bool certificates = true) {
    const auto honest = test::stamp(request.der, tsa());
    const auto* at = reinterpret_cast<const unsigned char*>(honest.data());
    TS_RESP* response = d2i_TS_RESP(nullptr, &at, static_cast<long>(honest.size()));
    unsigned char* out = nullptr;
    const int size = i2d_TS_TST_INFO(TS_RESP_get_tst_info(response), &out);
    TS_RESP_free(response);
    unsigned flags = CMS_BINARY | CMS_NOSMIMECAP | CMS_PARTIAL;
    if (binding) flags |= CMS_CADES;
    if (!certificates) flags |= CMS_NOCERTS;
    CMS_ContentInfo* cms = CMS_sign(nullptr, nullptr, nullptr, nullptr, flags);
    ASN1_OBJECT* type = OBJ_txt2obj("1.2.840.113549.1.9.16.1.4", 1);
    CMS_set1_eContentType(cms, type);
    ASN1_OBJECT_free(type);
    CMS_add1_signer(cms, signer.certificate.get(), signer.key.get(), EVP_sha256(), flags);
    BIO* content = BIO_new_mem_buf(out, size);
    CMS_final(cms, content, nullptr, flags);
    BIO_free(content);
    OPENSSL_free(out);
    out = nullptr;
    const int length = i2d_CMS_ContentInfo(cms, &out);
    const auto* first = reinterpret_cast<const std::byte*>(out);
    const Bytes token(first, first + length);
    OPENSSL_free(out);
    CMS_ContentInfo_free(cms);
    ERR_clear_error();
    return der::sequence({der::sequence({der::small_integer(0)}), token});
}

TEST(TimestampTest, ACertificateForOtherPurposesIsNotTrusted) {
    const auto request = request_for("x");
    EXPECT_EQ(code_of(stamp_by_hand(request, tsa()), request), "granted");
    for (const auto* usage : {"timeStamping", "critical,timeStamping,clientAuth", "", "critical,emailProtection"}) {
        const auto odd = test::authority().signer(test::tsa_certificate(usage));
        EXPECT_EQ(code_of(stamp_by_hand(request, odd), request), errors::signing::timestamp_untrusted) << usage;
    }
}

TEST(TimestampTest, ATokenThatDoesNotNameItsCertificateOrLacksItIsNotTrusted) {
    const auto request = request_for("x");
    EXPECT_EQ(code_of(stamp_by_hand(request, tsa(), false), request), errors::signing::timestamp_untrusted);
    const auto bare = stamp_by_hand(request, tsa(), true, false);
    EXPECT_EQ(code_of(bare, request), errors::signing::timestamp_untrusted);
    // … but who has the certificate can read the token.
    const auto der = tsa().der();
    const BytesView known[] = {der};
    const auto facts = read_timestamp(BytesView(bare).subspan(bare.size() < 256 ? 7 : 9), known);
    ASSERT_TRUE(facts.has_value()) << facts.error().detail;
    EXPECT_TRUE(facts->signature_verifies);
}

TEST(TimestampTest, ATokenOfAnotherKeyIsWrong) {
    const auto request = request_for("x");
    auto thief = tsa();
    thief.key = test::rsa_key(2048);
    EXPECT_NE(code_of(stamp_by_hand(request, thief), request), "granted");
}

TEST(TimestampTest, ZerosMayFollowATokenAndNothingElse) {
    const auto request = request_for("x");
    auto token = check_timestamp_response(test::stamp(request.der, tsa()), request, test::kSignedAt).value().token;
    token.resize(token.size() + 40);
    EXPECT_TRUE(read_timestamp(token).has_value());
    token.back() = std::byte{1};
    EXPECT_EQ(read_timestamp(token).error().code, errors::signing::malformed_timestamp);
    EXPECT_EQ(read_timestamp(test::make_cms("x", tsa())).error().code, errors::signing::malformed_timestamp);
}

TEST(TimestampTest, AnyFlippedByteIsFoundOrChangesNothingThatIsSaid) {
    const auto request = request_for("x");
    const auto good = test::stamp(request.der, tsa());
    const auto first = check_timestamp_response(good, request, test::kSignedAt).value();
    int granted = 0;
    for (std::size_t i = 0; i < good.size(); ++i) {
        auto flipped = good;
        flipped[i] ^= std::byte{0x10};
        const auto checked = check_timestamp_response(flipped, request, test::kSignedAt);
        if (!checked.has_value()) continue;
        ++granted;
        EXPECT_EQ(checked->facts.gen_time, first.facts.gen_time) << i;
        EXPECT_EQ(checked->facts.authority_der, first.facts.authority_der) << i;
    }
    EXPECT_LT(granted, 20);
}

}  // namespace
}  // namespace congvan::signing
