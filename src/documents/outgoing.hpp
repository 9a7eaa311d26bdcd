#pragma once

// The life of an outgoing document (văn bản đi), from the first draft to issue and recall.
//
//   drafting -> awaiting_approval -> numbered -> signing -> sealed -> issued -> recalled
//      ^              |                 |           |
//      +-- returned --+                 +-- void ---+  (back to drafting; the number stays in the book as void)
//
// Pure: decide(state, command, rules, at) gives events or a refusal; evolve folds them. The order of the signatures
// (drafter's initial, competent person, organisation seal last by the clerk) is enforced here
// (37/2018/QĐ-UBND art. 14.2, NĐ 30/2020 art. 32.2d).

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "documents/parts.hpp"
#include "policy/printed_head.hpp"

namespace congvan::documents {

// What the person who drafts says about the document.
struct OutgoingFacts {
    std::string type;       // code of the document type in the profile: "QD", "CV", …
    std::string type_name;  // "Quyết định"
    std::string abstract;   // trích yếu, 1 to 500 characters
    Urgency urgency = Urgency::normal;
    Secrecy secrecy = Secrecy::open;
    std::vector<AgencyRef> recipients;  // each agency once
    std::optional<Day> answer_by;       // asks for an answer, due that day (requirement B14)
    std::optional<IncomingId> answers;  // the incoming document that this one answers
    SigningMethod method = SigningMethod::person_and_seal;
    Official signer;  // the competent person who is to approve and sign

    friend bool operator==(const OutgoingFacts&, const OutgoingFacts&) = default;
};

// One version of the content. Every version stays readable (requirement B1).
struct Version {
    std::uint32_t number = 0;  // from 1
    FileRef source;            // what was uploaded
    FileRef pdf;               // what it looks like
    std::vector<FileRef> attachments;
    Official by;
    Instant at;
    std::optional<policy::PrintedHead> head{};  // what `pdf` prints as number and date; absent in versions from before it was read

    friend bool operator==(const Version&, const Version&) = default;
};

struct Opinion {
    Official by;
    Instant at;
    std::uint32_t version = 0;  // the version it is about
    std::string text;

    friend bool operator==(const Opinion&, const Opinion&) = default;
};

enum class OutgoingStage { none, drafting, awaiting_approval, numbered, signing, sealed, issued, recalled };
std::string_view to_word(OutgoingStage stage);

struct Outgoing {
    DocumentId id;
    Revision revision;
    OutgoingStage stage = OutgoingStage::none;
    AgencyRef agency;
    Official drafter;
    OutgoingFacts facts;
    std::vector<Version> versions;
    std::vector<Opinion> opinions;
    std::optional<Official> approver;
    std::optional<Numbering> numbering;
    std::optional<FileRef> final_pdf;  // with number and date; after each signature the file that carries it
    std::vector<SignatureMade> signatures;
    std::vector<Numbering> voided;  // numbers this document once held
    std::optional<Instant> issued_at;
    std::optional<Official> issued_by;
    std::optional<RecallId> recall;
    std::optional<Instant> recalled_at;

