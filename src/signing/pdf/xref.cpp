#include "signing/pdf/xref.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>

#include "errors/signing.hpp"
#include "signing/pdf/parser.hpp"

namespace congvan::signing::pdf {
namespace {

Error too_large(std::string_view why) {
    return Error{Remedy::fix_input, errors::signing::too_large, std::string(why)};
}

struct Section {
    std::size_t offset = 0;
    std::size_t end = 0;        // after the trailer dictionary or "endobj"
    bool stream = false;
    bool hybrid = false;
    Dictionary trailer;
    std::vector<XrefEntry> entries;
    std::optional<std::size_t> previous;
    // What follows it:
    std::size_t startxref = 0;  // where the word stands
    std::size_t names = 0;      // the offset it gives
    std::size_t eof = 0;        // one past %%EOF
};

class SectionReader {
public:
    SectionReader(BytesView file, const Limits& limits) : file_(file), limits_(limits), values_left_(limits.values / 2) {}

    Result<Section> read(std::size_t offset);

private:
    Result<Section> read_table(std::size_t offset);
    Result<Section> read_stream(std::size_t offset);
    Result<Done> read_subsections(Parser& parser, Section& section);
    Result<XrefEntry> read_line(Parser& parser, std::uint64_t number);
    Result<Done> unpack(const Bytes& data, Section& section);
    Result<Done> add_hidden(Section& section);
    Result<Done> finish(Section& section);
    Result<Done> read_tail(Section& section);
    Result<std::optional<std::size_t>> offset_of(const Dictionary& trailer, std::string_view key, std::size_t at) const;

