#pragma once

// What a server answered, held against what was asked, before it is kept. Pure; any thread.

#include "signing/revocation/standing.hpp"

namespace congvan::signing::revocation {

struct AnswerQuestion {
    const cms::Certificate& certificate;
    const cms::Certificate& issuer;
    Instant now;  // when the answer came
};

// Fails: as OcspResponse::parse · signing.evidence_unfit (retry_later; which of these is in detail): about another
// certificate, not signed by who may speak for the issuer, another nonce than `nonce` (none at all is taken), made in the
// future, past its next update and grace.
Result<Done> check_answer(BytesView der, const AnswerQuestion& question, BytesView nonce, const RevocationPolicy& policy);
// The same for a list. Fails: as Crl::parse · signing.evidence_unfit.
Result<Done> check_list(BytesView der, const AnswerQuestion& question, const RevocationPolicy& policy);

// Whether what `der` (which passed a check) says was made since `as_of`, or is still the newest there is at `now`.
bool is_firm(BytesView der, const AnswerQuestion& question, Instant as_of, const RevocationPolicy& policy);

}  // namespace congvan::signing::revocation
