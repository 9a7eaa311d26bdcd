// The use cases' store, in every world of SQL: register books and their numbers.

#include "contract/store_world.hpp"

namespace congvan::contract {
namespace {

using namespace usecases;  // NOLINT: every name of the port

registers::BookKey book_key() { return {named<AgencyId>("agency"), registers::BookKind::outgoing, "QD", "2026"}; }

Result<Done> reserve(Transaction& transaction, const Uuid& subject) {
    LET(auto book, transaction.lock_book(book_key(), subject));
    const auto next = registers::next_sequence(book);
    LET(const auto events, registers::decide(book, book_key(),
                                             registers::Reserve{subject, day(0), std::to_string(next.raw()) + "/QĐ-UBND", {{"recipients", "Sở Nội vụ"}}}));
    for (const auto& one : events) book = registers::evolve(std::move(book), one);
    return transaction.save_book(book);
}

TEST_P(StoreTest, KeepsABookWithTheLinesAboutASubject) {
    const auto subject = id_of("subject");
    must(write([&](Transaction& transaction) -> Result<Done> {
        LET(const auto book, transaction.lock_book(book_key(), subject));
        EXPECT_EQ(book.last, registers::Sequence(0));
        EXPECT_EQ(book.revision, Revision(0));
        EXPECT_TRUE(book.lines.empty());
        return Done{};
    }));
    must(write([&](Transaction& transaction) { return reserve(transaction, id_of("another")); }));
    must(write([&](Transaction& transaction) { return reserve(transaction, subject); }));
    must(write([&](Transaction& transaction) -> Result<Done> {
        LET(const auto book, transaction.lock_book(book_key(), subject));
        EXPECT_EQ(book.last, registers::Sequence(2));
        EXPECT_EQ(book.lines.size(), 1U);
        const auto& line = book.lines.at(registers::Sequence(2));
        EXPECT_EQ(line.subject, subject);
        EXPECT_EQ(line.notation, "2/QĐ-UBND");
        EXPECT_EQ(line.day, day(0));
        EXPECT_EQ(line.state, registers::LineState::reserved);
        EXPECT_EQ(line.columns, (Fields{{"recipients", "Sở Nội vụ"}}));
        return Done{};
    }));
    const auto row = read([](Reader& reader) { return reader.register_by_id(book_key().id()); });
    ASSERT_TRUE(row.has_value());
    EXPECT_EQ(row->key, book_key());
    EXPECT_EQ(row->last, registers::Sequence(2));
    EXPECT_EQ(read([](Reader& reader) { return reader.registers(named<AgencyId>("agency")); }).size(), 1U);
    EXPECT_TRUE(read([](Reader& reader) { return reader.registers(named<AgencyId>("another")); }).empty());
}

TEST_P(StoreTest, ShowsTheLinesOfABookNewestFirst) {
    for (int i = 1; i <= 5; ++i) {
        must(write([&](Transaction& transaction) { return reserve(transaction, id_of("s" + std::to_string(i))); }));
    }
    const auto lines = [&](std::optional<registers::Sequence> before, std::uint32_t limit) {
        std::vector<std::uint32_t> numbers;
        for (const auto& line : read([&](Reader& reader) { return reader.register_lines(book_key().id(), before, limit); })) {
            numbers.push_back(line.sequence.raw());
        }
        return numbers;
    };
    EXPECT_EQ(lines({}, 2), (std::vector<std::uint32_t>{5, 4}));
    EXPECT_EQ(lines(registers::Sequence(4), 10), (std::vector<std::uint32_t>{3, 2, 1}));
}

TEST_P(StoreTest, NumbersABookWithoutGapOrDoubleWhenThirtyTwoClerksWrite) {
    constexpr int kClerks = 32;
    constexpr int kEach = 6;
    std::vector<std::thread> clerks;
    for (int c = 0; c < kClerks; ++c) {
        clerks.emplace_back([&, c] {
            for (int i = 0; i < kEach; ++i) {
                const auto subject = id_of(std::to_string(c) + " " + std::to_string(i));
                const bool gives_up = i % 3 == 2;
                const auto outcome = write([&](Transaction& transaction) -> Result<Done> {
                    TRY(reserve(transaction, subject));
                    if (gives_up) return Error{Remedy::fix_input, "test.refused", ""};
                    return transaction.append({event(subject.text(), 1)});
                });
                EXPECT_EQ(code_of(outcome), gives_up ? "test.refused" : "no error");
            }
        });
    }
    for (auto& clerk : clerks) clerk.join();
    const auto lines = read([](Reader& reader) { return reader.register_lines(book_key().id(), {}, 1000); });
    constexpr std::uint32_t kKept = kClerks * kEach * 2 / 3;
    ASSERT_EQ(lines.size(), kKept);
    std::set<Uuid> subjects;
    for (std::uint32_t i = 0; i < kKept; ++i) {
        EXPECT_EQ(lines[i].sequence.raw(), kKept - i);
        subjects.insert(lines[i].subject);
    }
    EXPECT_EQ(subjects.size(), kKept);
    EXPECT_EQ(read([](Reader& reader) { return reader.log_head(); }).size, kKept);
}

}  // namespace
}  // namespace congvan::contract
