#include "signing/judge/update_facts.hpp"

#include <algorithm>
#include <set>

#include "signing/judge/blame.hpp"
#include "signing/judge/descriptions.hpp"
#include "signing/judge/new_field.hpp"
#include "signing/judge/number_entry_facts.hpp"
#include "signing/judge/reasons.hpp"
#include "signing/judge/security_store.hpp"
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
        : document_(document), now_(revision), before_(revision - 1), blame_(document, revision - 1) {
        facts_.revision = revision;
    }

    UpdateFacts run();

private:
    void note(std::string_view reason, ChangeKind kind, std::string subject, int page = 0, std::string_view part = {});
    void added(ChangeKind kind, std::string subject);
    void blame(std::uint32_t number, ChangeKind otherwise);
    void check_trailer();
    void sort_entries();
    void check_catalog();
    bool catalog_entry_is_known(std::string_view key, const Object* was, const Object& is);
    bool check_store(const Object* was, const Object& is);
    void check_form();
    void check_field_list(const Dictionary& old_form, const Dictionary& new_form);
    void check_pages();
    void check_page(const pdf::Page& was, const pdf::Page& is, std::size_t index);
    bool number_is_entered(const pdf::Page& was, const pdf::Page& is, std::size_t index);
    void check_annotations(const Object* was, const Object* is, const pdf::Page& page, std::size_t index);
    void find_filled_field();
    void check_field();
    void check_descriptions();
    bool check_information();
    bool check_packet();
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
    std::vector<int> widget_pages_;      // and to which pages
    std::size_t compared_ = 0;           // annotations
    bool understood_something_ = false;  // beside a signature
    bool filled_ = false;                // the field stood there empty before
    Blame blame_;
};

void Examiner::note(std::string_view reason, ChangeKind kind, std::string subject, int page, std::string_view part) {
    if (std::find(facts_.reasons.begin(), facts_.reasons.end(), reason) == facts_.reasons.end()) {
        facts_.reasons.push_back(reason);
    }
    facts_.changes.push_back({now_, kind, std::move(subject), page, part});
}

// Something else than a signature that is as it should be.
void Examiner::added(ChangeKind kind, std::string subject) {
    understood_something_ = true;
    const bool said = std::any_of(facts_.changes.begin(), facts_.changes.end(), [&](const Change& one) { return one.kind == kind; });
    if (!said) facts_.changes.push_back({now_, kind, std::move(subject), 0, {}});
}

