// Initial, personal signature and seal go into the one final file, each verified before it is taken. The key may be
// at the server (one step) or on the person's own machine (two steps).

#include <algorithm>

#include "base/fault_point.hpp"
#include "errors/usecases.hpp"
#include "signing/cms/builder.hpp"
#include "signing/pdf/appearance.hpp"
#include "signing/pdf/page_view.hpp"
#include "signing/pdf/writer.hpp"
#include "signing/seal_place.hpp"
#include "usecases/dossiers.hpp"
#include "usecases/notify.hpp"
#include "usecases/outgoing_acts.hpp"
#include "usecases/page_layout.hpp"
#include "usecases/rules.hpp"
#include "usecases/verification.hpp"

namespace congvan::usecases {
namespace {

using directory::Act;
using documents::FileRef;
using documents::Outgoing;

constexpr std::chrono::minutes kSigningOpen{15};

Act act_for(SignatureRole role) {
    switch (role) {
        case SignatureRole::initial: return Act::initial;
        case SignatureRole::personal: return Act::sign;
        case SignatureRole::seal: return Act::seal;
    }
    return Act::sign;
}

signing::SignatureRole writer_role(SignatureRole role) {
    switch (role) {
        case SignatureRole::initial: return signing::SignatureRole::initial;
        case SignatureRole::personal: return signing::SignatureRole::personal;
        case SignatureRole::seal: return signing::SignatureRole::seal;
    }
    return signing::SignatureRole::personal;
}

policy::AppearanceOf appearance_of(SignatureRole role) {
    switch (role) {
        case SignatureRole::initial: return policy::AppearanceOf::initial;
        case SignatureRole::personal: return policy::AppearanceOf::personal;
        case SignatureRole::seal: return policy::AppearanceOf::seal;
    }
    return policy::AppearanceOf::personal;
}

signing::AppearanceKind kind_of_look(policy::SignatureLook look) {
    switch (look) {
        case policy::SignatureLook::image_only: return signing::AppearanceKind::image_only;
        case policy::SignatureLook::image_name_time: return signing::AppearanceKind::image_name_time;
        case policy::SignatureLook::name_agency_time: return signing::AppearanceKind::name_agency_time;
        case policy::SignatureLook::name_post: return signing::AppearanceKind::name_post;
        case policy::SignatureLook::text_only: return signing::AppearanceKind::text_only;
    }
    return signing::AppearanceKind::image_only;
}

signing::Anchor anchor_of(policy::SignaturePlace place) {
    switch (place) {
        case policy::SignaturePlace::above_signer_name: return signing::Anchor::above_signer_name;
        case policy::SignaturePlace::on_personal_signature: return signing::Anchor::on_personal_signature;
        case policy::SignaturePlace::end_of_recipients: return signing::Anchor::end_of_recipients;
        case policy::SignaturePlace::margin_below_notation: return signing::Anchor::margin_below_notation;
        case policy::SignaturePlace::top_right: return signing::Anchor::top_right;
    }
    return signing::Anchor::above_signer_name;
}

// What is signed, by whom, with which key: fixed before anything is asked of a device.
struct Task {
    Outgoing document;
    SignatureRole role = SignatureRole::personal;
    const policy::Profile* profile = nullptr;
    directory::HeldKey key;
    CertificateFacts certificate;
    Instant at;
};

Result<Task> task_for(Office& office, const Caller& caller, DocumentId id, SignatureRole role) {
    Task task;
    task.role = role;
    task.at = office.clock.now();
    LET(task.document, usecases::read<Outgoing>(office.store, [&](Reader& reader) { return load_outgoing(reader, id); }));
    TRY(require(caller, act_for(role), thing_of(caller, task.document)));
    LET(task.profile, profile_of(office, *caller.directory, caller.agency.id, caller.today));
    // A role that is not next is refused by the life cycle, in its own words, before a key is touched.
    documents::AddSignature rehearsal;
    rehearsal.signature.role = role;
    rehearsal.signature.by = caller.official;
    if (task.document.final_pdf) {
        rehearsal.base = task.document.final_pdf->sha256;
        TRY(decide(task.document, rehearsal, outgoing_rules(*task.profile), task.at));
    } else if (task.document.numbering) {
        return Error{Remedy::retry_later, errors::usecases::not_rendered_yet, id.raw().text()};
    } else {
        TRY(decide(task.document, rehearsal, outgoing_rules(*task.profile), task.at));
    }
    LET(const directory::HeldKey* key,
        caller.directory->key_for(role, caller.actor.person, caller.agency.id, caller.today));
    TRY(directory::may_use(*key, caller.actor.person, caller.actor.roles, caller.actor.delegations, caller.today));
    task.key = *key;
    LET(task.certificate, office.trust.facts(task.key.certificate));
    return task;
}

signing::AppearanceRequest look_of(const Caller& caller, const Task& task) {
    signing::AppearanceRequest request;
    request.kind = kind_of_look(task.profile->appearance_of(appearance_of(task.role))->look);
    request.role = writer_role(task.role);
    if (task.role != SignatureRole::seal) request.signer = caller.official.name;
    request.post = caller.official.post;
    request.agency = caller.agency.name;
    request.notation = task.document.numbering->notation;
    request.at = task.at;
    return request;
}

Result<signing::PlacedDrawing> draw(Office& office, const Caller& caller, const Task& task, BytesView pdf) {
    LET(const PdfText text, office.converter.text_boxes(pdf));
    LET(const std::vector<signing::PlacedSignature> placed, signing::placed_signatures(pdf));
    signing::PlaceRequest request;
    request.anchor = anchor_of(task.profile->appearance_of(appearance_of(task.role))->place);
    request.signer = task.document.facts.signer.name;
    for (const signing::PlacedSignature& each : placed) {
        request.taken.push_back(each.place);
        if (each.role == signing::SignatureRole::personal) request.personal = each.place;
    }
    LET(const signing::PageLayout layout, signing::seen_layout(pdf, page_layout(text)));
    return signing::draw_in_place(look_of(caller, task), layout, std::move(request), office.serif);
}

Result<Bytes> current_file(Office& office, const Outgoing& document) {
    LET(const auto content, office.blobs.open(document.final_pdf->sha256));
    return read_all(*content, signing::kMostPdfBytes);
}

Result<signing::PreparedPdf> prepare(Office& office, const Caller& caller, const Task& task, BytesView pdf) {
    signing::SignatureRequest request;
    request.role = writer_role(task.role);
    request.at = task.at;
    request.signer = task.role == SignatureRole::seal ? caller.agency.name : caller.official.name;
    LET(signing::PlacedDrawing placed, draw(office, caller, task, pdf));
    request.place = placed.found.place;
    request.appearance = std::move(placed.drawing);
    return signing::prepare_signature(pdf, request);
}

// The certificates that lead from the signer's to an anchor travel with the signature.
std::vector<Bytes> chain_of(Office& office, const CertificateFacts& leaf) {
    std::vector<Bytes> chain;
    const auto material = office.trust.material();
    std::string issuer = leaf.issuer;
    for (std::size_t depth = 0; depth < 8; ++depth) {
        const auto next = std::find_if(material->intermediates.begin(), material->intermediates.end(),
                                       [&](const Certificate& each) { return each.facts.subject == issuer; });
        if (next == material->intermediates.end()) break;
        chain.push_back(next->der);
        issuer = next->facts.issuer;
    }
    return chain;
}

SignatureScheme scheme_of(signing::SignatureScheme scheme) {
    switch (scheme) {
        case signing::SignatureScheme::rsa_pkcs1_sha256: return SignatureScheme::rsa_pkcs1;
        case signing::SignatureScheme::rsa_pss_sha256: return SignatureScheme::rsa_pss;
        case signing::SignatureScheme::ecdsa_p256_sha256: return SignatureScheme::ecdsa;
    }
    return SignatureScheme::rsa_pkcs1;
}

SigningRequest request_for(const signing::SignedAttributes& attributes) {
    SigningRequest request;
    request.bytes_to_sign = attributes.der;
    request.digest = DigestAlgorithm::sha256;
    request.scheme = scheme_of(attributes.scheme);
    request.certificate = attributes.signer_certificate;
    return request;
}

// Takes nothing on trust, not even its own work: the file must now be valid for the verifier, with this certificate
// on the new field.
Result<Done> verify_signed(Office& office, const Task& task, const std::string& field, BytesView file) {
    const VerdictView verdict = verify_pdf(office, file, task.at);
    std::string why = verdict.verdict;
    for (const ReasonView& reason : verdict.reasons) why += " " + reason.code;
    for (const SignatureView& each : verdict.signatures) {
        for (const ReasonView& reason : each.reasons) why += " " + each.field + ":" + reason.code;
        if (each.field == field && each.certificate_sha256 == task.certificate.sha256.hex() && verdict.verdict == "valid") {
            return Done{};
        }
    }
    return Error{Remedy::call_operator, errors::usecases::signature_not_verified, why};
}

Result<Outcome> take(Office& office, const Caller& caller, const WriteKey& key, const Task& task,
                     const signing::PreparedPdf& prepared, const signing::SignedAttributes& attributes,
                     const SignatureValue& value, const std::optional<Uuid>& pending) {
    LET(const Bytes cms, signing::assemble_cms(attributes, value.bytes, chain_of(office, task.certificate)));
    LET(const Bytes file, signing::complete_signature(prepared, cms));
    TRY(verify_signed(office, task, prepared.field(), file));
    LET(const StoredBlob stored, office.blobs.put(file));
    fault_point("sign.after_blob");

    FileRef signed_pdf = *task.document.final_pdf;
    signed_pdf.sha256 = stored.digest;
    signed_pdf.size = stored.size;
    documents::AddSignature command;
    command.signature = {task.role,      caller.official, prepared.field(), task.certificate.sha256, task.certificate.subject,
                         task.at, stored.digest};
    command.signed_pdf = signed_pdf;
    command.base = task.document.final_pdf->sha256;
    Outgoing made;
    LET(const Outcome outcome, act_once(office, caller, key, [&](Transaction& transaction) -> Result<Uuid> {
            LET(Outgoing document, load_outgoing(transaction, task.document.id));
            TRY(require(caller, act_for(task.role), thing_of(caller, document)));
            LET(const auto events, decide(document, command, outgoing_rules(*task.profile), office.clock.now()));
            TRY(transaction.hold_blob(document.id, stored.digest));
            if (pending) TRY(transaction.remove_pending_signature(*pending));
            LET(made, commit(transaction, std::move(document), events));
            return made.id.raw();
        }));
    if (!outcome.replayed) tell(office, made);
    return outcome;
}

// The token and key that a held key lives on. Its id on the token is the digest of the certificate, as the tool that
// made it put it there; a token with one key needs no more.
Result<KeyReference> reference_of(Office& office, const directory::HeldKey& held) {
    const TokenLabel token(held.token_label);
    LET(const std::vector<KeyFacts> keys, office.keys.keys(token));
    for (const KeyFacts& each : keys) {
        if (each.certificate == held.certificate) return each.reference;
    }
    return Error{Remedy::call_operator, errors::usecases::no_key, "token " + held.token_label};
}

}  // namespace

Result<Outcome> sign_outgoing(Office& office, const Caller& caller, const WriteKey& key, DocumentId id,
                              SignatureRole role, const std::optional<Pin>& pin) {
    LET(const std::optional<Outcome> earlier, earlier_outcome(office, caller, key));
    if (earlier) return *earlier;
    LET(const Task task, task_for(office, caller, id, role));
    const TokenLabel token(task.key.token_label);
    const std::optional<Pin> used = pin ? pin : office.pins.find(caller.session, token, task.at);
    if (!used) return Error{Remedy::fix_input, errors::usecases::pin_needed, task.key.token_label};

    LET(const Bytes pdf, current_file(office, task.document));
    LET(const signing::PreparedPdf prepared, prepare(office, caller, task, pdf));
    LET(const signing::SignedAttributes attributes,
        signing::prepare_attributes(prepared.digest(), task.key.certificate));
    LET(const KeyReference reference, reference_of(office, task.key));
    fault_point("sign.before_token");
    const auto value = office.keys.sign(reference, *used, request_for(attributes));
    if (!value.has_value()) {
        office.pins.forget(caller.session, token);
        return value.error();
    }
    office.pins.keep(caller.session, token, *used, task.at);
    fault_point("sign.after_token");
    return take(office, caller, key, task, prepared, attributes, *value, std::nullopt);
}

Result<PreparedSigning> prepare_outgoing_signature(Office& office, const Caller& caller, const WriteKey& key,
                                                   DocumentId id, SignatureRole role) {
    LET(const Task task, task_for(office, caller, id, role));
    LET(const Bytes pdf, current_file(office, task.document));
    LET(const signing::PreparedPdf prepared, prepare(office, caller, task, pdf));
    LET(const signing::SignedAttributes attributes,
        signing::prepare_attributes(prepared.digest(), task.key.certificate));

    Bytes kept;
    append_bytes(kept, prepared.encode());
    append_bytes(kept, attributes.der);
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
    return PreparedSigning{pending.id, request_for(attributes), pending.expires_at};
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
    LET(Task task, task_for(office, caller, id, pending->role));
    if (task.document.final_pdf->sha256 != pending->base || task.key.certificate != pending->certificate) return gone;

    LET(const auto content, office.blobs.open(pending->prepared));
    LET(const Bytes kept, read_all(*content, signing::kMostPdfBytes));
    RecordReader reader(kept);
    LET(const BytesView encoded, reader.bytes());
    LET(const BytesView der, reader.bytes());
    LET(const std::uint64_t at, reader.u64());
    task.at = from_microseconds(static_cast<std::int64_t>(at));
    LET(const Bytes pdf, current_file(office, task.document));
    LET(const signing::PreparedPdf prepared, signing::PreparedPdf::decode(pdf, encoded));
    signing::SignedAttributes attributes;
    attributes.der.assign(der.begin(), der.end());
    attributes.signer_certificate = pending->certificate;
    return take(office, caller, key, task, prepared, attributes, value, pending->id);
}

}  // namespace congvan::usecases
