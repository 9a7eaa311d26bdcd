#pragma once

// What placing knows of one page: its words as lines, what is taken, and the search for free room. Shared by the functions
// behind seal_place.hpp. Pure; any thread.

#include <optional>
#include <vector>

#include "signing/pdf/text_lines.hpp"

namespace congvan::signing {

inline constexpr double kEdge = 14;        // points that printers cannot reach
inline constexpr double kLeftMargin = 85;  // 30 mm
inline constexpr double kClear = 1.5;      // the least that a place keeps from what stands at its sides
inline constexpr double kAir = 2;

// The layout that it was made from must outlive it.
struct PageRoom {
    int number = 1;
    Size size;
    std::vector<TextLine> lines;
    std::vector<Rect> taken;  // the lines, then the earlier signatures
};

// `number` is one of the layout's pages.
PageRoom page_room(const PageLayout& layout, const std::vector<Place>& signatures, int number);

// What a place keeps clear of others. Boxes of words have air above and below already.
struct Air {
    double sides = kClear;
    double above = 0;  // and below
};

bool is_free(const PageRoom& page, const Rect& rect, const Air& air = {});

// The free place within `area` that has the size of `wish` and is nearest to it.
std::optional<Rect> nearest_free(const PageRoom& page, const Rect& area, const Rect& wish, const Air& air = {});

// The place of `size` that covers least; each of `taken` from `words` on weighs more than all words together.
Rect least_covering(const PageRoom& page, std::size_t words, const Size& size);

Rect box(double left, double bottom, const Size& size);
Rect kept_inside(const Rect& rect, const Size& page);  // moved and, when larger than the page, made smaller
Rect whole(const Size& page);                          // all that printers reach
double shared_area(const Rect& a, const Rect& b);
double centre(const Rect& rect);                       // of its width

}  // namespace congvan::signing
