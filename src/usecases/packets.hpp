#pragma once

// What agencies of one installation tell each other. Each is an outbox item that may be performed twice; items of one
// document and recipient keep their order in each direction.

#include "documents/incoming.hpp"
#include "exchange/delivery.hpp"
#include "exchange/recall.hpp"
#include "usecases/ports/records.hpp"

namespace congvan::usecases {

inline constexpr std::string_view kTimestamp = "timestamp";         // a time-stamp onto the sealed file; slow
inline constexpr std::string_view kRender = "render";               // number and date into the final file
inline constexpr std::string_view kDeliver = "deliver";             // the document to one recipient
inline constexpr std::string_view kRecallNotice = "recall";         // the recall to one recipient
inline constexpr std::string_view kStatus = "status";               // a status back to the sender
inline constexpr std::string_view kRecallAnswer = "recall_answer";  // what became of a recall at the recipient

struct ToRecipient {
    DocumentId document;
    AgencyId recipient;
};
OutboxItem render_item(DocumentId document, Urgency urgency);
OutboxItem deliver_item(const ToRecipient& to, Urgency urgency);
OutboxItem recall_item(const ToRecipient& to, RecallId recall, Urgency urgency);

// What `event`, which led to `after`, tells the sender.
std::vector<OutboxItem> packets_for(const documents::Incoming& after, const documents::IncomingEvent& event);

// Reading them back. Fail: base.malformed_record (call_operator).
Result<DocumentId> document_of(const OutboxItem& item);
Result<ToRecipient> recipient_of(const OutboxItem& item);
Result<RecallId> recall_of(const OutboxItem& item);
struct StatusPacket {
    ToRecipient to;
    exchange::StatusFact fact;  // `heard_at` is for the one who hears it
    std::optional<exchange::Receipt> receipt;
};
Result<StatusPacket> status_of(const OutboxItem& item);
struct RecallAnswerPacket {
    ToRecipient to;
    RecallId recall;
    exchange::RecallOutcome outcome = exchange::RecallOutcome::notified;
    Instant at;
    std::string by;
};
Result<RecallAnswerPacket> recall_answer_of(const OutboxItem& item);

}  // namespace congvan::usecases
