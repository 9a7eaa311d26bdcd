#pragma once

// The HTTP/1.1 server: sockets, TLS, limits, time-outs and the threads handlers run on. HTTP/2 belongs to a reverse proxy.

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "http/counters.hpp"
#include "http/router.hpp"

namespace congvan::http {

// Both files are read once, when the server starts.
struct TlsSettings {
    std::string certificate_chain_file;  // PEM, the server's own certificate first
    std::string private_key_file;        // PEM without a password
};

struct ServerSettings {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;  // 0: any free one, see Server::port
    std::optional<TlsSettings> tls;
    // Proxies whose X-Forwarded-For and X-Forwarded-Proto are believed; exact IP addresses.
    std::vector<std::string> trusted_proxies;

    unsigned socket_threads = 0;    // 0: one per core
    unsigned workers = 0;           // threads for handlers; 0: four per core, at least 8
    unsigned upload_workers = 32;   // threads for handlers of streamed bodies; each waits for its client
    std::size_t waiting_requests = 256;  // per kind of worker, beyond which http.overloaded is answered
    std::size_t connections = 8192;      // open at once; further ones are closed at once
    std::size_t collected_bytes = std::size_t{256} << 20;  // of all bodies being collected together

    std::size_t head_bytes = 32 << 10;  // request line and headers together
    std::size_t head_fields = 100;
    std::size_t target_bytes = 8 << 10;

    std::chrono::milliseconds head_timeout{10'000};   // from the first byte of a request (or the connection) to its last header
    std::chrono::milliseconds idle_timeout{75'000};   // between requests
    std::chrono::milliseconds body_timeout{30'000};   // without one more byte of a body that we are waiting for
    std::uint64_t body_least_rate = 1024;             // bytes/s over the time we waited for a body, after body_timeout
    std::chrono::milliseconds write_timeout{30'000};  // without one more byte taken by the client
    std::chrono::milliseconds heartbeat{15'000};      // on event streams
    std::chrono::minutes event_stream_life{60};       // then the page comes back and its rights are looked at again
    std::chrono::milliseconds tick{500};              // how often the above are looked at

    enum class AccessLog { off, on } access_log = AccessLog::on;
};

// Where log lines go. `write` gets one JSON object without a line break, on a thread of the server's own.
class LogSink {
public:
    virtual ~LogSink() = default;
    virtual void write(std::string_view line) = 0;
};
// One line per write to standard error.
LogSink& standard_error_log();

// What the server needs of the world. All must outlive it.
struct ServerWorld {
    const Clock& clock;
    Entropy& entropy;
    LogSink& log = standard_error_log();
};

enum class StopOutcome {
    finished,        // every request was answered
    cut_off,         // some connections were closed before their end, no handler runs any more
    still_running,   // a handler did not return in time: end the process, do not destroy what handlers use
};

// Looks at what `Server::start` would look at before it listens, so that a mistake is told before anything is made.
// Fails: http.listen_failed (an address that is none), http.malformed_proxy, http.tls_files, http.tls_mismatch (call_operator).
Result<Done> check(const ServerSettings& settings);

// The destructor stops without grace, but waits for handlers that still run.
class Server {
public:
    // Listens and serves. Fails: as `check`, and http.address_in_use, http.listen_failed (call_operator).
    static Result<std::unique_ptr<Server>> start(ServerSettings settings, Router router, ServerWorld world);
    ~Server();

    std::uint16_t port() const;
    const Counters& counters() const;

    // Takes no more connections, lets running requests finish for at most `grace`, then closes everything. Call once, from any
    // thread but a handler's.
    StopOutcome stop(std::chrono::milliseconds grace);

private:
    class Implementation;
    explicit Server(std::unique_ptr<Implementation> implementation);
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace congvan::http
