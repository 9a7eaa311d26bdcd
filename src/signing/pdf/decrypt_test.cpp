#include "signing/pdf/decrypt.hpp"

#include <gtest/gtest.h>

#include "errors/signing.hpp"
#include "signing/pdf/reader.hpp"
#include "signing/test_support.hpp"
#include "support/signing_tools.hpp"

namespace congvan::signing::pdf {
namespace {

using testing_support::code_of;
using testing_support::file_text;
using testing_support::TemporaryFolder;
using testing_support::write_file;

// qpdf encrypts; we read.
std::string encrypted(const std::string& options, BytesView file) {
    const TemporaryFolder folder;
    const auto in = folder.path() / "in.pdf";
    const auto out = folder.path() / "out.pdf";
    write_file(in, file);
    testing_support::output_of("qpdf --static-id " + options + " -- " + in.string() + " " + out.string() + " 2>&1");
    return file_text(out);
}

constexpr const char* kWays[] = {
    "--allow-weak-crypto --encrypt nguoi chu 40",
    "--allow-weak-crypto --encrypt nguoi chu 128 --use-aes=n",
    "--allow-weak-crypto --encrypt nguoi chu 128 --force-V4",
    "--allow-weak-crypto --encrypt nguoi chu 128 --use-aes=y",
    "--allow-weak-crypto --encrypt nguoi chu 128 --use-aes=y --cleartext-metadata",
    "--allow-weak-crypto --encrypt nguoi chu 256 --force-R5",
    "--encrypt nguoi chu 256",
    "--encrypt nguoi chu 256 --cleartext-metadata",
    "--object-streams=generate --encrypt nguoi chu 256",
};

TEST(DecryptTest, ReadsWhatAnotherProgramEncryptedByEitherPassword) {
    const test::TestPdf plain;
    for (const auto* way : kWays) {
        const auto file = encrypted(way, plain.bytes());
        EXPECT_EQ(code_of(Document::open(as_bytes(file))), errors::signing::encrypted_pdf) << way;
        EXPECT_EQ(code_of(Document::open(as_bytes(file), {}, "khac")), errors::signing::wrong_password) << way;
        EXPECT_EQ(code_of(Document::open(as_bytes(file), {}, "")), errors::signing::wrong_password) << way;
        for (const char* password : {"nguoi", "chu"}) {
            const auto document = Document::open(as_bytes(file), {}, password);
            ASSERT_TRUE(document.has_value()) << way << ": " << document.error().detail;
            EXPECT_TRUE(document->encrypted());
            const auto information = document->get(document->revisions()[0].trailer, "Info", 0);
            ASSERT_TRUE(information.has_value()) << way;
            EXPECT_EQ((*information)->as<Dictionary>()->find("Title")->as<String>()->bytes, "Quyet dinh") << way;
            const auto pages = document->pages(0);
            ASSERT_TRUE(pages.has_value()) << way;
            const auto content = document->get(*(*pages)[0].dictionary, "Contents", 0);
            ASSERT_TRUE(content.has_value()) << way;
            const auto data = document->decode(*(*content)->as<Stream>(), 0);
            ASSERT_TRUE(data.has_value()) << way << ": " << data.error().detail;
            EXPECT_TRUE(as_text(*data).starts_with("BT /F1 24 Tf")) << way;
        }
    }
}

TEST(DecryptTest, NeedsNoPasswordWhereTheUsersIsEmpty) {
    const auto file = encrypted("--encrypt '' chu 256", test::TestPdf().bytes());
    EXPECT_TRUE(Document::open(as_bytes(file), {}, "").has_value());
    EXPECT_TRUE(Document::open(as_bytes(file), {}, "sai").has_value()) << "the empty password is always tried";
}

TEST(DecryptTest, RefusesOtherHandlersAndOddValues) {
    Dictionary encrypt;
    encrypt.set("Filter", Name{"Khac"});
    EXPECT_EQ(code_of(Cipher::open(encrypt, "", "")), errors::signing::encrypted_pdf);
    encrypt.set("Filter", Name{"Standard"});
    encrypt.set("V", std::int64_t{3});
    encrypt.set("R", std::int64_t{3});
    EXPECT_EQ(code_of(Cipher::open(encrypt, "", "")), errors::signing::encrypted_pdf);
    encrypt.set("V", std::int64_t{2});
    encrypt.set("O", String{"short", {}, false});
    EXPECT_EQ(code_of(Cipher::open(encrypt, "", "")), errors::signing::encrypted_pdf);
}

}  // namespace
}  // namespace congvan::signing::pdf
