#pragma once

// One SQLite handle with its prepared statements. Used by one thread at a time.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "adapters/sql/connection.hpp"
#include "adapters/sqlite/settings.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace congvan::sqlite {

// What a handle is for: the one writer, or one of the readers (which cannot write even by mistake).
enum class Role { writer, reader };

class Connection final : public sql::Connection {
public:
    // Fails: storage.unavailable (retry_later) · storage.damaged (call_operator).
    static Result<std::unique_ptr<Connection>> open(const Settings& settings, Role role);
    ~Connection() override;

    sql::Engine engine() const override { return sql::Engine::sqlite; }

    // BEGIN, COMMIT and their like: kept prepared, outside the account of the work.
    Result<Done> control(std::string_view sql);
    // SQLite ends a transaction by itself after some failures (disk full, input/output).
    bool in_transaction() const;
    // The extended code of the last statement that failed.
    int last_code() const { return last_code_; }
    // Pages in the write-ahead log after the last commit.
    int log_pages() const { return log_pages_; }

    enum class Checkpoint { passive, truncate };
    // Moves the write-ahead log into the file. A log that readers still need is no failure.
    Result<Done> checkpoint(Checkpoint kind);

protected:
    Result<std::int64_t> do_run(const Statement& statement, const Take* take) override;
    Result<std::int64_t> do_run_many(std::string_view sql, const std::vector<std::vector<sql::Param>>& rows) override;
    Result<Done> do_script(const std::string& sql) override;
    Result<Done> do_lock(std::string_view name) override;
    Result<Done> do_wake(std::string_view channel) override;

private:
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const;
    };
    struct Prepared {
        std::unique_ptr<sqlite3_stmt, Finalize> handle;
        std::vector<int> places;  // SQLite's index of $1, $2, …
    };
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };

    explicit Connection(sqlite3* handle) : handle_(handle) {}
    Result<Done> configure(const Settings& settings, Role role);
    Result<Prepared*> prepare(std::string_view sql);
    Result<Done> bind(Prepared& prepared, const Statement& statement);
    Result<std::int64_t> step(Prepared& prepared, std::string_view sql, const Take* take);
    Error failed(int code, std::string_view sql);

    sqlite3* handle_;
    std::unordered_map<std::string, Prepared, TextHash, std::equal_to<>> prepared_;
    int last_code_ = 0;
    int log_pages_ = 0;
};

}  // namespace congvan::sqlite
