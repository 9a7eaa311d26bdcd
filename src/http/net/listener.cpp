#include "http/net/listener.hpp"

#include "errors/http.hpp"
#include "http/net/transports.hpp"

namespace congvan::http::net {

namespace asio = boost::asio;
using asio::ip::tcp;
using Failure = boost::system::error_code;

namespace {

using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

Error listen_failure(const Failure& failure) {
    const bool used = failure == asio::error::address_in_use;
    return {Remedy::call_operator, used ? errors::http::address_in_use : errors::http::listen_failed, failure.message()};
}

std::string address_of(const tcp::socket& socket) {
    Failure failure;
    const auto end = socket.remote_endpoint(failure);
    if (failure) return {};
    return text_of(end.address());
}

}  // namespace

std::string text_of(const asio::ip::address& address) {
    if (address.is_v6() && address.to_v6().is_v4_mapped()) {
        return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
    }
    return address.to_string();
}

Result<Done> check_free(const tcp::endpoint& at) {
    if (at.port() == 0) return Done{};
    asio::io_context context;
    tcp::acceptor probe(context);
    Failure failure;
    probe.open(at.protocol(), failure);
    if (!failure) probe.set_option(tcp::acceptor::reuse_address(true), failure);
    if (!failure) probe.bind(at, failure);
    if (failure) return listen_failure(failure);
    return Done{};
}

Listener::Listener(Core& core, asio::ssl::context* tls)
    : core_(core), tls_(tls), work_(asio::make_work_guard(context_)) {}

Listener::~Listener() { join(); }

Result<Done> Listener::listen(const tcp::endpoint& at) {
    Failure failure;
    acceptor_.open(at.protocol(), failure);
    if (!failure) acceptor_.set_option(tcp::acceptor::reuse_address(true), failure);
    if (!failure) acceptor_.set_option(ReusePort(true), failure);
    if (!failure) acceptor_.bind(at, failure);
    if (!failure) acceptor_.listen(1024, failure);
    if (failure) return listen_failure(failure);
    return Done{};
}

std::uint16_t Listener::port() const {
    Failure ignored;
    return acceptor_.local_endpoint(ignored).port();
}

void Listener::run() {
    accept();
    tick();
    thread_ = std::thread([this] { context_.run(); });
}

void Listener::accept() {
    acceptor_.async_accept([this](Failure failure, tcp::socket socket) {
        if (!acceptor_.is_open() || failure == asio::error::operation_aborted) return;
        if (!failure) {
            take(std::move(socket));
            return accept();
        }
        // Out of file descriptors, most likely: some will come free.
        pause_.expires_after(std::chrono::milliseconds(100));
        pause_.async_wait([this](Failure stopped) {
            if (!stopped) accept();
        });
    });
}

void Listener::take(tcp::socket socket) {
    auto& counters = core_.counters;
    counters.connections_accepted.fetch_add(1);
    if (counters.connections_open.load() >= static_cast<std::int64_t>(core_.settings.connections)) {
        counters.connections_refused.fetch_add(1);
        return;  // closes it
    }
    Failure ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    auto address = address_of(socket);
    auto transport = tls_ == nullptr ? make_plain_transport(std::move(socket)) : make_tls_transport(std::move(socket), *tls_);
    auto connection = std::make_shared<Connection>(core_, *this, std::move(transport), std::move(address), [this](Connection& ended) {
        core_.counters.connections_open.fetch_sub(1);
        connections_.erase(&ended);
    });
    counters.connections_open.fetch_add(1);
    connections_.emplace(connection.get(), connection);
    connection->start();
}

void Listener::tick() {
    timer_.expires_after(core_.settings.tick);
    timer_.async_wait([this](Failure stopped) {
        if (stopped) return;
        const auto now = std::chrono::steady_clock::now();
        std::vector<std::shared_ptr<Connection>> all;
        all.reserve(connections_.size());
        for (const auto& [address, connection] : connections_) all.push_back(connection);
        for (const auto& connection : all) connection->tick(now);
        tick();
    });
}

void Listener::stop_accepting() {
    post([this] {
        Failure ignored;
        acceptor_.close(ignored);
        pause_.cancel();
        std::vector<std::shared_ptr<Connection>> all;
        for (const auto& [address, connection] : connections_) all.push_back(connection);
        for (const auto& connection : all) connection->wind_down();
    });
}

void Listener::cut_off() {
    post([this] {
        std::vector<std::shared_ptr<Connection>> all;
        for (const auto& [address, connection] : connections_) all.push_back(connection);
        for (const auto& connection : all) connection->cut_off();
    });
}

void Listener::join() {
    if (!thread_.joinable()) return;
    post([this] {
        timer_.cancel();
        context_.stop();
    });
    thread_.join();
}

void Listener::post(std::function<void()> work) { asio::post(context_, std::move(work)); }

std::string_view Listener::date() {
    const auto now = core_.world.clock.now();
    const auto second = to_microseconds(now) / 1'000'000;
    if (second != date_second_ || date_.empty()) {
        date_ = http_date(now);
        date_second_ = second;
    }
    return date_;
}

}  // namespace congvan::http::net
