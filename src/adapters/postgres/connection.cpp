#include "adapters/postgres/connection.hpp"

#include <charconv>

#include "adapters/postgres/values.hpp"
#include "base/digest.hpp"
#include "errors/storage.hpp"

namespace congvan::postgres {
namespace {

constexpr std::size_t kMostPrepared = 512;
constexpr std::size_t kRowsInPipeline = 256;  // few enough that neither side's buffer fills while the other writes

std::int64_t rows_changed(const PGresult* answer) {
    const std::string_view command = PQcmdStatus(const_cast<PGresult*>(answer));
    if (command.starts_with("SELECT")) return 0;
    const std::string_view count = PQcmdTuples(const_cast<PGresult*>(answer));
    std::int64_t number = 0;
    std::from_chars(count.data(), count.data() + count.size(), number);
    return number;
}

std::string milliseconds(std::chrono::milliseconds time) { return std::to_string(time.count()); }

}  // namespace

Result<Handle> connect(const Settings& settings) {
    // What stands before "dbname" gives way to what the operator wrote in it; what stands after does not.
    const char* const names[] = {"connect_timeout", "keepalives_idle", "keepalives_interval", "keepalives_count",
                                 "tcp_user_timeout", "target_session_attrs", "application_name",
                                 "dbname", "client_encoding", nullptr};
    const char* const values[] = {"3", "10", "3", "3", "15000", "read-write", "congvan",
                                  settings.connection.c_str(), "UTF8", nullptr};
    Handle handle(PQconnectdbParams(names, values, 1));
    if (PQstatus(handle.get()) != CONNECTION_OK) return failure(handle.get(), nullptr, "connecting").error;
    PQsetNoticeProcessor(handle.get(), [](void*, const char*) {}, nullptr);
    const std::string setup = "SET statement_timeout = " + milliseconds(settings.longest_statement) +
                              "; SET lock_timeout = " + milliseconds(settings.longest_lock_wait) +
                              "; SET idle_in_transaction_session_timeout = 60000"
                              "; SELECT set_config('synchronous_commit', 'on', false)"
                              "   WHERE current_setting('synchronous_commit') = 'off'";
    const Answer answer(PQexec(handle.get(), setup.c_str()));
    if (PQresultStatus(answer.get()) != PGRES_TUPLES_OK) return failure(handle.get(), answer.get(), setup).error;
    return handle;
}

Result<std::unique_ptr<Connection>> Connection::open(const Settings& settings) {
    LET(auto handle, connect(settings));
    return std::unique_ptr<Connection>(new Connection(std::move(handle)));
}

Error Connection::failed(const PGresult* answer, std::string_view sql) {
    auto met = failure(handle_.get(), answer, sql);
    trouble_ = std::max(trouble_, met.trouble);
    return std::move(met.error);
}

Trouble Connection::take_trouble() { return std::exchange(trouble_, Trouble::fine); }

bool Connection::is_idle() const {
    return PQstatus(handle_.get()) == CONNECTION_OK && PQtransactionStatus(handle_.get()) == PQTRANS_IDLE;
}

Result<Done> Connection::control(const char* sql) {
    const Answer answer(PQexec(handle_.get(), sql));
    if (PQresultStatus(answer.get()) != PGRES_COMMAND_OK) return failed(answer.get(), sql);
    last_command_ = PQcmdStatus(answer.get());
    return Done{};
}

Result<std::string> Connection::prepare(std::string_view sql, const Arguments& arguments) {
    std::string key = arguments.kinds() + ':';
    key += sql;
    if (const auto known = prepared_.find(key); known != prepared_.end()) return known->second;
    if (prepared_.size() >= kMostPrepared) {
        const Answer dropped(PQexec(handle_.get(), "DEALLOCATE ALL"));
        if (PQresultStatus(dropped.get()) != PGRES_COMMAND_OK) return failed(dropped.get(), "DEALLOCATE ALL");
        prepared_.clear();
    }
    LET(const auto words, sql::in_words_of(sql::Engine::postgres, sql));
    if (sql::parameters_in(words) != arguments.count()) {
        return Error{Remedy::call_operator, errors::storage::wrong_statement,
                     "the number of parameters differs, in: " + std::string(sql.substr(0, 200))};
    }
    std::string name = "s" + std::to_string(++next_name_);
    const Answer answer(
        PQprepare(handle_.get(), name.c_str(), words.c_str(), arguments.count(), arguments.types()));
    if (PQresultStatus(answer.get()) != PGRES_COMMAND_OK) return failed(answer.get(), sql);
    prepared_.emplace(std::move(key), name);
    return name;
}

Result<std::int64_t> Connection::take_rows(const PGresult* answer, std::string_view sql, const Take* take) {
    const auto status = PQresultStatus(answer);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) return failed(answer, sql);
    const int count = take == nullptr ? 0 : PQntuples(answer);
    for (int i = 0; i < count; ++i) {
        PostgresRow row(answer, i);
        TRY((*take)(row));
    }
    return rows_changed(answer);
}

