#pragma once

// The one thread that writes. Callers queue their work and wait; the thread takes what is waiting, runs each piece
// inside a savepoint of its own, commits all of them with one flush to disk, and only then answers. A piece that fails
// is undone alone. So a commit costs its flush once for everybody who waited for the one before.

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "adapters/sql/database.hpp"
#include "adapters/sql/wake_board.hpp"
#include "adapters/sqlite/connection.hpp"
#include "adapters/sqlite/settings.hpp"

namespace congvan::sqlite {

class Writer {
public:
    // `board` must outlive the writer.
    Writer(std::unique_ptr<Connection> connection, Settings settings, sql::WakeBoard& board);
    ~Writer();  // what was queued is still carried out
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    // look: in memory, where readers share the one connection; whatever the work changes is undone.
    enum class Kind { change, look };

    // Returns when the work is durable or undone. Fails as Database::write does.
    Result<Done> run(const sql::Database::Work& work, Kind kind);

private:
    // Lives on the stack of the caller that waits for it.
    struct Job {
        const sql::Database::Work* work;
        Kind kind;
        Result<Done> outcome = Done{};
        std::vector<std::string> wakes = {};
        std::mutex mutex = {};
        std::condition_variable answered = {};
        bool done = false;
    };
    using Group = std::vector<Job*>;

    void loop();
    bool take_group(Group& group);
    void run_group(const Group& group);
    bool run_inside(const Group& group);
    void run_job(Job& job);
    Result<Done> commit();
    void answer(const Group& group);
    void keep_log_short();
    void distrust(const Error& error);

    std::unique_ptr<Connection> connection_;
    const Settings settings_;
    sql::WakeBoard& board_;
    bool dead_ = false;          // only the thread looks; after fatal()
    int checkpointed_pages_ = 0; // only the thread

    std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<Job*> queue_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace congvan::sqlite