    BytesView file_;
    const Limits& limits_;
    std::size_t entries_ = 0;
    std::size_t inflated_ = 0;
    std::size_t values_left_;  // of all trailers together
};

Result<std::optional<std::size_t>> SectionReader::offset_of(const Dictionary& trailer, std::string_view key,
                                                            std::size_t at) const {
    const auto* found = trailer.find(key);
    if (found == nullptr) return std::optional<std::size_t>();
    const auto* offset = found->as<std::int64_t>();
    if (offset == nullptr || *offset <= 0 || static_cast<std::size_t>(*offset) >= file_.size()) {
        return malformed_at(at, "/" + std::string(key) + " of the trailer is no offset");
    }
    return std::optional<std::size_t>(static_cast<std::size_t>(*offset));
}

// "nnnnnnnnnn ggggg n" and two bytes of line end.
Result<XrefEntry> SectionReader::read_line(Parser& parser, std::uint64_t number) {
    const std::size_t at = parser.at();
    if (file_.size() - std::min(at, file_.size()) < 20) return malformed_at(at, "cross-reference table is cut");
    const auto line = as_text(file_.subspan(at, 20));
    const auto end = line.substr(18);
    const bool shaped = line[10] == ' ' && line[16] == ' ' && (line[17] == 'n' || line[17] == 'f') &&
                        (end == " \n" || end == " \r" || end == "\r\n");
    LET(const auto place, parser.digits());
    const bool ten = parser.at() == at + 10;
    parser.move_to(at + 11);
    LET(const auto generation, parser.digits());
    if (!shaped || !ten || parser.at() != at + 16 || generation > 65535) {
        return malformed_at(at, "malformed line in a cross-reference table");
    }
    parser.move_to(at + 20);
    XrefEntry entry;
    entry.number = static_cast<std::uint32_t>(number);
    entry.generation = static_cast<std::uint32_t>(generation);
    if (line[17] == 'n') {
        if (place >= file_.size()) return malformed_at(at, "cross-reference beyond the file");
        entry.kind = EntryKind::at_offset;
        entry.place = place;
    }
    return entry;
}

Result<Done> SectionReader::read_subsections(Parser& parser, Section& section) {
    for (;;) {
        parser.skip_space();
        if (parser.keyword("trailer")) return Done{};
        const std::size_t at = parser.at();
        LET(const auto first, parser.digits());
        parser.skip_space();
        LET(const auto count, parser.digits());
        parser.skip_space();
        if (first + count > 0xFFFFFFF) return malformed_at(at, "object number too large");
        entries_ += count;
        if (entries_ > limits_.objects) return too_large("too many objects");
        for (std::uint64_t i = 0; i < count; ++i) {
            LET(const auto entry, read_line(parser, first + i));
            section.entries.push_back(entry);
        }
    }
}

Result<Section> SectionReader::read_table(std::size_t offset) {
    Section section;
    section.offset = offset;
    Parser parser(file_, offset, limits_.depth);
    parser.limit_values(values_left_);
    parser.literal("xref");
    parser.skip_space();
    TRY(read_subsections(parser, section));
    parser.skip_space();
    LET(auto trailer, parser.object());
    auto* dictionary = trailer.as<Dictionary>();
    if (dictionary == nullptr) return malformed_at(offset, "the trailer is no dictionary");
    section.end = parser.at();
    section.trailer = std::move(*dictionary);
    TRY(add_hidden(section));
    TRY(finish(section));
    return section;
}

// A hybrid section: what the table hides stands in a stream (7.5.8.4).
Result<Done> SectionReader::add_hidden(Section& section) {
    LET(const auto hidden_at, offset_of(section.trailer, "XRefStm", section.offset));
    if (!hidden_at) return Done{};
    section.hybrid = true;
    LET(auto hidden, read_stream(*hidden_at));
    std::vector<std::uint32_t> used;
    for (const auto& entry : section.entries) {
        if (entry.kind != EntryKind::free) used.push_back(entry.number);
    }
    std::sort(used.begin(), used.end());
    std::vector<std::uint32_t> added;
    for (const auto& entry : hidden.entries) {
        if (std::binary_search(used.begin(), used.end(), entry.number)) continue;
        added.push_back(entry.number);
    }
    std::sort(added.begin(), added.end());
    std::erase_if(section.entries, [&](const XrefEntry& entry) {
        return entry.kind == EntryKind::free && std::binary_search(added.begin(), added.end(), entry.number);
    });
    for (const auto& entry : hidden.entries) {
        if (std::binary_search(added.begin(), added.end(), entry.number)) section.entries.push_back(entry);
    }
    return Done{};
}

Result<Done> SectionReader::unpack(const Bytes& data, Section& section) {
    const auto* widths = section.trailer.find("W") != nullptr ? section.trailer.find("W")->as<Array>() : nullptr;
    std::array<std::size_t, 3> w{};
    if (widths == nullptr || widths->size() < 3) return malformed_at(section.offset, "/W of a cross-reference stream");
    for (std::size_t i = 0; i < 3; ++i) {
        const auto* width = (*widths)[i].as<std::int64_t>();
        if (width == nullptr || *width < 0 || *width > 7) return malformed_at(section.offset, "/W of a cross-reference stream");
        w[i] = static_cast<std::size_t>(*width);
    }
    const std::size_t line = w[0] + w[1] + w[2];
    const auto* size = section.trailer.find("Size") != nullptr ? section.trailer.find("Size")->as<std::int64_t>() : nullptr;
    if (size == nullptr || *size < 0 || line == 0) return malformed_at(section.offset, "/Size of a cross-reference stream");
    Array index{Object(std::int64_t{0}), Object(*size)};
    if (const auto* given = section.trailer.find("Index")) {
        if (given->as<Array>() == nullptr) return malformed_at(section.offset, "/Index of a cross-reference stream");
        index = *given->as<Array>();
    }
    std::size_t at = 0;
    const auto field = [&](std::size_t width, std::uint64_t otherwise) {
        if (width == 0) return otherwise;
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < width; ++i) value = value << 8 | static_cast<std::uint64_t>(data[at++]);
        return value;
    };
    for (std::size_t pair = 0; pair + 1 < index.size(); pair += 2) {
        const auto* first = index[pair].as<std::int64_t>();
        const auto* count = index[pair + 1].as<std::int64_t>();
        const bool sound = first != nullptr && count != nullptr && *first >= 0 && *count >= 0 && *first <= 0xFFFFFFF &&
                           *count <= 0xFFFFFFF - *first;
        if (!sound) return malformed_at(section.offset, "/Index of a cross-reference stream");
        entries_ += static_cast<std::size_t>(*count);
        if (entries_ > limits_.objects) return too_large("too many objects");
        if ((data.size() - at) / line < static_cast<std::size_t>(*count)) {
            return malformed_at(section.offset, "cross-reference stream is cut");
        }
        for (std::int64_t i = 0; i < *count; ++i) {
            XrefEntry entry;
            entry.number = static_cast<std::uint32_t>(*first + i);
            const auto kind = field(w[0], 1);
            const auto second = field(w[1], 0);
            const auto third = field(w[2], 0);
            if (kind > 2) return malformed_at(section.offset, "unknown kind of cross-reference");
            if (kind == 1 && (second >= file_.size() || third > 65535)) {
                return malformed_at(section.offset, "cross-reference beyond the file");
            }
            if (kind == 2 && (second > 0xFFFFFFF || third > 0xFFFFFFF)) {
                return malformed_at(section.offset, "object number too large");
            }
            entry.kind = kind == 0 ? EntryKind::free : kind == 1 ? EntryKind::at_offset : EntryKind::in_stream;
            entry.place = kind == 0 ? 0 : second;
            (kind == 2 ? entry.index : entry.generation) = static_cast<std::uint32_t>(std::min<std::uint64_t>(third, 0xFFFFFFF));
            section.entries.push_back(entry);
        }
    }
    if (at != data.size()) return malformed_at(section.offset, "cross-reference stream holds more than it says");
    return Done{};
}

Result<Section> SectionReader::read_stream(std::size_t offset) {
    Section section;
    section.offset = offset;
    section.stream = true;
    Parser parser(file_, offset, limits_.depth);
    parser.limit_values(values_left_);
    TRY(parser.object_header());
    LET(auto value, parser.object());
    auto* dictionary = value.as<Dictionary>();
    const auto* type = dictionary != nullptr ? dictionary->find("Type") : nullptr;
    if (type == nullptr || !type->is_name("XRef")) return malformed_at(offset, "no cross-reference section stands here");
    const auto* length = dictionary->find("Length") != nullptr ? dictionary->find("Length")->as<std::int64_t>() : nullptr;
    parser.skip_space();
    const bool sound = length != nullptr && *length >= 0 && parser.keyword("stream") && parser.stream_line_end() &&
                       static_cast<std::uint64_t>(*length) <= file_.size() - parser.at();
    if (!sound) return malformed_at(offset, "malformed cross-reference stream");
    const auto raw = file_.subspan(parser.at(), static_cast<std::size_t>(*length));
    parser.move_to(parser.at() + raw.size());
    parser.skip_space();
    if (!parser.keyword("endstream")) return malformed_at(parser.at(), "endstream expected");
    parser.skip_space();
    if (!parser.keyword("endobj")) return malformed_at(parser.at(), "endobj expected");
    section.end = parser.at();
    section.trailer = std::move(*dictionary);
    LET(const auto data, decode_direct(section.trailer, raw, limits_, inflated_));
    TRY(unpack(data, section));
    TRY(finish(section));
    return section;
}

Result<Done> SectionReader::finish(Section& section) {
    LET(section.previous, offset_of(section.trailer, "Prev", section.offset));
    auto& entries = section.entries;
    const auto by_number = [](const XrefEntry& a, const XrefEntry& b) { return a.number < b.number; };
    if (!std::is_sorted(entries.begin(), entries.end(), by_number)) std::sort(entries.begin(), entries.end(), by_number);
    const auto twice = std::adjacent_find(entries.begin(), entries.end(), [](const XrefEntry& a, const XrefEntry& b) {
        return a.number == b.number;
    });
    if (twice != entries.end()) return malformed_at(section.offset, "an object stands twice in a cross-reference section");
    return Done{};
}

// "startxref NUMBER %%EOF" after a section; a comment may stand between (iText writes one).
Result<Done> SectionReader::read_tail(Section& section) {
    Parser parser(file_, section.end, limits_.depth);
    parser.skip_space_and_comments();
    section.startxref = parser.at();
    if (!parser.keyword("startxref")) return malformed_at(parser.at(), "startxref expected");
    parser.skip_space();
    LET(const auto names, parser.digits());
    parser.skip_space();
    if (!parser.literal("%%EOF")) return malformed_at(parser.at(), "%%EOF expected");
    section.names = static_cast<std::size_t>(names);
    section.eof = parser.at();
    return Done{};
}

Result<Section> SectionReader::read(std::size_t offset) {
    Parser probe(file_, offset, limits_.depth);
    LET(auto section, probe.keyword("xref") ? read_table(offset) : read_stream(offset));
    TRY(read_tail(section));
    return section;
}

// The offset that the last "startxref NUMBER %%EOF" of the file gives.
Result<std::size_t> last_startxref(BytesView file) {
    std::size_t at = file.size();
    const auto back_over_space = [&] {
        while (at > 0 && is_space(file[at - 1])) --at;
    };
    back_over_space();
    if (at < 5 || as_text(file.subspan(at - 5, 5)) != "%%EOF") return malformed_at(at, "the file does not end with %%EOF");
    at -= 5;
    back_over_space();
    const std::size_t digits_end = at;
    while (at > 0 && file[at - 1] >= std::byte{'0'} && file[at - 1] <= std::byte{'9'} && digits_end - at <= 10) --at;
    Parser parser(file, at, 1);
    LET(const auto offset, parser.digits());
    if (parser.at() != digits_end) return malformed_at(at, "number too long");
    back_over_space();
    if (at < 9 || as_text(file.subspan(at - 9, 9)) != "startxref") return malformed_at(at, "startxref expected");
    if (offset >= file.size()) return malformed_at(at, "startxref beyond the file");
    return static_cast<std::size_t>(offset);
}

Revision revision_of(Section section, BytesView file, std::size_t begin) {
    Revision revision;
    revision.begin = begin;
    revision.end = section.eof;
    revision.end_with_eol = section.eof;
    while (revision.end_with_eol < file.size() && is_space(file[revision.end_with_eol])) ++revision.end_with_eol;
    revision.section = section.offset;
    revision.section_end = section.end;
    revision.startxref = section.startxref;
    revision.xref_stream = section.stream;
    revision.hybrid = section.hybrid;
    revision.trailer = std::move(section.trailer);
    revision.entries = std::move(section.entries);
    return revision;
}

// A linearized file (annex F) has two sections in one revision: that of the first page stands in front and is named
// by the startxref at the end, after the main one.
Revision join_linearized(Section first_page, Section main, BytesView file) {
    std::vector<XrefEntry> entries;
    std::merge(first_page.entries.begin(), first_page.entries.end(), main.entries.begin(), main.entries.end(),
               std::back_inserter(entries), [](const XrefEntry& a, const XrefEntry& b) { return a.number < b.number; });
    entries.erase(std::unique(entries.begin(), entries.end(),
                              [](const XrefEntry& a, const XrefEntry& b) { return a.number == b.number; }),
                  entries.end());
    const std::size_t named = first_page.offset;
    main.trailer = std::move(first_page.trailer);
    main.entries = std::move(entries);
    auto revision = revision_of(std::move(main), file, 0);
    revision.section = named;
    revision.linearized = true;
    return revision;
}

Result<std::vector<Section>> read_chain(BytesView file, const Limits& limits) {
    LET(const auto last, last_startxref(file));
    SectionReader reader(file, limits);
    std::vector<Section> chain;
    std::optional<std::size_t> next = last;
    while (next) {
        if (chain.size() > limits.revisions) return too_large("too many revisions");
        LET(auto section, reader.read(*next));
        // Only the last step of a linearized file goes forward, so the chain ends.
        const bool strays = chain.size() >= 2 && chain.back().offset > chain[chain.size() - 2].offset;
        if (strays || (!chain.empty() && chain.back().offset == section.offset)) {
            return malformed_at(section.offset, "the chain of cross-reference sections goes astray");
        }
        next = section.previous;
        chain.push_back(std::move(section));
    }
    return chain;
}

bool header_is_known(BytesView file) {
    const auto head = as_text(file.first(std::min<std::size_t>(file.size(), 9)));
    if (head.size() < 9) return false;
    const auto version = head.substr(5, 3);
    const bool known = (version >= "1.0" && version <= "1.7" && version[1] == '.') || version == "2.0";
    return head.substr(0, 5) == "%PDF-" && known && is_space(static_cast<std::byte>(head[8]));
}

}  // namespace

