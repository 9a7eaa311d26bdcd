#pragma once

// What checking a signed file comes to. Plain values, to be stored and shown; texts are UTF-8.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.hpp"
#include "signing/judge/words.hpp"
#include "signing/pdf/geometry.hpp"

namespace congvan::signing {

// Who vouches for an anchor: the official authority of state bodies (VGCA), a licensed public authority, or the
// installation itself.
enum class AnchorClass { official, licensed, own };
std::string_view to_word(AnchorClass kind);  // "official", "public", "own"

// One later widget over an earlier one, as a share of the earlier one's area, [0, 1].
struct Overlap {
    std::string earlier_field;
    double share = 0;
    bool allowed = false;  // a seal over a personal signature, as far as it may
};

// What a signature of a PDF is: that of a person or agency, or a time-stamp of the whole file (EN 319 142-1 5.4.3).
enum class SignatureForm { signature, document_timestamp };
std::string_view to_word(SignatureForm form);

// One time-stamp on a signature or a file.
struct TimestampReport {
    TimestampStatus status = TimestampStatus::malformed;
    std::optional<Instant> time;        // what it says, believed or not; only once its own signature verifies
    std::string authority;              // common name; likewise
    std::string policy;
    std::string algorithm;
    std::string certificate_sha256;
    RevocationStatus revocation_status = RevocationStatus::not_checked;
};

// An answer about revocation that was believed: what to keep in order to judge again (TT 15/2025/TT-BKHCN).
struct EvidenceUse {
    std::string kind;                   // "ocsp", "crl"
    std::string sha256;                 // of its bytes
    std::string certificate_sha256;     // about whom
    Instant this_update;
};

struct SignatureReport {
    SignatureForm form = SignatureForm::signature;
    std::string field;
    std::optional<Place> place;     // none: invisible

    // Who: empty unless the signature value verifies under a certificate that the signer bound to it, or that leads
    // to an anchor. So no byte of the file can be changed to show somebody else.
    std::string signer;             // common name
    std::string title;
    std::string organisation;
    std::string organisational_unit;
    std::string subject_serial;
    std::string issuer;
    std::string serial;             // of the certificate, hex
    std::string certificate_sha256;
    std::optional<Instant> not_before;
    std::optional<Instant> not_after;

    std::string reason;             // /Reason, /Location of the dictionary: claims, covered by the signature
    std::string location;
    std::optional<Instant> signing_time;  // claimed
    std::optional<Instant> timestamp_time;  // the earliest of time-stamps that are trusted: it existed then
    std::vector<TimestampReport> timestamps;
    std::string algorithm;          // "RSA-PKCS1-SHA256"; empty when unread
    int key_bits = 0;

    Verdict verdict = Verdict::undetermined;
    Integrity integrity = Integrity::unknown;
    Coverage coverage = Coverage::unclear;
    std::optional<std::size_t> revision;     // from 0: the one that holds it
    std::optional<std::size_t> signed_bytes; // the file as it was when signed is its first so many bytes
    ChainStatus chain_status = ChainStatus::not_checked;
    std::optional<AnchorClass> anchor_class;
    std::string anchor;             // common name of the anchor
    RevocationStatus revocation_status = RevocationStatus::not_checked;
    std::optional<Instant> revoked_at;      // of the signer's certificate
    std::vector<EvidenceUse> evidence;
    std::vector<std::string> unsigned_attributes;  // dotted object identifiers
    std::vector<Overlap> overlaps;
    std::string covered_text;  // words of the page that a later signature stands over
    std::vector<std::string_view> reasons;   // codes of judge/reasons.hpp
};

enum class ChangeKind {
    signature_added,
    page_changed,
    pages_added_or_removed,
    annotation_changed,
    form_changed,
    object_changed,
    object_deleted,
    unsigned_field_added,
    catalog_changed,
    trailer_changed,
    timestamp_added,        // of the whole file
    security_store_added,   // certificates, revocation lists and answers for later years (EN 319 142-1 5.4.2)
    metadata_updated,       // dates and the names of programs
    number_entered,         // number and date of the document
    layout_odd,      // bytes of the update that its cross-reference section does not account for
    other,
};
std::string_view to_word(ChangeKind kind);

// One thing that a revision after the first signature did.
struct Change {
    std::size_t revision = 0;
    ChangeKind kind = ChangeKind::other;
    std::string subject;  // field name, "page 2", "object 17", a key
    int page = 0;         // where a person would see it, from 1; 0: on no page, or on all
    std::string_view part;  // of the page: a word of kPageParts; empty: none
};

// What of a page was changed.
inline constexpr std::string_view kPageParts[] = {"content", "font", "picture", "form", "annotation"};

// One sentence for a clerk: "Trang 2 bị thay nội dung." · "The content of page 2 was replaced."
std::string to_vietnamese(const Change& change);
std::string to_english(const Change& change);

struct DocumentReport {
    SignedKind kind = SignedKind::pdf;
    Verdict verdict = Verdict::undetermined;
    Integrity integrity = Integrity::unknown;
    std::vector<std::string_view> reasons;
    std::vector<SignatureReport> signatures;  // in the order of signing
    std::size_t revisions = 0;
    std::vector<Change> changes;
    std::vector<std::string> unsigned_parts;  // names of what no signature covers: parts of a package, elements
};

}  // namespace congvan::signing
