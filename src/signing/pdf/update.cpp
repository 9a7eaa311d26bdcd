#include "signing/pdf/update.hpp"

#include "base/digest.hpp"
#include "base/fields.hpp"

namespace congvan::signing {
namespace {

std::string padded(std::uint64_t value, std::size_t digits) {
    std::string text = std::to_string(value);
    return text.size() < digits ? std::string(digits - text.size(), '0') + text : text;
}

// What every section's dictionary carries on from the last one: the root, the document information and the two-part
// identifier, whose second part changes with each update.
pdf::Dictionary carried_on(const pdf::Dictionary& last, BytesView update) {
    pdf::Dictionary trailer;
    for (const char* key : {"Root", "Info"}) {
        if (const auto* value = last.find(key)) trailer.set(key, *value);
    }
    const auto* id = last.find("ID");
    const auto* parts = id == nullptr ? nullptr : id->as<pdf::Array>();
    if (parts != nullptr && parts->size() == 2 && (*parts)[0].as<pdf::String>() != nullptr) {
        pdf::String changed;
        changed.hex = true;
        changed.bytes = as_text(Sha256::of(update).bytes().first(16));
        pdf::String first = *(*parts)[0].as<pdf::String>();
        first.hex = true;
        trailer.set("ID", pdf::Array{std::move(first), std::move(changed)});
    }
    return trailer;
}

}  // namespace

struct Update::Section {
    std::size_t previous = 0;
    std::size_t offset = 0;                           // where this section starts
    std::map<std::uint32_t, std::size_t> offsets;     // of the objects, by number
    std::map<std::uint32_t, std::uint32_t> generations;
    pdf::Dictionary trailer;
    std::uint32_t size = 0;
};

Update::Update(const pdf::Document& document) : document_(document) {
    for (const pdf::Revision& revision : document.revisions()) {
        if (const auto* size = revision.trailer.find("Size")) {
            if (const auto* count = size->as<std::int64_t>(); count != nullptr && *count > 0) {
                next_ = std::max(next_, static_cast<std::uint32_t>(*count));
            }
        }
        if (!revision.entries.empty()) next_ = std::max(next_, revision.entries.back().number + 1);
    }
}

pdf::Reference Update::add(std::string body) {
    const pdf::Reference reference = reserve();
    put(reference, std::move(body));
    return reference;
}

pdf::Reference Update::add_all(const ObjectList& list) {
    std::vector<pdf::Reference> added;
    const auto shown = [&](int place) { return reference_text(added.at(static_cast<std::size_t>(place))); };
    for (const NewObject& object : list.objects()) {
        std::string body = ObjectList::resolved(object.body, shown);
        if (object.stream.has_value()) {
            const std::size_t end = body.rfind(">>");
            CONGVAN_INVARIANT(end != std::string::npos);
            body.insert(end, "/Length " + std::to_string(object.stream->size()) + " ");
            body += "\nstream\n";
            body += as_text(*object.stream);
            body += "\nendstream";
        }
        added.push_back(add(std::move(body)));
    }
    return added.back();
}

void Update::write_table(std::string& out, const Section& section) const {
    out += "xref\n";
    for (auto at = section.offsets.begin(); at != section.offsets.end();) {
        auto end = at;
        std::uint32_t count = 0;
        while (end != section.offsets.end() && end->first == at->first + count) {
            ++end;
            ++count;
        }
        out += std::to_string(at->first) + " " + std::to_string(count) + "\n";
        for (; at != end; ++at) {
            out += padded(at->second, 10) + " " + padded(section.generations.at(at->first), 5) + " n \n";
        }
    }
    pdf::Dictionary trailer = section.trailer;
    trailer.set("Size", static_cast<std::int64_t>(section.size));
    trailer.set("Prev", static_cast<std::int64_t>(section.previous));
    out += "trailer\n" + pdf::to_text(trailer) + "\n";
}

void Update::write_stream(std::string& out, const Section& section) const {
    const std::uint32_t own = section.size;  // the stream is the last object of all
    auto offsets = section.offsets;
    offsets[own] = section.offset;
    Bytes rows;
    pdf::Array index;
    for (const auto& [number, offset] : offsets) {
        const auto generation = number == own ? 0u : section.generations.at(number);
        append_u8(rows, 1);
        append_u32(rows, static_cast<std::uint32_t>(offset));
        append_u8(rows, static_cast<std::uint8_t>(generation >> 8));
        append_u8(rows, static_cast<std::uint8_t>(generation & 0xff));
        index.emplace_back(static_cast<std::int64_t>(number));
        index.emplace_back(std::int64_t{1});
    }
    const Bytes packed = deflated(rows);
    pdf::Dictionary dictionary = section.trailer;
    dictionary.set("Type", pdf::Name{"XRef"});
    dictionary.set("Size", static_cast<std::int64_t>(own) + 1);
    dictionary.set("Prev", static_cast<std::int64_t>(section.previous));
    dictionary.set("W", pdf::Array{std::int64_t{1}, std::int64_t{4}, std::int64_t{2}});
    dictionary.set("Index", std::move(index));
    dictionary.set("Filter", pdf::Name{"FlateDecode"});
    dictionary.set("Length", static_cast<std::int64_t>(packed.size()));
    out += std::to_string(own) + " 0 obj\n" + pdf::to_text(dictionary) + "\nstream\n";
    out += as_text(packed);
    out += "\nendstream\nendobj\n";
}

Bytes Update::write() const {
    const BytesView original = document_.file();
    const pdf::Revision& last = document_.revisions().back();
    std::string out;
    if (original.back() != std::byte{'\n'} && original.back() != std::byte{'\r'}) out += '\n';
    Section section;
    section.previous = last.section;
    section.size = next_;
    for (const auto& [number, object] : objects_) {
        section.offsets[number] = original.size() + out.size();
        section.generations[number] = object.reference.generation;
        out += std::to_string(number) + " " + std::to_string(object.reference.generation) + " obj\n" + object.body +
               "\nendobj\n";
    }
    section.trailer = carried_on(last.trailer, as_bytes(out));
    section.offset = original.size() + out.size();
    if (last.xref_stream) {
        write_stream(out, section);
    } else {
        write_table(out, section);
    }
    out += "startxref\n" + std::to_string(section.offset) + "\n%%EOF\n";
    Bytes file;
    file.reserve(original.size() + out.size());
    file.insert(file.end(), original.begin(), original.end());
    const BytesView tail = as_bytes(out);
    file.insert(file.end(), tail.begin(), tail.end());
    return file;
}

std::string reference_text(pdf::Reference reference) {
    return std::to_string(reference.number) + " " + std::to_string(reference.generation) + " R";
}

}  // namespace congvan::signing
