// Log-in and the person's own things.

#include "errors/usecases.hpp"
#include "http/api/handlers.hpp"
#include "http/api/wire.hpp"
#include "usecases/log_in.hpp"

namespace congvan::http {
namespace {

using boost::json::array;
using boost::json::object;
using directory::Act;

struct Ability {
    std::string_view word;
    Act act;
};
constexpr Ability kAbilities[] = {
    {"draft", Act::draft},   {"approve", Act::approve},
    {"sign", Act::sign},     {"seal", Act::seal},
    {"issue", Act::issue},   {"recall", Act::recall},
    {"accept", Act::accept}, {"return", Act::return_incoming},
    {"assign", Act::assign}, {"handle", Act::handle},
    {"cancel", Act::cancel_recalled}, {"read_registers", Act::read_register},
    {"edit_calendar", Act::edit_calendar},
};

object me(const Api& api, const usecases::Caller& caller) {
    array can;
    for (const Ability& each : kAbilities) {
        if (directory::could_ever(each.act, caller.actor, caller.today)) can.push_back(boost::json::value(each.word));
    }
    const directory::Person* person = caller.directory->person(caller.actor.person);
    const Instant now = api.office.clock.now();
    return {{"person", wire::official(caller.official)},
            {"user_name", person->user_name.text()},
            {"role", to_word(caller.role())},
            {"agency", wire::agency(caller.agency)},
            {"can", std::move(can)},
            {"demo", api.office.demo},
            {"now", wire::instant(now)},
            {"pin_held_until", wire::instant(api.office.pins.held_until(caller.session, now))}};
}

Cookie session_cookie(const Request& request, std::string_view secret, std::int64_t seconds) {
    Cookie cookie;
    cookie.name = std::string(kSessionCookie);
    cookie.value = std::string(secret);
    cookie.same_site = SameSite::lax;
    cookie.secure = request.peer().secure;
    cookie.max_age_s = seconds;
    return cookie;
}

Result<Response> log_in(Api& api, Request& request) {
    LET(const object body, strict_body(request, {"user_name", "password"}));
    LET(const std::string user_name, text_of(body, "user_name"));
    LET(const std::string password, text_of(body, "password"));
    LET(const usecases::LoggedIn made, usecases::log_in(api.office, user_name, password));
    Response answer = json(object{{"token", made.secret}, {"me", me(api, made.caller)}});
    const auto life = std::chrono::seconds(usecases::kSessionLife).count();
    answer.set_cookie(session_cookie(request, made.secret, life));
    return answer;
}

}  // namespace

void add_session_routes(Router& router, Api& api) {
    router.post("/api/v1/session", [&api](Request& request) { return log_in(api, request); });
    router.del("/api/v1/session", for_caller(api, [&api](const usecases::Caller& caller, Request& request) -> Result<Response> {
                   TRY(usecases::log_out(api.office, caller));
                   api.events.close_owner(caller.session.hex());
                   Response answer = Response::empty();
                   answer.set_cookie(session_cookie(request, "", 0));
                   return answer;
               }));
    router.get("/api/v1/me", for_caller(api, [&api](const usecases::Caller& caller, Request&) -> Result<Response> {
                   return json(me(api, caller));
               }));
    router.post("/api/v1/me/password",
                for_caller(api, [&api](const usecases::Caller& caller, Request& request) -> Result<Response> {
                    LET(const object body, strict_body(request, {"current", "replacement"}));
                    LET(const std::string current, text_of(body, "current"));
                    LET(const std::string replacement, text_of(body, "replacement"));
                    // The key is bound to the path alone: a digest of passwords is not to be kept.
                    LET(const usecases::WriteKey key,
                        usecases::WriteKey::make(request.header("Idempotency-Key"), as_bytes(request.path())));
                    TRY(usecases::change_password(api.office, caller, key, current, replacement));
                    return Response::empty();
                }));
}

}  // namespace congvan::http
