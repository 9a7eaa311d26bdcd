#pragma once

// How a certificate stood: statements of all evidence, weighed. The time that counts is the one that is proved (a trusted
// time-stamp, else receipt). TT 15/2025/TT-BKHCN appendix II: not suspended or revoked at signing time, by the newest list
// or OCSP. Pure; any thread.

#include <chrono>
#include <span>

#include "signing/judge/words.hpp"
#include "signing/revocation/evidence.hpp"

namespace congvan::signing::revocation {

struct RevocationPolicy {
    std::chrono::seconds grace = std::chrono::hours(24);    // an answer is used so long after its next update
    std::chrono::seconds max_age = std::chrono::hours(24);  // of an answer that names no next update
};

struct StandingQuestion {
    const cms::Certificate& certificate;
    const cms::Certificate& issuer;  // the one of the way that was found
    Instant claimed;                 // signing time as far as it is known
    Instant proved;                  // by then the signature existed
};

struct Standing {
    RevocationStatus status = RevocationStatus::not_checked;
    std::optional<Instant> revoked_at;
    RevocationReason reason = RevocationReason::unspecified;
    bool claimed_before = false;     // revoked or suspended, but after the claimed time, which nothing proves
    bool in_grace = false;           // good by an answer past its next update
    EvidenceKind kind = EvidenceKind::ocsp;  // of what decided
    Sha256 evidence;                 // its digest
    Instant this_update;
};

// Several pools are read as one. Evidence that is not of the issuer, or is signed too weakly, does not count.
Standing standing(const StandingQuestion& question, std::span<const Evidence* const> pools, const RevocationPolicy& policy);

}  // namespace congvan::signing::revocation
