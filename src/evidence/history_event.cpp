#include "evidence/history_event.hpp"

#include <array>

#include "base/text.hpp"
#include "errors/evidence.hpp"

namespace congvan::evidence {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kMostKindBytes = 64;

constexpr std::array<std::string_view, 6> kStreamNames = {"outgoing", "delivery",      "incoming",
                                                          "recall",   "register_book", "system"};

Error malformed(Remedy remedy, std::string detail) { return {remedy, errors::evidence::malformed_event, std::move(detail)}; }

Result<Uuid> read_id(RecordReader& reader) {
    LET(const BytesView bytes, reader.exactly(16));
    return Uuid::from_bytes(bytes);
}

void append_id(Bytes& into, const Uuid& id) {
    const BytesView bytes = id.bytes();
    into.insert(into.end(), bytes.begin(), bytes.end());
}

Result<StreamKind> to_stream_kind(std::uint8_t raw) {
    if (raw < 1 || raw > kStreamNames.size()) return malformed(Remedy::fix_input, "stream kind " + std::to_string(raw));
    return static_cast<StreamKind>(raw);
}

Result<Actor> read_actor(RecordReader& reader) {
    Actor actor;
    LET(const Uuid person, read_id(reader));
    actor.person = PersonId(person);
    LET(actor.name, reader.text());
    LET(actor.post, reader.text());
    return actor;
}

Result<HistoryEvent> read_event(RecordReader& reader) {
    LET(const std::uint8_t version, reader.u8());
    if (version != kVersion) return malformed(Remedy::fix_input, "version " + std::to_string(version));
    HistoryEvent event;
    LET(const std::uint8_t stream_kind, reader.u8());
    LET(event.stream_kind, to_stream_kind(stream_kind));
    LET(event.stream, read_id(reader));
    LET(const std::uint32_t revision, reader.u32());
    if (revision == 0) return malformed(Remedy::fix_input, "revision 0");
    event.revision = Revision(revision);
    LET(const Uuid document, read_id(reader));
    event.document = DocumentId(document);
    LET(const Uuid agency, read_id(reader));
    event.agency = AgencyId(agency);
    LET(const std::uint64_t at, reader.u64());
    event.at = from_microseconds(static_cast<std::int64_t>(at));
    LET(event.actor, read_actor(reader));
    LET(event.kind, reader.text());
    if (!is_event_kind(event.kind)) return malformed(Remedy::fix_input, "kind");
    LET(event.fields, Fields::decode(reader));
    TRY(reader.end());
    return event;
}

bool all_nfc(const HistoryEvent& event) {
    if (!is_nfc(event.actor.name) || !is_nfc(event.actor.post)) return false;
    for (const auto& [name, value] : event.fields.all()) {
        if (!is_nfc(name) || !is_nfc(value)) return false;
    }
    return true;
}

}  // namespace

std::string_view name_of(StreamKind kind) { return kStreamNames.at(static_cast<std::size_t>(kind) - 1); }

Result<StreamKind> parse_stream_kind(std::string_view name) {
    for (std::size_t i = 0; i < kStreamNames.size(); ++i) {
        if (kStreamNames[i] == name) return static_cast<StreamKind>(i + 1);
    }
    return malformed(Remedy::fix_input, "stream kind " + std::string(name));
}

bool is_event_kind(std::string_view text) {
    if (text.size() > kMostKindBytes) return false;
    const auto point = text.find('.');
    if (point == std::string_view::npos) return false;
    const auto is_word = [](std::string_view word) {
        if (word.empty() || word.front() == '_' || word.back() == '_') return false;
        return word.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string_view::npos;
    };
    return is_word(text.substr(0, point)) && is_word(text.substr(point + 1));
}

Result<Bytes> encode(const HistoryEvent& event) {
    if (event.revision.raw() == 0) return malformed(Remedy::call_operator, "revision 0");
    if (!is_event_kind(event.kind)) return malformed(Remedy::call_operator, "kind " + event.kind);
    if (!all_nfc(event)) return malformed(Remedy::call_operator, "text not in NFC in " + event.kind);
    Bytes bytes;
    append_u8(bytes, kVersion);
    append_u8(bytes, static_cast<std::uint8_t>(event.stream_kind));
    append_id(bytes, event.stream);
    append_u32(bytes, event.revision.raw());
    append_id(bytes, event.document.raw());
    append_id(bytes, event.agency.raw());
    append_u64(bytes, static_cast<std::uint64_t>(to_microseconds(event.at)));
    append_id(bytes, event.actor.person.raw());
    append_text(bytes, event.actor.name);
    append_text(bytes, event.actor.post);
    append_text(bytes, event.kind);
    event.fields.encode(bytes);
    if (bytes.size() > kMostEventBytes) return malformed(Remedy::call_operator, event.kind + " is too large");
    return bytes;
}

Result<HistoryEvent> decode_event(BytesView bytes) {
    if (bytes.size() > kMostEventBytes) return malformed(Remedy::fix_input, "too large");
    RecordReader reader(bytes);
    auto event = read_event(reader);
    if (event.has_value()) return event;
    return malformed(Remedy::fix_input, event.error().detail + " (event, byte " + std::to_string(reader.offset()) + ")");
}

}  // namespace congvan::evidence
