#pragma once

// The rows of the lists: outgoing and incoming documents, deliveries, and which bytes belong to which document.

#include <vector>

#include "adapters/sql/connection.hpp"
#include "usecases/ports/records.hpp"

namespace congvan::sql {

class DocumentTables {
public:
    explicit DocumentTables(Connection& connection) : connection_(connection) {}

    Result<usecases::Page<usecases::OutgoingRow>> find(const usecases::OutgoingQuery& query);
    Result<usecases::Page<usecases::IncomingRow>> find(const usecases::IncomingQuery& query);
    Result<std::uint64_t> count(const usecases::OutgoingQuery& query);
    Result<std::uint64_t> count(const usecases::IncomingQuery& query);
    Result<std::vector<usecases::DeliveryRow>> deliveries_of(const std::vector<DocumentId>& documents);

    Result<Done> put(const usecases::OutgoingRow& row);
    Result<Done> put(const usecases::IncomingRow& row);
    Result<Done> put(const usecases::DeliveryRow& row);

    Result<Done> hold_blob(DocumentId document, const Sha256& blob);
    Result<bool> refers_to(const Sha256& blob);

private:
    Result<Done> fill_handlers(std::vector<usecases::IncomingRow>& rows);
    Connection& connection_;
};

}  // namespace congvan::sql
