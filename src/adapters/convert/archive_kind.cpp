#include "adapters/convert/archive_kind.hpp"

#include <algorithm>

#include "adapters/convert/zip_directory.hpp"
#include "errors/convert.hpp"

namespace congvan::convert {

namespace {

using usecases::FileKind;
using usecases::Macros;

constexpr int kMostNested = 2;                      // archives inside archives
constexpr std::uint64_t kNestedSize = 32u << 20;    // of one archive inside another
constexpr std::uint64_t kUnfoldBudget = 1ull << 30; // of everything at every depth together
constexpr std::size_t kMostManifest = 4u << 20;

// Throws content away but for its first bytes.
class Glance final : public ByteSink {
public:
    Result<Done> write(BytesView bytes) override {
        if (front_.size() < 4) front_.insert(front_.end(), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(4, bytes.size())));
        return Done{};
    }
    bool archive() const { return as_text(front_).substr(0, 4) == "PK\x03\x04"; }

private:
    Bytes front_;
};

bool starts(std::string_view text, std::string_view front) { return text.substr(0, front.size()) == front; }

bool ends_folded(std::string_view text, std::string_view end) {
    if (text.size() < end.size()) return false;
    return std::equal(end.begin(), end.end(), text.end() - static_cast<std::ptrdiff_t>(end.size()),
                      [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? b + 32 : b); });
}

const ZipEntry* find(const std::vector<ZipEntry>& entries, std::string_view name) {
    const auto at = std::find_if(entries.begin(), entries.end(), [&](const auto& entry) { return entry.name == name; });
    return at == entries.end() ? nullptr : &*at;
}

Result<std::string> text_of(const RandomAccessBytes& archive, const ZipEntry& entry) {
    if (entry.unpacked > kMostManifest) return Error{Remedy::fix_input, errors::convert::zip_bomb, entry.name + " is too large"};
    MemorySink sink(kMostManifest);
    TRY(unfold(archive, entry, sink));
    return std::string(as_text(sink.bytes()));
}

FileKind kind_of_media_type(std::string_view type) {
    if (starts(type, "application/vnd.oasis.opendocument.text")) return FileKind::odt;
    if (starts(type, "application/vnd.oasis.opendocument.spreadsheet")) return FileKind::ods;
    if (starts(type, "application/vnd.oasis.opendocument.presentation")) return FileKind::odp;
    return FileKind::zip;
}

bool is_macro(FileKind kind, const ZipEntry& entry) {
    if (ends_folded(entry.name, "vbaproject.bin")) return true;
    const bool odf = kind == FileKind::odt || kind == FileKind::ods || kind == FileKind::odp;
    return odf && entry.unpacked > 0 && (starts(entry.name, "Basic/") || starts(entry.name, "Scripts/"));
}

Result<ArchiveFacts> name_kind(const RandomAccessBytes& archive, const std::vector<ZipEntry>& entries) {
    ArchiveFacts facts;
    if (find(entries, "[Content_Types].xml") != nullptr) {
        if (find(entries, "word/document.xml") != nullptr) facts.kind = FileKind::docx;
        else if (find(entries, "xl/workbook.xml") != nullptr) facts.kind = FileKind::xlsx;
        else if (find(entries, "ppt/presentation.xml") != nullptr) facts.kind = FileKind::pptx;
    } else if (const auto* type = find(entries, "mimetype"); type != nullptr && type->method == 0) {
        LET(const auto text, text_of(archive, *type));
        facts.kind = kind_of_media_type(text);
        if (const auto* manifest = find(entries, "META-INF/manifest.xml"); manifest != nullptr && facts.kind != FileKind::zip) {
            LET(const auto listed, text_of(archive, *manifest));
            if (listed.find("encryption-data") != std::string::npos) {
                return Error{Remedy::fix_input, errors::convert::encrypted, "OpenDocument"};
            }
        }
    } else if (find(entries, "META-INF/MANIFEST.MF") != nullptr || find(entries, "AndroidManifest.xml") != nullptr) {
        facts.kind = FileKind::executable;
    }
    const auto kind = facts.kind;
    if (std::any_of(entries.begin(), entries.end(), [&](const auto& entry) { return is_macro(kind, entry); })) facts.macros = Macros::present;
    return facts;
}

Result<Done> unfold_all(const RandomAccessBytes& archive, const std::vector<ZipEntry>& entries, int depth, std::uint64_t& budget) {
    for (const auto& entry : entries) {
        if (entry.unpacked > budget) return Error{Remedy::fix_input, errors::convert::zip_bomb, "unfolds to too much in all"};
        budget -= entry.unpacked;
        Glance glance;
        TRY(unfold(archive, entry, glance));
        if (!glance.archive()) continue;
        if (depth == kMostNested) return Error{Remedy::fix_input, errors::convert::zip_bomb, "archives in archives in archives"};
        if (entry.unpacked > kNestedSize) return Error{Remedy::fix_input, errors::convert::zip_bomb, "large archive in an archive"};
        MemorySink inner(kNestedSize);
        TRY(unfold(archive, entry, inner));
        const MemoryBytes nested(inner.bytes());
        LET(const auto directory, read_zip_directory(nested));
        TRY(unfold_all(nested, directory, depth + 1, budget));
    }
    return Done{};
}

}  // namespace

Result<ArchiveFacts> judge_archive(const RandomAccessBytes& archive, std::uint64_t most_unfolded) {
    LET(const auto entries, read_zip_directory(archive));
    if (archive.size() <= most_unfolded) {
        auto budget = kUnfoldBudget;
        TRY(unfold_all(archive, entries, 0, budget));
    }
    return name_kind(archive, entries);
}

}  // namespace congvan::convert
