#include "contract/sql_world.hpp"

#include "adapters/postgres/database.hpp"
#include "adapters/sqlite/database.hpp"
#include "support/postgres_cluster.hpp"

namespace congvan::contract {
namespace {

std::unique_ptr<sql::Database> open_postgres(const std::string& connection) {
    postgres::Settings settings;
    settings.connection = connection;
    settings.connections = 8;
    settings.patience = std::chrono::seconds(30);
    return must(postgres::open(settings));
}

std::unique_ptr<sql::Database> open_sqlite(const std::filesystem::path& file) {
    sqlite::Settings settings;
    settings.file = file;
    return must(sqlite::open(settings));
}

}  // namespace

std::string name_of(World world) {
    switch (world) {
        case World::sqlite_memory: return "sqlite_memory";
        case World::sqlite_file: return "sqlite_file";
        case World::postgres: return "postgres";
    }
    return "";
}

std::string name_of_case(const ::testing::TestParamInfo<World>& info) { return name_of(info.param); }

SqlSpace::SqlSpace(World world) : world_(world) {
    switch (world) {
        case World::sqlite_memory: database_ = open_sqlite({}); return;
        case World::sqlite_file: folder_.emplace(); break;
        case World::postgres: connection_ = testing_support::PostgresCluster::shared().new_database(); break;
    }
    database_ = again();
}

std::unique_ptr<sql::Database> SqlSpace::again() const {
    CONGVAN_INVARIANT(world_ != World::sqlite_memory);
    return world_ == World::postgres ? open_postgres(connection_) : open_sqlite(folder_->path() / "congvan.db");
}

}  // namespace congvan::contract
