#pragma once

// Work left to be done by committed acts. Items of one lane are handed out in the order of their ids: only the oldest
// of a lane is due. Whoever puts items holds the lock of the log, so that ids are in the order of the commits.

#include <vector>

#include "adapters/sql/connection.hpp"
#include "usecases/ports/store.hpp"

namespace congvan::sql {

inline constexpr std::string_view kOutboxChannel = "outbox";

class OutboxTable {
public:
    explicit OutboxTable(Connection& connection) : connection_(connection) {}

    Result<Done> put(const std::vector<usecases::OutboxItem>& items);
    Result<Done> finish(std::uint64_t id);
    Result<Done> postpone(std::uint64_t id, Instant not_before, std::string_view failure);

    Result<std::vector<usecases::OutboxItem>> claim(Instant now, std::chrono::seconds lease, std::uint32_t limit, usecases::Pace pace);
    Result<Done> release_all();

private:
    Connection& connection_;
};

}  // namespace congvan::sql
