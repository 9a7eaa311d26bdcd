#include "exchange/recall.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/evenly_for_tests.hpp"
#include "documents/documents_for_tests.hpp"
#include "errors/exchange.hpp"

namespace congvan::exchange {
namespace {

namespace codes = errors::exchange;
using documents::test_agency;
using documents::test_id;
using documents::test_time;

const DocumentId kDocument(test_id("document"));

RequestRecall request() {
    return {RecallId(test_id("recall")), kDocument, test_agency("A"), documents::test_official("Văn thư A"), "Nhầm nơi nhận",
            {test_agency("B"), test_agency("C"), test_agency("D")}};
}
HearAnswer answer(std::string_view agency, RecallOutcome outcome) {
    return {test_agency(agency).id, outcome, test_time(5), "Văn thư B (thử nghiệm)"};
}
Recall after(Recall recall, const RecallCommand& command) {
    const RecallEvents events = decide(recall, command, test_time(10)).value();
    for (const RecallEvent& event : events) recall = evolve(std::move(recall), event);
    return recall;
}
std::string_view refusal(const Recall& recall, const RecallCommand& command) {
    const auto events = decide(recall, command, test_time(10));
    if (!events.has_value()) return events.error().code;
    return events->empty() ? "nothing" : "";
}
Recall requested() { return after(Recall(), request()); }

TEST(RecallTest, WaitsForEveryRecipient) {
    const Recall recall = requested();
    ASSERT_EQ(recall.answers.size(), 3u);
    for (const RecallAnswer& each : recall.answers) EXPECT_EQ(each.outcome, RecallOutcome::notified);
    EXPECT_FALSE(recall.settled());
    EXPECT_EQ(recall.reason, "Nhầm nơi nhận");
}

TEST(RecallTest, IsSettledByTheLastAnswerAndSaysSo) {
    Recall recall = after(requested(), answer("B", RecallOutcome::cancel_due));
    recall = after(recall, answer("C", RecallOutcome::nothing_to_cancel));
    recall = after(recall, answer("D", RecallOutcome::withdrawn));
    EXPECT_FALSE(recall.settled());
    const RecallEvents last = decide(recall, answer("B", RecallOutcome::cancelled), test_time(10)).value();
    ASSERT_EQ(last.size(), 2u);
    EXPECT_TRUE(std::holds_alternative<RecallSettled>(last[1]));
    recall = after(recall, answer("B", RecallOutcome::cancelled));
    EXPECT_TRUE(recall.settled());
    EXPECT_EQ(recall.answers[0].by, "Văn thư B (thử nghiệm)");
    EXPECT_EQ(recall.answers[0].recipient, test_agency("B"));
}

TEST(RecallTest, IsNotLedBackByAnswersThatComeTwiceOrLate) {
    const Recall recall = after(requested(), answer("B", RecallOutcome::cancelled));
    for (const auto outcome : {RecallOutcome::notified, RecallOutcome::cancel_due, RecallOutcome::cancelled,
                               RecallOutcome::withdrawn, RecallOutcome::nothing_to_cancel}) {
        EXPECT_EQ(refusal(recall, answer("B", outcome)), "nothing");
    }
    EXPECT_EQ(refusal(requested(), answer("B", RecallOutcome::notified)), "nothing");
}

TEST(RecallTest, RefusesWhatCannotBe) {
    EXPECT_EQ(refusal(requested(), request()), codes::recall_exists);
    EXPECT_EQ(refusal(Recall(), answer("B", RecallOutcome::withdrawn)), codes::no_recall);
    EXPECT_EQ(refusal(requested(), answer("E", RecallOutcome::withdrawn)), codes::not_a_recipient);
    RequestRecall silent = request();
    silent.reason = " ";
    EXPECT_EQ(refusal(Recall(), silent), codes::reason_missing);
}

TEST(RecallTest, KeepsItsWordsAndItsEvents) {
    for (int i = 0; i <= static_cast<int>(RecallOutcome::nothing_to_cancel); ++i) {
        const auto outcome = static_cast<RecallOutcome>(i);
        EXPECT_EQ(parse_recall_outcome(to_word(outcome)).value(), outcome);
    }
    EXPECT_EQ(parse_recall_outcome("lost").error().code, codes::unknown_word);
    EXPECT_EQ(recall_event_from("recall.burnt", {}).error().code, codes::unknown_event);
    EXPECT_EQ(recall_event_from("recall.settled", {}).error().code, codes::unknown_event);
}

RC_GTEST_PROP(RecallProperty, AnswersInAnyOrderOnlyLeadOnAndItIsSettledOnceAtMost, ()) {
    Recall recall = requested();
    Recall replayed = requested();
    int settled = 0;
    const int steps = evenly(1, 30);
    for (int i = 0; i < steps; ++i) {
        const Recall before = recall;
        const auto outcome = static_cast<RecallOutcome>(evenly(0, 5));
        const RecallEvents events =
            decide(recall, answer(*rc::gen::element<std::string>("B", "C", "D"), outcome), test_time(i)).value();
        for (const RecallEvent& event : events) {
            recall = evolve(std::move(recall), event);
            const RecallEvent again = recall_event_from(kind_of(event), to_fields(event)).value();
            RC_ASSERT(to_fields(again) == to_fields(event) && instant_of(again) == instant_of(event));
            replayed = evolve(std::move(replayed), again);
            settled += std::holds_alternative<RecallSettled>(event) ? 1 : 0;
        }
        if (before.settled()) RC_ASSERT(recall == before);
    }
    RC_ASSERT(replayed == recall);
    RC_ASSERT(recall.answers.size() == 3u);
    RC_ASSERT(settled == (recall.settled() ? 1 : 0));
}

}  // namespace
}  // namespace congvan::exchange
