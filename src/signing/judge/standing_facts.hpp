#pragma once

// How the certificates of a way stood, by all evidence a context holds. Inner header of the judge.

#include "signing/judge/signer_facts.hpp"

namespace congvan::signing {

// Of every certificate of a trusted way but its anchor: the signer's first. Evidence that decided is written to `uses`; what
// is missing is wanted. `claimed` and `proved` as in revocation::StandingQuestion.
std::vector<revocation::Standing> standings(const ChainFacts& chain, Instant claimed, Instant proved,
                                            const JudgeContext& context, std::vector<EvidenceUse>& uses);

// The certificates that are missing on the way to an anchor are wanted.
void want_issuers(const ChainFacts& chain, const JudgeContext& context);

}  // namespace congvan::signing
