#include "adapters/sql/migrations.hpp"
#include "contract/sql_world.hpp"

namespace congvan::contract {
namespace {

using sql::Connection;
using sql::Migration;

const std::vector<Migration> kTwoSteps = {
    {1, "books", "CREATE TABLE books (id {autokey}, name {text} NOT NULL) {strict}; CREATE INDEX books_by_name ON books (name);"},
    {2, "notes", "ALTER TABLE books ADD COLUMN note {text}; INSERT INTO books (name) VALUES ('sổ văn bản đi');"},
};

Instant noon() { return must(parse_instant("2026-11-20T12:00:00+07:00")); }

class SqlMigrationsTest : public SqlTest {};
INSTANTIATE_TEST_SUITE_P(Sql, SqlMigrationsTest, kAllWorlds, name_of_case);

TEST_P(SqlMigrationsTest, AppliesEachStepOnce) {
    EXPECT_EQ(must(sql::migrate(database(), {kTwoSteps[0]}, noon())), 1);
    EXPECT_EQ(must(sql::migrate(database(), kTwoSteps, noon())), 1);
    EXPECT_EQ(must(sql::migrate(database(), kTwoSteps, noon())), 0);
    must(sql::check_schema(database(), kTwoSteps));
    EXPECT_EQ(must(database().read([](Connection& connection) { return connection.number("SELECT count(*) FROM books"); })), 1);
}

TEST_P(SqlMigrationsTest, RefusesADatabaseNewerThanTheProgram) {
    must(sql::migrate(database(), kTwoSteps, noon()));
    EXPECT_EQ(code_of(sql::migrate(database(), {kTwoSteps[0]}, noon())), "storage.newer_than_program");
    EXPECT_EQ(code_of(sql::check_schema(database(), {kTwoSteps[0]})), "storage.newer_than_program");
}

TEST_P(SqlMigrationsTest, RefusesADatabaseWithAnotherHistory) {
    must(sql::migrate(database(), kTwoSteps, noon()));
    auto edited = kTwoSteps;
    edited[0].text = "CREATE TABLE books (id {autokey}) {strict};";
    EXPECT_EQ(code_of(sql::migrate(database(), edited, noon())), "storage.history_changed");
    EXPECT_EQ(code_of(sql::check_schema(database(), edited)), "storage.history_changed");
}

TEST_P(SqlMigrationsTest, LeavesNothingOfAStepThatFails) {
    auto broken = kTwoSteps;
    broken[1].text = "CREATE TABLE half (id {integer} PRIMARY KEY) {strict}; CREATE TABLE books (id {integer}) {strict};";
    EXPECT_EQ(code_of(sql::migrate(database(), broken, noon())), "storage.wrong_statement");
    EXPECT_EQ(code_of(sql::check_schema(database(), kTwoSteps)), "storage.history_changed");
    EXPECT_EQ(must(sql::migrate(database(), kTwoSteps, noon())), 1);
    EXPECT_EQ(code_of(database().read([](Connection& connection) { return connection.number("SELECT count(*) FROM half"); })),
              "storage.wrong_statement");
}

TEST_P(SqlMigrationsTest, BuildsTheSchemaOfThisProgram) {
    const auto steps = sql::program_migrations();
    EXPECT_EQ(must(sql::migrate(database(), steps, noon())), static_cast<int>(steps.size()));
    must(sql::check_schema(database(), steps));
}

class SqlMigrationsTogetherTest : public SqlTest {};
INSTANTIATE_TEST_SUITE_P(Sql, SqlMigrationsTogetherTest, ::testing::Values(World::sqlite_file, World::postgres), name_of_case);

TEST_P(SqlMigrationsTogetherTest, AreAppliedOnceWhenSeveralServersStartAtOnce) {
    std::atomic<int> applied = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&] {
            const auto own = space_.again();
            applied += must(sql::migrate(*own, kTwoSteps, noon()));
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(applied, 2);
    EXPECT_EQ(must(database().read([](Connection& connection) { return connection.number("SELECT count(*) FROM books"); })), 1);
}

}  // namespace
}  // namespace congvan::contract
