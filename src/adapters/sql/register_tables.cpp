#include "adapters/sql/register_tables.hpp"

#include "adapters/sql/words.hpp"

namespace congvan::sql {
namespace {

using registers::BookKey;
using registers::Line;
using registers::RegisterBook;
using registers::Sequence;
using usecases::RegisterRow;

constexpr std::string_view kLine = "SELECT sequence, state, subject, day, notation, columns_, note FROM register_lines WHERE ";

Result<RegisterRow> book_row(Row& row) {
    RegisterRow made;
    made.key.agency = row.named<AgencyId>(0);
    LET(made.key.kind, stored(registers::parse_book_kind(row.text_view(1))));
    made.key.series = row.text(2);
    made.key.period = row.text(3);
    made.last = row.named<Sequence>(4);
    return made;
}

Result<Line> line(Row& row) {
    Line made;
    made.sequence = row.named<Sequence>(0);
    LET(made.state, from_word(row.text_view(1), registers::LineState::voided));
    made.subject = row.uuid(2);
    made.day = row.day(3);
    made.notation = row.text(4);
    LET(made.columns, decoded_fields(row.bytes_view(5)));
    made.note = row.text(6);
    return made;
}

}  // namespace

Result<std::vector<RegisterRow>> RegisterTables::of_agency(AgencyId agency) {
    return connection_.all("SELECT agency, kind, series, period, last FROM register_books WHERE agency = $1"
                           " ORDER BY period DESC, kind, series", {agency}, book_row);
}

Result<std::optional<RegisterRow>> RegisterTables::by_id(BookId id) {
    return connection_.first("SELECT agency, kind, series, period, last FROM register_books WHERE id = $1", {id}, book_row);
}

Result<std::vector<Line>> RegisterTables::lines(BookId id, std::optional<Sequence> before, std::uint32_t limit) {
    const auto below = before.has_value() ? std::int64_t{before->raw()} : std::numeric_limits<std::int64_t>::max();
    return connection_.all(std::string(kLine) + "book = $1 AND sequence < $2 ORDER BY sequence DESC LIMIT $3",
                           {id, below, limit}, line);
}

Result<RegisterBook> RegisterTables::lock(const BookKey& key, const Uuid& subject) {
    RegisterBook book;
    book.key = key;
    const auto id = key.id();
    TRY(connection_.lock("register book " + id.raw().text()));
    TRY(connection_.each("SELECT last, revision FROM register_books WHERE id = $1", {id}, [&](Row& row) -> Result<Done> {
        book.last = row.named<Sequence>(0);
        book.revision = row.named<Revision>(1);
        return Done{};
    }));
    LET(auto found, connection_.all(std::string(kLine) + "book = $1 AND subject = $2 ORDER BY sequence", {id, subject}, line));
    for (auto& one : found) {
        const auto sequence = one.sequence;
        book.lines.emplace(sequence, std::move(one));
    }
    return book;
}

Result<Done> RegisterTables::save(const RegisterBook& book) {
    const auto id = book.key.id();
    TRY(connection_.execute(
        "INSERT INTO register_books (id, agency, kind, series, period, last, revision) VALUES ($1, $2, $3, $4, $5, $6, $7)"
        " ON CONFLICT (id) DO UPDATE SET last = excluded.last, revision = excluded.revision",
        {id, book.key.agency, to_word(book.key.kind), book.key.series, book.key.period, book.last, book.revision}));
    std::vector<Bytes> columns;
    for (const auto& [sequence, one] : book.lines) columns.push_back(encoded(one.columns));
    std::vector<std::vector<Param>> rows;
    for (const auto& [sequence, one] : book.lines) {
        rows.push_back({id, sequence, to_word(one.state), one.subject, one.day, one.notation, columns[rows.size()], one.note});
    }
    TRY(connection_.execute_many(
        "INSERT INTO register_lines (book, sequence, state, subject, day, notation, columns_, note)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (book, sequence) DO UPDATE SET state = excluded.state,"
        " subject = excluded.subject, day = excluded.day, notation = excluded.notation, columns_ = excluded.columns_,"
        " note = excluded.note", rows));
    return Done{};
}

}  // namespace congvan::sql
