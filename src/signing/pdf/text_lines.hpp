#pragma once

// Lines of text made out of words that have places.

#include <vector>

#include "signing/pdf/geometry.hpp"

namespace congvan::signing {

// Words side by side, left to right; `rect` holds them all.
struct TextLine {
    int page = 1;
    Rect rect;
    std::vector<const TextBox*> words;

    std::string text() const;  // the words with a space between
};

// The lines of one page from top to bottom, and from left to right at one height. A gap wider than `widest_gap` points begins
// a new line (the two columns of a letterhead). The layout must outlive the result.
std::vector<TextLine> text_lines(const PageLayout& layout, int page, double widest_gap);

}  // namespace congvan::signing
