#pragma once

// The schema, as numbered steps that were applied one after the other. A step that was released is never edited:
// a database remembers the digest of each step and refuses a program that tells its history differently.

#include <string_view>
#include <vector>

#include "adapters/sql/database.hpp"
#include "base/instant.hpp"

namespace congvan::sql {

struct Migration {
    int number;             // 1, 2, 3 … without a gap
    std::string_view name;  // "register_books"
    std::string_view text;  // SQL with the words of dialect.hpp; static life
};

// The steps built into this program (src/adapters/sql/migrations/NNN_name.sql).
std::vector<Migration> program_migrations();

// Applies the steps that `database` lacks, each in a transaction of its own, and returns how many that were. When two
// processes start at once, one applies and the other finds it done. `at` is noted beside each step.
// Fails: storage.newer_than_program · storage.history_changed (call_operator), and as Database::write.
Result<int> migrate(Database& database, const std::vector<Migration>& steps, Instant at);

// That `database` has exactly these steps, without changing anything: for a command that only reads.
// Fails as migrate; storage.history_changed also when a step is missing.
Result<Done> check_schema(Database& database, const std::vector<Migration>& steps);

}  // namespace congvan::sql
