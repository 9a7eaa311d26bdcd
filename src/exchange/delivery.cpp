#include "exchange/delivery.hpp"

#include <algorithm>
#include <array>

#include "documents/parts_codec.hpp"
#include "errors/exchange.hpp"

namespace congvan::exchange {
namespace {

constexpr std::array<std::string_view, 11> kStatuses = {"none",        "queued",    "arrived",  "accepted",
                                                        "forwarded",   "in_handling", "completed", "returned",
                                                        "withdrawn",   "cancel_due", "cancelled"};

// In the order of the variant DeliveryEvent.
constexpr std::array<std::string_view, 3> kKinds = {"delivery.queued", "delivery.status_heard", "delivery.attempt_failed"};

Error refused(Remedy remedy, std::string_view code, std::string detail = "") { return {remedy, code, std::move(detail)}; }

}  // namespace

template <typename Codec>
void describe(Codec& codec, evidence::Like<StatusFact> auto& fact) {
    codec.word("status", fact.status, parse_delivery_status);
    codec("at", fact.at);
    codec("heard_at", fact.heard_at);
    codec("sequence", fact.sequence);
    codec("by", fact.by);
    codec("detail", fact.detail);
}
template <typename Codec>
void describe(Codec& codec, evidence::Like<Receipt> auto& receipt) {
    codec("main", receipt.main);
    codec("attachments", receipt.attachments);
    codec("verdict", receipt.verdict);
    codec("at", receipt.at);
}
template <typename Codec>
void describe(Codec& codec, evidence::Like<Queued> auto& event) {
    codec("id", event.id);
    codec("document", event.document);
    codec("from", event.from);
    codec("to", event.to);
    codec("channel", event.channel);
    codec("channel_reason", event.channel_reason);
    codec("at", event.at);
}
template <typename Codec>
void describe(Codec& codec, evidence::Like<StatusHeard> auto& event) {
    codec("fact", event.fact);
    codec("receipt", event.receipt);
    codec("at", event.at);
    codec("recipient", event.recipient);
}
template <typename Codec>
void describe(Codec& codec, evidence::Like<AttemptFailed> auto& event) {
    codec("code", event.code);
    codec("at", event.at);
    codec("recipient", event.recipient);
}

namespace {

using Decided = Result<std::optional<DeliveryEvent>>;

Decided nothing() { return std::optional<DeliveryEvent>(); }

class Decision {
public:
    Decision(const Delivery& state, const Sha256& sent, Instant at) : state_(state), sent_(sent), at_(at) {}

    Decided operator()(const Queue& command) const {
        if (state_.status != DeliveryStatus::none) return nothing();
        return std::optional<DeliveryEvent>(Queued{command.id, command.document, command.from, command.to, command.channel,
                                                   command.channel_reason, at_});
    }

    Decided operator()(const HearStatus& command) const {
        TRY(was_queued());
        if (knows(command.fact.sequence)) return nothing();
        if (command.receipt && command.receipt->main != sent_) {
            return refused(Remedy::call_operator, errors::exchange::receipt_of_other_file, command.receipt->main.hex());
        }
        StatusFact fact = command.fact;
        fact.heard_at = at_;
        return std::optional<DeliveryEvent>(StatusHeard{std::move(fact), command.receipt, at_, state_.to});
    }

    Decided operator()(const FailAttempt& command) const {
        TRY(was_queued());
        // A failure that is told after the recipient answered is of an attempt that no longer matters.
        if (state_.status != DeliveryStatus::queued) return nothing();
        return std::optional<DeliveryEvent>(AttemptFailed{command.code, at_, state_.to});
    }

private:
    Result<Done> was_queued() const {
        if (state_.status != DeliveryStatus::none) return Done{};
        return refused(Remedy::reload_and_retry, errors::exchange::not_queued);
    }
    bool knows(std::uint32_t sequence) const {
        return std::any_of(state_.facts.begin(), state_.facts.end(),
                           [sequence](const StatusFact& fact) { return fact.sequence == sequence; });
    }

    const Delivery& state_;
    const Sha256& sent_;
    Instant at_;
};

class Fold {
public:
    explicit Fold(Delivery& delivery) : delivery_(delivery) {}

    void operator()(const Queued& event) const {
        delivery_.id = event.id;
        delivery_.document = event.document;
        delivery_.from = event.from;
        delivery_.to = event.to;
        delivery_.channel = event.channel;
        delivery_.channel_reason = event.channel_reason;
        delivery_.status = DeliveryStatus::queued;
    }
    void operator()(const StatusHeard& event) const {
        const auto later = std::find_if(delivery_.facts.begin(), delivery_.facts.end(), [&event](const StatusFact& fact) {
            return fact.sequence > event.fact.sequence;
        });
        delivery_.facts.insert(later, event.fact);
        delivery_.status = delivery_.facts.back().status;
        if (event.receipt && !delivery_.receipt) delivery_.receipt = event.receipt;
    }
    void operator()(const AttemptFailed& event) const {
        ++delivery_.attempts_failed;
        delivery_.last_failure = event.code;
    }

private:
    Delivery& delivery_;
};

}  // namespace

std::string_view to_word(DeliveryStatus status) { return kStatuses.at(static_cast<std::size_t>(status)); }

Result<DeliveryStatus> parse_delivery_status(std::string_view word) {
    for (std::size_t i = 0; i < kStatuses.size(); ++i) {
        if (kStatuses[i] == word) return static_cast<DeliveryStatus>(i);
    }
    return refused(Remedy::call_operator, errors::exchange::unknown_word, std::string(word.substr(0, 64)));
}

Result<DeliveryEvents> decide(const Delivery& state, const DeliveryCommand& command, const Sha256& sent, Instant at) {
    LET(std::optional<DeliveryEvent> event, std::visit(Decision(state, sent, at), command));
    if (!event) return DeliveryEvents{};
    return DeliveryEvents{std::move(*event)};
}

Delivery evolve(Delivery state, const DeliveryEvent& event) {
    std::visit(Fold(state), event);
    state.revision = Revision(state.revision.raw() + 1);
    return state;
}

std::string_view kind_of(const DeliveryEvent& event) { return kKinds.at(event.index()); }
Fields to_fields(const DeliveryEvent& event) { return evidence::fields_of(event); }
Result<DeliveryEvent> delivery_event_from(std::string_view kind, const Fields& fields) {
    return evidence::event_of<DeliveryEvent>(kKinds, kind, fields, errors::exchange::unknown_event);
}
Instant instant_of(const DeliveryEvent& event) {
    return std::visit([](const auto& each) { return each.at; }, event);
}

}  // namespace congvan::exchange
