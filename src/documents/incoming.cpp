#include "documents/incoming.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "base/text.hpp"
#include "errors/documents.hpp"

namespace congvan::documents {
namespace {

constexpr std::size_t kMostText = 4000;  // characters

constexpr std::array<std::string_view, 10> kStages = {"none",      "arrived",  "accepted",  "assigned",   "in_handling",
                                                      "completed", "returned", "withdrawn", "cancel_due", "cancelled"};

Error refused(Remedy remedy, std::string_view code, std::string detail = "") { return {remedy, code, std::move(detail)}; }

Result<std::string> needed_text(std::string_view text, std::string_view code_if_empty) {
    LET(std::string cleaned, clean_text(text, kMostText));
    if (cleaned.empty()) return refused(Remedy::fix_input, code_if_empty);
    return cleaned;
}

// One event, or none: a packet that came twice changes nothing.
using Decided = Result<std::optional<IncomingEvent>>;

template <typename Event>
Decided just(Event event) {
    return std::optional<IncomingEvent>(std::move(event));
}
Decided nothing() { return std::optional<IncomingEvent>(); }

class Decision {
public:
    Decision(const Incoming& state, Instant at) : state_(state), at_(at) {}

    Decided operator()(const Arrive& command) const {
        const bool before = state_.stage != IncomingStage::none;
        // The tombstone of a recall that overtook its document keeps it out (fault-F29).
        if (before && is_tombstone()) return nothing();
        if (before && state_.facts.delivery == command.facts.delivery) return nothing();
        if (before) return wrong_stage();
        if (!command.check.addressee_right) {
            return refused(Remedy::fix_input, errors::documents::wrong_addressee, command.agency.code);
        }
        return just(Arrived{command.id, command.agency, command.facts, command.check, command.legal_receipt_at, at_});
    }

    Decided operator()(const Accept& command) const {
        TRY(in_stages({IncomingStage::arrived}));
        return just(Accepted{command.by, command.book, command.number, command.corrected, at_});
    }

    Decided operator()(const ReturnToSender& command) const {
        TRY(in_stages({IncomingStage::arrived}));
        LET(std::string reason, needed_text(command.reason, errors::documents::reason_missing));
        return just(Returned{command.by, std::move(reason), at_});
    }

    Decided operator()(const Assign& command) const {
        TRY(in_stages({IncomingStage::accepted, IncomingStage::assigned, IncomingStage::in_handling}));
        std::set<PersonId> seen{command.lead.person};
        for (const Official& each : command.supporting) {
            if (!seen.insert(each.person).second) {
                return refused(Remedy::fix_input, errors::documents::handler_twice, each.person.raw().text());
            }
        }
        if (command.deadline && *command.deadline <= at_) {
            return refused(Remedy::fix_input, errors::documents::deadline_past, to_iso8601(*command.deadline));
        }
        LET(std::string instruction, clean_text(command.instruction, kMostText));
        return just(Assigned{{command.by, command.lead, command.supporting, std::move(instruction), command.deadline, at_}});
    }

    Decided operator()(const StartHandling& command) const {
        TRY(in_stages({IncomingStage::assigned}));
        TRY(by_the_lead(command.by));
        return just(HandlingStarted{command.by, at_});
    }

    Decided operator()(const LinkAnswer& command) const {
        TRY(in_stages({IncomingStage::assigned, IncomingStage::in_handling, IncomingStage::completed}));
        TRY(by_a_handler(command.by));
        const auto& known = state_.answers;
        if (std::find(known.begin(), known.end(), command.answer) != known.end()) return nothing();
        return just(AnswerLinked{command.by, command.answer, command.notation, at_});
    }

    Decided operator()(const Complete& command) const {
        TRY(in_stages({IncomingStage::in_handling}));
        TRY(by_the_lead(command.by));
        LET(std::string result, needed_text(command.result, errors::documents::result_missing));
        return just(Completed{command.by, std::move(result), at_});
    }

    Decided operator()(const HearRecall& command) const {
        if (state_.recall && *state_.recall == command.recall) return nothing();
        if (state_.recall) {
            return refused(Remedy::reload_and_retry, errors::documents::other_recall, state_.recall->raw().text());
        }
        switch (state_.stage) {
            case IncomingStage::none:
            case IncomingStage::arrived:
                return just(Withdrawn{command.id, command.agency, command.recall, command.document, command.reason, at_});
            case IncomingStage::accepted:
            case IncomingStage::assigned:
            case IncomingStage::in_handling:
            case IncomingStage::completed: return just(CancelDue{command.recall, command.reason, at_});
            case IncomingStage::returned: return just(NothingToCancel{command.recall, command.reason, at_});
            case IncomingStage::withdrawn:
            case IncomingStage::cancel_due:
            case IncomingStage::cancelled: break;  // these know their recall
        }
        return wrong_stage();
    }

