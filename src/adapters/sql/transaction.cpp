#include "adapters/sql/transaction.hpp"

#include "errors/storage.hpp"

namespace congvan::sql {

Result<Done> SqlTransaction::settle() {
    if (held_back_.empty() && outgoing_work_.empty()) return Done{};
    TRY(settle_events());
    if (outgoing_work_.empty()) return Done{};
    TRY(outbox_.put(outgoing_work_));
    outgoing_work_.clear();
    return Done{};
}

Result<Done> SqlTransaction::settle_events() {
    TRY(history_.append(held_back_));
    held_back_.clear();
    return Done{};
}

Result<Done> SqlTransaction::append(std::vector<evidence::HistoryEvent> events) {
    for (auto& event : events) {
        const Stream stream(event.stream_kind, event.stream);
        auto last = last_revisions_.find(stream);
        if (last == last_revisions_.end()) {
            LET(const auto stored, history_.last_revision(stream.first, stream.second));
            last = last_revisions_.emplace(stream, stored).first;
        }
        // Two who come here at once both pass; the unique stream and revision stops the second when it settles.
        if (std::int64_t{event.revision.raw()} != last->second + 1) {
            return Error{Remedy::reload_and_retry, errors::storage::conflict,
                         std::string(name_of(event.stream_kind)) + " " + event.stream.text() + " is at revision " +
                             std::to_string(last->second) + ", an event says " + std::to_string(event.revision.raw())};
        }
        ++last->second;
        held_back_.push_back(std::move(event));
    }
    return Done{};
}

Result<std::vector<evidence::HistoryEvent>> SqlTransaction::events(evidence::StreamKind kind, Uuid stream) {
    LET(auto found, Reading::events(kind, stream));
    for (const auto& event : held_back_) {
        if (event.stream_kind == kind && event.stream == stream) found.push_back(event);
    }
    return found;
}

Result<std::vector<usecases::LoggedEvent>> SqlTransaction::events_about(DocumentId document) {
    if (!held_back_.empty()) TRY(settle_events());
    return Reading::events_about(document);
}

Result<evidence::TreeHead> SqlTransaction::log_head() {
    if (!held_back_.empty()) TRY(settle_events());
    return Reading::log_head();
}

Result<Sha256> SqlTransaction::log_node(evidence::NodeAt at) {
    if (!held_back_.empty()) TRY(settle_events());
    return Reading::log_node(at);
}

}  // namespace congvan::sql
