#include "signing/judge/blame.hpp"

#include <vector>

namespace congvan::signing {
namespace {

constexpr std::size_t kMostObjects = 200'000;

// What a part of a page is called once its key is met below it.
std::string_view part_below(std::string_view part, std::string_view key) {
    if (key == "Contents" && part.empty()) return "content";
    if (key == "Annots" && part.empty()) return "annotation";
    if (part == "annotation") return part;
    if (key == "Font") return "font";
    if (key == "XObject") return "form";
    return part;
}

std::string_view part_of(const pdf::Stream& stream, std::string_view part) {
    const auto* subtype = stream.dictionary.find("Subtype");
    return part == "form" && subtype != nullptr && subtype->is_name("Image") ? "picture" : part;
}

}  // namespace

void Blame::walk(const pdf::Page& page, int number) {
    struct Step {
        const pdf::Object* object;
        std::string_view part;
    };
    std::vector<Step> open;
    for (const auto& entry : page.dictionary->entries()) {
        if (entry.key != "Parent") open.push_back({&entry.value, part_below({}, entry.key)});
    }
    if (page.resources != nullptr) open.push_back({page.resources, {}});
    while (!open.empty() && owners_.size() < kMostObjects) {
        const auto [object, part] = open.back();
        open.pop_back();
        if (const auto* reference = object->as<pdf::Reference>()) {
            const auto loaded = document_.load(*reference, at_);
            const auto* stream = loaded.has_value() ? (*loaded)->as<pdf::Stream>() : nullptr;
            const auto named = stream != nullptr ? part_of(*stream, part) : part;
            if (!owners_.try_emplace(reference->number, Owner{number, named}).second) continue;
            if (loaded.has_value()) open.push_back({*loaded, named});
        } else if (const auto* array = object->as<pdf::Array>()) {
            for (const auto& value : *array) open.push_back({&value, part});
        } else {
            const auto* stream = object->as<pdf::Stream>();
            const auto* dictionary = stream != nullptr ? &stream->dictionary : object->as<pdf::Dictionary>();
            if (dictionary == nullptr) continue;
            for (const auto& entry : dictionary->entries()) {
                if (entry.key != "Parent" && entry.key != "P") open.push_back({&entry.value, part_below(part, entry.key)});
            }
        }
    }
}

void Blame::build() {
    built_ = true;
    const auto pages = document_.pages(at_);
    if (!pages.has_value()) return;
    // Pages themselves first: a link from one to another does not make it a part of that.
    for (std::size_t i = 0; i < pages->size(); ++i) owners_[(*pages)[i].reference.number] = {static_cast<int>(i) + 1, {}};
    for (std::size_t i = 0; i < pages->size(); ++i) walk((*pages)[i], static_cast<int>(i) + 1);
}

Blame::Owner Blame::owner(std::uint32_t number) {
    if (!built_) build();
    const auto found = owners_.find(number);
    return found != owners_.end() ? found->second : Owner{};
}

}  // namespace congvan::signing
