#pragma once

// The WHERE of a list, grown condition by condition. Texts are constants of the caller; values go in as parameters.

#include <string>
#include <string_view>
#include <vector>

#include "adapters/sql/param.hpp"

namespace congvan::sql {

// Rows of a list in its one order: most urgent first, then the newest.
struct ListPlace {
    std::int64_t urgency = 0;
    std::int64_t updated_at = 0;
    std::string id;
};
std::string to_cursor(const ListPlace& place);
// Fails: base.malformed_text (fix_input): not a cursor of ours.
Result<ListPlace> parse_cursor(std::string_view cursor);

class Condition {
public:
    // AND `text`, in which every `?` stands for the next of `values`.
    Condition& also(std::string_view text, std::vector<Param> values = {});
    // AND `column` IN (values); nothing when there are none.
    Condition& also_one_of(std::string_view column, const std::vector<std::string_view>& values);
    // AND every word of `folded` stands in `column`.
    Condition& also_every_word(std::string_view column, std::string_view folded);
    // AND after `place` in the order of the list.
    Condition& also_after(const ListPlace& place);

    // "a = $1 AND …"; with `before` values already numbered.
    const std::string& text() const { return text_; }
    const std::vector<Param>& values() const { return values_; }
    std::string next_number() const { return "$" + std::to_string(values_.size() + 1); }

private:
    std::string text_;
    std::vector<Param> values_;
    std::vector<std::unique_ptr<std::string>> owned_;
};

}  // namespace congvan::sql
