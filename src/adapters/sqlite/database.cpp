#include "adapters/sqlite/database.hpp"

#include "adapters/sql/wake_board.hpp"
#include "adapters/sqlite/connection.hpp"
#include "adapters/sqlite/writer.hpp"
#include "errors/storage.hpp"

namespace congvan::sqlite {
namespace {

// Reading connections, made when first needed. Safe from many threads.
class Readers {
public:
    explicit Readers(Settings settings) : settings_(std::move(settings)) {}

    Result<std::unique_ptr<Connection>> take() {
        std::unique_lock lock(mutex_);
        const auto free = [&] { return !idle_.empty() || made_ < settings_.readers; };
        if (!returned_.wait_for(lock, settings_.patience, free)) {
            return Error{Remedy::retry_later, errors::storage::unavailable, "all readers are busy"};
        }
        if (!idle_.empty()) {
            auto connection = std::move(idle_.back());
            idle_.pop_back();
            return connection;
        }
        ++made_;
        lock.unlock();
        auto opened = Connection::open(settings_, Role::reader);
        if (!opened.has_value()) give_back(nullptr);
        return opened;
    }

    // Nothing, or a connection still inside a transaction, makes room for a new one.
    void give_back(std::unique_ptr<Connection> connection) {
        {
            const std::lock_guard lock(mutex_);
            if (connection != nullptr && !connection->in_transaction()) {
                idle_.push_back(std::move(connection));
            } else {
                --made_;
            }
        }
        returned_.notify_one();
    }

private:
    const Settings settings_;
    std::mutex mutex_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<Connection>> idle_;
    std::size_t made_ = 0;
};

class SqliteDatabase final : public sql::Database {
public:
    explicit SqliteDatabase(const Settings& settings) : settings_(settings), readers_(settings) {}

    Result<Done> start() {
        if (settings_.access == Access::read_only) {
            LET(auto probe, readers_.take());
            auto readable = probe->control("SELECT 1 FROM sqlite_schema LIMIT 1");
            readers_.give_back(std::move(probe));
            return readable;
        }
        LET(auto connection, Connection::open(settings_, Role::writer));
        writer_ = std::make_unique<Writer>(std::move(connection), settings_, board_);
        return Done{};
    }

    std::uint64_t wakes(std::string_view channel) override { return board_.count(channel); }
    std::uint64_t wait(std::string_view channel, std::uint64_t seen, std::chrono::milliseconds most) override {
        return board_.wait(channel, seen, most);
    }
    void stop_waiting() override { board_.stop(); }

protected:
    Result<Done> run_write(const Work& work) override {
        CONGVAN_INVARIANT(!sql::InsideWork::here());
        if (writer_ == nullptr) {
            return Error{Remedy::call_operator, errors::storage::read_only, "opened for reading only"};
        }
        return writer_->run(work, Writer::Kind::change);
    }

    Result<Done> run_read(const Work& work) override {
        CONGVAN_INVARIANT(!sql::InsideWork::here());
        if (settings_.file.empty()) return writer_->run(work, Writer::Kind::look);
        LET(auto connection, readers_.take());
        auto done = read_with(*connection, work);
        readers_.give_back(std::move(connection));
        return done;
    }

private:
    static Result<Done> read_with(Connection& connection, const Work& work) {
        TRY(connection.control("BEGIN"));
        auto outcome = sql::carry_out(work, connection);
        // A reading transaction has nothing to lose; one that cannot be ended is dropped with its connection.
        if (connection.in_transaction()) static_cast<void>(connection.control("ROLLBACK"));
        return outcome;
    }

    const Settings settings_;
    sql::WakeBoard board_;
    Readers readers_;
    std::unique_ptr<Writer> writer_;
};

}  // namespace

Result<std::unique_ptr<sql::Database>> open(Settings settings) {
    auto database = std::make_unique<SqliteDatabase>(settings);
    TRY(database->start());
    return std::unique_ptr<sql::Database>(std::move(database));
}

}  // namespace congvan::sqlite
