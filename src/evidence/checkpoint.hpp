#pragma once

// The log's word at one size, as C2SP tlog-checkpoint over signed-note: three lines that name the log, its size and
// its root, signed. Whoever keeps two of them can demand a consistency proof. Format: spec/formats/merkle-log.md.
//
//   note      := origin "\n" size "\n" base64(root) "\n" "\n" signature{1..16}
//   signature := "— " name " " base64(id:byte[4] || signature:byte[64 for Ed25519]) "\n"

#include <string>
#include <string_view>
#include <vector>

#include "evidence/log_key.hpp"
#include "evidence/merkle.hpp"

namespace congvan::evidence {

struct Checkpoint {
    std::string origin;  // the name of the log's key
    TreeHead head;

    friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

struct NoteSignature {
    std::string name;
    std::uint32_t id = 0;
    Bytes signature;

    friend bool operator==(const NoteSignature&, const NoteSignature&) = default;
};

struct SignedCheckpoint {
    Checkpoint checkpoint;
    std::string text;  // what is signed: the three lines with their line ends
    std::vector<NoteSignature> signatures;

    friend bool operator==(const SignedCheckpoint&, const SignedCheckpoint&) = default;
};

inline constexpr std::size_t kMostNoteBytes = 64 * 1024;

// The note that `key` signs about `head`. The caller answers for never signing two heads that do not agree.
std::string sign_checkpoint(const TreeHead& head, const LogKey& key);

// Reads without trusting: no signature is checked. Extension lines are refused: nobody can audit them.
// Fails: evidence.malformed_checkpoint (fix_input).
Result<SignedCheckpoint> read_checkpoint(std::string_view note);

// Reads and checks: `key` must have signed, its origin be the key's name, and no signature of the key may fail;
// signatures of others (witnesses) are passed over.
// Fails: evidence.malformed_checkpoint, evidence.foreign_key, evidence.signature_failed (fix_input).
Result<Checkpoint> open_checkpoint(std::string_view note, const LogPublicKey& key);

}  // namespace congvan::evidence
