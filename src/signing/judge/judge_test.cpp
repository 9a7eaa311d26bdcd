// Honest files, and what a judge must see in them.

#include "signing/judge/judge.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "signing/judge/reasons.hpp"
#include "signing/revocation/test_responder.hpp"
#include "signing/test_support.hpp"

namespace congvan::signing {
namespace {

using test::authority;
using test::CertificateOptions;
using test::CmsOptions;
using test::SignOptions;
using test::TestPdf;

const test::Signer& leader() {
    static const auto signer = authority().signer({.title = "Chủ tịch"});
    return signer;
}
const test::Signer& agency() {
    static const auto signer = authority().signer({.name = "Ủy ban nhân dân huyện A (thử nghiệm)"});
    return signer;
}

DocumentReport judge(const TestPdf& pdf) { return judge_pdf(pdf.bytes(), authority().anchors(), test::kJudgedAt); }

std::string words(const DocumentReport& report) {
    std::string text(to_word(report.verdict));
    for (const auto code : report.reasons) text += " " + std::string(code);
    for (const auto& change : report.changes) text += " [" + std::string(to_word(change.kind)) + ": " + change.subject + "]";
    return text;
}

bool has(const std::vector<std::string_view>& codes, std::string_view code) {
    return std::find(codes.begin(), codes.end(), code) != codes.end();
}

TEST(JudgeTest, CallsAFileWithOneHonestSignatureValidAndNamesTheSigner) {
    TestPdf pdf;
    pdf.sign(leader());
    const auto report = judge(pdf);
    ASSERT_EQ(report.verdict, Verdict::valid) << words(report);
    EXPECT_EQ(report.integrity, Integrity::intact);
    EXPECT_EQ(report.revisions, 2u);
    ASSERT_EQ(report.signatures.size(), 1u);
    const auto& one = report.signatures[0];
    EXPECT_EQ(one.field, "congvan-personal-1");
    EXPECT_EQ(one.signer, "Lãnh đạo A (thử nghiệm)");
    EXPECT_EQ(one.organisation, "Ủy ban nhân dân huyện A (thử nghiệm)");
    EXPECT_EQ(one.title, "Chủ tịch");
    EXPECT_EQ(one.issuer, "CA cấp dưới (thử nghiệm)");
    EXPECT_EQ(one.anchor, "CA gốc (thử nghiệm)");
    EXPECT_EQ(one.anchor_class, AnchorClass::official);
    EXPECT_EQ(one.chain_status, ChainStatus::trusted);
    EXPECT_EQ(one.revocation_status, RevocationStatus::not_checked);
    EXPECT_TRUE(has(one.reasons, reasons::revocation_not_checked));
    EXPECT_EQ(one.coverage, Coverage::whole_file);
    EXPECT_EQ(one.algorithm, "ECDSA-SHA256");
    EXPECT_EQ(one.signing_time, test::kSignedAt);
    EXPECT_EQ(one.certificate_sha256, Sha256::of(leader().der()).hex());
    ASSERT_TRUE(one.place.has_value());
}

TEST(JudgeTest, CallsTwoAndThreeHonestSignaturesValid) {
    TestPdf pdf;
    pdf.sign(leader(), {.name = "congvan-initial-1", .rect = "400 60 500 90"});
    pdf.sign(leader(), {.name = "congvan-personal-1"});
    const auto two = judge(pdf);
    ASSERT_EQ(two.verdict, Verdict::valid) << words(two);
    pdf.sign(agency(), {.name = "congvan-seal-1", .rect = "60 90 150 190"});
    const auto three = judge(pdf);
    ASSERT_EQ(three.verdict, Verdict::valid) << words(three);
    ASSERT_EQ(three.signatures.size(), 3u);
    EXPECT_EQ(three.signatures[0].verdict, Verdict::valid_with_additions);
    EXPECT_EQ(three.signatures[0].integrity, Integrity::intact_with_additions);
    EXPECT_EQ(three.signatures[0].coverage, Coverage::whole_revision);
    EXPECT_EQ(three.signatures[2].verdict, Verdict::valid);
    EXPECT_EQ(three.signatures[2].signer, "Ủy ban nhân dân huyện A (thử nghiệm)");
    ASSERT_EQ(three.signatures[2].overlaps.size(), 1u);
    EXPECT_EQ(three.signatures[2].overlaps[0].earlier_field, "congvan-personal-1");
    EXPECT_NEAR(three.signatures[2].overlaps[0].share, 0.25, 1e-9);
    EXPECT_TRUE(three.signatures[2].overlaps[0].allowed);
}

TEST(JudgeTest, CallsHonestFilesOfEveryLayoutValid) {
    for (const auto layout : test::kLayouts) {
        TestPdf pdf(layout);
        pdf.sign(leader());
        ASSERT_EQ(judge(pdf).verdict, Verdict::valid) << to_word(layout) << ": " << words(judge(pdf));
        pdf.sign(agency(), {.name = "congvan-seal-1", .rect = "60 90 150 190"});
        ASSERT_EQ(judge(pdf).verdict, Verdict::valid) << to_word(layout) << ": " << words(judge(pdf));
    }
}

TEST(JudgeTest, AcceptsAnInvisibleSecondSignature) {
    TestPdf pdf;
    pdf.sign(leader());
    pdf.sign(agency(), {.name = "congvan-seal-1", .rect = "0 0 0 0", .appearance = false});
    const auto report = judge(pdf);
    EXPECT_EQ(report.verdict, Verdict::valid) << words(report);
}

TEST(JudgeTest, VerifiesEverySchemeOfTheProfile) {
    struct Case {
        const char* algorithm;
        test::Key key;
        CmsOptions cms;
    };
    const auto rsa = test::rsa_key(2048);
    const Case cases[] = {
        {"RSA-PKCS1-SHA256", rsa, {}},
        {"RSA-PKCS1-SHA384", rsa, {.digest = EVP_sha384()}},
        {"RSA-PKCS1-SHA512", rsa, {.digest = EVP_sha512()}},
        {"RSA-PSS-SHA256", rsa, {.pss = true}},
        {"RSA-PSS-SHA512", rsa, {.digest = EVP_sha512(), .pss = true}},
        {"ECDSA-SHA384", test::ec_key("P-384"), {.digest = EVP_sha384()}},
        {"ECDSA-SHA512", test::ec_key("P-521"), {.digest = EVP_sha512()}},
    };
    for (const auto& one : cases) {
        TestPdf pdf;
        pdf.sign(authority().signer({}, one.key), {.cms = one.cms});
        const auto report = judge(pdf);
        EXPECT_EQ(report.verdict, Verdict::valid) << one.algorithm << ": " << words(report);
        ASSERT_EQ(report.signatures.size(), 1u);
        EXPECT_EQ(report.signatures[0].algorithm, one.algorithm);
    }
}

TEST(JudgeTest, NeverAcceptsWeakOrOddSignatureValues) {
    const auto other = authority().signer();
    struct Case {
        const char* name;
        test::Signer signer;
        CmsOptions cms;
        Verdict verdict;
        std::string_view reason;
    };
    const Case cases[] = {
        {"SHA-1", leader(), {.digest = EVP_sha1()}, Verdict::undetermined, reasons::cms_sha1},
        {"RSA-1024", authority().signer({}, test::rsa_key(1024)), {}, Verdict::undetermined, reasons::cms_weak_key},
        {"two signers", leader(), {.second = &other}, Verdict::undetermined, reasons::cms_several_signers},
        {"own content", leader(), {.with_content = true}, Verdict::undetermined, reasons::cms_embedded_content},
        {"no certificate", leader(), {.with_certificates = false}, Verdict::undetermined, reasons::cms_no_certificate},
        {"unsigned attribute", leader(), {.unsigned_nid = NID_pkcs9_unstructuredName}, Verdict::undetermined,
         reasons::cms_unknown_unsigned_attribute},
        {"future", leader(), {.at = test::kJudgedAt + std::chrono::hours(9)}, Verdict::undetermined, reasons::time_in_future},
        {"expired", authority().signer({.until = "2026-01-01T00:00:00Z"}), {}, Verdict::undetermined, reasons::chain_not_in_force},
        {"not yet", authority().signer({.from = "2026-03-02T03:00:01Z"}), {}, Verdict::undetermined, reasons::chain_not_in_force},
        {"key usage", authority().signer({.key_usage = "critical,keyEncipherment"}), {}, Verdict::undetermined, reasons::chain_unsuitable},
        {"purpose", authority().signer({.extended_key_usage = "serverAuth"}), {}, Verdict::undetermined, reasons::chain_unsuitable},
        {"stranger", test::Authority("Tổ chức khác (thử nghiệm)").signer(), {}, Verdict::undetermined, reasons::chain_no_path},
        {"impostor", test::Authority().signer(), {}, Verdict::undetermined, reasons::chain_broken},
        {"weak chain", authority().signer({.digest = EVP_sha1()}), {}, Verdict::undetermined, reasons::chain_weak},
    };
    for (const auto& one : cases) {
        TestPdf pdf;
        pdf.sign(one.signer, {.cms = one.cms, .room = 16000});
        const auto report = judge(pdf);
        EXPECT_EQ(report.verdict, one.verdict) << one.name << ": " << words(report);
        EXPECT_TRUE(has(report.reasons, one.reason)) << one.name << ": " << words(report);
    }
}

TEST(JudgeTest, BelievesNobodyWithoutAnchorsButStillSaysThatTheFileIsIntact) {
    TestPdf pdf;
    pdf.sign(leader());
    const auto report = judge_pdf(pdf.bytes(), TrustAnchors(), test::kJudgedAt);
    EXPECT_EQ(report.verdict, Verdict::undetermined);
    EXPECT_EQ(report.integrity, Integrity::intact);
    EXPECT_EQ(report.signatures[0].signer, "Lãnh đạo A (thử nghiệm)");
    pdf.sign(agency(), {.name = "congvan-seal-1", .rect = "60 90 150 190"});
    const auto two = judge_pdf(pdf.bytes(), TrustAnchors(), test::kJudgedAt);
    EXPECT_EQ(two.verdict, Verdict::undetermined);
    EXPECT_EQ(two.integrity, Integrity::intact) << words(two);
    EXPECT_EQ(two.signatures[0].integrity, Integrity::intact_with_additions);
}

TEST(JudgeTest, FindsTheWayThroughCertificatesThatTravelWithTheSignature) {
    TestPdf pdf;
    pdf.sign(leader());
    EXPECT_EQ(judge_pdf(pdf.bytes(), authority().root_only(), test::kJudgedAt).verdict, Verdict::valid);
    auto alone = leader();
    alone.above = nullptr;
    TestPdf bare;
    bare.sign(alone);
    EXPECT_EQ(judge_pdf(bare.bytes(), authority().root_only(), test::kJudgedAt).verdict, Verdict::undetermined);
    EXPECT_EQ(judge(bare).verdict, Verdict::valid);
}

TEST(JudgeTest, UsesRevocationFactsThatAreHandedIn) {
    TestPdf pdf;
    pdf.sign(leader());
    const auto root = authority().root_signer();
    const auto sub = authority().sub_signer();
    RevocationFacts good;
    ASSERT_TRUE(good.evidence.add(test::ocsp_answer(leader().certificate, sub.certificate, sub)).has_value());
    ASSERT_TRUE(good.evidence.add(test::crl_of(root)).has_value());
    const auto trusted = judge_pdf(pdf.bytes(), authority().anchors(), test::kJudgedAt, {}, good);
    EXPECT_EQ(trusted.verdict, Verdict::valid);
    EXPECT_TRUE(trusted.reasons.empty()) << words(trusted);
    RevocationFacts revoked;
    test::OcspOptions options;
    options.state = V_OCSP_CERTSTATUS_REVOKED;
    options.revoked_at = test::kSignedAt;
    ASSERT_TRUE(revoked.evidence.add(test::ocsp_answer(leader().certificate, sub.certificate, sub, options)).has_value());
    const auto refused = judge_pdf(pdf.bytes(), authority().anchors(), test::kJudgedAt, {}, revoked);
    EXPECT_EQ(refused.verdict, Verdict::undetermined);
    EXPECT_TRUE(has(refused.reasons, reasons::revocation_revoked));
}

TEST(JudgeTest, BindsTheSignerByChainWhenTheSignatureDoesNotNameItsCertificate) {
    TestPdf pdf;
    pdf.sign(leader(), {.cms = {.binding = false}});
    const auto report = judge(pdf);
    EXPECT_EQ(report.verdict, Verdict::valid) << words(report);
    EXPECT_TRUE(has(report.reasons, reasons::cms_signer_not_bound));
    const auto unknown = judge_pdf(pdf.bytes(), TrustAnchors(), test::kJudgedAt);
    EXPECT_EQ(unknown.signatures[0].signer, "");
}

TEST(JudgeTest, SaysNotSignedOfAnUnsignedFile) {
    const auto report = judge(TestPdf());
    EXPECT_EQ(report.verdict, Verdict::not_signed) << words(report);
    EXPECT_TRUE(report.signatures.empty());
}

TEST(JudgeTest, SaysMalformedOfWhatIsNoPdf) {
    for (const std::string_view text : {"", "x", "%PDF-1.7", "%PDF-1.7\n%%EOF", "PK\x03\x04", "%PDF-1.7\nstartxref\n0\n%%EOF\n",
                                        "%PDF-1.7\nstartxref\n5\n%%EOF", "%PDF-9.9\nstartxref\n5\n%%EOF"}) {
        const auto report = judge_pdf(as_bytes(text), authority().anchors(), test::kJudgedAt);
        EXPECT_EQ(report.verdict, Verdict::malformed) << text;
    }
}

TEST(JudgeTest, RefusesToSayMuchOfAnEncryptedFile) {
    TestPdf pdf;
    pdf.update({{30, "<<>>"}}, {.trailer = " /Encrypt 30 0 R"});
    const auto report = judge(pdf);
    EXPECT_EQ(report.verdict, Verdict::undetermined);
    EXPECT_TRUE(has(report.reasons, reasons::pdf_encrypted));
}

TEST(JudgeTest, ExplainsEveryReasonInTwoLanguages) {
    std::set<std::string_view> codes;
    for (const auto& reason : all_reasons()) {
        EXPECT_TRUE(codes.insert(reason.code).second) << reason.code;
        EXPECT_FALSE(reason.vi.empty());
        EXPECT_FALSE(reason.en.empty());
    }
    std::ifstream header(CONGVAN_SOURCE_DIR "/src/signing/judge/reasons.hpp");
    std::size_t named = 0;
    for (std::string line; std::getline(header, line);) named += line.starts_with("inline constexpr std::string_view ") ? 1 : 0;
    EXPECT_EQ(codes.size(), named);
}

}  // namespace
}  // namespace congvan::signing
