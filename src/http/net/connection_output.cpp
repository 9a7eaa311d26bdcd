// The answering half of a connection: handlers, answers, events.
#include "errors/http.hpp"
#include "http/net/connection.hpp"

namespace congvan::http::net {

namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t kChunk = 256 << 10;        // of a streamed body
constexpr std::size_t kInlineBody = 32 << 10;    // smaller bodies travel with their head
constexpr std::size_t kEventBatch = 64 << 10;

Result<std::string> read_chunk(ByteSource& source, std::size_t most) {
    try {
        std::string chunk(most, '\0');
        LET(const auto count, source.read(std::as_writable_bytes(std::span(chunk))));
        chunk.resize(count);
        return chunk;
    } catch (const std::exception& exception) {
        return Error{Remedy::call_operator, errors::http::internal, exception.what()};
    }
}

}  // namespace

void Connection::dispatch() {
    const auto exchange = exchange_;
    exchange->handler_started = true;
    const auto& options = exchange->route->options;
    if (options.runs == RunsOn::at_once && options.body == BodyKind::collected) {
        exchange->run();
        return answer(std::move(*exchange->response));
    }
    auto& workers = options.body == BodyKind::streamed ? core_.upload_workers : core_.workers;
    const bool taken = workers.try_post([self = shared_from_this(), exchange] {
        exchange->run();
        self->loop_.post([self, exchange] {
            if (self->exchange_ == exchange && self->phase_ == Phase::handling) self->answer(std::move(*exchange->response));
        });
    });
    if (taken) return;
    core_.counters.requests_shed.fetch_add(1);
    refuse({Remedy::retry_later, errors::http::overloaded, "the workers are busy"});
}

void Connection::refuse(const Error& error) {
    if (!exchange_) exchange_ = std::make_shared<Exchange>(core_);
    if (exchange_->peer.address.empty()) exchange_->peer.address = address_;
    answer(exchange_->problem_of(error));
}

void Connection::answer(Response response) {
    auto& exchange = *exchange_;
    phase_ = Phase::answering;
    read_deadline_ = Time::max();
    const bool may_stay = !winding_down_ && !body_failed_ && !core_.stopping.load(std::memory_order_relaxed);
    prepared_ = prepare(std::move(response), exchange.answer_to(loop_.date(), may_stay));
    exchange.status = prepared_.status;
    exchange.code = prepared_.code;
    exchange.detail = prepared_.detail;
    if (auto* events = std::get_if<EventBody>(&prepared_.body)) {
        put(std::move(prepared_.head));
        return begin_events(std::move(events->subscription));
    }
    send_body();
    flush();
}

void Connection::send_body() {
    body_sent_ = true;
    if (auto* text = std::get_if<std::string>(&prepared_.body)) {
        if (text->size() <= kInlineBody) {
            put(std::move(prepared_.head.append(*text)));
        } else {
            put(std::move(prepared_.head));
            put(std::move(*text));
        }
    } else if (auto* shared = std::get_if<SharedBody>(&prepared_.body)) {
        put(std::move(prepared_.head));
        if (!shared->bytes->empty()) output_.push_back({{}, shared->bytes});
    } else {
        put(std::move(prepared_.head));
        body_left_ = prepared_.length;
        body_sent_ = prepared_.framing == Framing::length && body_left_ == 0;
    }
}

// Reading may wait for a disk, so a worker does it; none is held while the client takes the bytes.
void Connection::fetch_chunk() {
    fetching_ = true;
    auto* source = std::get<StreamedBody>(prepared_.body).source.get();
    const auto most = prepared_.framing == Framing::length ? std::min<std::uint64_t>(kChunk, body_left_) : kChunk;
    core_.workers.post([self = shared_from_this(), source, most] {
        auto chunk = read_chunk(*source, static_cast<std::size_t>(most));
        self->loop_.post([self, chunk = std::move(chunk)]() mutable { self->on_chunk(std::move(chunk)); });
    });
}

