#pragma once

// Raises the signatures of a sealed document from B-B to B-T: a time-stamp of the whole file, in a revision of its own, put there
// after the seal and before issue. Asked for in the background, because an authority may take minutes: nobody waits for it, and
// a document that is issued first goes without.

#include "documents/outgoing.hpp"
#include "usecases/office.hpp"

namespace congvan::usecases {

// To be put into the outbox with the last signature, where a service is configured.
OutboxItem timestamp_item(DocumentId document, const Sha256& sealed_pdf);

// Done also when nothing is left to be done: issued meanwhile, stamped already, another file, no service any more.
// Fails: as TrustServices::stamp · usecases.signature_not_verified (call_operator: the stamped file does not judge as the sealed
// one did) · usecases.changed_meanwhile (reload_and_retry).
Result<Done> timestamp_outgoing(Office& office, const OutboxItem& item);

}  // namespace congvan::usecases
