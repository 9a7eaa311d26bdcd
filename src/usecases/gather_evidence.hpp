#pragma once

// Checks a file with what is known about revocation, and asks for what is missing: judge, gather, judge again. What was
// believed is kept (TT 15/2025/TT-BKHCN: the list at signing time and the result of the check stand with the document), so
// that the same file can be judged again years later from the same evidence.

#include "usecases/office.hpp"
#include "usecases/ports/trust_services.hpp"
#include "usecases/verify_file.hpp"

namespace congvan::usecases {

struct JudgedFile {
    signing::DocumentReport report;
    std::vector<SourceProblem> problems;  // servers that gave nothing
};

// Nobody who waits is held up by servers outside: with what is at hand.
inline constexpr Patience kAtHand{};
// For work that runs beside the requests.
inline constexpr Patience kInBackground{std::chrono::milliseconds(8'000)};

// As of `at`. Evidence that the report names is in the blob store on return, where that could be written. Never fails.
JudgedFile judge_with_evidence(Office& office, BytesView file, Instant at, Patience patience);

// The same question as it was answered at `at` with the evidence of these digests (those that are still kept), against the
// anchors of today; nobody is asked. Never fails.
signing::DocumentReport judge_again(Office& office, BytesView file, Instant at, const std::vector<Sha256>& evidence);

// A time-stamp over a digest from the configured services, whose authority leads to an anchor of this installation.
// Takes minutes: for work that runs beside the requests; asked again by the outbox when it fails.
// Fails: as TrustServices::stamp · trust.no_timestamp_service (call_operator) · signing.timestamp_untrusted (call_operator).
Result<signing::Timestamp> stamp_digest(Office& office, signing::cms::DigestKind digest, BytesView imprint);

}  // namespace congvan::usecases
