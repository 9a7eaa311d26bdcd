// How many durable writes a second, each acknowledged only once it is on disk: SQLite with and without group commit, and
// PostgreSQL when CONGVAN_BENCH_POSTGRES holds a connection string. One write is a row of 600 bytes and an event row.
// A bare flush of 4 KiB is measured in the same run, because disks differ from minute to minute.
//
//   sql_commit_bench [folder [seconds]]      the folder decides which disk is measured

#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "adapters/postgres/database.hpp"
#include "adapters/sqlite/database.hpp"

namespace {

using namespace congvan;  // NOLINT
using Watch = std::chrono::steady_clock;

constexpr std::string_view kSchema =
    "CREATE TABLE bench_documents (id {autokey}, agency {integer} NOT NULL, content {text} NOT NULL) {strict};"
    "CREATE INDEX bench_by_agency ON bench_documents (agency, id);"
    "CREATE TABLE bench_events (id {autokey}, document {integer} NOT NULL, leaf {bytes} NOT NULL) {strict};"
    "CREATE INDEX bench_by_document ON bench_events (document);";

double seconds_since(Watch::time_point from) { return std::chrono::duration<double>(Watch::now() - from).count(); }

template <typename T>
T must(Result<T> result) {
    if (!result.has_value()) {
        std::fprintf(stderr, "%s: %s\n", std::string(result.error().code).c_str(), result.error().detail.c_str());
        std::exit(1);
    }
    return std::move(result).value();
}

void write_one(sql::Database& database, int agency) {
    static const std::string content(600, 'x');
    static const Bytes leaf(300, std::byte{7});
    must(database.write([&](sql::Connection& connection) -> Result<Done> {
        LET(const auto id, connection.number("INSERT INTO bench_documents (agency, content) VALUES ($1, $2) RETURNING id",
                                             {agency, content}));
        TRY(connection.execute("INSERT INTO bench_events (document, leaf) VALUES ($1, $2)", {id, leaf}));
        return Done{};
    }));
}

void measure(const char* name, sql::Database& database, int writers, double seconds) {
    std::atomic<bool> stop{false};
    std::vector<std::vector<double>> waits(static_cast<std::size_t>(writers));
    std::vector<std::thread> threads;
    const auto start = Watch::now();
    for (int w = 0; w < writers; ++w) {
        threads.emplace_back([&, w] {
            while (!stop) {
                const auto from = Watch::now();
                write_one(database, w);
                waits[static_cast<std::size_t>(w)].push_back(seconds_since(from) * 1000);
            }
        });
    }
    std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
    stop = true;
    for (auto& thread : threads) thread.join();
    const double took = seconds_since(start);
    std::vector<double> all;
    for (const auto& some : waits) all.insert(all.end(), some.begin(), some.end());
    std::sort(all.begin(), all.end());
    std::printf("%-28s %4d writers  %9.0f writes/s   p50 %7.2f ms   p99 %7.2f ms\n", name, writers,
                static_cast<double>(all.size()) / took, all[all.size() / 2], all[all.size() * 99 / 100]);
}

void measure_flush(const std::filesystem::path& folder, double seconds) {
    const auto path = folder / "flush";
    const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    const std::string page(4096, 'x');
    int count = 0;
    const auto start = Watch::now();
    while (seconds_since(start) < seconds && write(file, page.data(), page.size()) == 4096 && fdatasync(file) == 0) ++count;
    std::printf("%-28s %4d thread   %9.0f flushes/s\n", "bare 4 KiB append + flush", 1, count / seconds_since(start));
    close(file);
    std::filesystem::remove(path);
}

std::unique_ptr<sql::Database> open_sqlite(const std::filesystem::path& file, std::size_t group) {
    sqlite::Settings settings;
    settings.file = file;
    settings.largest_group = group;
    auto database = must(sqlite::open(settings));
    must(database->write([](sql::Connection& connection) { return connection.script(kSchema); }));
    return database;
}

}  // namespace

int main(int argc, char** argv) {
    std::string pattern = std::string(argc > 1 ? argv[1] : "/tmp") + "/congvan-bench-XXXXXX";
    if (mkdtemp(pattern.data()) == nullptr) return 1;
    const std::filesystem::path folder = pattern;
    const double seconds = argc > 2 ? std::atof(argv[2]) : 3;
    const char* postgres_connection = std::getenv("CONGVAN_BENCH_POSTGRES");
    std::unique_ptr<sql::Database> postgres;
    if (postgres_connection != nullptr) {
        postgres::Settings settings;
        settings.connection = postgres_connection;
        settings.connections = 32;
        settings.patience = std::chrono::seconds(60);
        postgres = must(postgres::open(settings));
        must(postgres->write([](sql::Connection& connection) { return connection.script(kSchema); }));
    }
    const auto single = open_sqlite(folder / "single.db", 1);
    const auto grouped = open_sqlite(folder / "grouped.db", 256);
    for (const int writers : {1, 8, 32, 128}) {
        measure_flush(folder, seconds / 3);
        measure("sqlite, one per commit", *single, writers, seconds);
        measure("sqlite, group commit", *grouped, writers, seconds);
        if (postgres != nullptr) measure("postgres", *postgres, writers, seconds);
    }
    std::filesystem::remove_all(folder);
    return 0;
}