    friend bool operator==(const Outgoing&, const Outgoing&) = default;
};

// What the profile in force on the document's date says to this life cycle.
struct OutgoingRules {
    std::vector<SigningMethod> methods;           // allowed
    bool signature_required = true;               // KD19 sends without (19-QC/HU art. 6.2)
    std::vector<Secrecy> secrecy_allowed{Secrecy::open};
};

// The signatures a method asks for, in order.
std::vector<SignatureRole> required_signatures(SigningMethod method);
// The one that is due next; nothing unless the document is in `signing`.
std::optional<SignatureRole> next_signature(const Outgoing& document);

// Commands. `by` is the person acting, whose right to act was checked before; here only the document's own rules speak.

struct Draft { DocumentId id; AgencyRef agency; Official by; OutgoingFacts facts; };
struct ChangeFacts { Official by; OutgoingFacts facts; };
struct AddVersion {
    Official by;
    FileRef source;
    FileRef pdf;
    std::vector<FileRef> attachments;
    std::optional<policy::PrintedHead> head{};
};
struct Submit { Official by; };
struct ReturnForChange { Official by; std::string opinion; };
// Approves the last version; `numbering` was reserved in the same transaction.
struct Approve { Official by; std::string opinion; Numbering numbering; };
// The final file with number and date: rendered by the system, or (method 1) the scan of the signed paper.
enum class FinalOrigin { rendered, scanned };
std::string_view to_word(FinalOrigin origin);
struct SetFinal { Official by; FileRef pdf; FinalOrigin origin = FinalOrigin::rendered; };
// `signature.file` is `signed_pdf.sha256`; `base` is the file that was signed upon and must still be the current one.
struct AddSignature { SignatureMade signature; FileRef signed_pdf; Sha256 base; };
// A time-stamp of the file with its signatures so far, in a revision of its own (PAdES B-T); before issue. `base` as above.
struct AddTimestamp { Official by; FileRef stamped_pdf; Sha256 base; Instant time; };
struct VoidNumber { Official by; std::string reason; };
struct Issue { Official by; };
struct MarkRecalled { Official by; RecallId recall; std::string reason; };
using OutgoingCommand = std::variant<Draft, ChangeFacts, AddVersion, Submit, ReturnForChange, Approve, SetFinal,
                                     AddSignature, VoidNumber, Issue, MarkRecalled, AddTimestamp>;

// Events. Stored kinds are given behind each.

struct Drafted { DocumentId id; AgencyRef agency; Official by; OutgoingFacts facts; Instant at; };       // outgoing.drafted
struct FactsChanged { Official by; OutgoingFacts facts; Instant at; };                                   // outgoing.facts_changed
struct VersionAdded { Version version; };                                                                // outgoing.version_added
struct Submitted { Official by; std::uint32_t version = 0; Instant at; };                                // outgoing.submitted
struct ReturnedForChange { Opinion opinion; };                                                           // outgoing.returned_for_change
struct Approved { Official by; std::uint32_t version = 0; std::string opinion; Numbering numbering; Instant at; };  // outgoing.approved
struct FinalSet { Official by; FileRef pdf; FinalOrigin origin = FinalOrigin::rendered; Instant at; };   // outgoing.final_set
struct Signed { SignatureMade signature; FileRef pdf; };                                                 // outgoing.signed
struct NumberGivenUp { Official by; Numbering numbering; std::string reason; Instant at; };              // outgoing.number_voided
struct Issued { Official by; FileRef pdf; std::vector<AgencyRef> recipients; std::vector<FileRef> attachments; Instant at; };  // outgoing.issued
struct OutgoingRecalled { Official by; RecallId recall; std::string reason; Instant at; };               // outgoing.recalled
struct Timestamped { Official by; FileRef pdf; Instant time; Instant at; };                               // outgoing.timestamped
using OutgoingEvent = std::variant<Drafted, FactsChanged, VersionAdded, Submitted, ReturnedForChange, Approved, FinalSet,
                                   Signed, NumberGivenUp, Issued, OutgoingRecalled, Timestamped>;
using OutgoingEvents = std::vector<OutgoingEvent>;

// Fails: documents.wrong_stage (reload_and_retry) when the command does not fit the stage · documents.no_version,
// documents.no_recipients, documents.recipient_twice, documents.recipient_is_sender, documents.opinion_missing,
// documents.reason_missing, documents.method_not_allowed, documents.secrecy_refused, documents.answer_day_past
// (fix_input) · documents.not_the_drafter, documents.not_the_signer (ask_permission) ·
// documents.signature_out_of_order (reload_and_retry) · documents.signed_other_file (reload_and_retry) ·
// documents.not_all_signed (fix_input) · documents.exists (reload_and_retry).
// Drafter: ChangeFacts, AddVersion, Submit and the initial. Signer named in the facts: ReturnForChange, Approve and
// the personal signature. Who is a clerk is a matter of rights, checked by the caller. Free text is cleaned: besides
// these, base.empty_text, base.text_too_long, base.control_character, base.not_utf8 (fix_input).
// Method 1 is signed on paper: a rendered file is for printing, and only a scanned one goes on to `signing`; a scan fits
// no other method. A final file may be set again until the first signature. Where the rules want no signature, a document
// with its final file may be issued from `numbered` or `signing`.
Result<OutgoingEvents> decide(const Outgoing& state, const OutgoingCommand& command, const OutgoingRules& rules,
                              Instant at);
Outgoing evolve(Outgoing state, const OutgoingEvent& event);

std::string_view kind_of(const OutgoingEvent& event);
Fields to_fields(const OutgoingEvent& event);
Result<OutgoingEvent> outgoing_event_from(std::string_view kind, const Fields& fields);  // documents.unknown_event
Official actor_of(const OutgoingEvent& event);
Instant instant_of(const OutgoingEvent& event);

}  // namespace congvan::documents
