#include "registers/register_book.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/evenly_for_tests.hpp"
#include "errors/base.hpp"
#include "errors/registers.hpp"

namespace congvan::registers {
namespace {

using std::chrono::days;

const BookKey kKey{AgencyId(Uuid::derived({"agency"})), BookKind::outgoing, "QD", "2026"};
const Day kDay = Day(days(20777));

Uuid subject(int i) { return Uuid::derived({"subject", std::to_string(i)}); }

RegisterBook after(RegisterBook book, const Command& command) {
    const Events events = decide(book, kKey, command).value();
    for (const Event& event : events) book = evolve(std::move(book), event);
    return book;
}
std::string_view refusal(const RegisterBook& book, const Command& command) {
    const auto events = decide(book, kKey, command);
    return events.has_value() ? std::string_view() : events.error().code;
}
Reserve reserve(int i) { return {subject(i), kDay, "05/QĐ-UBND", {{"abstract", "Về việc thử nghiệm"}}}; }
Enter enter(int i) { return {subject(i), kDay, "12/SNV", {}}; }

TEST(RegisterBookTest, OpensWithItsFirstLineAndGivesNumberOne) {
    const Events events = decide(RegisterBook(), kKey, reserve(1)).value();
    ASSERT_EQ(events.size(), 2u);
    EXPECT_EQ(std::get<BookOpened>(events[0]).key, kKey);
    EXPECT_EQ(std::get<NumberReserved>(events[1]).line.sequence, Sequence(1));
    const RegisterBook book = after(RegisterBook(), reserve(1));
    EXPECT_EQ(book.key, kKey);
    EXPECT_EQ(book.last, Sequence(1));
    EXPECT_EQ(book.revision, Revision(2));
    EXPECT_EQ(next_sequence(book), Sequence(2));
}

TEST(RegisterBookTest, RefusesASecondNumberForTheSameDocument) {
    const RegisterBook reserved = after(RegisterBook(), reserve(1));
    EXPECT_EQ(refusal(reserved, reserve(1)), errors::registers::already_numbered);
    EXPECT_EQ(refusal(reserved, enter(1)), errors::registers::already_numbered);
    const RegisterBook entered = after(RegisterBook(), enter(1));
    EXPECT_EQ(refusal(entered, enter(1)), errors::registers::already_numbered);
}

TEST(RegisterBookTest, GivesAVoidedDocumentANewNumberAndKeepsTheOldLine) {
    RegisterBook book = after(RegisterBook(), reserve(1));
    book = after(book, Void{Sequence(1), subject(1), "Sai thẩm quyền ký"});
    book = after(book, reserve(1));
    EXPECT_EQ(book.last, Sequence(2));
    EXPECT_EQ(book.lines.at(Sequence(1)).state, LineState::voided);
    EXPECT_EQ(book.lines.at(Sequence(1)).note, "Sai thẩm quyền ký");
    EXPECT_EQ(book.lines.at(Sequence(2)).state, LineState::reserved);
}

TEST(RegisterBookTest, ConfirmsAReservedNumberOnce) {
    RegisterBook book = after(RegisterBook(), reserve(1));
    const Confirm confirm{Sequence(1), subject(1), {{"signer", "Lãnh đạo A (thử nghiệm)"}}};
    book = after(book, confirm);
    EXPECT_EQ(book.lines.at(Sequence(1)).state, LineState::entered);
    EXPECT_EQ(book.lines.at(Sequence(1)).columns, confirm.columns);
    EXPECT_EQ(refusal(book, confirm), errors::registers::line_not_reserved);
    EXPECT_EQ(refusal(book, Void{Sequence(1), subject(1), "lý do"}), errors::registers::line_not_reserved);
}

TEST(RegisterBookTest, RefusesLinesThatAreNotThereOrOfAnotherDocument) {
    const RegisterBook book = after(RegisterBook(), reserve(1));
    EXPECT_EQ(refusal(book, Confirm{Sequence(2), subject(1), {}}), errors::registers::no_such_line);
    EXPECT_EQ(refusal(book, Confirm{Sequence(1), subject(2), {}}), errors::registers::no_such_line);
    EXPECT_EQ(refusal(book, Void{Sequence(1), subject(2), "lý do"}), errors::registers::no_such_line);
    EXPECT_EQ(refusal(RegisterBook(), Annotate{Sequence(1), subject(1), "ghi chú"}), errors::registers::no_such_line);
    EXPECT_EQ(refusal(book, Annotate{Sequence(1), subject(1), "ghi chú"}), errors::registers::no_such_line);
}

TEST(RegisterBookTest, WantsAReasonForAVoidAndANoteForAnAnnotation) {
    const RegisterBook book = after(RegisterBook(), reserve(1));
    EXPECT_EQ(refusal(book, Void{Sequence(1), subject(1), " \n "}), errors::registers::reason_missing);
    EXPECT_EQ(refusal(book, Void{Sequence(1), subject(1), std::string(2001, 'a')}), errors::base::text_too_long);
    const RegisterBook entered = after(RegisterBook(), enter(1));
    EXPECT_EQ(refusal(entered, Annotate{Sequence(1), subject(1), ""}), errors::registers::reason_missing);
}

TEST(RegisterBookTest, KeepsEveryNoteOnALine) {
    RegisterBook book = after(RegisterBook(), enter(1));
    book = after(book, Annotate{Sequence(1), subject(1), "Thu hồi: nhầm nơi nhận"});
    book = after(book, Annotate{Sequence(1), subject(1), "Đã hủy"});
    EXPECT_EQ(book.lines.at(Sequence(1)).note, "Thu hồi: nhầm nơi nhận; Đã hủy");
    EXPECT_EQ(book.lines.at(Sequence(1)).state, LineState::entered);
}

TEST(RegisterBookTest, NumbersOnFromTheLastEvenWhenOlderLinesWereNotLoaded) {
    RegisterBook book;
    book.key = kKey;
    book.last = Sequence(41);
    book.revision = Revision(80);
    const RegisterBook next = after(book, reserve(7));
    EXPECT_EQ(next.last, Sequence(42));
    EXPECT_EQ(next.lines.size(), 1u);
}

TEST(RegisterBookTest, NamesTheSameBookAlikeAndOthersApart) {
    BookKey other = kKey;
    EXPECT_EQ(other.id(), kKey.id());
    other.period = "2027";
    EXPECT_NE(other.id(), kKey.id());
    other = kKey;
    other.kind = BookKind::incoming;
    EXPECT_NE(other.id(), kKey.id());
    other = kKey;
    other.series = "";
    EXPECT_NE(other.id(), kKey.id());
}

TEST(RegisterBookTest, KeepsItsWordsAndRefusesOthers) {
    for (const auto kind : {BookKind::outgoing, BookKind::incoming}) EXPECT_EQ(parse_book_kind(to_word(kind)).value(), kind);
    EXPECT_EQ(parse_book_kind("sideways").error().code, errors::registers::unknown_word);
}

TEST(RegisterBookTest, BringsEveryEventBackFromItsFields) {
    const Line line{Sequence(3), LineState::entered, subject(1), kDay, "05/QĐ-UBND", {{"signer", "A"}, {"x.y", ""}}, "ghi chú"};
    const std::vector<Event> all = {BookOpened{kKey},
                                    NumberReserved{line},
                                    LineEntered{line},
                                    LineConfirmed{Sequence(3), subject(1), {{"a", "b"}}},
                                    NumberVoided{Sequence(3), subject(1), "lý do"},
                                    LineAnnotated{Sequence(3), subject(1), "ghi chú"}};
    for (const Event& event : all) {
        const Fields fields = to_fields(event);
        const Event again = event_from(kind_of(event), fields).value();
        EXPECT_EQ(again.index(), event.index());
        EXPECT_EQ(to_fields(again), fields);
    }
    EXPECT_EQ(std::get<LineEntered>(event_from("register.line_entered", to_fields(all[2])).value()).line, line);
    EXPECT_EQ(std::get<LineConfirmed>(event_from("register.line_confirmed", to_fields(all[3])).value()).columns,
              (Fields{{"a", "b"}}));
}

TEST(RegisterBookTest, RefusesEventsItDoesNotKnow) {
    EXPECT_EQ(event_from("register.burnt", {}).error().code, errors::registers::unknown_event);
    EXPECT_EQ(event_from("register.opened", {}).error().code, errors::registers::unknown_event);
    Fields fields = to_fields(NumberVoided{Sequence(3), subject(1), "lý do"});
    fields.set("sequence", "4294967296");
    EXPECT_EQ(event_from("register.number_voided", fields).error().code, errors::registers::unknown_event);
    fields.set("sequence", "03");
    EXPECT_EQ(event_from("register.number_voided", fields).error().code, errors::registers::unknown_event);
}

Command any_command() {
    const int who = evenly(0, 6);
    const Sequence number(evenly<std::uint32_t>(0, 12));
    switch (evenly(0, 5)) {
        case 0: return reserve(who);
        case 1: return enter(who);
        case 2: return Confirm{number, subject(who), {}};
        case 3: return Void{number, subject(who), *rc::gen::element<std::string>("", "lý do")};
        default: return Annotate{number, subject(who), "ghi chú"};
    }
}

RC_GTEST_PROP(RegisterBookProperty, WhateverIsAskedNumbersRunFromOneWithoutGapAndNobodyHasTwo, ()) {
    RegisterBook book;
    RegisterBook replayed;
    const int steps = evenly(1, 40);
    for (int i = 0; i < steps; ++i) {
        const auto events = decide(book, kKey, any_command());
        if (!events.has_value()) continue;
        for (const Event& event : *events) {
            book = evolve(std::move(book), event);
            replayed = evolve(std::move(replayed), event_from(kind_of(event), to_fields(event)).value());
        }
    }
    RC_ASSERT(replayed == book);
    RC_ASSERT(book.lines.size() == book.last.raw());
    std::map<Uuid, int> live;
    std::uint32_t expected = 0;
    for (const auto& [sequence, line] : book.lines) {
        RC_ASSERT(sequence.raw() == ++expected);
        RC_ASSERT(line.sequence == sequence);
        if (line.state != LineState::voided) RC_ASSERT(++live[line.subject] == 1);
        if (line.state == LineState::voided) RC_ASSERT(!line.note.empty());
    }
}

}  // namespace
}  // namespace congvan::registers
