#include "adapters/sql/document_tables.hpp"

#include "adapters/sql/condition.hpp"
#include "adapters/sql/words.hpp"

namespace congvan::sql {
namespace {

using documents::IncomingStage;
using documents::OutgoingStage;
using usecases::DeliveryRow;
using usecases::IncomingQuery;
using usecases::IncomingRow;
using usecases::OutgoingQuery;
using usecases::OutgoingRow;
using usecases::Page;

constexpr std::uint32_t kLongestPage = 1000;

constexpr std::string_view kOutgoing =
    "SELECT id, agency, stage, drafter, signer, drafter_name, signer_name, urgency, type_name, abstract, notation, day,"
    " next_signature, recipients, attachments, updated_at, signed_at, issued_at, folded FROM outgoing WHERE ";

constexpr std::string_view kIncoming =
    "SELECT id, document, agency, sender, sender_name, stage, urgency, notation, day, type_name, abstract, verdict,"
    " attachments, arrival_number, lead, lead_name, deadline, arrived_at, updated_at, folded FROM incoming WHERE ";

constexpr std::string_view kInOrder = " ORDER BY urgency DESC, updated_at DESC, id DESC LIMIT ";

Result<Urgency> urgency_at(Row& row, int column) {
    const auto number = row.integer(column);
    if (number < 0 || number > static_cast<int>(Urgency::express)) return damaged("an unknown urgency");
    return static_cast<Urgency>(number);
}

Result<OutgoingRow> outgoing_row(Row& row) {
    OutgoingRow made;
    made.id = row.named<DocumentId>(0);
    made.agency = row.named<AgencyId>(1);
    LET(made.stage, from_word(row.text_view(2), OutgoingStage::recalled));
    made.drafter = row.named<PersonId>(3);
    made.signer = row.named<PersonId>(4);
    made.drafter_name = row.text(5);
    made.signer_name = row.text(6);
    LET(made.urgency, urgency_at(row, 7));
    made.type_name = row.text(8);
    made.abstract = row.text(9);
    made.notation = row.text(10);
    made.day = row.maybe(11, &Row::day);
    if (!row.is_null(12)) {
        LET(made.next_signature, from_word(row.text_view(12), SignatureRole::seal));
    }
    made.recipients = static_cast<std::uint32_t>(row.integer(13));
    made.attachments = static_cast<std::uint32_t>(row.integer(14));
    made.updated_at = row.instant(15);
    made.signed_at = row.maybe(16, &Row::instant);
    made.issued_at = row.maybe(17, &Row::instant);
    made.folded = row.text(18);
    return made;
}

// Without its handlers, which stand in a table of their own.
Result<IncomingRow> incoming_row(Row& row) {
    IncomingRow made;
    made.id = row.named<IncomingId>(0);
    made.document = row.named<DocumentId>(1);
    made.agency = row.named<AgencyId>(2);
    made.from = row.named<AgencyId>(3);
    made.from_name = row.text(4);
    LET(made.stage, from_word(row.text_view(5), IncomingStage::cancelled));
    LET(made.urgency, urgency_at(row, 6));
    made.notation = row.text(7);
    made.day = row.maybe(8, &Row::day);
    made.type_name = row.text(9);
    made.abstract = row.text(10);
    made.verdict = row.text(11);
    made.attachments = static_cast<std::uint32_t>(row.integer(12));
    made.arrival_number = row.maybe_named<registers::Sequence>(13);
    made.lead = row.maybe_named<PersonId>(14);
    made.lead_name = row.text(15);
    made.deadline = row.maybe(16, &Row::instant);
    made.arrived_at = row.instant(17);
    made.updated_at = row.instant(18);
    made.folded = row.text(19);
    return made;
}

Result<DeliveryRow> delivery_row(Row& row) {
    DeliveryRow made;
    made.id = row.named<DeliveryId>(0);
    made.document = row.named<DocumentId>(1);
    made.from = row.named<AgencyId>(2);
    made.to = row.named<AgencyId>(3);
    LET(made.status, from_word(row.text_view(4), exchange::DeliveryStatus::cancelled));
    return made;
}

template <typename Stage>
std::vector<std::string_view> words_of(const std::vector<Stage>& stages) {
    std::vector<std::string_view> words;
    for (const auto stage : stages) words.push_back(to_word(stage));
    return words;
}

// Everything but `after` and `limit`. The ids in `query` must outlive the condition no longer than its parameters do,
// which keep texts of their own.
void add_conditions(Condition& where, const OutgoingQuery& query) {
    where.also("agency = ?", {query.agency}).also_one_of("stage", words_of(query.stages));
    if (query.drafter.has_value()) where.also("drafter = ?", {*query.drafter});
    if (query.signer.has_value()) where.also("signer = ?", {*query.signer});
    if (query.drafter_or_signer.has_value()) {
        where.also("(drafter = ? OR signer = ?)", {*query.drafter_or_signer, *query.drafter_or_signer});
    }
    if (query.next_signature.has_value()) where.also("next_signature = ?", {to_word(*query.next_signature)});
    where.also_every_word("folded", query.folded);
}

void add_conditions(Condition& where, const IncomingQuery& query) {
    where.also("agency = ?", {query.agency}).also_one_of("stage", words_of(query.stages));
    if (query.handler.has_value()) {
        where.also("EXISTS (SELECT 1 FROM incoming_handlers h WHERE h.incoming = incoming.id AND h.person = ?)",
                   {*query.handler});
    }
    where.also_every_word("folded", query.folded);
}

template <typename Found, typename Query, typename Map>
Result<Page<Found>> find_page(Connection& connection, std::string_view select, const Query& query, Map map) {
    Condition where;
    add_conditions(where, query);
    if (!query.after.empty()) {
        LET(const auto place, parse_cursor(query.after));
        where.also_after(place);
    }
    const auto limit = std::clamp(query.limit, std::uint32_t{1}, kLongestPage);
    auto values = where.values();
    values.emplace_back(limit + 1);  // one more tells whether there is a next page
    std::string sql(select);
    sql += where.text();
    sql += kInOrder;
    sql += where.next_number();
    LET(auto rows, connection.all(sql, values, map));
    Page<Found> page;
    if (rows.size() > limit) {
        rows.resize(limit);
        const auto& last = rows.back();
        page.next = to_cursor({static_cast<int>(last.urgency), to_microseconds(last.updated_at), last.id.raw().text()});
    }
    page.rows = std::move(rows);
    return page;
}

template <typename Query>
Result<std::uint64_t> count_rows(Connection& connection, std::string_view table, const Query& query) {
    Condition where;
    add_conditions(where, query);
    const auto sql = "SELECT count(*) FROM " + std::string(table) + " WHERE " + where.text();
    LET(const auto number, connection.number(sql, where.values()));
    return static_cast<std::uint64_t>(number);
}

std::optional<std::string_view> word_of(const std::optional<SignatureRole>& role) {
    if (!role.has_value()) return std::nullopt;
    return to_word(*role);
}

// "($1, $2, …)" for `count` values rounded up to a power of two, so that few statements serve all lengths; the last
// value is repeated to fill.
template <typename Id>
std::string in_list(std::vector<Param>& values, std::span<const Id> ids) {
    CONGVAN_INVARIANT(!ids.empty());
    std::size_t places = 1;
    while (places < ids.size()) places *= 2;
    std::string text = "(";
    for (std::size_t i = 0; i < places; ++i) {
        values.emplace_back(ids[std::min(i, ids.size() - 1)]);
        text += (i == 0 ? "$" : ", $") + std::to_string(values.size());
    }
    return text + ")";
}

constexpr std::size_t kMostInList = 256;

}  // namespace

Result<Page<OutgoingRow>> DocumentTables::find(const OutgoingQuery& query) {
    return find_page<OutgoingRow>(connection_, kOutgoing, query, outgoing_row);
}

Result<Page<IncomingRow>> DocumentTables::find(const IncomingQuery& query) {
    LET(auto page, find_page<IncomingRow>(connection_, kIncoming, query, incoming_row));
    TRY(fill_handlers(page.rows));
    return page;
}

Result<std::uint64_t> DocumentTables::count(const OutgoingQuery& query) { return count_rows(connection_, "outgoing", query); }

Result<std::uint64_t> DocumentTables::count(const IncomingQuery& query) { return count_rows(connection_, "incoming", query); }

Result<Done> DocumentTables::fill_handlers(std::vector<IncomingRow>& rows) {
    std::vector<IncomingId> ids;
    std::map<IncomingId, IncomingRow*> by_id;
    for (auto& row : rows) {
        ids.push_back(row.id);
        by_id[row.id] = &row;
    }
    for (std::size_t from = 0; from < ids.size(); from += kMostInList) {
        std::vector<Param> values;
        const auto list = in_list(values, std::span<const IncomingId>(ids).subspan(from, std::min(kMostInList, ids.size() - from)));
        TRY(connection_.each("SELECT incoming, person FROM incoming_handlers WHERE incoming IN " + list + " ORDER BY incoming, place",
                             values, [&](Row& row) -> Result<Done> {
                                 by_id.at(row.named<IncomingId>(0))->handlers.push_back(row.named<PersonId>(1));
                                 return Done{};
                             }));
    }
    return Done{};
}

Result<std::vector<DeliveryRow>> DocumentTables::deliveries_of(const std::vector<DocumentId>& documents) {
    std::vector<DeliveryRow> found;
    for (std::size_t from = 0; from < documents.size(); from += kMostInList) {
        std::vector<Param> values;
        const auto list = in_list(values, std::span(documents).subspan(from, std::min(kMostInList, documents.size() - from)));
        LET(auto rows, connection_.all("SELECT id, document, sender, recipient, status FROM deliveries WHERE document IN " + list +
                                           " ORDER BY document, id",
                                       values, delivery_row));
        found.insert(found.end(), rows.begin(), rows.end());
    }
    return found;
}

Result<Done> DocumentTables::put(const OutgoingRow& row) {
    TRY(connection_.execute(
        "INSERT INTO outgoing (id, agency, stage, drafter, signer, drafter_name, signer_name, urgency, type_name, abstract,"
        " notation, day, next_signature, recipients, attachments, updated_at, signed_at, issued_at, folded)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)"
        " ON CONFLICT (id) DO UPDATE SET agency = excluded.agency, stage = excluded.stage, drafter = excluded.drafter,"
        " signer = excluded.signer, drafter_name = excluded.drafter_name, signer_name = excluded.signer_name,"
        " urgency = excluded.urgency, type_name = excluded.type_name, abstract = excluded.abstract,"
        " notation = excluded.notation, day = excluded.day, next_signature = excluded.next_signature,"
        " recipients = excluded.recipients, attachments = excluded.attachments, updated_at = excluded.updated_at,"
        " signed_at = excluded.signed_at, issued_at = excluded.issued_at, folded = excluded.folded",
        {row.id, row.agency, to_word(row.stage), row.drafter, row.signer, row.drafter_name, row.signer_name,
         static_cast<int>(row.urgency), row.type_name, row.abstract, row.notation, row.day, word_of(row.next_signature),
         row.recipients, row.attachments, row.updated_at, row.signed_at, row.issued_at, row.folded}));
    return Done{};
}

Result<Done> DocumentTables::put(const IncomingRow& row) {
    TRY(connection_.execute(
        "INSERT INTO incoming (id, document, agency, sender, sender_name, stage, urgency, notation, day, type_name, abstract,"
        " verdict, attachments, arrival_number, lead, lead_name, deadline, arrived_at, updated_at, folded)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)"
        " ON CONFLICT (id) DO UPDATE SET document = excluded.document, agency = excluded.agency, sender = excluded.sender,"
        " sender_name = excluded.sender_name, stage = excluded.stage, urgency = excluded.urgency,"
        " notation = excluded.notation, day = excluded.day, type_name = excluded.type_name, abstract = excluded.abstract,"
        " verdict = excluded.verdict, attachments = excluded.attachments, arrival_number = excluded.arrival_number,"
        " lead = excluded.lead, lead_name = excluded.lead_name, deadline = excluded.deadline,"
        " arrived_at = excluded.arrived_at, updated_at = excluded.updated_at, folded = excluded.folded",
        {row.id, row.document, row.agency, row.from, row.from_name, to_word(row.stage), static_cast<int>(row.urgency),
         row.notation, row.day, row.type_name, row.abstract, row.verdict, row.attachments, row.arrival_number, row.lead,
         row.lead_name, row.deadline, row.arrived_at, row.updated_at, row.folded}));
    TRY(connection_.execute("DELETE FROM incoming_handlers WHERE incoming = $1", {row.id}));
    std::vector<std::vector<Param>> handlers;
    for (std::size_t i = 0; i < row.handlers.size(); ++i) handlers.push_back({row.id, i, row.handlers[i]});
    TRY(connection_.execute_many("INSERT INTO incoming_handlers (incoming, place, person) VALUES ($1, $2, $3)", handlers));
    return Done{};
}

Result<Done> DocumentTables::put(const DeliveryRow& row) {
    TRY(connection_.execute(
        "INSERT INTO deliveries (id, document, sender, recipient, status) VALUES ($1, $2, $3, $4, $5)"
        " ON CONFLICT (id) DO UPDATE SET document = excluded.document, sender = excluded.sender,"
        " recipient = excluded.recipient, status = excluded.status",
        {row.id, row.document, row.from, row.to, to_word(row.status)}));
    return Done{};
}

Result<Done> DocumentTables::hold_blob(DocumentId document, const Sha256& blob) {
    TRY(connection_.execute("INSERT INTO held_blobs (blob, document) VALUES ($1, $2) ON CONFLICT DO NOTHING", {blob, document}));
    return Done{};
}

Result<bool> DocumentTables::refers_to(const Sha256& blob) {
    LET(const auto found, connection_.number("SELECT CASE WHEN EXISTS (SELECT 1 FROM held_blobs WHERE blob = $1)"
                                             " OR EXISTS (SELECT 1 FROM uploads WHERE blob = $1)"
                                             " OR EXISTS (SELECT 1 FROM pending_signatures WHERE base = $1 OR prepared = $1)"
                                             " THEN 1 ELSE 0 END", {blob}));
    return found == 1;
}

}  // namespace congvan::sql
