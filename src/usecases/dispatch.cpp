#include "usecases/dispatch.hpp"

#include <algorithm>

#include "base/fault_point.hpp"
#include "errors/usecases.hpp"
#include "usecases/dossiers.hpp"
#include "usecases/notify.hpp"
#include "usecases/packets.hpp"
#include "usecases/receive_packets.hpp"
#include "usecases/render_outgoing.hpp"
#include "usecases/timestamp_outgoing.hpp"

namespace congvan::usecases {
namespace {

constexpr std::chrono::seconds kLease{60};
constexpr std::chrono::seconds kSlowLease{1200};  // three tries of three minutes at each of two services
constexpr std::uint32_t kBatch = 16;

std::chrono::seconds pause_after(std::uint32_t attempts) {
    const std::chrono::seconds longest = std::chrono::minutes{15};
    return std::min(longest, std::chrono::seconds{1} * (1u << std::min(attempts, 12u)));
}

Result<Done> perform_effect(Office& office, const OutboxItem& item) {
    if (item.kind == kRender) return render_outgoing(office, item);
    if (item.kind == kTimestamp) return timestamp_outgoing(office, item);
    if (item.kind == kDeliver) return receive_document(office, item);
    if (item.kind == kRecallNotice) return hear_recall(office, item);
    if (item.kind == kStatus) return hear_status(office, item);
    if (item.kind == kRecallAnswer) return hear_recall_answer(office, item);
    return Error{Remedy::call_operator, errors::usecases::unknown_work, item.kind};
}

// The sender sees that a delivery is stuck, and why: once for each new cause, so that retries do not fill the history.
Result<Done> note_failure(Office& office, const OutboxItem& item, std::string_view code) {
    if (item.kind != kDeliver) return Done{};
    LET(const ToRecipient to, recipient_of(item));
    documents::Outgoing document;
    TRY(office.store.write([&](Transaction& transaction) -> Result<Done> {
        LET(document, load_outgoing(transaction, to.document));
        LET(exchange::Delivery before,
            load_delivery_or_empty(transaction, documents::delivery_id(to.document, to.recipient)));
        if (before.last_failure == code) return Done{};
        const exchange::FailAttempt command{std::string(code)};
        LET(const auto events, decide(before, command, document.final_pdf->sha256, office.clock.now()));
        TRY(commit(transaction, std::move(before), events));
        return Done{};
    }));
    tell(office, document);
    return Done{};
}

}  // namespace

Result<Done> perform(Office& office, const OutboxItem& item) {
    fault_point("outbox.before_effect");
    TRY(perform_effect(office, item));
    fault_point("outbox.after_effect");
    TRY(office.store.write([&](Transaction& transaction) { return transaction.finish(item.id); }));
    fault_point("outbox.after_finish");
    return Done{};
}

Result<std::size_t> drain(Office& office, Pace pace) {
    std::size_t finished = 0;
    for (;;) {
        LET(const std::vector<OutboxItem> items, office.store.claim(office.clock.now(), pace == Pace::slow ? kSlowLease : kLease, pace == Pace::slow ? 1 : kBatch, pace));
        if (items.empty()) return finished;
        fault_point("outbox.after_claim");
        for (const OutboxItem& item : items) {
            const auto done = perform(office, item);
            if (done.has_value()) {
                ++finished;
                continue;
            }
            (void)note_failure(office, item, done.error().code).has_value();
            const Instant next = office.clock.now() + pause_after(item.attempts);
            TRY(office.store.write([&](Transaction& transaction) {
                return transaction.postpone(item.id, next, done.error().code);
            }));
        }
    }
}

}  // namespace congvan::usecases