Result<std::int64_t> Connection::do_run(const Statement& statement, const Take* take) {
    const Arguments arguments(statement.params);
    LET(const auto name, prepare(statement.sql, arguments));
    const Answer answer(PQexecPrepared(handle_.get(), name.c_str(), arguments.count(), arguments.values(),
                                       arguments.lengths(), arguments.formats(), 1));
    return take_rows(answer.get(), statement.sql, take);
}

Result<std::int64_t> Connection::do_run_many(std::string_view sql, const std::vector<std::vector<sql::Param>>& rows) {
    std::int64_t changed = 0;
    for (std::size_t from = 0; from < rows.size();) {
        // One run of rows whose parameters are of the same kinds shares a prepared statement.
        const Arguments first(rows[from]);
        std::size_t to = from + 1;
        while (to < rows.size() && to - from < kRowsInPipeline && Arguments(rows[to]).kinds() == first.kinds()) ++to;
        LET(const auto name, prepare(sql, first));
        LET(const auto more, pipeline(name, sql, std::span(rows).subspan(from, to - from)));
        changed += more;
        from = to;
    }
    return changed;
}

Result<std::int64_t> Connection::pipeline(const std::string& name, std::string_view sql,
                                          std::span<const std::vector<sql::Param>> rows) {
    PGconn* handle = handle_.get();
    if (PQenterPipelineMode(handle) != 1) return failed(nullptr, sql);
    for (const auto& row : rows) {
        const Arguments arguments(row);
        if (PQsendQueryPrepared(handle, name.c_str(), arguments.count(), arguments.values(), arguments.lengths(),
                                arguments.formats(), 1) != 1) {
            return failed(nullptr, sql);
        }
    }
    if (PQpipelineSync(handle) != 1) return failed(nullptr, sql);
    std::int64_t changed = 0;
    std::optional<Error> error;
    for (bool synced = false; !synced;) {
        const Answer answer(PQgetResult(handle));
        if (answer == nullptr) {  // between two statements, or the connection broke
            if (PQstatus(handle) != CONNECTION_OK) return failed(nullptr, sql);
            continue;
        }
        const auto status = PQresultStatus(answer.get());
        synced = status == PGRES_PIPELINE_SYNC;
        if (synced || status == PGRES_PIPELINE_ABORTED || error.has_value()) continue;
        auto more = take_rows(answer.get(), sql, nullptr);
        if (more.has_value()) {
            changed += *more;
        } else {
            error = more.error();
        }
    }
    if (PQexitPipelineMode(handle) != 1 && !error.has_value()) error = failed(nullptr, sql);
    if (error.has_value()) return *error;
    return changed;
}

Result<Done> Connection::do_script(const std::string& sql) {
    const Answer answer(PQexec(handle_.get(), sql.c_str()));
    const auto status = PQresultStatus(answer.get());
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY) return Done{};
    return failed(answer.get(), sql);
}

Result<Done> Connection::do_lock(std::string_view name) {
    // The 64-bit key of an advisory lock, from the name.
    const auto digest = Sha256::of(as_bytes(name));
    std::uint64_t key = 0;
    for (std::size_t i = 0; i < 8; ++i) key = key << 8 | std::to_integer<std::uint64_t>(digest.bytes()[i]);
    const sql::Param params[] = {static_cast<std::int64_t>(key)};
    LET(const auto changed, do_run({"SELECT pg_advisory_xact_lock($1)", params}, nullptr));
    static_cast<void>(changed);
    return Done{};
}

Result<Done> Connection::do_wake(std::string_view channel) {
    const sql::Param params[] = {kWakeChannel, channel};
    LET(const auto changed, do_run({"SELECT pg_notify($1, $2)", params}, nullptr));
    static_cast<void>(changed);
    return Done{};
}

}  // namespace congvan::postgres
