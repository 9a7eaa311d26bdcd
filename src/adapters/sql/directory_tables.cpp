#include "adapters/sql/directory_tables.hpp"

#include "adapters/sql/words.hpp"
#include "directory/permission.hpp"

namespace congvan::sql {
namespace {

using directory::Agency;
using directory::Delegation;
using directory::HeldKey;
using directory::Person;
using directory::Post;
using Rows = std::vector<std::vector<Param>>;

struct CodeOf {
    AgencyId agency;
    directory::DatedCode code;
};
struct UnitOf {
    AgencyId agency;
    directory::Unit unit;
};

Agency agency_row(Row& row) {
    Agency made;
    made.id = row.named<AgencyId>(0);
    made.name = row.text(1);
    made.short_name = row.text(2);
    made.parent = row.maybe_named<AgencyId>(3);
    made.profile = row.maybe_named<directory::ProfileId>(4);
    made.validity = validity_at(row, 5);
    return made;
}

Result<CodeOf> code_row(Row& row) {
    LET(auto code, stored(directory::AgencyCode::parse(row.text_view(1))));
    LET(const auto scheme, stored(directory::parse_code_scheme(row.text_view(2))));
    return CodeOf{row.named<AgencyId>(0), {std::move(code), scheme, validity_at(row, 3)}};
}

Result<Person> person_row(Row& row) {
    LET(auto user_name, stored(directory::UserName::parse(row.text_view(1))));
    return Person{row.named<PersonId>(0), std::move(user_name), row.text(2), row.text(3), validity_at(row, 4)};
}

Result<Post> post_row(Row& row) {
    LET(const auto role, stored(directory::parse_role(row.text_view(2))));
    return Post{row.named<PersonId>(0), row.named<AgencyId>(1), role, row.text(3), row.text(4), validity_at(row, 5)};
}

Result<HeldKey> key_row(Row& row) {
    HeldKey made;
    made.id = row.named<directory::KeyId>(0);
    LET(made.purpose, stored(directory::parse_key_purpose(row.text_view(1))));
    made.agency = row.named<AgencyId>(2);
    made.person = row.maybe_named<PersonId>(3);
    made.token_label = row.text(4);
    made.certificate = row.bytes(5);
    made.sha256 = row.digest(6);
    made.validity = validity_at(row, 7);
    return made;
}

std::string joined(const std::vector<directory::Act>& acts) {
    std::string text;
    for (const auto act : acts) {
        if (!text.empty()) text += ' ';
        text += to_word(act);
    }
    return text;
}

Result<std::vector<directory::Act>> split_acts(std::string_view text) {
    std::vector<directory::Act> acts;
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        LET(const auto act, stored(directory::parse_act(text.substr(0, end))));
        acts.push_back(act);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return acts;
}

Result<Delegation> delegation_row(Row& row) {
    Delegation made;
    made.id = row.named<directory::DelegationId>(0);
    LET(made.kind, stored(directory::parse_delegation_kind(row.text_view(1))));
    made.agency = row.named<AgencyId>(2);
    made.from = row.named<PersonId>(3);
    made.to = row.named<PersonId>(4);
    LET(made.of, stored(directory::parse_role(row.text_view(5))));
    LET(made.acts, split_acts(row.text_view(6)));
    made.reference = row.text(7);
    made.validity = validity_at(row, 8);
    return made;
}

}  // namespace

Result<std::vector<Agency>> DirectoryTables::agencies() {
    LET(auto found, connection_.all("SELECT id, name, short_name, parent, profile, valid_from, valid_to FROM agencies"
                                    " ORDER BY place", {}, agency_row));
    std::map<AgencyId, Agency*> by_id;
    for (auto& agency : found) by_id[agency.id] = &agency;
    LET(const auto codes, connection_.all("SELECT agency, code, scheme, valid_from, valid_to FROM agency_codes"
                                          " ORDER BY agency, place", {}, code_row));
    for (const auto& row : codes) by_id.at(row.agency)->codes.push_back(row.code);  // the foreign key says it is there
    LET(const auto units, connection_.all("SELECT agency, abbreviation, name FROM agency_units ORDER BY agency, place", {},
                                          [](Row& row) { return UnitOf{row.named<AgencyId>(0), {row.text(1), row.text(2)}}; }));
    for (const auto& row : units) by_id.at(row.agency)->units.push_back(row.unit);
    return found;
}

Result<usecases::DirectoryRecords> DirectoryTables::all() {
    usecases::DirectoryRecords found;
    LET(found.agencies, agencies());
    LET(found.people, connection_.all("SELECT id, user_name, full_name, name_sort, valid_from, valid_to FROM people"
                                      " ORDER BY place", {}, person_row));
    LET(found.posts, connection_.all("SELECT person, agency, role, title, unit, valid_from, valid_to FROM posts"
                                     " ORDER BY place", {}, post_row));
    LET(found.keys, connection_.all("SELECT id, purpose, agency, person, token_label, certificate, sha256, valid_from, valid_to"
                                    " FROM held_keys ORDER BY place", {}, key_row));
    LET(found.delegations,
        connection_.all("SELECT id, kind, agency, giver, receiver, role, acts, reference, valid_from, valid_to"
                        " FROM delegations ORDER BY place", {}, delegation_row));
    return found;
}

Result<Done> DirectoryTables::replace(const usecases::DirectoryRecords& directory) {
    TRY(connection_.lock("directory"));
    for (const auto table : {"delegations", "held_keys", "posts", "people", "agency_units", "agency_codes", "agencies"}) {
        TRY(connection_.execute("DELETE FROM " + std::string(table)));
    }
    TRY(add_agencies(directory.agencies));
    TRY(add_people(directory));
    TRY(add_keys(directory.keys));
    return add_delegations(directory.delegations);
}

Result<Done> DirectoryTables::add_agencies(const std::vector<Agency>& agencies) {
    Rows rows;
    Rows codes;
    Rows units;
    for (const auto& agency : agencies) {
        rows.push_back({agency.id, rows.size(), agency.name, agency.short_name, agency.parent, agency.profile,
                        agency.validity.from, agency.validity.to});
        for (const auto& code : agency.codes) {
            codes.push_back({code.code.text(), agency.id, codes.size(), to_word(code.scheme), code.validity.from, code.validity.to});
        }
        for (const auto& unit : agency.units) units.push_back({agency.id, units.size(), unit.abbreviation, unit.name});
    }
    TRY(connection_.execute_many("INSERT INTO agencies (id, place, name, short_name, parent, profile, valid_from, valid_to)"
                                 " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)", rows));
    TRY(connection_.execute_many("INSERT INTO agency_codes (code, agency, place, scheme, valid_from, valid_to)"
                                 " VALUES ($1, $2, $3, $4, $5, $6)", codes));
    TRY(connection_.execute_many("INSERT INTO agency_units (agency, place, abbreviation, name) VALUES ($1, $2, $3, $4)", units));
    return Done{};
}

Result<Done> DirectoryTables::add_people(const usecases::DirectoryRecords& directory) {
    Rows people;
    for (const auto& person : directory.people) {
        people.push_back({person.id, people.size(), person.user_name.text(), person.full_name, person.sort_key,
                          person.validity.from, person.validity.to});
    }
    TRY(connection_.execute_many("INSERT INTO people (id, place, user_name, full_name, name_sort, valid_from, valid_to)"
                                 " VALUES ($1, $2, $3, $4, $5, $6, $7)", people));
    Rows posts;
    for (const auto& post : directory.posts) {
        posts.push_back({posts.size(), post.person, post.agency, to_word(post.role), post.title, post.unit,
                         post.validity.from, post.validity.to});
    }
    TRY(connection_.execute_many("INSERT INTO posts (place, person, agency, role, title, unit, valid_from, valid_to)"
                                 " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)", posts));
    return Done{};
}

Result<Done> DirectoryTables::add_keys(const std::vector<HeldKey>& keys) {
    Rows rows;
    for (const auto& key : keys) {
        rows.push_back({key.id, rows.size(), to_word(key.purpose), key.agency, key.person, key.token_label, key.certificate,
                        key.sha256, key.validity.from, key.validity.to});
    }
    TRY(connection_.execute_many("INSERT INTO held_keys (id, place, purpose, agency, person, token_label, certificate, sha256,"
                                 " valid_from, valid_to) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)", rows));
    return Done{};
}

Result<Done> DirectoryTables::add_delegations(const std::vector<Delegation>& delegations) {
    std::vector<std::string> acts;
    for (const auto& delegation : delegations) acts.push_back(joined(delegation.acts));
    Rows rows;
    for (const auto& delegation : delegations) {
        rows.push_back({delegation.id, rows.size(), to_word(delegation.kind), delegation.agency, delegation.from, delegation.to,
                        to_word(delegation.of), acts[rows.size()], delegation.reference, delegation.validity.from,
                        delegation.validity.to});
    }
    TRY(connection_.execute_many("INSERT INTO delegations (id, place, kind, agency, giver, receiver, role, acts, reference,"
                                 " valid_from, valid_to) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)", rows));
    return Done{};
}

}  // namespace congvan::sql
