#pragma once

// Where everything is kept that is not a file. One instance may be used from many threads at once.
//
// All functions fail with: storage.unavailable (retry_later) · storage.outcome_unknown (retry_later: the write may have
// been done; the idempotency key tells) · storage.full (retry_later) · storage.damaged (call_operator); what else a
// function fails with is said there.

#include <functional>

#include "usecases/ports/records.hpp"

namespace congvan::usecases {

// Reads of one consistent moment.
class Reader {
public:
    virtual ~Reader() = default;

    // The events of one stream, by revision; empty when it never began.
    virtual Result<std::vector<evidence::HistoryEvent>> events(evidence::StreamKind kind, Uuid stream) = 0;
    // Every event about a document, of all streams and agencies, in the order of the log.
    virtual Result<std::vector<LoggedEvent>> events_about(DocumentId document) = 0;

    virtual Result<evidence::TreeHead> log_head() = 0;
    virtual Result<Sha256> log_node(evidence::NodeAt at) = 0;  // storage.damaged when it is not there
    virtual Result<std::optional<StoredCheckpoint>> newest_checkpoint() = 0;

    virtual Result<Page<OutgoingRow>> find(const OutgoingQuery& query) = 0;
    virtual Result<Page<IncomingRow>> find(const IncomingQuery& query) = 0;
    virtual Result<std::uint64_t> count(const OutgoingQuery& query) = 0;  // ignores `after` and `limit`
    virtual Result<std::uint64_t> count(const IncomingQuery& query) = 0;
    virtual Result<std::vector<DeliveryRow>> deliveries(DocumentId document) = 0;
    // The same for many at once, for lists.
    virtual Result<std::vector<DeliveryRow>> deliveries_of(const std::vector<DocumentId>& documents) = 0;

    virtual Result<std::vector<RegisterRow>> registers(AgencyId agency) = 0;
    virtual Result<std::optional<RegisterRow>> register_by_id(BookId id) = 0;
    // Newest number first; `before` exclusive, absent: from the newest.
    virtual Result<std::vector<registers::Line>> register_lines(BookId id, std::optional<registers::Sequence> before,
                                                                std::uint32_t limit) = 0;

    virtual Result<std::optional<Account>> account(std::string_view user_name) = 0;
    virtual Result<std::optional<Account>> account_of(PersonId person) = 0;
    virtual Result<std::optional<SessionRecord>> session(const Sha256& token) = 0;
    virtual Result<std::optional<UploadRecord>> upload(Uuid id) = 0;
    virtual Result<std::optional<PendingSignature>> pending_signature(Uuid id) = 0;
    virtual Result<std::optional<Replay>> replay(PersonId person, std::string_view key) = 0;
    virtual Result<std::vector<calendar::Override>> calendar_overrides() = 0;
    virtual Result<DirectoryRecords> directory() = 0;
    // Whether any document, upload or pending signature still speaks of these bytes.
    virtual Result<bool> refers_to(const Sha256& blob) = 0;
    virtual Result<std::optional<std::string>> setting(std::string_view name) = 0;
};

// One unit of work: all of it or none of it. Durable when `Store::write` returns.
class Transaction : public Reader {
public:
    // Appends to the streams and to the log. The events of one stream continue its revisions without a gap.
    // Fails: storage.conflict (reload_and_retry) when another append came first.
    virtual Result<Done> append(std::vector<evidence::HistoryEvent> events) = 0;

    // The book with the lines about `subject`, locked until the end; a book that does not exist yet is empty.
    virtual Result<registers::RegisterBook> lock_book(const registers::BookKey& key, Uuid subject) = 0;
    // Writes `last`, `revision` and the lines it holds.
    virtual Result<Done> save_book(const registers::RegisterBook& book) = 0;

    virtual Result<Done> put(const OutgoingRow& row) = 0;
    virtual Result<Done> put(const IncomingRow& row) = 0;
    virtual Result<Done> put(const DeliveryRow& row) = 0;
    // Says that these bytes belong to the document: they are kept, and may be read by who may read it.
    virtual Result<Done> hold_blob(DocumentId document, const Sha256& blob) = 0;

    virtual Result<Done> enqueue(const OutboxItem& item) = 0;  // its `id` is given by the store
    virtual Result<Done> finish(std::uint64_t outbox_id) = 0;
    virtual Result<Done> postpone(std::uint64_t outbox_id, Instant not_before, std::string_view failure) = 0;

    // Fails: storage.conflict (reload_and_retry) when the key was used meanwhile.
    virtual Result<Done> remember(const Replay& replay) = 0;

    virtual Result<Done> put(const Account& account) = 0;
    virtual Result<Done> put(const SessionRecord& session) = 0;
    virtual Result<Done> end_session(const Sha256& token) = 0;
    // All of a person but the one kept.
    virtual Result<Done> end_sessions(PersonId person, std::optional<Sha256> kept) = 0;
    virtual Result<Done> put(const UploadRecord& upload) = 0;
    virtual Result<Done> put(const PendingSignature& pending) = 0;
    virtual Result<Done> remove_pending_signature(Uuid id) = 0;
    virtual Result<Done> put(const calendar::Override& day) = 0;
    virtual Result<Done> remove_calendar_override(Day day) = 0;
    virtual Result<Done> put(const StoredCheckpoint& checkpoint) = 0;
    virtual Result<Done> replace(const DirectoryRecords& directory) = 0;
    virtual Result<Done> put_setting(std::string_view name, std::string_view value) = 0;

    // Removes what is over: sessions and pending signatures past their time, replay records and untaken uploads older than a day.
    virtual Result<Done> sweep(Instant now) = 0;
};

// Work that takes seconds, and work that may take minutes because somebody outside is asked: each is claimed apart, so that
// the second never holds up the first. Slow items are those of lanes that begin with kSlowLane.
enum class Pace { quick, slow };
inline constexpr std::string_view kSlowLane = "slow/";

class Store {
public:
    virtual ~Store() = default;

    virtual Result<Done> read(const std::function<Result<Done>(Reader&)>& work) = 0;
    // Runs `work` and commits when it returns Done; may run it again after a conflict between transactions, so it must
    // have no effect outside of the transaction but assigning its results.
    virtual Result<Done> write(const std::function<Result<Done>(Transaction&)>& work) = 0;

    // Takes up to `limit` items that are due, at most one of a lane (its oldest), highest rank first, for `lease`:
    // nobody else gets them until then.
    virtual Result<std::vector<OutboxItem>> claim(Instant now, std::chrono::seconds lease, std::uint32_t limit, Pace pace) = 0;
    // Calls `wake` (from any thread) after commits that may have put items. One in a store's life; an empty one ends it.
    virtual void on_outbox(std::function<void()> wake) = 0;
};

// A read or a write that answers with a value.
template <typename T, typename Work>
Result<T> read(Store& store, Work&& work) {
    std::optional<T> found;
    TRY(store.read([&](Reader& reader) -> Result<Done> {
        LET(found, work(reader));
        return Done{};
    }));
    return std::move(*found);
}
template <typename T, typename Work>
Result<T> write(Store& store, Work&& work) {
    std::optional<T> made;
    TRY(store.write([&](Transaction& transaction) -> Result<Done> {
        LET(made, work(transaction));
        return Done{};
    }));
    return std::move(*made);
}

}  // namespace congvan::usecases
