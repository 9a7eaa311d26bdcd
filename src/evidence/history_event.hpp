#pragma once

// One thing that happened, as the history keeps it for ever: who, when, to what, and what. Its canonical bytes are a
// leaf of the log, so equal events have equal bytes and every byte means something. Format: spec/formats/history-event.md.
//
// History event, version 1. Integers are big-endian.
//   event  := version:u8(1) stream_kind:u8 stream:byte[16] revision:u32 document:byte[16] agency:byte[16]
//             at_us:u64 person:byte[16] name:text post:text kind:text fields
//   at_us is the two's complement of the microseconds since 1970-01-01T00:00:00Z; text and fields as base/fields.hpp.

#include <string>
#include <string_view>

#include "base/fields.hpp"
#include "base/ids.hpp"
#include "base/instant.hpp"

namespace congvan::evidence {

// What the events of one stream are about. The numbers are part of the format.
enum class StreamKind : std::uint8_t { outgoing = 1, delivery = 2, incoming = 3, recall = 4, register_book = 5, system = 6 };

std::string_view name_of(StreamKind kind);  // "outgoing", "register_book" …
// Fails: evidence.malformed_event (fix_input).
Result<StreamKind> parse_stream_kind(std::string_view name);

// Who did it, named as they were called then. The nil person is the system itself; then `name` says which part.
struct Actor {
    PersonId person;
    std::string name;
    std::string post;

    friend bool operator==(const Actor&, const Actor&) = default;
};

struct HistoryEvent {
    StreamKind stream_kind = StreamKind::system;
    Uuid stream;
    Revision revision;    // 1 is the first event of its stream
    DocumentId document;  // nil if it is about no document
    AgencyId agency;      // on whose behalf; nil for the system
    Actor actor;
    Instant at;           // annotates; the order is that of the log
    std::string kind;     // "outgoing.approved": lower-case words joined by _ in two parts joined by a point
    Fields fields;

    friend bool operator==(const HistoryEvent&, const HistoryEvent&) = default;
};

inline constexpr std::size_t kMostEventBytes = 1024 * 1024;

// True for what `HistoryEvent::kind` may hold; at most 64 bytes.
bool is_event_kind(std::string_view text);

// The canonical bytes. Fails: evidence.malformed_event (call_operator) for an event that `decode_event` would refuse:
// no revision, a kind that is none, text that is not UTF-8 in NFC, over kMostEventBytes.
Result<Bytes> encode(const HistoryEvent& event);

// Exactly what `encode` wrote, and nothing else. Fails: evidence.malformed_event (fix_input) with the offset.
Result<HistoryEvent> decode_event(BytesView bytes);

}  // namespace congvan::evidence
