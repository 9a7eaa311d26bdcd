// The use cases' store, in every world of SQL.

#include "adapters/sql/migrations.hpp"
#include "adapters/sql/store.hpp"
#include "base/text.hpp"
#include "contract/sql_world.hpp"
#include "directory/permission.hpp"

namespace congvan::contract {
namespace {

using namespace usecases;  // NOLINT: every name of the port

Uuid id_of(std::string_view name) { return Uuid::derived({"store contract", name}); }
template <typename Id>
Id named(std::string_view name) {
    return Id(id_of(name));
}
Instant at(int minutes) { return must(parse_instant("2026-11-20T08:00:00+07:00")) + std::chrono::minutes(minutes); }
Day day(int offset) { return must(parse_day("2026-11-20")) + std::chrono::days(offset); }
Sha256 digest(std::string_view name) { return Sha256::of(as_bytes(name)); }

evidence::HistoryEvent event(std::string_view stream, std::uint32_t revision, std::string_view document = "document") {
    return {evidence::StreamKind::outgoing, id_of(stream), Revision(revision), DocumentId(id_of(document)),
            AgencyId(id_of("agency")), {PersonId(id_of("person")), "Chuyên viên A (thử nghiệm)", "Chuyên viên"},
            at(static_cast<int>(revision)), "outgoing.approved", {{"opinion", "Đồng ý " + std::to_string(revision)}}};
}

class StoreTest : public SqlTest {
protected:
    StoreTest() { must(sql::migrate(database(), sql::program_migrations(), at(0))); }

