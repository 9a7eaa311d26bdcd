#include "http/api/handlers.hpp"
#include "http/api/wire.hpp"
#include "usecases/incoming_acts.hpp"
#include "usecases/lists.hpp"
#include "usecases/views.hpp"

namespace congvan::http {
namespace {

using boost::json::array;
using boost::json::object;
using usecases::Caller;
using usecases::Outcome;
using usecases::WriteKey;

Result<Response> shown(Api& api, const Caller& caller, const Request& request, const Outcome& outcome) {
    LET(const usecases::IncomingView view, usecases::view_incoming(api.office, caller, IncomingId(outcome.subject)));
    Response answer = json(wire::incoming(view, request.language()));
    if (outcome.replayed) answer.set("Idempotency-Replayed", "true");
    return answer;
}

using IncomingAct = std::function<Result<Outcome>(const Caller&, const WriteKey&, IncomingId, Request&)>;
void add_act(Router& router, Api& api, std::string_view name, IncomingAct act) {
    router.post("/api/v1/incoming/{id}/" + std::string(name),
                for_caller(api, [&api, act = std::move(act)](const Caller& caller, Request& request) -> Result<Response> {
                    LET(const Uuid id, path_id(request));
                    LET(const WriteKey key, write_key(request));
                    LET(const Outcome outcome, act(caller, key, IncomingId(id), request));
                    return shown(api, caller, request, outcome);
                }));
}

Result<usecases::CorrectedFields> corrected_in(const Request& request) {
    usecases::CorrectedFields fields;
    LET(const object body, optional_body(request, {"corrected"}));
    const auto* corrected = body.if_contains("corrected");
    if (corrected == nullptr || !corrected->is_object()) return fields;
    const object& given = corrected->get_object();
    LET(fields.abstract, optional_text_of(given, "abstract"));
    LET(fields.type_name, optional_text_of(given, "type_name"));
    LET(fields.signer, optional_text_of(given, "signer"));
    LET(fields.note, optional_text_of(given, "note"));
    return fields;
}

Result<usecases::AssignInput> assignment_in(const Request& request) {
    LET(const object body, strict_body(request, {"lead", "supporting", "instruction", "deadline"}));
    usecases::AssignInput input;
    LET(const Uuid lead, id_of(body, "lead"));
    input.lead = PersonId(lead);
    LET(const std::vector<Uuid> supporting, ids_of(body, "supporting", 50));
    for (const Uuid& each : supporting) input.supporting.emplace_back(each);
    LET(input.instruction, text_of(body, "instruction"));
    LET(const std::optional<std::string> deadline, optional_text_of(body, "deadline"));
    if (deadline) {
        LET(input.deadline, parse_day(*deadline));
    }
    return input;
}

void add_acts(Router& router, Api& api) {
    add_act(router, api, "accept",
            [&api](const Caller& caller, const WriteKey& key, IncomingId id, Request& request) -> Result<Outcome> {
                LET(const usecases::CorrectedFields corrected, corrected_in(request));
                return usecases::accept_incoming(api.office, caller, key, id, corrected);
            });
    add_act(router, api, "return",
            [&api](const Caller& caller, const WriteKey& key, IncomingId id, Request& request) -> Result<Outcome> {
                LET(const object body, strict_body(request, {"reason"}));
                LET(const std::string reason, text_of(body, "reason"));
                return usecases::return_incoming(api.office, caller, key, id, reason);
            });
    add_act(router, api, "assign",
            [&api](const Caller& caller, const WriteKey& key, IncomingId id, Request& request) -> Result<Outcome> {
                LET(const usecases::AssignInput input, assignment_in(request));
                return usecases::assign_incoming(api.office, caller, key, id, input);
            });
    add_act(router, api, "start", [&api](const Caller& caller, const WriteKey& key, IncomingId id, Request&) {
        return usecases::start_handling(api.office, caller, key, id);
    });
    add_act(router, api, "complete",
            [&api](const Caller& caller, const WriteKey& key, IncomingId id, Request& request) -> Result<Outcome> {
                LET(const object body, strict_body(request, {"result"}));
                LET(const std::string result, text_of(body, "result"));
                return usecases::complete_incoming(api.office, caller, key, id, result);
            });
    add_act(router, api, "cancel", [&api](const Caller& caller, const WriteKey& key, IncomingId id, Request&) {
        return usecases::cancel_incoming(api.office, caller, key, id);
    });
}

Result<Response> list(Api& api, const Caller& caller, const Request& request) {
    LET(const usecases::ListRequest wanted, list_request(request));
    LET(const auto page, usecases::list_incoming(api.office, caller, wanted));
    array items;
    for (const auto& row : page.rows) items.push_back(wire::incoming_row(row, request.language()));
    return json(object{{"items", std::move(items)}, {"next", wire::text_or_null(page.next)}});
}

Result<Response> history(Api& api, const Caller& caller, const Request& request) {
    LET(const Uuid id, path_id(request));
    LET(const auto events, usecases::incoming_history(api.office, caller, IncomingId(id)));
    return history_answer(caller, request, events);
}

}  // namespace

void add_incoming_routes(Router& router, Api& api) {
    add_acts(router, api);
    router.get("/api/v1/incoming", for_caller(api, [&api](const Caller& caller, Request& request) {
                   return list(api, caller, request);
               }));
    router.get("/api/v1/incoming/{id}", for_caller(api, [&api](const Caller& caller, Request& request) -> Result<Response> {
                   LET(const Uuid id, path_id(request));
                   return shown(api, caller, request, Outcome{id, false});
               }));
    router.get("/api/v1/incoming/{id}/history", for_caller(api, [&api](const Caller& caller, Request& request) {
                   return history(api, caller, request);
               }));
}

}  // namespace congvan::http
