#pragma once

// PostgreSQL as sql::Database: a pool of connections in this process; writes at READ COMMITTED, repeated after
// deadlocks; reads from one snapshot (REPEATABLE READ, READ ONLY). Several processes may share one database.

#include <memory>

#include "adapters/postgres/settings.hpp"
#include "adapters/sql/database.hpp"

namespace congvan::postgres {

// Opens one connection, to fail early. Fails: storage.unavailable (retry_later) · storage.wrong_statement
// (call_operator) when the database is not one we can keep Vietnamese text in (its encoding must be UTF8).
Result<std::unique_ptr<sql::Database>> open(Settings settings);

}  // namespace congvan::postgres
