#include "evidence/bundle.hpp"

#include <algorithm>
#include <tuple>

#include "base/text.hpp"
#include "errors/evidence.hpp"

namespace congvan::evidence {
namespace {

constexpr std::string_view kMagic = "congvan evidence 1\n";
constexpr std::string_view kSealPrefix = "congvan evidence seal 1\n";
constexpr std::size_t kMostSteps = 64;
constexpr std::size_t kMostNameCharacters = 255;

enum Tag : std::uint8_t { document = 1, log_key, checkpoint, events, files, created, seal };

Error malformed(std::string detail) { return {Remedy::fix_input, errors::evidence::malformed_bundle, std::move(detail)}; }

bool is_role(std::string_view role) {
    return !role.empty() && role.size() <= 32 && role.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string_view::npos;
}

// A name that a person may meet on a disk: one clean line, no path.
bool is_file_name(std::string_view name) {
    const auto cleaned = clean_line(name, kMostNameCharacters);
    return cleaned.has_value() && *cleaned == name && name.find_first_of("/\\") == std::string_view::npos && name != "." &&
           name != "..";
}

auto order_of(const BundleFile& file) { return std::tie(file.role, file.name, file.sha256); }

// Writing --------------------------------------------------------------------------------------------------------

void append_raw(Bytes& into, BytesView bytes) { into.insert(into.end(), bytes.begin(), bytes.end()); }

void append_section(Bytes& into, Tag tag, BytesView body) {
    append_u8(into, tag);
    append_u64(into, body.size());
    append_raw(into, body);
}

Result<Bytes> events_body(const std::vector<BundleEvent>& all) {
    Bytes body;
    append_u32(body, static_cast<std::uint32_t>(all.size()));
    for (const BundleEvent& each : all) {
        LET(const Bytes bytes, encode(each.event));
        if (each.proof.size() > kMostSteps) return malformed("a proof of " + std::to_string(each.proof.size()) + " steps");
        append_u64(body, each.leaf);
        append_bytes(body, bytes);
        append_u8(body, static_cast<std::uint8_t>(each.proof.size()));
        for (const Sha256& step : each.proof) append_raw(body, step.bytes());
    }
    return body;
}

Result<Bytes> files_body(const std::vector<BundleFile>& all) {
    Bytes body;
    append_u32(body, static_cast<std::uint32_t>(all.size()));
    for (const BundleFile& file : all) {
        if (!is_role(file.role) || !is_file_name(file.name)) return malformed("the name of a file");
        if (file.content && file.content->size() != file.size) return malformed("the size of " + file.name);
        append_text(body, file.role);
        append_text(body, file.name);
        append_u64(body, file.size);
        append_raw(body, file.sha256.bytes());
        append_u8(body, file.content.has_value() ? 1 : 0);
        if (file.content) append_raw(body, *file.content);
        if (body.size() > kMostBundleBytes) return Error{Remedy::fix_input, errors::evidence::too_large, file.name};
    }
    return body;
}

// Everything that the seal covers.
Result<Bytes> sealed_part(const BundleContent& content, const LogPublicKey& key) {
    Bytes file = to_bytes(kMagic);
    append_section(file, Tag::document, content.document.raw().bytes());
    append_section(file, Tag::log_key, as_bytes(key.text()));
    append_section(file, Tag::checkpoint, as_bytes(content.checkpoint));
    LET(const Bytes all_events, events_body(content.events));
    append_section(file, Tag::events, all_events);
    LET(const Bytes all_files, files_body(content.files));
    append_section(file, Tag::files, all_files);
    Bytes at;
    append_u64(at, static_cast<std::uint64_t>(to_microseconds(content.created)));
    append_section(file, Tag::created, at);
    return file;
}

Bytes seal_message(BytesView sealed) {
    Bytes message = to_bytes(kSealPrefix);
    append_raw(message, Sha256::of(sealed).bytes());
    return message;
}

Bytes closed(Bytes sealed, const LogSignature& signature) {
    append_section(sealed, Tag::seal, signature);
    append_raw(sealed, Sha256::of(sealed).bytes());
    return sealed;
}

// Reading --------------------------------------------------------------------------------------------------------

Result<BytesView> read_section(RecordReader& reader, Tag tag) {
    LET(const std::uint8_t found, reader.u8());
    if (found != tag) return malformed("section " + std::to_string(found) + " where " + std::to_string(tag) + " belongs");
    LET(const std::uint64_t length, reader.u64());
    if (length > reader.left()) return malformed("section " + std::to_string(tag) + " is longer than the file");
    return reader.exactly(static_cast<std::size_t>(length));
}

Result<Sha256> read_hash(RecordReader& reader) {
    LET(const BytesView bytes, reader.exactly(Sha256::kSize));
    return Sha256::from_bytes(bytes);
}

Result<BundleEvent> read_event(RecordReader& reader) {
    BundleEvent each;
    LET(each.leaf, reader.u64());
    LET(const BytesView bytes, reader.bytes());
    LET(each.event, decode_event(bytes));
    LET(const std::uint8_t steps, reader.u8());
    if (steps > kMostSteps) return malformed("a proof of " + std::to_string(steps) + " steps");
    for (unsigned i = 0; i < steps; ++i) {
        LET(const Sha256 step, read_hash(reader));
        each.proof.push_back(step);
    }
    return each;
}

Result<std::vector<BundleEvent>> read_events(BytesView body) {
    RecordReader reader(body);
    LET(const std::uint32_t count, reader.u32());
    std::vector<BundleEvent> all;
    for (std::uint32_t i = 0; i < count; ++i) {
        LET(BundleEvent each, read_event(reader));
        if (!all.empty() && each.leaf <= all.back().leaf) {
            return Error{Remedy::fix_input, errors::evidence::incomplete_history, "events[" + std::to_string(i) + "]"};
        }
        all.push_back(std::move(each));
    }
    TRY(reader.end());
    return all;
}

Result<BundleFile> read_file(RecordReader& reader) {
    BundleFile file;
    LET(file.role, reader.text());
    LET(file.name, reader.text());
    if (!is_role(file.role) || !is_file_name(file.name)) return malformed("the name of a file");
    LET(file.size, reader.u64());
    LET(file.sha256, read_hash(reader));
    LET(const std::uint8_t enclosed, reader.u8());
    if (enclosed > 1) return malformed("enclosed is neither 0 nor 1");
    if (enclosed == 1) {
        if (file.size > reader.left()) return malformed("an enclosed file is longer than the section");
        LET(const BytesView content, reader.exactly(static_cast<std::size_t>(file.size)));
        file.content = Bytes(content.begin(), content.end());
    }
    return file;
}

Result<std::vector<BundleFile>> read_files(BytesView body) {
    RecordReader reader(body);
    LET(const std::uint32_t count, reader.u32());
    std::vector<BundleFile> all;
    for (std::uint32_t i = 0; i < count; ++i) {
        LET(BundleFile file, read_file(reader));
        if (!all.empty() && order_of(file) <= order_of(all.back())) return malformed("files out of order");
        all.push_back(std::move(file));
    }
    TRY(reader.end());
    return all;
}

Result<Bundle> read_bundle(RecordReader& reader) {
    BundleContent content;
    LET(const BytesView id, read_section(reader, Tag::document));
    LET(const Uuid document_id, Uuid::from_bytes(id));
    content.document = DocumentId(document_id);
    LET(const BytesView key_text, read_section(reader, Tag::log_key));
    LET(LogPublicKey key, LogPublicKey::parse(as_text(key_text)));
    LET(const BytesView note, read_section(reader, Tag::checkpoint));
    if (note.size() > kMostNoteBytes) return malformed("the checkpoint is too long");
    content.checkpoint = as_text(note);
    LET(const BytesView event_bytes, read_section(reader, Tag::events));
    LET(content.events, read_events(event_bytes));
    LET(const BytesView file_bytes, read_section(reader, Tag::files));
    LET(content.files, read_files(file_bytes));
    LET(const BytesView at, read_section(reader, Tag::created));
    RecordReader at_reader(at);
    LET(const std::uint64_t at_us, at_reader.u64());
    TRY(at_reader.end());
    content.created = from_microseconds(static_cast<std::int64_t>(at_us));
    LET(const BytesView seal, read_section(reader, Tag::seal));
    LogSignature signature{};
    if (seal.size() != signature.size()) return malformed("the seal");
    std::copy(seal.begin(), seal.end(), signature.begin());
    TRY(reader.end());
    return Bundle{std::move(content), std::move(key), signature};
}

// Judging --------------------------------------------------------------------------------------------------------

// Nothing, or the code of the check that does not hold and where.
struct Refusal {
    std::string_view code;
    std::string where;
};
using Check = std::optional<Refusal>;

std::string place(std::string_view list, std::size_t index) {
    return std::string(list) + "[" + std::to_string(index) + "]";
}

bool belongs_to_one_document(StreamKind kind) {
    switch (kind) {
        case StreamKind::outgoing:
        case StreamKind::delivery:
        case StreamKind::incoming:
        case StreamKind::recall: return true;
        case StreamKind::register_book:
        case StreamKind::system: return false;
    }
    return false;
}

Check check_streams(const std::vector<BundleEvent>& all) {
    std::map<std::pair<StreamKind, Uuid>, std::uint32_t> last;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const HistoryEvent& event = all[i].event;
        std::uint32_t& before = last[{event.stream_kind, event.stream}];
        const std::uint32_t revision = event.revision.raw();
        const bool follows = belongs_to_one_document(event.stream_kind) ? revision == before + 1 : revision > before;
        if (!follows) return Refusal{errors::evidence::incomplete_history, place("events", i)};
        before = revision;
    }
    return std::nullopt;
}

Check check_events(const BundleContent& content, const TreeHead& head) {
    if (content.events.empty()) return Refusal{errors::evidence::incomplete_history, "events"};
    for (std::size_t i = 0; i < content.events.size(); ++i) {
        const BundleEvent& each = content.events[i];
        if (each.event.document != content.document) return Refusal{errors::evidence::other_document, place("events", i)};
        const auto bytes = encode(each.event);
        if (!bytes.has_value()) return Refusal{bytes.error().code, place("events", i)};
        const auto included = verify_inclusion(leaf_hash(*bytes), each.leaf, head.size, each.proof, head.root);
        if (!included.has_value()) return Refusal{included.error().code, place("events", i)};
    }
    return check_streams(content.events);
}

// Whether `event` names the file: fields P.sha256, P.name and P.size with its values.
bool names(const HistoryEvent& event, const BundleFile& file) {
    constexpr std::string_view suffix = ".sha256";
    const std::string digest = file.sha256.hex();
    for (const auto& [name, value] : event.fields.all()) {
        if (value != digest || !std::string_view(name).ends_with(suffix)) continue;
        const std::string prefix = name.substr(0, name.size() - suffix.size());
        if (event.fields.find(prefix + ".name") == file.name &&
            event.fields.find(prefix + ".size") == std::to_string(file.size)) {
            return true;
        }
    }
    return false;
}

Check check_files(const BundleContent& content) {
    for (std::size_t i = 0; i < content.files.size(); ++i) {
        const BundleFile& file = content.files[i];
        if (file.content && (file.content->size() != file.size || Sha256::of(*file.content) != file.sha256)) {
            return Refusal{errors::evidence::file_mismatch, place("files", i)};
        }
        const bool named = std::any_of(content.events.begin(), content.events.end(),
                                       [&file](const BundleEvent& each) { return names(each.event, file); });
        if (!named) return Refusal{errors::evidence::file_not_in_history, place("files", i)};
    }
    return std::nullopt;
}

Result<TreeHead> open_single_checkpoint(const Bundle& bundle) {
    LET(const Checkpoint checkpoint, open_checkpoint(bundle.content.checkpoint, bundle.key));
    LET(const SignedCheckpoint read, read_checkpoint(bundle.content.checkpoint));
    if (read.signatures.size() != 1) {
        return Error{Remedy::fix_input, errors::evidence::malformed_checkpoint, "more than one signature"};
    }
    return checkpoint.head;
}

Check check_key_and_seal(const Bundle& bundle, BytesView sealed, const std::optional<LogPublicKey>& pinned) {
    if (pinned && *pinned != bundle.key) return Refusal{errors::evidence::foreign_key, "log key"};
    if (!bundle.key.verifies(seal_message(sealed), bundle.seal)) {
        return Refusal{errors::evidence::signature_failed, "seal"};
    }
    return std::nullopt;
}

Verdict refused(Refusal refusal) {
    Verdict verdict;
    verdict.code = refusal.code;
    verdict.where = std::move(refusal.where);
    return verdict;
}

Verdict told(Bundle bundle, const TreeHead& head, bool pinned) {
    Verdict verdict;
    verdict.standing = pinned ? Standing::proved : Standing::consistent;
    verdict.document = bundle.content.document;
    verdict.log = bundle.key.name();
    verdict.fingerprint = bundle.key.fingerprint();
    verdict.head = head;
    verdict.created = bundle.content.created;
    for (BundleEvent& each : bundle.content.events) verdict.steps.push_back({each.leaf, std::move(each.event)});
    for (BundleFile& file : bundle.content.files) {
        verdict.files.push_back({file.role, file.name, file.size, file.sha256, file.content.has_value()});
    }
    return verdict;
}

}  // namespace