    template <typename Work>
    auto read(Work&& work) {
        using T = std::decay_t<decltype(work(std::declval<Reader&>()).value())>;
        return must(usecases::read<T>(store(), work));
    }
    Result<Done> write(const std::function<Result<Done>(Transaction&)>& work) { return store().write(work); }
    Result<Done> append(std::vector<evidence::HistoryEvent> events) {
        return write([&](Transaction& transaction) { return transaction.append(events); });
    }
    template <typename Row>
    void put(const Row& row) {
        must(write([&](Transaction& transaction) { return transaction.put(row); }));
    }
    Store& store() { return *store_; }
    std::unique_ptr<Store> store_ = sql::make_store(database());
};

INSTANTIATE_TEST_SUITE_P(Store, StoreTest, kAllWorlds, name_of_case);

// History ----------------------------------------------------------------------------------------------------------

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
    const auto logged = read([](Reader& reader) { return reader.logged_events(evidence::StreamKind::outgoing, id_of("b")); });
    ASSERT_EQ(logged.size(), 1U);
    EXPECT_EQ(logged[0].index, 1U);
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
        LET(const auto logged, reader.logged_events(evidence::StreamKind::outgoing, id_of("a")));
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
    EXPECT_EQ(must(store().next_due()), std::nullopt);
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

// Rows of lists ------------------------------------------------------------------------------------------------------

OutgoingRow outgoing(std::string_view name, Urgency urgency, int updated) {
    OutgoingRow row;
    row.id = named<DocumentId>(name);
    row.agency = named<AgencyId>("agency");
    row.stage = documents::OutgoingStage::drafting;
    row.drafter = named<PersonId>("drafter");
    row.signer = named<PersonId>("signer");
    row.drafter_name = "Chuyên viên A (thử nghiệm)";
    row.signer_name = "Lãnh đạo A (thử nghiệm)";
    row.urgency = urgency;
    row.type_name = "Quyết định";
    row.abstract = "Về việc ban hành quy chế " + std::string(name);
    row.recipients = 3;
    row.attachments = 2;
    row.updated_at = at(updated);
    row.folded = fold(row.type_name + " " + row.abstract);
    return row;
}

IncomingRow incoming(std::string_view name, Urgency urgency, int updated) {
    IncomingRow row;
    row.id = named<IncomingId>(name);
    row.document = named<DocumentId>("document");
    row.agency = named<AgencyId>("agency");
    row.from = named<AgencyId>("sender");
    row.from_name = "Sở Nội vụ (thử nghiệm)";
    row.stage = documents::IncomingStage::arrived;
    row.urgency = urgency;
    row.type_name = "Công văn";
    row.abstract = "Về việc " + std::string(name);
    row.verdict = "valid";
    row.arrived_at = at(0);
    row.updated_at = at(updated);
    row.folded = fold(row.abstract);
    return row;
}

OutgoingQuery outgoing_of(std::string_view agency) {
    OutgoingQuery query;
    query.agency = named<AgencyId>(agency);
    return query;
}

template <typename Row>
std::vector<std::string> abstracts(const Page<Row>& page) {
    std::vector<std::string> texts;
    for (const auto& row : page.rows) texts.push_back(row.abstract.substr(row.abstract.rfind(' ') + 1));
    return texts;
}
using Names = std::vector<std::string>;

TEST_P(StoreTest, GivesBackAnOutgoingRowAsItWasPutLast) {
    auto row = outgoing("một", Urgency::urgent, 1);
    put(row);
    row.stage = documents::OutgoingStage::signing;
    row.notation = "05/QĐ-UBND";
    row.day = day(0);
    row.next_signature = SignatureRole::seal;
    row.signed_at = at(7);
    row.issued_at = at(8);
    row.updated_at = at(9);
    put(row);
    const auto found = read([](Reader& reader) { return reader.outgoing_row(named<DocumentId>("một")); });
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->stage, row.stage);
    EXPECT_EQ(found->notation, row.notation);
    EXPECT_EQ(found->day, row.day);
    EXPECT_EQ(found->next_signature, row.next_signature);
    EXPECT_EQ(found->signed_at, row.signed_at);
    EXPECT_EQ(found->issued_at, row.issued_at);
    EXPECT_EQ(found->updated_at, row.updated_at);
    EXPECT_EQ(found->drafter_name, row.drafter_name);
    EXPECT_EQ(found->signer, row.signer);
    EXPECT_EQ(found->urgency, row.urgency);
    EXPECT_EQ(found->recipients, 3U);
    EXPECT_EQ(found->attachments, 2U);
    EXPECT_EQ(found->folded, row.folded);
    EXPECT_FALSE(read([](Reader& reader) { return reader.outgoing_row(named<DocumentId>("hai")); }).has_value());
}

TEST_P(StoreTest, ListsTheMostUrgentFirstThenTheNewestPageByPage) {
    put(outgoing("a", Urgency::normal, 9));
    put(outgoing("b", Urgency::express, 1));
    put(outgoing("c", Urgency::normal, 5));
    put(outgoing("d", Urgency::urgent, 3));
    put(outgoing("e", Urgency::normal, 5));
    auto foreign = outgoing("f", Urgency::express, 9);
    foreign.agency = named<AgencyId>("another");
    put(foreign);

    auto query = outgoing_of("agency");
    const auto all = read([&](Reader& reader) { return reader.find(query); });
    const bool c_first = id_of("c") > id_of("e");
    EXPECT_EQ(abstracts(all), (Names{"b", "d", "a", c_first ? "c" : "e", c_first ? "e" : "c"}));
    EXPECT_EQ(all.next, "");

    Names seen;
    query.limit = 2;
    int pages = 0;
    do {
        const auto page = read([&](Reader& reader) { return reader.find(query); });
        for (const auto& name : abstracts(page)) seen.push_back(name);
        query.after = page.next;
        ++pages;
    } while (!query.after.empty());
    EXPECT_EQ(pages, 3);
    EXPECT_EQ(seen, abstracts(all));
    EXPECT_EQ(read([&](Reader& reader) { return reader.count(query); }), 5U);

    query.after = "not a cursor";
    EXPECT_EQ(code_of(store().read([&](Reader& reader) -> Result<Done> {
        TRY(reader.find(query));
        return Done{};
    })), "base.malformed_text");
}

TEST_P(StoreTest, FindsOutgoingRowsByWhoAndWhereTheyStand) {
    auto drafted = outgoing("drafted", Urgency::normal, 1);
    auto waiting = outgoing("waiting", Urgency::normal, 2);
    waiting.stage = documents::OutgoingStage::awaiting_approval;
    waiting.drafter = named<PersonId>("other");
    auto sealing = outgoing("sealing", Urgency::normal, 3);
    sealing.stage = documents::OutgoingStage::signing;
    sealing.drafter = sealing.signer = named<PersonId>("other");
    sealing.next_signature = SignatureRole::seal;
    for (const auto& row : {drafted, waiting, sealing}) put(row);
    const auto found = [&](const std::function<void(OutgoingQuery&)>& ask) {
        auto query = outgoing_of("agency");
        ask(query);
        const auto names = abstracts(read([&](Reader& reader) { return reader.find(query); }));
        EXPECT_EQ(read([&](Reader& reader) { return reader.count(query); }), names.size());
        return names;
    };
    EXPECT_EQ(found([](auto& q) { q.stages = {documents::OutgoingStage::signing, documents::OutgoingStage::drafting}; }),
              (Names{"sealing", "drafted"}));
    EXPECT_EQ(found([](auto& q) { q.drafter = named<PersonId>("drafter"); }), Names{"drafted"});
    EXPECT_EQ(found([](auto& q) { q.signer = named<PersonId>("signer"); }), (Names{"waiting", "drafted"}));
    EXPECT_EQ(found([](auto& q) { q.drafter_or_signer = named<PersonId>("signer"); }), (Names{"waiting", "drafted"}));
    EXPECT_EQ(found([](auto& q) {
                  q.drafter_or_signer = named<PersonId>("drafter");
                  q.also_stages = {documents::OutgoingStage::signing};
              }),
              (Names{"sealing", "drafted"}));
    EXPECT_EQ(found([](auto& q) { q.next_signature = SignatureRole::seal; }), Names{"sealing"});
    EXPECT_EQ(found([](auto& q) { q.folded = "quyet waiting"; }), Names{"waiting"});
    EXPECT_EQ(found([](auto& q) { q.folded = "quyet nowhere"; }), Names{});
    EXPECT_EQ(found([](auto& q) { q.folded = "%"; }), Names{});
    EXPECT_EQ(found([](auto& q) { q.agency = named<AgencyId>("another"); }), Names{});
}

TEST_P(StoreTest, GivesBackAnIncomingRowWithItsHandlers) {
    auto row = incoming("một", Urgency::express, 1);
    row.handlers = {named<PersonId>("x")};
    put(row);
    row.stage = documents::IncomingStage::assigned;
    row.notation = "12/SNV-VP";
    row.day = day(-1);
    row.attachments = 4;
    row.arrival_number = registers::Sequence(17);
    row.lead = named<PersonId>("lead");
    row.lead_name = "Chuyên viên B (thử nghiệm)";
    row.handlers = {named<PersonId>("lead"), named<PersonId>("supporting")};
    row.deadline = at(500);
    put(row);
    put(incoming("hai", Urgency::normal, 2));
    const auto found = read([](Reader& reader) { return reader.incoming_row(named<IncomingId>("một")); });
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->stage, row.stage);
    EXPECT_EQ(found->from_name, row.from_name);
    EXPECT_EQ(found->day, row.day);
    EXPECT_EQ(found->arrival_number, row.arrival_number);
    EXPECT_EQ(found->lead, row.lead);
    EXPECT_EQ(found->handlers, row.handlers);
    EXPECT_EQ(found->deadline, row.deadline);
    EXPECT_EQ(found->verdict, "valid");
    IncomingQuery query;
    query.agency = named<AgencyId>("agency");
    EXPECT_EQ(abstracts(read([&](Reader& reader) { return reader.find(query); })), (Names{"một", "hai"}));
    query.handler = named<PersonId>("supporting");
    const auto mine = read([&](Reader& reader) { return reader.find(query); });
    EXPECT_EQ(abstracts(mine), Names{"một"});
    EXPECT_EQ(mine.rows[0].handlers, row.handlers);
    query.handler = named<PersonId>("x");
    EXPECT_EQ(read([&](Reader& reader) { return reader.count(query); }), 0U);
}

