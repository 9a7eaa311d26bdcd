#include "signing/judge/places.hpp"

#include <algorithm>
#include <unordered_map>

#include "signing/judge/reasons.hpp"
#include "signing/pdf/page_view.hpp"

namespace congvan::signing {
namespace {

using pdf::Dictionary;
using pdf::Reference;

double area(const Rect& rect) { return std::max(0.0, rect.width()) * std::max(0.0, rect.height()); }

constexpr std::size_t kMostAnnotations = 1'000'000;

// All places of one signature: its field is a widget, or its children are.
using Places = std::vector<Place>;

class Map {
public:
    explicit Map(const pdf::Document& document) : document_(document) {
        auto pages = document.pages(document.last());
        if (!pages.has_value()) return;
        pages_ = std::move(pages).value();
        for (std::size_t i = 0; i < pages_.size(); ++i) {
            const auto list = document.get(*pages_[i].dictionary, "Annots", document.last());
            const auto* annotations = list.has_value() ? (*list)->as<pdf::Array>() : nullptr;
            if (annotations == nullptr) continue;
            annotations_ += annotations->size();
            if (annotations_ > kMostAnnotations) return;
            for (const auto& annotation : *annotations) {
                if (const auto* reference = annotation.as<Reference>()) page_of_.emplace(reference->number, static_cast<int>(i) + 1);
            }
        }
    }

    // False when there is too much on the pages to find one's way.
    bool complete() const { return annotations_ <= kMostAnnotations; }

    Places of(const SignatureFacts& facts) const {
        Places places;
        add(facts.field, *facts.dictionary, places);
        const auto kids = document_.get(*facts.dictionary, "Kids", document_.last());
        const auto* children = kids.has_value() ? (*kids)->as<pdf::Array>() : nullptr;
        for (std::size_t i = 0; children != nullptr && i < children->size(); ++i) {
            const auto* reference = (*children)[i].as<Reference>();
            const auto loaded = document_.resolve((*children)[i], document_.last());
            const auto* dictionary = loaded.has_value() ? (*loaded)->as<Dictionary>() : nullptr;
            if (reference != nullptr && dictionary != nullptr) add(*reference, *dictionary, places);
        }
        return places;
    }

    // In user space, as `of` gives places; 0: unknown.
    double page_area(int page) const {
        const auto view = page_view(document_, page_at(page));
        return view.has_value() ? area(view->box) : 0;
    }

    // As a person sees it.
    Place seen(const Place& place) const {
        const auto view = page_view(document_, page_at(place.page));
        return view.has_value() ? Place{place.page, view->from_user(place.rect)} : place;
    }

private:
    const pdf::Page& page_at(int page) const { return pages_[static_cast<std::size_t>(page) - 1]; }
    void add(Reference reference, const Dictionary& widget, Places& into) const {
        const auto page = page_of_.find(reference.number);
        const auto* corners = widget.find("Rect");
        const auto rect = corners != nullptr ? read_rect(document_, *corners) : Result<Rect>(Rect{});
        if (page != page_of_.end() && rect.has_value() && area(*rect) > 0) into.push_back({page->second, *rect});
    }

    const pdf::Document& document_;
    std::vector<pdf::Page> pages_;
    std::unordered_map<std::uint32_t, int> page_of_;
    std::size_t annotations_ = 0;
};

// The largest share of a place of `earlier` that a place of `later` covers.
double covered_share(const Places& earlier, const Places& later) {
    double share = 0;
    for (const auto& below : earlier) {
        for (const auto& above : later) {
            if (below.page != above.page || !overlap(below.rect, above.rect)) continue;
            const Rect common{std::max(below.rect.left, above.rect.left), std::max(below.rect.bottom, above.rect.bottom),
                              std::min(below.rect.right, above.rect.right), std::min(below.rect.top, above.rect.top)};
            share = std::max(share, area(common) / area(below.rect));
        }
    }
    return share;
}

void add_reason(SignatureReport& report, std::string_view code) {
    if (std::find(report.reasons.begin(), report.reasons.end(), code) == report.reasons.end()) report.reasons.push_back(code);
}

}  // namespace

std::optional<SignatureRole> role_of_field(std::string_view field) {
    struct Known {
        std::string_view prefix;
        SignatureRole role;
    };
    static constexpr Known kKnown[] = {{"congvan-initial-", SignatureRole::initial},
                                       {"congvan-personal-", SignatureRole::personal},
                                       {"congvan-seal-", SignatureRole::seal},
                                       {"congvan-attachment-", SignatureRole::attachment}};
    for (const auto& known : kKnown) {
        if (!field.starts_with(known.prefix)) continue;
        const auto number = field.substr(known.prefix.size());
        const bool digits = !number.empty() && std::all_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; });
        if (digits) return known.role;
    }
    return std::nullopt;
}

void examine_places(const pdf::Document& document, std::vector<SignatureFacts>& facts) {
    const Map map(document);
    std::vector<Places> places;
    for (auto& one : facts) {
        places.push_back(map.of(one));
        if (!places.back().empty()) one.report.place = map.seen(places.back().front());
    }
    for (std::size_t later = 1; later < facts.size(); ++later) {
        auto& report = facts[later].report;
        if (!map.complete()) add_reason(report, reasons::pdf_update_not_understood);
        for (const auto& place : places[later]) {
            const auto page = map.page_area(place.page);
            if (page <= 0 || area(place.rect) > kLargestWidgetShare * page) add_reason(report, reasons::pdf_widget_too_large);
        }
        for (std::size_t earlier = 0; earlier < later; ++earlier) {
            const auto share = covered_share(places[earlier], places[later]);
            if (share <= 0) continue;
            const bool allowed = role_of_field(report.field) == SignatureRole::seal &&
                                 role_of_field(facts[earlier].report.field) == SignatureRole::personal &&
                                 share <= kLargestSealShare;
            report.overlaps.push_back({facts[earlier].report.field, share, allowed});
            if (!allowed) add_reason(report, reasons::pdf_widgets_overlap);
        }
    }
}

}  // namespace congvan::signing
