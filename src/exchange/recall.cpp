#include "exchange/recall.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "documents/parts_codec.hpp"
#include "errors/exchange.hpp"

namespace congvan::exchange {
namespace {

constexpr std::size_t kMostReason = 4000;  // characters

constexpr std::array<std::string_view, 5> kOutcomes = {"notified", "withdrawn", "cancel_due", "cancelled", "nothing_to_cancel"};

// In the order of the variant RecallEvent.
constexpr std::array<std::string_view, 3> kKinds = {"recall.requested", "recall.answered", "recall.settled"};

Error refused(Remedy remedy, std::string_view code, std::string detail = "") { return {remedy, code, std::move(detail)}; }

// How far a recipient has come; an answer only ever leads further.
int progress(RecallOutcome outcome) {
    switch (outcome) {
        case RecallOutcome::notified: return 0;
        case RecallOutcome::cancel_due: return 1;
        case RecallOutcome::withdrawn:
        case RecallOutcome::cancelled:
        case RecallOutcome::nothing_to_cancel: return 2;
    }
    return 0;
}

}  // namespace

template <typename Codec>
void describe(Codec& codec, evidence::Like<RecallAnswer> auto& answer) {
    codec("recipient", answer.recipient);
    codec.word("outcome", answer.outcome, parse_recall_outcome);
    codec("at", answer.at);
    codec("by", answer.by);
}
template <typename Codec>
void describe(Codec& codec, evidence::Like<RecallRequested> auto& event) {
    codec("id", event.id);
    codec("document", event.document);
    codec("agency", event.agency);
    codec("by", event.by);
    codec("reason", event.reason);
    codec("recipients", event.recipients);
    codec("at", event.at);
}
template <typename Codec>
void describe(Codec& codec, evidence::Like<RecallAnswered> auto& event) {
    codec("answer", event.answer);
    codec("at", event.at);
}
template <typename Codec>
void describe(Codec& codec, evidence::Like<RecallSettled> auto& event) {
    codec("at", event.at);
}

namespace {

class Decision {
public:
    Decision(const Recall& state, Instant at) : state_(state), at_(at) {}

    Result<RecallEvents> operator()(const RequestRecall& command) const {
        if (state_.revision != Revision()) {
            return refused(Remedy::reload_and_retry, errors::exchange::recall_exists, state_.id.raw().text());
        }
        LET(std::string reason, clean_text(command.reason, kMostReason));
        if (reason.empty()) return refused(Remedy::fix_input, errors::exchange::reason_missing);
        return settling(RecallRequested{command.id, command.document, command.agency, command.by, std::move(reason),
                                        command.recipients, at_});
    }

    Result<RecallEvents> operator()(const HearAnswer& command) const {
        if (state_.revision == Revision()) return refused(Remedy::reload_and_retry, errors::exchange::no_recall);
        const auto known = std::find_if(state_.answers.begin(), state_.answers.end(), [&command](const RecallAnswer& each) {
            return each.recipient.id == command.recipient;
        });
        if (known == state_.answers.end()) {
            return refused(Remedy::call_operator, errors::exchange::not_a_recipient, command.recipient.raw().text());
        }
        if (progress(command.outcome) <= progress(known->outcome)) return RecallEvents{};
        return settling(RecallAnswered{{known->recipient, command.outcome, command.at, command.by}, at_});
    }

private:
    // The event, and that the recall is settled if this was the last answer it waited for.
    RecallEvents settling(RecallEvent event) const {
        const bool settles = evolve(state_, event).settled();
        RecallEvents events{std::move(event)};
        if (settles) events.push_back(RecallSettled{at_});
        return events;
    }

    const Recall& state_;
    Instant at_;
};

class Fold {
public:
    explicit Fold(Recall& recall) : recall_(recall) {}

    void operator()(const RecallRequested& event) const {
        recall_.id = event.id;
        recall_.document = event.document;
        recall_.agency = event.agency;
        recall_.by = event.by;
        recall_.reason = event.reason;
        recall_.at = event.at;
        for (const documents::AgencyRef& each : event.recipients) {
            recall_.answers.push_back({each, RecallOutcome::notified, event.at, ""});
        }
    }
    void operator()(const RecallAnswered& event) const {
        for (RecallAnswer& each : recall_.answers) {
            if (each.recipient.id == event.answer.recipient.id) each = event.answer;
        }
    }
    void operator()(const RecallSettled&) const {}

private:
    Recall& recall_;
};

}  // namespace

std::string_view to_word(RecallOutcome outcome) { return kOutcomes.at(static_cast<std::size_t>(outcome)); }

Result<RecallOutcome> parse_recall_outcome(std::string_view word) {
    for (std::size_t i = 0; i < kOutcomes.size(); ++i) {
        if (kOutcomes[i] == word) return static_cast<RecallOutcome>(i);
    }
    return refused(Remedy::call_operator, errors::exchange::unknown_word, std::string(word.substr(0, 64)));
}

bool Recall::settled() const {
    return std::all_of(answers.begin(), answers.end(), [](const RecallAnswer& each) { return progress(each.outcome) == 2; });
}

Result<RecallEvents> decide(const Recall& state, const RecallCommand& command, Instant at) {
    return std::visit(Decision(state, at), command);
}

Recall evolve(Recall state, const RecallEvent& event) {
    std::visit(Fold(state), event);
    state.revision = Revision(state.revision.raw() + 1);
    return state;
}

std::string_view kind_of(const RecallEvent& event) { return kKinds.at(event.index()); }
Fields to_fields(const RecallEvent& event) { return evidence::fields_of(event); }
Result<RecallEvent> recall_event_from(std::string_view kind, const Fields& fields) {
    return evidence::event_of<RecallEvent>(kKinds, kind, fields, errors::exchange::unknown_event);
}
Instant instant_of(const RecallEvent& event) {
    return std::visit([](const auto& each) { return each.at; }, event);
}

}  // namespace congvan::exchange