TEST_P(StoreTest, ListsTheDeliveriesOfOneAndOfManyDocuments) {
    std::vector<DocumentId> documents;
    for (int i = 0; i < 300; ++i) {
        documents.push_back(named<DocumentId>("document " + std::to_string(i)));
        put(DeliveryRow{named<DeliveryId>("delivery " + std::to_string(i)), documents.back(), named<AgencyId>("a"),
                        named<AgencyId>("b"), exchange::DeliveryStatus::queued});
    }
    put(DeliveryRow{named<DeliveryId>("delivery 7"), documents[7], named<AgencyId>("a"), named<AgencyId>("b"),
                    exchange::DeliveryStatus::in_handling});
    put(DeliveryRow{named<DeliveryId>("second"), documents[7], named<AgencyId>("a"), named<AgencyId>("c"),
                    exchange::DeliveryStatus::returned});
    const auto seventh = read([&](Reader& reader) { return reader.deliveries(documents[7]); });
    ASSERT_EQ(seventh.size(), 2U);
    EXPECT_NE(seventh[0].status, seventh[1].status);
    EXPECT_EQ(read([&](Reader& reader) { return reader.deliveries_of(documents); }).size(), 301U);
    EXPECT_TRUE(read([&](Reader& reader) { return reader.deliveries_of({}); }).empty());
}

