#include "usecases/signing_task.hpp"

#include <algorithm>

#include "base/fault_point.hpp"
#include "base/fields.hpp"
#include "errors/signing.hpp"
#include "errors/usecases.hpp"
#include "signing/pdf/appearance.hpp"
#include "signing/pdf/page_view.hpp"
#include "signing/seal_place.hpp"
#include "usecases/dossiers.hpp"
#include "usecases/notify.hpp"
#include "usecases/page_layout.hpp"
#include "usecases/pictures.hpp"
#include "usecases/rules.hpp"
#include "usecases/signing_words.hpp"
#include "usecases/timestamp_outgoing.hpp"
#include "usecases/verification.hpp"

namespace congvan::usecases {
namespace {

using documents::FileRef;
using documents::Outgoing;

// A hand belongs to the person who signs, a seal to the agency. Only a picture that stands alone has its true size (NĐ 30/2020
// appendix I part I section II.8a); beside words it is as large as the look has room.
Result<Done> put_picture(Office& office, const Caller& caller, const SigningTask& task, signing::AppearanceRequest& request) {
    if (task.role == SignatureRole::initial) return Done{};
    const bool seal = task.role == SignatureRole::seal;
    LET(auto found, picture_to_draw(office, seal ? PictureOwner::seal_of(caller.agency.id) : PictureOwner::hand_of(caller.actor.person)));
    if (!found) return Done{};
    if (request.kind == signing::AppearanceKind::image_only) request.picture_width_mm = found->width_mm;
    request.picture = std::move(found->picture);
    return Done{};
}

Result<signing::AppearanceRequest> look_of(Office& office, const Caller& caller, const SigningTask& task) {
    signing::AppearanceRequest request;
    request.kind = kind_of_look(task.profile->appearance_of(appearance_of(task.role))->look);
    request.role = writer_role(task.role);
    if (task.role != SignatureRole::seal) request.signer = caller.official.name;
    request.post = caller.official.post;
    request.agency = caller.agency.name;
    request.notation = task.document.numbering->notation;
    request.at = task.at;
    TRY(put_picture(office, caller, task, request));
    return request;
}

Result<signing::PlacedDrawing> draw(Office& office, const Caller& caller, const SigningTask& task, BytesView pdf) {
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
    LET(const signing::AppearanceRequest look, look_of(office, caller, task));
    return signing::draw_in_place(look, layout, std::move(request), office.serif);
}

Result<signing::PreparedPdf> prepare_pdf(Office& office, const Caller& caller, const SigningTask& task, BytesView pdf) {
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

// Takes nothing on trust, not even its own work: the file before stands unchanged at the front, and the verifier finds exactly
// one signature more, with this certificate, over the whole file, and nothing to object to in any.
Result<Done> verify_signed(Office& office, const SigningTask& task, const std::string& field, BytesView before, BytesView file) {
    LET(const auto earlier, signing::placed_signatures(before));
    const VerdictView verdict = verify_pdf(office, file, task.at);
    std::string why = verdict.verdict;
    for (const ReasonView& reason : verdict.reasons) why += " " + reason.code;
    bool found = false;
    for (const SignatureView& each : verdict.signatures) {
        for (const ReasonView& reason : each.reasons) why += " " + each.field + ":" + reason.code;
        found = found || (each.field == field && each.certificate_sha256 == task.certificate.sha256.hex() && each.coverage == "whole_file");
    }
    const bool grown = file.size() > before.size() && std::equal(before.begin(), before.end(), file.begin());
    const bool one_more = verdict.signatures.size() == earlier.size() + 1;
    if (found && grown && one_more && verdict.verdict == "valid") return Done{};
    return Error{Remedy::call_operator, errors::usecases::signature_not_verified, why};
}

// NĐ 30/2020 art. 32.2d: the clerk seals only what carries the competent person's signature. The history says that it was
// made; here the file itself is asked whether it holds.
Result<Done> seal_is_due(Office& office, const SigningTask& task, BytesView pdf) {
    const auto required = documents::required_signatures(task.document.facts.method);
    const bool wants_person = std::find(required.begin(), required.end(), SignatureRole::personal) != required.end();
    if (task.role != SignatureRole::seal || !wants_person) return Done{};
    const VerdictView verdict = verify_pdf(office, pdf, task.at);
    for (const documents::SignatureMade& made : task.document.signatures) {
        if (made.role != SignatureRole::personal) continue;
        for (const SignatureView& each : verdict.signatures) {
            const bool holds = each.verdict == "valid" || each.verdict == "valid_with_additions";
            if (each.field == made.field && holds && each.certificate_sha256 == made.certificate.hex()) return Done{};
        }
    }
    return Error{Remedy::reload_and_retry, errors::usecases::seal_before_signature, verdict.verdict};
}

// Of an RSA key as the regulation says; a key of another kind leaves no choice.
signing::SigningOptions options_for(const SigningTask& task) {
    signing::SigningOptions options;
    if (task.certificate.key_algorithm == "EC") {
        options.scheme = signing::SignatureScheme::ecdsa_p256_sha256;
    } else if (*task.profile->rsa_scheme == policy::RsaScheme::pss) {
        options.scheme = signing::SignatureScheme::rsa_pss_sha256;
    }
    return options;
}

std::string_view scheme_word(signing::SignatureScheme scheme) {
    switch (scheme) {
        case signing::SignatureScheme::rsa_pkcs1_sha256: return "rsa_pkcs1_sha256";
        case signing::SignatureScheme::rsa_pss_sha256: return "rsa_pss_sha256";
        case signing::SignatureScheme::ecdsa_p256_sha256: return "ecdsa_p256_sha256";
    }
    return "";
}

std::optional<signing::SignatureScheme> scheme_from(std::string_view word) {
    for (const auto scheme : {signing::SignatureScheme::rsa_pkcs1_sha256, signing::SignatureScheme::rsa_pss_sha256,
                              signing::SignatureScheme::ecdsa_p256_sha256}) {
        if (scheme_word(scheme) == word) return scheme;
    }
    return std::nullopt;
}

}  // namespace

Result<SigningTask> task_for(Office& office, const Caller& caller, DocumentId id, SignatureRole role) {
    SigningTask task;
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

Result<Bytes> current_file(Office& office, const Outgoing& document) {
    LET(const auto content, office.blobs.open(document.final_pdf->sha256));
    return read_all(*content, signing::kMostPdfBytes);
}

Result<PreparedTask> prepare_task(Office& office, const Caller& caller, const SigningTask& task) {
    LET(const Bytes pdf, current_file(office, task.document));
    TRY(seal_is_due(office, task, pdf));
    LET(signing::PreparedPdf prepared, prepare_pdf(office, caller, task, pdf));
    LET(signing::SignedAttributes attributes,
        signing::prepare_attributes(prepared.digest(), task.key.certificate, options_for(task)));
    return PreparedTask{std::move(prepared), std::move(attributes)};
}

// pdf:bytes attributes:bytes scheme:text
Bytes encode(const PreparedTask& prepared) {
    Bytes kept;
    append_bytes(kept, prepared.pdf.encode());
    append_bytes(kept, prepared.attributes.der);
    append_text(kept, scheme_word(prepared.attributes.scheme));
    return kept;
}

Result<PreparedTask> decode_prepared(BytesView original, BytesView certificate, BytesView encoded) {
    RecordReader reader(encoded);
    LET(const BytesView update, reader.bytes());
    LET(const BytesView der, reader.bytes());
    LET(const std::string word, reader.text());
    TRY(reader.end());
    const auto scheme = scheme_from(word);
    if (!scheme) return Error{Remedy::fix_input, errors::signing::bad_prepared, "scheme " + word};
    LET(signing::PreparedPdf pdf, signing::PreparedPdf::decode(original, update));
    signing::SignedAttributes attributes;
    attributes.scheme = *scheme;
    attributes.der.assign(der.begin(), der.end());
    attributes.signer_certificate.assign(certificate.begin(), certificate.end());
    return PreparedTask{std::move(pdf), std::move(attributes)};
}

SigningRequest request_for(const signing::SignedAttributes& attributes) {
    SigningRequest request;
    request.bytes_to_sign = attributes.der;
    request.digest = DigestAlgorithm::sha256;
    request.scheme = scheme_of(attributes.scheme);
    request.certificate = attributes.signer_certificate;
    return request;
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

Result<Outcome> take_signature(Office& office, const Caller& caller, const WriteKey& key, const SigningTask& task,
                               const PreparedTask& prepared, const SignatureValue& value, const std::optional<Uuid>& pending) {
    LET(const Bytes cms, signing::assemble_cms(prepared.attributes, value.bytes, chain_of(office, task.certificate)));
    LET(const Bytes file, signing::complete_signature(prepared.pdf, cms));
    LET(const Bytes before, current_file(office, task.document));
    TRY(verify_signed(office, task, prepared.pdf.field(), before, file));
    LET(const StoredBlob stored, office.blobs.put(file));
    fault_point("sign.after_blob");

    FileRef signed_pdf = *task.document.final_pdf;
    signed_pdf.sha256 = stored.digest;
    signed_pdf.size = stored.size;
    documents::AddSignature command;
    command.signature = {task.role,      caller.official, prepared.pdf.field(), task.certificate.sha256, task.certificate.subject,
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
            const bool stamps = office.services != nullptr && office.services->stamps();
            if (stamps && made.stage == documents::OutgoingStage::sealed) TRY(transaction.enqueue(timestamp_item(made.id, stored.digest)));
            return made.id.raw();
        }));
    if (!outcome.replayed) tell(office, made);
    return outcome;
}

}  // namespace congvan::usecases
