#include "signing/judge/new_field.hpp"

#include <algorithm>
#include <initializer_list>
#include <vector>

namespace congvan::signing {
namespace {

using pdf::Array;
using pdf::Dictionary;
using pdf::Object;
using pdf::Reference;

bool among(std::string_view key, std::initializer_list<std::string_view> keys) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

const Object* first_odd(const Dictionary& dictionary, std::initializer_list<std::string_view> keys, std::string& key) {
    for (const auto& entry : dictionary.entries()) {
        if (among(entry.key, keys)) continue;
        key = entry.key;
        return &entry.value;
    }
    return nullptr;
}

class Examiner {
public:
    Examiner(const pdf::Document& document, std::size_t revision, const std::set<std::uint32_t>& fresh)
        : document_(document), at_(revision), fresh_(fresh) {}

    NewFieldFacts run(Reference field);

private:
    NewFieldFacts unclear(std::string why) {
        facts_.kind = NewFieldKind::unclear;
        facts_.why = std::move(why);
        return std::move(facts_);
    }
    const Object* fresh_object(const Object* holder);
    std::string odd_value(const Object* holder);
    std::string odd_appearance(const Dictionary& field);
    std::string odd_parts(const Object& root);
    std::string odd_part(const Dictionary& part) const;
    bool has_rectangle(const Dictionary& field);

