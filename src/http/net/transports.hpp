#pragma once

#include <memory>

#include "http/net/asio.hpp"
#include "http/net/transport.hpp"

namespace congvan::http::net {

std::unique_ptr<Transport> make_plain_transport(boost::asio::ip::tcp::socket socket);
// `context` must outlive the transport.
std::unique_ptr<Transport> make_tls_transport(boost::asio::ip::tcp::socket socket, boost::asio::ssl::context& context);

}  // namespace congvan::http::net