// An object with another value, said of the page that shows it.
void Examiner::blame(std::uint32_t number, ChangeKind otherwise) {
    const auto owner = blame_.owner(number);
    if (owner.page == 0) return note(reasons::pdf_object_changed, otherwise, object_word(number));
    const auto kind = owner.part == "annotation" ? ChangeKind::annotation_changed : ChangeKind::page_changed;
    note(reasons::pdf_object_changed, kind, owner.part == "annotation" ? "changed" : object_word(number), owner.page, owner.part);
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
        if (own(entry.key) || entry.key == "Info" || (old != nullptr && *old == entry.value)) continue;
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
            if (was_used) blame(entry.number, ChangeKind::object_deleted);
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

// Of the catalog only /AcroForm may be replaced, when it held or holds the form directly; a security store and an entry
// about extensions may come or change.
void Examiner::check_catalog() {
    const auto was = document_.catalog(before_);
    const auto is = document_.catalog(now_);
    if (!was.has_value() || !is.has_value()) return note(reasons::pdf_object_changed, ChangeKind::catalog_changed, "Root");
    for (const auto& entry : (*is)->entries()) {
        const auto* old = (*was)->find(entry.key);
        const bool same = entry.key == "AcroForm" || (old != nullptr && *old == entry.value);
        if (entry.key == "DSS" ? check_store(old, entry.value) : same || catalog_entry_is_known(entry.key, old, entry.value)) continue;
        const bool unclear = entry.key == "DSS" || entry.key == "Extensions" || entry.key == "Metadata" || entry.key == "Perms" ||
                             entry.key == "Version";
        note(unclear ? reasons::pdf_update_not_understood : reasons::pdf_object_changed, ChangeKind::catalog_changed, entry.key);
    }
    for (const auto& entry : (*was)->entries()) {
        if (entry.key == "AcroForm" || (*is)->has(entry.key)) continue;
        note(reasons::pdf_object_changed, ChangeKind::catalog_changed, entry.key);
    }
    allow(document_.revisions()[now_].trailer.find("Root"), true);
    allow((*is)->find("AcroForm"), true);
}

bool Examiner::catalog_entry_is_known(std::string_view key, const Object* was, const Object& is) {
    if (key != "Extensions" || !only_known_extensions_differ(document_, was, before_, is, now_)) return false;
    if (const auto* reference = is.as<Reference>(); reference != nullptr) {
        if (!is_new(reference->number)) return false;
        allowed_.insert(reference->number);
    }
    added(ChangeKind::metadata_updated, "Extensions");
    return true;
}

// The store may be new or grow or be exchanged for another one: its streams are new or were in the store before, its
// dictionaries and lists are new or were the store's, and nobody else's.
bool Examiner::check_store(const Object* was, const Object& is) {
    const auto store = examine_security_store(document_, is, now_);
    const auto before = was != nullptr ? examine_security_store(document_, *was, before_) : StoreFacts{};
    const auto belongs = [&](std::uint32_t number, const std::set<std::uint32_t>& then) { return is_new(number) || then.contains(number); };
    bool touched = was == nullptr || !(*was == is);
    for (const auto number : store.streams) touched = touched || is_new(number) || redefined_.contains(number);
    for (const auto number : store.containers) touched = touched || is_new(number) || redefined_.contains(number);
    if (!touched) return true;
    if (!store.why.empty()) {
        note(reasons::pdf_update_not_understood, ChangeKind::catalog_changed, store.why);
        return false;
    }
    for (const auto number : store.streams) {
        if (!belongs(number, before.streams) || redefined_.contains(number)) return false;
        allowed_.insert(number);
    }
    for (const auto number : store.containers) {
        if (!belongs(number, before.containers)) return false;
        allowed_.insert(number);
        if (redefined_.contains(number)) facts_.redefined_lists.push_back(number);
    }
    added(ChangeKind::security_store_added, "DSS");
    return true;
}

// The form may get one more field and set bits of /SigFlags.
void Examiner::check_form() {
    const auto was = document_.form(before_);
    const auto is = document_.form(now_);
    if (was.has_value() && is.has_value() && *was == nullptr && *is == nullptr) return;
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
    if (new_list->size() == old_list->size()) return find_filled_field();
    const auto* more = new_list->back().as<Reference>();
    if (new_list->size() != old_list->size() + 1 || more == nullptr || !is_new(more->number)) {
        return note(reasons::pdf_form_changed, ChangeKind::form_changed, "Fields");
    }
    facts_.field = *more;
}

// A signature field that stood empty and has a value now.
void Examiner::find_filled_field() {
    if (redefined_.empty()) return;
    const auto fields = document_.fields(before_);
    if (!fields.has_value()) return;
    for (const auto& field : *fields) {
        const bool empty = field.type != nullptr && field.type->is_name("Sig") && (field.value == nullptr || field.value->is_null());
        if (!empty || field.reference.number == 0 || !redefined_.contains(field.reference.number)) continue;
        if (facts_.field) return note(reasons::pdf_update_not_understood, ChangeKind::form_changed, "Fields");
        facts_.field = field.reference;
        facts_.field_name = field.name;
        filled_ = true;
    }
}

void Examiner::check_pages() {
    const auto was = document_.pages(before_);
    const auto is = document_.pages(now_);
    const auto same = [](const pdf::Page& a, const pdf::Page& b) { return a.reference == b.reference; };
    if (!was.has_value() || !is.has_value() || !std::equal(was->begin(), was->end(), is->begin(), is->end(), same)) {
        const auto count = [](const auto& pages) { return pages.has_value() ? std::to_string(pages->size()) : std::string("?"); };
        return note(reasons::pdf_pages_added_or_removed, ChangeKind::pages_added_or_removed, count(was) + " -> " + count(is));
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
        if (!(old_page == new_page) && !number_is_entered(was, is, index)) {
            const auto page = static_cast<int>(index) + 1;
            const auto* old_content = old_page.find("Contents");
            const auto* new_content = new_page.find("Contents");
            const bool other = (old_content == nullptr) != (new_content == nullptr) || (old_content != nullptr && !(*old_content == *new_content));
            note(reasons::pdf_page_changed, ChangeKind::page_changed, object_word(is.reference.number), page, other ? "content" : "");
            allowed_.insert(is.reference.number);
            return;
        }
    }
    check_annotations(old_list, new_list, is, index);
}

bool Examiner::number_is_entered(const pdf::Page& was, const pdf::Page& is, std::size_t index) {
    if (index != 0) return false;
    const auto entry = examine_number_entry(document_, was, is, now_, new_);
    if (!entry.exact) return false;
    allowed_.insert(is.reference.number);
    allowed_.insert(entry.objects.begin(), entry.objects.end());
    facts_.number_entered = true;
    added(ChangeKind::number_entered, entry.text);
    return true;
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
    const auto number = static_cast<int>(index) + 1;
    const auto size = [](const Array* list) { return list == nullptr ? 0u : list->size(); };
    if (!grown) {
        allowed_.insert(page.reference.number);
        allow(is, false);
        return note(reasons::pdf_annotation_changed, ChangeKind::annotation_changed, size(new_list) < size(old_list) ? "removed" : "changed", number);
    }
    if (new_list->size() == old_list->size()) return;
    const auto* more = new_list->back().as<Reference>();
    if (new_list->size() != old_list->size() + 1 || more == nullptr) {
        allowed_.insert(page.reference.number);
        allow(is, false);
        return note(reasons::pdf_annotation_changed, ChangeKind::annotation_changed, "added", number);
    }
    widget_pages_.push_back(number);
    widgets_.push_back(*more);
    allowed_.insert(page.reference.number);
    allow(is, true);
}

// The one new or newly filled field is a signature that carries its value; what it needs is new and belongs to nobody else.
void Examiner::check_field() {
    const auto odd_widgets = [&] {
        for (std::size_t i = 0; i < widgets_.size(); ++i) {
            note(reasons::pdf_annotation_changed, ChangeKind::annotation_changed, "added", widget_pages_[i]);
            allowed_.insert(widgets_[i].number);
        }
    };
    if (!facts_.field) return odd_widgets();
    const auto field = filled_ ? examine_filled_field(document_, *facts_.field, now_, new_)
                               : examine_new_field(document_, *facts_.field, now_, new_);
    if (!filled_) facts_.field_name = field.name;
    for (const auto number : field.objects) allowed_.insert(number);
    switch (field.kind) {
        case NewFieldKind::signature: break;
        case NewFieldKind::unsigned_field:
            return note(reasons::pdf_unsigned_field_added, ChangeKind::unsigned_field_added, facts_.field_name);
        case NewFieldKind::unclear: return note(reasons::pdf_update_not_understood, ChangeKind::other, field.why);
    }
    facts_.timestamp = field.timestamp;
    const auto kind = field.timestamp ? ChangeKind::timestamp_added : ChangeKind::signature_added;
    facts_.changes.push_back({now_, kind, facts_.field_name, 0, {}});
    const bool own_widget = widgets_.size() == 1 && widgets_[0] == *facts_.field;
    if ((own_widget && !filled_) || (widgets_.empty() && (filled_ || !field.visible))) return;
    odd_widgets();
    if (widgets_.empty()) note(reasons::pdf_update_not_understood, ChangeKind::other, "a visible field that no page lists");
}

// Document information and XMP packet may get other dates.
void Examiner::check_descriptions() {
    if (check_information()) added(ChangeKind::metadata_updated, "Info");
    if (check_packet()) added(ChangeKind::metadata_updated, "Metadata");
}

bool Examiner::check_information() {
    const auto* was = document_.revisions()[before_].trailer.find("Info");
    const auto* is = document_.revisions()[now_].trailer.find("Info");
    const auto* reference = is != nullptr ? is->as<Reference>() : nullptr;
    const bool moved = (was == nullptr) != (is == nullptr) || (was != nullptr && !(*was == *is));
    if (!moved && (reference == nullptr || !redefined_.contains(reference->number))) return false;
    const auto old = was != nullptr ? document_.resolve(*was, before_) : Result<const Object*>(nullptr);
    const auto fresh = is != nullptr ? document_.resolve(*is, now_) : Result<const Object*>(nullptr);
    static const Object kNone{Dictionary()};
    const auto* then = !old.has_value() ? nullptr : *old == nullptr ? kNone.as<Dictionary>() : (*old)->as<Dictionary>();
    const auto* now = fresh.has_value() && *fresh != nullptr ? (*fresh)->as<Dictionary>() : nullptr;
    const bool own = reference != nullptr && (is_new(reference->number) || !moved);
    if (own) allowed_.insert(reference->number);
    if (own && then != nullptr && now != nullptr && only_dates_differ(*then, *now)) {
        if (!moved) facts_.redefined_lists.push_back(reference->number);
        return true;
    }
    note(reasons::pdf_update_not_understood, ChangeKind::trailer_changed, "Info");
    return false;
}

bool Examiner::check_packet() {
    const auto catalog = document_.catalog(now_);
    const auto* holder = catalog.has_value() ? (*catalog)->find("Metadata") : nullptr;
    const auto* reference = holder != nullptr ? holder->as<Reference>() : nullptr;
    if (reference == nullptr || !redefined_.contains(reference->number)) return false;
    allowed_.insert(reference->number);
    const auto old = document_.load(*reference, before_);
    const auto fresh = document_.load(*reference, now_);
    const auto* was = old.has_value() ? (*old)->as<pdf::Stream>() : nullptr;
    const auto* is = fresh.has_value() ? (*fresh)->as<pdf::Stream>() : nullptr;
    const auto then = was != nullptr ? document_.decode(*was, before_) : Result<Bytes>(Bytes());
    const auto now = is != nullptr ? document_.decode(*is, now_) : Result<Bytes>(Bytes());
    const bool plain = is != nullptr && std::all_of(is->dictionary.entries().begin(), is->dictionary.entries().end(), [](const pdf::Entry& entry) {
        return entry.key == "Length" || entry.key == "Filter" || entry.key == "DecodeParms" || entry.key == "Type" || entry.key == "Subtype";
    });
    if (plain && was != nullptr && then.has_value() && now.has_value() && only_dates_differ(as_text(*then), as_text(*now))) {
        facts_.redefined_lists.push_back(reference->number);
        return true;
    }
    note(reasons::pdf_update_not_understood, ChangeKind::object_changed, "Metadata");
    return false;
}

void Examiner::check_rest() {
    for (const auto number : redefined_) {
        if (!allowed_.contains(number)) blame(number, ChangeKind::object_changed);
    }
    for (const auto number : new_) {
        if (allowed_.contains(number)) continue;
        note(reasons::pdf_update_not_understood, ChangeKind::other, object_word(number));
    }
    if (!facts_.field && !understood_something_ && facts_.reasons.empty()) {
        note(reasons::pdf_update_not_understood, ChangeKind::other, "no new signature");
    }
}

UpdateFacts Examiner::run() {
    check_trailer();
    sort_entries();
    check_catalog();
    check_form();
    check_pages();
    check_field();
    check_descriptions();
    check_rest();
    return std::move(facts_);
}

}  // namespace

UpdateFacts examine_update(const pdf::Document& document, std::size_t revision) {
    return Examiner(document, revision).run();
}

}  // namespace congvan::signing
