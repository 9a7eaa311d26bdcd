#include "signing/seal_place.hpp"

#include <algorithm>
#include <cmath>

#include "base/text.hpp"
#include "signing/heading_place.hpp"
#include "signing/page_room.hpp"

namespace congvan::signing {
namespace {

constexpr double kRightMargin = 42;  // points: 15 mm
constexpr double kMostShift = 0.1;   // of the signature's width, to the right, to spare another signature
constexpr double kMostLift = 26;     // how far a seal may leave the middle of the signature to spare the words around it

PageRoom page_of(const PageLayout& layout, const PlaceRequest& request, int number) {
    return page_room(layout, request.taken, number);
}

Size scaled(const Size& size, double factor) { return {size.width * factor, size.height * factor}; }

// A free place near the wish, smaller if need be; the wish itself when the page is full.
FoundPlace fallback(const PageRoom& page, const Rect& area, const Size& size, double left, double bottom) {
    for (const double factor : {1.0, 0.85, 0.7}) {
        if (const auto rect = nearest_free(page, area, box(left, bottom, scaled(size, factor)))) {
            return {{page.number, *rect}, false};
        }
    }
    return {{page.number, kept_inside(box(left, bottom, size), page.size)}, false};
}

// --- Between position title and name ----------------------------------------------------------------------------------

// The lowest line that reads as the name, preferring the right half, where NĐ 30 has it.
const TextLine* find_name(const PageRoom& page, const std::string& signer) {
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
const TextLine* line_above(const PageRoom& page, const Rect& below) {
    const TextLine* found = nullptr;
    for (const TextLine& line : page.lines) {
        const bool same_column = line.rect.left < below.right + 40 && line.rect.right > below.left - 40 &&
                                 std::abs(centre(line.rect) - centre(below)) < 90;
        if (!same_column || line.rect.bottom < below.top - 1) continue;
        if (found == nullptr || line.rect.bottom < found->rect.bottom) found = &line;
    }
    return found;
}

FoundPlace between(const PageRoom& page, double middle, double bottom, double top, const Size& wanted) {
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
const TextLine* find_title(const PageRoom& page) {
    const TextLine* found = nullptr;
    for (const TextLine& line : page.lines) {
        if (centre(line.rect) > 0.5 * page.size.width && reads_as_title(line.text())) found = &line;
    }
    return found;
}

FoundPlace above_signer_name(const PageLayout& layout, const PlaceRequest& request) {
    const int last = static_cast<int>(layout.pages.size());
    for (int number = last; number >= 1; --number) {
        const PageRoom page = page_of(layout, request, number);
        const TextLine* name = find_name(page, request.signer);
        if (name == nullptr) continue;
        const TextLine* title = line_above(page, name->rect);
        const double top = title != nullptr ? title->rect.bottom : name->rect.top + request.size.height + 2 * kAir;
        return between(page, centre(name->rect), name->rect.top, std::min(top, name->rect.top + 3 * request.size.height),
                       request.size);
    }
    for (int number = last; number >= 1; --number) {
        const PageRoom page = page_of(layout, request, number);
        const TextLine* title = find_title(page);
        if (title == nullptr) continue;
        const double bottom = title->rect.bottom - request.size.height - 2 * kAir;
        const Rect under = box(centre(title->rect) - request.size.width / 2, bottom + kAir, request.size);
        const Rect kept = kept_inside(under, page.size);
        if (is_free(page, kept)) return {{number, kept}, true};
    }
    const PageRoom page = page_of(layout, request, last);
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
    const PageRoom page = page_room(layout, {}, number);
    const auto cost = [&](const Rect& rect) {
        double area = 0;
        for (const TextLine& line : page.lines) area += shared_area(rect, line.rect);
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
    return {{number, kept_inside(best, page.size)}, true};
}

// --- After the recipients -----------------------------------------------------------------------------------------------

bool starts_recipients(const TextLine& line) { return to_upper(line.text()).starts_with("NƠI NHẬN"); }

// The last line of the list that begins with lines[at].
const TextLine* list_end(const PageRoom& page, const TextLine& heading) {
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
        const PageRoom page = page_of(layout, request, number);
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
    const PageRoom page = page_of(layout, request, last);
    const double lowest = page.lines.empty() ? page.size.height / 2 : page.lines.back().rect.bottom;
    const Rect left_half{kEdge, kEdge, page.size.width / 2, page.size.height - kEdge};
    return fallback(page, left_half, request.size, kLeftMargin, lowest - request.size.height - 10);
}

FoundPlace top_right(const PageLayout& layout, const PlaceRequest& request) {
    const PageRoom page = page_of(layout, request, 1);
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

}  // namespace congvan::signing
