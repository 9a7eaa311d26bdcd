#include "signing/judge/reach.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace congvan::signing {
namespace {

using pdf::Object;
using pdf::Reference;

class Walker {
public:
    Walker(const pdf::Document& document, std::size_t first, const std::vector<std::uint32_t>& lists)
        : document_(document), first_(first) {
        for (const auto number : lists) uses_[number] = 0;
    }

    ReachFinding run();

private:
    // The first revision in which `number` means something; past the last: none.
    std::size_t born(std::uint32_t number);
    void follow(const Object& root, std::size_t version, bool newest);
    bool read(std::uint32_t number);

    const pdf::Document& document_;
    std::size_t first_;
    std::unordered_map<std::uint32_t, std::size_t> born_;
    std::unordered_map<std::uint32_t, std::size_t> uses_;
    std::unordered_set<std::uint32_t> seen_;
    std::vector<std::uint32_t> open_;
    bool dormant_ = false;
};

std::size_t Walker::born(std::uint32_t number) {
    const auto known = born_.find(number);
    if (known != born_.end()) return known->second;
    std::size_t revision = 0;
    for (; revision < document_.revisions().size(); ++revision) {
        const auto* entry = document_.entry(number, revision);
        if (entry != nullptr && entry->kind != pdf::EntryKind::free) break;
    }
    born_.emplace(number, revision);
    return revision;
}

void Walker::follow(const Object& root, std::size_t version, bool newest) {
    std::vector<const Object*> open{&root};
    while (!open.empty()) {
        const auto* object = open.back();
        open.pop_back();
        if (const auto* reference = object->as<Reference>()) {
            const auto since = born(reference->number);
            if (since < document_.revisions().size() && since > first_ && since > version) dormant_ = true;
            const auto list = uses_.find(reference->number);
            if (list != uses_.end() && newest) ++list->second;
            if (seen_.insert(reference->number).second) open_.push_back(reference->number);
        } else if (const auto* array = object->as<pdf::Array>()) {
            for (const auto& value : *array) open.push_back(&value);
        } else {
            const auto* stream = object->as<pdf::Stream>();
            const auto* dictionary = stream != nullptr ? &stream->dictionary : object->as<pdf::Dictionary>();
            if (dictionary == nullptr) continue;
            for (const auto& entry : dictionary->entries()) open.push_back(&entry.value);
        }
    }
}

// All versions of one object.
bool Walker::read(std::uint32_t number) {
    auto at = document_.last();
    bool newest = true;
    for (;;) {
        const auto version = document_.defined_in(number, at);
        if (!version) return true;
        const auto* entry = document_.entry(number, *version);
        if (entry->kind != pdf::EntryKind::free) {
            const auto loaded = document_.load({number, entry->generation}, *version);
            if (!loaded.has_value()) return false;
            follow(**loaded, *version, newest);
        }
        if (*version == 0) return true;
        at = *version - 1;
        newest = false;
    }
}

ReachFinding Walker::run() {
    const auto last = document_.last();
    follow(Object(document_.revisions()[last].trailer), last, true);
    while (!open_.empty()) {
        const auto number = open_.back();
        open_.pop_back();
        if (!read(number)) return ReachFinding::unread;
    }
    if (dormant_) return ReachFinding::dormant;
    const bool shared = std::any_of(uses_.begin(), uses_.end(), [](const auto& use) { return use.second > 1; });
    return shared ? ReachFinding::shared : ReachFinding::sound;
}

}  // namespace

ReachFinding examine_reach(const pdf::Document& document, std::size_t first, const std::vector<std::uint32_t>& lists) {
    return Walker(document, first, lists).run();
}

}  // namespace congvan::signing
