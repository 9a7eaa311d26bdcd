#pragma once

// Loading the life cycles from their histories and committing what was decided: events, the rows that lists live from,
// and what recipients and senders must be told, in one transaction.

#include "documents/incoming.hpp"
#include "documents/outgoing.hpp"
#include "exchange/delivery.hpp"
#include "exchange/recall.hpp"
#include "usecases/ports/store.hpp"

namespace congvan::usecases {

// Fail: usecases.no_such_document (fix_input) when the stream never began, storage.damaged when it does not fold.
Result<documents::Outgoing> load_outgoing(Reader& reader, DocumentId id);
Result<documents::Incoming> load_incoming(Reader& reader, IncomingId id);
Result<exchange::Recall> load_recall(Reader& reader, RecallId id);
// The same, but a stream that never began is the empty state.
Result<documents::Incoming> load_incoming_or_empty(Reader& reader, IncomingId id);
Result<exchange::Delivery> load_delivery_or_empty(Reader& reader, DeliveryId id);

// Who acts when nobody does: the part of the system that did.
evidence::Actor system_actor();
evidence::Actor actor_from(const documents::Official& official);

// Each folds `events` onto `before`, appends them to the history and writes the row; the state after is returned.
// No events: nothing is written.
Result<documents::Outgoing> commit(Transaction& transaction, documents::Outgoing before,
                                   const documents::OutgoingEvents& events);
// Also puts the statuses and recall answers for the sender into the outbox.
Result<documents::Incoming> commit(Transaction& transaction, documents::Incoming before,
                                   const documents::IncomingEvents& events);
Result<exchange::Delivery> commit(Transaction& transaction, exchange::Delivery before,
                                  const exchange::DeliveryEvents& events);
Result<exchange::Recall> commit(Transaction& transaction, exchange::Recall before, const exchange::RecallEvents& events);
// `document` is the official document that the line is about.
Result<registers::RegisterBook> commit(Transaction& transaction, registers::RegisterBook before,
                                       const registers::Events& events, DocumentId document,
                                       const documents::Official& by, Instant at);

// Locks the book of `key`, decides, commits. What the last event did to its line is in the book returned.
Result<registers::RegisterBook> write_in_book(Transaction& transaction, const registers::BookKey& key,
                                              const registers::Command& command, DocumentId document,
                                              const documents::Official& by, Instant at);

OutgoingRow row_of(const documents::Outgoing& document, Instant updated_at);
IncomingRow row_of(const documents::Incoming& document, Instant updated_at);

// The numbers of the digest chain that a document's rank in queues follows.
inline std::uint32_t rank_of(Urgency urgency) { return static_cast<std::uint32_t>(urgency); }

}  // namespace congvan::usecases