std::string_view to_word(Standing standing) {
    switch (standing) {
        case Standing::proved: return "proved";
        case Standing::consistent: return "consistent";
        case Standing::refused: return "refused";
    }
    return {};
}

Result<Bytes> seal_bundle(BundleContent content, const LogKey& key) {
    std::sort(content.events.begin(), content.events.end(),
              [](const BundleEvent& left, const BundleEvent& right) { return left.leaf < right.leaf; });
    std::sort(content.files.begin(), content.files.end(),
              [](const BundleFile& left, const BundleFile& right) { return order_of(left) < order_of(right); });
    // The same file attached twice is one file to prove.
    const auto doubles = std::unique(content.files.begin(), content.files.end());
    content.files.erase(doubles, content.files.end());
    LET(Bytes sealed, sealed_part(content, key.public_key()));
    const LogSignature signature = key.sign(seal_message(sealed));
    Bytes file = closed(std::move(sealed), signature);
    const Verdict verdict = verify(file, key.public_key());
    if (verdict.standing != Standing::proved) return Error{Remedy::call_operator, verdict.code, verdict.where};
    return file;
}

Result<Bundle> decode_bundle(BytesView file) {
    if (file.size() > kMostBundleBytes) return Error{Remedy::fix_input, errors::evidence::too_large, "closing"};
    if (!as_text(file).starts_with(kMagic)) return malformed("not an evidence bundle");
    if (file.size() < kMagic.size() + Sha256::kSize) return malformed("the file ends too early");
    const BytesView covered = file.first(file.size() - Sha256::kSize);
    LET(const Sha256 closing, Sha256::from_bytes(file.last(Sha256::kSize)));
    if (Sha256::of(covered) != closing) return Error{Remedy::fix_input, errors::evidence::digest_mismatch, "closing"};
    RecordReader reader(covered.subspan(kMagic.size()));
    auto bundle = read_bundle(reader);
    if (bundle.has_value()) return bundle;
    Error error = std::move(bundle).error();
    // What the record reader refuses is, seen from here, a malformed bundle.
    if (!error.code.starts_with("evidence.")) error = malformed(std::move(error.detail));
    error.detail += " (bundle, near byte " + std::to_string(kMagic.size() + reader.offset()) + ")";
    return error;
}

Verdict verify(BytesView file, const std::optional<LogPublicKey>& pinned) {
    auto decoded = decode_bundle(file);
    if (!decoded.has_value()) return refused({decoded.error().code, decoded.error().detail});
    Bundle bundle = std::move(decoded).value();
    const auto sealed = sealed_part(bundle.content, bundle.key);
    // The decoder takes one spelling only; this holds it to its word.
    if (!sealed.has_value() || !std::ranges::equal(closed(*sealed, bundle.seal), file)) {
        return refused({errors::evidence::malformed_bundle, "not in canonical form"});
    }
    if (Check check = check_key_and_seal(bundle, *sealed, pinned)) return refused(*std::move(check));
    const auto head = open_single_checkpoint(bundle);
    if (!head.has_value()) return refused({head.error().code, "checkpoint"});
    if (Check check = check_events(bundle.content, *head)) return refused(*std::move(check));
    if (Check check = check_files(bundle.content)) return refused(*std::move(check));
    return told(std::move(bundle), *head, pinned.has_value());
}

}  // namespace congvan::evidence
