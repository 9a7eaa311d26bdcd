#include "signing/judge/update_layout.hpp"

#include <algorithm>
#include <map>

#include "signing/pdf/parser.hpp"

namespace congvan::signing {
namespace {

constexpr std::size_t kLongestComment = 100;

std::size_t after_space(BytesView file, std::size_t at) {
    while (at < file.size() && pdf::is_space(file[at])) ++at;
    return at;
}

// Between a cross-reference section and "startxref": white space, and at most one short comment.
bool only_comment(BytesView between) {
    std::size_t at = after_space(between, 0);
    if (at == between.size()) return true;
    if (between[at] != std::byte{'%'} || between.size() - at > kLongestComment) return false;
    while (at < between.size() && between[at] != std::byte{'\n'} && between[at] != std::byte{'\r'}) ++at;
    return after_space(between, at) == between.size();
}

class Walker {
public:
    Walker(const pdf::Document& document, std::size_t revision)
        : document_(document), revision_(revision), facts_(document.revisions()[revision]) {}

    UpdateLayout run();

private:
    UpdateLayout odd(std::string why) const { return {false, std::move(why), {}}; }
    bool walk_objects(std::size_t& at);
    bool carriers_are_whole();

    const pdf::Document& document_;
    std::size_t revision_;
    const pdf::Revision& facts_;
    UpdateLayout layout_;
};

bool Walker::walk_objects(std::size_t& at) {
    std::vector<const pdf::XrefEntry*> entries;
    for (const auto& entry : facts_.entries) {
        const bool own_section = facts_.xref_stream && entry.place == facts_.section;
        if (entry.kind == pdf::EntryKind::at_offset && !own_section) entries.push_back(&entry);
    }
    std::sort(entries.begin(), entries.end(), [](const auto* a, const auto* b) { return a->place < b->place; });
    for (const auto* entry : entries) {
        at = after_space(document_.file(), at);
        if (entry->place != at) return false;
        const auto placed = document_.object_at(at, revision_);
        const pdf::Reference listed{entry->number, entry->generation};
        if (!placed.has_value() || placed->reference != listed) return false;
        at = placed->end;
    }
    return true;
}

// Every object of an object stream of this update is listed by this update.
bool Walker::carriers_are_whole() {
    std::map<std::uint64_t, std::int64_t> listed;
    for (const auto& entry : facts_.entries) {
        if (entry.kind == pdf::EntryKind::in_stream) ++listed[entry.place];
    }
    for (const auto& [number, count] : listed) {
        const auto carrier = static_cast<std::uint32_t>(number);
        if (document_.defined_in(carrier, revision_) != revision_) return false;
        const auto loaded = document_.load(pdf::Reference{carrier, 0}, revision_);
        const auto* stream = loaded.has_value() ? (*loaded)->as<pdf::Stream>() : nullptr;
        const auto* held = stream != nullptr ? stream->dictionary.find("N") : nullptr;
        const auto* total = held != nullptr ? held->as<std::int64_t>() : nullptr;
        if (total == nullptr || *total != count) return false;
        layout_.carriers.push_back(carrier);
    }
    return true;
}

UpdateLayout Walker::run() {
    if (facts_.hybrid || facts_.linearized) return odd("hybrid or linearized");
    std::size_t at = facts_.begin;
    if (!walk_objects(at)) return odd("objects and cross-references do not match");
    if (after_space(document_.file(), at) != facts_.section) return odd("bytes before the cross-reference section");
    if (!only_comment(document_.file().subspan(facts_.section_end, facts_.startxref - facts_.section_end))) {
        return odd("bytes before startxref");
    }
    if (facts_.xref_stream) {
        const auto section = document_.object_at(facts_.section, revision_);
        if (!section.has_value()) return odd("the cross-reference stream");
        layout_.carriers.push_back(section->reference.number);
    }
    if (!carriers_are_whole()) return odd("an object stream holds more than is listed");
    layout_.exact = true;
    return layout_;
}

}  // namespace

UpdateLayout examine_layout(const pdf::Document& document, std::size_t revision) {
    return Walker(document, revision).run();
}

}  // namespace congvan::signing
