#include "evidence/sentences.hpp"

#include <gtest/gtest.h>

#include "evidence/story_for_tests.hpp"

namespace congvan::evidence {
namespace {

HistoryEvent event_of(std::string kind, Fields fields) {
    HistoryEvent event;
    event.kind = std::move(kind);
    event.actor = {PersonId(id_of("person")), "Lãnh đạo A (thử nghiệm)", "Chủ tịch"};
    event.fields = std::move(fields);
    return event;
}

TEST(SentencesTest, TellsAnApprovalInBothLanguages) {
    const Sentence told = tell(event_of("outgoing.approved", {{"version", "2"},
                                                               {"numbering.notation", "05/QĐ-UBND"},
                                                               {"numbering.day", "2026-11-20"},
                                                               {"opinion", "Đồng ý"}}));
    EXPECT_EQ(told.vi, "Lãnh đạo A (thử nghiệm), Chủ tịch duyệt phiên bản 2, lấy số 05/QĐ-UBND ngày 20/11/2026. Ý kiến: Đồng ý.");
    EXPECT_EQ(told.en,
              "Lãnh đạo A (thử nghiệm), Chủ tịch approved version 2; number 05/QĐ-UBND of 20/11/2026 was reserved. Opinion: Đồng ý.");
}

TEST(SentencesTest, LeavesOutBracketsWhoseFieldIsAbsentOrEmpty) {
    Fields fields{{"version", "2"}, {"numbering.notation", "05/QĐ-UBND"}, {"numbering.day", "2026-11-20"}, {"opinion", ""}};
    EXPECT_EQ(tell(event_of("outgoing.approved", fields)).vi,
              "Lãnh đạo A (thử nghiệm), Chủ tịch duyệt phiên bản 2, lấy số 05/QĐ-UBND ngày 20/11/2026.");
}

TEST(SentencesTest, JoinsListsAndTranslatesWordsAndTimes) {
    EXPECT_EQ(tell(event_of("outgoing.issued", {{"recipients.0.name", "Sở A"}, {"recipients.1.name", "Sở B"}})).vi,
              "Lãnh đạo A (thử nghiệm), Chủ tịch phát hành văn bản đến: Sở A, Sở B.");
    EXPECT_EQ(tell(event_of("delivery.status_heard", {{"recipient.name", "Sở B"}, {"fact.status", "cancel_due"}, {"fact.at", "2026-11-20T07:03:22.000001Z"}})).vi,
              "Sở B: phải hủy theo yêu cầu thu hồi lúc 20/11/2026 14:03.");
}

TEST(SentencesTest, NamesTheSystemWhereNobodyActed) {
    HistoryEvent event = event_of("incoming.handling_started", {});
    for (const char* name : {"", "Hệ thống"}) {
        event.actor = {PersonId(), name, ""};
        EXPECT_EQ(tell(event).vi, "Hệ thống bắt đầu xử lý.");
        EXPECT_EQ(tell(event).en, "The system started handling it.");
    }
}

TEST(SentencesTest, ShowsADotDotDotForAFieldThatIsMissing) {
    EXPECT_EQ(tell(event_of("outgoing.recalled", {})).en, "Lãnh đạo A (thử nghiệm), Chủ tịch recalled the document. Reason: ….");
}

TEST(SentencesTest, DoesNotTakeBracesInAValueForPlaceholders) {
    EXPECT_EQ(tell(event_of("outgoing.recalled", {{"reason", "nhầm {x} [y]"}})).vi,
              "Lãnh đạo A (thử nghiệm), Chủ tịch thu hồi văn bản. Lý do: nhầm {x} [y].");
}

TEST(SentencesTest, TellsUnknownKindsByTheirKind) {
    EXPECT_EQ(tell(event_of("system.something_new", {})), (Sentence{"system.something_new", "system.something_new"}));
}

TEST(SentencesTest, HasOnlyRowsThatAreSortedWellFormedAndInBothLanguages) {
    std::string_view before;
    for (const SentenceRow& row : sentence_rows()) {
        EXPECT_LT(before, row.kind);
        before = row.kind;
        EXPECT_TRUE(is_event_kind(row.kind)) << row.kind;
        const Sentence told = tell(event_of(std::string(row.kind), {}));  // a broken template would stop here
        for (const std::string& text : {told.vi, told.en}) {
            EXPECT_EQ(text.find_first_of("{}[]|*"), std::string::npos) << text;
            EXPECT_TRUE(text.ends_with(".") || text.ends_with("…")) << text;
        }
    }
}

}  // namespace
}  // namespace congvan::evidence
