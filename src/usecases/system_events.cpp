#include "usecases/system_events.hpp"

namespace congvan::usecases {

Result<Done> record_system_event(Office& office, Transaction& transaction, const Caller& caller, std::string_view stream,
                                 std::string kind, Fields fields) {
    const Uuid id = Uuid::derived({stream});
    LET(const auto earlier, transaction.events(evidence::StreamKind::system, id));
    evidence::HistoryEvent event;
    event.stream_kind = evidence::StreamKind::system;
    event.stream = id;
    event.revision = Revision(static_cast<std::uint32_t>(earlier.size() + 1));
    event.agency = caller.agency.id;
    event.actor = {caller.official.person, caller.official.name, caller.official.post};
    event.at = office.clock.now();
    event.kind = std::move(kind);
    event.fields = std::move(fields);
    return transaction.append({std::move(event)});
}

}  // namespace congvan::usecases
