#include <limits>

#include "base/text.hpp"
#include "contract/sql_world.hpp"

namespace congvan::contract {
namespace {

using sql::Connection;
using sql::Row;

class SqlDatabaseTest : public SqlTest {
protected:
    void run_script(std::string_view text) {
        must(database().write([&](Connection& connection) { return connection.script(text); }));
    }
    std::int64_t number(std::string_view text, sql::Params params = {}) {
        return must(database().read([&](Connection& connection) { return connection.number(text, params); }));
    }
    Result<std::int64_t> insert(std::int64_t id) {
        return database().write([&](Connection& connection) {
            return connection.execute("INSERT INTO things (id, name) VALUES ($1, $2)", {id, "thing"});
        });
    }
    void make_things() {
        run_script("CREATE TABLE things (id {integer} PRIMARY KEY, name {text} NOT NULL CHECK (name <> 'bad')) {strict}");
    }
};

INSTANTIATE_TEST_SUITE_P(Sql, SqlDatabaseTest, kAllWorlds, name_of_case);

struct Everything {
    std::int64_t whole;
    double real;
    std::string text;
    Bytes bytes;
    bool null;
    friend bool operator==(const Everything&, const Everything&) = default;
};

TEST_P(SqlDatabaseTest, GivesBackEveryKindOfValueExactly) {
    run_script("CREATE TABLE kinds (id {integer} PRIMARY KEY, whole {integer}, real_ {real}, text_ {text}, bytes_ {bytes},"
               " absent {text}) {strict}");
    Bytes all_bytes;
    for (int i = 0; i < 256; ++i) all_bytes.push_back(static_cast<std::byte>(i));
    const std::vector<Everything> values = {
        {0, 0.0, "", {}, true},
        {std::numeric_limits<std::int64_t>::max(), 0.1, "Nghị định số 30/2020/NĐ-CP về công tác văn thư", all_bytes, true},
        {std::numeric_limits<std::int64_t>::min(), -1.7976931348623157e308, "Đặng Thị Ưởng — \"hỏa tốc\" 'x' {y} \\ $1 ?",
         {std::byte{0}}, true},
        {-1, 4.9e-324, std::string(100'000, 'x') + "ệ😀", Bytes(200'000, std::byte{7}), true},
    };
    for (std::size_t i = 0; i < values.size(); ++i) {
        must(database().write([&](Connection& connection) {
            return connection.execute(
                "INSERT INTO kinds (id, whole, real_, text_, bytes_, absent) VALUES ($1, $2, $3, $4, $5, $6)",
                {i, values[i].whole, values[i].real, values[i].text, values[i].bytes, sql::Null{}});
        }));
    }
    const auto found = must(database().read([&](Connection& connection) {
        return connection.all("SELECT whole, real_, text_, bytes_, absent FROM kinds ORDER BY id", {}, [](Row& row) {
            return Everything{row.integer(0), row.real(1), row.text(2), row.bytes(3), row.is_null(4)};
        });
    }));
    EXPECT_EQ(found, values);
}

TEST_P(SqlDatabaseTest, KeepsIdsInstantsDaysAndDigestsUnderTheirNames) {
    run_script("CREATE TABLE kept (id {text} PRIMARY KEY, revision {integer} NOT NULL, at {integer} NOT NULL,"
               " on_day {integer} NOT NULL, digest {bytes} NOT NULL, note {text}) {strict}");
    using ThingId = Named<struct ThingIdTag, Uuid>;
    using Version = Named<struct VersionTag, std::uint32_t>;
    const ThingId id(Uuid::derived({"a", "thing"}));
    const auto at = must(parse_instant("2026-11-20T14:03:22.123456+07:00"));
    const auto day = must(parse_day("1969-12-31"));
    const auto digest = Sha256::of(as_bytes("nội dung"));
    must(database().write([&](Connection& connection) {
        return connection.execute("INSERT INTO kept VALUES ($1, $2, $3, $4, $5, $6)",
                                  {id, Version(7), at, day, digest, std::optional<std::string>()});
    }));
    const auto same = must(database().read([&](Connection& connection) {
        return connection.first("SELECT id, revision, at, on_day, digest, note FROM kept WHERE id = $1", {id}, [&](Row& row) {
            return row.named<ThingId>(0) == id && row.named<Version>(1) == Version(7) && row.instant(2) == at &&
                   row.day(3) == day && row.digest(4) == digest && row.maybe(5, &Row::text) == std::nullopt &&
                   row.maybe(1, &Row::integer) == 7;
        });
    }));
    EXPECT_EQ(same, true);
}

TEST_P(SqlDatabaseTest, RefusesTextWithANulByteOrWrongUtf8AndNumbersWithoutEnd) {
    make_things();
    const auto insert_text = [&](std::string_view text) {
        return code_of(database().write([&](Connection& connection) {
            return connection.execute("INSERT INTO things (id, name) VALUES ($1, $2)", {1, text});
        }));
    };
    EXPECT_EQ(insert_text(std::string_view("a\0b", 3)), "base.control_character");
    EXPECT_EQ(insert_text("\xc3"), "base.not_utf8");
    EXPECT_EQ(insert_text("\xed\xa0\x80"), "base.not_utf8");
    EXPECT_EQ(code_of(database().read([&](Connection& connection) {
        return connection.number("SELECT count(*) FROM things WHERE id > $1", {std::numeric_limits<double>::infinity()});
    })), "base.malformed_text");
    EXPECT_EQ(number("SELECT count(*) FROM things"), 0);
}

TEST_P(SqlDatabaseTest, TakesParametersOutOfOrderAndRepeated) {
    make_things();
    must(insert(5));
    EXPECT_EQ(number("SELECT count(*) FROM things WHERE name = $2 AND id = $1 AND $2 <> '' AND ($3 IS NULL OR name = $3)",
                     {5, "thing", std::optional<std::string>()}), 1);
    EXPECT_EQ(number("SELECT count(*) FROM things WHERE name = $2 AND id = $1 AND $2 <> '' AND ($3 IS NULL OR name = $3)",
                     {5, "thing", "other"}), 0);
}

TEST_P(SqlDatabaseTest, RefusesAWrongNumberOfParameters) {
    make_things();
    const auto count = [&](sql::Params params) {
        return code_of(database().read(
            [&](Connection& connection) { return connection.number("SELECT count(*) FROM things WHERE id = $1", params); }));
    };
    EXPECT_EQ(count({}), "storage.wrong_statement");
    EXPECT_EQ(count({1, 2}), "storage.wrong_statement");
    EXPECT_EQ(count({1}), "no error");
}

TEST_P(SqlDatabaseTest, TellsHowManyRowsChangedAndReturnsThem) {
    make_things();
    const auto result = must(database().write([&](Connection& connection) -> Result<std::vector<std::int64_t>> {
        LET(const auto inserted, connection.execute("INSERT INTO things (id, name) VALUES ($1, 'a'), ($2, 'a')", {1, 2}));
        LET(const auto again, connection.execute("INSERT INTO things (id, name) VALUES ($1, 'a') ON CONFLICT DO NOTHING", {2}));
        LET(const auto upserted,
            connection.number("INSERT INTO things (id, name) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET"
                              " name = excluded.name || things.name RETURNING length(name)", {2, "xyz"}));
        LET(const auto updated, connection.execute("UPDATE things SET name = 'b' WHERE id >= $1", {1}));
        LET(const auto none, connection.execute("DELETE FROM things WHERE id = $1", {99}));
        LET(const auto selected, connection.execute("SELECT id FROM things"));
        LET(const auto deleted, connection.all("DELETE FROM things WHERE id = $1 RETURNING id", {2},
                                               [](Row& row) { return row.integer(0); }));
        return std::vector{inserted, again, upserted, updated, none, selected, deleted.at(0)};
    }));
    EXPECT_EQ(result, (std::vector<std::int64_t>{2, 0, 4, 2, 0, 0, 2}));
}

TEST_P(SqlDatabaseTest, RunsOneStatementForManyRows) {
    make_things();
    constexpr int kMany = 1000;
    const auto changed = must(database().write([&](Connection& connection) {
        std::vector<std::vector<sql::Param>> rows;
        for (int i = 0; i < kMany; ++i) rows.push_back({i, "văn bản"});
        return connection.execute_many("INSERT INTO things (id, name) VALUES ($1, $2)", rows);
    }));
    EXPECT_EQ(changed, kMany);
    EXPECT_EQ(number("SELECT count(*) FROM things WHERE name = 'văn bản'"), kMany);
    EXPECT_EQ(code_of(database().write([&](Connection& connection) {
        std::vector<std::vector<sql::Param>> rows;
        for (int i = kMany + 10; i > kMany - 10; --i) rows.push_back({i, "x"});
        return connection.execute_many("INSERT INTO things (id, name) VALUES ($1, $2)", rows);
    })), "storage.conflict");
    EXPECT_EQ(number("SELECT count(*) FROM things"), kMany);
    must(insert(kMany));
}

TEST_P(SqlDatabaseTest, NamesTheKindOfViolation) {
    make_things();
    run_script("CREATE TABLE parts (thing {integer} NOT NULL REFERENCES things (id)) {strict}");
    must(insert(1));
    const auto run = [&](std::string_view text) {
        return code_of(database().write([&](Connection& connection) { return connection.execute(text); }));
    };
    EXPECT_EQ(run("INSERT INTO things (id, name) VALUES (1, 'again')"), "storage.conflict");
    EXPECT_EQ(run("INSERT INTO parts (thing) VALUES (2)"), "storage.conflict");
    EXPECT_EQ(run("INSERT INTO things (id, name) VALUES (2, 'bad')"), "storage.rejected");
    EXPECT_EQ(run("INSERT INTO things (id, name) VALUES (2, NULL)"), "storage.rejected");
    EXPECT_EQ(run("INSERT INTO nowhere VALUES (1)"), "storage.wrong_statement");
    EXPECT_EQ(run("SELEKT 1"), "storage.wrong_statement");
    EXPECT_EQ(run("SELECT {nothing}"), "storage.wrong_statement");
    EXPECT_EQ(run("SELECT 1; SELECT 2"), "storage.wrong_statement");
    EXPECT_EQ(run("INSERT INTO things (id, name) VALUES (2, 'fine')"), "no error");
}

TEST_P(SqlDatabaseTest, LosesTheTransactionWithItsFirstFailedStatement) {
    make_things();
    must(insert(1));
    std::string second;
    const auto outcome = database().write([&](Connection& connection) -> Result<Done> {
        TRY(connection.execute("INSERT INTO things (id, name) VALUES (2, 'two')"));
        auto failed = connection.execute("INSERT INTO things (id, name) VALUES (1, 'one')");
        second = code_of(failed);
        second += ", then " + code_of(connection.execute("INSERT INTO things (id, name) VALUES (3, 'three')"));
        return Done{};  // drops the errors
    });
    EXPECT_EQ(second, "storage.conflict, then storage.conflict");
    EXPECT_EQ(code_of(outcome), "storage.conflict");
    EXPECT_EQ(number("SELECT count(*) FROM things"), 1);
}

TEST_P(SqlDatabaseTest, UndoesWorkThatReturnsAnError) {
    make_things();
    const auto outcome = database().write([&](Connection& connection) -> Result<Done> {
        TRY(connection.execute("INSERT INTO things (id, name) VALUES (1, 'one')"));
        return Error{Remedy::fix_input, "test.refused", ""};
    });
    EXPECT_EQ(code_of(outcome), "test.refused");
    EXPECT_EQ(number("SELECT count(*) FROM things"), 0);
}

TEST_P(SqlDatabaseTest, UndoesWorkThatThrows) {
    make_things();
    const auto outcome = database().write([&](Connection& connection) -> Result<Done> {
        TRY(connection.execute("INSERT INTO things (id, name) VALUES (1, 'one')"));
        throw std::bad_alloc();
    });
    EXPECT_EQ(code_of(outcome), "storage.unavailable");
    EXPECT_EQ(number("SELECT count(*) FROM things"), 0);
    must(insert(1));
}

TEST_P(SqlDatabaseTest, StopsWhereTheCallerStopsAndGoesOn) {
    make_things();
    for (int i = 1; i <= 3; ++i) must(insert(i));
    std::vector<std::int64_t> seen;
    must(database().write([&](Connection& connection) -> Result<Done> {
        auto stopped = connection.each("SELECT id FROM things ORDER BY id", {}, [&](Row& row) -> Result<Done> {
            seen.push_back(row.integer(0));
            if (seen.size() == 2) return Error{Remedy::fix_input, "test.enough", ""};
            return Done{};
        });
        EXPECT_EQ(code_of(stopped), "test.enough");
        TRY(connection.execute("INSERT INTO things (id, name) VALUES (4, 'four')"));
        return Done{};
    }));
    EXPECT_EQ(seen, (std::vector<std::int64_t>{1, 2}));
    EXPECT_EQ(number("SELECT count(*) FROM things"), 4);
}

TEST_P(SqlDatabaseTest, ReportsAColumnOfTheWrongKindAsDamage) {
    make_things();
    must(insert(1));
    const auto read_as = [&](auto take) {
        return code_of(database().read([&](Connection& connection) {
            return connection.first("SELECT id, name, NULL FROM things", {}, take);
        }));
    };
    EXPECT_EQ(read_as([](Row& row) { return row.text(0); }), "storage.damaged");
    EXPECT_EQ(read_as([](Row& row) { return row.integer(1); }), "storage.damaged");
    EXPECT_EQ(read_as([](Row& row) { return row.integer(2); }), "storage.damaged");
    EXPECT_EQ(read_as([](Row& row) { return row.uuid(1); }), "storage.damaged");
    EXPECT_EQ(read_as([](Row& row) { return row.integer(7); }), "storage.damaged");
    EXPECT_EQ(read_as([](Row& row) { return row.text(1); }), "no error");
}

TEST_P(SqlDatabaseTest, RefusesToWriteWhileReading) {
    make_things();
    EXPECT_EQ(code_of(database().read([&](Connection& connection) {
        return connection.execute("INSERT INTO things (id, name) VALUES (1, 'one')");
    })), "storage.read_only");
    must(insert(1));
    EXPECT_EQ(number("SELECT count(*) FROM things"), 1);
}

TEST_P(SqlDatabaseTest, SortsTextByItsBytesSoThatSortKeysOrderAlike) {
    run_script("CREATE TABLE names (name {text} NOT NULL, name_sort {text} NOT NULL) {strict}");
    const std::vector<std::string> in_order = {"an", "Ẩn", "ăn", "ân", "bà", "cá", "Dân", "đá", "Đặng Thị", "em",
                                               "ê", "ôn", "ơn", "Quốc", "ung", "ưng", "ý"};
    must(database().write([&](Connection& connection) {
        std::vector<std::string> keys;
        std::vector<std::vector<sql::Param>> rows;
        for (const auto& name : in_order) keys.push_back(sort_key(name));
        for (std::size_t i = in_order.size(); i-- > 0;) rows.push_back({in_order[i], keys[i]});
        return connection.execute_many("INSERT INTO names (name, name_sort) VALUES ($1, $2)", rows);
    }));
    auto expected = in_order;
    std::sort(expected.begin(), expected.end(), [](const auto& a, const auto& b) { return sort_key(a) < sort_key(b); });
    const auto by = [&](std::string_view text) {
        return must(database().read([&](Connection& connection) {
            return connection.all(text, {}, [](Row& row) { return row.text(0); });
        }));
    };
    EXPECT_EQ(by("SELECT name FROM names ORDER BY name_sort"), expected);
    auto by_bytes = in_order;
    std::sort(by_bytes.begin(), by_bytes.end());
    EXPECT_EQ(by("SELECT name FROM names ORDER BY name"), by_bytes);
}

TEST_P(SqlDatabaseTest, MatchesCaseInLike) {
    make_things();
    must(database().write([](Connection& connection) {
        return connection.execute("INSERT INTO things VALUES (1, 'QD-UBND'), (2, 'qd-ubnd'), (3, 'QD%')");
    }));
    EXPECT_EQ(number("SELECT count(*) FROM things WHERE name LIKE $1 ESCAPE '!'", {"QD%"}), 2);
    EXPECT_EQ(number("SELECT count(*) FROM things WHERE name LIKE $1 ESCAPE '!'", {"QD!%"}), 1);
}

TEST_P(SqlDatabaseTest, CountsExactlyWhenThirtyTwoThreadsIncrementOneRow) {
    run_script("CREATE TABLE counters (id {integer} PRIMARY KEY, last {integer} NOT NULL) {strict};"
               "INSERT INTO counters (id, last) VALUES (1, 0)");
    constexpr int kThreads = 32;
    constexpr int kEach = 25;
    std::vector<std::thread> threads;
    std::vector<std::vector<std::int64_t>> got(kThreads);
    for (int t = 0; t < kThreads; ++t) {
        threads.emplace_back([&, t] {
            for (int i = 0; i < kEach; ++i) {
                got[static_cast<std::size_t>(t)].push_back(must(database().write([](Connection& connection) {
                    return connection.number("UPDATE counters SET last = last + 1 WHERE id = $1 RETURNING last", {1});
                })));
            }
        });
    }
    for (auto& thread : threads) thread.join();
    std::set<std::int64_t> all;
    for (const auto& numbers : got) all.insert(numbers.begin(), numbers.end());
    EXPECT_EQ(all.size(), std::size_t{kThreads * kEach});
    EXPECT_EQ(*all.rbegin(), kThreads * kEach);
    EXPECT_EQ(number("SELECT last FROM counters"), kThreads * kEach);
}

TEST_P(SqlDatabaseTest, CountsExactlyWhenTheRowIsLockedThenWritten) {
    run_script("CREATE TABLE counters (id {integer} PRIMARY KEY, last {integer} NOT NULL) {strict};"
               "INSERT INTO counters (id, last) VALUES (1, 0)");
    constexpr int kThreads = 8;
    constexpr int kEach = 20;
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t) {
        threads.emplace_back([&] {
            for (int i = 0; i < kEach; ++i) {
                must(database().write([](Connection& connection) -> Result<Done> {
                    LET(const auto last, connection.number("SELECT last FROM counters WHERE id = $1 {for_update}", {1}));
                    TRY(connection.execute("UPDATE counters SET last = $1 WHERE id = $2", {last + 1, 1}));
                    return Done{};
                }));
            }
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(number("SELECT last FROM counters"), kThreads * kEach);
}

TEST_P(SqlDatabaseTest, LetsOneFailingWriterDisturbNoOther) {
    make_things();
    constexpr int kThreads = 16;
    constexpr int kEach = 20;
    std::atomic<int> kept = 0;
    std::atomic<int> refused = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t) {
        threads.emplace_back([&, t] {
            for (int i = 0; i < kEach; ++i) {
                const auto outcome = database().write([&](Connection& connection) -> Result<Done> {
                    TRY(connection.execute("INSERT INTO things (id, name) VALUES ($1, $2)", {t * kEach + i, "thing"}));
                    if (i % 2 == 0) TRY(connection.execute("INSERT INTO things (id, name) VALUES ($1, 'bad')", {-1}));
                    return Done{};
                });
                if (outcome.has_value()) ++kept;
                if (code_of(outcome) == "storage.rejected") ++refused;
            }
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(kept, kThreads * kEach / 2);
    EXPECT_EQ(refused, kThreads * kEach / 2);
    EXPECT_EQ(number("SELECT count(*) FROM things"), kThreads * kEach / 2);
}

TEST_P(SqlDatabaseTest, HoldsANamedLockUntilTheTransactionEnds) {
    make_things();
    must(insert(0));
    std::vector<std::thread> threads;
    for (int t = 0; t < 6; ++t) {
        threads.emplace_back([&] {
            must(database().write([](Connection& connection) -> Result<Done> {
                TRY(connection.lock("things"));
                // Without the lock two writers would compute the same id.
                LET(const auto most, connection.number("SELECT max(id) FROM things"));
                TRY(connection.execute("INSERT INTO things (id, name) VALUES ($1, 'next')", {most + 1}));
                return Done{};
            }));
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(number("SELECT max(id) FROM things"), 6);
}

TEST_P(SqlDatabaseTest, WakesThoseWhoWaitOnceTheWriteIsKept) {
    make_things();
    const auto seen = database().wakes("outbox");
    const auto failed = database().write([](Connection& connection) -> Result<Done> {
        TRY(connection.wake("outbox"));
        return Error{Remedy::fix_input, "test.refused", ""};
    });
    EXPECT_EQ(code_of(failed), "test.refused");
    must(database().write([](Connection& connection) { return connection.wake("elsewhere"); }));
    EXPECT_EQ(database().wait("outbox", seen, std::chrono::milliseconds(30)), seen);

    std::int64_t found = -1;
    std::thread waiter([&] {
        EXPECT_GT(database().wait("outbox", seen, std::chrono::seconds(20)), seen);
        found = number("SELECT count(*) FROM things");
    });
    must(database().write([](Connection& connection) -> Result<Done> {
        TRY(connection.wake("outbox"));
        TRY(connection.execute("INSERT INTO things (id, name) VALUES (1, 'work')"));
        return Done{};
    }));
    waiter.join();
    EXPECT_EQ(found, 1);
}

TEST_P(SqlDatabaseTest, EndsWaitingWhenToldToStop) {
    const auto seen = database().wakes("outbox");
    std::thread waiter([&] { EXPECT_EQ(database().wait("outbox", seen, std::chrono::minutes(5)), seen); });
    database().stop_waiting();
    waiter.join();
}

// Worlds with more than one connection.
class SqlConcurrencyTest : public SqlDatabaseTest {};
INSTANTIATE_TEST_SUITE_P(Sql, SqlConcurrencyTest, ::testing::Values(World::sqlite_file, World::postgres), name_of_case);

TEST_P(SqlConcurrencyTest, ReadersSeeOneStateAndDoNotWaitForTheWriter) {
    make_things();
    must(insert(1));
    // The reader opens its view, then the writer commits, then the reader looks again: no waiting in either direction.
    const auto counts = must(database().read([&](Connection& connection) -> Result<std::pair<std::int64_t, std::int64_t>> {
        LET(const auto before, connection.number("SELECT count(*) FROM things"));
        std::thread writer([&] { must(insert(2)); });
        writer.join();
        LET(const auto after, connection.number("SELECT count(*) FROM things"));
        return std::pair(before, after);
    }));
    EXPECT_EQ(counts, (std::pair<std::int64_t, std::int64_t>(1, 1)));
    EXPECT_EQ(number("SELECT count(*) FROM things"), 2);
}

TEST_P(SqlConcurrencyTest, ManyReadersReadAtOnce) {
    make_things();
    must(insert(1));
    std::mutex mutex;
    std::condition_variable all_there;
    int there = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 6; ++t) {
        threads.emplace_back([&] {
            must(database().read([&](Connection& connection) -> Result<Done> {
                LET(const auto count, connection.number("SELECT count(*) FROM things"));
                EXPECT_EQ(count, 1);
                std::unique_lock lock(mutex);
                ++there;
                all_there.notify_all();
                EXPECT_TRUE(all_there.wait_for(lock, std::chrono::seconds(20), [&] { return there == 6; }));
                return Done{};
            }));
        });
    }
    for (auto& thread : threads) thread.join();
}

TEST_P(SqlConcurrencyTest, SkipsRowsThatAnotherWorkerHasClaimed) {
    make_things();
    for (int i = 1; i <= 40; ++i) must(insert(i));
    std::mutex mutex;
    std::multiset<std::int64_t> claimed;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&] {
            for (std::size_t got = 1; got > 0;) {
                const auto ids = must(database().write([&](Connection& connection) {
                    return connection.all("DELETE FROM things WHERE id IN (SELECT id FROM things ORDER BY id LIMIT 3"
                                          " {skip_locked}) RETURNING id", {}, [](Row& row) { return row.integer(0); });
                }));
                got = ids.size();
                const std::lock_guard lock(mutex);
                claimed.insert(ids.begin(), ids.end());
            }
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(claimed.size(), 40U);
    EXPECT_EQ(std::set<std::int64_t>(claimed.begin(), claimed.end()).size(), 40U);
}

TEST_P(SqlConcurrencyTest, KeepsWhatWasWrittenWhenOpenedAgain) {
    make_things();
    must(insert(1));
    space_.close();
    const auto again = space_.again();
    EXPECT_EQ(must(again->read([](Connection& connection) { return connection.number("SELECT count(*) FROM things"); })), 1);
}

}  // namespace
}  // namespace congvan::contract
