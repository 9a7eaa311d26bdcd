#pragma once

// The one connection that hears the wake-ups of all nodes and puts them on the board. It reconnects by itself, and
// then wakes everybody, because a wake-up may have been missed.

#include <atomic>
#include <thread>

#include "adapters/postgres/connection.hpp"
#include "adapters/sql/wake_board.hpp"

namespace congvan::postgres {

class Listener {
public:
    // `board` must outlive the listener. Hears everything that is committed after the constructor returned, or wakes
    // everybody once when it could not connect by then.
    Listener(Settings settings, sql::WakeBoard& board);
    ~Listener();
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

private:
    void loop(Handle handle);
    Handle listen_now();
    void hear(PGconn* handle);       // returns when the connection is lost or it is time to stop
    bool stopped_within(int milliseconds);

    const Settings settings_;
    sql::WakeBoard& board_;
    int stop_event_;  // eventfd, owned
    std::thread thread_;
};

}  // namespace congvan::postgres
