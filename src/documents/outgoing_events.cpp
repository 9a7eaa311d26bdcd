// The stored form of the events of an outgoing document.

#include <array>

#include "documents/outgoing.hpp"
#include "documents/parts_codec.hpp"
#include "errors/documents.hpp"

namespace congvan::policy {

template <typename Codec>
void describe(Codec& codec, evidence::Like<PrintedHead> auto& head) {
    codec("number_line", head.number_line);
    codec("day_line", head.day_line);
    codec("number", head.number);
    codec("notation", head.notation);
    codec("day", head.day);
    codec("month", head.month);
    codec("year", head.year);
}

}  // namespace congvan::policy

namespace congvan::documents {
namespace {

constexpr std::array<std::string_view, 2> kOrigins = {"rendered", "scanned"};

// In the order of the variant OutgoingEvent.
constexpr std::array<std::string_view, 12> kKinds = {
    "outgoing.drafted",   "outgoing.facts_changed", "outgoing.version_added", "outgoing.submitted",
    "outgoing.returned_for_change", "outgoing.approved", "outgoing.final_set", "outgoing.signed",
    "outgoing.number_voided", "outgoing.issued", "outgoing.recalled", "outgoing.timestamped"};

Result<FinalOrigin> parse_origin(std::string_view word) {
    for (std::size_t i = 0; i < kOrigins.size(); ++i) {
        if (kOrigins[i] == word) return static_cast<FinalOrigin>(i);
    }
    return Error{Remedy::call_operator, errors::documents::unknown_word, std::string(word.substr(0, 64))};
}

template <typename... Cases>
struct Choose : Cases... {
    using Cases::operator()...;
};
template <typename... Cases>
Choose(Cases...) -> Choose<Cases...>;

}  // namespace

std::string_view to_word(FinalOrigin origin) { return kOrigins.at(static_cast<std::size_t>(origin)); }

template <typename Codec>
void describe(Codec& codec, evidence::Like<OutgoingFacts> auto& facts) {
    codec("type", facts.type);
    codec("type_name", facts.type_name);
    codec("abstract", facts.abstract);
    codec.word("urgency", facts.urgency, parse_urgency);
    codec.word("secrecy", facts.secrecy, parse_secrecy);
    codec("recipients", facts.recipients);
    codec("answer_by", facts.answer_by);
    codec("answers", facts.answers);
    codec.word("method", facts.method, parse_signing_method);
    codec("signer", facts.signer);
}
template <typename Codec>
void describe(Codec& codec, evidence::Like<Version> auto& version) {
    codec("number", version.number);
    codec("source", version.source);
    codec("pdf", version.pdf);
    codec("attachments", version.attachments);
    codec("by", version.by);
    codec("at", version.at);
    codec("head", version.head);
}
template <typename Codec>
void describe(Codec& codec, evidence::Like<Opinion> auto& opinion) {
    codec("by", opinion.by);
    codec("at", opinion.at);
    codec("version", opinion.version);
    codec("text", opinion.text);
}
template <typename Codec>
void describe(Codec& codec, evidence::Like<Drafted> auto& event) {
    codec("id", event.id);
    codec("agency", event.agency);
    codec("by", event.by);
    codec("facts", event.facts);
    codec("at", event.at);
}
template <typename Codec>
void describe(Codec& codec, evidence::Like<FactsChanged> auto& event) {
    codec("by", event.by);
    codec("facts", event.facts);
    codec("at", event.at);
}
template <typename Codec>
void describe(Codec& codec, evidence::Like<VersionAdded> auto& event) {
    codec("version", event.version);
}
template <typename Codec>
void describe(Codec& codec, evidence::Like<Submitted> auto& event) {
    codec("by", event.by);
    codec("version", event.version);
    codec("at", event.at);
}
template <typename Codec>
void describe(Codec& codec, evidence::Like<ReturnedForChange> auto& event) {
    codec("opinion", event.opinion);
}
template <typename Codec>
void describe(Codec& codec, evidence::Like<Approved> auto& event) {
    codec("by", event.by);
    codec("version", event.version);
    codec("opinion", event.opinion);
    codec("numbering", event.numbering);
    codec("at", event.at);
}
template <typename Codec>
void describe(Codec& codec, evidence::Like<FinalSet> auto& event) {
    codec("by", event.by);
    codec("pdf", event.pdf);
    codec.word("origin", event.origin, parse_origin);
    codec("at", event.at);
}
template <typename Codec>
void describe(Codec& codec, evidence::Like<Signed> auto& event) {
    codec("signature", event.signature);
    codec("pdf", event.pdf);
}
template <typename Codec>
void describe(Codec& codec, evidence::Like<Timestamped> auto& event) {
    codec("by", event.by);
    codec("pdf", event.pdf);
    codec("time", event.time);
    codec("at", event.at);
}
template <typename Codec>
void describe(Codec& codec, evidence::Like<NumberGivenUp> auto& event) {
    codec("by", event.by);
    codec("numbering", event.numbering);
    codec("reason", event.reason);
    codec("at", event.at);
}
template <typename Codec>
void describe(Codec& codec, evidence::Like<Issued> auto& event) {
    codec("by", event.by);
    codec("pdf", event.pdf);
    codec("recipients", event.recipients);
    codec("attachments", event.attachments);
    codec("at", event.at);
}
template <typename Codec>
void describe(Codec& codec, evidence::Like<OutgoingRecalled> auto& event) {
    codec("by", event.by);
    codec("recall", event.recall);
    codec("reason", event.reason);
    codec("at", event.at);
}

std::string_view kind_of(const OutgoingEvent& event) { return kKinds.at(event.index()); }
Fields to_fields(const OutgoingEvent& event) { return evidence::fields_of(event); }
Result<OutgoingEvent> outgoing_event_from(std::string_view kind, const Fields& fields) {
    return evidence::event_of<OutgoingEvent>(kKinds, kind, fields, errors::documents::unknown_event);
}

Official actor_of(const OutgoingEvent& event) {
    return std::visit(Choose{[](const VersionAdded& e) { return e.version.by; },
                             [](const ReturnedForChange& e) { return e.opinion.by; },
                             [](const Signed& e) { return e.signature.by; }, [](const auto& e) { return e.by; }},
                      event);
}

Instant instant_of(const OutgoingEvent& event) {
    return std::visit(Choose{[](const VersionAdded& e) { return e.version.at; },
                             [](const ReturnedForChange& e) { return e.opinion.at; },
                             [](const Signed& e) { return e.signature.at; }, [](const auto& e) { return e.at; }},
                      event);
}

}  // namespace congvan::documents
