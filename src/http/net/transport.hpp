#pragma once

// The wire under a connection, with or without TLS, without naming a socket type. Everything happens on the thread of the loop
// the connection belongs to. Each operation keeps its `owner` alive until it has answered, and at most one read and one write
// are under way.

#include <functional>
#include <memory>
#include <span>
#include <string_view>

#include "base/bytes.hpp"

namespace congvan::http::net {

enum class Outcome { done, failed };  // failed: closed by either side, or broken

class TransportEvents {
public:
    virtual ~TransportEvents() = default;
    virtual void on_open(Outcome outcome) = 0;
    virtual void on_read(Outcome outcome, std::size_t count) = 0;
    virtual void on_write(Outcome outcome, std::size_t count) = 0;
    virtual void on_finished() = 0;
};

class Transport {
public:
    virtual ~Transport() = default;
    virtual void open(std::shared_ptr<TransportEvents> owner) = 0;  // the TLS handshake, if any
    virtual void read(std::span<std::byte> into, std::shared_ptr<TransportEvents> owner) = 0;
    // Writes some of the pieces; they must stay until on_write.
    virtual void write(std::span<const BytesView> pieces, std::shared_ptr<TransportEvents> owner) = 0;
    // Says that nothing more will be sent, while a read may still be under way.
    virtual void end_sending() = 0;
    // Ends well: what was written reaches the other side even if it is still sending. No other operation may be under way.
    virtual void finish(std::shared_ptr<TransportEvents> owner) = 0;
    // Ends now; operations under way fail.
    virtual void close() = 0;
};

// The thread a connection lives on.
class Loop {
public:
    virtual ~Loop() = default;
    // Runs `work` on the loop's thread, later. Any thread.
    virtual void post(std::function<void()> work) = 0;
    // The HTTP date of now. The loop's thread.
    virtual std::string_view date() = 0;
};

}  // namespace congvan::http::net
