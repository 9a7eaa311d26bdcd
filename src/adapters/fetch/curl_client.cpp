#include "adapters/fetch/curl_client.hpp"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <mutex>

#include "errors/fetch.hpp"

namespace congvan::fetch {
namespace {

using usecases::PrivateNetworks;
using usecases::WebRequest;

constexpr std::size_t kMostAddress = 2048;

struct Free {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

struct Answer {
    Bytes body;
    std::size_t most = 0;
    bool too_large = false;
};

std::size_t take(char* data, std::size_t size, std::size_t count, void* into) {
    auto& answer = *static_cast<Answer*>(into);
    const std::size_t length = size * count;
    if (length > answer.most - answer.body.size()) {
        answer.too_large = true;
        return 0;
    }
    const auto* first = reinterpret_cast<const std::byte*>(data);
    answer.body.insert(answer.body.end(), first, first + length);
    return length;
}

bool is_private_v4(std::uint32_t address) {
    const auto top = address >> 24;
    return top == 0 || top == 10 || top == 127 || top >= 224 || address >> 20 == 0xAC1 || address >> 16 == 0xC0A8 ||
           address >> 16 == 0xA9FE || address >> 22 == 0x191;  // the last: 100.64/10, shared by carriers
}

bool is_private(const sockaddr& address) {
    if (address.sa_family == AF_INET) {
        return is_private_v4(ntohl(reinterpret_cast<const sockaddr_in&>(address).sin_addr.s_addr));
    }
    if (address.sa_family != AF_INET6) return true;
    const auto* bytes = reinterpret_cast<const sockaddr_in6&>(address).sin6_addr.s6_addr;
    if (IN6_IS_ADDR_V4MAPPED(&reinterpret_cast<const sockaddr_in6&>(address).sin6_addr)) {
        return is_private_v4(static_cast<std::uint32_t>(bytes[12]) << 24 | static_cast<std::uint32_t>(bytes[13]) << 16 |
                             static_cast<std::uint32_t>(bytes[14]) << 8 | bytes[15]);
    }
    const bool none = std::all_of(bytes, bytes + 15, [](unsigned char b) { return b == 0; });  // :: and ::1
    return none || (bytes[0] & 0xFE) == 0xFC || (bytes[0] == 0xFE && (bytes[1] & 0xC0) == 0x80) || bytes[0] == 0xFF;
}

// Asked for every connection, redirects included, with the address that the name came to.
curl_socket_t open_public(void* refused, curlsocktype, curl_sockaddr* address) {
    if (is_private(address->addr)) {
        *static_cast<bool*>(refused) = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

Error failure(Remedy remedy, std::string_view code, const WebRequest& request, std::string_view why) {
    return Error{remedy, code, request.address + ": " + std::string(why)};
}

// What a broken exchange means for who asked.
Error broken(CURLcode code, const WebRequest& request, const Answer& answer, bool refused) {
    namespace codes = errors::fetch;
    const auto* why = curl_easy_strerror(code);
    if (answer.too_large || code == CURLE_FILESIZE_EXCEEDED) return failure(Remedy::call_operator, codes::too_large, request, why);
    if (refused) return failure(Remedy::fix_input, codes::bad_address, request, "a private network");
    switch (code) {
        case CURLE_UNSUPPORTED_PROTOCOL:
        case CURLE_URL_MALFORMAT: return failure(Remedy::fix_input, codes::bad_address, request, why);
        case CURLE_TOO_MANY_REDIRECTS: return failure(Remedy::call_operator, codes::too_many_redirects, request, why);
        case CURLE_OPERATION_TIMEDOUT: return failure(Remedy::retry_later, codes::timeout, request, why);
        case CURLE_COULDNT_RESOLVE_HOST:
        case CURLE_COULDNT_CONNECT:
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CONNECT_ERROR: return failure(Remedy::retry_later, codes::unreachable, request, why);
        default: return failure(Remedy::retry_later, codes::failed, request, why);
    }
}

void set_limits(CURL* handle, const WebRequest& request) {
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(handle, CURLOPT_MAXREDIRS, static_cast<long>(request.limits.redirects));
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request.limits.connect.count()));
    curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(request.limits.whole.count()));
    curl_easy_setopt(handle, CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(request.limits.body));
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(handle, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
}

}  // namespace

CurlClient::CurlClient() {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

Result<Bytes> CurlClient::ask(const WebRequest& request) {
    namespace codes = errors::fetch;
    const bool plain = request.address.size() <= kMostAddress &&
                       std::all_of(request.address.begin(), request.address.end(), [](char c) { return c > 0x20 && c < 0x7F; }) &&
                       (request.address.starts_with("http://") || request.address.starts_with("https://"));
    if (!plain) return failure(Remedy::fix_input, codes::bad_address, request, "not an address");
    const std::unique_ptr<CURL, Free> handle(curl_easy_init());
    if (!handle) return failure(Remedy::retry_later, codes::failed, request, "no handle");
    std::unique_ptr<curl_slist, Free> headers;
    const auto say = [&](const std::string& line) {
        auto* all = curl_slist_append(headers.get(), line.c_str());
        (void)headers.release();
        headers.reset(all);
    };
    say("User-Agent: congvan");
    if (!request.accept.empty()) say("Accept: " + request.accept);
    Answer answer;
    answer.most = request.limits.body;
    bool refused = false;
    curl_easy_setopt(handle.get(), CURLOPT_URL, request.address.c_str());
    set_limits(handle.get(), request);
    if (!request.body.empty()) {
        say("Content-Type: " + request.content_type);
        say("Expect:");
        curl_easy_setopt(handle.get(), CURLOPT_POST, 1L);
        curl_easy_setopt(handle.get(), CURLOPT_POSTFIELDS, request.body.data());
        curl_easy_setopt(handle.get(), CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
        curl_easy_setopt(handle.get(), CURLOPT_POSTREDIR, static_cast<long>(CURL_REDIR_POST_ALL));
    }
    curl_easy_setopt(handle.get(), CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(handle.get(), CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(handle.get(), CURLOPT_WRITEDATA, &answer);
    if (request.private_networks == PrivateNetworks::refused) {
        curl_easy_setopt(handle.get(), CURLOPT_OPENSOCKETFUNCTION, open_public);
        curl_easy_setopt(handle.get(), CURLOPT_OPENSOCKETDATA, &refused);
    }
    auto code = curl_easy_perform(handle.get());
    long status = 0;
    curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
    if (code == CURLE_UNSUPPORTED_PROTOCOL && status == 0) code = CURLE_WEIRD_SERVER_REPLY;  // an answer that is not HTTP/1
    if (code != CURLE_OK) return broken(code, request, answer, refused);
    if (status == 200) return std::move(answer.body);
    const bool passing = status >= 500 || status == 408 || status == 429;
    return failure(passing ? Remedy::retry_later : Remedy::call_operator, passing ? codes::failed : codes::refused, request,
                   "status " + std::to_string(status));
}

}  // namespace congvan::fetch
