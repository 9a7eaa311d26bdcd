// The reading half of a connection: heads and bodies.
#include "errors/http.hpp"
#include "http/net/connection.hpp"

namespace congvan::http::net {

namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t kSmallBuffer = 4 << 10;    // while waiting for a head
constexpr std::size_t kBodyBuffer = 64 << 10;    // for a collected body
constexpr std::size_t kStreamBuffer = 256 << 10; // for a streamed one
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

}  // namespace

std::string_view Connection::input() const {
    return as_text(BytesView(input_).subspan(input_begin_, input_end_ - input_begin_));
}

// Asks for more bytes behind those that wait. The buffer is as large as what is expected, and grows when it is full.
void Connection::read_more() {
    if (reading_ || phase_ == Phase::closed) return;
    if (input_begin_ > 0) {
        std::memmove(input_.data(), input_.data() + input_begin_, input_end_ - input_begin_);
        input_end_ -= input_begin_;
        input_begin_ = 0;
    }
    std::size_t wanted = kSmallBuffer;
    if (phase_ == Phase::collecting) wanted = kBodyBuffer;
    if (phase_ == Phase::handling) wanted = kStreamBuffer;
    if (input_end_ == input_.size()) wanted = std::max(wanted, input_.size() * 2);
    if (input_.size() < wanted) input_.resize(wanted);
    reading_ = true;
    read_started_ = SteadyClock::now();
    transport_->read(std::span(input_).subspan(input_end_), shared_from_this());
}

void Connection::on_read(Outcome outcome, std::size_t count) {
    reading_ = false;
    switch (phase_) {
        case Phase::closed: return;
        case Phase::finishing: return transport_->finish(shared_from_this());
        case Phase::opening:
        case Phase::idle:
        case Phase::head:
        case Phase::collecting:
        case Phase::handling:
        case Phase::answering:
        case Phase::events: break;
    }
    if (outcome == Outcome::failed) return input_ended();
    if (phase_ == Phase::events) return read_more();  // whatever a client says on a stream of events is not listened to
    input_end_ += count;
    proceed();
}

void Connection::input_ended() {
    switch (phase_) {
        case Phase::collecting: return end_badly(errors::http::upload_interrupted, "the client went away");
        case Phase::handling:
            return stop_body({Remedy::retry_later, errors::http::upload_interrupted, "the client went away"});
        case Phase::opening:
        case Phase::idle:
        case Phase::head:
        case Phase::events: return cut_off();
        case Phase::answering:  // it may still be listening
        case Phase::finishing:
        case Phase::closed: return;
    }
}

void Connection::proceed() {
    switch (phase_) {
        case Phase::idle:
        case Phase::head: return read_head();
        case Phase::collecting:
        case Phase::handling: return feed_body();
        case Phase::opening:
        case Phase::answering:
        case Phase::events:
        case Phase::finishing:
        case Phase::closed: return;
    }
}

// RFC 9112 section 2.2: empty lines before a request are ignored.
bool Connection::skip_empty_lines() {
    while (input().substr(0, 2) == "\r\n") input_begin_ += 2;
    return input() != "\r";
}

void Connection::read_head() {
    if (phase_ == Phase::idle) {
        if (!skip_empty_lines() || input().empty()) return read_more();
        phase_ = Phase::head;
        read_deadline_ = SteadyClock::now() + core_.settings.head_timeout;
    }
    const auto refused = [this](std::string_view code, std::string why) {
        core_.counters.requests_malformed.fetch_add(1);
        refuse({Remedy::fix_input, code, std::move(why)});
    };
    switch (scanner_.scan(input())) {
        case HeadScanner::Verdict::need_more: return read_more();
        case HeadScanner::Verdict::complete: return begin_request(scanner_.size());
        case HeadScanner::Verdict::malformed:
            return refused(errors::http::malformed_request, "bare CR or LF, NUL, or a folded line");
        case HeadScanner::Verdict::too_large: return refused(errors::http::headers_too_large, "");
        case HeadScanner::Verdict::line_too_long: return refused(errors::http::address_too_long, "");
    }
}

void Connection::begin_request(std::size_t head_size) {
    read_deadline_ = Time::max();
    body_paused_ = body_failed_ = false;
    exchange_ = std::make_shared<Exchange>(core_);
    auto head = exchange_->parser.head(input().substr(0, head_size));
    input_begin_ += head_size;
    scanner_.reset();
    if (!head) {
        core_.counters.requests_malformed.fetch_add(1);
        return refuse(head.error());
    }
    if (auto early = exchange_->admit(std::move(*head), address_)) return answer(std::move(*early));
    begin_body();
}

void Connection::begin_body() {
    auto& exchange = *exchange_;
    const auto& options = exchange.route->options;
    if (options.body == BodyKind::streamed) {
        exchange.pipe = std::make_shared<BodyPipe>([weak = weak_from_this(), loop = &loop_] {
            loop->post([weak] {
                if (const auto self = weak.lock()) self->want_body();
            });
        });
        if (exchange.parser.done()) exchange.pipe->finish();
    }
    if (options.body == BodyKind::streamed || exchange.parser.done()) {
        phase_ = Phase::handling;
        return dispatch();
    }
    phase_ = Phase::collecting;
    if (exchange.expects_continue && input().empty()) {
        put(std::string(kContinue));
        flush();
    }
    feed_body();
}

// The handler reads and finds too little: let the client go on.
void Connection::want_body() {
    if (phase_ != Phase::handling || !exchange_ || !exchange_->pipe || body_failed_ || reading_) return;
    if (std::exchange(exchange_->expects_continue, false) && exchange_->received == 0 && input().empty()) {
        put(std::string(kContinue));
        flush();
    }
    feed_body();
}

// Hands what arrived to whoever collects it. Sets body_paused_.
Result<Done> Connection::take_input() {
    Result<Done> taken = Done{};
    body_paused_ = false;
    const std::function<void(BytesView)> take = [&](BytesView bytes) {
        if (!taken.has_value()) return;
        taken = exchange_->take_body(bytes);
        if (taken.has_value() && exchange_->pipe) body_paused_ = !exchange_->pipe->put(bytes);
    };
    LET(const auto used, exchange_->parser.body(input(), take));
    input_begin_ += used;
    return taken;
}

void Connection::feed_body() {
    if (body_failed_ || !exchange_) return;
    if (read_deadline_ != Time::max()) exchange_->waited += SteadyClock::now() - read_started_;
    read_deadline_ = Time::max();
    if (const auto taken = take_input(); !taken) {
        return phase_ == Phase::collecting ? refuse(taken.error()) : stop_body(taken.error());
    }
    if (exchange_->parser.done()) {
        if (phase_ == Phase::handling) return exchange_->pipe->finish();
        phase_ = Phase::handling;
        return dispatch();
    }
    if (body_paused_) return;
    read_more();
    read_deadline_ = read_started_ + core_.settings.body_timeout;
}

// Nothing more of this body is read; the handler learns why and answers.
void Connection::stop_body(const Error& why) {
    if (!exchange_ || !exchange_->pipe || exchange_->parser.done()) return;
    body_failed_ = true;
    read_deadline_ = Time::max();
    exchange_->pipe->fail(why);
}

}  // namespace congvan::http::net
