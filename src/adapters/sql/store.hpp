#pragma once

// The use cases' store on SQL: one for SQLite and PostgreSQL. Safe from many threads at once.

#include <memory>

#include "adapters/sql/database.hpp"
#include "usecases/ports/store.hpp"

namespace congvan::sql {

// `database` must have the schema (migrate) and outlive the store.
//
// Two writers who append to one stream: the second fails with storage.conflict. The log is locked last in every write,
// when its work is done, so that writers wait for each other only while they commit.
std::unique_ptr<usecases::Store> make_store(Database& database);

// Ends the leases of outbox items that a process took with it when it died, so that their work goes on at once. For
// whoever is known to be the only one at work on `database`: elsewhere leases end by themselves.
Result<Done> release_leases(Database& database);

}  // namespace congvan::sql