    const pdf::Document& document_;
    std::size_t at_;
    const std::set<std::uint32_t>& fresh_;
    NewFieldFacts facts_;
};

// What `holder` refers to, if that is new and was not met before; it then belongs to the field.
const Object* Examiner::fresh_object(const Object* holder) {
    const auto* reference = holder != nullptr ? holder->as<Reference>() : nullptr;
    if (reference == nullptr || !fresh_.contains(reference->number)) return nullptr;
    if (!facts_.objects.insert(reference->number).second) return nullptr;
    const auto loaded = document_.load(*reference, at_);
    return loaded.has_value() ? *loaded : nullptr;
}

std::string Examiner::odd_value(const Object* holder) {
    const auto* value = fresh_object(holder);
    const auto* dictionary = value != nullptr ? value->as<Dictionary>() : nullptr;
    if (dictionary == nullptr) return "the value is no dictionary of this update";
    std::string key;
    const auto* odd = first_odd(*dictionary, {"Type", "Filter", "SubFilter", "ByteRange", "Contents", "M", "Name", "Reason",
                                              "Location", "ContactInfo", "Prop_Build"}, key);
    if (odd != nullptr) return "/" + key + " in the signature dictionary";
    if (const auto* build = dictionary->find("Prop_Build")) return odd_parts(*build);
    return {};
}

// Four plain numbers within reason, so that everybody agrees where the widget is.
bool Examiner::has_rectangle(const Dictionary& field) {
    constexpr double kFarthest = 1e6;
    const auto* rect = field.find("Rect") != nullptr ? field.find("Rect")->as<Array>() : nullptr;
    double v[4] = {};
    if (rect == nullptr || rect->size() != 4) return false;
    for (std::size_t i = 0; i < 4; ++i) {
        if (!(*rect)[i].number(v[i]) || v[i] > kFarthest || v[i] < -kFarthest) return false;
    }
    facts_.visible = v[0] != v[2] && v[1] != v[3];
    return true;
}

// Names that make a part act, hide, or bring content from elsewhere.
std::string Examiner::odd_part(const Dictionary& part) const {
    for (const auto& entry : part.entries()) {
        if (among(entry.key, {"OC", "OCGs", "AA", "A", "JS", "OpenAction", "Ref", "OPI", "Alternates", "PS", "Parent", "Kids",
                              "Annots", "F", "EF", "RF"})) {
            return "/" + entry.key + " in the appearance";
        }
    }
    return {};
}

// Everything below `root`: new objects only, and nothing odd among them. Without recursion.
std::string Examiner::odd_parts(const Object& root) {
    struct Part {
        const Object* object;
        bool resources;  // a category of resources: its keys are names that somebody chose
    };
    std::vector<Part> open{{&root, false}};
    while (!open.empty()) {
        const auto [object, resources] = open.back();
        open.pop_back();
        if (const auto* reference = object->as<Reference>()) {
            if (facts_.objects.contains(reference->number)) continue;
            const auto* fresh = fresh_object(object);
            if (fresh == nullptr) return "the appearance uses object " + std::to_string(reference->number);
            open.push_back({fresh, resources});
        } else if (const auto* array = object->as<Array>()) {
            for (const auto& value : *array) open.push_back({&value, false});
        } else {
            const auto* stream = object->as<pdf::Stream>();
            const auto* dictionary = stream != nullptr ? &stream->dictionary : object->as<Dictionary>();
            if (dictionary == nullptr) continue;
            const bool names = resources && stream == nullptr;
            if (auto why = names ? std::string() : odd_part(*dictionary); !why.empty()) return why;
            for (const auto& entry : dictionary->entries()) {
                const bool category = !names && among(entry.key, {"Font", "XObject", "ExtGState", "ColorSpace", "Pattern",
                                                                  "Shading"});
                open.push_back({&entry.value, category});
            }
        }
    }
    return {};
}

std::string Examiner::odd_appearance(const Dictionary& field) {
    const auto* appearance = field.find("AP");
    if (appearance == nullptr) return {};
    if (appearance->as<Reference>() != nullptr) appearance = fresh_object(appearance);
    const auto* states = appearance != nullptr ? appearance->as<Dictionary>() : nullptr;
    const auto* normal = states != nullptr ? states->find("N") : nullptr;
    if (normal == nullptr || states->entries().size() != 1) return "/AP is not one normal appearance";
    const auto* form = fresh_object(normal);
    const auto* stream = form != nullptr ? form->as<pdf::Stream>() : nullptr;
    const auto* subtype = stream != nullptr ? stream->dictionary.find("Subtype") : nullptr;
    if (subtype == nullptr || !subtype->is_name("Form")) return "the appearance is no form of this update";
    return odd_parts(*form);
}

NewFieldFacts Examiner::run(Reference field) {
    facts_.objects.insert(field.number);
    const auto loaded = document_.load(field, at_);
    const auto* dictionary = loaded.has_value() ? (*loaded)->as<Dictionary>() : nullptr;
    if (dictionary == nullptr) return unclear("the field is no dictionary");
    const auto* name = dictionary->find("T") != nullptr ? dictionary->find("T")->as<pdf::String>() : nullptr;
    if (name != nullptr) facts_.name = pdf::to_utf8(*name);
    const auto* type = dictionary->find("FT");
    const auto* value = dictionary->find("V");
    if (type == nullptr || !type->is_name("Sig") || value == nullptr || value->is_null()) {
        facts_.kind = NewFieldKind::unsigned_field;
        return std::move(facts_);
    }
    std::string key;
    const auto* odd = first_odd(*dictionary, {"Type", "Subtype", "FT", "T", "TU", "V", "Ff", "F", "Rect", "P", "AP", "M", "NM"}, key);
    if (odd != nullptr) return unclear("/" + key + " in the field");
    const auto* subtype = dictionary->find("Subtype");
    if (name == nullptr || facts_.name.empty() || subtype == nullptr || !subtype->is_name("Widget")) {
        return unclear("the field is no widget with a name");
    }
    if (!has_rectangle(*dictionary)) return unclear("/Rect of the field");
    if (auto why = odd_value(value); !why.empty()) return unclear(std::move(why));
    if (auto why = odd_appearance(*dictionary); !why.empty()) return unclear(std::move(why));
    facts_.kind = NewFieldKind::signature;
    return std::move(facts_);
}

}  // namespace

NewFieldFacts examine_new_field(const pdf::Document& document, pdf::Reference field, std::size_t revision,
                                const std::set<std::uint32_t>& fresh) {
    return Examiner(document, revision, fresh).run(field);
}

}  // namespace congvan::signing
