#pragma once

// Gathers what proves the signatures of a PDF in later years and puts it into the file (PAdES B-LT, EN 319 142-1 5.4).

#include <string>

#include "signing/judge/anchors.hpp"
#include "usecases/ports/trust_services.hpp"

namespace congvan::usecases {

struct EvidenceWish {
    std::string field;   // of the signature that has to be provable; the others' evidence is kept with it
    Instant at;
    Patience patience;
};

// `pdf` with a security store in one more revision, after which that signature's certificates are known to be good from the
// file alone.
// Fails: usecases.evidence_missing (retry_later: an authority gave no answer, or not a good one; what went wrong is in detail) · as
// signing::add_security_store.
Result<Bytes> with_evidence(TrustServices& services, const signing::TrustAnchors& anchors, BytesView pdf, const EvidenceWish& wish);

}  // namespace congvan::usecases
