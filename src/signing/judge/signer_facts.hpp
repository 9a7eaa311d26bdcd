#pragma once

// Who signed, whether the way leads to an anchor, and whether the claimed time can be: the same questions for a signature
// of every kind of file. Each answer is written into the report with its reason. Used by the judges; any thread.

#include <span>

#include "signing/judge/anchors.hpp"
#include "signing/judge/report.hpp"

namespace congvan::signing {

// What is believed, and when.
struct JudgeContext {
    const TrustAnchors& anchors;
    const RevocationFacts& revocations;
    Instant at;
};

// Whether the signed bytes name the signer's certificate (RFC 5035, XAdES SigningCertificateV2).
enum class Bound { yes, no };

// `report.signing_time` is set before; a signature without a time, or from the future, gets its reason.
void examine_claimed_time(SignatureReport& report, const JudgeContext& context);

// To be asked once the signature value verifies under `signer`. `others` are the certificates that came along. The report
// names the signer only when `bound`, or when the way leads to an anchor.
void examine_signer(SignatureReport& report, const cms::Certificate& signer, std::span<const BytesView> others, Bound bound,
                    const JudgeContext& context);

// Verdict and integrity as the reasons alone leave them.
void conclude_signature(SignatureReport& report);

}  // namespace congvan::signing
