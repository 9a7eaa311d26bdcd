#pragma once

// What TLS connections of a server share: its certificate, its key, and what it speaks (TLS 1.2 and 1.3).

#include <memory>
#include <optional>

#include "http/net/asio.hpp"
#include "http/server.hpp"

namespace congvan::http::net {

// Reads both files now; null without settings.
// Fails: http.tls_files, http.tls_mismatch (call_operator).
Result<std::unique_ptr<boost::asio::ssl::context>> make_tls(const std::optional<TlsSettings>& settings);

}  // namespace congvan::http::net
