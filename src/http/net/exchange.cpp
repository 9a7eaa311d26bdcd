#include "http/net/exchange.hpp"

#include <boost/json.hpp>

#include "base/text.hpp"
#include "errors/http.hpp"
#include "http/origin.hpp"
#include "http/problem.hpp"
#include "http/target.hpp"

namespace congvan::http::net {

namespace {

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// What a proxy we trust says about the client: the last entry is the one it added itself.
void believe_proxy(const Headers& headers, const ServerSettings& settings, Peer& peer) {
    const auto& trusted = settings.trusted_proxies;
    if (std::find(trusted.begin(), trusted.end(), peer.address) == trusted.end()) return;
    const auto forwarded = headers.joined("X-Forwarded-For");
    const auto last = trimmed(std::string_view(forwarded).substr(forwarded.rfind(',') + 1));
    if (!last.empty() && last.size() <= 45 && last.find_first_not_of("0123456789abcdefABCDEF:.") == std::string_view::npos) {
        peer.address = last;
    }
    if (headers.find("X-Forwarded-Proto") == "https") peer.secure = Secure::yes;
}

bool is_continue(std::string_view expectation) {
    constexpr std::string_view wanted = "100-continue";
    return expectation.size() == wanted.size() &&
           std::equal(expectation.begin(), expectation.end(), wanted.begin(),
                      [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + ('a' - 'A') : a) == b; });
}

}  // namespace

Response Exchange::problem_of(const Error& error) const { return problem(error, language, trace); }

std::optional<Response> Exchange::admit(Head head, const std::string& wire_address) {
    method_text = head.method;
    version = head.version;
    keep_alive = head.keep_alive;
    language = preferred_language(head.headers.joined("Accept-Language"));
    if_none_match = head.headers.joined("If-None-Match");
    peer = {wire_address, core.settings.tls ? Secure::yes : Secure::no};
    believe_proxy(head.headers, core.settings, peer);
    const auto refuse = [this](std::string_view reason, std::string why) {
        return problem_of(Error{Remedy::fix_input, reason, std::move(why)});
    };

    const auto known = parse_method(head.method);
    if (!known) return refuse(errors::http::unknown_method, head.method.substr(0, 32));
    method = *known;
    if (method == Method::options && head.target == "*") return Response::empty();
    auto target = parse_target(head.target);
    if (!target) return problem_of(target.error());
    path = target->path;
    if (!target->authority.empty() && head.headers.find("Host") != target->authority) {
        keep_alive = false;
        return refuse(errors::http::malformed_host, "Host is not the authority of the address");
    }
    auto match = core.router.match(method, target->segments);
    if (std::holds_alternative<NoSuchPath>(match)) return refuse(errors::http::not_found, "");
    if (const auto* other = std::get_if<NoSuchMethod>(&match)) {
        auto answer = method == Method::options ? Response::empty() : refuse(errors::http::method_not_allowed, "");
        return std::move(answer.set("Allow", other->allow));
    }
    route = std::get<Found>(match).route;
    if (head.content_length && *head.content_length > route->options.body_limit) {
        return refuse(errors::http::body_too_large, std::to_string(*head.content_length));
    }
    if (const auto expectation = head.headers.find("Expect")) {
        if (!is_continue(*expectation)) return refuse(errors::http::expectation_failed, std::string(*expectation));
        expects_continue = version == 11;
    }
    parts.method = method;
    parts.path = path;
    parts.segments = std::move(target->segments);
    parts.query = std::move(target->query);
    parts.parameters = std::move(std::get<Found>(match).parameters);
    parts.headers = std::move(head.headers);
    parts.peer = peer;
    parts.trace = trace;
    parts.content_length = head.content_length;
    if (route->options.origin == Origin::same && !is_safe(method)) {
        RequestParts seen;
        seen.method = method;
        seen.headers = parts.headers;
        if (auto checked = check_origin(Request(std::move(seen))); !checked) return problem_of(checked.error());
    }
    admitted = true;
    return std::nullopt;
}

Result<Done> Exchange::take_body(BytesView bytes) {
    received += bytes.size();
    core.counters.bytes_received.fetch_add(bytes.size(), std::memory_order_relaxed);
    if (received > route->options.body_limit) {
        return Error{Remedy::fix_input, errors::http::body_too_large, "more than " + std::to_string(route->options.body_limit)};
    }
    if (pipe) return Done{};
    counted += bytes.size();
    if (core.collected.fetch_add(bytes.size(), std::memory_order_relaxed) + bytes.size() > core.settings.collected_bytes) {
        return Error{Remedy::retry_later, errors::http::overloaded, "too many bodies at once"};
    }
    parts.body.insert(parts.body.end(), bytes.begin(), bytes.end());
    return Done{};
}

namespace {

// Lends the pipe to the handler.
class PipeSource final : public ByteSource {
public:
    explicit PipeSource(std::shared_ptr<BodyPipe> pipe) : pipe_(std::move(pipe)) {}
    Result<std::size_t> read(std::span<std::byte> into) override { return pipe_->read(into); }

private:
    std::shared_ptr<BodyPipe> pipe_;
};

}  // namespace

void Exchange::run() {
    core.counters.requests_running.fetch_add(1, std::memory_order_relaxed);
    std::string thrown;
    try {
        if (pipe) parts.stream = std::make_unique<PipeSource>(pipe);
        Request request(std::move(parts));
        auto result = route->handler(request);
        response = result ? std::move(result).value() : problem_of(result.error());
    } catch (const std::exception& exception) {
        thrown = exception.what();
    } catch (...) {
        thrown = "something that is no std::exception";
    }
    if (!response) response = problem_of(Error{Remedy::call_operator, errors::http::internal, "handler threw: " + thrown});
    if (pipe) pipe->abandon();
    core.counters.requests_running.fetch_sub(1, std::memory_order_relaxed);
}

AnswerTo Exchange::answer_to(std::string_view date, bool may_stay) const {
    AnswerTo to;
    to.method = method;
    to.version = version;
    to.keep_alive = may_stay && keep_alive && parser.done();
    to.secure = peer.secure;
    to.language = language;
    to.date = date;
    to.trace = trace;
    to.if_none_match = if_none_match;
    return to;
}

namespace {

// What a client sent, fit for one line of JSON whatever bytes it had.
std::string loggable(std::string_view text, std::size_t most) {
    std::string fit(text.substr(0, most));
    if (is_utf8(fit)) return fit;
    for (auto& c : fit) {
        if (static_cast<unsigned char>(c) > 0x7e) c = '?';
    }
    return fit;
}

}  // namespace

std::string Exchange::log_line(Instant at) const {
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - started);
    boost::json::object line;
    line["at"] = to_iso8601(at, Fraction::kept);
    line["kind"] = "access";
    line["trace"] = trace;
    line["peer"] = peer.address;
    line["method"] = loggable(method_text, 16);
    line["path"] = loggable(path, 1024);
    if (route != nullptr) line["route"] = route->pattern;
    line["status"] = status;
    line["us"] = took.count();
    line["in"] = received;
    line["out"] = sent;
    if (!code.empty()) line["code"] = code;
    if (!detail.empty()) line["detail"] = loggable(detail, 2048);
    return boost::json::serialize(line);
}

}  // namespace congvan::http::net