TEST_P(StoreTest, KnowsWhichBytesAreSpokenOf) {
    UploadRecord upload{id_of("upload"), named<PersonId>("person"), named<AgencyId>("agency"),
                        {digest("uploaded"), 5'000'000'000, "Dự thảo quyết định.docx", "application/pdf", documents::Checked::structure},
                        at(0), false};
    put(upload);
    PendingSignature pending{id_of("pending"), named<DocumentId>("document"), named<PersonId>("person"), SignatureRole::personal,
                             digest("base"), digest("prepared"), to_bytes("chứng thư"), at(10)};
    put(pending);
    must(write([](Transaction& transaction) -> Result<Done> {
        TRY(transaction.hold_blob(named<DocumentId>("document"), digest("held")));
        TRY(transaction.hold_blob(named<DocumentId>("document"), digest("held")));
        return transaction.hold_blob(named<DocumentId>("other"), digest("held"));
    }));
    for (const auto* name : {"uploaded", "base", "prepared", "held"}) {
        EXPECT_TRUE(read([&](Reader& reader) { return reader.refers_to(digest(name)); })) << name;
    }
    EXPECT_FALSE(read([](Reader& reader) { return reader.refers_to(digest("unknown")); }));
}

// Registers ----------------------------------------------------------------------------------------------------------

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

// People -------------------------------------------------------------------------------------------------------------

TEST_P(StoreTest, KeepsAccountsAndSessions) {
    Account account{named<PersonId>("person"), "chuyenvien.a", "$argon2id$…", 2, at(5)};
    put(account);
    account.failures = 0;
    account.locked_until.reset();
    put(account);
    const auto found = read([](Reader& reader) { return reader.account("chuyenvien.a"); });
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->person, account.person);
    EXPECT_EQ(found->password_hash, account.password_hash);
    EXPECT_EQ(found->failures, 0U);
    EXPECT_EQ(found->locked_until, std::nullopt);
    EXPECT_TRUE(read([](Reader& reader) { return reader.account_of(named<PersonId>("person")); }).has_value());
    EXPECT_FALSE(read([](Reader& reader) { return reader.account("khac"); }).has_value());
    EXPECT_EQ(code_of(write([&](Transaction& transaction) {
        return transaction.put(Account{named<PersonId>("second"), "chuyenvien.a", "", 0, {}});
    })), "storage.conflict");

    for (const auto* token : {"one", "two", "three"}) {
        put(SessionRecord{digest(token), named<PersonId>("person"), named<AgencyId>("agency"), at(0), at(1), at(60)});
    }
    const auto has = [&](std::string_view token) {
        return read([&](Reader& reader) { return reader.session(digest(token)); }).has_value();
    };
    EXPECT_EQ(read([](Reader& reader) { return reader.session(digest("one")); })->expires_at, at(60));
    must(write([](Transaction& transaction) { return transaction.end_session(digest("one")); }));
    EXPECT_FALSE(has("one"));
    must(write([](Transaction& transaction) { return transaction.end_sessions(named<PersonId>("person"), digest("two")); }));
    EXPECT_TRUE(has("two"));
    EXPECT_FALSE(has("three"));
    must(write([](Transaction& transaction) { return transaction.end_sessions(named<PersonId>("person"), {}); }));
    EXPECT_FALSE(has("two"));
}

