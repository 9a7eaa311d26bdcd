#pragma once

// Where the letters of a page or of a form stand, as far as can be told without drawing it: the matrices, fonts and widths
// of its content are followed, clipping and colours are not. Pure; a document is used by one thread at a time.

#include <string>
#include <vector>

#include "signing/pdf/font.hpp"
#include "signing/pdf/geometry.hpp"
#include "signing/pdf/reader.hpp"

namespace congvan::signing {

// One code of a shown string.
struct ShownLetter {
    double x = 0, y = 0;     // the middle of the letter's body, in user space of the page, or of the form
    std::string text;        // UTF-8; empty: not known
};

struct PageText {
    std::vector<ShownLetter> letters;  // in the order of drawing
    bool complete = true;         // false: something could not be read, or there was too much

    std::string text() const;     // all letters one after the other; U+FFFD for one that is not known
};

// How much may still be read, for all pages and forms that are asked about together.
struct TextBudget {
    std::size_t operators = 1'000'000;
    std::size_t letters = 400'000;
    std::size_t forms = 2'000;
};

PageText read_page_text(const pdf::Document& document, const pdf::Page& page, std::size_t at, TextBudget& budget);
PageText read_form_text(const pdf::Document& document, const pdf::Stream& form, std::size_t at, TextBudget& budget);

}  // namespace congvan::signing
