#include "signing/judge/places.hpp"

#include <algorithm>
#include <unordered_map>

#include "signing/judge/reasons.hpp"
#include "signing/pdf/page_text.hpp"
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

    // The letters of a page, read when first asked.
    const PageText& text(int page) {
        const auto known = texts_.find(page);
        if (known != texts_.end()) return known->second;
        return texts_.emplace(page, read_page_text(document_, page_at(page), document_.last(), budget_)).first->second;
    }
    Size size(int page) const {
        const auto view = page_view(document_, page_at(page));
        return view.has_value() ? view->size() : Size{};
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
    std::unordered_map<int, PageText> texts_;
    TextBudget budget_;
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

// An agency's certificate is its own name.
bool is_seal(const SignatureReport& report) {
    if (const auto role = role_of_field(report.field)) return *role == SignatureRole::seal;
    return !report.signer.empty() && (report.signer == report.organisation || report.signer == report.organisational_unit);
}

bool is_personal(const SignatureReport& report) {
    if (const auto role = role_of_field(report.field)) return *role == SignatureRole::personal;
    return report.form == SignatureForm::signature && !is_seal(report);
}

// Whether a seal at `seal` stands over `personal` from its left as far as it may; as a person sees the page.
bool stands_well(const Rect& seal, const Rect& personal) {
    constexpr double kRounding = 0.005;
    const double covered = (std::min(seal.right, personal.right) - std::max(seal.left, personal.left)) / personal.width();
    return seal.left <= personal.left + kRounding * personal.width() && covered >= kSmallestSealShare - kRounding &&
           covered <= kLargestSealShare + kRounding;
}

// The block at the left of page 1 below the heading (QN37), measured from the edges.
bool stands_in_margin(const Place& seal, const Size& page) {
    constexpr double kWidest = 0.32, kHighest = 0.87, kLowest = 0.35, kMargin = 99;
    return seal.page == 1 && seal.rect.left < kMargin && seal.rect.right <= kWidest * page.width &&
           seal.rect.top <= kHighest * page.height && seal.rect.bottom >= kLowest * page.height;
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

namespace {

class Examiner {
public:
    Examiner(const pdf::Document& document, std::vector<SignatureFacts>& facts) : map_(document), facts_(facts) {}

    void run();

private:
    void check_overlaps(std::size_t later);
    void check_words(std::size_t later, const Place& place);

    Map map_;
    std::vector<SignatureFacts>& facts_;
    std::vector<Places> places_;
};

void Examiner::check_overlaps(std::size_t later) {
    auto& report = facts_[later].report;
    for (std::size_t earlier = 0; earlier < later; ++earlier) {
        const auto share = covered_share(places_[earlier], places_[later]);
        if (share <= 0) continue;
        const auto& below = facts_[earlier].report;
        constexpr double kRounding = 0.005;
        const bool allowed = is_seal(report) && is_personal(below) && share <= kLargestSealShare + kRounding &&
                             places_[earlier].size() == 1 && places_[later].size() == 1 &&
                             stands_well(map_.seen(places_[later][0]).rect, map_.seen(places_[earlier][0]).rect);
        report.overlaps.push_back({below.field, share, allowed});
        if (!allowed) add_reason(report, reasons::pdf_widgets_overlap);
    }
}

// Which letters of the page the widget stands over.
void Examiner::check_words(std::size_t later, const Place& place) {
    constexpr std::size_t kMostQuoted = 500;
    auto& report = facts_[later].report;
    const auto& text = map_.text(place.page);
    if (!text.complete) add_reason(report, reasons::pdf_update_not_understood);
    bool covers = false;
    for (const auto& letter : text.letters) {
        const bool inside = letter.x > place.rect.left && letter.x < place.rect.right && letter.y > place.rect.bottom && letter.y < place.rect.top;
        if (!inside) continue;
        covers = covers || letter.text != " ";
        if (report.covered_text.size() < kMostQuoted) report.covered_text += letter.text.empty() ? "\xEF\xBF\xBD" : letter.text;
    }
    if (!covers) return;
    const bool at_its_place = std::any_of(report.overlaps.begin(), report.overlaps.end(), [](const Overlap& one) { return one.allowed; }) ||
                              stands_in_margin(map_.seen(place), map_.size(place.page));
    add_reason(report, is_seal(report) && at_its_place ? reasons::pdf_seal_covers_text : reasons::pdf_widget_covers_text);
}

void Examiner::run() {
    for (auto& one : facts_) {
        places_.push_back(map_.of(one));
        if (!places_.back().empty()) one.report.place = map_.seen(places_.back().front());
    }
    for (std::size_t later = 1; later < facts_.size(); ++later) {
        auto& report = facts_[later].report;
        if (!map_.complete()) add_reason(report, reasons::pdf_update_not_understood);
        check_overlaps(later);
        for (const auto& place : places_[later]) {
            const auto page = map_.page_area(place.page);
            if (page <= 0 || area(place.rect) > kLargestWidgetShare * page) add_reason(report, reasons::pdf_widget_too_large);
            check_words(later, place);
        }
    }
}

}  // namespace

void examine_places(const pdf::Document& document, std::vector<SignatureFacts>& facts) {
    Examiner(document, facts).run();
}

}  // namespace congvan::signing
