// Pictures of seals and hand signatures: set, looked at, taken away.

#include "errors/http.hpp"
#include "http/api/handlers.hpp"
#include "http/api/wire.hpp"
#include "usecases/pictures.hpp"

namespace congvan::http {
namespace {

using boost::json::object;
using usecases::Caller;
using usecases::PictureOwner;

using OwnerOf = std::function<Result<PictureOwner>(const Caller&, const Request&)>;

Result<PictureOwner> seal_in_path(const Caller&, const Request& request) {
    LET(const Uuid id, path_id(request));
    return PictureOwner::seal_of(AgencyId(id));
}

Result<PictureOwner> own_hand(const Caller& caller, const Request&) { return PictureOwner::hand_of(caller.actor.person); }

Result<Response> shown(Api& api, const Caller& caller, const PictureOwner& owner) {
    LET(const auto view, usecases::view_picture(api.office, caller, owner));
    if (!view) return json(object{{"set", false}, {"sha256", nullptr}, {"width_mm", nullptr}});
    return json(object{{"set", true}, {"sha256", view->sha256.hex()}, {"width_mm", view->width_mm}});
}

Result<double> width_in(const object& body) {
    const auto* value = body.if_contains("width_mm");
    if (value == nullptr || !value->is_number()) return Error{Remedy::fix_input, errors::http::wrong_member, "width_mm"};
    return value->to_number<double>();
}

Result<Response> set(Api& api, const Caller& caller, Request& request, const PictureOwner& owner) {
    LET(const usecases::WriteKey key, write_key(request));
    LET(const object body, strict_body(request, {"png", "width_mm"}));
    LET(const std::string text, text_of(body, "png"));
    usecases::PictureInput input;
    LET(input.png, from_base64(text));
    LET(input.width_mm, width_in(body));
    TRY(usecases::set_picture(api.office, caller, key, owner, input));
    return shown(api, caller, owner);
}

Result<Response> content(Api& api, const Caller& caller, const PictureOwner& owner) {
    LET(const Bytes png, usecases::picture_content(api.office, caller, owner));
    Response answer = Response::bytes("image/png", png);
    answer.set("Cache-Control", "no-store");
    return answer;
}

void add(Router& router, Api& api, std::string_view path, OwnerOf owner_of) {
    constexpr RouteOptions kRoomForAPicture{.body_limit = 2u << 20};
    router.get(path, for_caller(api, [&api, owner_of](const Caller& caller, Request& request) -> Result<Response> {
                   LET(const PictureOwner owner, owner_of(caller, request));
                   return shown(api, caller, owner);
               }));
    router.get(std::string(path) + "/content", for_caller(api, [&api, owner_of](const Caller& caller, Request& request) -> Result<Response> {
                   LET(const PictureOwner owner, owner_of(caller, request));
                   return content(api, caller, owner);
               }));
    router.put(path, for_caller(api, [&api, owner_of](const Caller& caller, Request& request) -> Result<Response> {
                   LET(const PictureOwner owner, owner_of(caller, request));
                   return set(api, caller, request, owner);
               }), kRoomForAPicture);
    router.del(path, for_caller(api, [&api, owner_of](const Caller& caller, Request& request) -> Result<Response> {
                   LET(const PictureOwner owner, owner_of(caller, request));
                   LET(const usecases::WriteKey key, write_key(request));
                   TRY(usecases::remove_picture(api.office, caller, key, owner));
                   return shown(api, caller, owner);
               }));
}

}  // namespace

void add_picture_routes(Router& router, Api& api) {
    add(router, api, "/api/v1/agencies/{id}/seal-picture", seal_in_path);
    add(router, api, "/api/v1/me/hand-picture", own_hand);
}

}  // namespace congvan::http
