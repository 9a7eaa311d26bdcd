#pragma once

// One unit of work over one connection. Events and outbox items are held back until `settle`, because appending to the
// log locks it: the shorter that lock is held, the less writers wait. Reads within the transaction see the events all
// the same.

#include "adapters/sql/reading.hpp"

namespace congvan::sql {

class SqlTransaction final : public Reading<usecases::Transaction> {
public:
    explicit SqlTransaction(Connection& connection) : Reading(connection) {}

    // Writes what was held back. To be called last, before the commit.
    Result<Done> settle();

    Result<std::vector<evidence::HistoryEvent>> events(evidence::StreamKind kind, Uuid stream) override;
    Result<std::vector<usecases::LoggedEvent>> events_about(DocumentId document) override;
    Result<evidence::TreeHead> log_head() override;
    Result<Sha256> log_node(evidence::NodeAt at) override;

    Result<Done> append(std::vector<evidence::HistoryEvent> events) override;

    Result<registers::RegisterBook> lock_book(const registers::BookKey& key, Uuid subject) override {
        return registers_.lock(key, subject);
    }
    Result<Done> save_book(const registers::RegisterBook& book) override { return registers_.save(book); }

    Result<Done> put(const usecases::OutgoingRow& row) override { return documents_.put(row); }
    Result<Done> put(const usecases::IncomingRow& row) override { return documents_.put(row); }
    Result<Done> put(const usecases::DeliveryRow& row) override { return documents_.put(row); }
    Result<Done> hold_blob(DocumentId document, const Sha256& blob) override { return documents_.hold_blob(document, blob); }

    Result<Done> enqueue(const usecases::OutboxItem& item) override {
        outgoing_work_.push_back(item);
        return Done{};
    }
    Result<Done> finish(std::uint64_t outbox_id) override { return outbox_.finish(outbox_id); }
    Result<Done> postpone(std::uint64_t outbox_id, Instant not_before, std::string_view failure) override {
        return outbox_.postpone(outbox_id, not_before, failure);
    }

    Result<Done> remember(const usecases::Replay& replay) override { return people_.remember(replay); }
    Result<Done> put(const usecases::Account& account) override { return people_.put(account); }
    Result<Done> put(const usecases::SessionRecord& session) override { return people_.put(session); }
    Result<Done> end_session(const Sha256& token) override { return people_.end_session(token); }
    Result<Done> end_sessions(PersonId person, std::optional<Sha256> kept) override { return people_.end_sessions(person, kept); }
    Result<Done> put(const usecases::UploadRecord& upload) override { return people_.put(upload); }
    Result<Done> put(const usecases::PendingSignature& pending) override { return people_.put(pending); }
    Result<Done> remove_pending_signature(Uuid id) override { return people_.remove_pending_signature(id); }
    Result<Done> put(const calendar::Override& day) override { return people_.put(day); }
    Result<Done> remove_calendar_override(Day day) override { return people_.remove_calendar_override(day); }
    Result<Done> put(const usecases::StoredCheckpoint& checkpoint) override { return history_.put(checkpoint); }
    Result<Done> replace(const usecases::DirectoryRecords& directory) override { return directory_.replace(directory); }
    Result<Done> put_setting(std::string_view name, std::string_view value) override { return people_.put_setting(name, value); }
    Result<Done> sweep(Instant now) override { return people_.sweep(now); }

private:
    using Stream = std::pair<evidence::StreamKind, Uuid>;

    Result<Done> settle_events();

    std::vector<evidence::HistoryEvent> held_back_;
    std::vector<usecases::OutboxItem> outgoing_work_;
    std::map<Stream, std::int64_t> last_revisions_;  // of the streams appended to here
};

}  // namespace congvan::sql
