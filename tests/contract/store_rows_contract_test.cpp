// The use cases' store, in every world of SQL: the rows of lists.

#include "base/text.hpp"
#include "contract/store_world.hpp"

namespace congvan::contract {
namespace {

using namespace usecases;  // NOLINT: every name of the port

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
    const auto page = read([](Reader& reader) { return reader.find(outgoing_of("agency")); });
    ASSERT_EQ(page.rows.size(), 1U);
    const auto* found = &page.rows[0];
    EXPECT_EQ(found->id, row.id);
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
    IncomingQuery query;
    query.agency = named<AgencyId>("agency");
    const auto page = read([&](Reader& reader) { return reader.find(query); });
    EXPECT_EQ(abstracts(page), (Names{"một", "hai"}));
    const auto* found = &page.rows[0];
    EXPECT_EQ(found->id, row.id);
    EXPECT_EQ(found->stage, row.stage);
    EXPECT_EQ(found->from_name, row.from_name);
    EXPECT_EQ(found->day, row.day);
    EXPECT_EQ(found->arrival_number, row.arrival_number);
    EXPECT_EQ(found->lead, row.lead);
    EXPECT_EQ(found->handlers, row.handlers);
    EXPECT_EQ(found->deadline, row.deadline);
    EXPECT_EQ(found->verdict, "valid");
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

}  // namespace
}  // namespace congvan::contract
