#include "http/net/connection.hpp"

#include "errors/http.hpp"

namespace congvan::http::net {

namespace {

using SteadyClock = std::chrono::steady_clock;

// How long the other side may take to see our last bytes.
constexpr std::chrono::seconds kFinishTime{5};

}  // namespace

Connection::Connection(Core& core, Loop& loop, std::unique_ptr<Transport> transport, std::string address,
                       std::function<void(Connection&)> ended)
    : core_(core),
      loop_(loop),
      transport_(std::move(transport)),
      address_(std::move(address)),
      ended_(std::move(ended)),
      scanner_({core.settings.head_bytes, core.settings.head_fields, core.settings.target_bytes}),
      wake_posted_(std::make_shared<std::atomic<bool>>(false)) {}

Connection::~Connection() {
    if (subscription_) subscription_->on_ready(nullptr);
}

void Connection::start() {
    read_deadline_ = SteadyClock::now() + core_.settings.head_timeout;
    transport_->open(shared_from_this());
}

void Connection::on_open(Outcome outcome) {
    if (phase_ == Phase::closed) return;
    if (outcome == Outcome::failed) return cut_off();
    phase_ = Phase::idle;
    proceed();
}

void Connection::on_finished() { cut_off(); }

void Connection::finish() {
    phase_ = Phase::finishing;
    read_deadline_ = SteadyClock::now() + kFinishTime;
    write_deadline_ = Time::max();
    if (reading_) {
        transport_->end_sending();  // goes on in on_read
    } else {
        transport_->finish(shared_from_this());
    }
}

void Connection::cut_off() {
    if (phase_ == Phase::closed) return;
    const auto self = shared_from_this();
    phase_ = Phase::closed;
    read_deadline_ = write_deadline_ = Time::max();
    close_events();
    if (exchange_ && exchange_->pipe) {
        exchange_->pipe->fail({Remedy::retry_later, errors::http::upload_interrupted, "the connection was closed"});
    }
    write_log();
    transport_->close();
    ended_(*this);
}

void Connection::wind_down() {
    winding_down_ = true;
    switch (phase_) {
        case Phase::opening:
        case Phase::idle: return cut_off();
        case Phase::events: return subscription_->close();
        case Phase::head:
        case Phase::collecting:
        case Phase::handling:
        case Phase::answering:
        case Phase::finishing:
        case Phase::closed: return;
    }
}

void Connection::tick(Time now) {
    if (now > write_deadline_) {
        core_.counters.timeouts.fetch_add(1);
        return end_badly(errors::http::request_timeout, "the client does not read");
    }
    if (now > read_deadline_ || body_is_too_slow(now)) return time_out();
    if (phase_ == Phase::events && output_.empty() && now - last_write_ >= core_.settings.heartbeat) {
        put(":\n\n");
        flush();
    }
}

// A client that sends a byte now and then keeps within body_timeout for ever; the average catches it.
bool Connection::body_is_too_slow(Time now) const {
    if (!reading_ || (phase_ != Phase::collecting && phase_ != Phase::handling) || body_failed_) return false;
    const auto waited = exchange_->waited + (now - read_started_);
    if (waited < core_.settings.body_timeout) return false;
    const auto seconds = std::chrono::duration<double>(waited).count();
    return static_cast<double>(exchange_->received) < seconds * static_cast<double>(core_.settings.body_least_rate);
}

void Connection::time_out() {
    read_deadline_ = Time::max();
    const Error slow{Remedy::retry_later, errors::http::request_timeout, "the request came too slowly"};
    switch (phase_) {
        case Phase::opening:
        case Phase::idle:
        case Phase::finishing: return cut_off();
        case Phase::head:
        case Phase::collecting: core_.counters.timeouts.fetch_add(1); return refuse(slow);
        case Phase::handling:
            core_.counters.timeouts.fetch_add(1);
            return stop_body({Remedy::retry_later, errors::http::upload_interrupted, "the body came too slowly"});
        case Phase::events: return subscription_->close();
        case Phase::answering:
        case Phase::closed: return;
    }
}

void Connection::end_badly(std::string_view code, std::string why) {
    if (exchange_) {
        exchange_->code = code;
        exchange_->detail = std::move(why);
    }
    cut_off();
}

// The one line about a request, whatever became of it.
void Connection::write_log() {
    if (!exchange_) return;
    const auto took = SteadyClock::now() - exchange_->started;
    core_.counters.answered(exchange_->status, std::chrono::duration_cast<std::chrono::microseconds>(took));
    if (core_.settings.access_log == ServerSettings::AccessLog::on) {
        core_.log.put(exchange_->log_line(core_.world.clock.now()));
    }
    exchange_.reset();
}

}  // namespace congvan::http::net