Result<std::vector<Revision>> read_revisions(BytesView file, const Limits& limits) {
    if (file.size() > limits.file_bytes) return too_large("the file is larger than the limit");
    if (!header_is_known(file)) return malformed_at(0, "no PDF header");
    LET(auto chain, read_chain(file, limits));
    std::vector<Revision> revisions;
    std::size_t count = chain.size();
    if (count >= 2 && chain[count - 1].offset > chain[count - 2].offset) {
        auto main = std::move(chain[count - 1]);
        if (main.names != chain[count - 2].offset) {
            return malformed_at(main.startxref, "the chain of cross-reference sections goes astray");
        }
        revisions.push_back(join_linearized(std::move(chain[count - 2]), std::move(main), file));
        count -= 2;
    }
    while (count-- > 0) {
        const std::size_t begin = revisions.empty() ? 0 : revisions.back().end;
        if (chain[count].names != chain[count].offset) {
            return malformed_at(chain[count].startxref, "startxref names another section");
        }
        if (chain[count].offset < begin) return malformed_at(chain[count].offset, "revisions lie inside one another");
        revisions.push_back(revision_of(std::move(chain[count]), file, begin));
    }
    if (revisions.back().end_with_eol != file.size()) {
        return malformed_at(revisions.back().end, "bytes after the last revision");
    }
    return revisions;
}

}  // namespace congvan::signing::pdf