TEST_P(StoreTest, KeepsUploadsAndPendingSignatures) {
    UploadRecord upload{id_of("upload"), named<PersonId>("person"), named<AgencyId>("agency"),
                        {digest("content"), 5'000'000'000, "Tờ trình số 1.pdf", "application/pdf", documents::Checked::clean},
                        at(3), false};
    put(upload);
    upload.taken = true;
    put(upload);
    const auto found = read([](Reader& reader) { return reader.upload(id_of("upload")); });
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->file, upload.file);
    EXPECT_EQ(found->at, upload.at);
    EXPECT_TRUE(found->taken);

    const PendingSignature pending{id_of("pending"), named<DocumentId>("document"), named<PersonId>("person"),
                                   SignatureRole::initial, digest("base"), digest("prepared"), to_bytes("der"), at(10)};
    put(pending);
    const auto waiting = read([](Reader& reader) { return reader.pending_signature(id_of("pending")); });
    ASSERT_TRUE(waiting.has_value());
    EXPECT_EQ(waiting->role, pending.role);
    EXPECT_EQ(waiting->prepared, pending.prepared);
    EXPECT_EQ(waiting->certificate, pending.certificate);
    must(write([](Transaction& transaction) { return transaction.remove_pending_signature(id_of("pending")); }));
    EXPECT_FALSE(read([](Reader& reader) { return reader.pending_signature(id_of("pending")); }).has_value());
}

TEST_P(StoreTest, RemembersAnIdempotencyKeyOnce) {
    const Replay replay{named<PersonId>("person"), "khóa-1", digest("request"), id_of("made"), at(0)};
    must(write([&](Transaction& transaction) { return transaction.remember(replay); }));
    EXPECT_EQ(code_of(write([&](Transaction& transaction) { return transaction.remember(replay); })), "storage.conflict");
    const auto found = read([](Reader& reader) { return reader.replay(named<PersonId>("person"), "khóa-1"); });
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->subject, replay.subject);
    EXPECT_EQ(found->request, replay.request);
    EXPECT_FALSE(read([](Reader& reader) { return reader.replay(named<PersonId>("other"), "khóa-1"); }).has_value());
}

