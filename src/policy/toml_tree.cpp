#include "policy/toml_tree.hpp"

#include <toml++/toml.h>

#include "base/text.hpp"
#include "errors/policy.hpp"

namespace congvan::policy {
namespace {

std::optional<Node> convert(const toml::node& from);

std::optional<Node> convert_table(const toml::table& table, Node made) {
    for (const auto& [key, value] : table) {
        auto child = convert(value);
        if (!child) return std::nullopt;
        made.entries.emplace(std::string(key.str()), std::move(*child));
    }
    return made;
}

std::optional<Node> convert_list(const toml::array& list, Node made) {
    made.kind = Node::Kind::list;
    for (const auto& value : list) {
        auto child = convert(value);
        if (!child) return std::nullopt;
        made.items.push_back(std::move(*child));
    }
    return made;
}

// Nothing for the kinds of TOML that these files have no use for.
std::optional<Node> convert(const toml::node& from) {
    Node made;
    made.line = static_cast<int>(from.source().begin.line);
    if (const auto* table = from.as_table()) return convert_table(*table, std::move(made));
    if (const auto* list = from.as_array()) return convert_list(*list, std::move(made));
    if (const auto* text = from.as_string()) {
        made.kind = Node::Kind::text;
        made.text = text->get();
    } else if (const auto* number = from.as_integer()) {
        made.kind = Node::Kind::number;
        made.number = number->get();
    } else if (const auto* truth = from.as_boolean()) {
        made.kind = Node::Kind::truth;
        made.truth = truth->get();
    } else if (const auto* date = from.as_date()) {
        made.kind = Node::Kind::day;
        const auto& value = date->get();
        made.day = std::chrono::sys_days{std::chrono::year{value.year} / std::chrono::month{value.month} /
                                         std::chrono::day{value.day}};
    } else {
        return std::nullopt;
    }
    return made;
}

std::string_view name_of(Node::Kind kind) {
    switch (kind) {
        case Node::Kind::table: return "a table";
        case Node::Kind::list: return "a list";
        case Node::Kind::text: return "a text";
        case Node::Kind::number: return "a whole number";
        case Node::Kind::truth: return "true or false";
        case Node::Kind::day: return "a date";
    }
    return "";
}

}  // namespace

void Problems::add(std::string_view code, const std::string& file, int line, std::string_view what) {
    if (code_.empty()) code_ = code;
    if (!lines_.empty()) lines_ += '\n';
    lines_ += file + ":" + std::to_string(line) + ": " + std::string(what);
}

Error Problems::error() const { return {Remedy::call_operator, code_, lines_}; }

std::optional<Node> parse_toml(const SourceFile& file, Problems& problems) {
    const auto text = to_nfc(file.text);
    if (!text.has_value()) {
        problems.add(errors::policy::bad_toml, file.name, 1, "not UTF-8");
        return std::nullopt;
    }
    const toml::parse_result parsed = toml::parse(text.value());
    if (!parsed) {
        problems.add(errors::policy::bad_toml, file.name, static_cast<int>(parsed.error().source().begin.line),
                     parsed.error().description());
        return std::nullopt;
    }
    auto tree = convert(parsed.table());
    if (!tree) problems.add(errors::policy::bad_toml, file.name, 1, "a value that is no text, whole number, truth or date");
    return tree;
}

TableReader::TableReader(const Node& node, const std::string& file, std::string where, Problems& problems)
    : node_(node), file_(file), where_(std::move(where)), problems_(problems) {}

bool TableReader::has(std::string_view key) const { return node_.entries.find(key) != node_.entries.end(); }

const Node* TableReader::node(std::string_view key) {
    known_.emplace(key);
    const auto at = node_.entries.find(key);
    return at == node_.entries.end() ? nullptr : &at->second;
}

const Node* TableReader::of_kind(std::string_view key, Node::Kind kind, bool required) {
    const Node* found = node(key);
    if (found == nullptr) {
        if (required) problem(errors::policy::missing_key, "\"" + std::string(key) + "\" is missing");
        return nullptr;
    }
    if (found->kind == kind) return found;
    problems_.add(errors::policy::bad_value, file_, found->line,
                  where_ + "." + std::string(key) + " must be " + std::string(name_of(kind)));
    return nullptr;
}

void TableReader::wrong_value(std::string_view key, const std::string& why) {
    const Node* found = node(key);
    problems_.add(errors::policy::bad_value, file_, found == nullptr ? node_.line : found->line,
                  where_ + "." + std::string(key) + ": " + why);
}

std::string TableReader::text(std::string_view key) {
    const Node* found = of_kind(key, Node::Kind::text, true);
    if (found == nullptr) return {};
    if (found->text.find_first_not_of(' ') == std::string::npos) wrong_value(key, "is empty");
    return found->text;
}

std::string TableReader::text_or(std::string_view key, std::string_view otherwise) {
    const Node* found = of_kind(key, Node::Kind::text, false);
    return found == nullptr ? std::string(otherwise) : found->text;
}

std::int64_t TableReader::number_or(std::string_view key, std::int64_t otherwise) {
    const Node* found = of_kind(key, Node::Kind::number, false);
    return found == nullptr ? otherwise : found->number;
}

bool TableReader::truth_or(std::string_view key, bool otherwise) {
    const Node* found = of_kind(key, Node::Kind::truth, false);
    return found == nullptr ? otherwise : found->truth;
}

std::optional<Day> TableReader::day(std::string_view key) {
    const Node* found = of_kind(key, Node::Kind::day, false);
    return found == nullptr ? std::nullopt : std::optional(found->day);
}

std::vector<std::string> TableReader::texts(std::string_view key) {
    const Node* found = of_kind(key, Node::Kind::list, true);
    std::vector<std::string> read;
    if (found == nullptr) return read;
    for (const auto& item : found->items) {
        if (item.kind != Node::Kind::text || item.text.empty()) {
            wrong_value(key, "every item must be a text");
            return read;
        }
        read.push_back(item.text);
    }
    if (read.empty()) wrong_value(key, "is empty");
    return read;
}

std::vector<const Node*> TableReader::tables(std::string_view key) {
    const Node* found = node(key);
    if (found == nullptr) return {};
    if (found->kind == Node::Kind::table) return {found};
    std::vector<const Node*> read;
    const bool all_tables = found->kind == Node::Kind::list &&
                            std::all_of(found->items.begin(), found->items.end(),
                                        [](const Node& item) { return item.kind == Node::Kind::table; });
    if (!all_tables) {
        wrong_value(key, "must be a table or a list of tables");
        return read;
    }
    for (const auto& item : found->items) read.push_back(&item);
    return read;
}

void TableReader::finish() {
    for (const auto& [key, value] : node_.entries) {
        if (known_.find(key) != known_.end()) continue;
        problems_.add(errors::policy::unknown_key, file_, value.line, where_ + ": unknown key \"" + key + "\"");
    }
}

}  // namespace congvan::policy
