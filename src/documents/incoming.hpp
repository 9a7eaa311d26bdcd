#pragma once

// The life of an incoming document (văn bản đến) at one recipient.
//
//   arrived -> accepted -> assigned -> in_handling -> completed
//      |          |____________|___________|______________|--> cancel_due -> cancelled     (recall after acceptance)
//      +-> returned                                                                        (từ chối, with a reason)
//      +-> withdrawn                                                                       (recall before acceptance)
//
// A cancelled or withdrawn document keeps its line and history; its content can no longer be opened (requirement C7).

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "documents/parts.hpp"

namespace congvan::documents {

// What came with the document, as the packet said it.
struct ArrivalFacts {
    DeliveryId delivery;
    DocumentId document;
    AgencyRef from;
    std::string notation;
    Day day;
    std::string type;
    std::string type_name;
    std::string abstract;
    Urgency urgency = Urgency::normal;
    Secrecy secrecy = Secrecy::open;
    std::string signer;       // chức vụ, họ tên người ký
    std::vector<AgencyRef> recipients;
    std::optional<Day> answer_by;
    std::optional<IncomingId> answers;  // of ours or of anybody: the document it answers
    std::optional<DocumentId> answers_document;  // the outgoing document of ours that it answers
    Instant sent_at;
    FileRef main;             // the signed PDF
    std::vector<FileRef> attachments;

    friend bool operator==(const ArrivalFacts&, const ArrivalFacts&) = default;
};

// What the verifier said when the packet arrived, in the words of the verdict table; `report` is the whole answer as
// stored text (JSON of the API's shape) so that it can be shown and judged again.
struct ArrivalCheck {
    std::string verdict;
    std::string integrity;
    bool addressee_right = false;
    bool complete = false;  // every file is there with the promised digest
    std::string report;

    friend bool operator==(const ArrivalCheck&, const ArrivalCheck&) = default;
};

enum class IncomingStage { none, arrived, accepted, assigned, in_handling, completed, returned, withdrawn, cancel_due, cancelled };
std::string_view to_word(IncomingStage stage);

struct Assignment {
    Official by;
    Official lead;
    std::vector<Official> supporting;
    std::string instruction;
    std::optional<Instant> deadline;
    Instant at;

    friend bool operator==(const Assignment&, const Assignment&) = default;
};

struct Incoming {
    IncomingId id;
    Revision revision;
    IncomingStage stage = IncomingStage::none;
    AgencyRef agency;  // the recipient
    ArrivalFacts facts;
    ArrivalCheck check;
    Instant arrived_at;        // when the packet entered this system (requirement C8)
    Instant legal_receipt_at;  // the same, or the start of the next office hours where the profile says so
    std::optional<registers::BookKey> book;
    std::optional<registers::Sequence> arrival_number;  // số đến
    std::optional<Official> accepted_by;
    std::optional<Instant> accepted_at;
    std::optional<Assignment> assignment;
    std::vector<DocumentId> answers;  // outgoing documents of ours that answer it
    std::optional<std::string> result;
    std::optional<std::string> return_reason;
    std::optional<RecallId> recall;
    std::optional<IncomingStage> stage_before_recall;

    bool content_open() const;  // false once withdrawn, cancel_due or cancelled
    friend bool operator==(const Incoming&, const Incoming&) = default;
};

// Commands

struct Arrive { IncomingId id; AgencyRef agency; ArrivalFacts facts; ArrivalCheck check; Instant legal_receipt_at; };
// `corrected` holds the fields that the clerk confirmed otherwise than the packet said; "abstract", "type_name" and
// "signer" among them replace the facts of the state (the arrival event keeps what the sender wrote).
struct Accept { Official by; registers::BookKey book; registers::Sequence number; Fields corrected; };
struct ReturnToSender { Official by; std::string reason; };
struct Assign { Official by; Official lead; std::vector<Official> supporting; std::string instruction; std::optional<Instant> deadline; };
struct StartHandling { Official by; };
struct LinkAnswer { Official by; DocumentId answer; std::string notation; };
struct Complete { Official by; std::string result; };
// A recall notice from the sender. Before acceptance it withdraws; after it the recipient must cancel; after a return
// there is nothing left to cancel. On an arrival that has not come yet it leaves a tombstone (fault-F29).
struct HearRecall { IncomingId id; AgencyRef agency; RecallId recall; DocumentId document; std::string reason; };
struct ConfirmCancel { Official by; };
using IncomingCommand = std::variant<Arrive, Accept, ReturnToSender, Assign, StartHandling, LinkAnswer, Complete,
                                     HearRecall, ConfirmCancel>;

// Events

struct Arrived { IncomingId id; AgencyRef agency; ArrivalFacts facts; ArrivalCheck check; Instant legal_receipt_at; Instant at; };  // incoming.arrived
struct Accepted { Official by; registers::BookKey book; registers::Sequence number; Fields corrected; Instant at; };  // incoming.accepted
struct Returned { Official by; std::string reason; Instant at; };                                         // incoming.returned
struct Assigned { Assignment assignment; };                                                               // incoming.assigned
struct HandlingStarted { Official by; Instant at; };                                                      // incoming.handling_started
struct AnswerLinked { Official by; DocumentId answer; std::string notation; Instant at; };                // incoming.answer_linked
struct Completed { Official by; std::string result; Instant at; };                                        // incoming.completed
struct Withdrawn { IncomingId id; AgencyRef agency; RecallId recall; DocumentId document; std::string reason; Instant at; };  // incoming.withdrawn
struct CancelDue { RecallId recall; std::string reason; Instant at; };                                    // incoming.cancel_due
struct NothingToCancel { RecallId recall; std::string reason; Instant at; };                              // incoming.nothing_to_cancel
struct Cancelled { Official by; RecallId recall; Instant at; };                                           // incoming.cancelled
using IncomingEvent = std::variant<Arrived, Accepted, Returned, Assigned, HandlingStarted, AnswerLinked, Completed, Withdrawn,
                                   CancelDue, NothingToCancel, Cancelled>;
using IncomingEvents = std::vector<IncomingEvent>;

// A repeated Arrive of the same delivery, HearRecall of the same recall, or ConfirmCancel after cancelling gives no
// events and no refusal: packets may come twice.
// Fails: documents.wrong_stage (reload_and_retry) · documents.wrong_addressee (fix_input) · documents.reason_missing,
// documents.result_missing, documents.deadline_past, documents.handler_twice (fix_input) ·
// documents.not_the_handler (ask_permission): only the lead starts and completes, lead or supporting link an answer ·
// documents.cancelled_content (ask_permission) · documents.other_recall (reload_and_retry).
// Assign may be repeated until completion (re-assignment keeps the trace); under another lead the work starts again.
// Whatever works on the content of a recalled document is refused with documents.cancelled_content, not by its stage.
Result<IncomingEvents> decide(const Incoming& state, const IncomingCommand& command, Instant at);
Incoming evolve(Incoming state, const IncomingEvent& event);

std::string_view kind_of(const IncomingEvent& event);
Fields to_fields(const IncomingEvent& event);
Result<IncomingEvent> incoming_event_from(std::string_view kind, const Fields& fields);  // documents.unknown_event
std::optional<Official> actor_of(const IncomingEvent& event);  // nobody: the system
Instant instant_of(const IncomingEvent& event);

// The id that everybody gives to what `recipient` has of `document`: receiving twice meets the same stream.
DeliveryId delivery_id(DocumentId document, AgencyId recipient);
IncomingId incoming_id(DocumentId document, AgencyId recipient);

}  // namespace congvan::documents
