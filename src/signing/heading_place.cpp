#include "signing/heading_place.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "signing/page_room.hpp"

namespace congvan::signing {
namespace {

constexpr double kComfort = 5;           // points beside words, where there is room to choose
constexpr double kUnderNotation = 6;
constexpr double kHalfNotation = 60;     // from the middle of the line of number and notation
constexpr double kSealRoom = 130;        // height of the margin that an upright drawing of a seal may ask for
constexpr double kMostLeftMargin = 100;  // 35 mm: words that begin further right are no margin's edge

const TextLine* find_notation(const PageRoom& page) {
    for (const TextLine& line : page.lines) {
        const std::string text = line.text();
        const bool begins = text.starts_with("Số:") || text.starts_with("Số ");
        if (begins && line.rect.left < page.size.width / 2 && line.rect.bottom > page.size.height / 2) return &line;
    }
    return nullptr;
}

// NĐ 30/2020 appendix I part I section III.2b; 0: as wide as the word asks.
double frame_width(const std::string& word) {
    if (word == "HỎA TỐC") return 30 * kPointsPerMm;
    if (word == "THƯỢNG KHẨN") return 40 * kPointsPerMm;
    return word == "KHẨN" ? 20 * kPointsPerMm : 0;
}

// The lines around the words of urgency are no words: what they enclose is taken all the same.
std::vector<Rect> urgency_frames(const PageRoom& page) {
    constexpr double kAround = 8, kHeight = 8 * kPointsPerMm;
    std::vector<Rect> frames;
    for (const TextLine& line : page.lines) {
        for (std::size_t at = 0; at < line.words.size(); ++at) {
            const TextBox& first = *line.words[at];
            const bool second = at + 1 < line.words.size();
            const std::string pair = second ? first.text + " " + line.words[at + 1]->text : "";
            const std::string word = frame_width(pair) > 0 ? pair : first.text;
            if (frame_width(word) == 0) continue;
            const Rect end = word == pair ? line.words[++at]->rect() : first.rect();
            const double width = std::max(frame_width(word), end.right - first.x + kAround);
            const double middle = (first.x + end.right) / 2, height = (first.rect().bottom + first.rect().top) / 2;
            frames.push_back({middle - width / 2, height - kHeight / 2, middle + width / 2, height + kHeight / 2});
        }
    }
    return frames;
}

// The heading of page 1, as far as it matters to what stands below the notation.
struct Heading {
    double text_left = kLeftMargin;  // where the words of the page begin
    double top = 0;                  // what stands below the notation ends here
    double middle = 0;               // of the notation
    bool found = false;              // false: no notation is printed, the rest is a guess
};

// Where most lines below `top` begin; what is centred or put out says little. Without lines: as NĐ 30/2020 has it.
double text_left(const PageRoom& page, double top) {
    std::map<long, int> begin;  // whole points
    for (const TextLine& line : page.lines) {
        if (line.rect.top < top && line.rect.left <= kMostLeftMargin) ++begin[std::lround(line.rect.left)];
    }
    const auto most = std::max_element(begin.begin(), begin.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    return most == begin.end() ? kLeftMargin : std::max(kEdge, static_cast<double>(most->first));
}

Heading heading_of(const PageRoom& page) {
    Heading heading;
    const TextLine* notation = find_notation(page);
    heading.found = notation != nullptr;
    heading.text_left = text_left(page, heading.found ? notation->rect.bottom : page.size.height);
    if (!heading.found) {
        heading.top = page.size.height - 120;
        heading.middle = heading.text_left + 88;
        return heading;
    }
    Rect line = notation->rect;  // with what a gap for the number parts from it
    for (const TextLine& other : page.lines) {
        const double height = (other.rect.bottom + other.rect.top) / 2;
        const bool beside = height > notation->rect.bottom && height < notation->rect.top;
        if (!beside || other.rect.right > page.size.width / 2) continue;
        line = {std::min(line.left, other.rect.left), std::min(line.bottom, other.rect.bottom),
                std::max(line.right, other.rect.right), line.top};
    }
    heading.top = line.bottom - kUnderNotation;
    heading.middle = centre(line);
    return heading;
}

struct Fit {
    Rect rect;
    std::size_t shape = 0;
};

// The first of `shapes` that finds room at the left with its top no lower than `depth` below the notation: the wide one from the
// margin on or from where the words begin, an upright one within the margin, close to the words.
std::optional<Fit> first_fit(const PageRoom& page, const Heading& heading, const std::vector<Size>& shapes, double depth) {
    for (std::size_t shape = 0; shape < shapes.size(); ++shape) {
        const Size& size = shapes[shape];
        const bool upright = shape > 0;
        const double left = upright ? std::max(kEdge, heading.text_left - 2 * kClear - size.width) : heading.text_left;
        const double right = upright ? heading.text_left : std::min(page.size.width / 2, heading.text_left + size.width);
        const Rect area{kEdge, std::max(kEdge, heading.top - depth - size.height), right, heading.top};
        const Air air = upright ? Air{} : Air{kComfort, kAir};
        if (const auto rect = nearest_free(page, area, box(left, heading.top - size.height, size), air)) return Fit{*rect, shape};
    }
    return std::nullopt;
}

// Of all `shapes` the one that finds its place in `area` nearest to the notation, a better shape for a little further.
std::optional<Fit> nearest_fit(const PageRoom& page, const Heading& heading, const std::vector<Size>& shapes, const Rect& area) {
    constexpr double kWorth = 6;  // points
    std::optional<Fit> best;
    double best_cost = 0;
    for (std::size_t shape = 0; shape < shapes.size(); ++shape) {
        const auto rect = nearest_free(page, area, box(kEdge, heading.top - shapes[shape].height, shapes[shape]));
        if (!rect.has_value()) continue;
        const double cost = std::hypot(rect->left - kEdge, rect->top - heading.top) + kWorth * static_cast<double>(shape);
        if (best.has_value() && cost >= best_cost) continue;
        best = Fit{*rect, shape};
        best_cost = cost;
    }
    return best;
}

}  // namespace

// QN37 (QĐ 37/2018) art. 14.3a: "tại khoảng trắng lề bên trái ngay dưới nội dung ký hiệu văn bản", also on pages that lie on
// their side. The wide drawing goes under the notation when there is room for it at once; else an upright one stands beside
// what is there, in the bare margin.
FoundPlace margin_below_notation(const PageLayout& layout, const PlaceRequest& request) {
    constexpr double kJustBelow = 12;
    PageRoom page = page_room(layout, request.taken, 1);
    std::vector<Rect> seen = urgency_frames(page);
    // A scan has words that nobody can read here: they keep to the right of the margin.
    if (page.lines.empty()) seen.push_back({kLeftMargin, 0, page.size.width, page.size.height});
    const std::size_t words = page.lines.size() + seen.size();
    page.taken.insert(page.taken.begin(), seen.begin(), seen.end());
    const Heading heading = heading_of(page);
    std::vector<Size> shapes{request.size};
    shapes.insert(shapes.end(), request.others.begin(), request.others.end());

    if (const auto fit = first_fit(page, heading, shapes, kJustBelow)) return {{1, fit->rect}, heading.found, fit->shape};
    const double half = page.size.width / 2;
    const Rect below{kEdge, kEdge, half, heading.top}, left_half{kEdge, kEdge, half, page.size.height - kEdge};
    for (const Rect& area : {below, left_half, whole(page.size)}) {
        if (const auto fit = nearest_fit(page, heading, shapes, area)) return {{1, fit->rect}, false, fit->shape};
    }
    const Rect rect = least_covering(page, words, shapes.back());
    return {{1, kept_inside(rect, page.size)}, false, shapes.size() - 1};
}

UrgencyFrame place_urgency(const PageLayout& layout, std::string_view word, const FontFamily& fonts) {
    if (layout.pages.empty()) return place_urgency({{kA4}, {}}, word, fonts);
    constexpr double kDepth = 110;
    const Size size = urgency_frame_size(word, fonts);
    PageRoom page = page_room(layout, {}, 1);
    const Heading heading = heading_of(page);
    const double top = heading.top, bottom = std::max(kEdge, top - kDepth);
    const double right = page.size.width / 2, high = page.size.height - kEdge;
    // The line of the notation may still get its number; the margin below it is kept for the organisation's signature.
    const double line = top + kUnderNotation;
    page.taken.push_back({heading.middle - kHalfNotation, line, heading.middle + kHalfNotation, line + kUnderNotation});
    const Rect margin{0, top - kSealRoom, heading.text_left - kClear, top};
    const Rect wish = box(std::max(heading.text_left, heading.middle - size.width / 2), top - size.height, size);

    const auto framed = [&](const Rect& rect) { return UrgencyFrame{1, rect.left, rect.top, std::string(word)}; };
    const Rect column{heading.text_left, bottom, right, top};
    for (const Air& air : {Air{kComfort, kAir}, Air{}}) {
        if (const auto rect = nearest_free(page, column, wish, air)) return framed(*rect);
    }
    page.taken.push_back(margin);
    for (const Rect& area : {Rect{kEdge, kEdge, right, high}, whole(page.size)}) {
        if (const auto rect = nearest_free(page, area, wish)) return framed(*rect);
    }
    page.taken.pop_back();
    if (const auto rect = nearest_free(page, whole(page.size), wish)) return framed(*rect);
    return framed(kept_inside(least_covering(page, page.taken.size(), size), page.size));
}

}  // namespace congvan::signing
