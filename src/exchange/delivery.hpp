#pragma once

// A delivery: one outgoing document to one recipient, as the sender knows it. Its statuses are facts that came back
// from the recipient (requirement C6); "sent" is not a status: until the recipient has it, it is `queued`.

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "documents/parts.hpp"

namespace congvan::exchange {

// đang chuyển · đã đến · đã tiếp nhận · đã chuyển xử lý · đang xử lý · đã hoàn thành · từ chối nhận (trả lại) ·
// thu hồi (rút lại trước khi tiếp nhận) · phải hủy (thu hồi sau khi tiếp nhận) · đã hủy
enum class DeliveryStatus { none, queued, arrived, accepted, forwarded, in_handling, completed, returned, withdrawn, cancel_due, cancelled };
std::string_view to_word(DeliveryStatus status);
Result<DeliveryStatus> parse_delivery_status(std::string_view word);  // exchange.unknown_word

// A status with its time, in the order in which the recipient made it.
struct StatusFact {
    DeliveryStatus status = DeliveryStatus::none;
    Instant at;                   // when it happened at the recipient
    Instant heard_at;             // when the sender's system had it
    std::uint32_t sequence = 0;   // the revision of the recipient's stream that made it: orders facts, removes doubles
    std::string by;               // "Tên, chức vụ" or empty for the system
    std::string detail;           // arrival number, reason of a return, result, handler

    friend bool operator==(const StatusFact&, const StatusFact&) = default;
};

// Proof that the recipient's system has the bytes: digests computed there.
struct Receipt {
    Sha256 main;
    std::vector<Sha256> attachments;
    std::string verdict;
    Instant at;

    friend bool operator==(const Receipt&, const Receipt&) = default;
};

struct Delivery {
    DeliveryId id;
    Revision revision;
    DocumentId document;
    documents::AgencyRef from;
    documents::AgencyRef to;
    DeliveryStatus status = DeliveryStatus::none;
    std::string channel;          // "internal" inside one installation
    std::string channel_reason;
    std::optional<Receipt> receipt;
    std::vector<StatusFact> facts;  // ascending by sequence
    std::uint32_t attempts_failed = 0;
    std::optional<std::string> last_failure;  // error code

    friend bool operator==(const Delivery&, const Delivery&) = default;
};

struct Queue { DeliveryId id; DocumentId document; documents::AgencyRef from; documents::AgencyRef to; std::string channel; std::string channel_reason; };
struct HearStatus { StatusFact fact; std::optional<Receipt> receipt; };
struct FailAttempt { std::string code; };
using DeliveryCommand = std::variant<Queue, HearStatus, FailAttempt>;

struct Queued { DeliveryId id; DocumentId document; documents::AgencyRef from; documents::AgencyRef to; std::string channel; std::string channel_reason; Instant at; };  // delivery.queued
struct StatusHeard { StatusFact fact; std::optional<Receipt> receipt; Instant at; documents::AgencyRef recipient; };  // delivery.status_heard
struct AttemptFailed { std::string code; Instant at; documents::AgencyRef recipient; };                              // delivery.attempt_failed
using DeliveryEvent = std::variant<Queued, StatusHeard, AttemptFailed>;
using DeliveryEvents = std::vector<DeliveryEvent>;

// A fact whose sequence is already known gives no events. A fact that comes late (lower sequence) is kept in its
// place and never moves the status back. A receipt must carry the digest of the file that was sent.
// Fails: exchange.not_queued (reload_and_retry) · exchange.already_queued gives no events ·
// exchange.receipt_of_other_file (call_operator, checked against `sent`).
Result<DeliveryEvents> decide(const Delivery& state, const DeliveryCommand& command, const Sha256& sent, Instant at);
Delivery evolve(Delivery state, const DeliveryEvent& event);

std::string_view kind_of(const DeliveryEvent& event);
Fields to_fields(const DeliveryEvent& event);
Result<DeliveryEvent> delivery_event_from(std::string_view kind, const Fields& fields);  // exchange.unknown_event
Instant instant_of(const DeliveryEvent& event);

}  // namespace congvan::exchange
