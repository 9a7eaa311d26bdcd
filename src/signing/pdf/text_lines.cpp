#include "signing/pdf/text_lines.hpp"

#include <algorithm>

namespace congvan::signing {
namespace {

bool same_height(const TextBox& a, const TextBox& b) {
    const double shared = std::min(a.y + a.height, b.y + b.height) - std::max(a.y, b.y);
    return shared > 0.5 * std::min(a.height, b.height);
}

TextLine line_of(int page, std::vector<const TextBox*> words) {
    TextLine line;
    line.page = page;
    line.rect = words.front()->rect();
    for (const TextBox* word : words) {
        const Rect rect = word->rect();
        line.rect = {std::min(line.rect.left, rect.left), std::min(line.rect.bottom, rect.bottom),
                     std::max(line.rect.right, rect.right), std::max(line.rect.top, rect.top)};
    }
    line.words = std::move(words);
    return line;
}

}  // namespace

std::string TextLine::text() const {
    std::string joined;
    for (const TextBox* word : words) {
        if (!joined.empty()) joined += ' ';
        joined += word->text;
    }
    return joined;
}

std::vector<TextLine> text_lines(const PageLayout& layout, int page, double widest_gap) {
    std::vector<const TextBox*> words;
    for (const TextBox& word : layout.words) {
        if (word.page == page && !word.text.empty()) words.push_back(&word);
    }
    std::stable_sort(words.begin(), words.end(), [](const TextBox* a, const TextBox* b) {
        return a->y + a->height / 2 > b->y + b->height / 2;
    });
    std::vector<TextLine> lines;
    for (auto at = words.begin(); at != words.end();) {
        auto end = std::find_if(at, words.end(), [&](const TextBox* word) { return !same_height(**at, *word); });
        std::stable_sort(at, end, [](const TextBox* a, const TextBox* b) { return a->x < b->x; });
        std::vector<const TextBox*> current;
        for (; at != end; ++at) {
            if (!current.empty() && (*at)->x - (current.back()->x + current.back()->width) > widest_gap) {
                lines.push_back(line_of(page, std::move(current)));
                current.clear();
            }
            current.push_back(*at);
        }
        lines.push_back(line_of(page, std::move(current)));
    }
    return lines;
}

}  // namespace congvan::signing
