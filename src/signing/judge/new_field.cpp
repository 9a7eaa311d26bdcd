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
    NewFieldFacts run_filled(Reference field);
    PartFacts run_parts(const Object& root) {
        auto why = odd_parts(root);
        return {std::move(why), std::move(facts_.objects)};
    }

private:
    NewFieldFacts unclear(std::string why) {
        facts_.kind = NewFieldKind::unclear;
        facts_.why = std::move(why);
        return std::move(facts_);
    }
    const Object* fresh_object(const Object* holder);
    std::string odd_value(const Object* holder);
    std::string odd_references(const Object& list) const;
    std::string odd_lock(const Object& lock);
    std::string odd_appearance(const Dictionary& field);
    NewFieldFacts check_filled(const Dictionary& was, const Dictionary& is);
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
    const auto* odd = first_odd(*dictionary, {"Type", "Filter", "SubFilter", "ByteRange", "Contents", "M", "Name", "Reason", "V",
                                              "Location", "ContactInfo", "Prop_Build", "Prop_AuthTime", "Prop_AuthType", "Reference"}, key);
    if (odd != nullptr) return "/" + key + " in the signature dictionary";
    const auto* type = dictionary->find("Type");
    facts_.timestamp = type != nullptr && type->is_name("DocTimeStamp");
    if (const auto* list = dictionary->find("Reference")) {
        if (auto why = odd_references(*list); !why.empty()) return why;
    }
    if (const auto* build = dictionary->find("Prop_Build")) return odd_parts(*build);
    return {};
}

// Signature references (ISO 32000-1 12.8.1, table 253): what they mean is asked in locks.hpp; here, that they bring
// nothing along. /Data may name the catalog.
std::string Examiner::odd_references(const Object& list) const {
    const auto* references = list.as<Array>();
    if (references == nullptr) return "/Reference in the signature dictionary";
    const auto* root = document_.revisions()[at_].trailer.find("Root");
    for (const auto& one : *references) {
        const auto* reference = one.as<Dictionary>();
        if (reference == nullptr) return "/Reference in the signature dictionary";
        std::string key;
        if (first_odd(*reference, {"Type", "TransformMethod", "TransformParams", "Data", "DigestMethod", "DigestValue", "DigestLocation"}, key) != nullptr) {
            return "/" + key + " in a signature reference";
        }
        const auto* data = reference->find("Data");
        if (data != nullptr && (root == nullptr || !(*data == *root))) return "/Data in a signature reference";
        const auto* parameters = reference->find("TransformParams");
        const auto* given = parameters != nullptr ? parameters->as<Dictionary>() : nullptr;
        if (given == nullptr || first_odd(*given, {"Type", "V", "P", "Action", "Fields"}, key) != nullptr) {
            return "/TransformParams in a signature reference";
        }
    }
    return {};
}

