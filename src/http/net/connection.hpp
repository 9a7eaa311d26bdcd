#pragma once

// One connection: reads heads and bodies, starts handlers, writes answers, watches the clock. Lives on one loop's thread;
// only `post`ed work reaches it from elsewhere.

#include <chrono>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "http/events.hpp"
#include "http/net/core.hpp"
#include "http/net/exchange.hpp"
#include "http/net/head_scanner.hpp"
#include "http/net/transport.hpp"

namespace congvan::http::net {

class Connection final : public TransportEvents, public std::enable_shared_from_this<Connection> {
public:
    using Time = std::chrono::steady_clock::time_point;

    // `core` and `loop` must outlive it. `ended` is called once, on the loop's thread.
    Connection(Core& core, Loop& loop, std::unique_ptr<Transport> transport, std::string address,
               std::function<void(Connection&)> ended);
    ~Connection() override;

    void start();
    void tick(Time now);
    // Ends as soon as nothing is under way.
    void wind_down();
    // Ends now.
    void cut_off();

private:
    enum class Phase {
        opening,     // TLS handshake
        idle,        // nothing of the next request yet
        head,        // some of its head
        collecting,  // its body, for a handler that wants it whole
        handling,    // the handler runs; its streamed body may be arriving
        answering,   // the answer is being written
        events,      // the answer is a stream of events
        finishing,   // the last bytes are out; waiting for the other side to see them
        closed
    };
    struct Piece {
        std::string own;
        std::shared_ptr<const std::string> shared;
        BytesView bytes() const { return as_bytes(shared ? *shared : own); }
    };

    void on_open(Outcome outcome) override;
    void on_read(Outcome outcome, std::size_t count) override;
    void on_write(Outcome outcome, std::size_t count) override;
    void on_finished() override;

    // Input
    void read_more();
    void proceed();  // after new input, in the phases that want some
    void read_head();
    // False when what is there could be the start of one more.
    bool skip_empty_lines();
    void begin_request(std::size_t head_size);
    void begin_body();
    void feed_body();
    Result<Done> take_input();
    void stop_body(const Error& why);
    std::string_view input() const;
    void want_body();  // the handler's thread asked for more
    void input_ended();

    // Handlers and answers
    void dispatch();
    void refuse(const Error& error);
    void answer(Response response);
    void send_body();
    void fetch_chunk();
    void on_chunk(Result<std::string> chunk);
    void complete();
    void next_request();
    void end_badly(std::string_view code, std::string why);
    void begin_events(std::shared_ptr<Subscription> subscription);
    void send_events();
    void close_events();

    // Output
    void put(std::string text);
    void flush();
    void drained();
    void finish();
    void write_log();

    // Time
    void time_out();
    bool body_is_too_slow(Time now) const;

    Core& core_;
    Loop& loop_;
    std::unique_ptr<Transport> transport_;
    const std::string address_;
    std::function<void(Connection&)> ended_;

    Phase phase_ = Phase::opening;
    bool winding_down_ = false;
    bool reading_ = false;
    bool writing_ = false;

    std::vector<std::byte> input_;
    std::size_t input_begin_ = 0;
    std::size_t input_end_ = 0;
    HeadScanner scanner_;
    std::shared_ptr<Exchange> exchange_;
    bool body_paused_ = false;
    bool body_failed_ = false;
    Time read_started_{};
    Time read_deadline_ = Time::max();
    Time write_deadline_ = Time::max();

    std::deque<Piece> output_;
    std::size_t output_offset_ = 0;  // sent of the first piece
    Prepared prepared_;
    std::uint64_t body_left_ = 0;
    bool body_sent_ = true;
    bool fetching_ = false;  // a worker reads the next chunk of the body

    std::shared_ptr<Subscription> subscription_;
    std::shared_ptr<std::atomic<bool>> wake_posted_;
    Time last_write_{};
};

}  // namespace congvan::http::net
