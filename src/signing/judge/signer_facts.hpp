#pragma once

// Who signed, whether the way leads to an anchor, whether somebody revoked a certificate on it, and when: the same
// questions for a signature of every kind of file. Each answer is written into the report with its reason. Used by the
// judges; any thread.
//
// The time that counts is that of the earliest trusted time-stamp, else the claimed time, else the time of judging. Against
// revocation only a time that is proved helps: that of a time-stamp, of a later one over the whole file, or of judging
// (which at an arrival is the time of receipt).

#include <span>

#include "signing/cms/signed_data.hpp"
#include "signing/judge/anchors.hpp"
#include "signing/judge/report.hpp"
#include "signing/judge/revocation_facts.hpp"

namespace congvan::signing {

// What is believed, and when.
struct JudgeContext {
    const TrustAnchors& anchors;
    const RevocationFacts& revocations;
    Instant at;
    // What the file itself brings. Not believed by being here.
    revocation::Evidence embedded{};          // DSS, revocation values
    std::vector<Bytes> certificates{};        // DSS, certificate values: they help to find ways
    std::optional<Instant> existed_by{};      // a trusted time-stamp over what is judged here
};

// Whether the signed bytes name the signer's certificate (RFC 5035, XAdES SigningCertificateV2).
enum class Bound { yes, no };

// `report.signing_time` is set before; a signature without a time, or from the future, gets its reason.
void examine_claimed_time(SignatureReport& report, const JudgeContext& context);

// One time-stamp: `token` should be over `covered` (pieces read one after the other); `others` are certificates that came
// along. Adds to report.timestamps; a trusted one sets report.timestamp_time when it is the earliest. To be asked before
// examine_signer.
void examine_timestamp(SignatureReport& report, BytesView token, std::span<const BytesView> covered,
                       std::span<const BytesView> others, const JudgeContext& context);

// To be asked once the signature value verifies under `signer`. `others` are the certificates that came along. The report
// names the signer only when `bound`, or when the way leads to an anchor.
void examine_signer(SignatureReport& report, const cms::Certificate& signer, std::span<const BytesView> others, Bound bound,
                    const JudgeContext& context);

// Both of the above for a CMS whose value verifies under `signer`: its signature time-stamps, what it brings about
// revocation (RFC 5652 crls, CAdES revocation-values and certificate-values, Adobe's archival attribute), its other
// certificates.
void examine_cms_signer(SignatureReport& report, const cms::SignedData& data, const cms::Certificate& signer,
                        const JudgeContext& context);

// Whether examine_cms_signer deals with an unsigned attribute of this type (dotted).
bool is_evidence_attribute(std::string_view type);

// Evidence and certificates of any mixture put into a context: answers (OCSP), lists, certificates; unreadable ones are
// passed over.
void add_evidence(JudgeContext& context, std::span<const BytesView> answers_and_lists, std::span<const BytesView> certificates);

// Verdict and integrity as the reasons alone leave them.
void conclude_signature(SignatureReport& report);

}  // namespace congvan::signing
