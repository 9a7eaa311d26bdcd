#include "signing/office/zip_directory.hpp"

#include <gtest/gtest.h>

#include "errors/signing.hpp"
#include "signing/office/test_office.hpp"

namespace congvan::signing::office {
namespace {

using test::must;
using test::ZipText;

ZipText plain() {
    ZipText text;
    text.add("mimetype", "application/x").deflated = false;
    text.add("folder/", "").deflated = false;
    text.add("folder/a.xml", std::string(5000, 'a') + "b");
    text.add("Pictures/ảnh.png", "png");
    return text;
}

std::string_view failure(const Bytes& file, const ZipLimits& limits = {}) {
    const auto archive = ZipArchive::open(file, limits);
    if (!archive.has_value()) return archive.error().code;
    for (const auto& entry : archive->entries()) {
        const auto content = archive->read(entry);
        if (!content.has_value()) return content.error().code;
    }
    return "none";
}

TEST(ZipDirectoryTest, ReadsWhatIsThere) {
    auto text = plain();
    text.items[2].descriptor = true;
    const auto file = text.bytes();
    const auto archive = must(ZipArchive::open(file));
    ASSERT_EQ(archive.entries().size(), 4u);
    EXPECT_TRUE(archive.entries()[1].is_folder());
    EXPECT_EQ(as_text(must(archive.read(*archive.find("mimetype")))), "application/x");
    EXPECT_EQ(as_text(must(archive.read(*archive.find("folder/a.xml")))), text.items[2].content);
    EXPECT_EQ(archive.find("Folder/a.xml"), nullptr);
    EXPECT_EQ(archive.find("Pictures/ảnh.png")->unpacked, 3u);
}

TEST(ZipDirectoryTest, RefusesEverythingThatTwoProgramsCouldReadDifferently) {
    const auto malformed = errors::signing::malformed_package;
    struct Case {
        const char* name;
        std::function<void(ZipText&)> change;
        std::string_view code;
    };
    const Case cases[] = {
        {"data in front", [](ZipText& t) { t.before = "#!/bin/sh\n"; }, malformed},
        {"data before the directory", [](ZipText& t) { t.between = "x"; }, malformed},
        {"an archive comment", [](ZipText& t) { t.comment = "x"; }, malformed},
        {"data between entries", [](ZipText& t) { t.items[2].gap = "x"; }, malformed},
        {"one more than there are", [](ZipText& t) { t.count_change = 1; }, malformed},
        {"one less than there are", [](ZipText& t) { t.count_change = -1; }, malformed},
        {"another local name", [](ZipText& t) { t.items[2].local_name = "folder/b.xml"; }, malformed},
        {"another local size", [](ZipText& t) { t.items[2].local_size_change = 1; }, malformed},
        {"a size that is too small", [](ZipText& t) { t.items[2].size_change = 1; }, malformed},
        {"a size that is too large", [](ZipText& t) { t.items[2].size_change = 0x10000; }, malformed},
        {"a wrong checksum", [](ZipText& t) { t.items[2].crc_change = 1; }, malformed},
        {"a wrong checksum of a stored entry", [](ZipText& t) { t.items[0].crc_change = 1; }, malformed},
        {"a name twice", [](ZipText& t) { t.add("folder/a.xml", "other"); }, malformed},
        {"a name twice in other letters", [](ZipText& t) { t.add("Folder/A.XML", "other"); }, malformed},
        {"a name twice in another composition", [](ZipText& t) { t.add("Pictures/a\xCC\x89nh.png", "other"); }, malformed},
        {"a file that is a folder", [](ZipText& t) { t.add("mimetype/x", "other"); }, malformed},
        {"a folder with content", [](ZipText& t) { t.items[1].content = "x"; }, malformed},
        {"a way out", [](ZipText& t) { t.add("a/../../b", "x"); }, malformed},
        {"an absolute name", [](ZipText& t) { t.add("/a", "x"); }, malformed},
        {"a backslash", [](ZipText& t) { t.add("a\\b", "x"); }, malformed},
        {"a drive", [](ZipText& t) { t.add("c:a", "x"); }, malformed},
        {"an empty step", [](ZipText& t) { t.add("a//b", "x"); }, malformed},
        {"a control character", [](ZipText& t) { t.add("a\nb", "x"); }, malformed},
        {"no UTF-8", [](ZipText& t) { t.add("a\xff", "x"); }, malformed},
        {"ZIP64", [](ZipText& t) { t.items[2].extra = std::string("\1\0\4\0abcd", 8); }, malformed},
        {"a second name", [](ZipText& t) { t.items[2].extra = std::string("\x75\x70\1\0a", 5); }, malformed},
        {"an extra field that is cut", [](ZipText& t) { t.items[2].extra = std::string("\x99\0\x9\0a", 5); }, malformed},
        {"encryption", [](ZipText& t) { t.items[2].flags = 1; }, errors::signing::encrypted_package},
        {"odd flags", [](ZipText& t) { t.items[2].flags = 0x2000; }, malformed},
    };
    for (const auto& each : cases) {
        auto text = plain();
        each.change(text);
        EXPECT_EQ(failure(text.bytes()), each.code) << each.name;
    }
    EXPECT_EQ(failure(plain().bytes()), "none");
}

TEST(ZipDirectoryTest, TakesExtraFieldsThatSayNothingAboutContent) {
    auto text = plain();
    text.items[2].extra = std::string("\x99\x99\2\0ab", 6);
    EXPECT_EQ(failure(text.bytes()), "none");
}

TEST(ZipDirectoryTest, RefusesOverlapsAndLiesInTheDataDescriptor) {
    auto text = plain();
    text.items[2].descriptor = true;
    auto file = text.bytes();
    const auto at = as_text(file).find("PK\7\x8");
    file[at + 5] ^= std::byte{1};
    EXPECT_EQ(failure(file), errors::signing::malformed_package);
    // Two directory entries for the bytes of one.
    auto twice = plain();
    twice.add("other.xml", "x");
    auto bytes = twice.bytes();
    const auto name = as_text(bytes).rfind("other.xml");
    const auto first = as_text(bytes).find("PK\1\2");
    for (int i = 0; i < 4; ++i) bytes[name - 4 + static_cast<std::size_t>(i)] = bytes[first + 42 + static_cast<std::size_t>(i)];
    EXPECT_EQ(failure(bytes), errors::signing::malformed_package);
}

TEST(ZipDirectoryTest, KeepsWithinItsLimits) {
    const auto file = plain().bytes();
    const auto too_large = errors::signing::package_too_large;
    EXPECT_EQ(failure(file, {.file = 10}), too_large);
    EXPECT_EQ(failure(file, {.entries = 3}), too_large);
    EXPECT_EQ(failure(file, {.entry = 4000}), too_large);
    EXPECT_EQ(failure(file, {.unfolded = 5000}), too_large);
    ZipText bomb;
    bomb.add("a", std::string(40u << 20, '\0'));
    EXPECT_EQ(failure(bomb.bytes()), too_large);
}

TEST(ZipDirectoryTest, EndsOnFilesThatAreCutAnywhere) {
    const auto file = plain().bytes();
    for (std::size_t size = 0; size < file.size(); ++size) {
        EXPECT_EQ(failure(Bytes(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(size))), errors::signing::malformed_package) << size;
    }
}

TEST(ZipDirectoryTest, WritesAdditionsAndKeepsTheRestPacked) {
    const auto file = plain().bytes();
    const auto archive = must(ZipArchive::open(file));
    const auto grown = with_additions(archive, {{"folder/a.xml", to_bytes("new")}, {"META-INF/x.xml", to_bytes(std::string(100, 'x'))}});
    const auto again = must(ZipArchive::open(grown));
    ASSERT_EQ(again.entries().size(), 5u);
    EXPECT_EQ(again.entries()[0].name, "mimetype");
    EXPECT_FALSE(again.entries()[0].deflated);
    EXPECT_EQ(as_text(must(again.read(*again.find("folder/a.xml")))), "new");
    EXPECT_EQ(as_text(must(again.read(*again.find("META-INF/x.xml")))), std::string(100, 'x'));
    EXPECT_EQ(as_text(again.packed(*again.find("Pictures/ảnh.png"))), as_text(archive.packed(*archive.find("Pictures/ảnh.png"))));
    EXPECT_EQ(with_additions(archive, {}), with_additions(archive, {}));
}

}  // namespace
}  // namespace congvan::signing::office
