#pragma once

// For tests: a client that sends exactly the bytes it is told to and shows exactly what came back.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace congvan::http::testing {

struct Answer {
    int status = 0;
    std::string head;
    std::string body;

    // The value of the first header of that name, as spelled by our server; "" when absent.
    std::string header(std::string_view name) const {
        const auto at = head.find("\r\n" + std::string(name) + ": ");
        if (at == std::string::npos) return "";
        const auto start = at + 4 + name.size();
        return head.substr(start, head.find("\r\n", start) - start);
    }
};

class RawClient {
public:
    explicit RawClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(port);
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        connected_ = ::connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0;
    }
    ~RawClient() { close(); }
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;

    bool connected() const { return connected_; }
    int descriptor() const { return socket_; }

    void close() {
        if (socket_ >= 0) ::close(socket_);
        socket_ = -1;
    }
    void end_sending() { ::shutdown(socket_, SHUT_WR); }

    // False when the other side closed meanwhile.
    bool send(std::string_view bytes) {
        while (!bytes.empty()) {
            const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }

    // Appends what comes within `wait_ms`; false at the end of the connection or when nothing came.
    bool more(int wait_ms = 5000) {
        pollfd waiting{socket_, POLLIN, 0};
        if (::poll(&waiting, 1, wait_ms) <= 0) return false;
        char buffer[65536];
        const auto count = ::recv(socket_, buffer, sizeof buffer, 0);
        if (count <= 0) {
            closed_ = true;
            return false;
        }
        received_.append(buffer, static_cast<std::size_t>(count));
        return true;
    }

    bool wait_for(std::string_view text, int wait_ms = 5000) {
        while (received_.find(text) == std::string::npos) {
            if (!more(wait_ms)) return false;
        }
        return true;
    }

    // The next answer: by Content-Length, by chunks, or none for 204 and 304 and `without_body`.
    enum class Expect { body, no_body };
    Answer answer(Expect expect = Expect::body) {
        Answer answer;
        if (!wait_for("\r\n\r\n")) return answer;
        const auto end = received_.find("\r\n\r\n") + 4;
        answer.head = received_.substr(0, end);
        received_.erase(0, end);
        answer.status = std::stoi(answer.head.substr(9, 3));
        if (expect == Expect::no_body || answer.status == 204 || answer.status == 304 || answer.status == 100) return answer;
        if (const auto length = answer.header("Content-Length"); !length.empty()) {
            const auto size = std::stoull(length);
            while (received_.size() < size && more()) {
            }
            answer.body = received_.substr(0, size);
            received_.erase(0, size);
        } else if (answer.header("Transfer-Encoding") == "chunked") {
            read_chunks(answer.body);
        }
        return answer;
    }

    // True when the other side closes within `wait_ms` (what it still sends is kept).
    bool is_closed(int wait_ms = 5000) {
        while (!closed_ && more(wait_ms)) {
        }
        return closed_;
    }

    std::string& received() { return received_; }

private:
    void read_chunks(std::string& body) {
        while (wait_for("\r\n")) {
            const auto size = std::stoull(received_, nullptr, 16);
            received_.erase(0, received_.find("\r\n") + 2);
            while (received_.size() < size + 2 && more()) {
            }
            body += received_.substr(0, size);
            received_.erase(0, size + 2);
            if (size == 0) return;
        }
    }

    int socket_;
    bool connected_ = false;
    bool closed_ = false;
    std::string received_;
};

}  // namespace congvan::http::testing
