#include <algorithm>

#include "errors/signing.hpp"
#include "signing/judge/reasons.hpp"
#include "signing/judge/signer_facts.hpp"
#include "signing/judge/standing_facts.hpp"
#include "signing/timestamp/timestamp.hpp"

namespace congvan::signing {
namespace {

constexpr auto kClockTolerance = std::chrono::minutes(5);
constexpr int kLeastRsaBits = 2048;
constexpr int kLeastCurveBits = 256;

bool is_weak(const TimestampFacts& facts) {
    const auto& key = facts.authority->facts();
    return facts.weak_digest || key.key_bits < (key.key == cms::KeyKind::ec ? kLeastCurveBits : kLeastRsaBits);
}

TimestampStatus status_of(ChainStatus chain) {
    switch (chain) {
        case ChainStatus::trusted: return TimestampStatus::trusted;
        case ChainStatus::not_in_force: return TimestampStatus::not_in_force;
        case ChainStatus::weak: return TimestampStatus::weak;
        case ChainStatus::unsuitable:
        case ChainStatus::broken:
        case ChainStatus::no_path:
        case ChainStatus::not_checked: return TimestampStatus::no_path;
    }
    return TimestampStatus::no_path;
}

// RFC 3161 section 4: revoked for a reason that says nothing about the key leaves what was stamped before.
bool harmless(const revocation::Standing& standing) {
    using revocation::RevocationReason;
    const bool no_fault = standing.reason == RevocationReason::affiliation_changed ||
                          standing.reason == RevocationReason::superseded || standing.reason == RevocationReason::cessation;
    return standing.status == RevocationStatus::revoked && standing.claimed_before && no_fault;
}

bool spoils(const revocation::Standing& standing) {
    const bool bad = standing.status == RevocationStatus::revoked || standing.status == RevocationStatus::suspended ||
                     standing.status == RevocationStatus::unknown;
    return bad && !harmless(standing);
}

TimestampStatus judge_authority(const TimestampFacts& facts, std::span<const BytesView> others, const JudgeContext& given,
                                SignatureReport& report, TimestampReport& into) {
    auto context = given;
    std::vector<BytesView> brought(others.begin(), others.end());
    for (const auto& one : facts.others) brought.push_back(one);
    for (const auto& one : context.certificates) brought.push_back(one);
    for (const auto& one : context.revocations.certificates) brought.push_back(one);
    const std::vector<BytesView> revocations(facts.revocations.begin(), facts.revocations.end());
    add_evidence(context, revocations, {});
    const auto chain = context.anchors.chain(*facts.authority, brought, facts.gen_time);
    want_issuers(chain, context);
    if (chain.status != ChainStatus::trusted) return status_of(chain.status);
    const auto proved = std::min(context.existed_by.value_or(context.at), context.at);
    const auto stood = standings(chain, facts.gen_time, std::max(proved, facts.gen_time), context, report.evidence);
    if (!stood.empty()) into.revocation_status = stood.front().status;
    return std::any_of(stood.begin(), stood.end(), spoils) ? TimestampStatus::revoked : TimestampStatus::trusted;
}

TimestampStatus judge_token(BytesView token, std::span<const BytesView> covered, std::span<const BytesView> others,
                            const JudgeContext& context, SignatureReport& report, TimestampReport& into) {
    std::vector<BytesView> known(others.begin(), others.end());
    for (const auto& one : context.certificates) known.push_back(one);
    const auto facts = read_timestamp(token, known);
    if (!facts.has_value()) {
        return facts.error().code == errors::signing::unknown_algorithm ? TimestampStatus::unsuitable : TimestampStatus::malformed;
    }
    into.policy = facts->policy;
    into.algorithm = facts->algorithm;
    if (!covers(*facts, covered)) return TimestampStatus::mismatch;
    if (!facts->authority) return TimestampStatus::no_path;
    if (!facts->signature_verifies || facts->binding == StampBinding::another) return TimestampStatus::wrong;
    into.time = facts->gen_time;
    into.authority = facts->authority->facts().common_name;
    into.certificate_sha256 = facts->authority->facts().sha256.hex();
    if (facts->binding == StampBinding::none || !facts->purpose_fits) return TimestampStatus::unsuitable;
    if (facts->gen_time > context.at + kClockTolerance) return TimestampStatus::in_future;
    if (is_weak(*facts)) return TimestampStatus::weak;
    return judge_authority(*facts, others, context, report, into);
}

std::string_view reason_for(TimestampStatus status) {
    switch (status) {
        case TimestampStatus::trusted: return {};
        case TimestampStatus::malformed: return reasons::timestamp_malformed;
        case TimestampStatus::mismatch: return reasons::timestamp_mismatch;
        case TimestampStatus::wrong: return reasons::timestamp_wrong;
        case TimestampStatus::unsuitable: return reasons::timestamp_unsuitable;
        case TimestampStatus::weak: return reasons::timestamp_weak;
        case TimestampStatus::no_path: return reasons::timestamp_not_trusted;
        case TimestampStatus::not_in_force: return reasons::timestamp_not_in_force;
        case TimestampStatus::in_future: return reasons::timestamp_in_future;
        case TimestampStatus::revoked: return reasons::timestamp_revoked;
    }
    return reasons::timestamp_malformed;
}

}  // namespace

void examine_timestamp(SignatureReport& report, BytesView token, std::span<const BytesView> covered,
                       std::span<const BytesView> others, const JudgeContext& context) {
    TimestampReport into;
    into.status = judge_token(token, covered, others, context, report, into);
    if (into.status == TimestampStatus::trusted) {
        report.timestamp_time = std::min(report.timestamp_time.value_or(*into.time), *into.time);
    } else {
        const auto reason = reason_for(into.status);
        if (std::find(report.reasons.begin(), report.reasons.end(), reason) == report.reasons.end()) report.reasons.push_back(reason);
    }
    report.timestamps.push_back(std::move(into));
}

}  // namespace congvan::signing
