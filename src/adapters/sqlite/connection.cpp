#include "adapters/sqlite/connection.hpp"

#include <sqlite3.h>

#include "adapters/sqlite/failures.hpp"
#include "errors/storage.hpp"

namespace congvan::sqlite {
namespace {

constexpr std::size_t kMostPrepared = 512;

class SqliteRow final : public sql::Row {
public:
    explicit SqliteRow(sqlite3_stmt* statement) : statement_(statement) {}

protected:
    std::optional<sql::Param::View> cell(int column) override {
        if (column < 0 || column >= sqlite3_data_count(statement_)) return std::nullopt;
        switch (sqlite3_column_type(statement_, column)) {
            case SQLITE_INTEGER: return std::int64_t{sqlite3_column_int64(statement_, column)};
            case SQLITE_FLOAT: return sqlite3_column_double(statement_, column);
            case SQLITE_TEXT: {
                const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
                if (text == nullptr) return std::nullopt;  // out of memory
                return std::string_view(text, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)));
            }
            case SQLITE_BLOB: {
                const auto* bytes = static_cast<const std::byte*>(sqlite3_column_blob(statement_, column));
                return BytesView(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)));
            }
            default: return sql::Null{};
        }
    }

private:
    sqlite3_stmt* statement_;
};

// Text and bytes outlive the step, so nothing is copied. An empty value needs an address, or SQLite binds NULL.
int bind_one(sqlite3_stmt* statement, int place, const sql::Param& param) {
    const auto view = param.view();
    if (const auto* number = std::get_if<std::int64_t>(&view)) return sqlite3_bind_int64(statement, place, *number);
    if (const auto* real = std::get_if<double>(&view)) return sqlite3_bind_double(statement, place, *real);
    if (const auto* text = std::get_if<std::string_view>(&view)) {
        const char* data = text->empty() ? "" : text->data();
        return sqlite3_bind_text64(statement, place, data, text->size(), SQLITE_STATIC, SQLITE_UTF8);
    }
    if (const auto* bytes = std::get_if<BytesView>(&view)) {
        if (bytes->empty()) return sqlite3_bind_zeroblob(statement, place, 0);
        return sqlite3_bind_blob64(statement, place, bytes->data(), bytes->size(), SQLITE_STATIC);
    }
    return sqlite3_bind_null(statement, place);
}

Error wrong_statement(std::string_view why, std::string_view sql) {
    return {Remedy::call_operator, errors::storage::wrong_statement,
            std::string(why) + ", in: " + std::string(sql.substr(0, 200))};
}

}  // namespace

void Connection::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

Connection::~Connection() {
    prepared_.clear();
    sqlite3_close_v2(handle_);
}

Error Connection::failed(int code, std::string_view sql) {
    last_code_ = code;
    return failure(code, handle_, sql);
}

Result<std::unique_ptr<Connection>> Connection::open(const Settings& settings, Role role) {
    const bool in_memory = settings.file.empty();
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_READWRITE;
    if (settings.access == Access::read_write) flags |= SQLITE_OPEN_CREATE;
    const std::string name = in_memory ? ":memory:" : settings.file.string();
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(name.c_str(), &handle, flags, settings.vfs.empty() ? nullptr : settings.vfs.c_str());
    auto connection = std::unique_ptr<Connection>(new Connection(handle));
    if (code != SQLITE_OK) return connection->failed(code, "opening " + name);
    TRY(connection->configure(settings, role));
    return connection;
}

Result<Done> Connection::configure(const Settings& settings, Role role) {
    sqlite3_busy_timeout(handle_, static_cast<int>(settings.patience.count()));
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);  // "text" in double quotes is a name, as in PostgreSQL
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    if (role == Role::writer && !settings.file.empty()) TRY(do_script("PRAGMA journal_mode = WAL;"));
    TRY(do_script("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA case_sensitive_like = ON;"
                  "PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000;"
                  "PRAGMA journal_size_limit = 67108864;"));
    if (role == Role::reader) return do_script("PRAGMA query_only = ON;");
    // The writer moves the log itself, after its callers were told, so that a failure there is seen.
    sqlite3_wal_autocheckpoint(handle_, 0);
    sqlite3_wal_hook(
        handle_,
        [](void* self, sqlite3*, const char*, int pages) {
            static_cast<Connection*>(self)->log_pages_ = pages;
            return SQLITE_OK;
        },
        this);
    return Done{};
}

