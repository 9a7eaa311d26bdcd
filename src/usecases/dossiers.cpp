#include "usecases/dossiers.hpp"

#include "base/fault_point.hpp"
#include "base/text.hpp"
#include "errors/usecases.hpp"
#include "usecases/packets.hpp"

namespace congvan::usecases {
namespace {

using documents::Incoming;
using documents::IncomingEvent;
using documents::Official;
using documents::Outgoing;
using documents::OutgoingEvent;
using evidence::HistoryEvent;
using evidence::StreamKind;
using exchange::Delivery;
using exchange::Recall;

Error no_such_document(Uuid id) { return {Remedy::fix_input, errors::usecases::no_such_document, id.text()}; }

// Folds a stored stream: `decode` turns kind and fields into an event of the life cycle.
template <typename State, typename Decode>
Result<State> fold_stream(Reader& reader, StreamKind kind, Uuid stream, Decode decode) {
    LET(const std::vector<HistoryEvent> stored, reader.events(kind, stream));
    State state;
    for (const HistoryEvent& each : stored) {
        LET(const auto event, decode(each.kind, each.fields));
        state = evolve(std::move(state), event);
        state.revision = each.revision;
    }
    return state;
}

// What every event of one commit has in common.
struct Envelope {
    StreamKind kind;
    Uuid stream;
    DocumentId document;
    AgencyId agency;
};

template <typename Event>
HistoryEvent wrap(const Envelope& envelope, const Event& event, Revision revision, evidence::Actor actor, Instant at) {
    HistoryEvent made;
    made.stream_kind = envelope.kind;
    made.stream = envelope.stream;
    made.revision = revision;
    made.document = envelope.document;
    made.agency = envelope.agency;
    made.actor = std::move(actor);
    made.at = at;
    made.kind = std::string(kind_of(event));
    made.fields = to_fields(event);
    return made;
}

Revision after(Revision revision) { return Revision(revision.raw() + 1); }

std::string folded_words(std::initializer_list<std::string_view> parts) {
    std::string all;
    for (const std::string_view part : parts) {
        all += fold(part);
        all += ' ';
    }
    return all;
}

}  // namespace

evidence::Actor system_actor() { return {PersonId(), "Hệ thống", ""}; }
evidence::Actor actor_from(const Official& official) { return {official.person, official.name, official.post}; }

Result<Outgoing> load_outgoing(Reader& reader, DocumentId id) {
    LET(Outgoing document,
        fold_stream<Outgoing>(reader, StreamKind::outgoing, id.raw(), documents::outgoing_event_from));
    if (document.stage == documents::OutgoingStage::none) return no_such_document(id.raw());
    return document;
}

Result<Incoming> load_incoming_or_empty(Reader& reader, IncomingId id) {
    return fold_stream<Incoming>(reader, StreamKind::incoming, id.raw(), documents::incoming_event_from);
}

Result<Incoming> load_incoming(Reader& reader, IncomingId id) {
    LET(Incoming document, load_incoming_or_empty(reader, id));
    if (document.stage == documents::IncomingStage::none) return no_such_document(id.raw());
    return document;
}

Result<Delivery> load_delivery_or_empty(Reader& reader, DeliveryId id) {
    return fold_stream<Delivery>(reader, StreamKind::delivery, id.raw(), exchange::delivery_event_from);
}

Result<Recall> load_recall(Reader& reader, RecallId id) {
    LET(Recall recall, fold_stream<Recall>(reader, StreamKind::recall, id.raw(), exchange::recall_event_from));
    if (recall.revision == Revision()) return no_such_document(id.raw());
    return recall;
}

Result<Outgoing> commit(Transaction& transaction, Outgoing before, const documents::OutgoingEvents& events) {
    if (events.empty()) return before;
    std::vector<HistoryEvent> history;
    for (const OutgoingEvent& event : events) {
        const Revision revision = after(before.revision);
        before = evolve(std::move(before), event);
        before.revision = revision;
        const Envelope envelope{StreamKind::outgoing, before.id.raw(), before.id, before.agency.id};
        history.push_back(wrap(envelope, event, revision, actor_from(actor_of(event)), instant_of(event)));
    }
    const Instant at = history.back().at;
    TRY(transaction.append(std::move(history)));
    TRY(transaction.put(row_of(before, at)));
    return before;
}

Result<Incoming> commit(Transaction& transaction, Incoming before, const documents::IncomingEvents& events) {
    if (events.empty()) return before;
    std::vector<HistoryEvent> history;
    std::vector<OutboxItem> packets;
    for (const IncomingEvent& event : events) {
        const Revision revision = after(before.revision);
        before = evolve(std::move(before), event);
        before.revision = revision;
        const Envelope envelope{StreamKind::incoming, before.id.raw(), before.facts.document, before.agency.id};
        const std::optional<Official> by = actor_of(event);
        history.push_back(
            wrap(envelope, event, revision, by ? actor_from(*by) : system_actor(), instant_of(event)));
        for (OutboxItem& packet : packets_for(before, event)) packets.push_back(std::move(packet));
    }
    const Instant at = history.back().at;
    TRY(transaction.append(std::move(history)));
    TRY(transaction.put(row_of(before, at)));
    for (const OutboxItem& packet : packets) TRY(transaction.enqueue(packet));
    return before;
}

Result<Delivery> commit(Transaction& transaction, Delivery before, const exchange::DeliveryEvents& events) {
    if (events.empty()) return before;
    std::vector<HistoryEvent> history;
    for (const exchange::DeliveryEvent& event : events) {
        const Revision revision = after(before.revision);
        before = evolve(std::move(before), event);
        before.revision = revision;
        const Envelope envelope{StreamKind::delivery, before.id.raw(), before.document, before.from.id};
        history.push_back(wrap(envelope, event, revision, system_actor(), instant_of(event)));
    }
    TRY(transaction.append(std::move(history)));
    TRY(transaction.put(DeliveryRow{before.id, before.document, before.from.id, before.to.id, before.status}));
    return before;
}

Result<Recall> commit(Transaction& transaction, Recall before, const exchange::RecallEvents& events) {
    if (events.empty()) return before;
    std::vector<HistoryEvent> history;
    for (const exchange::RecallEvent& event : events) {
        const Revision revision = after(before.revision);
        before = evolve(std::move(before), event);
        before.revision = revision;
        const Envelope envelope{StreamKind::recall, before.id.raw(), before.document, before.agency.id};
        const bool asked = std::holds_alternative<exchange::RecallRequested>(event);
        history.push_back(
            wrap(envelope, event, revision, asked ? actor_from(before.by) : system_actor(), instant_of(event)));
    }
    TRY(transaction.append(std::move(history)));
    return before;
}

Result<registers::RegisterBook> commit(Transaction& transaction, registers::RegisterBook before,
                                       const registers::Events& events, DocumentId document, const Official& by,
                                       Instant at) {
    if (events.empty()) return before;
    std::vector<HistoryEvent> history;
    for (const registers::Event& event : events) {
        const Revision revision = after(before.revision);
        before = evolve(std::move(before), event);
        before.revision = revision;
        const Envelope envelope{StreamKind::register_book, before.key.id().raw(), document, before.key.agency};
        history.push_back(wrap(envelope, event, revision, actor_from(by), at));
    }
    TRY(transaction.append(std::move(history)));
    TRY(transaction.save_book(before));
    fault_point("register.after_line");
    return before;
}

Result<registers::RegisterBook> write_in_book(Transaction& transaction, const registers::BookKey& key,
                                              const registers::Command& command, DocumentId document,
                                              const Official& by, Instant at) {
    const Uuid subject = std::visit([](const auto& each) { return each.subject; }, command);
    LET(registers::RegisterBook book, transaction.lock_book(key, subject));
    LET(const registers::Events events, decide(book, key, command));
    return commit(transaction, std::move(book), events, document, by, at);
}

OutgoingRow row_of(const Outgoing& document, Instant updated_at) {
    OutgoingRow row;
    row.id = document.id;
    row.agency = document.agency.id;
    row.stage = document.stage;
    row.drafter = document.drafter.person;
    row.signer = document.facts.signer.person;
    row.drafter_name = document.drafter.name;
    row.signer_name = document.facts.signer.name;
    row.urgency = document.facts.urgency;
    row.type_name = document.facts.type_name;
    row.abstract = document.facts.abstract;
    if (document.numbering) {
        row.notation = document.numbering->notation;
        row.day = document.numbering->day;
    }
    row.next_signature = next_signature(document);
    // Method 1: what the clerk owes is the scan, then the seal; it stands in the same list from the number on.
    const bool scan_due = document.stage == documents::OutgoingStage::numbered &&
                          document.facts.method == SigningMethod::scan_and_seal;
    if (scan_due) row.next_signature = SignatureRole::seal;
    row.recipients = static_cast<std::uint32_t>(document.facts.recipients.size());
    if (!document.versions.empty()) {
        row.attachments = static_cast<std::uint32_t>(document.versions.back().attachments.size());
    }
    row.updated_at = updated_at;
    for (const documents::SignatureMade& made : document.signatures) {
        if (made.role == SignatureRole::personal) row.signed_at = made.at;
    }
    row.issued_at = document.issued_at;
    row.folded = folded_words({row.notation, row.type_name, row.abstract, row.drafter_name, row.signer_name});
    return row;
}

IncomingRow row_of(const Incoming& document, Instant updated_at) {
    IncomingRow row;
    row.id = document.id;
    row.document = document.facts.document;
    row.agency = document.agency.id;
    row.from = document.facts.from.id;
    row.from_name = document.facts.from.name;
    row.stage = document.stage;
    row.urgency = document.facts.urgency;
    row.notation = document.facts.notation;
    if (document.facts.day != Day()) row.day = document.facts.day;
    row.type_name = document.facts.type_name;
    row.abstract = document.facts.abstract;
    row.verdict = document.check.verdict;
    row.attachments = static_cast<std::uint32_t>(document.facts.attachments.size());
    row.arrival_number = document.arrival_number;
    if (document.assignment) {
        row.lead = document.assignment->lead.person;
        row.lead_name = document.assignment->lead.name;
        row.handlers.push_back(document.assignment->lead.person);
        for (const Official& each : document.assignment->supporting) row.handlers.push_back(each.person);
        row.deadline = document.assignment->deadline;
    }
    row.arrived_at = document.arrived_at;
    row.updated_at = updated_at;
    row.folded = folded_words({row.notation, row.type_name, row.abstract, row.from_name, document.facts.signer});
    return row;
}

}  // namespace congvan::usecases
