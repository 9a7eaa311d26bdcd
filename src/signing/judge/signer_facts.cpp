#include "signing/judge/signer_facts.hpp"

#include <algorithm>

#include "signing/cms/der_reader.hpp"
#include "signing/judge/reasons.hpp"
#include "signing/judge/standing_facts.hpp"
#include "signing/revocation/cms_values.hpp"

namespace congvan::signing {
namespace {

// Deployed signers write local time as if it were UTC, seven hours ahead.
constexpr auto kZone = std::chrono::hours(7);
constexpr auto kClockTolerance = std::chrono::minutes(5);
constexpr auto kSlowClock = std::chrono::hours(1);  // between the clock of a signer's machine and a time-stamp
constexpr int kLeastRsaBits = 2048;
constexpr int kLeastCurveBits = 256;
constexpr int kMostTimestamps = 8;
constexpr std::size_t kMostBrought = 64;

void examine_strength(SignatureReport& report, const cms::CertificateFacts& certificate) {
    report.key_bits = certificate.key_bits;
    const int least = certificate.key == cms::KeyKind::ec ? kLeastCurveBits : kLeastRsaBits;
    if (certificate.key_bits < least) report.reasons.push_back(reasons::cms_weak_key);
}

// When it was signed, as far as it is known.
Instant counted_time(const SignatureReport& report, const JudgeContext& context) {
    if (report.timestamp_time) return *report.timestamp_time;
    return std::min(report.signing_time.value_or(context.at), context.at);
}

// By then it had been signed.
Instant proved_time(const SignatureReport& report, const JudgeContext& context) {
    return std::min(report.timestamp_time.value_or(context.at), context.existed_by.value_or(context.at));
}

void compare_times(SignatureReport& report) {
    if (!report.timestamp_time || !report.signing_time) return;
    const auto ahead = *report.signing_time - *report.timestamp_time;
    if (ahead <= kSlowClock) return;
    const bool zone = ahead >= kZone - kSlowClock && ahead <= kZone + kClockTolerance;
    report.reasons.push_back(zone ? reasons::time_local_marked_utc : reasons::time_after_timestamp);
}

ChainFacts examine_chain(SignatureReport& report, const cms::Certificate& signer, std::span<const BytesView> others,
                         const JudgeContext& context) {
    std::vector<BytesView> brought(others.begin(), others.end());
    for (const auto& one : context.certificates) brought.push_back(one);
    for (const auto& one : context.revocations.certificates) brought.push_back(one);
    auto chain = context.anchors.chain(signer, brought, counted_time(report, context));
    want_issuers(chain, context);
    report.chain_status = chain.status;
    report.anchor = chain.anchor;
    report.anchor_class = chain.anchor_class;
    const auto& facts = signer.facts();
    if (chain.status == ChainStatus::trusted && (!facts.may_sign || !facts.purpose_fits || facts.authority)) {
        report.chain_status = ChainStatus::unsuitable;
    }
    switch (report.chain_status) {
        case ChainStatus::trusted: break;
        case ChainStatus::no_path:
        case ChainStatus::not_checked: report.reasons.push_back(reasons::chain_no_path); break;
        case ChainStatus::not_in_force: report.reasons.push_back(reasons::chain_not_in_force); break;
        case ChainStatus::weak: report.reasons.push_back(reasons::chain_weak); break;
        case ChainStatus::unsuitable: report.reasons.push_back(reasons::chain_unsuitable); break;
        case ChainStatus::broken: report.reasons.push_back(reasons::chain_broken); break;
    }
    return chain;
}

std::string_view reason_for(const revocation::Standing& standing) {
    switch (standing.status) {
        case RevocationStatus::good: return standing.in_grace ? reasons::revocation_stale : std::string_view();
        case RevocationStatus::not_checked: return reasons::revocation_not_checked;
        case RevocationStatus::stale: return reasons::revocation_stale;
        case RevocationStatus::suspended: return standing.claimed_before ? reasons::revocation_unproved : reasons::revocation_suspended;
        case RevocationStatus::revoked: return standing.claimed_before ? reasons::revocation_unproved : reasons::revocation_revoked;
        case RevocationStatus::revoked_later: return reasons::revocation_later;
        case RevocationStatus::unknown: return reasons::revocation_unknown;
    }
    return {};
}

void examine_authorities(SignatureReport& report, std::span<const revocation::Standing> stood) {
    const auto any = [&](auto... status) {
        return std::any_of(stood.begin(), stood.end(), [&](const auto& one) { return ((one.status == status) || ...); });
    };
    if (any(RevocationStatus::revoked, RevocationStatus::suspended)) {
        report.reasons.push_back(reasons::revocation_authority);
    } else if (report.revocation_status != RevocationStatus::not_checked &&
               any(RevocationStatus::not_checked, RevocationStatus::stale, RevocationStatus::unknown)) {
        report.reasons.push_back(reasons::revocation_authority_not_checked);
    }
}

void examine_revocation(SignatureReport& report, const ChainFacts& chain, const JudgeContext& context) {
    if (chain.status != ChainStatus::trusted || chain.path.size() < 2) {
        return report.reasons.push_back(reasons::revocation_not_checked);
    }
    const auto proved = proved_time(report, context);
    const auto stood = standings(chain, std::min(counted_time(report, context), proved), proved, context, report.evidence);
    report.revocation_status = stood.front().status;
    report.revoked_at = stood.front().revoked_at;
    const auto reason = reason_for(stood.front());
    if (!reason.empty()) report.reasons.push_back(reason);
    examine_authorities(report, std::span(stood).subspan(1));
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
    } else if (*report.signing_time > context.at + kZone + kClockTolerance) {
        report.reasons.push_back(reasons::time_in_future);
    }
}

void examine_signer(SignatureReport& report, const cms::Certificate& signer, std::span<const BytesView> others, Bound bound,
                    const JudgeContext& context) {
    examine_strength(report, signer.facts());
    compare_times(report);
    const auto chain = examine_chain(report, signer, others, context);
    if (bound == Bound::no) report.reasons.push_back(reasons::cms_signer_not_bound);
    if (bound == Bound::no && report.chain_status != ChainStatus::trusted) return;
    name_signer(report, signer.facts());
    examine_revocation(report, chain, context);
}

void examine_cms_signer(SignatureReport& report, const cms::SignedData& data, const cms::Certificate& signer,
                        const JudgeContext& context) {
    std::vector<BytesView> others;
    for (std::size_t i = 0; i < data.certificates.size(); ++i) {
        if (!data.signer || i != *data.signer) others.push_back(data.certificates[i]);
    }
    auto richer = context;
    const auto values = revocation::values_of(data);
    add_evidence(richer, values.evidence, values.certificates);
    for (std::size_t i = 0; i < data.unsigned_attributes.size(); ++i) {
        if (data.unsigned_attributes[i] != cms::kTimestampAttribute) continue;
        der::Reader tokens(data.unsigned_values[i]);
        for (int count = 0; !tokens.at_end() && count < kMostTimestamps; ++count) {
            const auto token = tokens.next();
            const BytesView covered[] = {data.signature};
            examine_timestamp(report, token.has_value() ? token->whole : BytesView(), covered, others, richer);
            if (!token.has_value()) break;
        }
    }
    examine_signer(report, signer, others, data.binding ? Bound::yes : Bound::no, richer);
}

bool is_evidence_attribute(std::string_view type) {
    return type == cms::kTimestampAttribute || type == revocation::kRevocationValues || type == revocation::kCertificateValues;
}

void add_evidence(JudgeContext& context, std::span<const BytesView> answers_and_lists, std::span<const BytesView> certificates) {
    for (const auto der : answers_and_lists) (void)context.embedded.add(der).has_value();
    for (const auto der : certificates) {
        if (context.certificates.size() < kMostBrought) context.certificates.emplace_back(der.begin(), der.end());
    }
}

void conclude_signature(SignatureReport& report) {
    const Conclusion conclusion = conclude(report.reasons);
    report.verdict = conclusion.verdict;
    report.integrity = conclusion.integrity;
}

}  // namespace congvan::signing
