#include "signing/judge/field_values.hpp"

#include <algorithm>

#include "signing/pdf/page_text.hpp"

namespace congvan::signing {
namespace {

using pdf::Array;
using pdf::Dictionary;
using pdf::Object;

constexpr std::size_t kMostLooks = 2000;

// Letters only: looks wrap and pad their lines.
std::string bare(std::string_view text) {
    std::string result;
    for (const char c : text) {
        if (c != ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\0') result += c;
    }
    return result;
}

class Comparer {
public:
    Comparer(const pdf::Document& document, std::size_t at) : document_(document), at_(at) {}

    bool differs(const pdf::Field& field);

private:
    const Object* get(const Dictionary& dictionary, std::string_view key) const {
        const auto found = document_.get(dictionary, key, at_);
        return found.has_value() ? *found : nullptr;
    }
    bool look_differs(const Dictionary& widget, const Object& type, const Object* value);
    bool text_differs(const Dictionary& looks, const std::string& expected);
    bool state_differs(const Dictionary& widget, const Dictionary& looks, const Object* value) const;

    const pdf::Document& document_;
    std::size_t at_;
    std::size_t looks_ = 0;
    TextBudget budget_;
};

std::string text_of(const Object* value) {
    if (value == nullptr) return {};
    if (const auto* text = value->as<pdf::String>()) return pdf::to_utf8(*text);
    if (const auto* name = value->as<pdf::Name>()) return name->text;
    return {};
}

bool Comparer::text_differs(const Dictionary& looks, const std::string& expected) {
    const auto* normal = get(looks, "N");
    const auto* form = normal != nullptr ? normal->as<pdf::Stream>() : nullptr;
    if (form == nullptr) return normal != nullptr && !normal->is_null();
    const auto drawn = read_form_text(document_, *form, at_, budget_);
    return !drawn.complete || bare(drawn.text()) != bare(expected);
}

// A box or radio button shows the state that is its value.
bool Comparer::state_differs(const Dictionary& widget, const Dictionary& looks, const Object* value) const {
    const auto* state = get(widget, "AS");
    const auto shown = text_of(state);
    const auto held = text_of(value);
    const auto* normal = get(looks, "N");
    const auto* states = normal != nullptr ? normal->as<Dictionary>() : nullptr;
    if (states == nullptr || shown.empty()) return false;
    if (shown == "Off" || shown == held) return !held.empty() && held != "Off" && shown == "Off" && states->has(held);
    return true;
}

bool Comparer::look_differs(const Dictionary& widget, const Object& type, const Object* value) {
    const auto* found = get(widget, "AP");
    const auto* looks = found != nullptr ? found->as<Dictionary>() : nullptr;
    if (looks == nullptr) return false;
    if (++looks_ > kMostLooks) return true;
    if (type.is_name("Btn")) return state_differs(widget, *looks, value);
    if (value != nullptr && value->as<Array>() != nullptr) return false;  // several choices
    // A choice shows the label of its value, where labels stand apart (12.7.4.4): then only the label can be compared.
    if (type.is_name("Ch")) {
        const auto* options = get(widget, "Opt");
        const auto* list = options != nullptr ? options->as<Array>() : nullptr;
        for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
            const auto* pair = (*list)[i].as<Array>();
            if (pair != nullptr && pair->size() == 2 && text_of(&(*pair)[0]) == text_of(value)) return text_differs(*looks, text_of(&(*pair)[1]));
        }
    }
    if (value != nullptr && value->as<pdf::Stream>() != nullptr) return false;  // rich or very long text
    return text_differs(*looks, text_of(value));
}

bool Comparer::differs(const pdf::Field& field) {
    if (field.type == nullptr || field.type->is_name("Sig")) return false;
    const bool compared = field.type->is_name("Tx") || field.type->is_name("Ch") || field.type->is_name("Btn");
    if (!compared) return false;
    const auto value = field.value != nullptr ? document_.resolve(*field.value, at_) : Result<const Object*>(nullptr);
    const auto* held = value.has_value() ? *value : nullptr;
    if (look_differs(*field.dictionary, *field.type, held)) return true;
    const auto* kids = get(*field.dictionary, "Kids");
    const auto* children = kids != nullptr ? kids->as<Array>() : nullptr;
    for (std::size_t i = 0; children != nullptr && i < children->size(); ++i) {
        const auto kid = document_.resolve((*children)[i], at_);
        const auto* widget = kid.has_value() ? (*kid)->as<Dictionary>() : nullptr;
        if (widget != nullptr && look_differs(*widget, *field.type, held)) return true;
    }
    return false;
}

}  // namespace

std::vector<std::string> fields_that_differ(const pdf::Document& document, std::size_t at) {
    std::vector<std::string> names;
    const auto fields = document.fields(at);
    if (!fields.has_value()) return names;
    Comparer comparer(document, at);
    for (const auto& field : *fields) {
        if (comparer.differs(field)) names.push_back(field.name);
    }
    return names;
}

}  // namespace congvan::signing
