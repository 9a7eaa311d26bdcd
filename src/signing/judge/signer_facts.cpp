#include "signing/judge/signer_facts.hpp"

#include "signing/judge/reasons.hpp"

namespace congvan::signing {
namespace {

// Deployed signers write local time as if it were UTC, seven hours ahead.
constexpr auto kClockTolerance = std::chrono::hours(7) + std::chrono::minutes(5);
constexpr int kLeastRsaBits = 2048;
constexpr int kLeastCurveBits = 256;

void examine_strength(SignatureReport& report, const cms::CertificateFacts& certificate) {
    report.key_bits = certificate.key_bits;
    const int least = certificate.key == cms::KeyKind::ec ? kLeastCurveBits : kLeastRsaBits;
    if (certificate.key_bits < least) report.reasons.push_back(reasons::cms_weak_key);
}

void examine_chain(SignatureReport& report, const cms::Certificate& signer, std::span<const BytesView> others,
                   const JudgeContext& context) {
    const auto chain = context.anchors.chain(signer, others, report.signing_time.value_or(context.at));
    report.chain_status = chain.status;
    report.anchor = chain.anchor;
    report.anchor_class = chain.anchor_class;
    const auto& facts = signer.facts();
    if (chain.status == ChainStatus::trusted && (!facts.may_sign || !facts.purpose_fits || facts.authority)) {
        report.chain_status = ChainStatus::unsuitable;
    }
    switch (report.chain_status) {
        case ChainStatus::trusted: return;
        case ChainStatus::no_path:
        case ChainStatus::not_checked: return report.reasons.push_back(reasons::chain_no_path);
        case ChainStatus::not_in_force: return report.reasons.push_back(reasons::chain_not_in_force);
        case ChainStatus::weak: return report.reasons.push_back(reasons::chain_weak);
        case ChainStatus::unsuitable: return report.reasons.push_back(reasons::chain_unsuitable);
        case ChainStatus::broken: return report.reasons.push_back(reasons::chain_broken);
    }
}

void examine_revocation(SignatureReport& report, const cms::CertificateFacts& certificate, const JudgeContext& context) {
    const auto known = context.revocations.find(certificate.sha256);
    if (known != context.revocations.end()) report.revocation_status = known->second.status;
    switch (report.revocation_status) {
        case RevocationStatus::good: return;
        case RevocationStatus::not_checked: return report.reasons.push_back(reasons::revocation_not_checked);
        case RevocationStatus::unknown: return report.reasons.push_back(reasons::revocation_unknown);
        case RevocationStatus::revoked: return report.reasons.push_back(reasons::revocation_revoked);
    }
}

void name_signer(SignatureReport& report, const cms::CertificateFacts& certificate) {
    report.signer = certificate.common_name;
    report.title = certificate.title;
    report.organisation = certificate.organisation;
    report.organisational_unit = certificate.organisational_unit;
    report.subject_serial = certificate.subject_serial;
    report.issuer = certificate.issuer;
    report.serial = certificate.serial;
    report.certificate_sha256 = certificate.sha256.hex();
    report.not_before = certificate.not_before;
    report.not_after = certificate.not_after;
}

}  // namespace

void examine_claimed_time(SignatureReport& report, const JudgeContext& context) {
    if (!report.signing_time) {
        report.reasons.push_back(reasons::time_missing);
    } else if (*report.signing_time > context.at + kClockTolerance) {
        report.reasons.push_back(reasons::time_in_future);
    }
}

void examine_signer(SignatureReport& report, const cms::Certificate& signer, std::span<const BytesView> others, Bound bound,
                    const JudgeContext& context) {
    examine_strength(report, signer.facts());
    examine_chain(report, signer, others, context);
    if (bound == Bound::no) report.reasons.push_back(reasons::cms_signer_not_bound);
    if (bound == Bound::no && report.chain_status != ChainStatus::trusted) return;
    name_signer(report, signer.facts());
    examine_revocation(report, signer.facts(), context);
}

void conclude_signature(SignatureReport& report) {
    const Conclusion conclusion = conclude(report.reasons);
    report.verdict = conclusion.verdict;
    report.integrity = conclusion.integrity;
}

}  // namespace congvan::signing
