#include "adapters/convert/inspect.hpp"

#include <algorithm>
#include <optional>

#include "adapters/convert/archive_kind.hpp"
#include "adapters/convert/compound_file.hpp"
#include "adapters/convert/little_endian.hpp"
#include "adapters/convert/pdf_probe.hpp"
#include "adapters/convert/upload_name.hpp"
#include "base/text.hpp"
#include "errors/convert.hpp"

namespace congvan::convert {

namespace {

using usecases::FileFacts;
using usecases::FileKind;
using usecases::Macros;

constexpr std::size_t kFront = 64u << 10;

Error refused(std::string_view code, std::string why) { return {Remedy::fix_input, code, std::move(why)}; }
bool starts(std::string_view text, std::string_view front) { return text.substr(0, front.size()) == front; }

// Extensions and what must be behind them.
struct Claim {
    std::string_view extension;
    FileKind kind;
};
constexpr Claim kClaims[] = {
    {"pdf", FileKind::pdf},   {"docx", FileKind::docx}, {"docm", FileKind::docx}, {"dotx", FileKind::docx}, {"xlsx", FileKind::xlsx},
    {"xlsm", FileKind::xlsx}, {"pptx", FileKind::pptx}, {"pptm", FileKind::pptx}, {"odt", FileKind::odt},   {"ods", FileKind::ods},
    {"odp", FileKind::odp},   {"doc", FileKind::doc},   {"dot", FileKind::doc},   {"xls", FileKind::xls},   {"ppt", FileKind::ppt},
    {"rtf", FileKind::rtf},   {"txt", FileKind::txt},   {"csv", FileKind::csv},   {"html", FileKind::html}, {"htm", FileKind::html},
    {"xml", FileKind::xml},   {"edxml", FileKind::xml}, {"png", FileKind::png},   {"jpg", FileKind::jpeg},  {"jpeg", FileKind::jpeg},
    {"tif", FileKind::tiff},  {"tiff", FileKind::tiff}, {"gif", FileKind::gif},   {"bmp", FileKind::bmp},   {"zip", FileKind::zip},
};
constexpr std::string_view kPrograms[] = {"exe", "dll", "com", "scr", "pif", "cpl", "msi", "msp", "bat", "cmd", "ps1", "vbs", "vbe", "js",
                                          "jse", "wsf", "wsh", "hta", "lnk", "reg", "jar", "apk", "sh",  "app", "deb", "rpm", "elf"};

std::optional<FileKind> claimed(std::string_view extension) {
    for (const auto& claim : kClaims) {
        if (claim.extension == extension) return claim.kind;
    }
    return std::nullopt;
}

std::optional<FileKind> by_magic(std::string_view front) {
    using namespace std::string_view_literals;
    static constexpr std::pair<std::string_view, FileKind> kMagic[] = {
        {"\x89PNG\r\n\x1a\n"sv, FileKind::png},     {"\xff\xd8\xff"sv, FileKind::jpeg},     {"GIF87a"sv, FileKind::gif},
        {"GIF89a"sv, FileKind::gif},                {"II*\0"sv, FileKind::tiff},            {"MM\0*"sv, FileKind::tiff},
        {"{\\rtf"sv, FileKind::rtf},                {"MZ"sv, FileKind::executable},         {"\x7f" "ELF"sv, FileKind::executable},
        {"#!"sv, FileKind::executable},             {"\xca\xfe\xba\xbe"sv, FileKind::executable},
        {"\xcf\xfa\xed\xfe"sv, FileKind::executable}};
    for (const auto& [magic, kind] : kMagic) {
        if (starts(front, magic)) return kind;
    }
    // "BM" alone is how ordinary text may start: the header's reserved zeros must be there too.
    if (starts(front, "BM") && front.size() >= 14 && front.substr(6, 4) == "\0\0\0\0"sv) return FileKind::bmp;
    return std::nullopt;
}

// The front without a code point that the reading cut in two.
std::string_view whole_points(std::string_view front, bool all) {
    if (all) return front;
    for (std::size_t back = 1; back <= 4 && back <= front.size(); ++back) {
        const auto byte = static_cast<unsigned char>(front[front.size() - back]);
        if (byte < 0x80) return front;
        if (byte >= 0xc0) return front.substr(0, front.size() - back);
    }
    return front;
}

bool printable(std::string_view text) {
    return std::none_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r' && byte != '\f';
    });
}

