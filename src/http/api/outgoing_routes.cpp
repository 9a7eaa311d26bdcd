#include "http/api/handlers.hpp"
#include "http/api/wire.hpp"
#include "http/download.hpp"
#include "http/problem.hpp"
#include "usecases/export_evidence.hpp"
#include "usecases/lists.hpp"
#include "usecases/outgoing_acts.hpp"
#include "usecases/sign_batch.hpp"
#include "usecases/views.hpp"

namespace congvan::http {
namespace {

using boost::json::array;
using boost::json::object;
using usecases::Caller;
using usecases::Outcome;
using usecases::WriteKey;

Result<Response> shown(Api& api, const Caller& caller, const Request& request, const Outcome& outcome, int status = 200) {
    LET(const usecases::OutgoingView view, usecases::view_outgoing(api.office, caller, DocumentId(outcome.subject)));
    Response answer = json(outcome.replayed ? 200 : status, wire::outgoing(view, request.language()));
    if (outcome.replayed) answer.set("Idempotency-Replayed", "true");
    return answer;
}

// A write on one document: the key and the id are read, the act is done, the document is shown as it is then.
using OutgoingAct = std::function<Result<Outcome>(const Caller&, const WriteKey&, DocumentId, Request&)>;
void add_act(Router& router, Api& api, Method method, std::string_view suffix, OutgoingAct act) {
    router.add(method, "/api/v1/outgoing/{id}" + std::string(suffix),
               for_caller(api, [&api, act = std::move(act)](const Caller& caller, Request& request) -> Result<Response> {
                   LET(const Uuid id, path_id(request));
                   LET(const WriteKey key, write_key(request));
                   LET(const Outcome outcome, act(caller, key, DocumentId(id), request));
                   return shown(api, caller, request, outcome);
               }));
}

Result<usecases::FactsInput> facts_input(const Request& request) {
    LET(const object body, strict_body(request, {"type", "abstract", "urgency", "secrecy", "recipients", "answer_by",
                                                 "answers", "method", "signer"}));
    usecases::FactsInput input;
    LET(input.type, text_of(body, "type"));
    LET(input.abstract, text_of(body, "abstract"));
    LET(const std::string urgency, text_of(body, "urgency"));
    LET(input.urgency, parse_urgency(urgency));
    LET(const std::string secrecy, text_of(body, "secrecy"));
    LET(input.secrecy, parse_secrecy(secrecy));
    LET(const std::string method, text_of(body, "method"));
    LET(input.method, parse_signing_method(method));
    LET(const std::vector<Uuid> recipients, ids_of(body, "recipients", 10'000));
    for (const Uuid& each : recipients) input.recipients.emplace_back(each);
    LET(const Uuid signer, id_of(body, "signer"));
    input.signer = PersonId(signer);
    LET(const std::optional<std::string> answer_by, optional_text_of(body, "answer_by"));
    if (answer_by) {
        LET(input.answer_by, parse_day(*answer_by));
    }
    LET(const std::optional<std::string> answers, optional_text_of(body, "answers"));
    if (answers) {
        LET(const Uuid answered, Uuid::parse(*answers));
        input.answers = IncomingId(answered);
    }
    return input;
}

Result<std::string> reason_in(const Request& request, std::string_view member = "reason") {
    LET(const object body, strict_body(request, {member}));
    return text_of(body, member);
}

Result<SignatureRole> role_in(const object& body) {
    LET(const std::string word, text_of(body, "role"));
    return parse_signature_role(word);
}

void add_drafting(Router& router, Api& api) {
    router.post("/api/v1/outgoing", for_caller(api, [&api](const Caller& caller, Request& request) -> Result<Response> {
                    LET(const WriteKey key, write_key(request));
                    LET(const usecases::FactsInput input, facts_input(request));
                    LET(const Outcome outcome, usecases::draft_outgoing(api.office, caller, key, input));
                    return shown(api, caller, request, outcome, 201);
                }));
    add_act(router, api, Method::put, "/facts",
            [&api](const Caller& caller, const WriteKey& key, DocumentId id, Request& request) -> Result<Outcome> {
                LET(const usecases::FactsInput input, facts_input(request));
                return usecases::change_outgoing_facts(api.office, caller, key, id, input);
            });
    add_act(router, api, Method::post, "/versions",
            [&api](const Caller& caller, const WriteKey& key, DocumentId id, Request& request) -> Result<Outcome> {
                LET(const object body, strict_body(request, {"source", "attachments"}));
                usecases::VersionInput input;
                LET(input.source, id_of(body, "source"));
                LET(input.attachments, ids_of(body, "attachments", 60));
                return usecases::add_outgoing_version(api.office, caller, key, id, input);
            });
    add_act(router, api, Method::post, "/submit",
            [&api](const Caller& caller, const WriteKey& key, DocumentId id, Request&) {
                return usecases::submit_outgoing(api.office, caller, key, id);
            });
}

void add_approval(Router& router, Api& api) {
    add_act(router, api, Method::post, "/return",
            [&api](const Caller& caller, const WriteKey& key, DocumentId id, Request& request) -> Result<Outcome> {
                LET(const std::string opinion, reason_in(request, "opinion"));
                return usecases::return_outgoing(api.office, caller, key, id, opinion);
            });
    add_act(router, api, Method::post, "/approve",
            [&api](const Caller& caller, const WriteKey& key, DocumentId id, Request& request) -> Result<Outcome> {
                LET(const object body, optional_body(request, {"opinion"}));
                LET(const std::optional<std::string> opinion, optional_text_of(body, "opinion"));
                return usecases::approve_outgoing(api.office, caller, key, id, opinion.value_or(""));
            });
    add_act(router, api, Method::post, "/scan",
            [&api](const Caller& caller, const WriteKey& key, DocumentId id, Request& request) -> Result<Outcome> {
                LET(const object body, strict_body(request, {"source"}));
                LET(const Uuid upload, id_of(body, "source"));
                return usecases::attach_scan(api.office, caller, key, id, upload);
            });
    add_act(router, api, Method::post, "/void-number",
            [&api](const Caller& caller, const WriteKey& key, DocumentId id, Request& request) -> Result<Outcome> {
                LET(const std::string reason, reason_in(request));
                return usecases::void_outgoing_number(api.office, caller, key, id, reason);
            });
}

std::string_view scheme_word(usecases::SignatureScheme scheme) {
    switch (scheme) {
        case usecases::SignatureScheme::rsa_pkcs1: return "rsa_pkcs1";
        case usecases::SignatureScheme::rsa_pss: return "rsa_pss";
        case usecases::SignatureScheme::ecdsa: return "ecdsa";
    }
    return "";
}

Result<Response> prepare_signing(Api& api, const Caller& caller, Request& request) {
    LET(const Uuid id, path_id(request));
    LET(const WriteKey key, write_key(request));
    LET(const object body, strict_body(request, {"role"}));
    LET(const SignatureRole role, role_in(body));
    LET(const usecases::PreparedSigning made,
        usecases::prepare_outgoing_signature(api.office, caller, key, DocumentId(id), role));
    return json(object{{"signing_id", made.id.text()},
                       {"bytes_to_sign", to_base64(made.request.bytes_to_sign)},
                       {"digest", "sha256"},
                       {"scheme", scheme_word(made.request.scheme)},
                       {"certificate", to_base64(made.request.certificate)},
                       {"expires_at", wire::instant(made.expires_at)}});
}

object batch_result(const usecases::BatchResult& each, Language language) {
    object shown{{"id", each.document.raw().text()}, {"signed", !each.problem}, {"replayed", each.replayed}};
    if (!each.problem) return shown;
    const ProblemText* text = find_problem(each.problem->code);
    const bool vi = language == Language::vietnamese;
    shown["code"] = each.problem->code;
    shown["title"] = text == nullptr ? each.problem->code : vi ? text->vi : text->en;
    shown["fix"] = text == nullptr ? "" : vi ? text->fix_vi : text->fix_en;
    return shown;
}

Result<Response> sign_many(Api& api, const Caller& caller, const Request& request) {
    LET(const object body, strict_body(request, {"documents", "role", "pin"}));
    LET(const SignatureRole role, role_in(body));
    LET(const std::vector<Uuid> ids, ids_of(body, "documents", usecases::kMostInBatch));
    LET(const std::optional<std::string> pin, optional_text_of(body, "pin"));
    std::optional<usecases::Pin> given;
    if (pin) given.emplace(*pin);
    std::string bound = std::string(request.path()) + "/" + std::string(to_word(role));
    std::vector<DocumentId> documents;
    for (const Uuid& id : ids) {
        documents.emplace_back(id);
        bound += "/" + id.text();
    }
    LET(const WriteKey key, WriteKey::make(request.header("Idempotency-Key"), as_bytes(bound)));
    LET(const auto results, usecases::sign_batch(api.office, caller, key, documents, role, given));
    array items;
    for (const usecases::BatchResult& each : results) items.push_back(batch_result(each, request.language()));
    return json(object{{"items", std::move(items)}});
}

void add_signing(Router& router, Api& api) {
    router.post("/api/v1/outgoing/sign-batch", for_caller(api, [&api](const Caller& caller, Request& request) {
                    return sign_many(api, caller, request);
                }));
    add_act(router, api, Method::post, "/sign",
            [&api](const Caller& caller, const WriteKey&, DocumentId id, Request& request) -> Result<Outcome> {
                LET(const object body, strict_body(request, {"role", "pin"}));
                LET(const SignatureRole role, role_in(body));
                LET(const std::optional<std::string> pin, optional_text_of(body, "pin"));
                std::optional<usecases::Pin> given;
                if (pin) given.emplace(*pin);
                // The key is bound to role and path: a digest of a PIN is not to be kept.
                const std::string bound = std::string(request.path()) + "/" + std::string(to_word(role));
                LET(const WriteKey key, WriteKey::make(request.header("Idempotency-Key"), as_bytes(bound)));
                return usecases::sign_outgoing(api.office, caller, key, id, role, given);
            });
    router.post("/api/v1/outgoing/{id}/sign/prepare",
                for_caller(api, [&api](const Caller& caller, Request& request) {
                    return prepare_signing(api, caller, request);
                }));
    add_act(router, api, Method::post, "/sign/complete",
            [&api](const Caller& caller, const WriteKey& key, DocumentId id, Request& request) -> Result<Outcome> {
                LET(const object body, strict_body(request, {"signing_id", "signature"}));
                LET(const Uuid signing, id_of(body, "signing_id"));
                LET(const std::string text, text_of(body, "signature"));
                usecases::SignatureValue value;
                LET(value.bytes, from_base64(text));
                return usecases::complete_outgoing_signature(api.office, caller, key, id, signing, value);
            });
    add_act(router, api, Method::post, "/issue",
            [&api](const Caller& caller, const WriteKey& key, DocumentId id, Request&) {
                return usecases::issue_outgoing(api.office, caller, key, id);
            });
    add_act(router, api, Method::post, "/recall",
            [&api](const Caller& caller, const WriteKey& key, DocumentId id, Request& request) -> Result<Outcome> {
                LET(const std::string reason, reason_in(request));
                return usecases::recall_outgoing(api.office, caller, key, id, reason);
            });
}

Result<Response> list(Api& api, const Caller& caller, const Request& request) {
    LET(const usecases::ListRequest wanted, list_request(request));
    LET(const auto page, usecases::list_outgoing(api.office, caller, wanted));
    array items;
    for (const auto& row : page.rows) items.push_back(wire::outgoing_row(row, request.language()));
    return json(object{{"items", std::move(items)}, {"next", wire::text_or_null(page.next)}});
}

Result<Response> history(Api& api, const Caller& caller, const Request& request) {
    LET(const Uuid id, path_id(request));
    LET(const auto events, usecases::outgoing_history(api.office, caller, DocumentId(id)));
    return history_answer(caller, request, events);
}

Result<Response> evidence(Api& api, const Caller& caller, const Request& request) {
    LET(const Uuid id, path_id(request));
    LET(const Bytes bundle, usecases::export_own_evidence(api.office, caller, DocumentId(id)));
    Response answer = Response::bytes("application/octet-stream", bundle);
    answer.set("Content-Disposition", content_disposition(Disposition::attachment, "chung-cu-" + id.text() + ".evidence"));
    return answer;
}

void add_reading(Router& router, Api& api) {
    router.get("/api/v1/outgoing", for_caller(api, [&api](const Caller& caller, Request& request) {
                   return list(api, caller, request);
               }));
    router.get("/api/v1/outgoing/{id}", for_caller(api, [&api](const Caller& caller, Request& request) -> Result<Response> {
                   LET(const Uuid id, path_id(request));
                   return shown(api, caller, request, Outcome{id, false});
               }));
    router.get("/api/v1/outgoing/{id}/history", for_caller(api, [&api](const Caller& caller, Request& request) {
                   return history(api, caller, request);
               }));
    router.get("/api/v1/outgoing/{id}/signatures",
               for_caller(api, [&api](const Caller& caller, Request& request) -> Result<Response> {
                   LET(const Uuid id, path_id(request));
                   LET(const auto verdict, usecases::outgoing_verdict(api.office, caller, DocumentId(id)));
                   return json(wire::verdict(verdict, request.language()));
               }));
    router.get("/api/v1/outgoing/{id}/evidence", for_caller(api, [&api](const Caller& caller, Request& request) {
                   return evidence(api, caller, request);
               }));
}

}  // namespace

void add_outgoing_routes(Router& router, Api& api) {
    add_drafting(router, api);
    add_approval(router, api);
    add_signing(router, api);
    add_reading(router, api);
}

}  // namespace congvan::http
