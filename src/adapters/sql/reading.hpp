#pragma once

// The reading half of the port over one connection, for both a Reader and a Transaction.

#include "adapters/sql/directory_tables.hpp"
#include "adapters/sql/document_tables.hpp"
#include "adapters/sql/history_tables.hpp"
#include "adapters/sql/outbox_table.hpp"
#include "adapters/sql/people_tables.hpp"
#include "adapters/sql/register_tables.hpp"
#include "usecases/ports/store.hpp"

namespace congvan::sql {

template <typename Port>
class Reading : public Port {
public:
    explicit Reading(Connection& connection)
        : history_(connection), documents_(connection), registers_(connection), people_(connection),
          directory_(connection), outbox_(connection) {}

    Result<std::vector<evidence::HistoryEvent>> events(evidence::StreamKind kind, Uuid stream) override {
        LET(auto logged, history_.of_stream(kind, stream));
        std::vector<evidence::HistoryEvent> events;
        for (auto& one : logged) events.push_back(std::move(one.event));
        return events;
    }
    Result<std::vector<usecases::LoggedEvent>> events_about(DocumentId document) override { return history_.about(document); }
    Result<evidence::TreeHead> log_head() override { return history_.head(); }
    Result<Sha256> log_node(evidence::NodeAt at) override { return history_.node(at); }
    Result<std::optional<usecases::StoredCheckpoint>> newest_checkpoint() override { return history_.newest_checkpoint(); }

    Result<usecases::Page<usecases::OutgoingRow>> find(const usecases::OutgoingQuery& query) override {
        return documents_.find(query);
    }
    Result<usecases::Page<usecases::IncomingRow>> find(const usecases::IncomingQuery& query) override {
        return documents_.find(query);
    }
    Result<std::uint64_t> count(const usecases::OutgoingQuery& query) override { return documents_.count(query); }
    Result<std::uint64_t> count(const usecases::IncomingQuery& query) override { return documents_.count(query); }
    Result<std::vector<usecases::DeliveryRow>> deliveries(DocumentId document) override {
        return documents_.deliveries_of({document});
    }
    Result<std::vector<usecases::DeliveryRow>> deliveries_of(const std::vector<DocumentId>& documents) override {
        return documents_.deliveries_of(documents);
    }

    Result<std::vector<usecases::RegisterRow>> registers(AgencyId agency) override { return registers_.of_agency(agency); }
    Result<std::optional<usecases::RegisterRow>> register_by_id(BookId id) override { return registers_.by_id(id); }
    Result<std::vector<registers::Line>> register_lines(BookId id, std::optional<registers::Sequence> before,
                                                        std::uint32_t limit) override {
        return registers_.lines(id, before, limit);
    }

    Result<std::optional<usecases::Account>> account(std::string_view user_name) override { return people_.account(user_name); }
    Result<std::optional<usecases::Account>> account_of(PersonId person) override { return people_.account_of(person); }
    Result<std::optional<usecases::SessionRecord>> session(const Sha256& token) override { return people_.session(token); }
    Result<std::optional<usecases::UploadRecord>> upload(Uuid id) override { return people_.upload(id); }
    Result<std::optional<usecases::PendingSignature>> pending_signature(Uuid id) override {
        return people_.pending_signature(id);
    }
    Result<std::optional<usecases::Replay>> replay(PersonId person, std::string_view key) override {
        return people_.replay(person, key);
    }
    Result<std::vector<calendar::Override>> calendar_overrides() override { return people_.calendar_overrides(); }
    Result<usecases::DirectoryRecords> directory() override { return directory_.all(); }
    Result<bool> refers_to(const Sha256& blob) override { return documents_.refers_to(blob); }
    Result<std::optional<std::string>> setting(std::string_view name) override { return people_.setting(name); }

protected:
    HistoryTables history_;
    DocumentTables documents_;
    RegisterTables registers_;
    PeopleTables people_;
    DirectoryTables directory_;
    OutboxTable outbox_;
};

}  // namespace congvan::sql
