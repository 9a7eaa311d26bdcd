#pragma once

// Where things stand on a page. All lengths are points (1/72 inch), all coordinates are those of the page as a
// person sees it: after /Rotate, origin at the bottom left corner of the visible page, y upwards. Pages count
// from 1. Text boxes come from outside (`pdftotext -bbox`, whose y grows downwards, turned over by the caller).

#include <string>
#include <vector>

namespace congvan::signing {

inline constexpr double kPointsPerMm = 72.0 / 25.4;

struct Size {
    double width = 0;
    double height = 0;
};

inline constexpr Size kA4{595.276, 841.89};

struct Rect {
    double left = 0;
    double bottom = 0;
    double right = 0;
    double top = 0;

    double width() const { return right - left; }
    double height() const { return top - bottom; }
    friend bool operator==(const Rect&, const Rect&) = default;
};

inline bool overlap(const Rect& a, const Rect& b) {
    return a.left < b.right && b.left < a.right && a.bottom < b.top && b.bottom < a.top;
}

// One word of the text layer. `text` is NFC.
struct TextBox {
    int page = 1;
    double x = 0;  // left edge
    double y = 0;  // bottom edge
    double width = 0;
    double height = 0;
    std::string text;

    Rect rect() const { return {x, y, x + width, y + height}; }
};

// A rectangle on a page.
struct Place {
    int page = 1;
    Rect rect;
    friend bool operator==(const Place&, const Place&) = default;
};

// What placing needs to know of a document: the visible size of each page and the words on them, in any order.
struct PageLayout {
    std::vector<Size> pages;
    std::vector<TextBox> words;
};

}  // namespace congvan::signing
