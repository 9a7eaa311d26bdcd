// What the database says and does when the disk fails under it: full, or a flush that cannot be trusted.

#include <gtest/gtest.h>

#include <sqlite3.h>

#include "adapters/sqlite/database.hpp"
#include "support/results.hpp"
#include "support/temporary_folder.hpp"

namespace congvan::sqlite {
namespace {

using sql::Connection;
using testing_support::code_of;
using testing_support::must;

// The usual disk, until told otherwise. -1: never.
std::atomic<int> writes_until_full{-1};
std::atomic<int> flushes_until_failure{-1};

bool now_fails(std::atomic<int>& countdown) {
    const int left = countdown.load();
    if (left < 0) return false;
    if (left > 0) --countdown;
    return left == 0;
}

// How SQLite treats one kind of file, with writing and flushing passing through the counters. SQLite has a table of
// its own for each kind (the log is not locked as the database is).
struct Methods {
    sqlite3_io_methods ours;
    const sqlite3_io_methods* usual;
};

const sqlite3_io_methods* usual_of(sqlite3_file* file) {
    return reinterpret_cast<const Methods*>(file->pMethods)->usual;  // `ours` stands first
}

const sqlite3_io_methods* failing(const sqlite3_io_methods* usual) {
    static std::mutex mutex;
    static std::map<const sqlite3_io_methods*, Methods> known;
    const std::lock_guard lock(mutex);
    auto& made = known[usual];
    if (made.usual != nullptr) return &made.ours;
    made = {*usual, usual};
    made.ours.xWrite = [](sqlite3_file* f, const void* bytes, int size, sqlite3_int64 offset) {
        return now_fails(writes_until_full) ? SQLITE_FULL : usual_of(f)->xWrite(f, bytes, size, offset);
    };
    made.ours.xSync = [](sqlite3_file* f, int how) {
        return now_fails(flushes_until_failure) ? SQLITE_IOERR_FSYNC : usual_of(f)->xSync(f, how);
    };
    return &made.ours;
}

// A copy of SQLite's own disk, by name.
const char* failing_disk() {
    static sqlite3_vfs disk = [] {
        sqlite3_vfs copy = *sqlite3_vfs_find("unix");
        copy.zName = "failing-disk";
        copy.pNext = nullptr;
        copy.xOpen = [](sqlite3_vfs*, sqlite3_filename name, sqlite3_file* file, int flags, int* out) {
            sqlite3_vfs* usual = sqlite3_vfs_find("unix");
            const int code = usual->xOpen(usual, name, file, flags, out);
            if (file->pMethods != nullptr) file->pMethods = failing(file->pMethods);
            return code;
        };
        return copy;
    }();
    sqlite3_vfs_register(&disk, 0);
    return disk.zName;
}

class FailingDiskTest : public ::testing::Test {
protected:
    FailingDiskTest() {
        writes_until_full = -1;
        flushes_until_failure = -1;
        database_ = open();
        must(database_->write([](Connection& connection) {
            return connection.script("CREATE TABLE things (id {integer} PRIMARY KEY, content {text} NOT NULL) {strict}");
        }));
    }
    ~FailingDiskTest() override {
        writes_until_full = -1;
        flushes_until_failure = -1;
    }
    std::unique_ptr<sql::Database> open() {
        Settings settings;
        settings.file = folder_.path() / "congvan.db";
        settings.vfs = failing_disk();
        settings.fatal = [this](std::string_view) { ++fatal_; };
        return must(sqlite::open(std::move(settings)));
    }
    Result<std::int64_t> insert(int id, std::size_t size = 10) {
        return database_->write([&](Connection& connection) {
            return connection.execute("INSERT INTO things (id, content) VALUES ($1, $2)", {id, std::string(size, 'x')});
        });
    }
    std::int64_t count() {
        return must(database_->read([](Connection& connection) { return connection.number("SELECT count(*) FROM things"); }));
    }

