#include "cli/http_client.hpp"

#include <algorithm>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <cctype>

#include "errors/cli.hpp"

namespace congvan::cli {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;

constexpr std::chrono::seconds kSilence{120};
constexpr std::uint64_t kMostBody = 512u << 20;

Error no_answer(const beast::error_code& failure) {
    return {Remedy::retry_later, errors::cli::no_answer, failure.message()};
}

}  // namespace

struct HttpClient::State {
    std::string host;
    std::string port;
    asio::io_context context;
    std::optional<beast::tcp_stream> stream;

    beast::error_code connect();
    beast::error_code exchange(const beast::http::request<beast::http::string_body>& request,
                               beast::http::response_parser<beast::http::string_body>& parser);
    // Runs one asynchronous step to its end, so that its time limit holds.
    template <typename Start>
    beast::error_code step(Start start) {
        beast::error_code outcome;
        start([&](const beast::error_code& failure) { outcome = failure; });
        context.restart();
        context.run();
        return outcome;
    }
};

beast::error_code HttpClient::State::connect() {
    beast::error_code failure;
    asio::ip::tcp::resolver resolver(context);
    const auto found = resolver.resolve(host, port, failure);
    if (failure) return failure;
    stream.emplace(context);
    stream->expires_after(std::chrono::seconds{5});
    return step([&](auto done) {
        stream->async_connect(found, [done](const beast::error_code& outcome, const auto&) { done(outcome); });
    });
}

beast::error_code HttpClient::State::exchange(const beast::http::request<beast::http::string_body>& request,
                                              beast::http::response_parser<beast::http::string_body>& parser) {
    beast::flat_buffer buffer;
    stream->expires_after(kSilence);
    beast::error_code failure = step([&](auto done) {
        beast::http::async_write(*stream, request, [done](const beast::error_code& outcome, std::size_t) { done(outcome); });
    });
    if (failure) return failure;
    stream->expires_after(kSilence);
    return step([&](auto done) {
        beast::http::async_read(*stream, buffer, parser,
                                [done](const beast::error_code& outcome, std::size_t) { done(outcome); });
    });
}

HttpClient::HttpClient(std::unique_ptr<State> state) : state_(std::move(state)) {}
HttpClient::~HttpClient() = default;
HttpClient::HttpClient(HttpClient&&) noexcept = default;
HttpClient& HttpClient::operator=(HttpClient&&) noexcept = default;

Result<HttpClient> HttpClient::make(std::string_view server) {
    constexpr std::string_view kScheme = "http://";
    if (!server.starts_with(kScheme)) return Error{Remedy::fix_input, errors::cli::bad_address, std::string(server)};
    server.remove_prefix(kScheme.size());
    while (server.ends_with('/')) server.remove_suffix(1);
    auto state = std::make_unique<State>();
    const std::size_t colon = server.rfind(':');
    state->host = std::string(server.substr(0, colon));
    state->port = colon == std::string_view::npos ? "80" : std::string(server.substr(colon + 1));
    if (state->host.empty() || state->port.empty()) {
        return Error{Remedy::fix_input, errors::cli::bad_address, std::string(server)};
    }
    return HttpClient(std::move(state));
}

Result<Answer> HttpClient::call(const Call& call) {
    beast::http::request<beast::http::string_body> request;
    request.method_string(call.method);
    request.target(call.path);
    request.version(11);
    request.set(beast::http::field::host, state_->host + ":" + state_->port);
    for (const auto& [name, value] : call.headers) request.set(name, value);
    request.body() = call.body;
    request.prepare_payload();

    const bool reused = state_->stream.has_value();
    if (!reused) {
        if (const auto failure = state_->connect()) {
            state_->stream.reset();
            return no_answer(failure);
        }
    }
    beast::http::response_parser<beast::http::string_body> parser;
    parser.body_limit(kMostBody);
    if (const auto failure = state_->exchange(request, parser)) {
        state_->stream.reset();
        // A connection that the server had closed while it was idle says nothing about this call.
        const bool idle_close = reused && failure == beast::http::error::end_of_stream;
        return idle_close ? this->call(call) : Result<Answer>(no_answer(failure));
    }
    const auto response = parser.release();
    if (!response.keep_alive()) state_->stream.reset();
    Answer answer;
    answer.status = response.result_int();
    for (const auto& field : response) {
        std::string name(field.name_string());
        std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
        answer.headers[name] = std::string(field.value());
    }
    answer.body = response.body();
    return answer;
}

}  // namespace congvan::cli
