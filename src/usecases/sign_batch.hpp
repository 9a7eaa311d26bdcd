#pragma once

// Many documents signed with one authorisation: one PIN, one log-in, one document after the other. Each is checked, prepared,
// verified and committed by itself, as sign_outgoing does; one that fails stops no other.

#include "usecases/outgoing_acts.hpp"

namespace congvan::usecases {

inline constexpr std::size_t kMostInBatch = 100;

// What became of one document.
struct BatchResult {
    DocumentId document;
    std::optional<Error> problem;  // none: it carries the signature now
    bool replayed = false;         // it was signed earlier under the same key
};

// In the order of `documents`, each of which counts once. Without a PIN the one given less than five minutes ago is used.
// Repeating the call under the same key goes on with what is left.
// Fails, and signs nothing: usecases.nothing_to_sign (fix_input: none, or more than kMostInBatch) · usecases.pin_needed, usecases.no_key,
// as SignerKeys::begin. A document after the one at which the device gave out gets usecases.batch_stopped (reload_and_retry).
Result<std::vector<BatchResult>> sign_batch(Office& office, const Caller& caller, const WriteKey& key,
                                            const std::vector<DocumentId>& documents, SignatureRole role, const std::optional<Pin>& pin);

}  // namespace congvan::usecases
