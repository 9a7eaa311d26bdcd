#include "http/events.hpp"

#include "errors/http.hpp"

namespace congvan::http {

namespace {

std::string one_line(std::string_view text) {
    std::string line;
    for (const char c : text) {
        if (c != '\r' && c != '\n' && c != '\0') line += c;
    }
    return line;
}

}  // namespace

std::string encode(const Event& event) {
    std::string text;
    if (!event.id.empty()) text += "id: " + one_line(event.id) + "\n";
    if (!event.kind.empty()) text += "event: " + one_line(event.kind) + "\n";
    std::string_view rest = event.data;
    while (true) {
        const auto end = rest.find_first_of("\r\n");
        text += "data: ";
        text += rest.substr(0, end);
        text += '\n';
        if (end == std::string_view::npos) break;
        rest.remove_prefix(end + (rest.substr(end, 2) == "\r\n" ? 2 : 1));
    }
    return text + "\n";
}

void Subscription::on_ready(std::function<void()> wake) {
    const std::lock_guard lock(mutex_);
    wake_ = std::move(wake);
    if (wake_ && (!waiting_.empty() || state_ != State::open)) wake_();
}

Subscription::State Subscription::take(std::string& into, std::size_t most) {
    const std::lock_guard lock(mutex_);
    std::size_t taken = 0;
    while (taken < waiting_.size() && into.size() < most) {
        into += *waiting_[taken].text;
        waiting_bytes_ -= waiting_[taken].text->size();
        ++taken;
    }
    waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(taken));
    return waiting_.empty() ? state_ : State::open;
}

void Subscription::close() {
    const std::lock_guard lock(mutex_);
    if (state_ == State::open) state_ = State::closed;
    waiting_.clear();
    waiting_bytes_ = 0;
    if (wake_) wake_();
}

bool Subscription::offer(const std::string& id, const std::shared_ptr<const std::string>& text) {
    const std::lock_guard lock(mutex_);
    if (state_ != State::open) return false;
    if (waiting_.size() >= most_events_ || waiting_bytes_ + text->size() > most_bytes_) {
        state_ = State::too_slow;
        waiting_.clear();
        waiting_bytes_ = 0;
    } else {
        waiting_.push_back({id, text});
        waiting_bytes_ += text->size();
    }
    if (wake_) wake_();
    return state_ == State::open;
}

void Subscription::put_first(const std::vector<Event>& earlier) {
    if (earlier.empty()) return;
    std::vector<Waiting> all;
    std::set<std::string_view> ids;
    for (const auto& event : earlier) {
        all.push_back({event.id, std::make_shared<const std::string>(encode(event))});
        if (!event.id.empty()) ids.insert(event.id);
    }
    const std::lock_guard lock(mutex_);
    for (auto& waiting : waiting_) {
        if (!ids.contains(waiting.id)) all.push_back(std::move(waiting));
    }
    waiting_ = std::move(all);
    waiting_bytes_ = 0;
    for (const auto& waiting : waiting_) waiting_bytes_ += waiting.text->size();
}

Result<std::shared_ptr<Subscription>> EventHub::subscribe(std::vector<std::string> topics, std::string owner) {
    auto subscription = std::make_shared<Subscription>();
    std::sort(topics.begin(), topics.end());
    subscription->topics_ = std::move(topics);
    subscription->owner_ = std::move(owner);
    subscription->most_events_ = limits_.waiting_events;
    subscription->most_bytes_ = limits_.waiting_bytes;

    const std::lock_guard lock(mutex_);
    std::erase_if(streams_, [](const auto& stream) { return stream.expired(); });
    const auto same_owner = std::count_if(streams_.begin(), streams_.end(), [&](const auto& weak) {
        const auto stream = weak.lock();
        return stream && stream->owner_ == subscription->owner_;
    });
    if (streams_.size() >= limits_.streams || static_cast<std::size_t>(same_owner) >= limits_.streams_per_owner) {
        return Error{Remedy::retry_later, errors::http::too_many_streams, subscription->owner_};
    }
    streams_.push_back(subscription);
    return subscription;
}

Response EventHub::answer(std::shared_ptr<Subscription> subscription, const std::vector<Event>& earlier) {
    subscription->put_first(earlier);
    Response response(200, EventBody{std::move(subscription)});
    response.set("Content-Type", "text/event-stream");
    response.set("Cache-Control", "no-store");
    response.set("X-Accel-Buffering", "no");  // nginx would hold events back
    return response;
}

void EventHub::publish(const Event& event) {
    std::shared_ptr<const std::string> text;
    const std::lock_guard lock(mutex_);
    std::erase_if(streams_, [&](const auto& weak) {
        const auto stream = weak.lock();
        if (!stream) return true;
        const bool concerned = std::any_of(event.topics.begin(), event.topics.end(), [&](const std::string& topic) {
            return std::binary_search(stream->topics_.begin(), stream->topics_.end(), topic);
        });
        if (!concerned) return false;
        if (!text) text = std::make_shared<const std::string>(encode(event));
        return !stream->offer(event.id, text);
    });
}

void EventHub::close_owner(std::string_view owner) {
    const std::lock_guard lock(mutex_);
    std::erase_if(streams_, [&](const auto& weak) {
        const auto stream = weak.lock();
        if (stream && stream->owner_ == owner) stream->close();
        return !stream || stream->owner_ == owner;
    });
}

void EventHub::close_all() {
    const std::lock_guard lock(mutex_);
    for (const auto& weak : streams_) {
        if (const auto stream = weak.lock()) stream->close();
    }
    streams_.clear();
}

std::size_t EventHub::open_streams() const {
    const std::lock_guard lock(mutex_);
    return static_cast<std::size_t>(
        std::count_if(streams_.begin(), streams_.end(), [](const auto& stream) { return !stream.expired(); }));
}

std::optional<std::string_view> last_event_id(const Request& request) {
    const auto header = request.header("Last-Event-ID");
    return header && !header->empty() ? header : request.query("last_event_id");
}

}  // namespace congvan::http
