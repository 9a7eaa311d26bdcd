#pragma once

// The one door to a database: SQLite and PostgreSQL behind the same two words. Safe from many threads at once.
//
//   auto number = database.write([&](sql::Connection& connection) -> Result<std::int64_t> {
//       return connection.number("UPDATE books SET last = last + 1 WHERE id = $1 RETURNING last", {book});
//   });
//
// read   sees one unchanging state of the database and cannot write.
// write  is one transaction: all of it is kept, durably, before the call returns, or none of it.
//        SQLite runs writes one after the other (several in one commit); PostgreSQL runs them side by side at READ
//        COMMITTED, so a decision inside a write must rest on a row it locked ({for_update}, UPDATE … RETURNING),
//        a named lock, or a revision it checks. See docs/decisions for why.
//
// The work may run more than once (after a deadlock or in a smaller group), and on another thread than the
// caller's: it must have no effect but through its connection and what it returns. It must be short, and must not
// call the database again (a broken invariant).
//
// Both fail as the work fails, and with storage.unavailable, storage.full (retry_later), storage.damaged,
// storage.read_only (call_operator). write also: storage.outcome_unknown (retry_later): the connection broke while
// committing; repeat the act under its idempotency key.

#include <chrono>
#include <functional>
#include <optional>
#include <string_view>
#include <type_traits>

#include "adapters/sql/connection.hpp"

namespace congvan::sql {

class Database {
public:
    using Work = std::function<Result<Done>(Connection&)>;

    virtual ~Database() = default;
    Database() = default;
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    // `work` takes Connection& and returns some Result<T>, which is what these return.
    template <typename Act>
    auto read(Act&& work) -> std::invoke_result_t<Act, Connection&> {
        return carry(std::forward<Act>(work), [this](const Work& w) { return run_read(w); });
    }
    template <typename Act>
    auto write(Act&& work) -> std::invoke_result_t<Act, Connection&> {
        return carry(std::forward<Act>(work), [this](const Work& w) { return run_write(w); });
    }

    // How often `channel` was woken so far, as far as this process knows. Read it before looking for work, and
    // hand it to `wait` when there was none: a wake-up in between is then not missed.
    virtual std::uint64_t wakes(std::string_view channel) = 0;

    // Returns when `channel` was woken more than `seen` times or `most` has passed, with the number now. A lost
    // connection counts as a wake-up, because one may have been missed. Also returns early after stop_waiting.
    virtual std::uint64_t wait(std::string_view channel, std::uint64_t seen, std::chrono::milliseconds most) = 0;

    // Ends all present and future waits, for a clean stop.
    virtual void stop_waiting() = 0;

protected:
    virtual Result<Done> run_read(const Work& work) = 0;
    virtual Result<Done> run_write(const Work& work) = 0;

private:
    template <typename Act, typename Run>
    static auto carry(Act&& work, Run run) -> std::invoke_result_t<Act, Connection&> {
        using Answer = std::invoke_result_t<Act, Connection&>;
        std::optional<Answer> answer;
        Result<Done> done = run([&](Connection& connection) -> Result<Done> {
            answer.emplace(work(connection));
            if (!answer->has_value()) return answer->error();
            return Done{};
        });
        if (!done.has_value()) return std::move(done).error();
        return std::move(*answer);
    }
};

// Marks this thread as being inside a piece of work; the engines use it to refuse nested transactions.
class InsideWork {
public:
    InsideWork();
    ~InsideWork();
    InsideWork(const InsideWork&) = delete;
    InsideWork& operator=(const InsideWork&) = delete;
    static bool here();
};

// Runs `work`, turning an exception into storage.unavailable, and returns what it came to.
Result<Done> carry_out(const Database::Work& work, Connection& connection);

}  // namespace congvan::sql
