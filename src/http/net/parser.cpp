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

class HeadMachine final : public beast::http::basic_parser<true> {
public:
    Head head;

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
        head.headers.add(std::string(view(name)), std::string(view(value)));
    }
    void on_header_impl(error_code&) override {}
    void on_body_init_impl(boost::optional<std::uint64_t> const&, error_code&) override {}
    std::size_t on_body_impl(text, error_code&) override { return 0; }
    void on_chunk_header_impl(std::uint64_t, text, error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, text, error_code&) override { return 0; }
    void on_finish_impl(error_code&) override {}
};

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

Result<Head> Parser::head(std::string_view bytes) {
    HeadMachine machine;
    // Both limits are enforced elsewhere: the head's by HeadScanner, the body's by its route.
    machine.header_limit(1 << 20);
    machine.body_limit(boost::none);
    beast::error_code failure;
    std::size_t used = 0;
    while (used < bytes.size() && !machine.is_header_done() && !failure) {
        used += machine.put(boost::asio::const_buffer(bytes.data() + used, bytes.size() - used), failure);
    }
    if (failure == beast::http::error::bad_version) return refuse(errors::http::unsupported_version, failure.message());
    if (failure || used != bytes.size()) return refuse(errors::http::malformed_request, failure.message());
    auto& head = machine.head;
    TRY(check_framing(head));
    head.keep_alive = machine.keep_alive();
    chunked_ = machine.chunked();
    if (const auto length = machine.content_length(); length && !chunked_) {
        head.content_length = *length;
        left_ = *length;
    }
    done_ = !chunked_ && left_ == 0;
    return std::move(head);
}

Result<std::size_t> Parser::body(std::string_view bytes, const std::function<void(BytesView)>& take) {
    std::size_t used = 0;
    if (done_ || bytes.empty()) return used;
    if (chunked_) {
        const auto verdict = chunks_.read(bytes, used, take);
        if (verdict == ChunkReader::Verdict::malformed) return refuse(errors::http::malformed_request, "malformed chunks");
        done_ = verdict == ChunkReader::Verdict::done;
        return used;
    }
    used = static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size()));
    take(as_bytes(bytes.substr(0, used)));
    left_ -= used;
    done_ = left_ == 0;
    return used;
}

}  // namespace congvan::http::net
