#include "http/api/handlers.hpp"

#include <algorithm>
#include <charconv>

#include "errors/base.hpp"
#include "errors/http.hpp"
#include "errors/usecases.hpp"
#include "http/api/wire.hpp"
#include "usecases/log_in.hpp"

namespace congvan::http {
namespace {

Error wrong_member(std::string_view name) { return {Remedy::fix_input, errors::http::wrong_member, std::string(name)}; }

Result<boost::json::object> only(boost::json::object object, std::initializer_list<std::string_view> members) {
    for (const auto& member : object) {
        const std::string_view name(member.key().data(), member.key().size());
        if (std::find(members.begin(), members.end(), name) == members.end()) return wrong_member(name);
    }
    return object;
}

}  // namespace

Result<usecases::Caller> caller_of(const Api& api, const Request& request) {
    const auto bearer = request.bearer();
    const auto secret = bearer ? bearer : request.cookie(kSessionCookie);
    if (!secret) return Error{Remedy::ask_permission, errors::usecases::not_logged_in, "no session"};
    return usecases::authenticate(api.office, *secret);
}

Result<usecases::WriteKey> write_key(const Request& request) {
    Bytes bound = to_bytes(std::string(to_text(request.method())) + " " + std::string(request.path()) + "\n");
    bound.insert(bound.end(), request.body().begin(), request.body().end());
    return usecases::WriteKey::make(request.header("Idempotency-Key"), bound);
}

Result<boost::json::object> strict_body(const Request& request, std::initializer_list<std::string_view> members) {
    LET(boost::json::object object, json_body(request));
    return only(std::move(object), members);
}

Result<boost::json::object> optional_body(const Request& request, std::initializer_list<std::string_view> members) {
    if (request.body().empty()) return boost::json::object();
    return strict_body(request, members);
}

Result<Uuid> path_id(const Request& request, std::string_view name) {
    const auto id = Uuid::parse(request.parameter(name));
    if (!id.has_value()) return Error{Remedy::fix_input, errors::usecases::no_such_document, "malformed id"};
    return id.value();
}

Result<std::vector<Uuid>> ids_of(const boost::json::object& object, std::string_view name, std::size_t most) {
    std::vector<Uuid> ids;
    const auto* found = object.if_contains(name);
    if (found == nullptr || found->is_null()) return ids;
    if (!found->is_array() || found->get_array().size() > most) return wrong_member(name);
    for (const boost::json::value& each : found->get_array()) {
        if (!each.is_string()) return wrong_member(name);
        LET(const Uuid id, Uuid::parse(std::string_view(each.get_string())));
        ids.push_back(id);
    }
    return ids;
}

Result<Uuid> id_of(const boost::json::object& object, std::string_view name) {
    LET(const std::string text, text_of(object, name));
    return Uuid::parse(text);
}

Result<std::uint32_t> limit_of(const Request& request) {
    const auto text = request.query("limit");
    if (!text) return 100u;
    std::uint32_t limit = 0;
    const auto [end, failure] = std::from_chars(text->data(), text->data() + text->size(), limit);
    const bool whole = failure == std::errc{} && end == text->data() + text->size();
    if (!whole || limit < 1 || limit > 500) return wrong_member("limit");
    return limit;
}

Result<usecases::ListRequest> list_request(const Request& request) {
    usecases::ListRequest wanted;
    wanted.list = std::string(request.query("list").value_or("all"));
    wanted.query = std::string(request.query("q").value_or(""));
    wanted.after = std::string(request.query("cursor").value_or(""));
    LET(wanted.limit, limit_of(request));
    return wanted;
}

Response history_answer(const usecases::Caller& caller, const Request& request,
                        const std::vector<usecases::LoggedEvent>& events) {
    boost::json::array items;
    for (const auto& each : events) items.push_back(wire::history_item(each, *caller.directory, request.language()));
    return json(boost::json::object{{"items", std::move(items)}});
}

Handler for_caller(Api& api, CallerHandler handler) {
    return [&api, handler = std::move(handler)](Request& request) -> Result<Response> {
        LET(const usecases::Caller caller, caller_of(api, request));
        return handler(caller, request);
    };
}

void EventNotifier::changed(const usecases::Change& change) {
    std::string_view kind;
    switch (change.kind) {
        case usecases::Change::Kind::outgoing: kind = "outgoing"; break;
        case usecases::Change::Kind::incoming: kind = "incoming"; break;
        case usecases::Change::Kind::registers: kind = "register"; break;
        case usecases::Change::Kind::calendar: kind = "calendar"; break;
    }
    Event event;
    event.kind = "changed";
    event.data = boost::json::serialize(boost::json::object{{"kind", kind}, {"id", change.id.text()}});
    event.topics = {"agency:" + change.agency.raw().text()};
    hub_.publish(event);
    event.kind = "counts";
    event.data = "{}";
    hub_.publish(event);
}

void add_api(Router& router, Api& api) {
    add_session_routes(router, api);
    add_house_routes(router, api);
    add_file_routes(router, api);
    add_outgoing_routes(router, api);
    add_incoming_routes(router, api);
    add_verify_routes(router, api);
    add_picture_routes(router, api);
}

}  // namespace congvan::http
