#pragma once

// A small HTTP server for tests: one handler, one request a connection, on a port of its own at 127.0.0.1.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <list>
#include <string>
#include <thread>

namespace congvan::testing_support {

struct WebCall {
    std::string method;
    std::string path;
    std::string headers;  // as they came
    std::string body;
};

struct WebReply {
    int status = 200;
    std::string type = "application/octet-stream";
    std::string body;
    std::string location;      // for redirects
    bool silent = false;       // accepts and says nothing until the server ends
    bool cut = false;          // promises more than it sends
    bool raw = false;          // `body` is all that is sent
};

class WebServer {
public:
    using Handler = std::function<WebReply(const WebCall&)>;

    explicit WebServer(Handler handler) : handler_(std::move(handler)) {
        listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        ::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address);
        ::listen(listener_, 16);
        socklen_t size = sizeof address;
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
        port_ = ntohs(address.sin_port);
        thread_ = std::thread([this] { accept_all(); });
    }
    ~WebServer() {
        stop_ = true;
        thread_.join();
        for (auto& one : workers_) one.join();
        ::close(listener_);
    }
    WebServer(const WebServer&) = delete;
    WebServer& operator=(const WebServer&) = delete;

    std::string address(const std::string& path = "/") const { return "http://127.0.0.1:" + std::to_string(port_) + path; }
    int port() const { return port_; }
    int calls() const { return calls_; }

private:
    void accept_all() {
        while (!stop_) {
            pollfd ready{listener_, POLLIN, 0};
            if (::poll(&ready, 1, 20) <= 0) continue;
            const int peer = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
            if (peer >= 0) workers_.emplace_back([this, peer] { serve(peer); });
        }
    }

    bool wait(int peer) const {
        while (!stop_) {
            pollfd ready{peer, POLLIN, 0};
            if (::poll(&ready, 1, 20) > 0) return true;
        }
        return false;
    }

    bool read_call(int peer, WebCall& call) const {
        std::string text;
        std::size_t head = std::string::npos;
        std::size_t length = 0;
        for (;;) {
            char piece[65536];
            if (!wait(peer)) return false;
            const auto count = ::recv(peer, piece, sizeof piece, 0);
            if (count <= 0) return false;
            text.append(piece, static_cast<std::size_t>(count));
            if (head == std::string::npos) {
                head = text.find("\r\n\r\n");
                if (head == std::string::npos) continue;
                const auto at = text.find("Content-Length: ");
                length = at < head ? std::stoul(text.substr(at + 16)) : 0;
            }
            if (text.size() >= head + 4 + length) break;
        }
        call.method = text.substr(0, text.find(' '));
        const auto path = text.find(' ') + 1;
        call.path = text.substr(path, text.find(' ', path) - path);
        call.headers = text.substr(0, head);
        call.body = text.substr(head + 4);
        return true;
    }

    void serve(int peer) {
        WebCall call;
        if (read_call(peer, call)) {
            ++calls_;
            const auto reply = handler_(call);
            while (reply.silent && !stop_) ::usleep(5'000);
            std::string text = reply.body;
            if (!reply.raw) {
                text = "HTTP/1.1 " + std::to_string(reply.status) + " X\r\nConnection: close\r\nContent-Type: " + reply.type +
                       (reply.location.empty() ? "" : "\r\nLocation: " + reply.location) +
                       "\r\nContent-Length: " + std::to_string(reply.body.size() + (reply.cut ? 100 : 0)) + "\r\n\r\n" + reply.body;
            }
            for (std::size_t sent = 0; !reply.silent && sent < text.size();) {
                const auto count = ::send(peer, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
                if (count <= 0) break;
                sent += static_cast<std::size_t>(count);
            }
        }
        ::close(peer);
    }

    Handler handler_;
    int listener_ = -1;
    int port_ = 0;
    std::atomic<bool> stop_ = false;
    std::atomic<int> calls_ = 0;
    std::thread thread_;
    std::list<std::thread> workers_;
};

}  // namespace congvan::testing_support
