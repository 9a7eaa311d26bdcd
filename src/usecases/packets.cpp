#include "usecases/packets.hpp"

#include "usecases/dossiers.hpp"

namespace congvan::usecases {
namespace {

using documents::Incoming;
using documents::Official;
using exchange::DeliveryStatus;
using exchange::RecallOutcome;

template <typename... Cases>
struct Choose : Cases... {
    using Cases::operator()...;
};
template <typename... Cases>
Choose(Cases...) -> Choose<Cases...>;

OutboxItem item(std::string_view kind, const ToRecipient& to, std::string_view direction) {
    OutboxItem made;
    made.kind = std::string(kind);
    made.lane = std::string(direction) + "/" + to.document.raw().text() + "/" + to.recipient.raw().text();
    made.payload.set("document", to.document.raw().text());
    made.payload.set("recipient", to.recipient.raw().text());
    return made;
}

std::string name_and_post(const std::optional<Official>& official) {
    if (!official) return "";
    return official->post.empty() ? official->name : official->name + ", " + official->post;
}

// The status that an event is to the sender, and what there is to say about it.
struct Told {
    DeliveryStatus status = DeliveryStatus::none;
    std::string detail;
};

Told told_by(const documents::IncomingEvent& event) {
    return std::visit(
        Choose{
            [](const documents::Arrived&) { return Told{DeliveryStatus::arrived, ""}; },
            [](const documents::Accepted& e) {
                return Told{DeliveryStatus::accepted, "số đến " + std::to_string(e.number.raw())};
            },
            [](const documents::Returned& e) { return Told{DeliveryStatus::returned, e.reason}; },
            [](const documents::Assigned& e) { return Told{DeliveryStatus::forwarded, "chủ trì: " + e.assignment.lead.name}; },
            [](const documents::HandlingStarted&) { return Told{DeliveryStatus::in_handling, ""}; },
            [](const documents::AnswerLinked&) { return Told{}; },
            [](const documents::Completed& e) { return Told{DeliveryStatus::completed, e.result}; },
            [](const documents::Withdrawn&) { return Told{DeliveryStatus::withdrawn, ""}; },
            [](const documents::CancelDue&) { return Told{DeliveryStatus::cancel_due, ""}; },
            [](const documents::NothingToCancel&) { return Told{}; },
            [](const documents::Cancelled&) { return Told{DeliveryStatus::cancelled, ""}; },
        },
        event);
}

struct Answered {
    RecallId recall;
    RecallOutcome outcome;
};

std::optional<Answered> answer_in(const documents::IncomingEvent& event) {
    using Answer = std::optional<Answered>;
    return std::visit(
        Choose{
            [](const documents::Withdrawn& e) { return Answer(Answered{e.recall, RecallOutcome::withdrawn}); },
            [](const documents::CancelDue& e) { return Answer(Answered{e.recall, RecallOutcome::cancel_due}); },
            [](const documents::Cancelled& e) { return Answer(Answered{e.recall, RecallOutcome::cancelled}); },
            [](const documents::NothingToCancel& e) {
                return Answer(Answered{e.recall, RecallOutcome::nothing_to_cancel});
            },
            [](const auto&) { return Answer(); },
        },
        event);
}

void put_receipt(Fields& payload, const Incoming& after, Instant at) {
    payload.set("receipt.main", after.facts.main.sha256.hex());
    std::vector<std::string> attachments;
    for (const documents::FileRef& file : after.facts.attachments) attachments.push_back(file.sha256.hex());
    payload.set("receipt.attachments", documents::pack(attachments));
    payload.set("receipt.verdict", after.check.verdict);
    payload.set("receipt.at", to_iso8601(at, Fraction::kept));
}

Result<Uuid> id_in(const OutboxItem& item, std::string_view name) {
    LET(const std::string text, item.payload.text(name));
    return Uuid::parse(text);
}

Result<Instant> instant_in(const OutboxItem& item, std::string_view name) {
    LET(const std::string text, item.payload.text(name));
    return parse_instant(text);
}

Result<exchange::Receipt> receipt_in(const OutboxItem& item) {
    exchange::Receipt receipt;
    LET(const std::string main, item.payload.text("receipt.main"));
    LET(receipt.main, Sha256::parse(main));
    LET(const std::string packed, item.payload.text("receipt.attachments"));
    LET(const std::vector<std::string> attachments, documents::unpack(packed));
    for (const std::string& each : attachments) {
        LET(const Sha256 digest, Sha256::parse(each));
        receipt.attachments.push_back(digest);
    }
    LET(receipt.verdict, item.payload.text("receipt.verdict"));
    LET(receipt.at, instant_in(item, "receipt.at"));
    return receipt;
}

}  // namespace

OutboxItem render_item(DocumentId document, Urgency urgency) {
    OutboxItem made;
    made.kind = std::string(kRender);
    made.lane = "render/" + document.raw().text();
    made.rank = rank_of(urgency);
    made.payload.set("document", document.raw().text());
    return made;
}

OutboxItem deliver_item(const ToRecipient& to, Urgency urgency) {
    OutboxItem made = item(kDeliver, to, "out");
    made.rank = rank_of(urgency);
    return made;
}

OutboxItem recall_item(const ToRecipient& to, RecallId recall, Urgency urgency) {
    OutboxItem made = item(kRecallNotice, to, "out");
    made.rank = rank_of(urgency);
    made.payload.set("recall", recall.raw().text());
    return made;
}

std::vector<OutboxItem> packets_for(const Incoming& after, const documents::IncomingEvent& event) {
    std::vector<OutboxItem> packets;
    const ToRecipient to{after.facts.document, after.agency.id};
    const std::string at = to_iso8601(instant_of(event), Fraction::kept);
    const std::string by = name_and_post(actor_of(event));
    if (const Told told = told_by(event); told.status != DeliveryStatus::none) {
        OutboxItem made = item(kStatus, to, "back");
        made.rank = rank_of(after.facts.urgency);
        made.payload.set("status", std::string(to_word(told.status))).set("at", at).set("by", by).set("detail", told.detail);
        made.payload.set_number("sequence", after.revision.raw());
        if (told.status == DeliveryStatus::arrived) put_receipt(made.payload, after, instant_of(event));
        packets.push_back(std::move(made));
    }
    if (const auto answered = answer_in(event)) {
        OutboxItem made = item(kRecallAnswer, to, "back");
        made.rank = rank_of(after.facts.urgency);
        made.payload.set("recall", answered->recall.raw().text()).set("outcome", std::string(to_word(answered->outcome)));
        made.payload.set("at", at).set("by", by);
        packets.push_back(std::move(made));
    }
    return packets;
}

Result<DocumentId> document_of(const OutboxItem& item) {
    LET(const Uuid id, id_in(item, "document"));
    return DocumentId(id);
}

Result<ToRecipient> recipient_of(const OutboxItem& item) {
    LET(const DocumentId document, document_of(item));
    LET(const Uuid recipient, id_in(item, "recipient"));
    return ToRecipient{document, AgencyId(recipient)};
}

Result<RecallId> recall_of(const OutboxItem& item) {
    LET(const Uuid id, id_in(item, "recall"));
    return RecallId(id);
}

Result<StatusPacket> status_of(const OutboxItem& item) {
    StatusPacket packet;
    LET(packet.to, recipient_of(item));
    LET(const std::string word, item.payload.text("status"));
    LET(packet.fact.status, exchange::parse_delivery_status(word));
    LET(packet.fact.at, instant_in(item, "at"));
    LET(packet.fact.by, item.payload.text("by"));
    LET(packet.fact.detail, item.payload.text("detail"));
    LET(const std::int64_t sequence, item.payload.number("sequence"));
    packet.fact.sequence = static_cast<std::uint32_t>(sequence);
    if (item.payload.has("receipt.main")) {
        LET(packet.receipt, receipt_in(item));
    }
    return packet;
}

Result<RecallAnswerPacket> recall_answer_of(const OutboxItem& item) {
    RecallAnswerPacket packet;
    LET(packet.to, recipient_of(item));
    LET(packet.recall, recall_of(item));
    LET(const std::string word, item.payload.text("outcome"));
    LET(packet.outcome, exchange::parse_recall_outcome(word));
    LET(packet.at, instant_in(item, "at"));
    LET(packet.by, item.payload.text("by"));
    return packet;
}

}  // namespace congvan::usecases
