#include "http/net/transports.hpp"

namespace congvan::http::net {

namespace asio = boost::asio;
using asio::ip::tcp;
using Failure = boost::system::error_code;
using Owner = std::shared_ptr<TransportEvents>;

namespace {

// How much of what nobody wants is read before we stop being polite.
constexpr std::size_t kDiscard = 4 << 20;

Outcome outcome(const Failure& failure) { return failure ? Outcome::failed : Outcome::done; }

std::array<asio::const_buffer, 4> buffers_of(std::span<const BytesView> pieces) {
    std::array<asio::const_buffer, 4> buffers;
    for (std::size_t i = 0; i < pieces.size() && i < buffers.size(); ++i) {
        buffers[i] = asio::const_buffer(pieces[i].data(), pieces[i].size());
    }
    return buffers;
}

void close_socket(tcp::socket& socket) {
    Failure ignored;
    socket.close(ignored);
}

// Reads and drops until the other side closes; a socket closed with unread bytes would be reset, and the answer lost.
class Discarding {
public:
    explicit Discarding(tcp::socket& socket) : socket_(socket) {}

    void run(Owner owner) {
        socket_.async_read_some(asio::buffer(waste_), [this, owner = std::move(owner)](Failure failure, std::size_t count) {
            dropped_ += count;
            if (failure || dropped_ > kDiscard) return owner->on_finished();
            run(owner);
        });
    }

private:
    tcp::socket& socket_;
    std::size_t dropped_ = 0;
    std::array<std::byte, 1024> waste_{};
};

class Plain final : public Transport {
public:
    explicit Plain(tcp::socket socket) : socket_(std::move(socket)) {}

    void open(Owner owner) override {
        asio::post(socket_.get_executor(), [owner = std::move(owner)] { owner->on_open(Outcome::done); });
    }
    void read(std::span<std::byte> into, Owner owner) override {
        socket_.async_read_some(asio::buffer(into.data(), into.size()),
                                [owner = std::move(owner)](Failure failure, std::size_t count) {
                                    owner->on_read(outcome(failure), count);
                                });
    }
    void write(std::span<const BytesView> pieces, Owner owner) override {
        socket_.async_write_some(buffers_of(pieces), [owner = std::move(owner)](Failure failure, std::size_t count) {
            owner->on_write(outcome(failure), count);
        });
    }
    void end_sending() override {
        Failure ignored;
        socket_.shutdown(tcp::socket::shutdown_send, ignored);
    }
    void finish(Owner owner) override {
        end_sending();
        discarding_ = std::make_unique<Discarding>(socket_);
        discarding_->run(std::move(owner));
    }
    void close() override { close_socket(socket_); }

private:
    tcp::socket socket_;
    std::unique_ptr<Discarding> discarding_;
};

class Tls final : public Transport {
public:
    Tls(tcp::socket socket, asio::ssl::context& context) : stream_(std::move(socket), context) {}

    void open(Owner owner) override {
        stream_.async_handshake(asio::ssl::stream_base::server,
                                [owner = std::move(owner)](Failure failure) { owner->on_open(outcome(failure)); });
    }
    void read(std::span<std::byte> into, Owner owner) override {
        stream_.async_read_some(asio::buffer(into.data(), into.size()),
                                [owner = std::move(owner)](Failure failure, std::size_t count) {
                                    owner->on_read(outcome(failure), count);
                                });
    }
    void write(std::span<const BytesView> pieces, Owner owner) override {
        stream_.async_write_some(buffers_of(pieces), [owner = std::move(owner)](Failure failure, std::size_t count) {
            owner->on_write(outcome(failure), count);
        });
    }
    void end_sending() override {}  // cannot be said while a read is under way
    void finish(Owner owner) override {
        stream_.async_shutdown([this, owner = std::move(owner)](Failure) {
            Failure ignored;
            stream_.next_layer().shutdown(tcp::socket::shutdown_send, ignored);
            discarding_ = std::make_unique<Discarding>(stream_.next_layer());
            discarding_->run(owner);
        });
    }
    void close() override { close_socket(stream_.next_layer()); }

private:
    asio::ssl::stream<tcp::socket> stream_;
    std::unique_ptr<Discarding> discarding_;
};

}  // namespace

std::unique_ptr<Transport> make_plain_transport(tcp::socket socket) { return std::make_unique<Plain>(std::move(socket)); }

std::unique_ptr<Transport> make_tls_transport(tcp::socket socket, asio::ssl::context& context) {
    return std::make_unique<Tls>(std::move(socket), context);
}

}  // namespace congvan::http::net
