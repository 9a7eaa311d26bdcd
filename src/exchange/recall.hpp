#pragma once

// Recall (thu hồi) of an issued document: the sender announces it, every recipient that has the document must cancel
// it and confirm (217-QĐ/TW art. 9.2, 10.2; requirement B13, C7). Each recipient ends in exactly one outcome.

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "documents/parts.hpp"

namespace congvan::exchange {

// notified: the notice is on its way or was heard · withdrawn: before acceptance, nothing was read by a handler ·
// cancel_due: accepted before, the recipient must cancel · cancelled: it did and confirmed ·
// nothing_to_cancel: it had returned the document.
enum class RecallOutcome { notified, withdrawn, cancel_due, cancelled, nothing_to_cancel };
std::string_view to_word(RecallOutcome outcome);
Result<RecallOutcome> parse_recall_outcome(std::string_view word);  // exchange.unknown_word

struct RecallAnswer {
    documents::AgencyRef recipient;
    RecallOutcome outcome = RecallOutcome::notified;
    Instant at;         // at the recipient
    std::string by;     // who confirmed; empty for the system

    friend bool operator==(const RecallAnswer&, const RecallAnswer&) = default;
};

struct Recall {
    RecallId id;
    Revision revision;
    DocumentId document;
    documents::AgencyRef agency;  // the sender
    documents::Official by;
    std::string reason;
    Instant at;
    std::vector<RecallAnswer> answers;  // one per recipient, in the order of the recipients

    bool settled() const;  // no recipient is notified or cancel_due
    friend bool operator==(const Recall&, const Recall&) = default;
};

struct RequestRecall { RecallId id; DocumentId document; documents::AgencyRef agency; documents::Official by; std::string reason; std::vector<documents::AgencyRef> recipients; };
struct HearAnswer { AgencyId recipient; RecallOutcome outcome = RecallOutcome::notified; Instant at; std::string by; };
using RecallCommand = std::variant<RequestRecall, HearAnswer>;

struct RecallRequested { RecallId id; DocumentId document; documents::AgencyRef agency; documents::Official by; std::string reason; std::vector<documents::AgencyRef> recipients; Instant at; };  // recall.requested
struct RecallAnswered { RecallAnswer answer; Instant at; };  // recall.answered
struct RecallSettled { Instant at; };                        // recall.settled
using RecallEvent = std::variant<RecallRequested, RecallAnswered, RecallSettled>;
using RecallEvents = std::vector<RecallEvent>;

// An answer that is already known, or that would lead back (cancelled -> cancel_due), gives no events.
// Fails: exchange.recall_exists (reload_and_retry) · exchange.reason_missing (fix_input) ·
// exchange.not_a_recipient (call_operator) · exchange.no_recall (reload_and_retry).
Result<RecallEvents> decide(const Recall& state, const RecallCommand& command, Instant at);
Recall evolve(Recall state, const RecallEvent& event);

std::string_view kind_of(const RecallEvent& event);
Fields to_fields(const RecallEvent& event);
Result<RecallEvent> recall_event_from(std::string_view kind, const Fields& fields);  // exchange.unknown_event
Instant instant_of(const RecallEvent& event);

}  // namespace congvan::exchange
