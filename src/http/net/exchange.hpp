#pragma once

// One request and its answer, from the head to the line in the log.

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "http/net/answer.hpp"
#include "http/net/body_pipe.hpp"
#include "http/net/core.hpp"
#include "http/net/parser.hpp"

namespace congvan::http::net {

// Filled and read on the loop's thread, except that a worker alone holds it between `dispatch` and the post back.
struct Exchange {
    explicit Exchange(Core& shared) : core(shared), trace(shared.make_trace()) {}
    ~Exchange() { core.collected.fetch_sub(counted, std::memory_order_relaxed); }
    Exchange(const Exchange&) = delete;
    Exchange& operator=(const Exchange&) = delete;

    Core& core;
    std::string trace;
    std::chrono::steady_clock::time_point started = std::chrono::steady_clock::now();
    Parser parser;

    // Known once the head was read.
    bool admitted = false;
    Method method = Method::get;
    std::string method_text;  // as sent, for the log
    int version = 11;
    bool keep_alive = false;  // as the client wants it
    bool expects_continue = false;
    Language language = Language::vietnamese;
    Peer peer;
    std::string if_none_match;
    std::string path;  // as sent, without the query

    const Route* route = nullptr;
    RequestParts parts;  // until the handler starts
    std::shared_ptr<BodyPipe> pipe;  // of a streamed body
    bool handler_started = false;

    std::uint64_t received = 0;  // body bytes
    std::uint64_t sent = 0;      // head and body
    std::size_t counted = 0;     // of core.collected
    std::chrono::steady_clock::duration waited{};  // for body bytes

    std::optional<Response> response;
    int status = 0;
    std::string code;
    std::string detail;

    // Reads `head` into the above: address, route, origin, limits. An answer instead of Done ends the matter.
    std::optional<Response> admit(Head head, const std::string& wire_address);
    // Runs the handler; never throws. The result is in `response`.
    void run();
    // A piece of the body arrived. Fails: http.body_too_large (fix_input) · http.overloaded (retry_later).
    Result<Done> take_body(BytesView bytes);

    Response problem_of(const Error& error) const;
    AnswerTo answer_to(std::string_view date, bool may_stay) const;
    // One line for the access log; no query, no body, no header but what is named here.
    std::string log_line(Instant at) const;
};

}  // namespace congvan::http::net
