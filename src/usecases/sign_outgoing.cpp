// Initial, personal signature and seal go into the one final file, each verified before it is taken. The key may be
// at the server (one step) or on the person's own machine (two steps).

#include "base/fault_point.hpp"
#include "base/fields.hpp"
#include "errors/usecases.hpp"
#include "usecases/outgoing_acts.hpp"
#include "usecases/signing_task.hpp"

namespace congvan::usecases {
namespace {

constexpr std::chrono::minutes kSigningOpen{15};

}  // namespace

Result<Outcome> sign_outgoing(Office& office, const Caller& caller, const WriteKey& key, DocumentId id,
                              SignatureRole role, const std::optional<Pin>& pin) {
    LET(const std::optional<Outcome> earlier, earlier_outcome(office, caller, key));
    if (earlier) return *earlier;
    LET(const SigningTask task, task_for(office, caller, id, role));
    const TokenLabel token(task.key.token_label);
    const std::optional<Pin> used = pin ? pin : office.pins.find(caller.session, token, task.at);
    if (!used) return Error{Remedy::fix_input, errors::usecases::pin_needed, task.key.token_label};

    LET(const PreparedTask prepared, prepare_task(office, caller, task));
    LET(const KeyReference reference, reference_of(office, task.key));
    fault_point("sign.before_token");
    const auto value = office.keys.sign(reference, *used, request_for(prepared.attributes));
    if (!value.has_value()) {
        office.pins.forget(caller.session, token);
        return value.error();
    }
    office.pins.keep(caller.session, token, *used, task.at);
    fault_point("sign.after_token");
    return take_signature(office, caller, key, task, prepared, *value, std::nullopt);
}

Result<PreparedSigning> prepare_outgoing_signature(Office& office, const Caller& caller, const WriteKey& key,
                                                   DocumentId id, SignatureRole role) {
    LET(const SigningTask task, task_for(office, caller, id, role));
    LET(const PreparedTask prepared, prepare_task(office, caller, task));

    Bytes kept;
    append_bytes(kept, encode(prepared));
    append_u64(kept, static_cast<std::uint64_t>(to_microseconds(task.at)));
    LET(const StoredBlob stored, office.blobs.put(kept));
    PendingSignature pending;
    pending.id = office.new_id();
    pending.document = id;
    pending.by = caller.actor.person;
    pending.role = role;
    pending.base = task.document.final_pdf->sha256;
    pending.prepared = stored.digest;
    pending.certificate = task.key.certificate;
    pending.expires_at = task.at + kSigningOpen;
    TRY(act_once(office, caller, key, [&](Transaction& transaction) -> Result<Uuid> {
        TRY(transaction.put(pending));
        return pending.id;
    }));
    return PreparedSigning{pending.id, request_for(prepared.attributes), pending.expires_at};
}

Result<Outcome> complete_outgoing_signature(Office& office, const Caller& caller, const WriteKey& key, DocumentId id,
                                            Uuid signing, const SignatureValue& value) {
    LET(const std::optional<Outcome> earlier, earlier_outcome(office, caller, key));
    if (earlier) return *earlier;
    const Error gone{Remedy::reload_and_retry, errors::usecases::no_such_signing, signing.text()};
    LET(const auto pending, usecases::read<std::optional<PendingSignature>>(office.store, [&](Reader& reader) {
            return reader.pending_signature(signing);
        }));
    if (!pending || pending->document != id || pending->by != caller.actor.person) return gone;
    if (pending->expires_at <= office.clock.now()) return gone;
    LET(SigningTask task, task_for(office, caller, id, pending->role));
    if (task.document.final_pdf->sha256 != pending->base || task.key.certificate != pending->certificate) return gone;

    LET(const auto content, office.blobs.open(pending->prepared));
    LET(const Bytes kept, read_all(*content, signing::kMostPdfBytes));
    RecordReader reader(kept);
    LET(const BytesView encoded, reader.bytes());
    LET(const std::uint64_t at, reader.u64());
    task.at = from_microseconds(static_cast<std::int64_t>(at));
    LET(const Bytes pdf, current_file(office, task.document));
    LET(const PreparedTask prepared, decode_prepared(pdf, pending->certificate, encoded));
    return take_signature(office, caller, key, task, prepared, value, pending->id);
}

}  // namespace congvan::usecases
