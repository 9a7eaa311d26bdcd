#include "signing/judge/locks.hpp"

#include <algorithm>

namespace congvan::signing {
namespace {

using pdf::Array;
using pdf::Dictionary;
using pdf::Object;

constexpr std::size_t kMostTransforms = 8;
constexpr std::size_t kMostFields = 10'000;

bool read_permission(const Object& value, Locks& into) {
    const auto* level = value.as<std::int64_t>();
    if (!value.is_null() && (level == nullptr || *level < 1 || *level > 3)) return false;
    const auto given = static_cast<Permission>(level != nullptr ? *level : 2);
    into.permission = std::min(into.permission.value_or(given), given);
    return true;
}

bool read_lock(const pdf::Document& document, const Dictionary& parameters, std::size_t at, Locks& into) {
    FieldLock lock;
    const auto action = document.get(parameters, "Action", at);
    const auto* name = action.has_value() ? (*action)->as<pdf::Name>() : nullptr;
    if (name == nullptr) return false;
    if (name->text == "All") {
        lock.action = FieldLock::Action::all;
    } else if (name->text == "Include" || name->text == "Exclude") {
        lock.action = name->text == "Include" ? FieldLock::Action::include : FieldLock::Action::exclude;
        const auto fields = document.get(parameters, "Fields", at);
        const auto* names = fields.has_value() ? (*fields)->as<Array>() : nullptr;
        if (names == nullptr || names->size() > kMostFields) return false;
        for (const auto& one : *names) {
            const auto* text = one.as<pdf::String>();
            if (text == nullptr) return false;
            lock.fields.push_back(pdf::to_utf8(*text));
        }
    } else {
        return false;
    }
    into.locks.push_back(std::move(lock));
    return true;
}

bool read_transform(const pdf::Document& document, const Object& transform, std::size_t at, Locks& into) {
    const auto resolved = document.resolve(transform, at);
    const auto* reference = resolved.has_value() ? (*resolved)->as<Dictionary>() : nullptr;
    const auto* method = reference != nullptr ? reference->find("TransformMethod") : nullptr;
    if (method == nullptr) return false;
    const auto found = document.get(*reference, "TransformParams", at);
    static const Dictionary kNone;
    const auto* parameters = !found.has_value() ? nullptr : (*found)->is_null() ? &kNone : (*found)->as<Dictionary>();
    if (parameters == nullptr) return false;
    const auto level = document.get(*parameters, "P", at);
    if (!level.has_value()) return false;
    if (method->is_name("DocMDP")) return read_permission(**level, into);
    if (!method->is_name("FieldMDP")) return false;
    // A lock may carry a permission besides (ISO 32000-2 table 237).
    return ((*level)->is_null() || read_permission(**level, into)) && read_lock(document, *parameters, at, into);
}

}  // namespace

bool FieldLock::holds(std::string_view field) const {
    if (action == Action::all) return true;
    const bool named = std::any_of(fields.begin(), fields.end(), [&](std::string_view name) {
        return field == name || (field.size() > name.size() && field.starts_with(name) && field[name.size()] == '.');
    });
    return named == (action == Action::include);
}

Locks read_locks(const pdf::Document& document, const Dictionary& signature, std::size_t at) {
    Locks locks;
    const auto list = document.get(signature, "Reference", at);
    if (list.has_value() && (*list)->is_null()) return locks;
    const auto* transforms = list.has_value() ? (*list)->as<Array>() : nullptr;
    locks.understood = transforms != nullptr && transforms->size() <= kMostTransforms;
    for (std::size_t i = 0; locks.understood && i < transforms->size(); ++i) {
        locks.understood = read_transform(document, (*transforms)[i], at, locks);
    }
    return locks;
}

}  // namespace congvan::signing
