#include <algorithm>
#include <set>

#include "errors/policy.hpp"
#include "policy/files.hpp"
#include "policy/toml_tree.hpp"

namespace congvan::policy {
namespace {

constexpr directory::Role kRoles[] = {directory::Role::specialist, directory::Role::leader, directory::Role::clerk,
                                      directory::Role::archivist, directory::Role::administrator};

AgencyId agency_id(const std::string& key) { return AgencyId(Uuid::derived({"congvan directory file", "agency", key})); }
PersonId person_id(const std::string& user) { return PersonId(Uuid::derived({"congvan directory file", "person", user})); }

// "H99.01", or { code = "000.00.00.H99", valid_to = 2022-09-15 }
void read_code(const Node& node, TableReader& agency, std::vector<directory::DatedCode>& codes) {
    Validity validity;
    std::string text = node.text;
    if (node.kind == Node::Kind::table) {
        TableReader row(node, agency.file(), "agencies.codes", agency.problems());
        text = row.text("code");
        validity = {row.day("valid_from"), row.day("valid_to")};
        row.finish();
    }
    const auto code = directory::AgencyCode::parse(text);
    if (!code.has_value()) {
        agency.problems().add(errors::policy::bad_value, agency.file(), node.line, "no agency code: " + text);
        return;
    }
    codes.push_back({code.value(), code.value().scheme(), validity});
}

std::vector<directory::DatedCode> read_codes(TableReader& agency) {
    std::vector<directory::DatedCode> codes;
    const Node* list = agency.node("codes");
    if (list == nullptr || list->kind != Node::Kind::list || list->items.empty()) {
        agency.problem(errors::policy::missing_key, "\"codes\" must be a list");
        return codes;
    }
    for (const Node& item : list->items) read_code(item, agency, codes);
    return codes;
}

std::vector<directory::Unit> read_units(TableReader& agency) {
    std::vector<directory::Unit> units;
    for (const Node* node : agency.tables("units")) {
        TableReader row(*node, agency.file(), "agencies.units", agency.problems());
        directory::Unit unit;
        unit.abbreviation = row.text("abbreviation");
        unit.name = row.text("name");
        row.finish();
        units.push_back(std::move(unit));
    }
    return units;
}

void read_person(TableReader& row, AgencyId agency, DirectoryFile& into) {
    const std::string user = row.text("user");
    const std::string name = row.text("name");
    directory::Post post;
    post.role = row.word("role", kRoles);
    post.title = row.text("title");
    post.unit = row.text_or("unit", "");
    row.finish();
    const auto user_name = directory::UserName::parse(user);
    if (!user_name.has_value()) {
        row.problem(errors::policy::bad_value, "no user name: " + user);
        return;
    }
    const PersonId id = person_id(user_name.value().text());
    const auto same = [&](const directory::Person& person) { return person.id == id; };
    if (std::any_of(into.people.begin(), into.people.end(), same)) {
        row.problem(errors::policy::user_twice, "the user name stands twice: " + user);
        return;
    }
    into.people.push_back({id, user_name.value(), name, directory::person_sort_key(name), {}});
    post.person = id;
    post.agency = agency;
    into.posts.push_back(std::move(post));
}

void read_agency(TableReader& row, DirectoryFile& into, std::set<std::string>& keys) {
    const std::string key = row.text("key");
    keys.insert(key);
    directory::Agency agency;
    agency.id = agency_id(key);
    agency.codes = read_codes(row);
    agency.name = row.text("name");
    agency.short_name = row.text("short_name");
    agency.units = read_units(row);
    if (row.has("parent")) {
        const std::string parent = row.text("parent");
        if (keys.count(parent) == 0) row.problem(errors::policy::unknown_agency, "no agency before it has the key " + parent);
        agency.parent = agency_id(parent);
    }
    if (row.has("profile")) agency.profile = ProfileId(row.text("profile"));
    agency.validity = {row.day("valid_from"), row.day("valid_to")};
    for (const Node* node : row.tables("people")) {
        TableReader person(*node, row.file(), "agencies.people", row.problems());
        read_person(person, agency.id, into);
    }
    row.finish();
    into.agencies.push_back(std::move(agency));
}

}  // namespace

Result<DirectoryFile> load_directory(const SourceFile& file) {
    Problems problems;
    const auto tree = parse_toml(file, problems);
    if (!tree) return problems.error();
    TableReader top(*tree, file.name, "directory", problems);
    DirectoryFile made;
    made.title = top.text("title");
    std::set<std::string> keys;
    for (const Node* node : top.tables("agencies")) {
        TableReader row(*node, file.name, "agencies", problems);
        read_agency(row, made, keys);
    }
    top.finish();
    if (!problems.none()) return problems.error();
    return made;
}

}  // namespace congvan::policy