TEST_P(StoreTest, KeepsCalendarOverridesAndSettings) {
    put(calendar::Override{day(1), calendar::OverrideKind::working_day, "Thông báo số 1", day(4)});
    put(calendar::Override{day(0), calendar::OverrideKind::day_off, "Thông báo số 2", {}});
    put(calendar::Override{day(1), calendar::OverrideKind::working_day, "Thông báo số 3", day(5)});
    const auto overrides = read([](Reader& reader) { return reader.calendar_overrides(); });
    EXPECT_EQ(overrides, (std::vector<calendar::Override>{
                             {day(0), calendar::OverrideKind::day_off, "Thông báo số 2", {}},
                             {day(1), calendar::OverrideKind::working_day, "Thông báo số 3", day(5)}}));
    must(write([](Transaction& transaction) { return transaction.remove_calendar_override(day(0)); }));
    EXPECT_EQ(read([](Reader& reader) { return reader.calendar_overrides(); }).size(), 1U);
    for (const auto* value : {"một", "hai"}) {
        must(write([&](Transaction& transaction) { return transaction.put_setting("tên", value); }));
    }
    EXPECT_EQ(read([](Reader& reader) { return reader.setting("tên"); }), "hai");
}

TEST_P(StoreTest, SweepsWhatIsOver) {
    put(SessionRecord{digest("over"), named<PersonId>("person"), named<AgencyId>("agency"), at(0), at(0), at(10)});
    put(SessionRecord{digest("live"), named<PersonId>("person"), named<AgencyId>("agency"), at(0), at(0), at(9000)});
    put(PendingSignature{id_of("over"), {}, {}, SignatureRole::seal, {}, {}, {}, at(10)});
    put(UploadRecord{id_of("left"), {}, {}, {digest("left"), 1, "a", "b", documents::Checked::structure}, at(0), false});
    put(UploadRecord{id_of("taken"), {}, {}, {digest("taken"), 1, "a", "b", documents::Checked::structure}, at(0), true});
    must(write([](Transaction& transaction) { return transaction.remember({{}, "old", {}, {}, at(0)}); }));
    const auto now = at(0) + std::chrono::hours(25);
    must(write([](Transaction& transaction) { return transaction.remember({{}, "new", {}, {}, at(0) + std::chrono::hours(24)}); }));
    must(write([&](Transaction& transaction) { return transaction.sweep(now); }));
    EXPECT_FALSE(read([](Reader& reader) { return reader.session(digest("over")); }).has_value());
    EXPECT_TRUE(read([](Reader& reader) { return reader.session(digest("live")); }).has_value());
    EXPECT_FALSE(read([](Reader& reader) { return reader.pending_signature(id_of("over")); }).has_value());
    EXPECT_FALSE(read([](Reader& reader) { return reader.upload(id_of("left")); }).has_value());
    EXPECT_TRUE(read([](Reader& reader) { return reader.upload(id_of("taken")); }).has_value());
    EXPECT_FALSE(read([](Reader& reader) { return reader.replay({}, "old"); }).has_value());
    EXPECT_TRUE(read([](Reader& reader) { return reader.replay({}, "new"); }).has_value());
}

