// The agency's house: health, directory, regulation, registers, calendar, the log's checkpoint, live events, demo clock.

#include <charconv>

#include "base/text.hpp"
#include "errors/http.hpp"
#include "errors/usecases.hpp"
#include "http/api/handlers.hpp"
#include "http/api/wire.hpp"
#include "usecases/edit_calendar.hpp"
#include "usecases/export_evidence.hpp"
#include "usecases/lists.hpp"
#include "usecases/policy_view.hpp"

namespace congvan::http {
namespace {

using boost::json::array;
using boost::json::object;
using usecases::Caller;

Error wrong_member(std::string_view name) { return {Remedy::fix_input, errors::http::wrong_member, std::string(name)}; }

Result<int> whole_number(std::string_view text) {
    int number = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failure != std::errc{} || end != text.data() + text.size()) return wrong_member(text);
    return number;
}

Result<Response> health(Api& api) {
    // Ready means that the store answers.
    TRY(usecases::read<evidence::TreeHead>(api.office.store, [](usecases::Reader& reader) { return reader.log_head(); }));
    return json(object{{"status", "ready"},
                       {"version", api.version},
                       {"now", wire::instant(api.office.clock.now())},
                       {"demo", api.office.demo},
                       {"public_verification", api.public_verification}});
}

bool holds_every_word(std::string_view folded, std::string_view words) {
    while (!words.empty()) {
        const std::size_t space = words.find(' ');
        const std::string_view word = words.substr(0, space);
        if (folded.find(word) == std::string_view::npos) return false;
        words = space == std::string_view::npos ? std::string_view() : words.substr(space + 1);
    }
    return true;
}

Result<Response> agencies(const Caller& caller, const Request& request) {
    LET(const std::uint32_t limit, limit_of(request));
    const std::string words = fold(request.query("q").value_or(""));
    std::vector<std::pair<std::string, object>> found;
    for (const directory::Agency* each : caller.directory->tree().participants(caller.today)) {
        const directory::Agency& agency = *each;
        if (agency.id == caller.agency.id) continue;
        const std::string& code = agency.code_on(caller.today).text();
        if (!holds_every_word(fold(agency.name + " " + agency.short_name + " " + code), words)) continue;
        const directory::Agency* parent = agency.parent ? caller.directory->tree().find(*agency.parent) : nullptr;
        found.emplace_back(sort_key(agency.name),
                           object{{"id", agency.id.raw().text()},
                                  {"code", code},
                                  {"name", agency.name},
                                  {"parent_name", parent ? boost::json::value(parent->name) : boost::json::value(nullptr)}});
    }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    if (found.size() > limit) found.resize(limit);
    array items;
    for (auto& each : found) items.push_back(std::move(each.second));
    return json(object{{"items", std::move(items)}});
}

Result<Response> people(const Caller& caller, const Request& request) {
    const auto wanted = request.query("role");
    array items;
    for (const directory::Post* post : caller.directory->posts_in(caller.agency.id, caller.today)) {
        if (wanted && *wanted != to_word(post->role)) continue;
        const directory::Person* person = caller.directory->person(post->person);
        if (person == nullptr) continue;
        items.push_back(object{{"id", person->id.raw().text()},
                               {"name", person->full_name},
                               {"post", post->title},
                               {"role", to_word(post->role)}});
    }
    return json(object{{"items", std::move(items)}});
}

Result<Response> counts(Api& api, const Caller& caller) {
    LET(const usecases::Counts found, usecases::count_lists(api.office, caller));
    object outgoing;
    for (const auto& [list, count] : found.outgoing) outgoing[list] = count;
    object incoming;
    for (const auto& [list, count] : found.incoming) incoming[list] = count;
    return json(object{{"outgoing", std::move(outgoing)}, {"incoming", std::move(incoming)}});
}

Result<Response> policy(Api& api, const Caller& caller) {
    LET(const usecases::PolicyView view, usecases::view_policy(api.office, caller));
    array types;
    for (const auto& each : view.types) {
        types.push_back(object{{"code", each.code}, {"name", each.name}, {"abbreviation", each.abbreviation}});
    }
    array methods;
    for (const SigningMethod each : view.methods) {
        methods.push_back(object{{"method", to_word(each)}, {"name", usecases::method_name(each)}});
    }
    array secrecy;
    for (const auto& each : view.secrecy) {
        secrecy.push_back(object{{"level", to_word(each.level)},
                                 {"allowed", each.allowed},
                                 {"text", each.text},
                                 {"clause", each.clause}});
    }
    array urgencies;
    for (const Urgency each : view.urgencies) urgencies.push_back(boost::json::value(to_word(each)));
    object rules;
    for (const auto& [name, rule] : view.rules) rules[name] = wire::rule(rule);
    return json(object{{"profile", view.profile},
                       {"title", view.title},
                       {"issuer", view.issuer},
                       {"document_types", std::move(types)},
                       {"signing_methods", std::move(methods)},
                       {"secrecy", std::move(secrecy)},
                       {"signature_required", view.signature_required},
                       {"urgencies", std::move(urgencies)},
                       {"rules", std::move(rules)}});
}

Result<Response> registers(Api& api, const Caller& caller) {
    LET(const auto books, usecases::list_registers(api.office, caller));
    array items;
    for (const auto& each : books) items.push_back(wire::register_book(each));
    return json(object{{"items", std::move(items)}});
}

Result<Response> register_lines(Api& api, const Caller& caller, const Request& request) {
    const auto id = Uuid::parse(request.parameter("id"));
    if (!id.has_value()) return Error{Remedy::fix_input, errors::usecases::no_such_register, ""};
    std::optional<congvan::registers::Sequence> before;
    if (const auto cursor = request.query("cursor"); cursor && !cursor->empty()) {
        LET(const int number, whole_number(*cursor));
        before = congvan::registers::Sequence(static_cast<std::uint32_t>(std::max(number, 0)));
    }
    LET(const std::uint32_t limit, limit_of(request));
    LET(const auto page, usecases::list_register_lines(api.office, caller, BookId(id.value()), before, limit));
    array items;
    for (const auto& line : page.lines) items.push_back(wire::register_line(line));
    const std::string next = page.next ? std::to_string(page.next->raw()) : "";
    return json(object{{"register", wire::register_book(page.book)},
                       {"items", std::move(items)},
                       {"next", wire::text_or_null(next)}});
}

Result<Response> calendar_of(Api& api, int year) {
    if (year < 2000 || year > 2100) return wrong_member("year");
    LET(const usecases::CalendarView view, usecases::view_calendar(api.office, year));
    return json(wire::calendar(view));
}

int year_of(Day day) { return static_cast<int>(std::chrono::year_month_day{day}.year()); }

Result<Response> set_day(Api& api, const Caller& caller, Request& request) {
    LET(const Day day, parse_day(request.parameter("day")));
    LET(const usecases::WriteKey key, write_key(request));
    LET(const object body, strict_body(request, {"kind", "reference"}));
    LET(const std::string kind, text_of(body, "kind"));
    if (kind != "off" && kind != "work") return wrong_member("kind");
    LET(const std::string reference, text_of(body, "reference"));
    calendar::Override given;
    given.day = day;
    given.kind = kind == "off" ? calendar::OverrideKind::day_off : calendar::OverrideKind::working_day;
    given.reference = reference;
    TRY(usecases::set_calendar_day(api.office, caller, key, given));
    return calendar_of(api, year_of(day));
}

Result<Response> clear_day(Api& api, const Caller& caller, Request& request) {
    LET(const Day day, parse_day(request.parameter("day")));
    LET(const usecases::WriteKey key, write_key(request));
    TRY(usecases::clear_calendar_day(api.office, caller, key, day));
    return calendar_of(api, year_of(day));
}

Result<Response> listen(Api& api, const Caller& caller) {
    std::vector<std::string> topics{"agency:" + caller.agency.id.raw().text()};
    LET(auto subscription, api.events.subscribe(std::move(topics), caller.session.hex()));
    return EventHub::answer(std::move(subscription));
}

Result<Response> demo_clock(Api& api) {
    if (api.demo_clock == nullptr) return Error{Remedy::fix_input, errors::usecases::no_demo_clock, ""};
    return json(object{{"now", wire::instant(api.office.clock.now())}, {"steered", true}});
}

Result<Response> steer_demo_clock(Api& api, const Request& request) {
    if (api.demo_clock == nullptr) return Error{Remedy::fix_input, errors::usecases::no_demo_clock, ""};
    LET(const object body, strict_body(request, {"set"}));
    LET(const std::string text, text_of(body, "set"));
    LET(const Instant at, parse_instant(text));
    TRY(write_key(request));
    TRY(api.demo_clock->set(at));
    return demo_clock(api);
}

void add_calendar(Router& router, Api& api) {
    router.get("/api/v1/calendar/{year}", for_caller(api, [&api](const Caller&, Request& request) -> Result<Response> {
                   LET(const int year, whole_number(request.parameter("year")));
                   return calendar_of(api, year);
               }));
    router.put("/api/v1/calendar/days/{day}", for_caller(api, [&api](const Caller& caller, Request& request) {
                   return set_day(api, caller, request);
               }));
    router.del("/api/v1/calendar/days/{day}", for_caller(api, [&api](const Caller& caller, Request& request) {
                   return clear_day(api, caller, request);
               }));
}

}  // namespace

