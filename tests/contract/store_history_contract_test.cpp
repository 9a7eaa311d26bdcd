// The use cases' store, in every world of SQL: events, their streams and the log over them.

#include "contract/store_world.hpp"

namespace congvan::contract {
namespace {

using namespace usecases;  // NOLINT: every name of the port

TEST_P(StoreTest, GivesBackTheEventsOfAStreamByRevision) {
    must(append({event("a", 1), event("b", 1), event("a", 2)}));
    must(append({event("a", 3)}));
    const auto events = read([](Reader& reader) { return reader.events(evidence::StreamKind::outgoing, id_of("a")); });
    EXPECT_EQ(events, (std::vector{event("a", 1), event("a", 2), event("a", 3)}));
    EXPECT_TRUE(read([](Reader& reader) { return reader.events(evidence::StreamKind::incoming, id_of("a")); }).empty());
}

TEST_P(StoreTest, GivesEveryEventOneLeafInTheOrderOfTheLog) {
    must(append({event("a", 1), event("b", 1, "other"), event("a", 2)}));
    const auto about = read([](Reader& reader) { return reader.events_about(DocumentId(id_of("document"))); });
    ASSERT_EQ(about.size(), 2U);
    EXPECT_EQ(about[0].index, 0U);
    EXPECT_EQ(about[1].index, 2U);
    EXPECT_EQ(about[1].event, event("a", 2));
    EXPECT_EQ(about[1].leaf, must(evidence::encode(event("a", 2))));
    const auto other = read([](Reader& reader) { return reader.events_about(DocumentId(id_of("other"))); });
    ASSERT_EQ(other.size(), 1U);
    EXPECT_EQ(other[0].index, 1U);
}

TEST_P(StoreTest, KeepsATreeThatProvesEveryEvent) {
    EXPECT_EQ(read([](Reader& reader) { return reader.log_head(); }), (evidence::TreeHead{0, evidence::empty_root()}));
    evidence::CompactRange expected;
    std::vector<evidence::TreeHead> heads;
    for (std::uint32_t revision = 1; revision <= 21;) {
        std::vector<evidence::HistoryEvent> some;
        for (std::uint32_t i = 0; i <= revision % 3; ++i, ++revision) some.push_back(event("a", revision));
        for (const auto& one : some) expected.append(evidence::leaf_hash(must(evidence::encode(one))));
        must(append(some));
        heads.push_back(read([](Reader& reader) { return reader.log_head(); }));
        EXPECT_EQ(heads.back(), (evidence::TreeHead{expected.size(), expected.root()}));
    }
    must(store().read([&](Reader& reader) -> Result<Done> {
        const auto& head = heads.back();
        const auto lookup = [&](evidence::NodeAt place) { return reader.log_node(place); };
        LET(const auto logged, reader.events_about(DocumentId(id_of("document"))));
        for (const auto& one : logged) {
            LET(const auto proof, evidence::prove_inclusion(one.index, head.size, lookup));
            TRY(evidence::verify_inclusion(evidence::leaf_hash(one.leaf), one.index, head.size, proof, head.root));
        }
        for (const auto& older : heads) {
            LET(const auto proof, evidence::prove_consistency(older.size, head.size, lookup));
            TRY(evidence::verify_consistency(older, head, proof));
        }
        return Done{};
    }));
    EXPECT_EQ(code_of(store().read([](Reader& reader) -> Result<Done> {
        TRY(reader.log_node({0, 1000}));
        return Done{};
    })), "storage.damaged");
}

TEST_P(StoreTest, RefusesEventsThatDoNotContinueTheirStream) {
    must(append({event("a", 1)}));
    for (const std::uint32_t revision : {1U, 3U}) EXPECT_EQ(code_of(append({event("a", revision)})), "storage.conflict");
    EXPECT_EQ(code_of(append({event("a", 2), event("a", 2)})), "storage.conflict");
    EXPECT_EQ(code_of(append({event("b", 2)})), "storage.conflict");
    EXPECT_EQ(read([](Reader& reader) { return reader.log_head(); }).size, 1U);
}

TEST_P(StoreTest, KeepsNothingOfAWriteThatFails) {
    const auto outcome = write([](Transaction& transaction) -> Result<Done> {
        TRY(transaction.append({event("a", 1)}));
        TRY(transaction.put_setting("name", "value"));
        TRY(transaction.enqueue({0, "deliver", "lane", 0, {}, at(0), 0, ""}));
        return Error{Remedy::fix_input, "test.refused", ""};
    });
    EXPECT_EQ(code_of(outcome), "test.refused");
    EXPECT_EQ(read([](Reader& reader) { return reader.log_head(); }).size, 0U);
    EXPECT_EQ(read([](Reader& reader) { return reader.setting("name"); }), std::nullopt);
    EXPECT_TRUE(must(store().claim(at(0), std::chrono::minutes(1), 10, usecases::Pace::quick)).empty());
}

TEST_P(StoreTest, ShowsATransactionItsOwnEvents) {
    must(append({event("a", 1)}));
    must(write([](Transaction& transaction) -> Result<Done> {
        TRY(transaction.append({event("a", 2)}));
        LET(const auto events, transaction.events(evidence::StreamKind::outgoing, id_of("a")));
        EXPECT_EQ(events.size(), 2U);
        LET(const auto head, transaction.log_head());
        EXPECT_EQ(head.size, 2U);
        TRY(transaction.append({event("a", 3)}));
        LET(const auto about, transaction.events_about(DocumentId(id_of("document"))));
        EXPECT_EQ(about.size(), 3U);
        return Done{};
    }));
    EXPECT_EQ(read([](Reader& reader) { return reader.log_head(); }).size, 3U);
}

TEST_P(StoreTest, LetsOneOfManyWritersOfAStreamWin) {
    constexpr int kThreads = 8;
    constexpr std::uint32_t kEvents = 12;
    std::atomic<int> conflicts = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t) {
        threads.emplace_back([&, t] {
            must(append({event("own " + std::to_string(t), 1)}));
            for (std::uint32_t revision = 1; revision <= kEvents;) {
                const auto outcome = append({event("shared", revision)});
                if (code_of(outcome) == "storage.conflict") ++conflicts;
                EXPECT_TRUE(outcome.has_value() || code_of(outcome) == "storage.conflict") << code_of(outcome);
                ++revision;  // somebody has written it, I or another
            }
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(conflicts, (kThreads - 1) * static_cast<int>(kEvents));
    const auto events = read([](Reader& reader) { return reader.events(evidence::StreamKind::outgoing, id_of("shared")); });
    EXPECT_EQ(events.size(), kEvents);
    // The tree is that of the leaves, whoever appended them.
    const auto head = read([](Reader& reader) { return reader.log_head(); });
    EXPECT_EQ(head.size, kEvents + kThreads);
    evidence::CompactRange range;
    for (const auto& logged : read([](Reader& reader) { return reader.events_about(DocumentId(id_of("document"))); })) {
        EXPECT_EQ(logged.index, range.size());
        range.append(evidence::leaf_hash(logged.leaf));
    }
    EXPECT_EQ(range.root(), head.root);
}

TEST_P(StoreTest, KeepsTheNewestCheckpoint) {
    EXPECT_FALSE(read([](Reader& reader) { return reader.newest_checkpoint(); }).has_value());
    put(StoredCheckpoint{{1, digest("one")}, "note 1", at(1)});
    put(StoredCheckpoint{{5, digest("five")}, "ghi chú 5", at(2)});
    const auto newest = read([](Reader& reader) { return reader.newest_checkpoint(); });
    ASSERT_TRUE(newest.has_value());
    EXPECT_EQ(newest->head, (evidence::TreeHead{5, digest("five")}));
    EXPECT_EQ(newest->note, "ghi chú 5");
    EXPECT_EQ(newest->at, at(2));
}

}  // namespace
}  // namespace congvan::contract
