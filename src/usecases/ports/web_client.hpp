#pragma once

// Servers outside, asked over HTTP within explicit limits.

#include <chrono>
#include <string>

#include "base/bytes.hpp"

namespace congvan::usecases {

struct WebLimits {
    std::size_t body = 1u << 20;                      // bytes of the answer
    std::chrono::milliseconds connect{3'000};
    std::chrono::milliseconds whole{10'000};          // from first to last byte, redirects included
    int redirects = 3;
};

// Addresses of this machine and of private networks (RFC 1918, 4193, link-local): what an address out of a stranger's
// certificate must not reach.
enum class PrivateNetworks { allowed, refused };

struct WebRequest {
    std::string address;       // http:// or https://, at most 2,048 characters
    std::string content_type;  // of `body`
    std::string accept;
    Bytes body;                // empty: GET; else POST
    WebLimits limits{};
    PrivateNetworks private_networks = PrivateNetworks::allowed;
};

// One instance may be used from many threads at once; each call waits for its answer. No cookies, no stored
// credentials, no proxies from the environment, no protocol but HTTP and HTTPS (whose certificate must be good).
class WebClient {
public:
    virtual ~WebClient() = default;

    // The body of a 200.
    // Fails: fetch.bad_address (fix_input) · fetch.unreachable, fetch.timeout, fetch.failed (5xx, 408, 429, a broken
    // answer) (retry_later) · fetch.refused (other status), fetch.too_large, fetch.too_many_redirects (call_operator).
    virtual Result<Bytes> ask(const WebRequest& request) = 0;
};

}  // namespace congvan::usecases
