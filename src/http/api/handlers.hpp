#pragma once

// What handlers share: who is asking, the idempotency key, strict bodies, and the groups of routes.

#include <boost/json.hpp>

#include "http/api/api.hpp"
#include "http/json.hpp"
#include "usecases/lists.hpp"

namespace congvan::http {

inline constexpr std::string_view kSessionCookie = "congvan_session";

// Fails: usecases.not_logged_in (ask_permission).
Result<usecases::Caller> caller_of(const Api& api, const Request& request);

// The key of a write, bound to method, path and body. Fails: usecases.key_missing, usecases.key_malformed.
Result<usecases::WriteKey> write_key(const Request& request);

// The body as an object with no member but these. Fails also: http.wrong_member (fix_input).
Result<boost::json::object> strict_body(const Request& request, std::initializer_list<std::string_view> members);
// The same, but no body at all is an empty object.
Result<boost::json::object> optional_body(const Request& request, std::initializer_list<std::string_view> members);

// Ids in paths: what is no id names nothing. Fails: usecases.no_such_document (fix_input).
Result<Uuid> path_id(const Request& request, std::string_view name = "id");
// Ids in bodies, at most `most`. Fails: base.malformed_text, http.wrong_member (fix_input).
Result<std::vector<Uuid>> ids_of(const boost::json::object& object, std::string_view name, std::size_t most);
Result<Uuid> id_of(const boost::json::object& object, std::string_view name);

// `limit` of a list, [1, 500]. Fails: http.wrong_member (fix_input).
Result<std::uint32_t> limit_of(const Request& request);

// ?list, ?q, ?cursor and ?limit of a work list. Fails: http.wrong_member (fix_input).
Result<usecases::ListRequest> list_request(const Request& request);
// {"items": [one sentence for each event]}
Response history_answer(const usecases::Caller& caller, const Request& request,
                        const std::vector<usecases::LoggedEvent>& events);

using CallerHandler = std::function<Result<Response>(const usecases::Caller&, Request&)>;
// A handler for people who are logged in.
Handler for_caller(Api& api, CallerHandler handler);

void add_session_routes(Router& router, Api& api);
void add_house_routes(Router& router, Api& api);
void add_file_routes(Router& router, Api& api);
void add_outgoing_routes(Router& router, Api& api);
void add_incoming_routes(Router& router, Api& api);
void add_verify_routes(Router& router, Api& api);
void add_picture_routes(Router& router, Api& api);

}  // namespace congvan::http
