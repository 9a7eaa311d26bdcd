#pragma once

// A small HTTP/1.1 client for commands that talk to a server of ours on this or another machine. Plain HTTP.

#include <map>
#include <memory>
#include <string>

#include "base/bytes.hpp"

namespace congvan::cli {

struct Answer {
    int status = 0;
    std::map<std::string, std::string> headers;  // lower-case names
    std::string body;
};

struct Call {
    std::string method = "GET";
    std::string path;
    std::map<std::string, std::string> headers;
    std::string body;
};

// One connection, opened when needed and opened again after it was lost. One thread at a time.
class HttpClient {
public:
    // "http://host:port". Fails: cli.bad_address (fix_input).
    static Result<HttpClient> make(std::string_view server);
    ~HttpClient();
    HttpClient(HttpClient&&) noexcept;
    HttpClient& operator=(HttpClient&&) noexcept;

    // Fails: cli.no_answer (retry_later) when the connection breaks or stays silent for two minutes: whether the server
    // did what it was asked is then unknown.
    Result<Answer> call(const Call& call);

private:
    struct State;
    explicit HttpClient(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace congvan::cli
