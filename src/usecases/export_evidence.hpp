#pragma once

// The history as one file that a stranger can check, and the signed checkpoints it leads to.

#include "evidence/checkpoint.hpp"
#include "usecases/caller.hpp"

namespace congvan::usecases {

// Signs the log as it is now, unless the newest checkpoint already says so, and keeps it. The note.
Result<std::string> make_checkpoint(Office& office);

// Whose events go into a bundle: all of the installation (the operator's export), or one agency's own.
struct EvidenceScope {
    std::optional<AgencyId> agency;
};

// The files that people hold (final and attachments) are enclosed up to this many bytes together; beyond it, and for
// what is cancelled, their digests stand alone.
inline constexpr std::uint64_t kMostEnclosed = 128u << 20;

// Fails: usecases.no_such_document (fix_input); as evidence::seal_bundle.
Result<Bytes> export_evidence(Office& office, DocumentId document, const EvidenceScope& scope);
// For a person: the agency's own events. Fails also as directory::permit.
Result<Bytes> export_own_evidence(Office& office, const Caller& caller, DocumentId document);

}  // namespace congvan::usecases
