#pragma once

// The directory, read and replaced whole: it is small and held in memory by those who use it.

#include "adapters/sql/connection.hpp"
#include "usecases/ports/records.hpp"

namespace congvan::sql {

class DirectoryTables {
public:
    explicit DirectoryTables(Connection& connection) : connection_(connection) {}

    // Every list in the order in which it was given.
    Result<usecases::DirectoryRecords> all();
    Result<Done> replace(const usecases::DirectoryRecords& directory);

private:
    Result<std::vector<directory::Agency>> agencies();
    Result<Done> add_agencies(const std::vector<directory::Agency>& agencies);
    Result<Done> add_people(const usecases::DirectoryRecords& directory);
    Result<Done> add_keys(const std::vector<directory::HeldKey>& keys);
    Result<Done> add_delegations(const std::vector<directory::Delegation>& delegations);

    Connection& connection_;
};

}  // namespace congvan::sql
