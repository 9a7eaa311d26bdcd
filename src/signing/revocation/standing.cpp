#include "signing/revocation/standing.hpp"

#include <algorithm>

namespace congvan::signing::revocation {
namespace {

struct Weighed {
    Statement statement;
    EvidenceKind kind;
    Sha256 evidence;
};

enum class Fresh { yes, in_grace, no };

// Whether a statement of good speaks for the time `at`: it was made since, or was the newest one then.
Fresh freshness(const Statement& statement, Instant at, const RevocationPolicy& policy) {
    if (statement.this_update >= at) return Fresh::yes;
    if (!statement.next_update) return at <= statement.this_update + policy.max_age ? Fresh::yes : Fresh::no;
    if (at < *statement.next_update) return Fresh::yes;
    return at < *statement.next_update + policy.grace ? Fresh::in_grace : Fresh::no;
}

// Once a certificate has expired its issuer may forget it, unless the answer says that it does not.
bool speaks_of(const Statement& statement, const cms::CertificateFacts& certificate) {
    if (statement.partial) return false;
    return statement.this_update <= certificate.not_after ||
           (statement.keeps_since && *statement.keeps_since <= certificate.not_after);
}

// A delegate without nocheck counts when a list of its issuer, as of the answer's time, does not name it.
bool may_be_believed(const Responder& responder, Instant at, const cms::Certificate& issuer,
                     std::span<const Evidence* const> pools, const RevocationPolicy& policy) {
    if (responder.kind != ResponderKind::delegate_to_ask) return true;
    bool good = false;
    for (const auto* pool : pools) {
        for (const auto& list : pool->lists()) {
            const auto said = list.crl.about(*responder.certificate);
            if (!said || !list.crl.signed_by(issuer)) continue;
            if (said->state == CertificateState::revoked) return false;
            good = good || (speaks_of(*said, responder.certificate->facts()) && freshness(*said, at, policy) == Fresh::yes);
        }
    }
    return good;
}

std::vector<Weighed> gather(const StandingQuestion& question, std::span<const Evidence* const> pools,
                            const RevocationPolicy& policy) {
    std::vector<Weighed> found;
    for (const auto* pool : pools) {
        for (const auto& answer : pool->answers()) {
            const auto said = answer.response.about(question.certificate, question.issuer);
            if (!said) continue;
            const auto responder = answer.response.responder(question.issuer);
            const bool believed = responder && may_be_believed(*responder, answer.response.produced_at(), question.issuer, pools, policy);
            if (believed) found.push_back({*said, EvidenceKind::ocsp, answer.sha256});
        }
        for (const auto& list : pool->lists()) {
            const auto said = list.crl.about(question.certificate);
            if (said && list.crl.signed_by(question.issuer)) found.push_back({*said, EvidenceKind::crl, list.sha256});
        }
    }
    return found;
}

Standing by(const Weighed& one, RevocationStatus status) {
    Standing standing;
    standing.status = status;
    standing.revoked_at = one.statement.revoked_at;
    standing.reason = one.statement.reason;
    standing.kind = one.kind;
    standing.evidence = one.evidence;
    standing.this_update = one.statement.this_update;
    return standing;
}

// Until when a certificate was certainly or possibly on hold: the first later statement that says good.
Instant hold_ends(const Weighed& hold, const std::vector<Weighed>& all) {
    Instant end = Instant::max();
    for (const auto& one : all) {
        const bool released = one.statement.state == CertificateState::good && one.statement.this_update > hold.statement.this_update;
        if (released) end = std::min(end, one.statement.this_update);
    }
    return end;
}

// The earliest revocation that is for ever; null: none.
const Weighed* earliest_revocation(const std::vector<Weighed>& all) {
    const Weighed* earliest = nullptr;
    for (const auto& one : all) {
        const bool revoked = one.statement.state == CertificateState::revoked && one.statement.reason != RevocationReason::hold;
        if (revoked && (earliest == nullptr || one.statement.revoked_at < earliest->statement.revoked_at)) earliest = &one;
    }
    return earliest;
}

// What speaks against the certificate; none: nothing does.
std::optional<Standing> against(const StandingQuestion& question, const std::vector<Weighed>& all) {
    std::optional<Standing> later;
    if (const auto* revoked = earliest_revocation(all)) {
        if (*revoked->statement.revoked_at <= question.proved) {
            auto standing = by(*revoked, RevocationStatus::revoked);
            standing.claimed_before = *revoked->statement.revoked_at > question.claimed;
            return standing;
        }
        later = by(*revoked, RevocationStatus::revoked_later);
    }
    for (const auto& one : all) {
        if (one.statement.state != CertificateState::revoked || one.statement.reason != RevocationReason::hold) continue;
        const Instant from = *one.statement.revoked_at;
        const Instant until = hold_ends(one, all);
        const auto within = [&](Instant at) { return from <= at && at < until; };
        if (within(question.proved) || within(question.claimed)) {
            auto standing = by(one, RevocationStatus::suspended);
            standing.claimed_before = from > question.claimed;
            return standing;
        }
        if (!later && from > question.proved) later = by(one, RevocationStatus::revoked_later);
    }
    return later;
}

}  // namespace

Standing standing(const StandingQuestion& question, std::span<const Evidence* const> pools, const RevocationPolicy& policy) {
    const auto all = gather(question, pools, policy);
    if (auto bad = against(question, all)) return *bad;
    const auto rank = [&](const Weighed& one) {
        if (one.statement.state == CertificateState::unknown) return 2;
        if (one.statement.state != CertificateState::good || !speaks_of(one.statement, question.certificate.facts())) return 0;
        switch (freshness(one.statement, question.proved, policy)) {
            case Fresh::yes: return 4;
            case Fresh::in_grace: return 3;
            case Fresh::no: return 1;
        }
        return 0;
    };
    const Weighed* best = nullptr;
    for (const auto& one : all) {
        if (rank(one) == 0) continue;
        const bool better = best == nullptr || rank(one) > rank(*best) ||
                            (rank(one) == rank(*best) && one.statement.this_update > best->statement.this_update);
        if (better) best = &one;
    }
    if (best == nullptr) return {};
    static constexpr RevocationStatus kStatus[] = {RevocationStatus::not_checked, RevocationStatus::stale, RevocationStatus::unknown,
                                                   RevocationStatus::good, RevocationStatus::good};
    auto result = by(*best, kStatus[rank(*best)]);
    result.in_grace = rank(*best) == 3;
    return result;
}

}  // namespace congvan::signing::revocation
