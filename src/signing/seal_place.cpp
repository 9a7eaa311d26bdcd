#include "signing/seal_place.hpp"

#include <cmath>

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
constexpr double kUnderNotation = 6;
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

bool is_free(const Page& page, const Rect& rect) {
    constexpr double kClear = 1.5;
    const Rect wider{rect.left - kClear, rect.bottom, rect.right + kClear, rect.top};  // boxes of words have air above already
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
std::optional<Rect> nearest_free(const Page& page, const Rect& area, const Size& size, double left, double bottom) {
    std::optional<Rect> best;
    double best_distance = 0;
    for (double y = area.top - size.height; y >= area.bottom; y -= kStep) {
        for (double x = area.left; x + size.width <= area.right; x += kStep) {
            const double distance = std::hypot(x - left, y - bottom);
            if (best.has_value() && distance >= best_distance) continue;
            const Rect rect = box(x, y, size);
            if (!is_free(page, rect)) continue;
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

FoundPlace margin_below_notation(const PageLayout& layout, const PlaceRequest& request) {
    const Page page = page_of(layout, request, 1);
    const TextLine* notation = find_notation(page);
    const double top = notation != nullptr ? notation->rect.bottom - kUnderNotation : page.size.height - 120;
    const double left = notation != nullptr ? std::min(notation->rect.left, kLeftMargin) : kLeftMargin;
    const double depth = 110;  // how far below it still reads as "just below"
    const Rect area{kEdge, std::max(kEdge, top - depth), page.size.width / 2, top};
    // Beside the text, then in the bare margin, smaller each time.
    for (const double factor : {1.0, 0.85, 0.7, 0.6}) {
        const Size size = scaled(request.size, factor);
        if (const auto rect = nearest_free(page, area, size, left, top - size.height)) {
            return {{1, *rect}, notation != nullptr};
        }
    }
    return fallback(page, whole(page.size), request.size, left, top - request.size.height);
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

UrgencyFrame place_urgency(const PageLayout& layout, std::string_view word, const FontFamily& fonts) {
    PlaceRequest request;
    request.anchor = Anchor::margin_below_notation;
    request.size = urgency_frame_size(word, fonts);
    const FoundPlace found = find_place(layout, request);
    return {found.place.page, found.place.rect.left, found.place.rect.top, std::string(word)};
}

}  // namespace congvan::signing
