#include "adapters/convert/inspect.hpp"

#include <fstream>

#include <gtest/gtest.h>
#include <zlib.h>

#include "adapters/convert/upload_name.hpp"
#include "base/text.hpp"
#include "errors/base.hpp"
#include "errors/convert.hpp"

namespace congvan::convert {
namespace {

using usecases::FileKind;
using usecases::Macros;
namespace code = errors::convert;

void put16(std::string& into, std::size_t value) {
    into += static_cast<char>(value & 0xff);
    into += static_cast<char>(value >> 8 & 0xff);
}
void put32(std::string& into, std::size_t value) {
    put16(into, value & 0xffff);
    put16(into, value >> 16 & 0xffff);
}

std::string deflated(std::string_view content) {
    z_stream stream{};
    deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY);
    std::string packed(deflateBound(&stream, content.size()) + 16, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
    stream.avail_in = static_cast<uInt>(content.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

// A ZIP writer that can also lie.
struct ZipPart {
    std::string name;
    std::string content;
    bool stored = false;
    std::string local_name = {};         // another name in the local header
    std::size_t claimed = SIZE_MAX;      // another unpacked size in both headers
    std::size_t local_claimed = SIZE_MAX;  // another unpacked size in the local header only
    unsigned flags = 0;
    std::size_t at = SIZE_MAX;           // the directory points here instead
};

std::string zip(const std::vector<ZipPart>& parts, std::string_view front = "", std::string_view tail = "") {
    std::string out(front);
    std::string directory;
    for (const auto& part : parts) {
        const auto packed = part.stored ? part.content : deflated(part.content);
        const auto crc = ::crc32(0, reinterpret_cast<const Bytef*>(part.content.data()), static_cast<uInt>(part.content.size()));
        const auto size = part.claimed != SIZE_MAX ? part.claimed : part.content.size();
        const auto offset = part.at != SIZE_MAX ? part.at : out.size();
        const auto fields = [&](std::string& into, std::size_t unpacked) {
            put16(into, 20);
            put16(into, part.flags);
            put16(into, part.stored ? 0 : 8);
            put32(into, 0);
            put32(into, crc);
            put32(into, packed.size());
            put32(into, unpacked);
        };
        const auto& local = part.local_name.empty() ? part.name : part.local_name;
        put32(out, 0x04034b50);
        fields(out, part.local_claimed != SIZE_MAX ? part.local_claimed : size);
        put16(out, local.size());
        put16(out, 0);
        out += local + packed;
        put32(directory, 0x02014b50);
        put16(directory, 20);
        fields(directory, size);
        put16(directory, part.name.size());
        for (int i = 0; i < 4; ++i) put16(directory, 0);
        put32(directory, 0);
        put32(directory, offset);
        directory += part.name;
    }
    const auto where = out.size();
    out += directory;
    put32(out, 0x06054b50);
    put32(out, 0);
    put16(out, parts.size());
    put16(out, parts.size());
    put32(out, directory.size());
    put32(out, where);
    put16(out, 0);
    return out + std::string(tail);
}

std::vector<ZipPart> a_docx() {
    return {{"[Content_Types].xml", "<Types/>"}, {"_rels/.rels", "<Relationships/>"}, {"word/document.xml", "<w:document/>"}};
}

Result<usecases::FileFacts> look(std::string_view content, std::string_view name) {
    const auto bytes = to_bytes(content);
    return inspect(MemoryBytes(bytes), name);
}

std::string refusal(std::string_view content, std::string_view name) {
    const auto looked = look(content, name);
    return looked.has_value() ? "accepted as " + std::string(name_of(looked->kind)) : std::string(looked.error().code);
}

std::string kind(std::string_view content, std::string_view name) {
    const auto looked = look(content, name);
    return looked.has_value() ? std::string(name_of(looked->kind)) : std::string(looked.error().code) + " " + looked.error().detail;
}

constexpr std::string_view kPdf = "%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 1/Root 1 0 R>>\nstartxref\n43\n%%EOF\n";

std::string pdf_with(std::string_view in_trailer) {
    std::string pdf(kPdf);
    pdf.insert(pdf.find("/Size"), in_trailer);
    return pdf;
}

TEST(UploadNameTest, KeepsVietnameseNamesInNfc) {
    const auto name = to_nfc("Quyết định số 05 về việc thành lập Tổ soạn thảo.docx").value();
    EXPECT_EQ(clean_name(name).value(), name);
    EXPECT_EQ(clean_name("Quye\xcc\x82\xcc\x81t.docx").value(), to_nfc("Quyết.docx").value());
}

TEST(UploadNameTest, RefusesEachBadNameWithItsOwnCode) {
    const std::pair<std::string, std::string_view> cases[] = {
        {"../x.docx", code::name_path},
        {"..", code::name_path},
        {"a/b.docx", code::name_path},
        {"a\\b.docx", code::name_path},
        {"", code::name_empty},
        {" . ", code::name_empty},
        {"a\nb.docx", code::name_control},
        {std::string("a\0b.docx", 8), code::name_control},
        {"a\x7f.docx", code::name_control},
        {"a\u202excod.exe", code::name_control},
        {"a\u200bb.docx", code::name_control},
        {std::string(295, 'a') + ".docx", code::name_too_long},
        {std::string(251, 'a') + ".docx", code::name_too_long},
        {"a\xff.docx", errors::base::not_utf8},
    };
    for (const auto& [name, wanted] : cases) {
        const auto cleaned = clean_name(name);
        ASSERT_FALSE(cleaned.has_value()) << name;
        EXPECT_EQ(cleaned.error().code, wanted) << name;
    }
    EXPECT_TRUE(clean_name(std::string(250, 'a') + ".docx").has_value());
}

TEST(InspectTest, TellsKindsByContent) {
    using namespace std::string_literals;
    const std::tuple<std::string, std::string, std::string> cases[] = {
        {std::string(kPdf), "a.pdf", "pdf"},
        {zip(a_docx()), "a.docx", "docx"},
        {zip({{"[Content_Types].xml", "x"}, {"xl/workbook.xml", "x"}}), "a.xlsx", "xlsx"},
        {zip({{"[Content_Types].xml", "x"}, {"ppt/presentation.xml", "x"}}), "a.pptx", "pptx"},
        {zip({{"mimetype", "application/vnd.oasis.opendocument.text", true}, {"content.xml", "x"}}), "a.odt", "odt"},
        {zip({{"mimetype", "application/vnd.oasis.opendocument.spreadsheet", true}}), "a.ods", "ods"},
        {zip({{"a.txt", "x"}}), "a.zip", "zip"},
        {"{\\rtf1 x}", "a.rtf", "rtf"},
        {"Kính gửi", "a.txt", "txt"},
        {"\xef\xbb\xbfKính gửi", "a.txt", "txt"},
        {"a,b\n1,2\n", "a.csv", "csv"},
        {"<!DOCTYPE html><p>", "a.html", "html"},
        {"<?xml version=\"1.0\"?><a/>", "a.xml", "xml"},
        {"\x89PNG\r\n\x1a\n....", "a.png", "png"},
        {"\xff\xd8\xff\xe0....", "a.jpg", "jpeg"},
        {"II*\0...."s, "a.tif", "tiff"},
        {"GIF89a....", "a.gif", "gif"},
        {"BM\x10\0\0\0\0\0\0\0\x0e\0\0\0"s, "a.bmp", "bmp"},
        {"\x01\x02\x03\x04", "a.dwg", "unknown"},
        {std::string(kPdf), "no extension", "pdf"},
    };
    for (const auto& [content, name, wanted] : cases) EXPECT_EQ(kind(content, name), wanted) << name;
}

TEST(InspectTest, RefusesAnEmptyFile) { EXPECT_EQ(refusal("", "a.docx"), code::empty_file); }

TEST(InspectTest, RefusesContentThatIsNotWhatItsExtensionSays) {
    EXPECT_EQ(refusal(kPdf, "a.docx"), code::wrong_type);
    EXPECT_EQ(refusal(zip(a_docx()), "a.pdf"), code::wrong_type);
    EXPECT_EQ(refusal(zip(a_docx()), "a.xlsx"), code::wrong_type);
    EXPECT_EQ(refusal("văn bản thường", "a.docx"), code::wrong_type);
    EXPECT_EQ(refusal("\x01\x02\x03", "a.png"), code::wrong_type);
    EXPECT_EQ(refusal("<script>x</script>", "a.txt"), code::wrong_type);
    EXPECT_EQ(refusal(std::string("a\0b", 3), "a.txt"), code::wrong_type);
}

TEST(InspectTest, RefusesProgramsByNameAndByContent) {
    EXPECT_EQ(refusal("echo", "a.bat"), code::executable);
    EXPECT_EQ(refusal("x", "Công văn.pdf.EXE"), code::executable);
    EXPECT_EQ(refusal("MZ\x90", "a.pdf"), code::executable);
    EXPECT_EQ(refusal("\x7f" "ELF\x02", "a"), code::executable);
    EXPECT_EQ(refusal("#!/bin/sh\n", "a.txt"), code::executable);
    EXPECT_EQ(refusal(zip({{"META-INF/MANIFEST.MF", "x"}, {"A.class", "x"}}), "a.zip"), code::executable);
}

TEST(InspectTest, RefusesTextThatIsNotUnicode) {
    EXPECT_EQ(refusal("K\xddnh g\xf6i", "a.txt"), code::not_unicode);
    EXPECT_EQ(refusal("\xff\xfeK\x01", "a.csv"), code::not_unicode);
}

TEST(InspectTest, TextMayBeCutInsideALetterAtTheEndOfWhatIsRead) {
    for (int lead = 0; lead < 4; ++lead) {
        std::string text(static_cast<std::size_t>(lead), 'a');
        while (text.size() < 80'000) text += "ế";
        EXPECT_EQ(kind(text, "a.txt"), "txt") << lead;
    }
}

TEST(InspectTest, RefusesEncryptedPdf) {
    EXPECT_EQ(refusal(pdf_with("/Encrypt 5 0 R"), "a.pdf"), code::encrypted);
    EXPECT_EQ(refusal(pdf_with("/Encrypt<</V 2>>"), "a.pdf"), code::encrypted);
    EXPECT_EQ(kind(pdf_with("/EncryptMetadata true"), "a.pdf"), "pdf");
    EXPECT_EQ(kind(pdf_with("/ID[(/Encrypt 5 0 R)()]"), "a.pdf"), "pdf");
    std::string stream = "%PDF-1.7\n7 0 obj\n<</Type/XRef/Encrypt 5 0 R/Length 4>>\nstream\nxxxx\nendstream\nendobj\nstartxref\n9\n%%EOF\n";
    EXPECT_EQ(refusal(stream, "a.pdf"), code::encrypted);
    stream.replace(stream.find("/Encrypt"), 8, "/Notcryp");
    EXPECT_EQ(kind(stream, "a.pdf"), "pdf");
}

TEST(InspectTest, RefusesAPdfThatIsCutOff) {
    EXPECT_EQ(refusal(kPdf.substr(0, kPdf.size() - 8), "a.pdf"), code::damaged);
}

TEST(InspectTest, FlagsMacros) {
    EXPECT_EQ(look(zip(a_docx()), "a.docx")->macros, Macros::absent);
    auto with = a_docx();
    with.push_back({"word/vbaProject.bin", "x"});
    EXPECT_EQ(look(zip(with), "a.docm")->macros, Macros::present);
    EXPECT_EQ(look(zip({{"mimetype", "application/vnd.oasis.opendocument.text", true}, {"Basic/Standard/Module1.xml", "x"}}), "a.odt")->macros, Macros::present);
}

TEST(InspectTest, RefusesEncryptedOpenDocument) {
    EXPECT_EQ(refusal(zip({{"mimetype", "application/vnd.oasis.opendocument.text", true}, {"META-INF/manifest.xml", "<manifest:encryption-data/>"}}), "a.odt"), code::encrypted);
}

TEST(ZipTest, RefusesABombThatUnfoldsToTooMuch) {
    // 42.zip's trick in one layer: a few kilobytes that claim, and hold, gigabytes.
    auto parts = a_docx();
    parts.push_back({"word/media/0", std::string(48u << 20, '\0')});
    EXPECT_EQ(refusal(zip(parts), "a.docx"), code::zip_bomb);
    parts.back() = {"word/media/0", "x", true, {}, SIZE_MAX, SIZE_MAX, 0, SIZE_MAX};
    EXPECT_EQ(kind(zip(parts), "a.docx"), "docx");
}

TEST(ZipTest, RefusesABombInNestedArchives) {
    std::string inner = zip({{"0.txt", std::string(1u << 20, '\0')}});
    for (int layer = 0; layer < 4; ++layer) {
        std::vector<ZipPart> parts;
        for (int i = 0; i < 16; ++i) parts.push_back({"lib " + std::to_string(i) + ".zip", inner});
        inner = zip(parts);
    }
    EXPECT_LT(inner.size(), 100'000u);
    EXPECT_EQ(refusal(inner, "42.zip"), code::zip_bomb);
}

TEST(ZipTest, AnArchiveMayHoldADocumentThatHoldsASheet) {
    const auto sheet = zip({{"[Content_Types].xml", "x"}, {"xl/workbook.xml", "x"}});
    auto document = a_docx();
    document.push_back({"word/embeddings/1.xlsx", sheet});
    EXPECT_EQ(kind(zip(document), "a.docx"), "docx");
    EXPECT_EQ(kind(zip({{"a.docx", zip(document)}}), "a.zip"), "zip");
}

TEST(ZipTest, RefusesAnEntryThatHoldsMoreThanItsHeadersSay) {
    auto parts = a_docx();
    parts.push_back({"word/a.xml", std::string(5000, 'a'), false, {}, 10});
    EXPECT_EQ(refusal(zip(parts), "a.docx"), code::zip_bomb);
}

TEST(ZipTest, RefusesOverlappingEntries) {
    auto parts = a_docx();
    parts.push_back({"[Content_Types].xml2", "<Types/>"});
    parts.back().local_name = "[Content_Types].xml";
    EXPECT_EQ(refusal(zip(parts), "a.docx"), code::malformed_archive);
    // Two names for one piece of data, as bombs without nesting do it.
    EXPECT_EQ(refusal(zip({{"a", "x", true, {}, SIZE_MAX, SIZE_MAX, 0, 0}, {"a", "x", true, {}, SIZE_MAX, SIZE_MAX, 0, 0}}), "a.zip"), code::malformed_archive);
    std::string overlap;
    {
        std::vector<ZipPart> two = {{"a", std::string(100, 'x'), true}, {"b", "y", true}};
        const auto first = zip({two[0]});
        // The second local header stands inside the first entry's data.
        std::string local;
        put32(local, 0x04034b50);
        put16(local, 20), put16(local, 0), put16(local, 0), put32(local, 0);
        put32(local, ::crc32(0, reinterpret_cast<const Bytef*>("y"), 1)), put32(local, 1), put32(local, 1);
        put16(local, 1), put16(local, 0);
        local += "by";
        two[0].content.replace(0, local.size(), local);
        two[1].at = 31;  // 30 bytes of header and a name of one letter
        overlap = zip(two);
    }
    EXPECT_EQ(refusal(overlap, "a.zip"), code::zip_bomb);
}

TEST(ZipTest, RefusesDirectoryAndLocalHeadersThatDiffer) {
    auto parts = a_docx();
    parts[2].local_name = "word/dokument.xml";
    EXPECT_EQ(refusal(zip(parts), "a.docx"), code::malformed_archive);
    parts = a_docx();
    parts[2].local_claimed = 3;
    EXPECT_EQ(refusal(zip(parts), "a.docx"), code::malformed_archive);
}

TEST(ZipTest, RefusesNamesThatLeaveTheFolderOrStandTwice) {
    for (const std::string name : {"../x", "a/../../x", "/etc/passwd", "C:/x", "a\\b", "a/.."}) {
        EXPECT_EQ(refusal(zip({{name, "x"}}), "a.zip"), code::malformed_archive) << name;
    }
    EXPECT_EQ(refusal(zip({{"a", "x"}, {"A", "y"}}), "a.zip"), code::malformed_archive);
    EXPECT_EQ(kind(zip({{"thư mục/tệp..txt", "x"}}), "a.zip"), "zip");
}

TEST(ZipTest, RefusesBytesBeforeAndAfterTheArchive) {
    EXPECT_EQ(refusal(zip(a_docx(), "", "tail"), "a.docx"), code::malformed_archive);
    EXPECT_EQ(refusal(zip({{"a", "x"}}, "PK\x03\x04 front"), "a.zip"), code::malformed_archive);
}

TEST(ZipTest, RefusesPasswordsAndTooManyEntries) {
    EXPECT_EQ(refusal(zip({{"a", "x", false, {}, SIZE_MAX, SIZE_MAX, 1}}), "a.zip"), code::encrypted);
    std::vector<ZipPart> many(10'001);
    for (std::size_t i = 0; i < many.size(); ++i) many[i] = {std::to_string(i), "", true};
    EXPECT_EQ(refusal(zip(many), "a.zip"), code::zip_bomb);
}

TEST(ZipTest, EveryCutAndEveryFlippedByteIsRefusedOrStillADocument) {
    const auto whole = zip(a_docx());
    for (std::size_t size = 4; size < whole.size(); ++size) {
        EXPECT_EQ(refusal(whole.substr(0, size), "a.docx"), code::malformed_archive) << size;
    }
    for (std::size_t at = 0; at < whole.size(); ++at) {
        auto bent = whole;
        bent[at] = static_cast<char>(bent[at] ^ 0x41);
        const auto looked = look(bent, "a.docx");  // must end, whatever it says
        if (looked.has_value()) EXPECT_EQ(looked->kind, FileKind::docx);
    }
}

// A compound file with one directory sector.
std::string compound(const std::vector<std::pair<std::string, std::string>>& streams) {
    std::string header("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8);
    header.resize(512, '\0');
    const auto set = [](std::string& into, std::size_t at, std::size_t value, int size) {
        for (int i = 0; i < size; ++i) into[at + static_cast<std::size_t>(i)] = static_cast<char>(value >> (8 * i) & 0xff);
    };
    set(header, 30, 9, 2);
    set(header, 44, 1, 4);
    set(header, 48, 1, 4);   // directory in sector 1
    set(header, 76, 0, 4);   // FAT in sector 0
    std::string fat(512, '\xff');
    set(fat, 0, 0xfffffffd, 4);
    set(fat, 4, 0xfffffffe, 4);
    std::string directory(512, '\0');
    std::string data;
    for (std::size_t i = 0; i < streams.size(); ++i) {
        const auto& [name, front] = streams[i];
        for (std::size_t k = 0; k < name.size(); ++k) directory[i * 128 + 2 * k] = name[k];
        set(directory, i * 128 + 64, 2 * name.size() + 2, 2);
        directory[i * 128 + 66] = 2;
        set(directory, i * 128 + 116, 2 + data.size() / 512, 4);
        set(directory, i * 128 + 120, 4096, 8);
        auto body = front;
        body.resize(4096, '\0');
        data += body;
    }
    return header + fat + directory + data;
}

TEST(CompoundFileTest, TellsOldOfficeKinds) {
    EXPECT_EQ(kind(compound({{"WordDocument", ""}}), "a.doc"), "doc");
    EXPECT_EQ(kind(compound({{"Workbook", ""}}), "a.xls"), "xls");
    EXPECT_EQ(kind(compound({{"PowerPoint Document", ""}}), "a.ppt"), "ppt");
    EXPECT_EQ(refusal(compound({{"Something", ""}}), "a.doc"), code::wrong_type);
}

TEST(CompoundFileTest, RefusesEncryptedOffice) {
    using namespace std::string_literals;
    EXPECT_EQ(refusal(compound({{"EncryptedPackage", ""}}), "a.docx"), code::encrypted);
    EXPECT_EQ(refusal(compound({{"WordDocument", "\xec\xa5\0\0\0\0\0\0\0\0\0\x01\0"s}}), "a.doc"), code::encrypted);
    EXPECT_EQ(refusal(compound({{"Workbook", "\x09\x08\x04\0\0\0\0\0\x2f\0\x06\0"s}}), "a.xls"), code::encrypted);
}

TEST(CompoundFileTest, FlagsMacrosAndRefusesDamage) {
    EXPECT_EQ(look(compound({{"WordDocument", ""}, {"VBA", ""}}), "a.doc")->macros, Macros::present);
    const auto whole = compound({{"WordDocument", ""}});
    EXPECT_EQ(refusal(whole.substr(0, 600), "a.doc"), code::damaged);
    auto looped = whole;
    looped.replace(512 + 4, 4, std::string("\x01\0\0\0", 4));  // the directory follows itself
    EXPECT_EQ(refusal(looped, "a.doc"), code::damaged);
}

// A gigabyte that exists only as an answer to reads.
class LargePdf final : public RandomAccessBytes {
public:
    std::uint64_t size() const override { return 1ull << 30; }
    Result<Done> read_at(std::uint64_t offset, std::span<std::byte> into) const override {
        read_ += into.size();
        for (std::size_t i = 0; i < into.size(); ++i) into[i] = at(offset + i);
        return Done{};
    }
    std::uint64_t bytes_read() const { return read_; }

private:
    std::byte at(std::uint64_t offset) const {
        static const std::string head = "%PDF-1.7\n";
        static const std::string tail = "xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 1>>\nstartxref\n" + std::to_string((1ull << 30) - 200) + "\n%%EOF\n";
        if (offset < head.size()) return static_cast<std::byte>(head[offset]);
        const auto start = size() - 200;
        if (offset >= start && offset - start < tail.size()) return static_cast<std::byte>(tail[offset - start]);
        return std::byte{'\n'};
    }
    mutable std::uint64_t read_ = 0;
};

TEST(InspectTest, AGigabyteOfPdfIsJudgedByItsEnds) {
    const LargePdf pdf;
    const auto facts = inspect(pdf, "bản quét lớn.pdf");
    ASSERT_TRUE(facts.has_value()) << facts.error().code;
    EXPECT_EQ(facts->kind, FileKind::pdf);
    EXPECT_LT(pdf.bytes_read(), 300'000u);
}

TEST(InspectTest, TheDemoTemplatesAreAccepted) {
    for (const std::string name : {"cong-van.docx", "quyet-dinh.docx", "cong-van-dang.docx", "tong-hop-van-ban.xlsx", "danh-muc-ho-so.pdf"}) {
        std::ifstream file(std::string(CONGVAN_SOURCE_DIR) + "/regulations/demo/templates/" + name, std::ios::binary);
        const std::string content((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
        EXPECT_EQ(kind(content, name), extension_of(name));
    }
}

}  // namespace
}  // namespace congvan::convert
