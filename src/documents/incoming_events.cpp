// The stored form of the events of an incoming document.

#include <array>

#include "documents/incoming.hpp"
#include "documents/parts_codec.hpp"
#include "errors/documents.hpp"

namespace congvan::documents {
namespace {

// In the order of the variant IncomingEvent.
constexpr std::array<std::string_view, 11> kKinds = {
    "incoming.arrived",       "incoming.accepted",  "incoming.returned",  "incoming.assigned",
    "incoming.handling_started", "incoming.answer_linked", "incoming.completed", "incoming.withdrawn",
    "incoming.cancel_due",    "incoming.nothing_to_cancel", "incoming.cancelled"};

template <typename... Cases>
struct Choose : Cases... {
    using Cases::operator()...;
};
template <typename... Cases>
Choose(Cases...) -> Choose<Cases...>;

}  // namespace

template <typename Codec>
void describe(Codec& codec, evidence::Like<ArrivalFacts> auto& facts) {
    codec("delivery", facts.delivery);
    codec("document", facts.document);
    codec("from", facts.from);
    codec("notation", facts.notation);
    codec("day", facts.day);
    codec("type", facts.type);
    codec("type_name", facts.type_name);
    codec("abstract", facts.abstract);
    codec.word("urgency", facts.urgency, parse_urgency);
    codec.word("secrecy", facts.secrecy, parse_secrecy);
    codec("signer", facts.signer);
    codec("recipients", facts.recipients);
    codec("answer_by", facts.answer_by);
    codec("answers", facts.answers);
    codec("answers_document", facts.answers_document);
    codec("sent_at", facts.sent_at);
    codec("main", facts.main);
    codec("attachments", facts.attachments);
}
template <typename Codec>
void describe(Codec& codec, evidence::Like<ArrivalCheck> auto& check) {
    codec("verdict", check.verdict);
    codec("integrity", check.integrity);
    codec("addressee_right", check.addressee_right);
    codec("complete", check.complete);
    codec("report", check.report);
}
template <typename Codec>
void describe(Codec& codec, evidence::Like<Arrived> auto& event) {
    codec("id", event.id);
    codec("agency", event.agency);
    codec("facts", event.facts);
    codec("check", event.check);
    codec("legal_receipt_at", event.legal_receipt_at);
    codec("at", event.at);
}
template <typename Codec>
void describe(Codec& codec, evidence::Like<Accepted> auto& event) {
    codec("by", event.by);
    codec("book", event.book);
    codec("number", event.number);
    codec("corrected", event.corrected);
    codec("at", event.at);
}
template <typename Codec>
void describe(Codec& codec, evidence::Like<Returned> auto& event) {
    codec("by", event.by);
    codec("reason", event.reason);
    codec("at", event.at);
}
// The assignment stands at the top: "lead.name", "deadline" …
template <typename Codec>
void describe(Codec& codec, evidence::Like<Assigned> auto& event) {
    codec("by", event.assignment.by);
    codec("lead", event.assignment.lead);
    codec("supporting", event.assignment.supporting);
    codec("instruction", event.assignment.instruction);
    codec("deadline", event.assignment.deadline);
    codec("at", event.assignment.at);
}
template <typename Codec>
void describe(Codec& codec, evidence::Like<HandlingStarted> auto& event) {
    codec("by", event.by);
    codec("at", event.at);
}
template <typename Codec>
void describe(Codec& codec, evidence::Like<AnswerLinked> auto& event) {
    codec("by", event.by);
    codec("answer", event.answer);
    codec("notation", event.notation);
    codec("at", event.at);
}
template <typename Codec>
void describe(Codec& codec, evidence::Like<Completed> auto& event) {
    codec("by", event.by);
    codec("result", event.result);
    codec("at", event.at);
}
template <typename Codec>
void describe(Codec& codec, evidence::Like<Withdrawn> auto& event) {
    codec("id", event.id);
    codec("agency", event.agency);
    codec("recall", event.recall);
    codec("document", event.document);
    codec("reason", event.reason);
    codec("at", event.at);
}
template <typename Codec>
void describe(Codec& codec, evidence::Like<CancelDue> auto& event) {
    codec("recall", event.recall);
    codec("reason", event.reason);
    codec("at", event.at);
}
template <typename Codec>
void describe(Codec& codec, evidence::Like<NothingToCancel> auto& event) {
    codec("recall", event.recall);
    codec("reason", event.reason);
    codec("at", event.at);
}
template <typename Codec>
void describe(Codec& codec, evidence::Like<Cancelled> auto& event) {
    codec("by", event.by);
    codec("recall", event.recall);
    codec("at", event.at);
}

std::string_view kind_of(const IncomingEvent& event) { return kKinds.at(event.index()); }
Fields to_fields(const IncomingEvent& event) { return evidence::fields_of(event); }
Result<IncomingEvent> incoming_event_from(std::string_view kind, const Fields& fields) {
    return evidence::event_of<IncomingEvent>(kKinds, kind, fields, errors::documents::unknown_event);
}

std::optional<Official> actor_of(const IncomingEvent& event) {
    using Nobody = std::optional<Official>;
    return std::visit(Choose{[](const Arrived&) { return Nobody(); }, [](const Withdrawn&) { return Nobody(); },
                             [](const CancelDue&) { return Nobody(); }, [](const NothingToCancel&) { return Nobody(); },
                             [](const Assigned& e) { return Nobody(e.assignment.by); },
                             [](const auto& e) { return Nobody(e.by); }},
                      event);
}

Instant instant_of(const IncomingEvent& event) {
    return std::visit(Choose{[](const Assigned& e) { return e.assignment.at; }, [](const auto& e) { return e.at; }}, event);
}

}  // namespace congvan::documents
