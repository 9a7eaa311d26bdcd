#pragma once

// Failures as people meet them: RFC 9457 problem details. The sentences come from spec/errors/*.toml, compiled in.

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

namespace congvan::http {

// One code of the catalogue; everything lives as long as the program.
struct ProblemText {
    std::string_view code;
    int status;
    std::string_view vi;
    std::string_view en;
    std::string_view fix_vi;
    std::string_view fix_en;
};

// All codes, ascending.
std::span<const ProblemText> problem_catalogue();
// nullptr when no file of the catalogue has it.
const ProblemText* find_problem(std::string_view code);

// {"type":"/problems/CODE","title","status","detail","code","remedy","fix","title_en","fix_en","instance":"urn:trace:…"};
// title, detail and fix in `language`. The error's own detail is noted for the log and not shown. A code that the catalogue
// does not know is answered as http.internal. 503 and 429 carry Retry-After.
Response problem(const Error& error, Language language, std::string_view trace);
inline Response problem(const Error& error, const Request& request) {
    return problem(error, request.language(), request.trace());
}

}  // namespace congvan::http
