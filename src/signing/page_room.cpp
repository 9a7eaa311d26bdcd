#include "signing/page_room.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace congvan::signing {
namespace {

constexpr double kColumnGap = 24;  // points: wider than a blank between words of one line
constexpr double kStep = 4;        // of the search for a free place

}  // namespace

PageRoom page_room(const PageLayout& layout, const std::vector<Place>& signatures, int number) {
    PageRoom page{number, layout.pages[static_cast<std::size_t>(number) - 1], text_lines(layout, number, kColumnGap), {}};
    for (const TextLine& line : page.lines) page.taken.push_back(line.rect);
    for (const Place& place : signatures) {
        if (place.page == number) page.taken.push_back(place.rect);
    }
    return page;
}

bool is_free(const PageRoom& page, const Rect& rect, const Air& air) {
    const Rect wider{rect.left - air.sides, rect.bottom - air.above, rect.right + air.sides, rect.top + air.above};
    return std::none_of(page.taken.begin(), page.taken.end(), [&](const Rect& other) { return overlap(wider, other); });
}

std::optional<Rect> nearest_free(const PageRoom& page, const Rect& area, const Rect& wish, const Air& air) {
    constexpr double kRounding = 1e-6;
    const bool inside = wish.left >= area.left - kRounding && wish.right <= area.right + kRounding &&
                        wish.bottom >= area.bottom - kRounding && wish.top <= area.top + kRounding;
    if (inside && is_free(page, wish, air)) return wish;
    const Size size{wish.width(), wish.height()};
    std::optional<Rect> best;
    double best_distance = 0;
    for (double y = area.top - size.height; y >= area.bottom; y -= kStep) {
        for (double x = area.left; x + size.width <= area.right; x += kStep) {
            const double distance = std::hypot(x - wish.left, y - wish.bottom);
            if (best.has_value() && distance >= best_distance) continue;
            const Rect rect = box(x, y, size);
            if (!is_free(page, rect, air)) continue;
            best = rect;
            best_distance = distance;
        }
    }
    return best;
}

Rect least_covering(const PageRoom& page, std::size_t words, const Size& size) {
    const Rect area = whole(page.size);
    Rect best = kept_inside(box(area.left, area.top - size.height, size), page.size);
    double least = std::numeric_limits<double>::infinity();
    for (double y = area.top - size.height; y >= area.bottom; y -= 2 * kStep) {
        for (double x = area.left; x + size.width <= area.right; x += 2 * kStep) {
            const Rect rect = box(x, y, size);
            double covered = 0;
            for (std::size_t i = 0; i < page.taken.size(); ++i) {
                covered += shared_area(rect, page.taken[i]) * (i < words ? 1 : 1e6);
            }
            if (covered >= least) continue;
            best = rect;
            least = covered;
        }
    }
    return best;
}

Rect box(double left, double bottom, const Size& size) { return {left, bottom, left + size.width, bottom + size.height}; }

Rect kept_inside(const Rect& rect, const Size& page) {
    const double most_width = page.width - 2 * kEdge, most_height = page.height - 2 * kEdge;
    const double factor = std::min({1.0, most_width / rect.width(), most_height / rect.height()});
    const Size size{rect.width() * factor, rect.height() * factor};
    const double left = std::clamp(rect.left, kEdge, std::max(kEdge, page.width - kEdge - size.width));
    const double bottom = std::clamp(rect.bottom, kEdge, std::max(kEdge, page.height - kEdge - size.height));
    return box(left, bottom, size);
}

Rect whole(const Size& page) { return {kEdge, kEdge, page.width - kEdge, page.height - kEdge}; }

double shared_area(const Rect& a, const Rect& b) {
    const double width = std::min(a.right, b.right) - std::max(a.left, b.left);
    const double height = std::min(a.top, b.top) - std::max(a.bottom, b.bottom);
    return width > 0 && height > 0 ? width * height : 0;
}

double centre(const Rect& rect) { return (rect.left + rect.right) / 2; }

}  // namespace congvan::signing
