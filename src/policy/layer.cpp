#include "policy/layer.hpp"

#include <algorithm>

#include "errors/policy.hpp"
#include "policy/rules.hpp"
#include "policy/slots.hpp"

namespace congvan::policy {
namespace {

constexpr LayerKind kKinds[] = {LayerKind::common, LayerKind::profile, LayerKind::overlay};
constexpr Branch kBranches[] = {Branch::state, Branch::party};
constexpr Standing kStandings[] = {Standing::certain, Standing::uncertain, Standing::beyond};

bool is_clause(std::string_view text) {
    constexpr std::string_view article = "Điều ";
    if (text.substr(0, article.size()) == article) {
        const auto rest = text.substr(article.size());
        return !rest.empty() && rest[0] >= '0' && rest[0] <= '9';
    }
    for (const std::string_view start : {"Phụ lục ", "Mục ", "Chương ", "Phần "}) {
        if (text.substr(0, start.size()) == start && text.size() > start.size()) return true;
    }
    return false;
}

Validity read_validity(TableReader& row) {
    const Validity validity{row.day("valid_from"), row.day("valid_to")};
    if (!validity.in_order()) row.problem(errors::policy::bad_value, "valid_to comes before valid_from");
    return validity;
}

Citation read_citation(TableReader& row, const Identity& identity) {
    Citation citation;
    citation.standing = row.word_or("standing", Standing::certain, kStandings);
    citation.clause = row.text_or("clause", "");
    citation.source = row.text_or("source", "");
    citation.validity = read_validity(row);
    citation.file = row.file();
    citation.line = row.line();
    const bool silent = citation.standing == Standing::beyond && citation.clause.empty();
    citation.text = row.text_or("text", silent ? "" : identity.cited_as);
    if (!silent && citation.clause.empty()) row.problem(errors::policy::missing_clause, "no clause is cited");
    if (!citation.clause.empty() && !is_clause(citation.clause)) {
        row.problem(errors::policy::bad_clause, "not in the form \"Điều 6 khoản 3\": " + citation.clause);
    }
    if (citation.standing != Standing::certain && citation.source.empty()) {
        row.problem(errors::policy::missing_source, "what is not certain needs its source");
    }
    return citation;
}

void check_overlaps(const std::vector<Row>& rows, const std::string& path, Problems& problems) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if (!rows[i].citation.validity.overlaps(rows[j].citation.validity)) continue;
            problems.add(errors::policy::overlapping_validity, rows[i].citation.file, rows[i].citation.line,
                         path + ": in force at the same time as the row of line " + std::to_string(rows[j].citation.line));
            return;
        }
    }
}

template <typename Read>
std::vector<Row> read_rows(const std::vector<const Node*>& nodes, const std::string& path, const Identity& identity,
                           TableReader& parent, Read read) {
    std::vector<Row> rows;
    for (const Node* node : nodes) {
        TableReader row(*node, parent.file(), path, parent.problems());
        Row made;
        made.apply = read(row);
        made.citation = read_citation(row, identity);
        row.finish();
        rows.push_back(std::move(made));
    }
    check_overlaps(rows, path, parent.problems());
    return rows;
}

// The tables that hold slots ("signing", "signing.appearance"), each read once.
class Groups {
public:
    explicit Groups(TableReader& top) : top_(top) {}

    // Null when the file does not have it.
    TableReader* find(std::string_view path) {
        if (path.empty()) return &top_;
        const auto at = open_.find(path);
        if (at != open_.end()) return at->second.get();
        const auto point = path.rfind('.');
        TableReader* parent = find(point == std::string_view::npos ? std::string_view() : path.substr(0, point));
        if (parent == nullptr) return nullptr;
        const Node* node = parent->node(path.substr(point == std::string_view::npos ? 0 : point + 1));
        if (node == nullptr) return nullptr;
        if (node->kind != Node::Kind::table) {
            parent->problems().add(errors::policy::bad_value, parent->file(), node->line, std::string(path) + " must be a table");
            return nullptr;
        }
        auto made = std::make_unique<TableReader>(*node, parent->file(), std::string(path), parent->problems());
        return open_.emplace(path, std::move(made)).first->second.get();
    }

