#pragma once

// The rows that lists, log-in and background work live from. They are derived from the histories or stand beside
// them; each is written in the same transaction as the events that made it true.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/digest.hpp"
#include "base/fields.hpp"
#include "base/ids.hpp"
#include "base/instant.hpp"
#include "calendar/calendar.hpp"
#include "directory/agency.hpp"
#include "directory/person.hpp"
#include "documents/incoming.hpp"
#include "documents/outgoing.hpp"
#include "evidence/history_event.hpp"
#include "evidence/merkle.hpp"
#include "exchange/delivery.hpp"
#include "registers/register_book.hpp"

namespace congvan::usecases {

// An event with its place in the log.
struct LoggedEvent {
    std::uint64_t index = 0;  // leaf index, from 0
    Bytes leaf;               // the canonical bytes
    evidence::HistoryEvent event;
};

struct OutgoingRow {
    DocumentId id;
    AgencyId agency;
    documents::OutgoingStage stage = documents::OutgoingStage::none;
    PersonId drafter;
    PersonId signer;
    std::string drafter_name;
    std::string signer_name;
    Urgency urgency = Urgency::normal;
    std::string type_name;
    std::string abstract;
    std::string notation;        // empty before a number is reserved
    std::optional<Day> day;
    std::optional<SignatureRole> next_signature;
    std::uint32_t recipients = 0;
    std::uint32_t attachments = 0;
    Instant updated_at;
    std::optional<Instant> signed_at;  // of the competent person: the send deadline runs from it
    std::optional<Instant> issued_at;
    std::string folded;          // fold() of what `q` searches
};

struct IncomingRow {
    IncomingId id;
    DocumentId document;
    AgencyId agency;
    AgencyId from;
    std::string from_name;
    documents::IncomingStage stage = documents::IncomingStage::none;
    Urgency urgency = Urgency::normal;
    std::string notation;
    std::optional<Day> day;
    std::string type_name;
    std::string abstract;
    std::string verdict;
    std::uint32_t attachments = 0;
    std::optional<registers::Sequence> arrival_number;
    std::optional<PersonId> lead;
    std::string lead_name;
    std::vector<PersonId> handlers;  // lead and supporting
    std::optional<Instant> deadline;
    Instant arrived_at;
    Instant updated_at;
    std::string folded;
};

struct DeliveryRow {
    DeliveryId id;
    DocumentId document;
    AgencyId from;
    AgencyId to;
    exchange::DeliveryStatus status = exchange::DeliveryStatus::none;
};

// Which rows of a list, and after which. All conditions hold together; `agency` always does.
struct OutgoingQuery {
    AgencyId agency;
    std::vector<documents::OutgoingStage> stages;  // empty: every stage
    std::optional<PersonId> drafter;
    std::optional<PersonId> signer;
    std::optional<PersonId> drafter_or_signer;     // one of the two
    std::optional<SignatureRole> next_signature;
    std::string folded;                            // every word of it must be found
    std::string after;                             // cursor of the last row seen; empty: from the top
    std::uint32_t limit = 100;
};
struct IncomingQuery {
    AgencyId agency;
    std::vector<documents::IncomingStage> stages;
    std::optional<PersonId> handler;
    std::string folded;
    std::string after;
    std::uint32_t limit = 100;
};
// Most urgent first, then the newest (updated_at, id); `next` is empty after the last page.
template <typename Row>
struct Page {
    std::vector<Row> rows;
    std::string next;
};

struct RegisterRow {
    registers::BookKey key;
    registers::Sequence last;
};

struct Account {
    PersonId person;
    std::string user_name;
    std::string password_hash;  // argon2id, encoded form
    std::uint32_t failures = 0; // since the last success
    std::optional<Instant> locked_until;
};

struct SessionRecord {
    Sha256 token;  // of the secret; the secret itself is never stored
    PersonId person;
    AgencyId agency;
    Instant created_at;
    Instant seen_at;
    Instant expires_at;
};

struct UploadRecord {
    Uuid id;
    PersonId by;
    AgencyId agency;
    documents::FileRef file;
    Instant at;
    bool taken = false;  // a document holds it now
};

// A signature prepared and waiting for its value (two-step signing).
struct PendingSignature {
    Uuid id;
    DocumentId document;
    PersonId by;
    SignatureRole role = SignatureRole::personal;
    Sha256 base;          // the file it signs upon
    Sha256 prepared;      // blob of the prepared file and attributes
    Bytes certificate;    // DER of the certificate whose key must sign
    Instant expires_at;
};

// What a write with an idempotency key did. `subject` is the thing it made or changed.
struct Replay {
    PersonId person;
    std::string key;
    Sha256 request;
    Uuid subject;
    Instant at;
};

// Work that a committed act left to be done. Items of one `lane` are done in the order they were put; an item is
// repeated until it is finished, so doing it twice must be doing it once.
struct OutboxItem {
    std::uint64_t id = 0;     // given by the store
    std::string kind;         // "deliver", "status", "recall", "render", …
    std::string lane;
    std::uint32_t rank = 0;   // higher first (urgency)
    Fields payload;
    Instant not_before;
    std::uint32_t attempts = 0;
    std::string last_failure; // error code
};

struct StoredCheckpoint {
    evidence::TreeHead head;
    std::string note;  // signed
    Instant at;
};

// Everything of the directory. Small enough to be held in memory whole (thousands of agencies).
struct DirectoryRecords {
    std::vector<directory::Agency> agencies;
    std::vector<directory::Person> people;
    std::vector<directory::Post> posts;
    std::vector<directory::HeldKey> keys;
    std::vector<directory::Delegation> delegations;
};

}  // namespace congvan::usecases
