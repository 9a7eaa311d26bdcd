#include "adapters/postgres/listener.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace congvan::postgres {
namespace {
constexpr int kPauseBetweenAttempts = 500;  // milliseconds
}

Listener::Listener(Settings settings, sql::WakeBoard& board)
    : settings_(std::move(settings)), board_(board), stop_event_(eventfd(0, EFD_CLOEXEC)) {
    CONGVAN_INVARIANT(stop_event_ >= 0);
    // The first connection is made here, so that a caller who then looks for work misses nothing.
    thread_ = std::thread([this, handle = listen_now().release()] { loop(Handle(handle)); });
}

Listener::~Listener() {
    const std::uint64_t one = 1;
    CONGVAN_INVARIANT(write(stop_event_, &one, sizeof one) == sizeof one);
    thread_.join();
    close(stop_event_);
}

Handle Listener::listen_now() {
    auto handle = connect(settings_);
    if (!handle.has_value()) return nullptr;
    const std::string sql = "LISTEN " + std::string(kWakeChannel);
    const Answer answer(PQexec(handle->get(), sql.c_str()));
    if (PQresultStatus(answer.get()) != PGRES_COMMAND_OK) return nullptr;
    return std::move(handle).value();
}

void Listener::loop(Handle handle) {
    while (true) {
        if (handle != nullptr) hear(handle.get());
        handle.reset();
        if (stopped_within(kPauseBetweenAttempts)) return;
        handle = listen_now();
        if (handle != nullptr) board_.wake_all();
    }
}

void Listener::hear(PGconn* handle) {
    while (true) {
        while (PGnotify* notice = PQnotifies(handle)) {
            board_.wake(notice->extra);
            PQfreemem(notice);
        }
        pollfd watched[] = {{PQsocket(handle), POLLIN, 0}, {stop_event_, POLLIN, 0}};
        if (poll(watched, 2, -1) < 0 && errno != EINTR) return;
        if (watched[1].revents != 0) return;
        if (watched[0].revents != 0 && PQconsumeInput(handle) != 1) return;
        if (PQstatus(handle) != CONNECTION_OK) return;
    }
}

bool Listener::stopped_within(int milliseconds) {
    pollfd watched{stop_event_, POLLIN, 0};
    return poll(&watched, 1, milliseconds) > 0;
}

}  // namespace congvan::postgres
