#include "signing/judge/update_facts.hpp"

#include <algorithm>
#include <set>

#include "signing/judge/new_field.hpp"
#include "signing/judge/reasons.hpp"
#include "signing/judge/update_layout.hpp"

namespace congvan::signing {
namespace {

using pdf::Array;
using pdf::Dictionary;
using pdf::Object;
using pdf::Reference;

// How many annotations of pages are compared; pages may share one long list.
constexpr std::size_t kMostCompared = 1'000'000;

std::string object_word(std::uint32_t number) { return "object " + std::to_string(number); }


class Examiner {
public:
    Examiner(const pdf::Document& document, std::size_t revision)
        : document_(document), now_(revision), before_(revision - 1) {
        facts_.revision = revision;
    }

    UpdateFacts run();

private:
    void note(std::string_view reason, ChangeKind kind, std::string subject);
    void check_trailer();
    void sort_entries();
    void check_catalog();
    void check_form();
    void check_field_list(const Dictionary& old_form, const Dictionary& new_form);
    void check_pages();
    void check_page(const pdf::Page& was, const pdf::Page& is, std::size_t index);
    void check_annotations(const Object* was, const Object* is, const pdf::Page& page, std::size_t index);
    void check_field();
    void check_rest();
    bool is_new(std::uint32_t number) const { return new_.contains(number); }
    // The array behind `list`, and that its own object, if it has one, may be redefined.
    const Array* list_of(const Object* list, std::size_t at);
    void allow(const Object* holder, bool list);

