#include "adapters/postgres/database.hpp"

#include <random>

#include "adapters/postgres/listener.hpp"
#include "adapters/postgres/pool.hpp"
#include "adapters/sql/wake_board.hpp"
#include "base/fault_point.hpp"
#include "errors/storage.hpp"

namespace congvan::postgres {
namespace {

constexpr const char* kBeginRead = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
constexpr const char* kBeginWrite = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";

// Before attempt 2, 3, …: a random pause, longer each time, so that those who collided do not collide again.
void pause_before(int attempt) {
    thread_local std::minstd_rand chance{std::random_device{}()};
    const int most = std::min(1 << attempt, 64);
    std::this_thread::sleep_for(std::chrono::milliseconds(std::uniform_int_distribution<int>(0, most)(chance)));
}

class PostgresDatabase final : public sql::Database {
public:
    explicit PostgresDatabase(const Settings& settings) : settings_(settings), pool_(settings) {}

    Result<Done> start() {
        LET(const auto encoding, read([](sql::Connection& connection) {
                return connection.first("SELECT current_setting('server_encoding')", {},
                                        [](sql::Row& row) { return row.text(0); });
            }));
        if (encoding == "UTF8") return Done{};
        return Error{Remedy::call_operator, errors::storage::wrong_statement,
                     "the encoding of the database is " + encoding.value_or("unknown") + ", not UTF8"};
    }


    std::uint64_t wakes(std::string_view channel) override {
        std::call_once(listening_, [this] { listener_.emplace(settings_, board_); });
        return board_.count(channel);
    }
    std::uint64_t wait(std::string_view channel, std::uint64_t seen, std::chrono::milliseconds most) override {
        static_cast<void>(wakes(channel));
        return board_.wait(channel, seen, most);
    }
    void stop_waiting() override { board_.stop(); }

protected:
    Result<Done> run_read(const Work& work) override { return repeat(work, kBeginRead, Reading::yes); }
    Result<Done> run_write(const Work& work) override { return repeat(work, kBeginWrite, Reading::no); }

private:
    enum class Reading { no, yes };
    enum class Next { answer, repeat_at_once, repeat_later };

    Result<Done> repeat(const Work& work, const char* begin, Reading reading) {
        CONGVAN_INVARIANT(!sql::InsideWork::here());
        Result<Done> outcome = Done{};
        for (int attempt = 1;; ++attempt) {
            LET(auto lent, pool_.take());
            const auto next = attempt_once(lent, work, begin, reading, outcome);
            pool_.give_back(std::move(lent.connection));
            if (next == Next::answer || attempt >= settings_.most_attempts) return outcome;
            if (next == Next::repeat_later) pause_before(attempt);
        }
    }

    static Next attempt_once(Lent& lent, const Work& work, const char* begin, Reading reading, Result<Done>& outcome) {
        auto& connection = *lent.connection;
        static_cast<void>(connection.take_trouble());
        outcome = connection.control(begin);
        if (!outcome.has_value()) {  // a connection that died while idle says so here, before anything was done
            return lent.reused && connection.take_trouble() == Trouble::lost ? Next::repeat_at_once : Next::answer;
        }
        outcome = sql::carry_out(work, connection);
        if (outcome.has_value() && reading == Reading::no) return commit(connection, outcome);
        const auto trouble = connection.take_trouble();
        if (trouble != Trouble::lost) static_cast<void>(connection.control("ROLLBACK"));
        if (outcome.has_value()) return Next::answer;
        if (trouble == Trouble::again) return Next::repeat_later;
        // A read changes nothing, so it may be asked again elsewhere; a write that was lost before COMMIT was not kept,
        // but its caller decides.
        return trouble == Trouble::lost && reading == Reading::yes && lent.reused ? Next::repeat_at_once : Next::answer;
    }

    static Next commit(Connection& connection, Result<Done>& outcome) {
        fault_point("storage.before_commit");
        outcome = connection.control("COMMIT");
        const auto trouble = connection.take_trouble();
        if (outcome.has_value()) {
            if (connection.last_command() == "COMMIT") {
                fault_point("storage.after_commit");
            } else {  // PostgreSQL answers ROLLBACK when the transaction had failed before
                outcome = Error{Remedy::call_operator, errors::storage::wrong_statement, "COMMIT came to a rollback"};
            }
            return Next::answer;
        }
        if (trouble == Trouble::again) return Next::repeat_later;
        if (trouble == Trouble::lost) {
            outcome = Error{Remedy::retry_later, errors::storage::outcome_unknown, outcome.error().detail};
        }
        return Next::answer;
    }

    const Settings settings_;
    Pool pool_;
    sql::WakeBoard board_;
    std::once_flag listening_;
    std::optional<Listener> listener_;
};

}  // namespace

Result<std::unique_ptr<sql::Database>> open(Settings settings) {
    auto database = std::make_unique<PostgresDatabase>(settings);
    TRY(database->start());
    return std::unique_ptr<sql::Database>(std::move(database));
}

}  // namespace congvan::postgres