    testing_support::TemporaryFolder folder_;
    std::atomic<int> fatal_{0};
    std::unique_ptr<sql::Database> database_;
};

TEST_F(FailingDiskTest, SaysThatTheDiskIsFullAndGoesOnWhenThereIsSpace) {
    must(insert(1));
    writes_until_full = 0;
    EXPECT_EQ(code_of(insert(2)), "storage.full");
    EXPECT_EQ(code_of(insert(3, 30'000'000)), "storage.full");  // more than fits in memory before the commit
    EXPECT_EQ(count(), 1);
    writes_until_full = -1;
    must(insert(2));
    EXPECT_EQ(count(), 2);
    EXPECT_EQ(fatal_, 0);
}

TEST_F(FailingDiskTest, StopsAfterAFailedFlushAndServesNothingMore) {
    must(insert(1));
    flushes_until_failure = 0;
    EXPECT_EQ(code_of(insert(2)), "storage.outcome_unknown");
    EXPECT_EQ(fatal_, 1);
    flushes_until_failure = -1;
    EXPECT_EQ(code_of(insert(3)), "storage.unavailable");
    EXPECT_EQ(fatal_, 1);
    database_.reset();
    database_ = open();
    EXPECT_GE(count(), 1);
    must(insert(3));
}

TEST_F(FailingDiskTest, StopsWhenMovingTheLogIntoTheFileFails) {
    // Long enough for the writer to move the log after the commit; the commit itself flushes once.
    flushes_until_failure = 1;
    must(insert(1, 8'000'000));
    const auto next = insert(2);
    EXPECT_EQ(fatal_, 1);
    EXPECT_EQ(code_of(next), "storage.unavailable");
    flushes_until_failure = -1;
    database_.reset();
    database_ = open();
    EXPECT_EQ(count(), 1);
}

TEST_F(FailingDiskTest, LetsAFullDiskFailOnlyTheWritesThatNeedIt) {
    // Many at once, so that some share a group with the one that is too large; none may be told what is not true.
    constexpr int kSmall = 12;
    std::atomic<int> kept = 0;
    std::vector<std::thread> threads;
    writes_until_full = 600;
    for (int i = 0; i < kSmall; ++i) threads.emplace_back([&, i] { kept += insert(i).has_value() ? 1 : 0; });
    threads.emplace_back([&] { EXPECT_EQ(code_of(insert(1000, 60'000'000)), "storage.full"); });
    for (auto& thread : threads) thread.join();
    writes_until_full = -1;
    EXPECT_EQ(count(), kept);
    must(insert(2000));
}

TEST_F(FailingDiskTest, IsReadBesideTheServerByAnotherProcess) {
    must(insert(1));
    Settings settings;
    settings.file = folder_.path() / "congvan.db";
    settings.access = Access::read_only;
    const auto beside = must(sqlite::open(settings));
    const auto see = [&] {
        return must(beside->read([](Connection& connection) { return connection.number("SELECT count(*) FROM things"); }));
    };
    EXPECT_EQ(see(), 1);
    must(insert(2));
    EXPECT_EQ(see(), 2);
    EXPECT_EQ(code_of(beside->write([](Connection& connection) { return connection.execute("DELETE FROM things"); })),
              "storage.read_only");
}

TEST(SqliteDatabaseTest, RefusesAFileThatIsNoDatabase) {
    const testing_support::TemporaryFolder folder;
    Settings settings;
    settings.file = folder.path() / "congvan.db";
    {
        FILE* file = fopen(settings.file.c_str(), "w");
        ASSERT_NE(file, nullptr);
        const std::string rubbish(8192, 'x');
        fwrite(rubbish.data(), 1, rubbish.size(), file);
        fclose(file);
    }
    EXPECT_EQ(code_of(sqlite::open(settings)), "storage.damaged");
    settings.file = folder.path() / "missing" / "congvan.db";
    EXPECT_EQ(code_of(sqlite::open(settings)), "storage.unavailable");
    settings.access = Access::read_only;
    EXPECT_EQ(code_of(sqlite::open(settings)), "storage.unavailable");
}

TEST(SqliteDatabaseTest, RefusesMoreWaitingWritesThanItHoldsRoomFor) {
    Settings settings;
    settings.most_waiting = 1;
    settings.largest_group = 1;
    const auto database = must(sqlite::open(settings));
    std::mutex mutex;
    std::condition_variable changed;
    bool inside = false;
    bool go_on = false;
    std::thread slow([&] {
        must(database->write([&](Connection&) -> Result<Done> {
            std::unique_lock lock(mutex);
            inside = true;
            changed.notify_all();
            changed.wait(lock, [&] { return go_on; });
            return Done{};
        }));
    });
    {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return inside; });
    }
    std::atomic<int> refused = 0;
    std::atomic<int> answered = 0;
    std::vector<std::thread> others;
    for (int i = 0; i < 4; ++i) {
        others.emplace_back([&] {
            const auto outcome = database->write([](Connection&) -> Result<Done> { return Done{}; });
            if (code_of(outcome) == "storage.unavailable") ++refused;
            ++answered;
        });
    }
    while (answered < 3) std::this_thread::yield();
    {
        const std::lock_guard lock(mutex);
        go_on = true;
    }
    changed.notify_all();
    slow.join();
    for (auto& other : others) other.join();
    EXPECT_EQ(refused, 3);
}

}  // namespace
}  // namespace congvan::sqlite
