#include "adapters/sql/migrations.hpp"
#include "errors/storage.hpp"

namespace congvan::sql {
namespace {

constexpr std::string_view kTable =
    "CREATE TABLE IF NOT EXISTS schema_steps ("
    " number {integer} PRIMARY KEY,"
    " name {text} NOT NULL,"
    " digest {bytes} NOT NULL,"
    " applied_at {integer} NOT NULL"
    ") {strict};";

struct Applied {
    std::int64_t number;
    Sha256 digest;
};

Error changed(std::string detail) {
    return {Remedy::call_operator, errors::storage::history_changed, std::move(detail)};
}

Result<std::vector<Applied>> applied_steps(Connection& connection) {
    return connection.all("SELECT number, digest FROM schema_steps ORDER BY number", {},
                          [](Row& row) { return Applied{row.integer(0), row.digest(1)}; });
}

// That what was applied is the beginning of `steps`; returns how many.
Result<std::size_t> compare(const std::vector<Applied>& applied, const std::vector<Migration>& steps) {
    for (std::size_t i = 0; i < applied.size(); ++i) {
        if (applied[i].number != static_cast<std::int64_t>(i) + 1) return changed("a step is missing in the database");
        if (i >= steps.size()) {
            return Error{Remedy::call_operator, errors::storage::newer_than_program,
                         "the database is at step " + std::to_string(applied.size()) + ", the program at " +
                             std::to_string(steps.size())};
        }
        if (applied[i].digest != Sha256::of(as_bytes(steps[i].text))) {
            return changed("step " + std::to_string(i + 1) + " (" + std::string(steps[i].name) + ") differs");
        }
    }
    return applied.size();
}

enum class Step { applied, nothing_left };

Result<Step> apply_next(Connection& connection, const std::vector<Migration>& steps, Instant at) {
    TRY(connection.lock("schema"));
    TRY(connection.script(kTable));
    LET(const auto applied, applied_steps(connection));
    LET(const auto count, compare(applied, steps));
    if (count == steps.size()) return Step::nothing_left;
    const auto& step = steps[count];
    CONGVAN_INVARIANT(step.number == static_cast<int>(count) + 1);
    TRY(connection.script(step.text));
    TRY(connection.execute("INSERT INTO schema_steps (number, name, digest, applied_at) VALUES ($1, $2, $3, $4)",
                           {step.number, step.name, Sha256::of(as_bytes(step.text)), at}));
    return Step::applied;
}

}  // namespace

Result<int> migrate(Database& database, const std::vector<Migration>& steps, Instant at) {
    for (int count = 0;; ++count) {
        LET(const auto step, database.write([&](Connection& connection) { return apply_next(connection, steps, at); }));
        if (step == Step::nothing_left) return count;
    }
}

Result<Done> check_schema(Database& database, const std::vector<Migration>& steps) {
    LET(const auto applied, database.read([](Connection& connection) { return applied_steps(connection); }));
    LET(const auto count, compare(applied, steps));
    if (count != steps.size()) return changed("the database lacks steps of this program");
    return Done{};
}

}  // namespace congvan::sql
