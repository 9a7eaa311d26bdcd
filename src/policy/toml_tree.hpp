#pragma once

// TOML text as a tree of our own, so that the parser is compiled in one place, and a reader that notices what nobody
// read. Internal to this module.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.hpp"
#include "base/result.hpp"
#include "policy/profile_set.hpp"

namespace congvan::policy {

struct Node {
    enum class Kind { table, list, text, number, truth, day };
    Kind kind = Kind::table;
    int line = 0;
    std::string text;
    std::int64_t number = 0;
    bool truth = false;
    Day day;
    std::vector<Node> items;
    std::map<std::string, Node, std::less<>> entries;
};

// What is wrong with the files, in the order in which it was met.
class Problems {
public:
    void add(std::string_view code, const std::string& file, int line, std::string_view what);
    bool none() const { return code_.empty(); }
    // The first code and every line.
    Error error() const;

private:
    std::string_view code_;
    std::string lines_;
};

// The file as a tree. Nothing, after telling `problems` (policy.bad_toml), when it is not TOML in UTF-8. Text is in NFC.
std::optional<Node> parse_toml(const SourceFile& file, Problems& problems);

// Reads the keys of one table. Every key that was asked for is known; `finish` reports the others. Values that are
// missing or of a wrong kind are reported (policy.missing_key, policy.bad_value) and read as empty.
class TableReader {
public:
    TableReader(const Node& node, const std::string& file, std::string where, Problems& problems);

    const Node* node(std::string_view key);  // null when absent
    bool has(std::string_view key) const;
    std::string text(std::string_view key);  // required and not empty
    std::string text_or(std::string_view key, std::string_view otherwise);
    std::int64_t number_or(std::string_view key, std::int64_t otherwise);
    bool truth_or(std::string_view key, bool otherwise);
    std::optional<Day> day(std::string_view key);
    std::vector<std::string> texts(std::string_view key);  // required and not empty
    std::vector<const Node*> tables(std::string_view key);  // a table or a list of tables; absent: none

    template <typename T, std::size_t N>
    T word(std::string_view key, const T (&choices)[N]) {
        return one_of(text(key), key, choices);
    }
    template <typename T, std::size_t N>
    T word_or(std::string_view key, T otherwise, const T (&choices)[N]) {
        return has(key) ? word(key, choices) : otherwise;
    }
    template <typename T, std::size_t N>
    std::vector<T> words(std::string_view key, const T (&choices)[N]) {
        std::vector<T> read;
        for (const auto& each : texts(key)) read.push_back(one_of(each, key, choices));
        return read;
    }

    void finish();
    void problem(std::string_view code, std::string_view what) { problems_.add(code, file_, node_.line, where_ + ": " + std::string(what)); }
    int line() const { return node_.line; }
    const std::string& file() const { return file_; }
    const std::string& where() const { return where_; }
    Problems& problems() { return problems_; }

private:
    template <typename T, std::size_t N>
    T one_of(const std::string& text, std::string_view key, const T (&choices)[N]) {
        for (const T choice : choices) {
            if (to_word(choice) == text) return choice;
        }
        if (!text.empty()) wrong_value(key, "\"" + text + "\" is not one of the words");
        return choices[0];
    }
    const Node* of_kind(std::string_view key, Node::Kind kind, bool required);
    void wrong_value(std::string_view key, const std::string& why);

    const Node& node_;
    const std::string& file_;
    std::string where_;
    Problems& problems_;
    std::set<std::string, std::less<>> known_;
};

}  // namespace congvan::policy
