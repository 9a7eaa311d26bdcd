#include "exchange/delivery.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/evenly_for_tests.hpp"
#include "documents/documents_for_tests.hpp"
#include "documents/incoming.hpp"
#include "errors/exchange.hpp"

namespace congvan::exchange {
namespace {

namespace codes = errors::exchange;
using documents::test_agency;
using documents::test_id;
using documents::test_time;

const Sha256 kSent = Sha256::of(as_bytes("the signed file"));
const DocumentId kDocument(test_id("document"));

Queue queue() {
    const auto to = test_agency("B");
    return {documents::delivery_id(kDocument, to.id), kDocument, test_agency("A"), to, "internal", "cùng hệ thống"};
}
HearStatus hear(DeliveryStatus status, std::uint32_t sequence) {
    return {{status, test_time(static_cast<int>(sequence)), Instant(), sequence, "Văn thư B (thử nghiệm)", "số đến 12"}, std::nullopt};
}
Receipt receipt(const Sha256& main = kSent) { return {main, {Sha256::of(as_bytes("phụ lục"))}, "valid", test_time(1)}; }

Delivery after(Delivery delivery, const DeliveryCommand& command) {
    const DeliveryEvents events = decide(delivery, command, kSent, test_time(60)).value();
    for (const DeliveryEvent& event : events) delivery = evolve(std::move(delivery), event);
    return delivery;
}
std::string_view refusal(const Delivery& delivery, const DeliveryCommand& command) {
    const auto events = decide(delivery, command, kSent, test_time(60));
    if (!events.has_value()) return events.error().code;
    return events->empty() ? "nothing" : "";
}
Delivery queued() { return after(Delivery(), queue()); }

TEST(DeliveryTest, IsQueuedOnce) {
    EXPECT_EQ(queued().status, DeliveryStatus::queued);
    EXPECT_EQ(queued().to, test_agency("B"));
    EXPECT_EQ(refusal(queued(), queue()), "nothing");
}

TEST(DeliveryTest, HearsNothingBeforeItIsQueued) {
    EXPECT_EQ(refusal(Delivery(), hear(DeliveryStatus::arrived, 1)), codes::not_queued);
    EXPECT_EQ(refusal(Delivery(), FailAttempt{"storage.unavailable"}), codes::not_queued);
}

TEST(DeliveryTest, KeepsEveryStatusWithItsTimes) {
    HearStatus arrival = hear(DeliveryStatus::arrived, 1);
    arrival.receipt = receipt();
    const Delivery delivery = after(after(queued(), arrival), hear(DeliveryStatus::accepted, 2));
    EXPECT_EQ(delivery.status, DeliveryStatus::accepted);
    EXPECT_EQ(delivery.receipt, receipt());
    ASSERT_EQ(delivery.facts.size(), 2u);
    EXPECT_EQ(delivery.facts[0].at, test_time(1));
    EXPECT_EQ(delivery.facts[0].heard_at, test_time(60));
    EXPECT_EQ(delivery.facts[1].detail, "số đến 12");
}

TEST(DeliveryTest, IsNotMovedByAStatusThatComesTwiceOrLate) {
    Delivery delivery = after(queued(), hear(DeliveryStatus::completed, 5));
    EXPECT_EQ(refusal(delivery, hear(DeliveryStatus::completed, 5)), "nothing");
    delivery = after(delivery, hear(DeliveryStatus::accepted, 2));
    EXPECT_EQ(delivery.status, DeliveryStatus::completed);
    ASSERT_EQ(delivery.facts.size(), 2u);
    EXPECT_EQ(delivery.facts[0].sequence, 2u);
}

TEST(DeliveryTest, RefusesAReceiptForAnotherFile) {
    HearStatus arrival = hear(DeliveryStatus::arrived, 1);
    arrival.receipt = receipt(Sha256::of(as_bytes("another file")));
    EXPECT_EQ(refusal(queued(), arrival), codes::receipt_of_other_file);
}

TEST(DeliveryTest, CountsFailedAttemptsUntilTheRecipientAnswers) {
    const Delivery tried = after(after(queued(), FailAttempt{"storage.unavailable"}), FailAttempt{"storage.full"});
    EXPECT_EQ(tried.status, DeliveryStatus::queued);
    EXPECT_EQ(tried.attempts_failed, 2u);
    EXPECT_EQ(tried.last_failure, "storage.full");
    EXPECT_EQ(refusal(after(tried, hear(DeliveryStatus::arrived, 1)), FailAttempt{"storage.full"}), "nothing");
}

TEST(DeliveryTest, KeepsItsWords) {
    for (int i = 0; i <= static_cast<int>(DeliveryStatus::cancelled); ++i) {
        const auto status = static_cast<DeliveryStatus>(i);
        EXPECT_EQ(parse_delivery_status(to_word(status)).value(), status);
    }
    EXPECT_EQ(parse_delivery_status("lost").error().code, codes::unknown_word);
}

TEST(DeliveryTest, BringsEveryEventBackFromTheStoredForm) {
    const StatusFact fact{DeliveryStatus::returned, test_time(1), test_time(2), 2, "", "Sai thẩm quyền"};
    const std::vector<DeliveryEvent> all = {
        Queued{queue().id, kDocument, test_agency("A"), test_agency("B"), "internal", "", test_time()},
        StatusHeard{fact, receipt(), test_time(3), test_agency("B")},
        StatusHeard{fact, std::nullopt, test_time(3), test_agency("B")},
        AttemptFailed{"storage.full", test_time(4), test_agency("B")}};
    for (const DeliveryEvent& event : all) {
        const DeliveryEvent again = delivery_event_from(kind_of(event), to_fields(event)).value();
        EXPECT_EQ(again.index(), event.index());
        EXPECT_EQ(to_fields(again), to_fields(event));
        EXPECT_EQ(instant_of(again), instant_of(event));
    }
    EXPECT_EQ(std::get<StatusHeard>(delivery_event_from("delivery.status_heard", to_fields(all[1])).value()).receipt, receipt());
    EXPECT_FALSE(std::get<StatusHeard>(delivery_event_from("delivery.status_heard", to_fields(all[2])).value()).receipt);
    EXPECT_EQ(delivery_event_from("delivery.burnt", {}).error().code, codes::unknown_event);
    EXPECT_EQ(delivery_event_from("delivery.queued", {}).error().code, codes::unknown_event);
}

RC_GTEST_PROP(DeliveryProperty, StatusesInAnyOrderAndNumberLeadToTheSameState, ()) {
    std::vector<HearStatus> told;
    const auto count = evenly<std::uint32_t>(1, 8);
    for (std::uint32_t i = 1; i <= count; ++i) {
        told.push_back(hear(static_cast<DeliveryStatus>(evenly(2, 11)), i));
    }
    Delivery in_order = queued();
    for (const HearStatus& each : told) in_order = after(std::move(in_order), each);

    Delivery delivery = queued();
    Delivery replayed = queued();
    const auto order = *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, told.size()));
    const auto hear_one = [&](const HearStatus& each) {
        const DeliveryEvents events = decide(delivery, each, kSent, test_time(60)).value();
        for (const DeliveryEvent& event : events) {
            delivery = evolve(std::move(delivery), event);
            replayed = evolve(std::move(replayed), delivery_event_from(kind_of(event), to_fields(event)).value());
        }
    };
    for (const std::size_t each : order) hear_one(told[each]);
    for (const HearStatus& each : told) hear_one(each);
    RC_ASSERT(delivery == in_order);
    RC_ASSERT(replayed == delivery);
    RC_ASSERT(delivery.status == told.back().fact.status);
}

}  // namespace
}  // namespace congvan::exchange
