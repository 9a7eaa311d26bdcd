#pragma once

// From a handler's Response to what goes on the wire: conditional answers, HEAD, framing, the headers every answer carries.

#include <optional>
#include <string>
#include <string_view>

#include "http/request.hpp"
#include "http/response.hpp"

namespace congvan::http::net {

// What the answer depends on besides the handler. The defaults are those of a request that could not be read.
struct AnswerTo {
    Method method = Method::get;
    int version = 11;
    bool keep_alive = false;
    Secure secure = Secure::no;
    Language language = Language::vietnamese;
    std::string_view date;
    std::string_view trace;
    std::string_view if_none_match;
};

enum class Framing { none, length, chunked, until_close };

struct Prepared {
    int status = 500;
    std::string head;  // status line to empty line
    Body body;         // an empty string where none is sent
    Framing framing = Framing::none;
    std::uint64_t length = 0;  // of a body with Framing::length
    bool keep_alive = false;
    std::string code;    // of a problem, for the log
    std::string detail;
};

// A response that is not well formed becomes http.internal.
Prepared prepare(Response response, const AnswerTo& to);

}  // namespace congvan::http::net
