#include "http/net/parser.hpp"

#include <boost/beast/http/basic_parser.hpp>

#include "errors/http.hpp"
#include "http/target.hpp"

namespace congvan::http::net {

namespace beast = boost::beast;

namespace {

std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }

bool same_word(std::string_view left, std::string_view right) {
    return left.size() == right.size() && std::equal(left.begin(), left.end(), right.begin(), [](char a, char b) {
               return (a >= 'A' && a <= 'Z' ? a + ('a' - 'A') : a) == b;
           });
}

Error refuse(std::string_view code, std::string detail) { return {Remedy::fix_input, code, std::move(detail)}; }

}  // namespace

class Parser::Machine final : public beast::http::basic_parser<true> {
public:
    Head head;
    bool head_done = false;
    const std::function<void(BytesView)>* take = nullptr;

private:
    using error_code = beast::error_code;
    using text = beast::string_view;

    void on_request_impl(beast::http::verb, text method, text target, int version, error_code&) override {
        head.method = view(method);
        head.target = view(target);
        head.version = version;
    }
    void on_response_impl(int, text, int, error_code&) override {}
    void on_field_impl(beast::http::field, text name, text value, error_code&) override {
        if (!head_done) head.headers.add(std::string(view(name)), std::string(view(value)));
    }
    void on_header_impl(error_code&) override { head_done = true; }
    void on_body_init_impl(boost::optional<std::uint64_t> const&, error_code&) override {}
    std::size_t on_body_impl(text body, error_code&) override { return give(body); }
    void on_chunk_header_impl(std::uint64_t, text, error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, text body, error_code&) override { return give(body); }
    void on_finish_impl(error_code&) override {}

    std::size_t give(text body) {
        if (!body.empty()) (*take)(as_bytes(view(body)));
        return body.size();
    }
};

namespace {

// What Beast lets through and a proxy before us might read otherwise.
Result<Done> check_framing(const Head& head) {
    const auto hosts = head.headers.count("Host");
    if (hosts > 1 || (hosts == 0 && head.version == 11)) {
        return refuse(errors::http::malformed_host, std::to_string(hosts) + " Host headers");
    }
    if (hosts == 1 && !is_host(*head.headers.find("Host"))) {
        return refuse(errors::http::malformed_host, std::string(*head.headers.find("Host")));
    }
    const auto lengths = head.headers.count("Content-Length");
    const auto transfers = head.headers.count("Transfer-Encoding");
    if (lengths + transfers > 1) return refuse(errors::http::malformed_request, "more than one framing header");
    if (lengths == 1) {
        const auto length = *head.headers.find("Content-Length");
        if (length.empty() || length.size() > 18 || length.find_first_not_of("0123456789") != std::string_view::npos) {
            return refuse(errors::http::malformed_request, "Content-Length is no number");
        }
    }
    if (transfers == 1) {
        if (head.version == 10) return refuse(errors::http::malformed_request, "Transfer-Encoding in HTTP/1.0");
        const auto coding = *head.headers.find("Transfer-Encoding");
        if (!same_word(coding, "chunked")) return refuse(errors::http::unsupported_transfer, std::string(coding));
    }
    return Done{};
}

}  // namespace

Parser::Parser() : machine_(std::make_unique<Machine>()) {
    // Both limits are enforced before: the head's by HeadScanner, the body's by its route.
    machine_->header_limit(1 << 20);
    machine_->body_limit(boost::none);
}

Parser::~Parser() = default;

Result<Head> Parser::head(std::string_view bytes) {
    beast::error_code failure;
    machine_->eager(false);
    std::size_t used = 0;
    while (used < bytes.size() && !machine_->is_header_done()) {
        used += machine_->put(boost::asio::const_buffer(bytes.data() + used, bytes.size() - used), failure);
        if (failure) break;
    }
    if (failure == beast::http::error::bad_version) return refuse(errors::http::unsupported_version, failure.message());
    if (failure || used != bytes.size()) return refuse(errors::http::malformed_request, failure.message());
    auto& head = machine_->head;
    TRY(check_framing(head));
    head.keep_alive = machine_->keep_alive();
    if (const auto length = machine_->content_length()) head.content_length = *length;
    return std::move(head);
}

Result<std::size_t> Parser::body(std::string_view bytes, const std::function<void(BytesView)>& take) {
    beast::error_code failure;
    machine_->eager(true);
    machine_->take = &take;
    std::size_t used = 0;
    while (used < bytes.size() && !machine_->is_done()) {
        const auto count = machine_->put(boost::asio::const_buffer(bytes.data() + used, bytes.size() - used), failure);
        used += count;
        if (failure == beast::http::error::need_more) break;
        if (failure) return refuse(errors::http::malformed_request, failure.message());
        if (count == 0) break;
    }
    return used;
}

bool Parser::done() const { return machine_->is_done(); }

}  // namespace congvan::http::net
