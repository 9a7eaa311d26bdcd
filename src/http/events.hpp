#pragma once

// Server-sent events: what happened, told to the pages that may know it, as it happens.
// A page subscribes to topics (for example "agency:ID", "person:ID"); an event names the topics it concerns and reaches each
// subscription at most once. Delivery here is a convenience, never a promise: a consumer that is too slow is cut off and
// comes back with Last-Event-ID, and the handler catches up from the store.

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/request.hpp"
#include "http/response.hpp"

namespace congvan::http {

struct Event {
    std::string id;    // what the client sends back as Last-Event-ID; one line, may be empty
    std::string kind;  // the "event:" field, one line; empty is "message"
    std::string data;  // may have several lines
    std::vector<std::string> topics;
};

// The wire form: "id: …\nevent: …\ndata: …\n\n". Line breaks in id and kind are dropped.
std::string encode(const Event& event);

struct EventLimits {
    std::size_t streams = 4096;           // open at once
    std::size_t streams_per_owner = 16;   // of one session or person
    std::size_t waiting_events = 512;     // per stream, before it counts as too slow
    std::size_t waiting_bytes = 1 << 20;  // per stream
};

// One open stream. Shared by the hub and the connection; every member may be called from any thread.
class Subscription {
public:
    enum class State { open, too_slow, closed };

    // Sets who is told that something is waiting; called under the lock, so it must only post. nullptr stops it.
    void on_ready(std::function<void()> wake);
    // Appends what waits, in wire form, at most about `most` bytes, and says how the stream stands.
    State take(std::string& into, std::size_t most);
    // Ends the stream; nothing is delivered afterwards.
    void close();

private:
    friend class EventHub;
    struct Waiting {
        std::string id;
        std::shared_ptr<const std::string> text;
    };
    // False when the stream has ended and can be forgotten.
    bool offer(const std::string& id, const std::shared_ptr<const std::string>& text);
    void put_first(const std::vector<Event>& earlier);

    std::vector<std::string> topics_;  // sorted
    std::string owner_;
    std::size_t most_events_ = 0;
    std::size_t most_bytes_ = 0;
    mutable std::mutex mutex_;
    State state_ = State::open;
    std::vector<Waiting> waiting_;
    std::size_t waiting_bytes_ = 0;
    std::function<void()> wake_;
};

// Where events are published and streams hang. One instance; any thread. Must outlive the server.
class EventHub {
public:
    explicit EventHub(EventLimits limits = {}) : limits_(limits) {}

    // Opens a stream for `topics`. `owner` groups streams for the limit and for close_owner (a session id).
    // Fails: http.too_many_streams (retry_later).
    Result<std::shared_ptr<Subscription>> subscribe(std::vector<std::string> topics, std::string owner);

    // The answer that carries a stream. Subscribe first, then read from the store what came after Last-Event-ID, and hand it
    // in as `earlier`: it goes out first, and what was published meanwhile with the same id is dropped.
    static Response answer(std::shared_ptr<Subscription> subscription, const std::vector<Event>& earlier = {});

    // Never blocks on a consumer.
    void publish(const Event& event);

    // Ends the streams of one owner (log-out, changed rights), or all.
    void close_owner(std::string_view owner);
    void close_all();

    std::size_t open_streams() const;

private:
    const EventLimits limits_;
    mutable std::mutex mutex_;
    std::vector<std::weak_ptr<Subscription>> streams_;
};

// The Last-Event-ID the client came back with.
std::optional<std::string_view> last_event_id(const Request& request);

}  // namespace congvan::http
