#include "http/server.hpp"

#include "errors/http.hpp"
#include "http/net/core.hpp"
#include "http/net/listener.hpp"
#include "http/net/tls.hpp"

namespace congvan::http {

namespace asio = boost::asio;
using asio::ip::tcp;
using Failure = boost::system::error_code;

namespace {

Result<asio::ip::address> listening_address(const ServerSettings& settings) {
    Failure failure;
    const auto address = asio::ip::make_address(settings.address, failure);
    if (failure) return Error{Remedy::call_operator, errors::http::listen_failed, settings.address + ": " + failure.message()};
    return address;
}

// In the form in which peers are named, so that texts can be compared.
Result<std::vector<std::string>> proxy_addresses(const ServerSettings& settings) {
    std::vector<std::string> addresses;
    for (const auto& text : settings.trusted_proxies) {
        Failure failure;
        const auto address = asio::ip::make_address(text, failure);
        if (failure) return Error{Remedy::call_operator, errors::http::malformed_proxy, text};
        addresses.push_back(net::text_of(address));
    }
    return addresses;
}

}  // namespace

Result<Done> check(const ServerSettings& settings) {
    TRY(listening_address(settings));
    TRY(proxy_addresses(settings));
    TRY(net::make_tls(settings.tls));
    return Done{};
}

// Members end in reverse: listeners (threads joined) before what their connections use.
class Server::Implementation {
public:
    Implementation(ServerSettings settings, Router router, ServerWorld world)
        : core_(std::move(settings), std::move(router), world) {}
    ~Implementation() {
        if (!stopped_) stop(std::chrono::milliseconds(0));
        // Handlers still running post to their loop when they end.
        const auto never = std::chrono::steady_clock::time_point::max();
        core_.workers.wait_until_quiet(never);
        core_.upload_workers.wait_until_quiet(never);
    }

    Result<Done> start();
    std::uint16_t port() const { return port_; }
    const Counters& counters() const { return core_.counters; }
    StopOutcome stop(std::chrono::milliseconds grace);

private:
    bool wait_for_connections(std::chrono::steady_clock::time_point until) const;

    net::Core core_;
    std::unique_ptr<asio::ssl::context> tls_;
    std::vector<std::unique_ptr<net::Listener>> listeners_;
    std::uint16_t port_ = 0;
    bool stopped_ = false;
};

Result<Done> Server::Implementation::start() {
    LET(const auto address, listening_address(core_.settings));
    LET(tls_, net::make_tls(core_.settings.tls));
    tcp::endpoint at(address, core_.settings.port);
    TRY(net::check_free(at));
    for (unsigned i = 0; i < core_.settings.socket_threads; ++i) {
        listeners_.push_back(std::make_unique<net::Listener>(core_, tls_.get()));
        TRY(listeners_.back()->listen(at));
        at.port(listeners_.back()->port());
    }
    port_ = at.port();
    for (const auto& listener : listeners_) listener->run();
    return Done{};
}

// Connections say themselves when they are gone; this looks a few times a second, which is enough for an end.
bool Server::Implementation::wait_for_connections(std::chrono::steady_clock::time_point until) const {
    while (core_.counters.connections_open.load() > 0) {
        if (std::chrono::steady_clock::now() >= until) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return true;
}

StopOutcome Server::Implementation::stop(std::chrono::milliseconds grace) {
    if (stopped_) return StopOutcome::finished;
    stopped_ = true;
    core_.stopping = true;
    const auto until = std::chrono::steady_clock::now() + grace;
    for (const auto& listener : listeners_) listener->stop_accepting();
    const bool all_answered = wait_for_connections(until);
    for (const auto& listener : listeners_) listener->cut_off();
    // A handler that waited for a body learns now that none will come, so it deserves a moment more.
    const auto last = std::max(until, std::chrono::steady_clock::now()) + std::chrono::seconds(2);
    const bool quiet = core_.workers.wait_until_quiet(last) && core_.upload_workers.wait_until_quiet(last);
    if (!quiet) return StopOutcome::still_running;
    for (const auto& listener : listeners_) listener->join();
    return all_answered ? StopOutcome::finished : StopOutcome::cut_off;
}

Server::Server(std::unique_ptr<Implementation> implementation) : implementation_(std::move(implementation)) {}
Server::~Server() = default;

Result<std::unique_ptr<Server>> Server::start(ServerSettings settings, Router router, ServerWorld world) {
    LET(settings.trusted_proxies, proxy_addresses(settings));
    auto implementation = std::make_unique<Implementation>(std::move(settings), std::move(router), world);
    TRY(implementation->start());
    return std::unique_ptr<Server>(new Server(std::move(implementation)));
}

std::uint16_t Server::port() const { return implementation_->port(); }
const Counters& Server::counters() const { return implementation_->counters(); }
StopOutcome Server::stop(std::chrono::milliseconds grace) { return implementation_->stop(grace); }

}  // namespace congvan::http
