#include "http/problem.hpp"

#include <boost/json.hpp>

#include "errors/http.hpp"
#include "http/json.hpp"

namespace congvan::http {

namespace {

std::string_view to_text(Remedy remedy) {
    switch (remedy) {
        case Remedy::fix_input: return "fix_input";
        case Remedy::reload_and_retry: return "reload_and_retry";
        case Remedy::retry_later: return "retry_later";
        case Remedy::ask_permission: return "ask_permission";
        case Remedy::call_operator: return "call_operator";
    }
    return "";
}

}  // namespace

const ProblemText* find_problem(std::string_view code) {
    const auto all = problem_catalogue();
    const auto found = std::lower_bound(all.begin(), all.end(), code,
                                        [](const ProblemText& text, std::string_view wanted) { return text.code < wanted; });
    return found != all.end() && found->code == code ? &*found : nullptr;
}

Response problem(const Error& error, Language language, std::string_view trace) {
    const auto* text = find_problem(error.code);
    auto remedy = error.remedy;
    auto detail = error.detail;
    auto sentence = error.sentence;
    if (text == nullptr) {
        text = find_problem(errors::http::internal);
        CONGVAN_INVARIANT(text != nullptr);
        remedy = Remedy::call_operator;
        detail = "no sentence for " + std::string(error.code) + ": " + detail;
        sentence.clear();
    }
    const bool english = language == Language::english;
    boost::json::object body;
    body["type"] = "/problems/" + std::string(text->code);
    body["title"] = english ? text->en : text->vi;
    body["status"] = text->status;
    body["detail"] = !sentence.empty() ? std::string_view(sentence) : english ? text->en : text->vi;
    body["code"] = text->code;
    if (!error.clause.empty()) body["clause"] = error.clause;
    body["remedy"] = to_text(remedy);
    body["fix"] = english ? text->fix_en : text->fix_vi;
    body["title_en"] = text->en;
    body["fix_en"] = text->fix_en;
    body["instance"] = "urn:trace:" + std::string(trace);
    auto response = Response::text(text->status, "application/problem+json", boost::json::serialize(body));
    response.set("Content-Language", english ? "en" : "vi");
    response.set("Cache-Control", "no-store");
    if (text->status == 503 || text->status == 429) response.set("Retry-After", "3");
    response.note(text->code, std::move(detail));
    return response;
}

}  // namespace congvan::http
