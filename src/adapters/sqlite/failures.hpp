#pragma once

// What an answer of SQLite means to the caller.

#include <string_view>

#include "base/result.hpp"

struct sqlite3;

namespace congvan::sqlite {

// The failure behind `code` (an extended result code other than OK, ROW and DONE) of `database`, which may be null.
Error failure(int code, sqlite3* database, std::string_view while_doing);

// True for the codes after which what is on disk is unknown: a failed fsync of the file, its log or its directory.
bool is_fsync_failure(int code);

}  // namespace congvan::sqlite
