#include "http/net/tls.hpp"

#include "errors/http.hpp"

namespace congvan::http::net {

namespace asio = boost::asio;
using Failure = boost::system::error_code;

Result<std::unique_ptr<asio::ssl::context>> make_tls(const std::optional<TlsSettings>& settings) {
    if (!settings) return std::unique_ptr<asio::ssl::context>();
    auto context = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_server);
    const auto unreadable = [](const std::string& file, const Failure& failure) {
        return Error{Remedy::call_operator, errors::http::tls_files, file + ": " + failure.message()};
    };
    Failure failure;
    context->set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_tlsv1 |
                         asio::ssl::context::no_tlsv1_1 | asio::ssl::context::no_compression, failure);
    SSL_CTX_set_options(context->native_handle(), SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_cipher_list(context->native_handle(), "ECDHE+AESGCM:ECDHE+CHACHA20");
    // Otherwise a key with a password would be asked for on the terminal.
    context->set_password_callback([](std::size_t, asio::ssl::context::password_purpose) { return std::string(); }, failure);
    // The key first: a certificate that comes later and is another's takes it away, which the check below finds whatever the
    // kinds of the two keys.
    context->use_private_key_file(settings->private_key_file, asio::ssl::context::pem, failure);
    if (failure) return unreadable(settings->private_key_file, failure);
    context->use_certificate_chain_file(settings->certificate_chain_file, failure);
    if (failure) return unreadable(settings->certificate_chain_file, failure);
    if (SSL_CTX_check_private_key(context->native_handle()) != 1) {
        return Error{Remedy::call_operator, errors::http::tls_mismatch,
                     settings->private_key_file + ", " + settings->certificate_chain_file};
    }
    return context;
}

}  // namespace congvan::http::net
