#include "adapters/sql/history_tables.hpp"

#include "adapters/sql/words.hpp"

namespace congvan::sql {
namespace {

using evidence::HistoryEvent;
using usecases::LoggedEvent;

Result<LoggedEvent> logged(Row& row) {
    LoggedEvent found;
    found.index = static_cast<std::uint64_t>(row.integer(0));
    found.leaf = row.bytes(1);
    LET(found.event, stored(evidence::decode_event(found.leaf)));
    return found;
}

Result<evidence::CompactRange> range_of(std::uint64_t size, BytesView peaks) {
    std::vector<Sha256> hashes;
    for (; peaks.size() >= Sha256::kSize; peaks = peaks.subspan(Sha256::kSize)) {
        LET(const auto hash, stored(Sha256::from_bytes(peaks.first(Sha256::kSize))));
        hashes.push_back(hash);
    }
    return stored(evidence::CompactRange::make(size, std::move(hashes)));
}

// The rows that appending leaves behind, and the bytes that they point to.
struct Additions {
    std::vector<Bytes> leaves;
    std::vector<evidence::Node> nodes;
};

Result<Additions> extend(evidence::CompactRange& range, const std::vector<HistoryEvent>& events) {
    Additions made;
    made.leaves.reserve(events.size());
    for (const auto& event : events) {
        LET(auto leaf, evidence::encode(event));
        for (const auto& node : range.append(evidence::leaf_hash(leaf))) made.nodes.push_back(node);
        made.leaves.push_back(std::move(leaf));
    }
    return made;
}

}  // namespace

Result<std::vector<LoggedEvent>> HistoryTables::of_stream(evidence::StreamKind kind, const Uuid& stream) {
    return connection_.all(
        "SELECT log_index, leaf FROM history WHERE stream_kind = $1 AND stream = $2 ORDER BY revision",
        {static_cast<int>(kind), stream}, logged);
}

Result<std::vector<LoggedEvent>> HistoryTables::about(DocumentId document) {
    return connection_.all("SELECT log_index, leaf FROM history WHERE document = $1 ORDER BY log_index", {document}, logged);
}

Result<std::int64_t> HistoryTables::last_revision(evidence::StreamKind kind, const Uuid& stream) {
    return connection_.number("SELECT COALESCE(max(revision), 0) FROM history WHERE stream_kind = $1 AND stream = $2",
                              {static_cast<int>(kind), stream});
}

Result<evidence::TreeHead> HistoryTables::head() {
    LET(const auto found, connection_.first("SELECT size, root FROM log_head", {}, [](Row& row) {
            return evidence::TreeHead{static_cast<std::uint64_t>(row.integer(0)), row.digest(1)};
        }));
    return found.value_or(evidence::TreeHead{0, evidence::empty_root()});
}

Result<Sha256> HistoryTables::node(evidence::NodeAt at) {
    LET(const auto found, connection_.first("SELECT hash FROM log_nodes WHERE level = $1 AND position = $2",
                                            {at.level, at.index}, [](Row& row) { return row.digest(0); }));
    if (found.has_value()) return *found;
    return damaged("the log has no node " + std::to_string(at.index) + " at level " + std::to_string(at.level));
}

Result<std::optional<usecases::StoredCheckpoint>> HistoryTables::newest_checkpoint() {
    return connection_.first("SELECT size, root, note, at FROM checkpoints ORDER BY size DESC LIMIT 1", {}, [](Row& row) {
        return usecases::StoredCheckpoint{{static_cast<std::uint64_t>(row.integer(0)), row.digest(1)}, row.text(2), row.instant(3)};
    });
}

Result<Done> HistoryTables::put(const usecases::StoredCheckpoint& checkpoint) {
    TRY(connection_.execute("INSERT INTO checkpoints (size, root, note, at) VALUES ($1, $2, $3, $4)",
                            {checkpoint.head.size, checkpoint.head.root, checkpoint.note, checkpoint.at}));
    return Done{};
}

Result<std::optional<HistoryTables::Edge>> HistoryTables::lock_edge() {
    return connection_.first("SELECT size, peaks FROM log_head WHERE id = 1 {for_update}", {}, [](Row& row) {
        return Edge{static_cast<std::uint64_t>(row.integer(0)), row.bytes(1)};
    });
}

Result<Done> HistoryTables::append(const std::vector<HistoryEvent>& events) {
    LET(auto edge, lock_edge());
    if (!edge.has_value()) {  // the first append of all: whoever comes second waits here for the first
        TRY(connection_.execute("INSERT INTO log_head (id, size, peaks, root) VALUES (1, 0, $1, $2) ON CONFLICT DO NOTHING",
                                {BytesView(), evidence::empty_root()}));
        LET(edge, lock_edge());
        if (!edge.has_value()) return damaged("the log has no head");
    }
    if (events.empty()) return Done{};
    LET(auto range, range_of(edge->size, edge->peaks));
    LET(const auto made, extend(range, events));

    std::vector<std::vector<Param>> rows;
    for (std::size_t i = 0; i < events.size(); ++i) {
        const auto& event = events[i];
        const auto document = event.document.raw().is_nil() ? std::optional<Uuid>() : event.document.raw();
        rows.push_back({edge->size + i, static_cast<int>(event.stream_kind), event.stream, event.revision, document, made.leaves[i]});
    }
    TRY(connection_.execute_many(
        "INSERT INTO history (log_index, stream_kind, stream, revision, document, leaf) VALUES ($1, $2, $3, $4, $5, $6)", rows));
    rows.clear();
    for (const auto& node : made.nodes) rows.push_back({node.at.level, node.at.index, node.hash});
    TRY(connection_.execute_many("INSERT INTO log_nodes (level, position, hash) VALUES ($1, $2, $3)", rows));

    Bytes peaks;
    for (const auto& peak : range.peaks()) peaks.insert(peaks.end(), peak.bytes().begin(), peak.bytes().end());
    TRY(connection_.execute("UPDATE log_head SET size = $1, peaks = $2, root = $3 WHERE id = 1",
                            {range.size(), peaks, range.root()}));
    return Done{};
}

}  // namespace congvan::sql
