#pragma once

// One thread with its own sockets: it accepts, and its connections never leave it. Several share a port (SO_REUSEPORT).

#include <string>
#include <thread>
#include <unordered_map>

#include "http/net/asio.hpp"
#include "http/net/connection.hpp"
#include "http/net/core.hpp"

namespace congvan::http::net {

// Without the IPv6 form of an IPv4 address: as peers are named.
std::string text_of(const boost::asio::ip::address& address);

class Listener final : public Loop {
public:
    // `core` and `tls` must outlive it; `tls` may be null.
    Listener(Core& core, boost::asio::ssl::context* tls);
    ~Listener() override;

    // Fails: http.address_in_use, http.listen_failed (call_operator).
    Result<Done> listen(const boost::asio::ip::tcp::endpoint& at);
    std::uint16_t port() const;
    void run();  // starts the thread

    // From another thread.
    void stop_accepting();  // and let idle connections go
    void cut_off();
    void join();

    void post(std::function<void()> work) override;
    std::string_view date() override;

private:
    void accept();
    void take(boost::asio::ip::tcp::socket socket);
    void tick();

    Core& core_;
    boost::asio::ssl::context* tls_;
    boost::asio::io_context context_{1};
    boost::asio::ip::tcp::acceptor acceptor_{context_};
    boost::asio::steady_timer timer_{context_};
    boost::asio::steady_timer pause_{context_};
    std::unordered_map<Connection*, std::shared_ptr<Connection>> connections_;
    std::string date_;
    std::int64_t date_second_ = 0;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
    std::thread thread_;
};

// Whether somebody listens there already, which SO_REUSEPORT would hide. Fails: http.address_in_use, http.listen_failed.
Result<Done> check_free(const boost::asio::ip::tcp::endpoint& at);

}  // namespace congvan::http::net
