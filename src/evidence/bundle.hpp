#pragma once

// The evidence bundle: one file about one document that a third party can check offline, years later, with nothing
// but the log's public key. It carries every event about the document with its proof of inclusion in the log, the
// signed checkpoint the proofs lead to, and the document's files or their digests. The log's key also seals the
// bundle as a whole: proofs show that what is told is true, the seal that nothing was left out.
// Format: spec/formats/evidence-bundle.md. Pure; everything here is safe from many threads at once.
//
//   bundle  := magic section(1) … section(7) closing
//   magic   := "congvan evidence 1\n"
//   section := tag:u8 length:u64 body:byte[length]          tags 1 to 7, each once, in this order
//     1 document    byte[16]
//     2 log key     the verifier key text
//     3 checkpoint  the signed note; exactly one signature
//     4 events      count:u32 { leaf:u64 event:bytes steps:u8 step:byte[32]… }   leaf strictly ascending
//     5 files       count:u32 { role:text name:text size:u64 sha256:byte[32] enclosed:u8 byte[size if enclosed] }
//                   strictly ascending by (role, name, sha256)
//     6 created     at_us:u64
//     7 seal        byte[64], Ed25519 over "congvan evidence seal 1\n" || SHA-256(all bytes before section 7)
//   closing := byte[32], SHA-256 of all bytes before it

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "evidence/checkpoint.hpp"
#include "evidence/history_event.hpp"

namespace congvan::evidence {

inline constexpr std::size_t kMostBundleBytes = 256 * 1024 * 1024;

struct BundleEvent {
    std::uint64_t leaf = 0;  // its place in the log, from 0
    HistoryEvent event;
    Proof proof;  // of inclusion in the tree of the checkpoint

    friend bool operator==(const BundleEvent&, const BundleEvent&) = default;
};

struct BundleFile {
    std::string role;  // "main", "attachment", … one word
    std::string name;  // as the history names it
    std::uint64_t size = 0;
    Sha256 sha256;
    std::optional<Bytes> content;  // absent: only the digest is kept

    friend bool operator==(const BundleFile&, const BundleFile&) = default;
};

// What the exporter hands in; events and files in any order, a file that is named twice alike counts once.
struct BundleContent {
    DocumentId document;
    std::string checkpoint;  // a note signed by the same key
    std::vector<BundleEvent> events;
    std::vector<BundleFile> files;
    Instant created;

    friend bool operator==(const BundleContent&, const BundleContent&) = default;
};

struct Bundle {
    BundleContent content;
    LogPublicKey key;
    LogSignature seal;

    friend bool operator==(const Bundle&, const Bundle&) = default;
};

// The whole file, sealed. The result passes `verify` with the key, or this fails with the code of the check that would
// refuse it, so a system never hands out evidence that does not stand.
// Fails: every code that `Verdict::code` may hold (call_operator).
Result<Bytes> seal_bundle(BundleContent content, const LogKey& key);

// Reads exactly what `seal_bundle` writes, checking form and closing digest but no signature and no proof.
// Fails: evidence.too_large, evidence.malformed_bundle, evidence.digest_mismatch, evidence.malformed_event,
// evidence.malformed_key (fix_input), with the offset.
Result<Bundle> decode_bundle(BytesView file);

// proved: the history is the one that the pinned key vouches for · consistent: it holds together, but nothing says
// whose it is, as no key was given · refused: see `code`.
enum class Standing { proved, consistent, refused };
std::string_view to_word(Standing standing);

struct Step {
    std::uint64_t leaf = 0;
    HistoryEvent event;
};

struct FileSeen {
    std::string role;
    std::string name;
    std::uint64_t size = 0;
    Sha256 sha256;
    bool enclosed = false;
};

// An answer, not a failure. A refused bundle tells no story: `steps` and `files` are then empty.
struct Verdict {
    Standing standing = Standing::refused;
    std::string_view code;  // why refused: an evidence.* code; else empty
    std::string where;      // which part: "closing", "events[3]", "files[0]" …
    DocumentId document;
    std::string log;          // the name of the log
    std::string fingerprint;  // of the key in the bundle, as LogPublicKey::fingerprint
    TreeHead head;
    Instant created;
    std::vector<Step> steps;      // in the order of the log
    std::vector<FileSeen> files;
};

// Checks everything: form, closing digest, key, seal, checkpoint, every inclusion proof, that the events are all about
// the document, that streams of the document run without a gap from revision 1 (the streams that documents share,
// register_book and system, only upwards), that files match their digests and are named by the history with the same
// name and size (fields P.sha256, P.name, P.size of one event).
Verdict verify(BytesView file, const std::optional<LogPublicKey>& pinned);

}  // namespace congvan::evidence
