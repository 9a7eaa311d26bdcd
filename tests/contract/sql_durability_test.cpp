// What was acknowledged is there after a SIGKILL: of the process that writes (SQLite), of the server (PostgreSQL).

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "adapters/postgres/database.hpp"
#include "adapters/sqlite/database.hpp"
#include "contract/sql_world.hpp"
#include "support/postgres_cluster.hpp"

namespace congvan::contract {
namespace {

using sql::Connection;

Result<std::int64_t> insert(sql::Database& database, std::int64_t id) {
    return database.write(
        [&](Connection& connection) { return connection.execute("INSERT INTO kept (id) VALUES ($1)", {id}); });
}

void make_table(sql::Database& database) {
    must(database.write(
        [](Connection& connection) { return connection.script("CREATE TABLE kept (id {integer} PRIMARY KEY) {strict}"); }));
}

std::set<std::int64_t> all_kept(sql::Database& database) {
    const auto ids = must(database.read([](Connection& connection) {
        return connection.all("SELECT id FROM kept", {}, [](sql::Row& row) { return row.integer(0); });
    }));
    return {ids.begin(), ids.end()};
}

std::unique_ptr<sql::Database> open_file(const std::filesystem::path& file) {
    sqlite::Settings settings;
    settings.file = file;
    return must(sqlite::open(settings));
}

// Four threads insert without end and say every id that was acknowledged.
[[noreturn]] void insert_until_killed(const std::filesystem::path& file, int acknowledged, std::int64_t start) {
    const auto database = open_file(file);
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&, t] {
            for (std::int64_t id = start + t;; id += 4) {
                if (!insert(*database, id).has_value()) _exit(1);
                if (write(acknowledged, &id, sizeof id) != sizeof id) _exit(2);
            }
        });
    }
    for (auto& thread : threads) thread.join();
    _exit(3);
}

TEST(SqliteDurabilityTest, LosesNothingAcknowledgedWhenTheProcessIsKilled) {
    const testing_support::TemporaryFolder folder;
    const auto file = folder.path() / "congvan.db";
    make_table(*open_file(file));
    std::set<std::int64_t> acknowledged;
    for (std::int64_t round = 0; round < 5; ++round) {
        int pipe_ends[2];
        ASSERT_EQ(pipe(pipe_ends), 0);
        const pid_t child = fork();
        if (child == 0) insert_until_killed(file, pipe_ends[1], round * 1'000'000);
        close(pipe_ends[1]);
        std::int64_t id = 0;
        for (int i = 0; i < 100 + static_cast<int>(round) * 37 && read(pipe_ends[0], &id, sizeof id) == sizeof id; ++i) {
            acknowledged.insert(id);
        }
        kill(child, SIGKILL);
        while (read(pipe_ends[0], &id, sizeof id) == sizeof id) acknowledged.insert(id);
        close(pipe_ends[0]);
        int status = 0;
        ASSERT_EQ(waitpid(child, &status, 0), child);
        ASSERT_TRUE(WIFSIGNALED(status));
        const auto kept = all_kept(*open_file(file));
        EXPECT_TRUE(std::includes(kept.begin(), kept.end(), acknowledged.begin(), acknowledged.end()));
    }
    EXPECT_GE(acknowledged.size(), 500U);
}

TEST(PostgresDurabilityTest, LosesNothingAcknowledgedWhenTheServerIsKilled) {
    testing_support::PostgresCluster cluster;
    postgres::Settings settings;
    settings.connection = cluster.new_database();
    const auto database = must(postgres::open(settings));
    make_table(*database);
    const auto seen = database->wakes("outbox");
    std::set<std::int64_t> acknowledged;
    std::set<std::string> failures;
    std::thread killer;
    for (std::int64_t id = 0; failures.empty(); ++id) {
        const auto outcome = insert(*database, id);
        if (outcome.has_value()) acknowledged.insert(id);
        if (!outcome.has_value()) failures.insert(code_of(outcome));
        if (id == 100) killer = std::thread([&] { cluster.kill(); });
    }
    killer.join();
    for (const auto& code : failures) EXPECT_TRUE(code == "storage.unavailable" || code == "storage.outcome_unknown") << code;
    EXPECT_EQ(code_of(insert(*database, -1)), "storage.unavailable");
    cluster.start();
    const auto kept = all_kept(*database);  // by itself it finds the server again
    EXPECT_TRUE(std::includes(kept.begin(), kept.end(), acknowledged.begin(), acknowledged.end()));
    must(insert(*database, -2));
    EXPECT_GT(database->wait("outbox", seen, std::chrono::seconds(20)), seen);  // a lost connection may have lost a wake-up
}

}  // namespace
}  // namespace congvan::contract
