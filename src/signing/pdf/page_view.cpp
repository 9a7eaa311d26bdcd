#include "signing/pdf/page_view.hpp"

#include <cmath>

#include "errors/signing.hpp"

namespace congvan::signing {
namespace {

Error malformed(std::string why) { return {Remedy::fix_input, errors::signing::malformed_pdf, std::move(why)}; }

}  // namespace

Size PageView::size() const {
    if (rotation == 90 || rotation == 270) return {box.height(), box.width()};
    return {box.width(), box.height()};
}

Rect PageView::to_user(const Rect& seen) const {
    switch (rotation) {
        case 90: return {box.right - seen.top, box.bottom + seen.left, box.right - seen.bottom, box.bottom + seen.right};
        case 180: return {box.right - seen.right, box.top - seen.top, box.right - seen.left, box.top - seen.bottom};
        case 270: return {box.left + seen.bottom, box.top - seen.right, box.left + seen.top, box.top - seen.left};
        default: return {box.left + seen.left, box.bottom + seen.bottom, box.left + seen.right, box.bottom + seen.top};
    }
}

Rect PageView::from_user(const Rect& user) const {
    switch (rotation) {
        case 90: return {user.bottom - box.bottom, box.right - user.right, user.top - box.bottom, box.right - user.left};
        case 180: return {box.right - user.right, box.top - user.top, box.right - user.left, box.top - user.bottom};
        case 270: return {box.top - user.top, user.left - box.left, box.top - user.bottom, user.right - box.left};
        default: return {user.left - box.left, user.bottom - box.bottom, user.right - box.left, user.top - box.bottom};
    }
}

Placement PageView::matrix() const {
    switch (rotation) {
        case 90: return {0, 1, -1, 0, box.right, box.bottom};
        case 180: return {-1, 0, 0, -1, box.right, box.top};
        case 270: return {0, -1, 1, 0, box.left, box.top};
        default: return {1, 0, 0, 1, box.left, box.bottom};
    }
}

PageView PageView::make(const Rect& media, const Rect& crop, int rotation) {
    PageView view;
    view.box = {std::max(media.left, crop.left), std::max(media.bottom, crop.bottom),
                std::min(media.right, crop.right), std::min(media.top, crop.top)};
    if (view.box.width() <= 0 || view.box.height() <= 0) view.box = media;
    view.rotation = ((rotation % 360) + 360) % 360;
    return view;
}

Result<Rect> read_rect(const pdf::Document& document, const pdf::Object& array) {
    LET(const auto* resolved, document.resolve(array, document.last()));
    const auto* numbers = resolved->as<pdf::Array>();
    if (numbers == nullptr || numbers->size() != 4) return malformed("a rectangle is not four numbers");
    double values[4] = {};
    for (std::size_t i = 0; i < 4; ++i) {
        LET(const auto* number, document.resolve((*numbers)[i], document.last()));
        if (!number->number(values[i]) || !std::isfinite(values[i]) || std::abs(values[i]) > 1e6) {
            return malformed("a rectangle holds no usable number");
        }
    }
    return Rect{std::min(values[0], values[2]), std::min(values[1], values[3]), std::max(values[0], values[2]),
                std::max(values[1], values[3])};
}

namespace {

struct Views {
    PageView media;    // the whole media box, turned
    PageView visible;
};

Result<Views> views_of(const pdf::Document& document, const pdf::Page& page) {
    if (page.media_box == nullptr) return malformed("a page has no /MediaBox");
    LET(const Rect media, read_rect(document, *page.media_box));
    if (media.width() <= 0 || media.height() <= 0) return malformed("a page has an empty /MediaBox");
    Rect crop = media;
    if (page.crop_box != nullptr) {
        LET(crop, read_rect(document, *page.crop_box));
    }
    double rotation = 0;
    if (page.rotate != nullptr) {
        LET(const auto* value, document.resolve(*page.rotate, document.last()));
        if (!value->number(rotation) || std::fmod(rotation, 90) != 0 || std::abs(rotation) > 36000) {
            return malformed("/Rotate is no right angle");
        }
    }
    return Views{PageView::make(media, media, static_cast<int>(rotation)),
                 PageView::make(media, crop, static_cast<int>(rotation))};
}

}  // namespace

Result<PageView> page_view(const pdf::Document& document, const pdf::Page& page) {
    LET(const Views views, views_of(document, page));
    return views.visible;
}

Result<PageLayout> seen_layout(BytesView pdf, PageLayout reported) {
    LET(const auto document, pdf::Document::open(pdf));
    LET(const auto pages, document.pages(document.last()));
    std::vector<Views> views;
    for (const pdf::Page& page : pages) {
        LET(const Views both, views_of(document, page));
        views.push_back(both);
    }
    PageLayout seen;
    for (const Views& both : views) seen.pages.push_back(both.visible.size());
    for (TextBox& word : reported.words) {
        const auto at = static_cast<std::size_t>(word.page) - 1;
        if (word.page < 1 || at >= views.size() || at >= reported.pages.size()) continue;
        word.y += views[at].media.size().height - reported.pages[at].height;
        const Rect rect = views[at].visible.from_user(views[at].media.to_user(word.rect()));
        word.x = rect.left;
        word.y = rect.bottom;
        seen.words.push_back(std::move(word));
    }
    return seen;
}

}  // namespace congvan::signing
