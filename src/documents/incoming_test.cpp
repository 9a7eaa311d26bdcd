#include "documents/incoming.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "base/evenly_for_tests.hpp"
#include "documents/documents_for_tests.hpp"
#include "errors/base.hpp"
#include "errors/documents.hpp"

namespace congvan::documents {
namespace {

namespace codes = errors::documents;
using std::chrono::hours;

const Official kClerk = test_official("Văn thư B");
const Official kLeader = test_official("Lãnh đạo B");
const Official kLead = test_official("Chuyên viên B");
const Official kHelper = test_official("Chuyên viên B2");
const DocumentId kDocument(test_id("document"));
const RecallId kRecall(test_id("recall"));

ArrivalFacts facts() {
    ArrivalFacts made;
    made.delivery = delivery_id(kDocument, test_agency("B").id);
    made.document = kDocument;
    made.from = test_agency("A");
    made.notation = "05/QĐ-UBND";
    made.day = vietnam_day(test_time());
    made.type = "QD";
    made.type_name = "Quyết định";
    made.abstract = "Về việc thử nghiệm";
    made.urgency = Urgency::urgent;
    made.signer = "Chủ tịch Lãnh đạo A (thử nghiệm)";
    made.recipients = {test_agency("B"), test_agency("C")};
    made.answer_by = made.day;
    made.answers_document = DocumentId(test_id("asked"));
    made.sent_at = test_time(-1);
    made.main = test_file("05-QD-UBND.pdf");
    made.attachments = {test_file("phụ lục.xlsx")};
    return made;
}

Arrive arrive() {
    return {incoming_id(kDocument, test_agency("B").id), test_agency("B"), facts(), {"valid", "intact", true, true, "{}"}, test_time(5)};
}
Accept accept(Fields corrected = {}) {
    return {kClerk, test_book(registers::BookKind::incoming), registers::Sequence(12), std::move(corrected)};
}
Assign assign() { return {kLeader, kLead, {kHelper}, "Tham mưu trả lời", test_time() + hours(48)}; }
HearRecall recall(RecallId id = kRecall) {
    return {incoming_id(kDocument, test_agency("B").id), test_agency("B"), id, kDocument, "Nhầm nơi nhận"};
}
LinkAnswer link(const Official& by) { return {by, DocumentId(test_id("answer")), "07/CV-B"}; }

class Walk {
public:
    Walk& did(const IncomingCommand& command) {
        const auto events = decide(document_, command, test_time(++minutes_));
        CONGVAN_INVARIANT(events.has_value() && events->size() == 1);
        history_.push_back(events->front());
        document_ = evolve(std::move(document_), history_.back());
        return *this;
    }
    std::string_view refusal(const IncomingCommand& command) const {
        const auto events = decide(document_, command, test_time(minutes_));
        if (!events.has_value()) return events.error().code;
        return events->empty() ? "nothing" : "";
    }
    const Incoming& document() const { return document_; }
    const IncomingEvents& history() const { return history_; }

private:
    Incoming document_;
    IncomingEvents history_;
    int minutes_ = 0;
};

Walk arrived() { return Walk().did(arrive()); }
Walk accepted() { return arrived().did(accept()); }
Walk assigned() { return accepted().did(assign()); }
Walk in_handling() { return assigned().did(StartHandling{kLead}); }
Walk completed() { return in_handling().did(link(kHelper)).did(Complete{kLead, "Đã trả lời"}); }

TEST(IncomingTest, GoesFromArrivalToCompletion) {
    const Incoming document = completed().document();
    EXPECT_EQ(document.stage, IncomingStage::completed);
    EXPECT_EQ(document.revision, Revision(6));
    EXPECT_EQ(document.facts, facts());
    EXPECT_EQ(document.arrived_at, test_time(1));
    EXPECT_EQ(document.legal_receipt_at, test_time(5));
    EXPECT_EQ(document.arrival_number, registers::Sequence(12));
    EXPECT_EQ(document.accepted_by, kClerk);
    EXPECT_EQ(document.assignment->lead, kLead);
    EXPECT_EQ(document.answers, std::vector<DocumentId>{DocumentId(test_id("answer"))});
    EXPECT_EQ(document.result, "Đã trả lời");
    EXPECT_TRUE(document.content_open());
}

TEST(IncomingTest, ArrivesOnceHoweverOftenThePacketComes) {
    for (const Walk& walk : {arrived(), accepted(), completed(), arrived().did(ReturnToSender{kClerk, "sai nơi nhận"})}) {
        EXPECT_EQ(walk.refusal(arrive()), "nothing");
    }
    Arrive another = arrive();
    another.facts.delivery = DeliveryId(test_id("another"));
    EXPECT_EQ(arrived().refusal(another), codes::wrong_stage);
}

TEST(IncomingTest, RefusesWhatIsAddressedToSomebodyElse) {
    Arrive astray = arrive();
    astray.check.addressee_right = false;
    EXPECT_EQ(Walk().refusal(astray), codes::wrong_addressee);
}

TEST(IncomingTest, TakesTheFieldsThatTheClerkCorrected) {
    const Incoming document = arrived().did(accept({{"abstract", "Trích yếu đúng"}, {"signer", "Người ký đúng"}})).document();
    EXPECT_EQ(document.facts.abstract, "Trích yếu đúng");
    EXPECT_EQ(document.facts.signer, "Người ký đúng");
    EXPECT_EQ(document.facts.type_name, facts().type_name);
}

TEST(IncomingTest, IsAcceptedOrReturnedOnce) {
    EXPECT_EQ(accepted().refusal(accept()), codes::wrong_stage);
    EXPECT_EQ(accepted().refusal(ReturnToSender{kClerk, "lý do"}), codes::wrong_stage);
    EXPECT_EQ(arrived().refusal(ReturnToSender{kClerk, " "}), codes::reason_missing);
    const Walk returned = arrived().did(ReturnToSender{kClerk, "Sai thẩm quyền"});
    EXPECT_EQ(returned.document().return_reason, "Sai thẩm quyền");
    EXPECT_EQ(returned.refusal(accept()), codes::wrong_stage);
    EXPECT_EQ(Walk().refusal(accept()), codes::wrong_stage);
}

TEST(IncomingTest, RefusesAssignmentsThatCannotStand) {
    Assign wrong = assign();
    wrong.supporting.push_back(kLead);
    EXPECT_EQ(accepted().refusal(wrong), codes::handler_twice);
    wrong = assign();
    wrong.supporting.push_back(kHelper);
    EXPECT_EQ(accepted().refusal(wrong), codes::handler_twice);
    wrong = assign();
    wrong.deadline = test_time();
    EXPECT_EQ(accepted().refusal(wrong), codes::deadline_past);
    wrong = assign();
    wrong.instruction = std::string(4001, 'a');
    EXPECT_EQ(accepted().refusal(wrong), errors::base::text_too_long);
    EXPECT_EQ(arrived().refusal(assign()), codes::wrong_stage);
    EXPECT_EQ(completed().refusal(assign()), codes::wrong_stage);
}

TEST(IncomingTest, MayBeAssignedAgainAndGoesOnUnderTheSameLead) {
    Assign again = assign();
    again.instruction = "Gấp";
    EXPECT_EQ(in_handling().did(again).document().stage, IncomingStage::in_handling);
    again.lead = kHelper;
    again.supporting.clear();
    const Walk other = in_handling().did(again);
    EXPECT_EQ(other.document().stage, IncomingStage::assigned);
    EXPECT_EQ(other.refusal(StartHandling{kLead}), codes::not_the_handler);
    EXPECT_EQ(other.refusal(StartHandling{kHelper}), "");
}

TEST(IncomingTest, IsHandledByThoseItWasAssignedTo) {
    EXPECT_EQ(assigned().refusal(StartHandling{kHelper}), codes::not_the_handler);
    EXPECT_EQ(in_handling().refusal(Complete{kHelper, "xong"}), codes::not_the_handler);
    EXPECT_EQ(in_handling().refusal(link(kClerk)), codes::not_the_handler);
    EXPECT_EQ(in_handling().refusal(link(kLead)), "");
    EXPECT_EQ(in_handling().refusal(Complete{kLead, "\n"}), codes::result_missing);
    EXPECT_EQ(assigned().refusal(Complete{kLead, "xong"}), codes::wrong_stage);
    EXPECT_EQ(accepted().refusal(StartHandling{kLead}), codes::wrong_stage);
    EXPECT_EQ(accepted().refusal(link(kLead)), codes::wrong_stage);
    EXPECT_EQ(completed().refusal(link(kLead)), "nothing");
}

TEST(IncomingTest, IsWithdrawnWhenRecalledBeforeAcceptance) {
    const Walk walk = arrived().did(recall());
    EXPECT_EQ(walk.document().stage, IncomingStage::withdrawn);
    EXPECT_EQ(walk.document().stage_before_recall, IncomingStage::arrived);
    EXPECT_FALSE(walk.document().content_open());
    EXPECT_EQ(walk.refusal(recall()), "nothing");
    EXPECT_EQ(walk.refusal(accept()), codes::cancelled_content);
    EXPECT_EQ(walk.refusal(arrive()), "nothing");
    EXPECT_EQ(walk.refusal(ConfirmCancel{kClerk}), codes::wrong_stage);
}

TEST(IncomingTest, MustBeCancelledWhenRecalledAfterAcceptanceAndKeepsWhatItWas) {
    for (Walk walk : {accepted(), assigned(), in_handling(), completed()}) {
        const IncomingStage before = walk.document().stage;
        walk.did(recall());
        EXPECT_EQ(walk.document().stage, IncomingStage::cancel_due);
        EXPECT_EQ(walk.document().stage_before_recall, before);
        EXPECT_FALSE(walk.document().content_open());
        EXPECT_EQ(walk.refusal(recall()), "nothing");
        for (const IncomingCommand& command : std::vector<IncomingCommand>{
                 accept(), ReturnToSender{kClerk, "lý do"}, assign(), StartHandling{kLead}, link(kLead), Complete{kLead, "xong"}}) {
            EXPECT_EQ(walk.refusal(command), codes::cancelled_content);
        }
        const auto answers = walk.document().answers;
        walk.did(ConfirmCancel{kClerk});
        EXPECT_EQ(walk.document().stage, IncomingStage::cancelled);
        EXPECT_EQ(walk.document().answers, answers);
        EXPECT_EQ(walk.document().arrival_number, registers::Sequence(12));
        EXPECT_EQ(walk.refusal(ConfirmCancel{kClerk}), "nothing");
        EXPECT_EQ(walk.refusal(recall()), "nothing");
    }
}

TEST(IncomingTest, HasNothingToCancelOnceReturned) {
    const Walk walk = arrived().did(ReturnToSender{kClerk, "Sai thẩm quyền"}).did(recall());
    EXPECT_EQ(walk.document().stage, IncomingStage::returned);
    EXPECT_TRUE(std::holds_alternative<NothingToCancel>(walk.history().back()));
    EXPECT_EQ(walk.refusal(recall()), "nothing");
    EXPECT_EQ(walk.refusal(ConfirmCancel{kClerk}), codes::wrong_stage);
}

TEST(IncomingTest, LeavesATombstoneWhenTheRecallOvertakesTheDocument) {
    const Walk walk = Walk().did(recall());
    EXPECT_EQ(walk.document().stage, IncomingStage::withdrawn);
    EXPECT_EQ(walk.document().id, incoming_id(kDocument, test_agency("B").id));
    EXPECT_EQ(walk.document().facts.document, kDocument);
    EXPECT_EQ(walk.document().agency, test_agency("B"));
    EXPECT_EQ(walk.refusal(arrive()), "nothing");
    EXPECT_EQ(walk.refusal(recall()), "nothing");
}

TEST(IncomingTest, RefusesASecondRecallOfAnotherId) {
    EXPECT_EQ(accepted().did(recall()).refusal(recall(RecallId(test_id("other")))), codes::other_recall);
}

TEST(IncomingTest, CancelsOnlyWhatWasRecalled) {
    EXPECT_EQ(accepted().refusal(ConfirmCancel{kClerk}), codes::wrong_stage);
    EXPECT_EQ(Walk().refusal(ConfirmCancel{kClerk}), codes::wrong_stage);
}

TEST(IncomingTest, NamesDeliveriesAndArrivalsAlikeForEverybody) {
    const AgencyId b = test_agency("B").id;
    EXPECT_EQ(incoming_id(kDocument, b), incoming_id(kDocument, b));
    EXPECT_NE(incoming_id(kDocument, b).raw(), delivery_id(kDocument, b).raw());
    EXPECT_NE(incoming_id(kDocument, b), incoming_id(kDocument, test_agency("C").id));
}

TEST(IncomingTest, BringsEveryEventBackFromTheStoredForm) {
    IncomingEvents all = completed().did(recall()).did(ConfirmCancel{kClerk}).history();
    all.push_back(Returned{kClerk, "lý do", test_time()});
    all.push_back(Withdrawn{IncomingId(test_id("i")), test_agency("B"), kRecall, kDocument, "lý do", test_time()});
    all.push_back(NothingToCancel{kRecall, "lý do", test_time()});
    std::set<std::string_view> kinds;
    Incoming folded;
    Incoming refolded;
    for (const IncomingEvent& event : all) {
        const IncomingEvent again = incoming_event_from(kind_of(event), to_fields(event)).value();
        EXPECT_EQ(again.index(), event.index());
        EXPECT_EQ(to_fields(again), to_fields(event));
        EXPECT_EQ(actor_of(again), actor_of(event));
        EXPECT_EQ(instant_of(again), instant_of(event));
        folded = evolve(std::move(folded), event);
        refolded = evolve(std::move(refolded), again);
        kinds.insert(kind_of(event));
    }
    EXPECT_EQ(folded, refolded);
    EXPECT_EQ(kinds.size(), std::variant_size_v<IncomingEvent>);
    EXPECT_EQ(incoming_event_from("incoming.burnt", {}).error().code, codes::unknown_event);
    EXPECT_EQ(incoming_event_from("incoming.cancelled", {}).error().code, codes::unknown_event);
}

IncomingCommand any_command() {
    const Official by = *rc::gen::element(kClerk, kLead, kHelper);
    switch (evenly(0, 9)) {
        case 0: return arrive();
        case 1: return accept();
        case 2: return ReturnToSender{by, *rc::gen::element<std::string>("", "lý do")};
        case 3: return assign();
        case 4: return StartHandling{by};
        case 5: return link(by);
        case 6: return Complete{by, *rc::gen::element<std::string>("", "xong")};
        case 7: return ConfirmCancel{by};
        default: return recall(RecallId(test_id(*rc::gen::element<std::string>("recall", "recall", "recall", "other"))));
    }
}

RC_GTEST_PROP(IncomingProperty, WhateverComesInWhateverOrderARecallIsNeverUndoneAndTheHistoryFolds, ()) {
    Incoming document;
    Incoming replayed;
    const int steps = evenly(1, 60);
    for (int i = 0; i < steps; ++i) {
        const Incoming before = document;
        const auto events = decide(document, any_command(), test_time(i));
        if (!events.has_value()) continue;
        for (const IncomingEvent& event : *events) {
            document = evolve(std::move(document), event);
            replayed = evolve(std::move(replayed), incoming_event_from(kind_of(event), to_fields(event)).value());
        }
        if (before.recall) RC_ASSERT(document.recall == before.recall);
        if (!before.content_open()) RC_ASSERT(!document.content_open());
        if (before.arrival_number) RC_ASSERT(document.arrival_number == before.arrival_number);
        if (before.stage == IncomingStage::cancelled) RC_ASSERT(document.stage == IncomingStage::cancelled);
        RC_ASSERT(document.arrival_number.has_value() == document.accepted_by.has_value());
        RC_ASSERT(!document.content_open() == (document.recall && !document.return_reason));
        if (document.return_reason) RC_ASSERT(!document.arrival_number);
        RC_ASSERT(std::set<DocumentId>(document.answers.begin(), document.answers.end()).size() == document.answers.size());
    }
    RC_ASSERT(replayed == document);
    RC_CLASSIFY(document.stage >= IncomingStage::cancel_due);
    RC_CLASSIFY(document.stage == IncomingStage::completed);
}

}  // namespace
}  // namespace congvan::documents
