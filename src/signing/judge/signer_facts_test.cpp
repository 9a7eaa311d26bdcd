// Time-stamps, revocation and the time that counts, on CMS signatures that libcrypto wrote.

#include "signing/judge/signer_facts.hpp"

#include <gtest/gtest.h>

#include "signing/judge/reasons.hpp"
#include "signing/revocation/test_responder.hpp"
#include "signing/timestamp/test_tsa.hpp"
#include "signing/timestamp/timestamp.hpp"

namespace congvan::signing {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using test::authority;
using test::kJudgedAt;
using test::kSignedAt;

const test::Signer& leader() {
    static const test::Signer instance = authority().signer();
    return instance;
}
const test::Signer& tsa() {
    static const test::Signer instance = authority().signer(test::tsa_certificate());
    return instance;
}

Bytes imprint_of(BytesView content) {
    const BytesView pieces[] = {content};
    return cms::digest(cms::DigestKind::sha256, pieces);
}

// A token over `content`.
Bytes token_over(BytesView content, const test::Signer& by, const test::TsaOptions& options) {
    const auto request = make_timestamp_request(cms::DigestKind::sha256, imprint_of(content), as_bytes("0123456789abcdef")).value();
    return check_timestamp_response(test::stamp(request.der, by, options), request, options.at).value().token;
}

// One more unsigned attribute, with a value in DER.
Bytes with_unsigned(const Bytes& der, const std::string& type, const Bytes& value) {
    const auto* at = reinterpret_cast<const unsigned char*>(der.data());
    CMS_ContentInfo* cms = d2i_CMS_ContentInfo(nullptr, &at, static_cast<long>(der.size()));
    CMS_SignerInfo* info = sk_CMS_SignerInfo_value(CMS_get0_SignerInfos(cms), 0);
    CMS_unsigned_add1_attr_by_txt(info, type.c_str(), V_ASN1_SEQUENCE, value.data(), static_cast<int>(value.size()));
    auto bytes = test::encoded<CMS_ContentInfo>(cms, i2d_CMS_ContentInfo);
    CMS_ContentInfo_free(cms);
    return bytes;
}

struct Scene {
    test::CmsOptions cms;
    test::Signer signer = leader();
    std::optional<Instant> stamped;         // a time-stamp of then
    test::Signer stamper = tsa();
    test::TsaOptions tsa_options;
    std::string stamped_content;            // instead of the signature
    std::vector<Bytes> evidence;            // handed in
    Bytes revocation_values;                // embedded
    std::vector<TrustedCertificate> more_anchors;
    Instant at = kJudgedAt;
    std::optional<Instant> existed_by;
    WantedList* wanted = nullptr;
};

SignatureReport judge(const Scene& scene) {
    auto der = test::make_cms("công văn", scene.signer, scene.cms);
    if (scene.stamped) {
        auto options = scene.tsa_options;
        options.at = *scene.stamped;
        const auto data = cms::parse_detached(der).value();
        const auto content = scene.stamped_content.empty() ? data.signature : as_bytes(scene.stamped_content);
        der = with_unsigned(der, "1.2.840.113549.1.9.16.2.14", token_over(content, scene.stamper, options));
    }
    if (!scene.revocation_values.empty()) der = with_unsigned(der, "1.2.840.113549.1.9.16.2.24", scene.revocation_values);
    std::vector<TrustedCertificate> anchors{{authority().root(), AnchorClass::official}};
    anchors.insert(anchors.end(), scene.more_anchors.begin(), scene.more_anchors.end());
    const auto trusted = TrustAnchors::make(anchors, {authority().sub()}).value();
    RevocationFacts facts;
    for (const auto& one : scene.evidence) EXPECT_TRUE(facts.evidence.add(one).has_value());
    facts.wanted = scene.wanted;
    JudgeContext context{trusted, facts, scene.at};
    context.existed_by = scene.existed_by;
    const auto data = cms::parse_detached(der).value();
    const auto signer = cms::Certificate::parse(data.certificates[*data.signer]).value();
    EXPECT_TRUE(cms::signature_verifies(data, signer));
    SignatureReport report;
    report.signing_time = data.signing_time;
    examine_claimed_time(report, context);
    examine_cms_signer(report, data, signer, context);
    conclude_signature(report);
    return report;
}

std::string words(const SignatureReport& report) {
    std::string text(to_word(report.verdict));
    for (const auto reason : report.reasons) text += " " + std::string(reason);
    return text;
}

Bytes answer(const test::Cert& subject, const test::OcspOptions& options = {}) {
    return test::ocsp_answer(subject, authority().sub_signer().certificate, authority().sub_signer(), options);
}
test::OcspOptions revoked(Instant at, int reason = OCSP_REVOKED_STATUS_NOSTATUS) {
    test::OcspOptions options;
    options.state = V_OCSP_CERTSTATUS_REVOKED;
    options.revoked_at = at;
    options.reason = reason;
    return options;
}
Bytes root_list() { return test::crl_of(authority().root_signer()); }

TEST(SignerFactsTest, ATrustedTimestampSaysWhen) {
    const auto report = judge({.stamped = kSignedAt + minutes(2), .evidence = {answer(leader().certificate), root_list()}});
    EXPECT_EQ(words(report), "valid");
    EXPECT_EQ(report.timestamp_time, kSignedAt + minutes(2));
    EXPECT_EQ(report.revocation_status, RevocationStatus::good);
    ASSERT_EQ(report.timestamps.size(), 1u);
    EXPECT_EQ(report.timestamps[0].status, TimestampStatus::trusted);
    EXPECT_EQ(report.timestamps[0].authority, "Dịch vụ dấu thời gian (thử nghiệm)");
    ASSERT_FALSE(report.evidence.empty());
    EXPECT_EQ(report.evidence.back().kind, "crl");
}

TEST(SignerFactsTest, RevokedAfterATimestampLeavesTheSignatureAndWithoutOneItDoesNot) {
    const std::vector<Bytes> evidence{answer(leader().certificate, revoked(kSignedAt + hours(1))), root_list()};
    EXPECT_EQ(words(judge({.stamped = kSignedAt, .evidence = evidence})), "valid revocation.revoked_later");
    EXPECT_EQ(words(judge({.evidence = evidence})), "undetermined revocation.revoked_unproved");
    EXPECT_EQ(words(judge({.evidence = evidence, .existed_by = kSignedAt + minutes(30)})), "valid revocation.revoked_later");
    const std::vector<Bytes> before{answer(leader().certificate, revoked(kSignedAt - hours(1))), root_list()};
    EXPECT_EQ(words(judge({.stamped = kSignedAt, .evidence = before})), "undetermined revocation.revoked");
    EXPECT_EQ(judge({.evidence = before}).revoked_at, kSignedAt - hours(1));
}

TEST(SignerFactsTest, SuspendedAtSigningIsSaid) {
    EXPECT_EQ(words(judge({.evidence = {answer(leader().certificate, revoked(kSignedAt - hours(1), OCSP_REVOKED_STATUS_CERTIFICATEHOLD)),
                                        root_list()}})),
              "undetermined revocation.suspended");
}

TEST(SignerFactsTest, AnAuthorityThatWasRevokedTakesItsPeopleAlong) {
    test::CrlOptions options;
    options.entries.push_back({authority().sub_signer().certificate, kSignedAt - hours(1), 2, {}});
    const auto list = test::crl_of(authority().root_signer(), options);
    EXPECT_EQ(words(judge({.evidence = {answer(leader().certificate), list}})), "undetermined revocation.authority_revoked");
    EXPECT_EQ(words(judge({.evidence = {answer(leader().certificate)}})), "valid revocation.authority_not_checked");
}

TEST(SignerFactsTest, NothingKnownIsAWarning) {
    EXPECT_EQ(words(judge({})), "valid revocation.not_checked");
    test::OcspOptions old;
    old.this_update = kJudgedAt - hours(100);
    old.next_update = kJudgedAt - hours(90);
    EXPECT_EQ(words(judge({.evidence = {answer(leader().certificate, old), root_list()}})), "valid revocation.stale");
    old.next_update = kJudgedAt - hours(2);
    const auto graced = judge({.evidence = {answer(leader().certificate, old), root_list()}});
    EXPECT_EQ(words(graced), "valid revocation.stale");
    EXPECT_EQ(graced.revocation_status, RevocationStatus::good);
}

TEST(SignerFactsTest, ACopiedTimestampIsNoProof) {
    const auto report = judge({.stamped = kSignedAt, .stamped_content = "another signature"});
    EXPECT_EQ(words(report), "undetermined timestamp.mismatch revocation.not_checked");
    EXPECT_FALSE(report.timestamp_time.has_value());
}

TEST(SignerFactsTest, ATimestampOfAStrangerDoesNotCountAndDoesNoHarm) {
    const test::Authority stranger("Người lạ");
    const auto foreign = stranger.signer(test::tsa_certificate());
    Scene scene{.stamped = kSignedAt + minutes(1), .stamper = foreign};
    scene.tsa_options.others = {foreign.above};
    auto report = judge(scene);
    EXPECT_EQ(words(report), "valid timestamp.not_trusted revocation.not_checked");
    EXPECT_FALSE(report.timestamp_time.has_value());
    EXPECT_EQ(report.timestamps[0].time, kSignedAt + minutes(1));
    scene.more_anchors = {{stranger.root(), AnchorClass::licensed}};
    report = judge(scene);
    EXPECT_EQ(words(report), "valid revocation.not_checked");
    EXPECT_EQ(report.timestamp_time, kSignedAt + minutes(1));
}

TEST(SignerFactsTest, TheCertificateOfATimestampHasToHoldAtItsTime) {
    auto options = test::tsa_certificate();
    options.until = "2026-03-01T00:00:00Z";
    const auto expired = authority().signer(options);
    EXPECT_EQ(words(judge({.stamped = kSignedAt, .stamper = expired})), "valid timestamp.not_in_force revocation.not_checked");
}

TEST(SignerFactsTest, AWeakTimestampDoesNotCount) {
    Scene scene{.stamped = kSignedAt, .stamper = authority().signer(test::tsa_certificate(), test::rsa_key(1024))};
    EXPECT_EQ(words(judge(scene)), "valid timestamp.weak revocation.not_checked");
    scene.stamper = authority().signer(test::tsa_certificate(), test::rsa_key(2048));
    scene.tsa_options.digest = EVP_sha1();
    EXPECT_EQ(words(judge(scene)), "valid timestamp.weak revocation.not_checked");
}

TEST(SignerFactsTest, ARevokedAuthorityOfTimeCountsOnlyForWhatItStampedInOrder) {
    const auto run = [](Instant at, int reason) {
        return words(judge({.stamped = kSignedAt, .evidence = {answer(tsa().certificate, revoked(at, reason))}}));
    };
    const std::string lost = "valid timestamp.revoked revocation.not_checked";
    const std::string kept = "valid revocation.not_checked";
    EXPECT_EQ(run(kSignedAt - hours(1), OCSP_REVOKED_STATUS_SUPERSEDED), lost);
    EXPECT_EQ(run(kSignedAt + hours(1), OCSP_REVOKED_STATUS_KEYCOMPROMISE), lost);
    EXPECT_EQ(run(kSignedAt + hours(1), OCSP_REVOKED_STATUS_NOSTATUS), lost);
    EXPECT_EQ(run(kSignedAt + hours(1), OCSP_REVOKED_STATUS_SUPERSEDED), kept);
    EXPECT_EQ(run(kJudgedAt + hours(1), OCSP_REVOKED_STATUS_KEYCOMPROMISE), kept) << "it was received before";
}

TEST(SignerFactsTest, LocalTimeMarkedAsUtcIsAHabitAndNoForgery) {
    test::CmsOptions ahead;
    ahead.at = kSignedAt + hours(7);
    const auto stamped = judge({.cms = ahead, .stamped = kSignedAt + minutes(3)});
    EXPECT_EQ(words(stamped), "valid time.local_marked_utc revocation.not_checked");
    EXPECT_EQ(stamped.timestamp_time, kSignedAt + minutes(3));
    ahead.at = kSignedAt + hours(3);
    EXPECT_EQ(words(judge({.cms = ahead, .stamped = kSignedAt})), "undetermined time.after_timestamp revocation.not_checked");
    // Judged an hour after signing, by a claim six hours ahead.
    ahead.at = kSignedAt + hours(7);
    EXPECT_EQ(words(judge({.cms = ahead, .at = kSignedAt + hours(1)})), "valid revocation.not_checked");
    ahead.at = kSignedAt + hours(9);
    EXPECT_EQ(words(judge({.cms = ahead, .at = kSignedAt + hours(1)})), "undetermined time.in_future revocation.not_checked");
}

TEST(SignerFactsTest, TheTimestampCountsAndNotTheClaim) {
    test::CertificateOptions short_lived;
    short_lived.until = "2026-03-02T12:00:00Z";
    const auto signer = authority().signer(short_lived);
    // Stamped while in force, judged long after.
    EXPECT_EQ(words(judge({.signer = signer, .stamped = kSignedAt + hours(1), .at = kSignedAt + hours(24 * 365)})),
              "valid revocation.not_checked");
    // Claims to be of a time in force, stamped after the end.
    EXPECT_EQ(words(judge({.signer = signer, .stamped = kSignedAt + hours(20)})),
              "undetermined chain.not_in_force revocation.not_checked");
    EXPECT_EQ(words(judge({.stamped = kJudgedAt + hours(1)})), "valid timestamp.in_future revocation.not_checked");
}

TEST(SignerFactsTest, WhatTheSignatureBringsAboutRevocationIsUsed) {
    const auto lists = der::sequence({test::crl_of(authority().sub_signer()), root_list()});
    const auto values = der::sequence({der::wrap(der::Tag::context_0, lists)});
    EXPECT_EQ(words(judge({.revocation_values = values})), "valid");
    test::OcspOptions options;
    options.basic_only = true;
    const auto answers = der::sequence({answer(leader().certificate, options)});
    EXPECT_EQ(words(judge({.revocation_values = der::sequence({der::wrap(der::Tag::context_1, answers)})})),
              "valid revocation.authority_not_checked");
    EXPECT_EQ(words(judge({.revocation_values = der::sequence({to_bytes("nonsense")})})), "valid revocation.not_checked");
}

TEST(SignerFactsTest, WhatIsMissingIsWanted) {
    test::CertificateOptions options;
    options.extensions = {{"authorityInfoAccess", "OCSP;URI:http://ocsp.example/,caIssuers;URI:http://ca.example/sub.crt"},
                          {"crlDistributionPoints", "URI:http://crl.example/sub.crl,URI:ldap://crl.example/x"}};
    const auto signer = authority().signer(options);
    WantedList wanted;
    judge({.signer = signer, .wanted = &wanted});
    ASSERT_EQ(wanted.all().size(), 2u);
    const auto& first = wanted.all()[0];
    EXPECT_EQ(first.what, Wanted::What::status);
    EXPECT_EQ(first.certificate, signer.der());
    EXPECT_EQ(first.issuer, authority().sub());
    EXPECT_EQ(first.addresses.ocsp, std::vector<std::string>{"http://ocsp.example/"});
    EXPECT_EQ(first.addresses.crl, std::vector<std::string>{"http://crl.example/sub.crl"});
    EXPECT_EQ(first.as_of, kJudgedAt);
    EXPECT_EQ(wanted.all()[1].certificate, authority().sub());
    WantedList none;
    judge({.evidence = {answer(leader().certificate), root_list()}, .wanted = &none});
    EXPECT_TRUE(none.all().empty());
}

TEST(SignerFactsTest, ASignatureOfPkcs1WithNullParametersIsTaken) {
    const auto signer = authority().signer({}, test::rsa_key(2048));
    EXPECT_EQ(words(judge({.signer = signer})), "valid revocation.not_checked");
}

}  // namespace
}  // namespace congvan::signing
