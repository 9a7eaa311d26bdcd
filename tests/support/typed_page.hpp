#pragma once

// For tests: what a reader of PDF text tells about a typed page.

#include <string>
#include <vector>

#include "signing/pdf/geometry.hpp"
#include "support/signing_tools.hpp"

namespace congvan::testing_support {

// A line of a document as a reader of PDF text sees it: words with their boxes, set in 13 points. A blank makes a new
// word; a tab moves on to the next place.
struct Typed {
    std::string text;
    double x;
    double y;                         // of the baseline
    std::vector<double> tabs = {};    // where what follows each tab begins
};

inline signing::PageLayout layout_of(const std::vector<Typed>& lines) {
    signing::PageLayout layout;
    layout.pages = {signing::kA4};
    for (const Typed& line : lines) {
        double x = line.x;
        std::size_t tab = 0;
        std::string word;
        const auto close = [&] {
            const double width = serif().width(word, signing::FontStyle::regular, 13);
            if (!word.empty()) layout.words.push_back({1, x, line.y - 0.216 * 13, width, 1.107 * 13, word});
            x += width;
            word.clear();
        };
        for (char c : line.text) {
            if (c != ' ' && c != '\t') {
                word += c;
                continue;
            }
            close();
            x = c == '\t' ? line.tabs.at(tab++) : x + serif().width(" ", signing::FontStyle::regular, 13);
        }
        close();
    }
    return layout;
}

}  // namespace congvan::testing_support