    Decided operator()(const ConfirmCancel& command) const {
        if (state_.stage == IncomingStage::cancelled) return nothing();
        if (state_.stage != IncomingStage::cancel_due) return wrong_stage();
        return just(Cancelled{command.by, *state_.recall, at_});
    }

private:
    bool is_tombstone() const {
        return state_.stage == IncomingStage::withdrawn && state_.stage_before_recall == IncomingStage::none;
    }
    Error wrong_stage() const {
        return refused(Remedy::reload_and_retry, errors::documents::wrong_stage, std::string(to_word(state_.stage)));
    }
    // For work on the content: a recalled document says so, whatever its stage was.
    Result<Done> in_stages(std::initializer_list<IncomingStage> allowed) const {
        if (!state_.content_open()) return refused(Remedy::ask_permission, errors::documents::cancelled_content);
        if (std::find(allowed.begin(), allowed.end(), state_.stage) == allowed.end()) return wrong_stage();
        return Done{};
    }
    Result<Done> by_the_lead(const Official& by) const {
        if (state_.assignment->lead.person == by.person) return Done{};
        return refused(Remedy::ask_permission, errors::documents::not_the_handler);
    }
    Result<Done> by_a_handler(const Official& by) const {
        for (const Official& each : state_.assignment->supporting) {
            if (each.person == by.person) return Done{};
        }
        return by_the_lead(by);
    }

    const Incoming& state_;
    Instant at_;
};

class Fold {
public:
    explicit Fold(Incoming& document) : document_(document) {}

    void operator()(const Arrived& event) const {
        document_.id = event.id;
        document_.agency = event.agency;
        document_.facts = event.facts;
        document_.check = event.check;
        document_.arrived_at = event.at;
        document_.legal_receipt_at = event.legal_receipt_at;
        document_.stage = IncomingStage::arrived;
    }
    void operator()(const Accepted& event) const {
        document_.book = event.book;
        document_.arrival_number = event.number;
        document_.accepted_by = event.by;
        document_.accepted_at = event.at;
        // What the clerk confirmed is what people search and read from now on; the packet keeps what the sender wrote.
        take(event.corrected, "abstract", document_.facts.abstract);
        take(event.corrected, "type_name", document_.facts.type_name);
        take(event.corrected, "signer", document_.facts.signer);
        document_.stage = IncomingStage::accepted;
    }
    void operator()(const Returned& event) const {
        document_.return_reason = event.reason;
        document_.stage = IncomingStage::returned;
    }
    void operator()(const Assigned& event) const {
        const bool same_lead = document_.assignment && document_.assignment->lead.person == event.assignment.lead.person;
        const bool goes_on = document_.stage == IncomingStage::in_handling && same_lead;
        document_.assignment = event.assignment;
        document_.stage = goes_on ? IncomingStage::in_handling : IncomingStage::assigned;
    }
    void operator()(const HandlingStarted&) const { document_.stage = IncomingStage::in_handling; }
    void operator()(const AnswerLinked& event) const { document_.answers.push_back(event.answer); }
    void operator()(const Completed& event) const {
        document_.result = event.result;
        document_.stage = IncomingStage::completed;
    }
    void operator()(const Withdrawn& event) const {
        document_.id = event.id;
        document_.agency = event.agency;
        document_.facts.document = event.document;
        recalled(event.recall, IncomingStage::withdrawn);
    }
    void operator()(const CancelDue& event) const { recalled(event.recall, IncomingStage::cancel_due); }
    void operator()(const NothingToCancel& event) const { recalled(event.recall, document_.stage); }
    void operator()(const Cancelled&) const { document_.stage = IncomingStage::cancelled; }

private:
    static void take(const Fields& corrected, std::string_view name, std::string& into) {
        if (auto value = corrected.find(name)) into = std::move(*value);
    }
    void recalled(RecallId recall, IncomingStage stage) const {
        document_.recall = recall;
        document_.stage_before_recall = document_.stage;
        document_.stage = stage;
    }

    Incoming& document_;
};

}  // namespace

std::string_view to_word(IncomingStage stage) { return kStages.at(static_cast<std::size_t>(stage)); }

bool Incoming::content_open() const {
    return stage != IncomingStage::withdrawn && stage != IncomingStage::cancel_due && stage != IncomingStage::cancelled;
}

Result<IncomingEvents> decide(const Incoming& state, const IncomingCommand& command, Instant at) {
    LET(std::optional<IncomingEvent> event, std::visit(Decision(state, at), command));
    if (!event) return IncomingEvents{};
    return IncomingEvents{std::move(*event)};
}

Incoming evolve(Incoming state, const IncomingEvent& event) {
    std::visit(Fold(state), event);
    state.revision = Revision(state.revision.raw() + 1);
    return state;
}

DeliveryId delivery_id(DocumentId document, AgencyId recipient) {
    return DeliveryId(Uuid::derived({"delivery", document.raw().text(), recipient.raw().text()}));
}
IncomingId incoming_id(DocumentId document, AgencyId recipient) {
    return IncomingId(Uuid::derived({"incoming", document.raw().text(), recipient.raw().text()}));
}

}  // namespace congvan::documents
