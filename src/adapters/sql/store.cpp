#include "adapters/sql/store.hpp"

#include "adapters/sql/transaction.hpp"

namespace congvan::sql {
namespace {

constexpr std::chrono::minutes kLongestWait{10};

class SqlStore final : public usecases::Store {
public:
    explicit SqlStore(Database& database) : database_(database) {}
    ~SqlStore() override { stop_waking(); }

    Result<Done> read(const std::function<Result<Done>(usecases::Reader&)>& work) override {
        return database_.read([&](Connection& connection) -> Result<Done> {
            Reading<usecases::Reader> reader(connection);
            return work(reader);
        });
    }

    Result<Done> write(const std::function<Result<Done>(usecases::Transaction&)>& work) override {
        return database_.write([&](Connection& connection) -> Result<Done> {
            SqlTransaction transaction(connection);
            TRY(work(transaction));
            return transaction.settle();
        });
    }

    Result<std::vector<usecases::OutboxItem>> claim(Instant now, std::chrono::seconds lease, std::uint32_t limit, usecases::Pace pace) override {
        return database_.write([&](Connection& connection) { return OutboxTable(connection).claim(now, lease, limit, pace); });
    }

    void on_outbox(std::function<void()> wake) override {
        if (!wake) return stop_waking();
        CONGVAN_INVARIANT(!waker_.joinable());
        waker_ = std::thread([this, wake = std::move(wake), seen = database_.wakes(kOutboxChannel)]() mutable {
            while (!stopping_) {
                const auto now = database_.wait(kOutboxChannel, seen, kLongestWait);
                if (!stopping_ && now != seen) wake();
                seen = now;
            }
        });
    }

private:
    void stop_waking() {
        if (!waker_.joinable()) return;
        stopping_ = true;
        database_.stop_waiting();
        waker_.join();
    }

    Database& database_;
    std::atomic<bool> stopping_{false};
    std::thread waker_;
};

}  // namespace

Result<Done> release_leases(Database& database) {
    return database.write([](Connection& connection) { return OutboxTable(connection).release_all(); });
}

std::unique_ptr<usecases::Store> make_store(Database& database) { return std::make_unique<SqlStore>(database); }

}  // namespace congvan::sql
