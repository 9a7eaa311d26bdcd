#pragma once

// One open transaction, as the work inside Database::read and Database::write sees it. Used by one thread at a
// time and only until that work returns. SQL texts are prepared once per connection and kept, so they must be
// constant texts with parameters, never texts with values pasted in.
//
// Once a statement has failed, the transaction is lost: every later statement returns the same error and the work
// cannot succeed. Where a conflict is expected, say so in SQL (ON CONFLICT DO NOTHING) and look at the number of rows.
// The statements of a function called for a row (each, first, all) must not touch the connection.
//
// All statements fail with: storage.unavailable · storage.full (retry_later) · storage.conflict (reload_and_retry,
// a unique or foreign key was violated; its name is in the detail) · storage.rejected (a CHECK or NOT NULL) ·
// storage.damaged · storage.read_only · storage.wrong_statement (call_operator) · base.not_utf8 ·
// base.control_character (fix_input, text with a NUL byte) · base.malformed_text (fix_input, a number that is not finite).

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "adapters/sql/dialect.hpp"
#include "adapters/sql/row.hpp"

namespace congvan::sql {

class Connection {
public:
    using Take = std::function<Result<Done>(Row&)>;

    virtual ~Connection() = default;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    virtual Engine engine() const = 0;

    // Runs one statement and returns how many rows it inserted, changed or deleted.
    Result<std::int64_t> execute(std::string_view sql, Params params = {});

    // The same statement for every element of `rows`; on PostgreSQL without waiting for each answer.
    // Returns the number of rows changed in all.
    Result<std::int64_t> execute_many(std::string_view sql, const std::vector<std::vector<Param>>& rows);

    // Hands every row of the answer to `take`, which may stop by failing; that alone does not lose the transaction.
    Result<Done> each(std::string_view sql, Params params, const Take& take);

    // The first row mapped by `map(Row&)`, if there is one. `map` returns T or Result<T>.
    template <typename Map>
    auto first(std::string_view sql, Params params, Map&& map);

    // All rows mapped by `map(Row&)`. `map` returns T or Result<T>. Bound the number by LIMIT.
    template <typename Map>
    auto all(std::string_view sql, Params params, Map&& map);

    // The single integer of the single row: counts, RETURNING of a number. No row: storage.damaged.
    Result<std::int64_t> number(std::string_view sql, Params params = {});

    // Several statements without parameters, as in a migration.
    Result<Done> script(std::string_view sql);

    // Holds the lock with this name until the transaction ends; others wait. Under SQLite writers are alone anyway.
    Result<Done> lock(std::string_view name);

    // Wakes everybody who waits in Database::wait for `channel` once, and only if, this transaction is committed.
    Result<Done> wake(std::string_view channel);

    // ---- for the engines ----

    // Forgets the last piece of work.
    void begin_work();
    // What the work came to: its own failure, or that of a statement whose error it dropped.
    Result<Done> end_work(Result<Done> outcome);
    std::vector<std::string> take_wakes() { return std::move(wakes_); }

protected:
    Connection() = default;

    struct Statement {
        std::string_view sql;  // as written, before in_words_of
        std::span<const Param> params;
    };
    virtual Result<std::int64_t> do_run(const Statement& statement, const Take* take) = 0;
    virtual Result<std::int64_t> do_run_many(std::string_view sql, const std::vector<std::vector<Param>>& rows) = 0;
    virtual Result<Done> do_script(const std::string& sql) = 0;
    virtual Result<Done> do_lock(std::string_view name) = 0;
    // Remembers or sends the wake-up; an engine that remembers calls remember_wake.
    virtual Result<Done> do_wake(std::string_view channel) = 0;
    void remember_wake(std::string_view channel);

private:
    template <typename Act>
    auto guarded(Act&& act) -> std::invoke_result_t<Act>;

    std::optional<Error> failure_;
    bool busy_ = false;
    std::vector<std::string> wakes_;
};

namespace detail {
template <typename T>
struct Unwrapped {
    using type = T;
};
template <typename T>
struct Unwrapped<Result<T>> {
    using type = T;
};
template <typename Map>
using Mapped = typename Unwrapped<std::decay_t<std::invoke_result_t<Map, Row&>>>::type;
}  // namespace detail

template <typename Map>
auto Connection::first(std::string_view sql, Params params, Map&& map) {
    using T = detail::Mapped<Map>;
    std::optional<T> found;
    auto done = each(sql, params, [&](Row& row) -> Result<Done> {
        if (found.has_value()) return Done{};
        Result<T> mapped = map(row);
        if (!mapped.has_value()) return std::move(mapped).error();
        found.emplace(std::move(mapped).value());
        return Done{};
    });
    if (!done.has_value()) return Result<std::optional<T>>(std::move(done).error());
    return Result<std::optional<T>>(std::move(found));
}

template <typename Map>
auto Connection::all(std::string_view sql, Params params, Map&& map) {
    using T = detail::Mapped<Map>;
    std::vector<T> found;
    auto done = each(sql, params, [&](Row& row) -> Result<Done> {
        Result<T> mapped = map(row);
        if (!mapped.has_value()) return std::move(mapped).error();
        found.push_back(std::move(mapped).value());
        return Done{};
    });
    if (!done.has_value()) return Result<std::vector<T>>(std::move(done).error());
    return Result<std::vector<T>>(std::move(found));
}

}  // namespace congvan::sql