    void finish() {
        for (auto& [path, reader] : open_) reader->finish();
        top_.finish();
    }

private:
    TableReader& top_;
    std::map<std::string, std::unique_ptr<TableReader>, std::less<>> open_;
};

void read_identity(TableReader& about, Layer& layer) {
    layer.kind = about.word("kind", kKinds);
    layer.identity.id = ProfileId(about.text("id"));
    layer.identity.title = about.text("title");
    layer.identity.cited_as = about.text("cited_as");
    layer.identity.branch = about.word("branch", kBranches);
    layer.identity.citation.file = about.file();
    layer.identity.citation.line = about.line();
    if (about.has("based_on")) layer.based_on = ProfileId(about.text("based_on"));
    if (layer.kind != LayerKind::common) {
        layer.identity.number = about.text("number");
        layer.identity.issuer = about.text("issuer");
        layer.identity.scope = about.text("scope");
        layer.identity.citation = read_citation(about, layer.identity);
        if (!layer.identity.citation.validity.from) {
            about.problem(errors::policy::missing_key, "\"valid_from\" is missing");
        }
    }
    if (layer.kind == LayerKind::overlay && !layer.based_on) {
        about.problem(errors::policy::missing_key, "an overlay needs \"based_on\"");
    }
    about.finish();
}

void read_rules(TableReader& rules, const Node& node, Layer& layer) {
    for (const auto& [id, value] : node.entries) {
        const auto known = [&id = id](const RuleText& rule) { return rule.id == id; };
        const auto all = every_rule();
        const auto nodes = rules.tables(id);
        if (std::none_of(all.begin(), all.end(), known)) {
            rules.problems().add(errors::policy::unknown_rule, rules.file(), value.line, "unknown rule \"" + id + "\"");
            continue;
        }
        const std::string path = "rules." + id;
        layer.slots[path] = read_rows(nodes, path, layer.identity, rules,
                                      [&id = id](TableReader& row) { return read_rule_level(row, id); });
    }
}

}  // namespace

std::string_view to_word(LayerKind kind) {
    switch (kind) {
        case LayerKind::common: return "common";
        case LayerKind::profile: return "profile";
        case LayerKind::overlay: return "overlay";
    }
    return "";
}

std::optional<Layer> read_layer(const SourceFile& file, Problems& problems) {
    const auto tree = parse_toml(file, problems);
    if (!tree) return std::nullopt;
    TableReader top(*tree, file.name, "file", problems);
    Groups groups(top);
    TableReader* about = groups.find("profile");
    if (about == nullptr) {
        problems.add(errors::policy::missing_key, file.name, 1, "the table [profile] is missing");
        return std::nullopt;
    }
    Layer layer;
    read_identity(*about, layer);
    for (const Slot& slot : every_slot()) {
        TableReader* group = groups.find(slot.group);
        if (group == nullptr) continue;
        const std::string path = slot.group.empty() ? std::string(slot.key) : std::string(slot.group) + "." + std::string(slot.key);
        auto rows = read_rows(group->tables(slot.key), path, layer.identity, *group, slot.read);
        if (!rows.empty()) layer.slots[path] = std::move(rows);
    }
    if (TableReader* rules = groups.find("rules")) read_rules(*rules, *top.node("rules"), layer);
    groups.finish();
    return layer;
}

std::vector<std::string> required_slots() {
    std::vector<std::string> paths;
    for (const Slot& slot : every_slot()) {
        if (slot.need == Need::sometimes) continue;
        paths.push_back(slot.group.empty() ? std::string(slot.key) : std::string(slot.group) + "." + std::string(slot.key));
    }
    return paths;
}

}  // namespace congvan::policy