Result<Connection::Prepared*> Connection::prepare(std::string_view sql) {
    if (const auto known = prepared_.find(sql); known != prepared_.end()) return &known->second;
    if (prepared_.size() >= kMostPrepared) prepared_.clear();
    LET(const auto words, sql::in_words_of(sql::Engine::sqlite, sql));
    sqlite3_stmt* handle = nullptr;
    const char* rest = nullptr;
    const int code = sqlite3_prepare_v3(handle_, words.c_str(), static_cast<int>(words.size()) + 1,
                                        SQLITE_PREPARE_PERSISTENT, &handle, &rest);
    Prepared prepared{std::unique_ptr<sqlite3_stmt, Finalize>(handle), {}};
    if (code != SQLITE_OK) return failed(code, sql);
    if (handle == nullptr) return wrong_statement("an empty statement", sql);
    if (std::string_view(rest).find_first_not_of(" \t\r\n;") != std::string_view::npos) {
        return wrong_statement("more than one statement", sql);
    }
    const int count = sqlite3_bind_parameter_count(handle);
    for (int i = 1; i <= count; ++i) {
        const int place = sqlite3_bind_parameter_index(handle, ("$" + std::to_string(i)).c_str());
        if (place == 0) return wrong_statement("parameters must be $1, $2, … without a gap", sql);
        prepared.places.push_back(place);
    }
    return &prepared_.emplace(std::string(sql), std::move(prepared)).first->second;
}

Result<Done> Connection::bind(Prepared& prepared, const Statement& statement) {
    if (statement.params.size() != prepared.places.size()) {
        return wrong_statement("the number of parameters differs", statement.sql);
    }
    for (std::size_t i = 0; i < statement.params.size(); ++i) {
        const int code = bind_one(prepared.handle.get(), prepared.places[i], statement.params[i]);
        if (code != SQLITE_OK) return failed(code, statement.sql);
    }
    return Done{};
}

Result<std::int64_t> Connection::step(Prepared& prepared, std::string_view sql, const Take* take) {
    sqlite3_stmt* handle = prepared.handle.get();
    const auto before = sqlite3_total_changes64(handle_);
    SqliteRow row(handle);
    int code = sqlite3_step(handle);
    for (; code == SQLITE_ROW; code = sqlite3_step(handle)) {
        if (take == nullptr) continue;
        if (auto taken = (*take)(row); !taken.has_value()) {
            sqlite3_reset(handle);
            sqlite3_clear_bindings(handle);
            return std::move(taken).error();
        }
    }
    const auto changed = sqlite3_total_changes64(handle_) == before ? 0 : sqlite3_changes64(handle_);
    if (code != SQLITE_DONE) {
        auto error = failed(code, sql);
        sqlite3_reset(handle);
        sqlite3_clear_bindings(handle);
        return error;
    }
    sqlite3_reset(handle);
    sqlite3_clear_bindings(handle);
    return std::int64_t{changed};
}

Result<std::int64_t> Connection::do_run(const Statement& statement, const Take* take) {
    LET(Prepared* prepared, prepare(statement.sql));
    TRY(bind(*prepared, statement));
    return step(*prepared, statement.sql, take);
}

Result<std::int64_t> Connection::do_run_many(std::string_view sql, const std::vector<std::vector<sql::Param>>& rows) {
    std::int64_t changed = 0;
    for (const auto& row : rows) {
        LET(const auto more, do_run({sql, row}, nullptr));
        changed += more;
    }
    return changed;
}

Result<Done> Connection::do_script(const std::string& sql) {
    const int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return failed(code, sql);
    return Done{};
}

Result<Done> Connection::do_lock(std::string_view) { return Done{}; }

Result<Done> Connection::do_wake(std::string_view channel) {
    remember_wake(channel);
    return Done{};
}

Result<Done> Connection::control(std::string_view sql) {
    LET(Prepared* prepared, prepare(sql));
    LET(const auto changed, step(*prepared, sql, nullptr));
    static_cast<void>(changed);
    return Done{};
}

bool Connection::in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }

Result<Done> Connection::checkpoint(Checkpoint kind) {
    const int mode = kind == Checkpoint::passive ? SQLITE_CHECKPOINT_PASSIVE : SQLITE_CHECKPOINT_TRUNCATE;
    int in_log = 0;
    int moved = 0;
    const int code = sqlite3_wal_checkpoint_v2(handle_, nullptr, mode, &in_log, &moved);
    if (code == SQLITE_OK && kind == Checkpoint::truncate) log_pages_ = 0;
    if (code == SQLITE_OK || (code & 0xff) == SQLITE_BUSY || (code & 0xff) == SQLITE_LOCKED) return Done{};
    return failed(code, "checkpoint");
}

}  // namespace congvan::sqlite