FileKind text_kind(std::string_view text, std::string_view extension) {
    if (starts(text, "\xef\xbb\xbf")) text.remove_prefix(3);
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
    auto front = std::string(text.substr(0, 256));
    std::transform(front.begin(), front.end(), front.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    if (starts(front, "<!doctype html") || starts(front, "<html") || front.find("<script") != std::string::npos) return FileKind::html;
    if (starts(front, "<?xml")) return FileKind::xml;
    return extension == "csv" ? FileKind::csv : FileKind::txt;
}

Result<FileFacts> compound_facts(const RandomAccessBytes& content, FileFacts facts) {
    LET(const auto streams, read_compound_directory(content));
    for (const auto& stream : streams) {
        const auto& name = stream.name;
        if (name == "EncryptedPackage" || name == "EncryptionInfo") return refused(errors::convert::encrypted, "OOXML");
        if (name == "WordDocument") facts.kind = FileKind::doc;
        if (name == "Workbook" || name == "Book") facts.kind = FileKind::xls;
        if (name == "PowerPoint Document") facts.kind = FileKind::ppt;
        if (name == "_VBA_PROJECT_CUR" || name == "_VBA_PROJECT" || name == "VBA") facts.macros = Macros::present;
        // [MS-DOC] 2.5.1: fEncrypted is bit 8 of the flags at offset 10 of the file information block.
        const bool secret = name == "WordDocument" && stream.front.size() > 12 && (u16(stream.front, 10) & 0x0100) != 0;
        if (secret) return refused(errors::convert::encrypted, "Word 97");
        if ((name == "Workbook" || name == "Book") && stream.front.size() > 24) {
            // [MS-XLS] 2.1.7.20: FilePass (0x2f) follows the first BOF.
            const std::size_t second = 4u + u16(stream.front, 2);
            if (second + 4 <= stream.front.size() && u16(stream.front, second) == 0x2f) return refused(errors::convert::encrypted, "Excel 97");
        }
    }
    return facts;
}

Result<FileFacts> sniff(const RandomAccessBytes& content, FileFacts facts, std::string_view extension) {
    std::string front(std::min<std::uint64_t>(kFront, content.size()), '\0');
    TRY(content.read_at(0, std::as_writable_bytes(std::span(front.data(), front.size()))));
    if (std::string_view(front).substr(0, 1024).find("%PDF-") != std::string_view::npos) {
        TRY(probe_pdf(content));
        facts.kind = FileKind::pdf;
        return facts;
    }
    if (starts(front, "PK\x03\x04") || starts(front, "PK\x05\x06")) {
        LET(const auto judged, judge_archive(content, kMostUnfolded));
        facts.kind = judged.kind;
        facts.macros = judged.macros;
        return facts;
    }
    if (starts(front, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")) return compound_facts(content, std::move(facts));
    if (const auto kind = by_magic(front)) {
        facts.kind = *kind;
        return facts;
    }
    const bool all = front.size() == content.size();
    const bool wants_text = extension == "txt" || extension == "csv";
    if (starts(front, "\xff\xfe") || starts(front, "\xfe\xff")) {
        if (wants_text) return refused(errors::convert::not_unicode, "UTF-16");
    } else if (printable(front)) {
        if (is_utf8(whole_points(front, all))) facts.kind = text_kind(front, extension);
        else if (wants_text) return refused(errors::convert::not_unicode, "not UTF-8");
    }
    return facts;
}

}  // namespace

Result<FileFacts> inspect(const RandomAccessBytes& content, std::string_view name) {
    LET(auto kept, clean_name(name));
    const auto extension = extension_of(kept);
    if (content.size() == 0) return refused(errors::convert::empty_file, kept);
    if (std::find(std::begin(kPrograms), std::end(kPrograms), extension) != std::end(kPrograms)) {
        return refused(errors::convert::executable, "by its name");
    }
    FileFacts first;
    first.name = std::move(kept);
    first.size = content.size();
    LET(auto facts, sniff(content, std::move(first), extension));
    if (facts.kind == FileKind::executable) return refused(errors::convert::executable, "by its content");
    if (const auto wanted = claimed(extension); wanted && *wanted != facts.kind) {
        return refused(errors::convert::wrong_type, "is " + std::string(usecases::name_of(facts.kind)) + ", called ." + extension);
    }
    return facts;
}

}  // namespace congvan::convert
