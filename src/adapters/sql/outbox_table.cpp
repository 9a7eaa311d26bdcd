#include "adapters/sql/outbox_table.hpp"

#include "adapters/sql/words.hpp"

namespace congvan::sql {
namespace {

using usecases::OutboxItem;

constexpr std::string_view kHeadOfItsLane = "NOT EXISTS (SELECT 1 FROM outbox e WHERE e.lane = outbox.lane AND e.id < outbox.id)";

Result<OutboxItem> item_row(Row& row) {
    OutboxItem made;
    made.id = static_cast<std::uint64_t>(row.integer(0));
    made.kind = row.text(1);
    made.lane = row.text(2);
    made.rank = static_cast<std::uint32_t>(row.integer(3));
    LET(made.payload, decoded_fields(row.bytes_view(4)));
    made.not_before = row.instant(5);
    made.attempts = static_cast<std::uint32_t>(row.integer(6));
    made.last_failure = row.text(7);
    return made;
}

}  // namespace

Result<Done> OutboxTable::put(const std::vector<OutboxItem>& items) {
    std::vector<Bytes> payloads;
    for (const auto& item : items) payloads.push_back(encoded(item.payload));
    std::vector<std::vector<Param>> rows;
    for (const auto& item : items) rows.push_back({item.kind, item.lane, item.rank, payloads[rows.size()], item.not_before});
    TRY(connection_.execute_many("INSERT INTO outbox (kind, lane, rank, payload, not_before, leased_until, attempts, last_failure)"
                                 " VALUES ($1, $2, $3, $4, $5, 0, 0, '')", rows));
    return connection_.wake(kOutboxChannel);
}

Result<Done> OutboxTable::finish(std::uint64_t id) {
    TRY(connection_.execute("DELETE FROM outbox WHERE id = $1", {id}));
    return Done{};
}

Result<Done> OutboxTable::postpone(std::uint64_t id, Instant not_before, std::string_view failure) {
    TRY(connection_.execute("UPDATE outbox SET not_before = $2, leased_until = 0, last_failure = $3 WHERE id = $1",
                            {id, not_before, failure}));
    return Done{};
}

Result<std::vector<OutboxItem>> OutboxTable::claim(Instant now, std::chrono::seconds lease, std::uint32_t limit, usecases::Pace pace) {
    const std::string of_pace = std::string(" AND lane ") + (pace == usecases::Pace::slow ? "" : "NOT ") + "LIKE '" + std::string(usecases::kSlowLane) + "%'";
    LET(auto items, connection_.all("SELECT id, kind, lane, rank, payload, not_before, attempts, last_failure FROM outbox"
                                    " WHERE not_before <= $1 AND leased_until <= $1 AND " + std::string(kHeadOfItsLane) + of_pace +
                                        " ORDER BY rank DESC, id LIMIT $2 {skip_locked}",
                                    {now, limit}, item_row));
    std::vector<std::vector<Param>> rows;
    for (const auto& item : items) rows.push_back({item.id, now + lease});
    TRY(connection_.execute_many("UPDATE outbox SET leased_until = $2, attempts = attempts + 1 WHERE id = $1", rows));
    return items;
}

Result<Done> OutboxTable::release_all() {
    TRY(connection_.execute("UPDATE outbox SET leased_until = 0 WHERE leased_until > 0"));
    return Done{};
}

}  // namespace congvan::sql
