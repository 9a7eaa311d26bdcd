#include "adapters/sqlite/failures.hpp"

#include <sqlite3.h>

#include <string>

#include "errors/storage.hpp"

namespace congvan::sqlite {
namespace {

namespace codes = errors::storage;

struct Meaning {
    Remedy remedy;
    std::string_view code;
};

Meaning of_constraint(int code) {
    switch (code) {
        case SQLITE_CONSTRAINT_UNIQUE:
        case SQLITE_CONSTRAINT_PRIMARYKEY:
        case SQLITE_CONSTRAINT_ROWID:
        case SQLITE_CONSTRAINT_FOREIGNKEY: return {Remedy::reload_and_retry, codes::conflict};
        case SQLITE_CONSTRAINT_DATATYPE: return {Remedy::call_operator, codes::wrong_statement};
        default: return {Remedy::call_operator, codes::rejected};
    }
}

Meaning meaning(int code) {
    switch (code & 0xff) {
        case SQLITE_CONSTRAINT: return of_constraint(code);
        case SQLITE_FULL: return {Remedy::retry_later, codes::full};
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB: return {Remedy::call_operator, codes::damaged};
        case SQLITE_READONLY: return {Remedy::call_operator, codes::read_only};
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_IOERR:
        case SQLITE_NOMEM:
        case SQLITE_CANTOPEN:
        case SQLITE_PERM:
        case SQLITE_INTERRUPT:
        case SQLITE_PROTOCOL: return {Remedy::retry_later, codes::unavailable};
        default: return {Remedy::call_operator, codes::wrong_statement};
    }
}

}  // namespace

bool is_fsync_failure(int code) {
    return code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC;
}

Error failure(int code, sqlite3* database, std::string_view while_doing) {
    const auto [remedy, name] = meaning(code);
    std::string detail = "sqlite ";
    detail += sqlite3_errstr(code);
    detail += " (" + std::to_string(code) + ")";
    if (database != nullptr && sqlite3_extended_errcode(database) == code) {
        detail += ": ";
        detail += sqlite3_errmsg(database);
    }
    detail += ", in: ";
    detail += while_doing.substr(0, 200);
    return {remedy, name, std::move(detail)};
}

}  // namespace congvan::sqlite