TEST_P(StoreTest, GivesBackTheDirectoryInItsOrder) {
    using namespace directory;  // NOLINT
    DirectoryRecords records;
    const auto code = [](std::string_view text) { return must(AgencyCode::parse(text)); };
    records.agencies.push_back({named<AgencyId>("ubnd"),
                                {{code("H41"), CodeScheme::qd_20_2020, {day(0), {}}}, {code("000.00.00.H41"), CodeScheme::qcvn_102, {{}, day(-1)}}},
                                "Ủy ban nhân dân tỉnh (thử nghiệm)", "UBND", {{"VP", "Văn phòng"}, {"VX", "Phòng Văn xã"}},
                                {}, ProfileId("nd30"), {}});
    records.agencies.push_back({named<AgencyId>("snv"), {{code("H41.12"), CodeScheme::qd_20_2020, {}}}, "Sở Nội vụ (thử nghiệm)",
                                "SNV", {}, named<AgencyId>("ubnd"), {}, {day(-10), day(10)}});
    records.people.push_back({named<PersonId>("b"), must(UserName::parse("lanhdao.b")), "Lãnh đạo B (thử nghiệm)", "b", {}});
    records.people.push_back({named<PersonId>("a"), must(UserName::parse("vanthu.a")), "Văn thư A (thử nghiệm)", "a", {day(0), {}}});
    records.posts.push_back({named<PersonId>("b"), named<AgencyId>("ubnd"), Role::leader, "Chủ tịch", "", {}});
    records.posts.push_back({named<PersonId>("a"), named<AgencyId>("ubnd"), Role::clerk, "Văn thư", "VP", {{}, day(3)}});
    records.keys.push_back({named<directory::KeyId>("k"), KeyPurpose::seal, named<AgencyId>("ubnd"), {}, "con dấu", to_bytes("der"), digest("der"), {}});
    records.keys.push_back({named<directory::KeyId>("l"), KeyPurpose::personal, named<AgencyId>("ubnd"), named<PersonId>("b"), "ký số", to_bytes("der2"), digest("der2"), {day(0), day(1)}});
    records.delegations.push_back({named<DelegationId>("d"), DelegationKind::substitution, named<AgencyId>("ubnd"), named<PersonId>("b"),
                                   named<PersonId>("a"), Role::leader, {Act::approve, Act::sign}, "QĐ số 1", {day(0), day(9)}});
    must(write([&](Transaction& transaction) { return transaction.replace(records); }));
    must(write([&](Transaction& transaction) { return transaction.replace(records); }));
    const auto found = read([](Reader& reader) { return reader.directory(); });
    EXPECT_EQ(found.agencies, records.agencies);
    EXPECT_EQ(found.people, records.people);
    EXPECT_EQ(found.posts, records.posts);
    EXPECT_EQ(found.keys, records.keys);
    EXPECT_EQ(found.delegations, records.delegations);
}

// Outbox -------------------------------------------------------------------------------------------------------------

OutboxItem work(std::string_view lane, std::string_view name, std::uint32_t rank = 0, int due = 0) {
    return {0, "deliver", std::string(lane), rank, {{"name", std::string(name)}}, at(due), 0, ""};
}

class OutboxTest : public StoreTest {
protected:
    void enqueue(const std::vector<OutboxItem>& items) {
        must(write([&](Transaction& transaction) -> Result<Done> {
            for (const auto& item : items) TRY(transaction.enqueue(item));
            return Done{};
        }));
    }
    std::vector<OutboxItem> claim(int now, std::uint32_t limit = 10) {
        return must(store().claim(at(now), std::chrono::minutes(1), limit));
    }
    void finish(const OutboxItem& item) {
        must(write([&](Transaction& transaction) { return transaction.finish(item.id); }));
    }
    static Names names(const std::vector<OutboxItem>& items) {
        Names all;
        for (const auto& item : items) all.push_back(must(item.payload.text("name")));
        return all;
    }
};
INSTANTIATE_TEST_SUITE_P(Store, OutboxTest, kAllWorlds, name_of_case);

TEST_P(OutboxTest, HandsOutTheOldestOfEachLaneHighestRankFirst) {
    enqueue({work("x", "x1"), work("x", "x2", 9), work("y", "y1", 5), work("z", "z1", 1, 30)});
    EXPECT_EQ(must(store().next_due()), at(0));
    auto got = claim(0);
    EXPECT_EQ(names(got), (Names{"y1", "x1"}));
    EXPECT_EQ(got[1].kind, "deliver");
    EXPECT_EQ(got[1].attempts, 0U);
    EXPECT_TRUE(claim(0).empty());
    EXPECT_EQ(must(store().next_due()), at(1));  // when the lease ends
    finish(got[1]);
    EXPECT_EQ(names(claim(0)), Names{"x2"});
    EXPECT_EQ(names(claim(30)), (Names{"x2", "y1", "z1"}));
}

