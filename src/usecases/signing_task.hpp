#pragma once

// One signature on the final file of an outgoing document, in steps: what is signed and by whom is fixed (`task_for`), the file
// prepared with the look and the place of its role (`prepare_task`), a value obtained from a key, and the result verified and
// committed (`take_signature`). Shared by signing in one step, in two, and of many documents in one go.

#include "documents/outgoing.hpp"
#include "signing/cms/builder.hpp"
#include "signing/pdf/writer.hpp"
#include "usecases/caller.hpp"

namespace congvan::usecases {

struct SigningTask {
    documents::Outgoing document;
    SignatureRole role = SignatureRole::personal;
    const policy::Profile* profile = nullptr;
    directory::HeldKey key;
    CertificateFacts certificate;
    Instant at;
};

// Fails: as load_outgoing, require, the life cycle's decide, directory::may_use · usecases.not_rendered_yet (retry_later).
Result<SigningTask> task_for(Office& office, const Caller& caller, DocumentId id, SignatureRole role);

// The file that lacks one value, and the bytes that the key has to sign: both are kept until the value is there, so that what
// comes out is what was prepared, byte for byte.
struct PreparedTask {
    signing::PreparedPdf pdf;
    signing::SignedAttributes attributes;
};

// Fails: usecases.seal_before_signature (reload_and_retry: the competent person's signature on the file is not valid) ·
// as the converter, signing::draw_in_place, signing::prepare_signature,
// signing::prepare_attributes.
Result<PreparedTask> prepare_task(Office& office, const Caller& caller, const SigningTask& task);

// The stored form, for the time between two steps; it belongs to the file that the task signs upon.
Bytes encode(const PreparedTask& prepared);
// Fails: signing.bad_prepared, base.malformed_record (fix_input).
Result<PreparedTask> decode_prepared(BytesView original, BytesView certificate, BytesView encoded);

// What the key is asked for.
SigningRequest request_for(const signing::SignedAttributes& attributes);

// The token and key that a held key lives on. Fails: usecases.no_key (call_operator), as SignerKeys::keys.
Result<KeyReference> reference_of(Office& office, const directory::HeldKey& held);

// The file as it stands. Fails: as BlobStore::open.
Result<Bytes> current_file(Office& office, const documents::Outgoing& document);

// Verifies what `value` makes of the prepared file, stores it and commits. `pending` is ended with it.
// Fails: usecases.signature_not_verified (call_operator: the file is not the one before plus exactly one valid signature by the
// task's certificate; nothing is kept) · signing.signature_mismatch (fix_input) · as decide and act_once.
Result<Outcome> take_signature(Office& office, const Caller& caller, const WriteKey& key, const SigningTask& task,
                               const PreparedTask& prepared, const SignatureValue& value, const std::optional<Uuid>& pending);

}  // namespace congvan::usecases
