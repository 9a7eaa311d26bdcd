#pragma once

// The history and the Merkle log over it. Reads and appends within one transaction; as long-lived as the transaction.

#include <vector>

#include "adapters/sql/connection.hpp"
#include "usecases/ports/records.hpp"

namespace congvan::sql {

class HistoryTables {
public:
    explicit HistoryTables(Connection& connection) : connection_(connection) {}

    Result<std::vector<usecases::LoggedEvent>> of_stream(evidence::StreamKind kind, const Uuid& stream);
    Result<std::vector<usecases::LoggedEvent>> about(DocumentId document);
    Result<std::int64_t> last_revision(evidence::StreamKind kind, const Uuid& stream);

    Result<evidence::TreeHead> head();
    Result<Sha256> node(evidence::NodeAt at);
    Result<std::optional<usecases::StoredCheckpoint>> newest_checkpoint();
    Result<Done> put(const usecases::StoredCheckpoint& checkpoint);

    // Locks the log to the end of the transaction and appends, also when there is nothing to append; so this comes last
    // in a transaction.
    Result<Done> append(const std::vector<evidence::HistoryEvent>& events);

private:
    struct Edge {
        std::uint64_t size = 0;
        Bytes peaks;  // one after the other, largest subtree first
    };
    Result<std::optional<Edge>> lock_edge();

    Connection& connection_;
};

}  // namespace congvan::sql