void Connection::on_chunk(Result<std::string> chunk) {
    fetching_ = false;
    if (phase_ != Phase::answering) return;
    // The head is out: the only way left to say that the body is not whole is to break off.
    if (!chunk) return end_badly(chunk.error().code, chunk.error().detail);
    if (chunk->empty() && prepared_.framing == Framing::length) {
        return end_badly(errors::http::internal, "the content ended before its length");
    }
    if (prepared_.framing == Framing::length) {
        body_left_ -= chunk->size();
        body_sent_ = body_left_ == 0;
        put(std::move(*chunk));
    } else if (prepared_.framing == Framing::chunked) {
        body_sent_ = chunk->empty();
        char size[24];
        std::snprintf(size, sizeof size, "%zx\r\n", chunk->size());
        put(body_sent_ ? "0\r\n\r\n" : size + *chunk + "\r\n");
    } else {
        body_sent_ = chunk->empty();
        put(std::move(*chunk));
    }
    if (output_.empty()) return drained();
    flush();
}

void Connection::complete() {
    const bool stays = prepared_.keep_alive;
    write_log();
    if (!stays || reading_) return finish();
    next_request();
}

void Connection::next_request() {
    prepared_ = Prepared();
    phase_ = Phase::idle;
    if (winding_down_) return finish();
    read_deadline_ = SteadyClock::now() + core_.settings.idle_timeout;
    constexpr std::size_t kept = 16 << 10;
    if (input().empty() && input_.size() > kept) {
        input_ = {};
        input_begin_ = input_end_ = 0;
    }
    proceed();
}

void Connection::begin_events(std::shared_ptr<Subscription> subscription) {
    phase_ = Phase::events;
    subscription_ = std::move(subscription);
    core_.counters.event_streams_open.fetch_add(1);
    put("retry: 3000\n\n");
    flush();
    input_begin_ = input_end_ = 0;
    read_deadline_ = SteadyClock::now() + core_.settings.event_stream_life;
    read_more();  // to notice that the client went away
    subscription_->on_ready([weak = weak_from_this(), loop = &loop_, posted = wake_posted_] {
        if (posted->exchange(true)) return;
        loop->post([weak, posted] {
            posted->store(false);
            if (const auto self = weak.lock()) self->send_events();
        });
    });
    if (winding_down_ || core_.stopping.load()) subscription_->close();
}

void Connection::send_events() {
    if (phase_ != Phase::events || !output_.empty()) return;
    std::string text;
    const auto state = subscription_->take(text, kEventBatch);
    if (!text.empty()) {
        put(std::move(text));
        return flush();
    }
    if (state == Subscription::State::open) return;
    if (state == Subscription::State::too_slow) exchange_->detail = "the client was too slow for its events";
    close_events();
    write_log();
    finish();
}

void Connection::close_events() {
    if (!subscription_) return;
    subscription_->on_ready(nullptr);
    subscription_->close();
    subscription_.reset();
    core_.counters.event_streams_open.fetch_sub(1);
}

void Connection::put(std::string text) {
    if (!text.empty()) output_.push_back({std::move(text), nullptr});
}

void Connection::flush() {
    if (writing_ || output_.empty() || phase_ == Phase::closed) return;
    std::array<BytesView, 4> pieces;
    const auto count = std::min(pieces.size(), output_.size());
    for (std::size_t i = 0; i < count; ++i) pieces[i] = output_[i].bytes();
    pieces[0] = pieces[0].subspan(output_offset_);
    writing_ = true;
    last_write_ = SteadyClock::now();
    write_deadline_ = last_write_ + core_.settings.write_timeout;
    transport_->write(std::span(pieces).first(count), shared_from_this());
}

void Connection::on_write(Outcome outcome, std::size_t count) {
    writing_ = false;
    if (phase_ == Phase::closed) return;
    if (outcome == Outcome::failed) {
        return end_badly(exchange_ ? exchange_->code : std::string(), "the client went away before the end of the answer");
    }
    core_.counters.bytes_sent.fetch_add(count, std::memory_order_relaxed);
    if (exchange_) exchange_->sent += count;
    while (!output_.empty() && output_offset_ + count >= output_.front().bytes().size()) {
        count -= output_.front().bytes().size() - output_offset_;
        output_.pop_front();
        output_offset_ = 0;
    }
    output_offset_ += count;
    if (!output_.empty()) return flush();
    write_deadline_ = Time::max();
    drained();
}

// Everything so far is with the kernel.
void Connection::drained() {
    if (phase_ == Phase::events) return send_events();
    if (phase_ != Phase::answering) return;
    if (body_sent_) return complete();
    if (!fetching_) fetch_chunk();
}

}  // namespace congvan::http::net
