#include "signing/seal_place.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "base/text.hpp"
#include "signing/pdf/text_lines.hpp"

namespace congvan::signing {
namespace {

constexpr double kColumnGap = 24;    // points: wider than a blank between words of one line
constexpr double kEdge = 14;         // what printers cannot reach
constexpr double kRightMargin = 42;  // 15 mm
constexpr double kLeftMargin = 85;   // 30 mm
constexpr double kStep = 4;          // of the search for a free place
constexpr double kAir = 2;
constexpr double kClear = 1.5;
constexpr double kComfort = 5;           // beside words, where there is room to choose
constexpr double kUnderNotation = 6;
constexpr double kHalfNotation = 60;     // from the middle of the line of number and notation
constexpr double kSealRoom = 130;        // height of the margin that an upright drawing of a seal may ask for
constexpr double kMostLeftMargin = 100;  // 35 mm: words that begin further right are no margin's edge
constexpr double kMostShift = 0.1;   // of the signature's width, to the right, to spare another signature
constexpr double kMostLift = 26;     // how far a seal may leave the middle of the signature to spare the words around it

struct Page {
    int number;
    Size size;
    std::vector<TextLine> lines;
    std::vector<Rect> taken;  // words and earlier signatures
};

Page page_of(const PageLayout& layout, const PlaceRequest& request, int number) {
    Page page{number, layout.pages[static_cast<std::size_t>(number) - 1], text_lines(layout, number, kColumnGap), {}};
    for (const TextLine& line : page.lines) page.taken.push_back(line.rect);
    for (const Place& place : request.taken) {
        if (place.page == number) page.taken.push_back(place.rect);
    }
    return page;
}

// What a place keeps clear of others. Boxes of words have air above and below already.
struct Air {
    double sides = kClear;
    double above = 0;  // and below
};

bool is_free(const Page& page, const Rect& rect, const Air& air = {}) {
    const Rect wider{rect.left - air.sides, rect.bottom - air.above, rect.right + air.sides, rect.top + air.above};
    return std::none_of(page.taken.begin(), page.taken.end(), [&](const Rect& other) { return overlap(wider, other); });
}

Rect box(double left, double bottom, const Size& size) { return {left, bottom, left + size.width, bottom + size.height}; }

Size scaled(const Size& size, double factor) { return {size.width * factor, size.height * factor}; }

// Inside the page, moved and, when larger than the page, made smaller.
Rect kept_inside(Rect rect, const Size& page) {
    const double most_width = page.width - 2 * kEdge, most_height = page.height - 2 * kEdge;
    const double factor = std::min({1.0, most_width / rect.width(), most_height / rect.height()});
    const Size size = scaled({rect.width(), rect.height()}, factor);
    const double left = std::clamp(rect.left, kEdge, std::max(kEdge, page.width - kEdge - size.width));
    const double bottom = std::clamp(rect.bottom, kEdge, std::max(kEdge, page.height - kEdge - size.height));
    return box(left, bottom, size);
}

// The free place of `size` within `area` that is nearest to (left, bottom).
std::optional<Rect> nearest_free(const Page& page, const Rect& area, const Size& size, double left, double bottom,
                                 const Air& air = {}) {
    const Rect wish = box(left, bottom, size);
    constexpr double kRounding = 1e-6;
    const bool inside = wish.left >= area.left - kRounding && wish.right <= area.right + kRounding &&
                        wish.bottom >= area.bottom - kRounding && wish.top <= area.top + kRounding;
    if (inside && is_free(page, wish, air)) return wish;
    std::optional<Rect> best;
    double best_distance = 0;
    for (double y = area.top - size.height; y >= area.bottom; y -= kStep) {
        for (double x = area.left; x + size.width <= area.right; x += kStep) {
            const double distance = std::hypot(x - left, y - bottom);
            if (best.has_value() && distance >= best_distance) continue;
            const Rect rect = box(x, y, size);
            if (!is_free(page, rect, air)) continue;
            best = rect;
            best_distance = distance;
        }
    }
    return best;
}

Rect whole(const Size& page) { return {kEdge, kEdge, page.width - kEdge, page.height - kEdge}; }

// A free place near the wish, smaller if need be; the wish itself when the page is full.
FoundPlace fallback(const Page& page, const Rect& area, const Size& size, double left, double bottom) {
    for (const double factor : {1.0, 0.85, 0.7}) {
        if (const auto rect = nearest_free(page, area, scaled(size, factor), left, bottom)) {
            return {{page.number, *rect}, false};
        }
    }
    return {{page.number, kept_inside(box(left, bottom, size), page.size)}, false};
}

double shared_area(const Rect& a, const Rect& b) {
    const double width = std::min(a.right, b.right) - std::max(a.left, b.left);
    const double height = std::min(a.top, b.top) - std::max(a.bottom, b.bottom);
    return width > 0 && height > 0 ? width * height : 0;
}

double centre(const Rect& rect) { return (rect.left + rect.right) / 2; }

// --- Between position title and name ----------------------------------------------------------------------------------

// The lowest line that reads as the name, preferring the right half, where NĐ 30 has it.
const TextLine* find_name(const Page& page, const std::string& signer) {
    if (signer.empty()) return nullptr;
    const std::string wanted = to_upper(signer);
    const TextLine* found = nullptr;
    for (const TextLine& line : page.lines) {
        if (to_upper(line.text()) != wanted) continue;
        if (found == nullptr || centre(line.rect) > 0.4 * page.size.width) found = &line;
    }
    return found;
}

// The nearest line above `below` in its column.
const TextLine* line_above(const Page& page, const Rect& below) {
    const TextLine* found = nullptr;
    for (const TextLine& line : page.lines) {
        const bool same_column = line.rect.left < below.right + 40 && line.rect.right > below.left - 40 &&
                                 std::abs(centre(line.rect) - centre(below)) < 90;
        if (!same_column || line.rect.bottom < below.top - 1) continue;
        if (found == nullptr || line.rect.bottom < found->rect.bottom) found = &line;
    }
    return found;
}

FoundPlace between(const Page& page, double middle, double bottom, double top, const Size& wanted) {
    constexpr double kSmallest = 0.5;
    const double room = top - bottom - 2 * kAir;
    const double factor = std::clamp(room / wanted.height, kSmallest, 1.0);
    const Size size = scaled(wanted, factor);
    const Rect rect = box(middle - size.width / 2, (top + bottom - size.height) / 2, size);
    return {{page.number, kept_inside(rect, page.size)}, true};
}

bool reads_as_title(const std::string& text) {
    if (text != to_upper(text)) return false;
    for (const char* start : {"TM.", "KT.", "TL.", "TUQ.", "Q.", "T/M", "K/T", "T/L"}) {
        if (text.starts_with(start)) return true;
    }
    for (const char* word : {"CHỦ TỊCH", "GIÁM ĐỐC", "BÍ THƯ", "TRƯỞNG BAN", "CHÁNH VĂN PHÒNG", "TRƯỞNG PHÒNG", "BỘ TRƯỞNG"}) {
        if (text.find(word) != std::string::npos) return true;
    }
    return false;
}

// The last line of the signer's titles: capitals in the right half, low on the page.
const TextLine* find_title(const Page& page) {
    const TextLine* found = nullptr;
    for (const TextLine& line : page.lines) {
        if (centre(line.rect) > 0.5 * page.size.width && reads_as_title(line.text())) found = &line;
    }
    return found;
}

FoundPlace above_signer_name(const PageLayout& layout, const PlaceRequest& request) {
    const int last = static_cast<int>(layout.pages.size());
    for (int number = last; number >= 1; --number) {
        const Page page = page_of(layout, request, number);
        const TextLine* name = find_name(page, request.signer);
        if (name == nullptr) continue;
        const TextLine* title = line_above(page, name->rect);
        const double top = title != nullptr ? title->rect.bottom : name->rect.top + request.size.height + 2 * kAir;
        return between(page, centre(name->rect), name->rect.top, std::min(top, name->rect.top + 3 * request.size.height),
                       request.size);
    }
    for (int number = last; number >= 1; --number) {
        const Page page = page_of(layout, request, number);
        const TextLine* title = find_title(page);
        if (title == nullptr) continue;
        const double bottom = title->rect.bottom - request.size.height - 2 * kAir;
        const Rect under = box(centre(title->rect) - request.size.width / 2, bottom + kAir, request.size);
        const Rect kept = kept_inside(under, page.size);
        if (is_free(page, kept)) return {{number, kept}, true};
    }
    const Page page = page_of(layout, request, last);
    const Rect right_half{page.size.width / 2, kEdge, page.size.width - kEdge, page.size.height - kEdge};
    const double lowest = page.lines.empty() ? page.size.height / 2 : page.lines.back().rect.bottom;
    return fallback(page, right_half, request.size, 0.73 * page.size.width - request.size.width / 2,
                    lowest - request.size.height - 10);
}

// --- Over the personal signature ----------------------------------------------------------------------------------------

FoundPlace on_personal_signature(const PageLayout& layout, const PlaceRequest& request) {
    if (!request.personal.has_value()) return above_signer_name(layout, request);
    const Place& personal = *request.personal;
    const int pages = static_cast<int>(layout.pages.size());
    const int number = std::clamp(personal.page, 1, pages);
    // NĐ 30/2020 appendix I part I section II.8a: over about a third of the signature's picture, from its left.
    const double left = personal.rect.left + personal.rect.width() / 3 - request.size.width;
    const double bottom = (personal.rect.bottom + personal.rect.top - request.size.height) / 2;
    const std::vector<TextLine> lines = text_lines(layout, number, kColumnGap);
    const auto cost = [&](const Rect& rect) {
        double area = 0;
        for (const TextLine& line : lines) area += shared_area(rect, line.rect);
        for (const Place& other : request.taken) {
            // No other signature may be touched: a verifier would not know what to think of it.
            if (other.page == number && other != personal) area += 1e6 * shared_area(rect, other.rect);
        }
        return area;
    };
    Rect best = box(left, bottom, request.size);
    for (const double right : {0.0, kMostShift * personal.rect.width()}) {
        for (double lift = 0; lift <= kMostLift; lift += kAir) {
            for (const double moved : {bottom + lift, bottom - lift}) {
                const Rect rect = box(left + right, moved, request.size);
                if (cost(rect) < cost(best) - (right > 0 ? 1e3 : 0)) best = rect;
            }
        }
    }
    return {{number, kept_inside(best, layout.pages[static_cast<std::size_t>(number) - 1])}, true};
}

// --- After the recipients -----------------------------------------------------------------------------------------------

bool starts_recipients(const TextLine& line) { return to_upper(line.text()).starts_with("NƠI NHẬN"); }

// The last line of the list that begins with lines[at].
const TextLine* list_end(const Page& page, const TextLine& heading) {
    const TextLine* last = &heading;
    for (const TextLine& line : page.lines) {
        const bool below = line.rect.top < last->rect.bottom + 0.5 * last->rect.height();
        const bool same_column = line.rect.left < heading.rect.left + 60 && line.rect.left > heading.rect.left - 30;
        const bool follows = last->rect.bottom - line.rect.top < 1.6 * last->rect.height();
        if (&line != &heading && below && same_column && follows) last = &line;
    }
    return last;
}

FoundPlace end_of_recipients(const PageLayout& layout, const PlaceRequest& request) {
    const int last = static_cast<int>(layout.pages.size());
    for (int number = last; number >= 1; --number) {
        const Page page = page_of(layout, request, number);
        for (auto heading = page.lines.rbegin(); heading != page.lines.rend(); ++heading) {
            if (!starts_recipients(*heading)) continue;
            const TextLine* end = list_end(page, *heading);
            const Rect below = box(end->rect.left, end->rect.bottom - kAir - request.size.height, request.size);
            if (below.bottom >= kEdge && is_free(page, below)) return {{number, below}, true};
            const Rect beside = box(end->rect.right + 6, end->rect.bottom, request.size);
            if (beside.right <= page.size.width - kEdge && is_free(page, beside)) return {{number, beside}, true};
            FoundPlace near = fallback(page, whole(page.size), request.size, below.left, below.bottom);
            near.by_text = true;
            return near;
        }
    }
    const Page page = page_of(layout, request, last);
    const double lowest = page.lines.empty() ? page.size.height / 2 : page.lines.back().rect.bottom;
    const Rect left_half{kEdge, kEdge, page.size.width / 2, page.size.height - kEdge};
    return fallback(page, left_half, request.size, kLeftMargin, lowest - request.size.height - 10);
}

// --- Below the notation ---------------------------------------------------------------------------------------------------

const TextLine* find_notation(const Page& page) {
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
std::vector<Rect> urgency_frames(const Page& page) {
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
double text_left(const Page& page, double top) {
    std::map<long, int> begin;  // whole points
    for (const TextLine& line : page.lines) {
        if (line.rect.top < top && line.rect.left <= kMostLeftMargin) ++begin[std::lround(line.rect.left)];
    }
    const auto most = std::max_element(begin.begin(), begin.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    return most == begin.end() ? kLeftMargin : std::max(kEdge, static_cast<double>(most->first));
}

Heading heading_of(const Page& page) {
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

// The place of `size` that covers least: earlier signatures weigh more than any words.
Rect least_covering(const Page& page, std::size_t words, const Size& size) {
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

struct Fit {
    Rect rect;
    std::size_t shape = 0;
};

// The first of `shapes` that finds room at the left with its top no lower than `depth` below the notation: the wide one from the
// margin on or from where the words begin, an upright one within the margin, close to the words.
std::optional<Fit> first_fit(const Page& page, const Heading& heading, const std::vector<Size>& shapes, double depth) {
    for (std::size_t shape = 0; shape < shapes.size(); ++shape) {
        const Size& size = shapes[shape];
        const bool upright = shape > 0;
        const double left = upright ? std::max(kEdge, heading.text_left - 2 * kClear - size.width) : heading.text_left;
        const double right = upright ? heading.text_left : std::min(page.size.width / 2, heading.text_left + size.width);
        const Rect area{kEdge, std::max(kEdge, heading.top - depth - size.height), right, heading.top};
        const Air air = upright ? Air{} : Air{kComfort, kAir};
        if (const auto rect = nearest_free(page, area, size, left, heading.top - size.height, air)) return Fit{*rect, shape};
    }
    return std::nullopt;
}

// Of all `shapes` the one that finds its place in `area` nearest to the notation, a better shape for a little further.
std::optional<Fit> nearest_fit(const Page& page, const Heading& heading, const std::vector<Size>& shapes, const Rect& area) {
    constexpr double kWorth = 6;  // points
    std::optional<Fit> best;
    double best_cost = 0;
    for (std::size_t shape = 0; shape < shapes.size(); ++shape) {
        const auto rect = nearest_free(page, area, shapes[shape], kEdge, heading.top - shapes[shape].height);
        if (!rect.has_value()) continue;
        const double cost = std::hypot(rect->left - kEdge, rect->top - heading.top) + kWorth * static_cast<double>(shape);
        if (best.has_value() && cost >= best_cost) continue;
        best = Fit{*rect, shape};
        best_cost = cost;
    }
    return best;
}

// QN37 (QĐ 37/2018) art. 14.3a: "tại khoảng trắng lề bên trái ngay dưới nội dung ký hiệu văn bản", also on pages that lie on
// their side. The wide drawing goes under the notation when there is room for it at once; else an upright one stands beside
// what is there, in the bare margin.
FoundPlace margin_below_notation(const PageLayout& layout, const PlaceRequest& request) {
    constexpr double kJustBelow = 12;
    Page page = page_of(layout, request, 1);
    const std::vector<Rect> frames = urgency_frames(page);
    page.taken.insert(page.taken.begin(), frames.begin(), frames.end());
    const Heading heading = heading_of(page);
    std::vector<Size> shapes{request.size};
    shapes.insert(shapes.end(), request.others.begin(), request.others.end());

    if (const auto fit = first_fit(page, heading, shapes, kJustBelow)) return {{1, fit->rect}, heading.found, fit->shape};
    const double half = page.size.width / 2;
    const Rect below{kEdge, kEdge, half, heading.top}, left_half{kEdge, kEdge, half, page.size.height - kEdge};
    for (const Rect& area : {below, left_half, whole(page.size)}) {
        if (const auto fit = nearest_fit(page, heading, shapes, area)) return {{1, fit->rect}, false, fit->shape};
    }
    const Rect rect = least_covering(page, page.lines.size() + frames.size(), shapes.back());
    return {{1, kept_inside(rect, page.size)}, false, shapes.size() - 1};
}

FoundPlace top_right(const PageLayout& layout, const PlaceRequest& request) {
    const Page page = page_of(layout, request, 1);
    const Rect wish = kept_inside(box(page.size.width - kRightMargin - request.size.width,
                                      page.size.height - 24 - request.size.height, request.size), page.size);
    if (is_free(page, wish)) return {{1, wish}, true};
    const Rect top_margin{kEdge, page.size.height * 0.75, page.size.width - kEdge, page.size.height - kEdge / 2};
    return fallback(page, top_margin, request.size, wish.left, wish.bottom);
}

}  // namespace

FoundPlace find_place(const PageLayout& layout, const PlaceRequest& request) {
    CONGVAN_INVARIANT(request.size.width > 0 && request.size.height > 0);
    if (layout.pages.empty()) return find_place({{kA4}, {}}, request);
    switch (request.anchor) {
        case Anchor::above_signer_name: return above_signer_name(layout, request);
        case Anchor::on_personal_signature: return on_personal_signature(layout, request);
        case Anchor::end_of_recipients: return end_of_recipients(layout, request);
        case Anchor::margin_below_notation: return margin_below_notation(layout, request);
        case Anchor::top_right: return top_right(layout, request);
    }
    CONGVAN_INVARIANT(false);
    return {};
}

Result<PlacedDrawing> draw_in_place(const AppearanceRequest& look, const PageLayout& layout, PlaceRequest where,
                                    const FontFamily& fonts) {
    LET(std::vector<Drawing> shapes, appearance_shapes(look, fonts));
    where.size = shapes.front().size();
    where.others.clear();
    for (std::size_t i = 1; i < shapes.size(); ++i) where.others.push_back(shapes[i].size());
    const FoundPlace found = find_place(layout, where);
    return PlacedDrawing{std::move(shapes[found.shape]), found};
}

UrgencyFrame place_urgency(const PageLayout& layout, std::string_view word, const FontFamily& fonts) {
    if (layout.pages.empty()) return place_urgency({{kA4}, {}}, word, fonts);
    constexpr double kDepth = 110;
    const Size size = urgency_frame_size(word, fonts);
    Page page = page_of(layout, {}, 1);
    const Heading heading = heading_of(page);
    const double top = heading.top, bottom = std::max(kEdge, top - kDepth);
    const double right = page.size.width / 2, high = page.size.height - kEdge;
    // The line of the notation may still get its number; the margin below it is kept for the organisation's signature.
    const double line = top + kUnderNotation;
    page.taken.push_back({heading.middle - kHalfNotation, line, heading.middle + kHalfNotation, line + kUnderNotation});
    const Rect margin{0, top - kSealRoom, heading.text_left - kClear, top};
    const double left = std::max(heading.text_left, heading.middle - size.width / 2);

    const auto framed = [&](const Rect& rect) { return UrgencyFrame{1, rect.left, rect.top, std::string(word)}; };
    const Rect column{heading.text_left, bottom, right, top};
    for (const Air& air : {Air{kComfort, kAir}, Air{}}) {
        if (const auto rect = nearest_free(page, column, size, left, top - size.height, air)) return framed(*rect);
    }
    page.taken.push_back(margin);
    for (const Rect& area : {Rect{kEdge, kEdge, right, high}, whole(page.size)}) {
        if (const auto rect = nearest_free(page, area, size, left, top - size.height)) return framed(*rect);
    }
    page.taken.pop_back();
    if (const auto rect = nearest_free(page, whole(page.size), size, left, top - size.height)) return framed(*rect);
    return framed(kept_inside(least_covering(page, page.taken.size(), size), page.size));
}

}  // namespace congvan::signing
