#pragma once

// One event of every kind that the life cycles write, as the history stores it. Everything is fixed: the same bytes on
// every machine.

#include "documents/documents_for_tests.hpp"
#include "evidence/history_event.hpp"
#include "exchange/delivery.hpp"
#include "exchange/recall.hpp"

namespace congvan::exchange {

class EveryEvent {
public:
    EveryEvent() {
        outgoing();
        incoming();
        between();
        books();
    }
    const std::vector<evidence::HistoryEvent>& all() const { return all_; }

private:
    template <typename Event>
    void add(evidence::StreamKind stream, const Event& event) {
        evidence::HistoryEvent history;
        history.stream_kind = stream;
        history.stream = documents::test_id(name_of(stream));
        history.revision = Revision(static_cast<std::uint32_t>(all_.size() + 1));
        history.document = document_;
        history.agency = documents::test_agency("A").id;
        history.actor = {by_.person, by_.name, by_.post};
        history.at = at_;
        history.kind = std::string(kind_of(event));
        history.fields = to_fields(event);
        all_.push_back(std::move(history));
    }

    void outgoing() {
        using namespace documents;
        OutgoingFacts facts;
        facts.type = "QD";
        facts.type_name = "Quyết định";
        facts.abstract = "Về việc thử nghiệm";
        facts.urgency = Urgency::express;
        facts.recipients = {test_agency("B"), test_agency("C")};
        facts.answer_by = vietnam_day(at_);
        facts.answers = IncomingId(test_id("asked"));
        facts.signer = test_official("Lãnh đạo A");
        const SignatureMade signature{SignatureRole::seal, by_, "Signature3", file_.sha256, "CN=Cơ quan A (thử nghiệm)", at_, file_.sha256};
        for (const OutgoingEvent& event : std::vector<OutgoingEvent>{
                 Drafted{document_, test_agency("A"), by_, facts, at_}, FactsChanged{by_, facts, at_},
                 VersionAdded{{1, file_, file_, {file_}, by_, at_, policy::PrintedHead{true, true, "", "/QĐ-SNV", {}, 11, 2026}}}, Submitted{by_, 1, at_},
                 ReturnedForChange{{by_, at_, 1, "Sửa lại"}}, Approved{by_, 1, "Đồng ý", test_numbering(), at_},
                 FinalSet{by_, file_, FinalOrigin::rendered, at_}, Signed{signature, file_},
                 NumberGivenUp{by_, test_numbering(), "lý do", at_}, Issued{by_, file_, facts.recipients, {file_}, at_},
                 OutgoingRecalled{by_, recall_, "lý do", at_}, Timestamped{by_, file_, at_, at_}}) {
            add(evidence::StreamKind::outgoing, event);
        }
    }

    void incoming() {
        using namespace documents;
        const IncomingId id(test_id("incoming"));
        ArrivalFacts facts;
        facts.document = document_;
        facts.from = test_agency("A");
        facts.notation = "05/QĐ-UBND";
        facts.answers_document = DocumentId(test_id("asked"));
        facts.recipients = {test_agency("B")};
        facts.main = file_;
        facts.attachments = {file_};
        const ArrivalCheck check{"valid", "intact", true, true, "{}"};
        for (const IncomingEvent& event : std::vector<IncomingEvent>{
                 Arrived{id, test_agency("B"), facts, check, at_, at_},
                 Accepted{by_, test_book(registers::BookKind::incoming), registers::Sequence(12), {{"abstract", "đúng"}}, at_},
                 Returned{by_, "lý do", at_}, Assigned{{by_, by_, {by_}, "Tham mưu", at_, at_}}, HandlingStarted{by_, at_},
                 AnswerLinked{by_, document_, "06/CV", at_}, Completed{by_, "Đã trả lời", at_},
                 Withdrawn{id, test_agency("B"), recall_, document_, "lý do", at_}, CancelDue{recall_, "lý do", at_},
                 NothingToCancel{recall_, "lý do", at_}, Cancelled{by_, recall_, at_}}) {
            add(evidence::StreamKind::incoming, event);
        }
    }

    void between() {
        using namespace documents;
        const StatusFact fact{DeliveryStatus::accepted, at_, at_, 2, "Văn thư B (thử nghiệm)", "12"};
        const Receipt receipt{file_.sha256, {file_.sha256}, "valid", at_};
        for (const DeliveryEvent& event : std::vector<DeliveryEvent>{
                 Queued{DeliveryId(test_id("delivery")), document_, test_agency("A"), test_agency("B"), "internal", "", at_},
                 StatusHeard{fact, receipt, at_, test_agency("B")}, AttemptFailed{"storage.full", at_, test_agency("B")}}) {
            add(evidence::StreamKind::delivery, event);
        }
        for (const RecallEvent& event : std::vector<RecallEvent>{
                 RecallRequested{recall_, document_, test_agency("A"), by_, "lý do", {test_agency("B")}, at_},
                 RecallAnswered{{test_agency("B"), RecallOutcome::withdrawn, at_, ""}, at_}, RecallSettled{at_}}) {
            add(evidence::StreamKind::recall, event);
        }
    }

    void books() {
        using namespace registers;
        const Line line{Sequence(5), LineState::entered, documents::test_id("subject"), vietnam_day(at_), "05/QĐ-UBND",
                        {{"abstract", "Về việc thử nghiệm"}}, ""};
        for (const Event& event : std::vector<Event>{
                 BookOpened{documents::test_book(BookKind::outgoing)}, NumberReserved{line}, LineEntered{line},
                 LineConfirmed{line.sequence, line.subject, line.columns}, NumberVoided{line.sequence, line.subject, "lý do"},
                 LineAnnotated{line.sequence, line.subject, "ghi chú"}}) {
            add(evidence::StreamKind::register_book, event);
        }
    }

    Instant at_ = documents::test_time();
    DocumentId document_{documents::test_id("document")};
    RecallId recall_{documents::test_id("recall")};
    documents::Official by_ = documents::test_official("Văn thư A");
    documents::FileRef file_ = documents::test_file("tệp.pdf");
    std::vector<evidence::HistoryEvent> all_;
};

}  // namespace congvan::exchange
