#include "evidence/checkpoint.hpp"

#include <charconv>

#include "base/fields.hpp"
#include "base/text.hpp"
#include "errors/evidence.hpp"

namespace congvan::evidence {
namespace {

constexpr std::string_view kDash = "\xe2\x80\x94 ";  // em dash, space
constexpr std::size_t kMostSignatures = 16;

Error malformed(std::string_view why) { return {Remedy::fix_input, errors::evidence::malformed_checkpoint, std::string(why)}; }

// Takes one line off the front of `rest`; every line ends with a line feed.
Result<std::string_view> take_line(std::string_view& rest) {
    const auto end = rest.find('\n');
    if (end == std::string_view::npos) return malformed("a line without its end");
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    return line;
}

Result<std::uint64_t> parse_size(std::string_view line) {
    std::uint64_t size = 0;
    const auto [end, failure] = std::from_chars(line.data(), line.data() + line.size(), size);
    const bool whole = failure == std::errc{} && end == line.data() + line.size();
    if (!whole || std::to_string(size) != line || size > kMostLeaves) return malformed("the tree size");
    return size;
}

Result<NoteSignature> parse_signature(std::string_view line) {
    if (!line.starts_with(kDash)) return malformed("a signature line without its dash");
    line.remove_prefix(kDash.size());
    const auto space = line.find(' ');
    if (space == std::string_view::npos || space == 0) return malformed("a signature line without a name");
    NoteSignature signature;
    signature.name = line.substr(0, space);
    if (signature.name.find('+') != std::string::npos) return malformed("the name of a signer");
    const auto bytes = from_base64(line.substr(space + 1));
    if (!bytes.has_value() || bytes->size() <= 4) return malformed("a signature is not base64");
    RecordReader reader(*bytes);
    LET(signature.id, reader.u32());
    signature.signature.assign(bytes->begin() + 4, bytes->end());
    return signature;
}

bool has_control_character(std::string_view note) {
    for (const char c : note) {
        if (static_cast<unsigned char>(c) < 0x20 && c != '\n') return true;
    }
    return false;
}

std::string text_of(const Checkpoint& checkpoint) {
    return checkpoint.origin + "\n" + std::to_string(checkpoint.head.size) + "\n" +
           to_base64(checkpoint.head.root.bytes()) + "\n";
}

Result<Checkpoint> parse_text(std::string_view& rest) {
    Checkpoint checkpoint;
    LET(const std::string_view origin, take_line(rest));
    if (origin.empty()) return malformed("the origin is empty");
    checkpoint.origin = origin;
    LET(const std::string_view size, take_line(rest));
    LET(checkpoint.head.size, parse_size(size));
    LET(const std::string_view root, take_line(rest));
    const auto hash = from_base64(root);
    if (!hash.has_value() || hash->size() != Sha256::kSize) return malformed("the root");
    LET(checkpoint.head.root, Sha256::from_bytes(*hash));
    LET(const std::string_view blank, take_line(rest));
    if (!blank.empty()) return malformed("an extension line");
    return checkpoint;
}

}  // namespace

std::string sign_checkpoint(const TreeHead& head, const LogKey& key) {
    const std::string text = text_of({key.public_key().name(), head});
    Bytes signature;
    append_u32(signature, key.public_key().id());
    const LogSignature signed_text = key.sign(as_bytes(text));
    signature.insert(signature.end(), signed_text.begin(), signed_text.end());
    return text + "\n" + std::string(kDash) + key.public_key().name() + " " + to_base64(signature) + "\n";
}

Result<SignedCheckpoint> read_checkpoint(std::string_view note) {
    if (note.size() > kMostNoteBytes) return malformed("the note is too long");
    if (!is_utf8(note) || has_control_character(note)) return malformed("the note is not plain text");
    std::string_view rest = note;
    SignedCheckpoint signed_checkpoint;
    LET(signed_checkpoint.checkpoint, parse_text(rest));
    signed_checkpoint.text = text_of(signed_checkpoint.checkpoint);
    while (!rest.empty()) {
        LET(const std::string_view line, take_line(rest));
        LET(NoteSignature signature, parse_signature(line));
        if (signed_checkpoint.signatures.size() == kMostSignatures) return malformed("too many signatures");
        signed_checkpoint.signatures.push_back(std::move(signature));
    }
    if (signed_checkpoint.signatures.empty()) return malformed("no signature");
    return signed_checkpoint;
}

Result<Checkpoint> open_checkpoint(std::string_view note, const LogPublicKey& key) {
    LET(SignedCheckpoint signed_checkpoint, read_checkpoint(note));
    bool found = false;
    for (const NoteSignature& signature : signed_checkpoint.signatures) {
        if (signature.name != key.name() || signature.id != key.id()) continue;
        found = true;
        if (!key.verifies(as_bytes(signed_checkpoint.text), signature.signature)) {
            return Error{Remedy::fix_input, errors::evidence::signature_failed, "the checkpoint"};
        }
    }
    if (!found || signed_checkpoint.checkpoint.origin != key.name()) {
        return Error{Remedy::fix_input, errors::evidence::foreign_key, "the checkpoint is not of " + key.name()};
    }
    return std::move(signed_checkpoint.checkpoint);
}

}  // namespace congvan::evidence
