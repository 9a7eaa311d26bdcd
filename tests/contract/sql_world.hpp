#pragma once

// The three worlds in which everything that stands on SQL is tested: SQLite in memory, SQLite in a file, PostgreSQL.

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <ostream>
#include <string>

#include "adapters/sql/database.hpp"
#include "support/results.hpp"
#include "support/temporary_folder.hpp"

namespace congvan::contract {

using testing_support::code_of;
using testing_support::must;

enum class World { sqlite_memory, sqlite_file, postgres };

std::string name_of(World world);
inline std::ostream& operator<<(std::ostream& out, World world) { return out << name_of(world); }
std::string name_of_case(const ::testing::TestParamInfo<World>& info);
inline const auto kAllWorlds = ::testing::Values(World::sqlite_memory, World::sqlite_file, World::postgres);

// One empty database of a world, gone at the end. `again` opens what is there once more, beside the first.
class SqlSpace {
public:
    explicit SqlSpace(World world);
    World world() const { return world_; }
    sql::Database& database() { return *database_; }
    std::unique_ptr<sql::Database> again() const;  // not for sqlite_memory
    void close() { database_.reset(); }

private:
    World world_;
    std::optional<testing_support::TemporaryFolder> folder_;
    std::string connection_;
    std::unique_ptr<sql::Database> database_;
};

class SqlTest : public ::testing::TestWithParam<World> {
protected:
    sql::Database& database() { return space_.database(); }
    SqlSpace space_{GetParam()};
};

}  // namespace congvan::contract
