#include "signing/pdf/form_update.hpp"

#include <algorithm>
#include <set>

#include "errors/signing.hpp"
#include "signing/judge/judge.hpp"
#include "signing/judge/reasons.hpp"

namespace congvan::signing {
namespace {

using pdf::Dictionary;
using pdf::Document;
using pdf::Reference;

Error refused(std::string_view code, std::string why) { return {Remedy::fix_input, code, std::move(why)}; }

// ISO 32000-1 12.8.2.2: the permission a certification signature leaves; 3 when there is none.
Result<std::int64_t> permission(const Document& document, const Dictionary& catalog) {
    const std::size_t at = document.last();
    constexpr std::int64_t kFree = 3;
    LET(const auto* perms, document.get(catalog, "Perms", at));
    const auto* rights = perms->as<Dictionary>();
    if (rights == nullptr) return kFree;
    LET(const auto* certification, document.get(*rights, "DocMDP", at));
    const auto* signature = certification->as<Dictionary>();
    if (signature == nullptr) return kFree;
    LET(const auto* list, document.get(*signature, "Reference", at));
    const auto* references = list->as<pdf::Array>();
    if (references == nullptr) return std::int64_t{2};
    for (const pdf::Object& item : *references) {
        LET(const auto* entry, document.resolve(item, at));
        const auto* reference = entry->as<Dictionary>();
        if (reference == nullptr) continue;
        LET(const auto* method, document.get(*reference, "TransformMethod", at));
        if (!method->is_name("DocMDP")) continue;
        LET(const auto* found, document.get(*reference, "TransformParams", at));
        const auto* parameters = found->as<Dictionary>();
        if (parameters == nullptr) continue;
        LET(const auto* level, document.get(*parameters, "P", at));
        if (const auto* value = level->as<std::int64_t>()) return *value;
    }
    return std::int64_t{2};
}

Result<bool> is_signed(const Document& document) {
    LET(const auto fields, document.fields(document.last()));
    return std::any_of(fields.begin(), fields.end(), [](const pdf::Field& field) {
        return field.type != nullptr && field.type->is_name("Sig") && field.value != nullptr && !field.value->is_null();
    });
}

// What was tampered with would look better with one more signature on it.
Result<Done> refuse_tampered(const Document& document) {
    const DocumentReport report = judge_pdf(document.file(), TrustAnchors(), Instant());
    // A number that waits for the next signature is not held against the file: what it is worth is the verifier's policy.
    auto codes = report.reasons;
    std::erase(codes, reasons::pdf_number_entered);
    const Integrity integrity = conclude(codes).integrity;
    const bool bad = integrity == Integrity::changed_after_signing || integrity == Integrity::not_intact ||
                     integrity == Integrity::malformed;
    if (!bad) return Done{};
    std::string why(to_word(integrity));
    for (const auto reason : report.reasons) why += " " + std::string(reason);
    for (const SignatureReport& each : report.signatures) {
        for (const auto reason : each.reasons) why += " " + each.field + ":" + std::string(reason);
    }
    return refused(errors::signing::tampered, std::move(why));
}

// The object that must be written anew so that `owner[key]` becomes `value`: the array itself when it is an object of its
// own, otherwise its owner. Returns true when the owner was changed and must be written too.
Result<bool> extend_array(const Document& document, Update& update, Dictionary& owner, std::string_view key,
                          Reference member) {
    const auto* held = owner.find(key);
    LET(const auto* current, document.get(owner, key, document.last()));
    const auto* array = current->as<pdf::Array>();
    if (array == nullptr && !current->is_null()) {
        return refused(errors::signing::malformed_pdf, "/" + std::string(key) + " is no array");
    }
    pdf::Array extended = array == nullptr ? pdf::Array{} : *array;
    extended.emplace_back(member);
    if (const auto* reference = held == nullptr ? nullptr : held->as<Reference>(); array != nullptr && reference) {
        update.put(*reference, pdf::to_text(pdf::Object(std::move(extended))));
        return false;
    }
    owner.set(key, std::move(extended));
    return true;
}

}  // namespace

Result<Done> may_be_extended(const Document& document) {
    LET(const auto* catalog, document.catalog(document.last()));
    LET(const std::int64_t permitted, permission(document, *catalog));
    if (permitted == 1) return refused(errors::signing::changes_forbidden, "certified with P=1");
    LET(const bool has_signature, is_signed(document));
    if (has_signature || document.revisions().size() > 1) TRY(refuse_tampered(document));
    return Done{};
}

Result<std::string> free_field_name(const Document& document, const std::string& prefix) {
    LET(const auto fields, document.fields(document.last()));
    std::set<std::string> taken;
    for (const pdf::Field& field : fields) taken.insert(field.name.substr(0, field.name.find('.')));
    for (int number = 1;; ++number) {
        std::string name = prefix + std::to_string(number);
        if (!taken.contains(name)) return name;
    }
}

Result<Done> extend_page(const Document& document, Update& update, const pdf::Page& page, Reference widget) {
    Dictionary dictionary = *page.dictionary;
    LET(const bool changed, extend_array(document, update, dictionary, "Annots", widget));
    if (changed) update.put(page.reference, pdf::to_text(dictionary));
    return Done{};
}

Result<Reference> catalog_reference(const Document& document) {
    const auto* root = document.revisions().back().trailer.find("Root");
    const auto* reference = root == nullptr ? nullptr : root->as<Reference>();
    if (reference == nullptr) return refused(errors::signing::malformed_pdf, "/Root is no reference");
    return *reference;
}

Result<Done> extend_form(const Document& document, Update& update, Reference field) {
    LET(const Reference root, catalog_reference(document));
    LET(const auto* catalog, document.catalog(document.last()));
    LET(const auto* form, document.form(document.last()));
    Dictionary extended = form == nullptr ? Dictionary{} : *form;
    if (extended.has("XFA")) return refused(errors::signing::unsupported_pdf, "the form is XFA");
    LET(bool changed, extend_array(document, update, extended, "Fields", field));
    const auto* flags = extended.find("SigFlags");
    const auto* value = flags == nullptr ? nullptr : flags->as<std::int64_t>();
    if (value == nullptr || (*value & 3) != 3) {
        extended.set("SigFlags", (value == nullptr ? 0 : *value) | 3);
        changed = true;
    }
    if (!changed) return Done{};
    const auto* held = catalog->find("AcroForm");
    const auto* form_reference = held == nullptr ? nullptr : held->as<Reference>();
    if (form != nullptr && form_reference != nullptr) {
        update.put(*form_reference, pdf::to_text(extended));
        return Done{};
    }
    Dictionary new_catalog = *catalog;
    if (form == nullptr) {
        new_catalog.set("AcroForm", update.add(pdf::to_text(extended)));  // so that later updates leave the catalog alone
    } else {
        new_catalog.set("AcroForm", std::move(extended));
    }
    update.put(root, pdf::to_text(new_catalog));
    return Done{};
}

}  // namespace congvan::signing