    const pdf::Document& document_;
    std::size_t now_;
    std::size_t before_;
    UpdateFacts facts_;
    std::set<std::uint32_t> new_;        // numbers that first get a meaning here
    std::set<std::uint32_t> redefined_;  // with another value than before
    std::set<std::uint32_t> allowed_;    // of both, those that are explained
    std::vector<Reference> widgets_;     // annotations added
    std::size_t compared_ = 0;           // annotations
};

void Examiner::note(std::string_view reason, ChangeKind kind, std::string subject) {
    if (std::find(facts_.reasons.begin(), facts_.reasons.end(), reason) == facts_.reasons.end()) {
        facts_.reasons.push_back(reason);
    }
    facts_.changes.push_back({now_, kind, std::move(subject), 0, {}});
}

// The trailer may only count objects, point back, and change the second half of /ID.
void Examiner::check_trailer() {
    const auto& was = document_.revisions()[before_].trailer;
    const auto& is = document_.revisions()[now_].trailer;
    static constexpr std::string_view kOwn[] = {"Size", "Prev", "ID",          "Type",   "W",
                                                "Index", "Filter", "DecodeParms", "Length", "XRefStm"};
    const auto own = [](std::string_view key) { return std::find(std::begin(kOwn), std::end(kOwn), key) != std::end(kOwn); };
    for (const auto& entry : is.entries()) {
        const auto* old = was.find(entry.key);
        if (own(entry.key) || (old != nullptr && *old == entry.value)) continue;
        note(entry.key == "Root" ? reasons::pdf_object_changed : reasons::pdf_update_not_understood,
             ChangeKind::trailer_changed, entry.key);
    }
    for (const auto& entry : was.entries()) {
        if (own(entry.key) || is.has(entry.key)) continue;
        note(reasons::pdf_update_not_understood, ChangeKind::trailer_changed, entry.key);
    }
    const auto* old_id = was.find("ID") != nullptr ? was.find("ID")->as<Array>() : nullptr;
    const auto* new_id = is.find("ID") != nullptr ? is.find("ID")->as<Array>() : nullptr;
    if (old_id != nullptr && !old_id->empty() && (new_id == nullptr || new_id->empty() || (*new_id)[0] != (*old_id)[0])) {
        note(reasons::pdf_update_not_understood, ChangeKind::trailer_changed, "ID");
    }
}

// Which objects are new, redefined or freed. An object written again with its old value says nothing.
void Examiner::sort_entries() {
    const auto layout = examine_layout(document_, now_);
    if (!layout.exact) note(reasons::pdf_update_not_understood, ChangeKind::layout_odd, layout.why);
    const std::set<std::uint32_t> carriers(layout.carriers.begin(), layout.carriers.end());
    for (const auto& entry : document_.revisions()[now_].entries) {
        const auto* old = document_.entry(entry.number, before_);
        const bool was_used = old != nullptr && old->kind != pdf::EntryKind::free;
        if (entry.kind == pdf::EntryKind::free) {
            if (was_used) note(reasons::pdf_object_changed, ChangeKind::object_deleted, object_word(entry.number));
            if (!was_used && entry.number != 0) note(reasons::pdf_update_not_understood, ChangeKind::other, object_word(entry.number));
            continue;
        }
        if (!was_used) {
            if (old != nullptr) note(reasons::pdf_update_not_understood, ChangeKind::other, object_word(entry.number));
            if (!carriers.contains(entry.number)) new_.insert(entry.number);
            continue;
        }
        const auto value = document_.load({entry.number, entry.generation}, now_);
        const auto old_value = document_.load({entry.number, old->generation}, before_);
        const bool same = entry.generation == old->generation && value.has_value() && old_value.has_value() &&
                          **value == **old_value;
        if (!same) redefined_.insert(entry.number);
    }
}

void Examiner::allow(const Object* holder, bool list) {
    const auto* reference = holder != nullptr ? holder->as<Reference>() : nullptr;
    if (reference == nullptr) return;
    allowed_.insert(reference->number);
    if (list && (redefined_.contains(reference->number))) facts_.redefined_lists.push_back(reference->number);
}

const Array* Examiner::list_of(const Object* list, std::size_t at) {
    if (list == nullptr) return nullptr;
    const auto resolved = document_.resolve(*list, at);
    return resolved.has_value() ? (*resolved)->as<Array>() : nullptr;
}

// Of the catalog only /AcroForm may be replaced, and only when it held or holds the form directly.
void Examiner::check_catalog() {
    const auto was = document_.catalog(before_);
    const auto is = document_.catalog(now_);
    if (!was.has_value() || !is.has_value()) return note(reasons::pdf_object_changed, ChangeKind::catalog_changed, "Root");
    const auto compare = [&](const Dictionary& one, const Dictionary& other) {
        for (const auto& entry : one.entries()) {
            const auto* match = other.find(entry.key);
            if (entry.key == "AcroForm" || (match != nullptr && *match == entry.value)) continue;
            static constexpr std::string_view kUnclear[] = {"DSS", "Extensions", "Metadata", "Perms", "Version"};
            const bool unclear = std::find(std::begin(kUnclear), std::end(kUnclear), entry.key) != std::end(kUnclear);
            note(unclear ? reasons::pdf_update_not_understood : reasons::pdf_object_changed, ChangeKind::catalog_changed,
                 entry.key);
        }
    };
    compare(**was, **is);
    if (!(**was == **is)) compare(**is, **was);
    allow(document_.revisions()[now_].trailer.find("Root"), true);
    allow((*is)->find("AcroForm"), true);
}

// The form may get one more field and set bits of /SigFlags.
void Examiner::check_form() {
    const auto was = document_.form(before_);
    const auto is = document_.form(now_);
    if (!was.has_value() || !is.has_value() || *was == nullptr || *is == nullptr) {
        return note(reasons::pdf_form_changed, ChangeKind::form_changed, "AcroForm");
    }
    const auto flags = [](const Dictionary& form) {
        const auto* value = form.find("SigFlags");
        const auto* number = value != nullptr ? value->as<std::int64_t>() : nullptr;
        return value == nullptr ? 0 : number != nullptr ? *number : -1;
    };
    const auto old_flags = flags(**was);
    const auto new_flags = flags(**is);
    if (old_flags != new_flags && (old_flags < 0 || new_flags < 0 || new_flags > 3 || (old_flags & ~new_flags) != 0)) {
        note(reasons::pdf_form_changed, ChangeKind::form_changed, "SigFlags");
    }
    const auto compare = [&](const Dictionary& one, const Dictionary& other) {
        for (const auto& entry : one.entries()) {
            const auto* match = other.find(entry.key);
            const bool listed = entry.key == "Fields" || entry.key == "SigFlags";
            if (listed || (match != nullptr && *match == entry.value)) continue;
            note(reasons::pdf_update_not_understood, ChangeKind::form_changed, entry.key);
        }
    };
    compare(**was, **is);
    compare(**is, **was);
    check_field_list(**was, **is);
}

void Examiner::check_field_list(const Dictionary& old_form, const Dictionary& new_form) {
    const auto* old_list = list_of(old_form.find("Fields"), before_);
    const auto* new_list = list_of(new_form.find("Fields"), now_);
    allow(new_form.find("Fields"), true);
    const bool grown = old_list != nullptr && new_list != nullptr && new_list->size() >= old_list->size() &&
                       std::equal(old_list->begin(), old_list->end(), new_list->begin());
    if (!grown) return note(reasons::pdf_form_changed, ChangeKind::form_changed, "Fields");
    if (new_list->size() == old_list->size()) return;
    const auto* added = new_list->back().as<Reference>();
    if (new_list->size() != old_list->size() + 1 || added == nullptr || !is_new(added->number)) {
        return note(reasons::pdf_form_changed, ChangeKind::form_changed, "Fields");
    }
    facts_.field = *added;
}

void Examiner::check_pages() {
    const auto was = document_.pages(before_);
    const auto is = document_.pages(now_);
    const auto same = [](const pdf::Page& a, const pdf::Page& b) { return a.reference == b.reference; };
    if (!was.has_value() || !is.has_value() || !std::equal(was->begin(), was->end(), is->begin(), is->end(), same)) {
        return note(reasons::pdf_pages_added_or_removed, ChangeKind::pages_added_or_removed, "Pages");
    }
    for (std::size_t i = 0; i < is->size(); ++i) {
        check_page((*was)[i], (*is)[i], i);
        if (compared_ <= kMostCompared && widgets_.size() <= 1) continue;
        return note(reasons::pdf_update_not_understood, ChangeKind::other, "annotations of many pages");
    }
}

// A page may get one more annotation.
void Examiner::check_page(const pdf::Page& was, const pdf::Page& is, std::size_t index) {
    const auto* old_list = was.dictionary->find("Annots");
    const auto* new_list = is.dictionary->find("Annots");
    if (was.dictionary != is.dictionary) {
        auto old_page = *was.dictionary;
        auto new_page = *is.dictionary;
        old_page.remove("Annots");
        new_page.remove("Annots");
        if (!(old_page == new_page)) {
            return note(reasons::pdf_page_changed, ChangeKind::page_changed, "page " + std::to_string(index + 1));
        }
    }
    check_annotations(old_list, new_list, is, index);
}

void Examiner::check_annotations(const Object* was, const Object* is, const pdf::Page& page, std::size_t index) {
    if (was == nullptr && is == nullptr) return;
    static const Array kNone;
    const auto* old_list = was == nullptr ? &kNone : list_of(was, before_);
    const auto* new_list = list_of(is, now_);
    if (old_list != nullptr && old_list == new_list) return;
    if (old_list == nullptr && was != nullptr && is != nullptr && *was == *is) return;  // odd, but as it was
    compared_ += old_list != nullptr ? old_list->size() : 0;
    const bool grown = old_list != nullptr && new_list != nullptr && new_list->size() >= old_list->size() &&
                       std::equal(old_list->begin(), old_list->end(), new_list->begin());
    const auto word = "page " + std::to_string(index + 1);
    if (!grown) return note(reasons::pdf_annotation_changed, ChangeKind::annotation_changed, word);
    if (new_list->size() == old_list->size()) return;
    const auto* added = new_list->back().as<Reference>();
    if (new_list->size() != old_list->size() + 1 || added == nullptr) {
        return note(reasons::pdf_annotation_changed, ChangeKind::annotation_changed, word);
    }
    widgets_.push_back(*added);
    allowed_.insert(page.reference.number);
    allow(is, true);
}

// The one new field is a signature that carries its value; what it needs is new and belongs to nobody else.
void Examiner::check_field() {
    if (!facts_.field) {
        if (!widgets_.empty()) note(reasons::pdf_annotation_changed, ChangeKind::annotation_changed, "no field");
        if (facts_.reasons.empty()) note(reasons::pdf_update_not_understood, ChangeKind::other, "no new signature");
        return;
    }
    const auto field = examine_new_field(document_, *facts_.field, now_, new_);
    for (const auto number : field.objects) allowed_.insert(number);
    switch (field.kind) {
        case NewFieldKind::signature: break;
        case NewFieldKind::unsigned_field:
            return note(reasons::pdf_unsigned_field_added, ChangeKind::unsigned_field_added, field.name);
        case NewFieldKind::unclear: return note(reasons::pdf_update_not_understood, ChangeKind::other, field.why);
    }
    facts_.changes.push_back({now_, ChangeKind::signature_added, field.name, 0, {}});
    const bool own_widget = widgets_.size() == 1 && widgets_[0] == *facts_.field;
    if (own_widget || (widgets_.empty() && !field.visible)) return;
    note(reasons::pdf_annotation_changed, ChangeKind::annotation_changed, field.name);
}

void Examiner::check_rest() {
    const auto info = document_.revisions()[now_].trailer.find("Info");
    const auto* info_reference = info != nullptr ? info->as<Reference>() : nullptr;
    const auto catalog = document_.catalog(before_);
    const auto* metadata = catalog.has_value() ? (*catalog)->find("Metadata") : nullptr;
    const auto* metadata_reference = metadata != nullptr ? metadata->as<Reference>() : nullptr;
    for (const auto number : redefined_) {
        if (allowed_.contains(number)) continue;
        const bool descriptive = (info_reference != nullptr && info_reference->number == number) ||
                                 (metadata_reference != nullptr && metadata_reference->number == number);
        note(descriptive ? reasons::pdf_update_not_understood : reasons::pdf_object_changed, ChangeKind::object_changed,
             object_word(number));
    }
    for (const auto number : new_) {
        if (allowed_.contains(number)) continue;
        note(reasons::pdf_update_not_understood, ChangeKind::other, object_word(number));
    }
}

UpdateFacts Examiner::run() {
    check_trailer();
    sort_entries();
    check_catalog();
    check_form();
    check_pages();
    check_field();
    check_rest();
    return std::move(facts_);
}

}  // namespace

UpdateFacts examine_update(const pdf::Document& document, std::size_t revision) {
    return Examiner(document, revision).run();
}

}  // namespace congvan::signing
