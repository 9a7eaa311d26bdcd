#pragma once

// SQLite as sql::Database: WAL, synchronous=FULL, foreign keys on; one writer thread with group commit, and a small
// pool of readers that never wait for it. The file is for one server process at a time (the data directory's lock
// sees to that); other processes may open it read_only.

#include <memory>

#include "adapters/sql/database.hpp"
#include "adapters/sqlite/settings.hpp"

namespace congvan::sqlite {

// Opens or creates the file. Closing (the destructor) carries out what was queued; no call may be under way.
// Fails: storage.unavailable (retry_later) · storage.damaged · storage.read_only (call_operator).
Result<std::unique_ptr<sql::Database>> open(Settings settings);

}  // namespace congvan::sqlite
