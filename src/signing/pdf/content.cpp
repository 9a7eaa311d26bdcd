#include "signing/pdf/content.hpp"

namespace congvan::signing::pdf {
namespace {

bool starts_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '\'' || c == '"' || c == '*'; }

}  // namespace

bool ContentReader::next(std::vector<Object>& operands, std::string& word) {
    for (;;) {
        parser_.skip_space_and_comments();
        if (parser_.at_end()) return false;
        const auto at = parser_.at();
        if (starts_word(static_cast<char>(content_[at]))) {
            auto end = at;
            while (end < content_.size() && !is_space(content_[end]) && !is_delimiter(content_[end])) ++end;
            word = as_text(content_.subspan(at, end - at));
            parser_.move_to(end);
            if (word == "true" || word == "false" || word == "null") {
                if (operands.size() < kMostOperands) operands.emplace_back(Null{});
                continue;
            }
            if (word == "ID") skip_inline_image();
            return true;
        }
        left_ = kMostValues;
        auto object = parser_.object();
        if (!object.has_value()) {
            damaged_ = true;
            parser_.move_to(std::max(parser_.at(), at) + 1);
        } else if (operands.size() < kMostOperands) {
            operands.push_back(std::move(object).value());
        }
    }
}

// From "ID" to "EI" with white space around it.
void ContentReader::skip_inline_image() {
    for (auto at = parser_.at(); at + 3 < content_.size(); ++at) {
        const bool end = is_space(content_[at]) && content_[at + 1] == std::byte{'E'} && content_[at + 2] == std::byte{'I'} &&
                         (is_space(content_[at + 3]));
        if (!end) continue;
        return parser_.move_to(at + 1);
    }
    parser_.move_to(content_.size());
}

}  // namespace congvan::signing::pdf