void add_house_routes(Router& router, Api& api) {
    router.get("/api/v1/health", [&api](Request&) { return health(api); });
    router.get("/api/v1/openapi.yaml", [&api](Request&) -> Result<Response> {
        return Response::text(200, "application/yaml; charset=utf-8", api.description);
    });
    router.get("/api/v1/agencies",
               for_caller(api, [](const Caller& caller, Request& request) { return agencies(caller, request); }));
    router.get("/api/v1/people",
               for_caller(api, [](const Caller& caller, Request& request) { return people(caller, request); }));
    router.get("/api/v1/counts",
               for_caller(api, [&api](const Caller& caller, Request&) { return counts(api, caller); }));
    router.get("/api/v1/policy",
               for_caller(api, [&api](const Caller& caller, Request&) { return policy(api, caller); }));
    router.get("/api/v1/registers",
               for_caller(api, [&api](const Caller& caller, Request&) { return registers(api, caller); }));
    router.get("/api/v1/registers/{id}/lines", for_caller(api, [&api](const Caller& caller, Request& request) {
                   return register_lines(api, caller, request);
               }));
    add_calendar(router, api);
    router.get("/api/v1/log/checkpoint", [&api](Request&) -> Result<Response> {
        LET(const std::string note, usecases::make_checkpoint(api.office));
        return Response::text(200, "text/plain; charset=utf-8", note);
    });
    router.get("/api/v1/events",
               for_caller(api, [&api](const Caller& caller, Request&) { return listen(api, caller); }));
    router.get("/api/v1/demo/clock", [&api](Request&) { return demo_clock(api); });
    router.post("/api/v1/demo/clock", [&api](Request& request) { return steer_demo_clock(api, request); });
}

}  // namespace congvan::http