TEST_P(OutboxTest, HandsAnItemOutAgainWhenItsLeaseIsOver) {
    enqueue({work("x", "x1")});
    EXPECT_EQ(claim(0)[0].attempts, 0U);
    EXPECT_TRUE(claim(0).empty());
    EXPECT_EQ(claim(1)[0].attempts, 1U);
}

TEST_P(OutboxTest, HandsOutAtOnceWhatADeadProcessHadTaken) {
    enqueue({work("x", "x1"), work("y", "y1"), work("z", "z1", 0, 30)});
    EXPECT_EQ(claim(0).size(), 2U);
    EXPECT_TRUE(claim(0).empty());
    must(sql::release_leases(database()));
    const auto again = claim(0);
    EXPECT_EQ(names(again), (Names{"x1", "y1"}));
    EXPECT_EQ(again[0].attempts, 1U);  // a crash counts as an attempt
}

TEST_P(OutboxTest, PostponesAnItemAndKeepsItsLaneWaiting) {
    enqueue({work("x", "x1"), work("x", "x2")});
    const auto item = claim(0)[0];
    must(write([&](Transaction& transaction) { return transaction.postpone(item.id, at(15), "exchange.unreachable"); }));
    EXPECT_TRUE(claim(14).empty());
    EXPECT_EQ(must(store().next_due()), at(15));
    const auto again = claim(15);
    ASSERT_EQ(names(again), Names{"x1"});
    EXPECT_EQ(again[0].last_failure, "exchange.unreachable");
    EXPECT_EQ(again[0].attempts, 1U);
}

TEST_P(OutboxTest, LimitsHowMuchItHandsOut) {
    for (int i = 0; i < 5; ++i) enqueue({work("lane " + std::to_string(i), std::to_string(i))});
    EXPECT_EQ(claim(0, 3).size(), 3U);
    EXPECT_EQ(claim(0, 3).size(), 2U);
    EXPECT_EQ(claim(0, 3).size(), 0U);
}

TEST_P(OutboxTest, GivesEachItemToOneOfManyWorkersAndKeepsTheLanesInOrder) {
    constexpr int kLanes = 5;
    constexpr int kEach = 8;
    std::vector<std::thread> producers;
    for (int p = 0; p < kLanes; ++p) {
        producers.emplace_back([&, p] {
            for (int i = 0; i < kEach; ++i) enqueue({work(std::to_string(p), std::to_string(i))});
        });
    }
    std::mutex mutex;
    std::map<std::string, Names> done;
    std::atomic<int> finished = 0;
    std::vector<std::thread> workers;
    for (int w = 0; w < 4; ++w) {
        workers.emplace_back([&] {
            while (finished < kLanes * kEach) {
                for (const auto& item : claim(0, 2)) {
                    {
                        const std::lock_guard lock(mutex);
                        done[item.lane].push_back(must(item.payload.text("name")));
                    }
                    finish(item);
                    ++finished;
                }
            }
        });
    }
    for (auto& producer : producers) producer.join();
    for (auto& worker : workers) worker.join();
    Names expected;
    for (int i = 0; i < kEach; ++i) expected.push_back(std::to_string(i));
    ASSERT_EQ(done.size(), std::size_t{kLanes});
    for (const auto& [lane, order] : done) EXPECT_EQ(order, expected) << lane;
    EXPECT_EQ(must(store().next_due()), std::nullopt);
}

TEST_P(OutboxTest, WakesTheDispatcherAfterTheCommit) {
    std::mutex mutex;
    std::condition_variable woken;
    int wakes = 0;
    store().on_outbox([&] {
        const std::lock_guard lock(mutex);
        ++wakes;
        woken.notify_all();
    });
    enqueue({work("x", "x1")});
    std::unique_lock lock(mutex);
    EXPECT_TRUE(woken.wait_for(lock, std::chrono::seconds(20), [&] { return wakes > 0; }));
}

}  // namespace
}  // namespace congvan::contract