// A signature field lock dictionary (12.7.4.5): plain values only.
std::string Examiner::odd_lock(const Object& lock) {
    const auto* direct = lock.as<Reference>() != nullptr ? fresh_object(&lock) : &lock;
    const auto* dictionary = direct != nullptr ? direct->as<Dictionary>() : nullptr;
    std::string key;
    if (dictionary == nullptr || first_odd(*dictionary, {"Type", "Action", "Fields", "P"}, key) != nullptr) return "/Lock in the field";
    const auto* fields = dictionary->find("Fields");
    const auto* names = fields != nullptr ? fields->as<Array>() : nullptr;
    const bool plain = fields == nullptr || (names != nullptr && std::all_of(names->begin(), names->end(), [](const Object& name) {
        return name.as<pdf::String>() != nullptr;
    }));
    return plain ? std::string() : "/Lock in the field";
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
    const auto* odd = first_odd(*dictionary, {"Type", "Subtype", "FT", "T", "TU", "V", "Ff", "F", "Rect", "P", "AP", "M", "NM", "Lock", "H", "MK"}, key);
    if (odd != nullptr) return unclear("/" + key + " in the field");
    const auto* marks = dictionary->find("MK");
    if (marks != nullptr && (marks->as<Dictionary>() == nullptr || !marks->as<Dictionary>()->empty())) return unclear("/MK in the field");
    if (const auto* lock = dictionary->find("Lock")) {
        if (auto why = odd_lock(*lock); !why.empty()) return unclear(std::move(why));
    }
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

NewFieldFacts Examiner::check_filled(const Dictionary& was, const Dictionary& is) {
    const auto may_come_anew = [](std::string_view key) { return among(key, {"V", "AP", "M", "F", "MK"}); };
    for (const auto& entry : is.entries()) {
        const auto* old = was.find(entry.key);
        if ((old != nullptr && *old == entry.value) || may_come_anew(entry.key)) continue;
        return unclear("/" + entry.key + " of the field");
    }
    for (const auto& entry : was.entries()) {
        if (!is.has(entry.key) && !among(entry.key, {"AP", "MK"})) return unclear("/" + entry.key + " of the field");
    }
    const auto* flags = is.find("F");
    const auto* set = flags != nullptr ? flags->as<std::int64_t>() : nullptr;
    constexpr std::int64_t kPrint = 4, kLocked = 128;
    if (flags != nullptr && !(was.has("F") && *was.find("F") == *flags) && (set == nullptr || (*set & ~(kPrint | kLocked)) != 0)) {
        return unclear("/F of the field");
    }
    const auto* marks = is.find("MK");
    const bool marks_new = marks != nullptr && !(was.has("MK") && *was.find("MK") == *marks);
    if (marks_new && (marks->as<Dictionary>() == nullptr || !marks->as<Dictionary>()->empty())) return unclear("/MK of the field");
    if (is.has("Kids")) return unclear("the field has widgets of its own");
    const auto* subtype = is.find("Subtype");
    if (subtype == nullptr || !subtype->is_name("Widget") || !has_rectangle(is)) return unclear("the field is no widget");
    if (auto why = odd_value(is.find("V")); !why.empty()) return unclear(std::move(why));
    const auto* look = is.find("AP");
    const bool same_look = look != nullptr && was.has("AP") && *was.find("AP") == *look;
    if (auto why = same_look ? std::string() : odd_appearance(is); !why.empty()) return unclear(std::move(why));
    facts_.kind = NewFieldKind::signature;
    return std::move(facts_);
}

NewFieldFacts Examiner::run_filled(Reference field) {
    facts_.objects.insert(field.number);
    const auto old = document_.load(field, at_ - 1);
    const auto fresh = document_.load(field, at_);
    const auto* was = old.has_value() ? (*old)->as<Dictionary>() : nullptr;
    const auto* is = fresh.has_value() ? (*fresh)->as<Dictionary>() : nullptr;
    if (was == nullptr || is == nullptr) return unclear("the field is no dictionary");
    const auto* value = is->find("V");
    if (value == nullptr || value->is_null()) {
        facts_.kind = NewFieldKind::unsigned_field;
        return std::move(facts_);
    }
    return check_filled(*was, *is);
}

}  // namespace

NewFieldFacts examine_new_field(const pdf::Document& document, pdf::Reference field, std::size_t revision,
                                const std::set<std::uint32_t>& fresh) {
    return Examiner(document, revision, fresh).run(field);
}

NewFieldFacts examine_filled_field(const pdf::Document& document, pdf::Reference field, std::size_t revision,
                                   const std::set<std::uint32_t>& fresh) {
    return Examiner(document, revision, fresh).run_filled(field);
}

PartFacts examine_parts(const pdf::Document& document, const Object& root, std::size_t revision, const std::set<std::uint32_t>& fresh) {
    return Examiner(document, revision, fresh).run_parts(root);
}

}  // namespace congvan::signing
