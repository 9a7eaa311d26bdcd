#pragma once

// What people do with an outgoing document. Every act checks the right (directory::permit), decides, commits, and is
// done once per idempotency key; besides what is said there, each fails as act_once, directory::permit, the life
// cycle's decide, and with usecases.no_such_document (fix_input).

#include <optional>

#include "usecases/caller.hpp"

namespace congvan::usecases {

struct FactsInput {
    std::string type;
    std::string abstract;
    Urgency urgency = Urgency::normal;
    Secrecy secrecy = Secrecy::open;
    std::vector<AgencyId> recipients;
    std::optional<Day> answer_by;
    std::optional<IncomingId> answers;
    SigningMethod method = SigningMethod::person_and_seal;
    PersonId signer;
};

// Fail: usecases.unknown_type, usecases.unknown_agency, usecases.unknown_person, usecases.signer_not_leader,
// usecases.secrecy_refused (fix_input, with the clause), base.* for the abstract.
Result<Outcome> draft_outgoing(Office& office, const Caller& caller, const WriteKey& key, const FactsInput& input);
Result<Outcome> change_outgoing_facts(Office& office, const Caller& caller, const WriteKey& key, DocumentId id,
                                      const FactsInput& input);

// Takes uploads of the caller; the source becomes a PDF first, and what that prints as number and date is read. Fails:
// usecases.no_such_upload, usecases.source_not_document (fix_input), as Converter::to_pdf, signing::normalise.
struct VersionInput {
    Uuid source;
    std::vector<Uuid> attachments;
};
Result<Outcome> add_outgoing_version(Office& office, const Caller& caller, const WriteKey& key, DocumentId id,
                                     const VersionInput& input);

// Fails: usecases.rule_refused (fix_input) with the clause and sentence of the first rule that stands in the way.
Result<Outcome> submit_outgoing(Office& office, const Caller& caller, const WriteKey& key, DocumentId id);
Result<Outcome> return_outgoing(Office& office, const Caller& caller, const WriteKey& key, DocumentId id,
                                std::string_view opinion);
// Reserves number and date in the register; the final PDF follows by the outbox. Fails: usecases.rule_refused (fix_input),
// also when the draft prints another number, notation or date than the register gives.
Result<Outcome> approve_outgoing(Office& office, const Caller& caller, const WriteKey& key, DocumentId id,
                                 std::string_view opinion);
// Method 1: the scan of the numbered and signed paper. Fails: usecases.no_such_upload, usecases.not_a_pdf (fix_input),
// as signing::normalise.
Result<Outcome> attach_scan(Office& office, const Caller& caller, const WriteKey& key, DocumentId id, Uuid upload);

// Signs with a key that the server reaches. Without a PIN the one given less than five minutes ago is used.
// Fails: usecases.pin_needed, usecases.not_rendered_yet, usecases.no_key, usecases.signature_not_verified; as
// SignerKeys::sign, directory::may_use.
Result<Outcome> sign_outgoing(Office& office, const Caller& caller, const WriteKey& key, DocumentId id,
                              SignatureRole role, const std::optional<Pin>& pin);

// Two steps, for a key on the person's own machine: valid for fifteen minutes.
struct PreparedSigning {
    Uuid id;
    SigningRequest request;
    Instant expires_at;
};
Result<PreparedSigning> prepare_outgoing_signature(Office& office, const Caller& caller, const WriteKey& key,
                                                   DocumentId id, SignatureRole role);
// Fails: usecases.no_such_signing, usecases.signature_not_verified.
Result<Outcome> complete_outgoing_signature(Office& office, const Caller& caller, const WriteKey& key, DocumentId id,
                                            Uuid signing, const SignatureValue& value);

Result<Outcome> void_outgoing_number(Office& office, const Caller& caller, const WriteKey& key, DocumentId id,
                                     std::string_view reason);
// Fails: usecases.rule_refused (fix_input). One delivery per recipient is queued in the same transaction.
Result<Outcome> issue_outgoing(Office& office, const Caller& caller, const WriteKey& key, DocumentId id);
Result<Outcome> recall_outgoing(Office& office, const Caller& caller, const WriteKey& key, DocumentId id,
                                std::string_view reason);

}  // namespace congvan::usecases
