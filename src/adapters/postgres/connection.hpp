#pragma once

// One connection to PostgreSQL with its prepared statements. Used by one thread at a time.

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "adapters/postgres/failures.hpp"
#include "adapters/postgres/settings.hpp"
#include "adapters/sql/connection.hpp"

namespace congvan::postgres {

// The PostgreSQL channel that carries all wake-ups; the payload is the channel of Connection::wake.
inline constexpr std::string_view kWakeChannel = "congvan_wake";

struct FreeAnswer {
    void operator()(PGresult* answer) const { PQclear(answer); }
};
using Answer = std::unique_ptr<PGresult, FreeAnswer>;
struct CloseConnection {
    void operator()(PGconn* connection) const { PQfinish(connection); }
};
using Handle = std::unique_ptr<PGconn, CloseConnection>;

// A handle that is connected, speaks UTF-8 and has our timeouts. Fails: storage.unavailable (retry_later).
Result<Handle> connect(const Settings& settings);

class Connection final : public sql::Connection {
public:
    static Result<std::unique_ptr<Connection>> open(const Settings& settings);

    sql::Engine engine() const override { return sql::Engine::postgres; }

    // BEGIN, COMMIT, ROLLBACK: outside the account of the work.
    Result<Done> control(const char* sql);
    // The command that the last control came to ("COMMIT", or "ROLLBACK" when there was nothing left to commit).
    std::string_view last_command() const { return last_command_; }
    // The worst that happened since it was asked last.
    Trouble take_trouble();
    bool is_idle() const;  // connected, and in no transaction

protected:
    Result<std::int64_t> do_run(const Statement& statement, const Take* take) override;
    Result<std::int64_t> do_run_many(std::string_view sql, const std::vector<std::vector<sql::Param>>& rows) override;
    Result<Done> do_script(const std::string& sql) override;
    Result<Done> do_lock(std::string_view name) override;
    Result<Done> do_wake(std::string_view channel) override;

private:
    explicit Connection(Handle handle) : handle_(std::move(handle)) {}

    Error failed(const PGresult* answer, std::string_view sql);
    // The name under which `sql` is prepared for parameters of these kinds.
    Result<std::string> prepare(std::string_view sql, const class Arguments& arguments);
    Result<std::int64_t> take_rows(const PGresult* answer, std::string_view sql, const Take* take);
    Result<std::int64_t> pipeline(const std::string& name, std::string_view sql,
                                  std::span<const std::vector<sql::Param>> rows);

    Handle handle_;
    std::unordered_map<std::string, std::string> prepared_;
    std::uint64_t next_name_ = 0;
    Trouble trouble_ = Trouble::fine;
    std::string last_command_;
};

}  // namespace congvan::postgres
