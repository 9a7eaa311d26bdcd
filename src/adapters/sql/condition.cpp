#include "adapters/sql/condition.hpp"

#include <charconv>

#include "base/uuid.hpp"
#include "errors/base.hpp"

namespace congvan::sql {
namespace {

// The number up to `end_mark`, which is taken too.
std::optional<std::int64_t> take_number(std::string_view& text, char end_mark) {
    const auto end = text.find(end_mark);
    if (end == std::string_view::npos) return std::nullopt;
    std::int64_t number = 0;
    const auto [stop, problem] = std::from_chars(text.data(), text.data() + end, number);
    if (problem != std::errc() || stop != text.data() + end) return std::nullopt;
    text.remove_prefix(end + 1);
    return number;
}

// `word` anywhere, for LIKE … ESCAPE '!'.
std::string pattern_of(std::string_view word) {
    std::string pattern = "%";
    for (const char c : word) {
        if (c == '%' || c == '_' || c == '!') pattern += '!';
        pattern += c;
    }
    return pattern + "%";
}

}  // namespace

std::string to_cursor(const ListPlace& place) {
    return std::to_string(place.urgency) + "." + std::to_string(place.updated_at) + "." + place.id;
}

Result<ListPlace> parse_cursor(std::string_view cursor) {
    const Error malformed{Remedy::fix_input, errors::base::malformed_text, "not a cursor of a list"};
    const auto urgency = take_number(cursor, '.');
    const auto updated_at = take_number(cursor, '.');
    if (!urgency.has_value() || !updated_at.has_value() || !Uuid::parse(cursor).has_value()) return malformed;
    return ListPlace{*urgency, *updated_at, std::string(cursor)};
}

Condition& Condition::also(std::string_view text, std::vector<Param> values) {
    if (!text_.empty()) text_ += " AND ";
    auto value = values.begin();
    for (const char c : text) {
        if (c != '?') {
            text_ += c;
            continue;
        }
        CONGVAN_INVARIANT(value != values.end());
        text_ += next_number();
        values_.push_back(*value++);
    }
    CONGVAN_INVARIANT(value == values.end());
    return *this;
}

Condition& Condition::also_one_of(std::string_view column, const std::vector<std::string_view>& values) {
    if (values.empty()) return *this;
    std::string text = std::string(column) + " IN (";
    for (std::size_t i = 0; i < values.size(); ++i) text += i == 0 ? "?" : ", ?";
    return also(text + ")", {values.begin(), values.end()});
}

Condition& Condition::also_every_word(std::string_view column, std::string_view folded) {
    while (true) {
        const auto from = folded.find_first_not_of(' ');
        if (from == std::string_view::npos) return *this;
        const auto to = std::min(folded.find(' ', from), folded.size());
        owned_.push_back(std::make_unique<std::string>(pattern_of(folded.substr(from, to - from))));
        also(std::string(column) + " LIKE ? ESCAPE '!'", {std::string_view(*owned_.back())});
        folded.remove_prefix(to);
    }
}

Condition& Condition::also_after(const ListPlace& place) {
    owned_.push_back(std::make_unique<std::string>(place.id));
    return also("(urgency, updated_at, id) < (?, ?, ?)", {place.urgency, place.updated_at, std::string_view(*owned_.back())});
}

}  // namespace congvan::sql
