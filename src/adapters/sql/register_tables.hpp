#pragma once

// Register books and their lines.

#include <vector>

#include "adapters/sql/connection.hpp"
#include "usecases/ports/records.hpp"

namespace congvan::sql {

class RegisterTables {
public:
    explicit RegisterTables(Connection& connection) : connection_(connection) {}

    Result<std::vector<usecases::RegisterRow>> of_agency(AgencyId agency);
    Result<std::optional<usecases::RegisterRow>> by_id(BookId id);
    Result<std::vector<registers::Line>> lines(BookId id, std::optional<registers::Sequence> before, std::uint32_t limit);

    // Nobody else can lock this book until the transaction ends, also when it has no row yet.
    Result<registers::RegisterBook> lock(const registers::BookKey& key, const Uuid& subject);
    Result<Done> save(const registers::RegisterBook& book);

private:
    Connection& connection_;
};

}  // namespace congvan::sql
