// A file that somebody encrypted before it was signed.

#include <gtest/gtest.h>

#include "signing/judge/judge.hpp"
#include "signing/judge/reasons.hpp"
#include "signing/pdf/decrypt.hpp"
#include "signing/test_support.hpp"
#include "support/signing_tools.hpp"

namespace congvan::signing {
namespace {

using testing_support::file_text;
using testing_support::output_of;
using testing_support::TemporaryFolder;
using testing_support::write_file;

const test::Signer& leader() {
    static const auto signer = test::authority().signer({}, test::rsa_key(2048));
    return signer;
}

// qpdf encrypts with RC4, which enciphers as it deciphers; then a signature by an update whose strings are enciphered too.
std::string signed_encrypted_file() {
    const TemporaryFolder folder;
    const auto in = folder.path() / "in.pdf", out = folder.path() / "out.pdf";
    write_file(in, test::TestPdf().bytes());
    output_of("qpdf --static-id --allow-weak-crypto --encrypt nguoi chu 128 --use-aes=n -- " + in.string() + " " + out.string() + " 2>&1");
    auto file = file_text(out);
    const auto document = pdf::Document::open(as_bytes(file), {}, "nguoi").value();
    const auto& trailer = document.revisions()[0].trailer;
    const auto encrypt = document.get(trailer, "Encrypt", 0).value()->as<pdf::Dictionary>();
    const auto cipher = pdf::Cipher::open(*encrypt, trailer.find("ID")->as<pdf::Array>()->front().as<pdf::String>()->bytes, "nguoi").value();
    const auto text = [&](std::uint32_t number, std::string_view plain) {
        return "<" + to_hex(cipher.string(as_bytes(plain), {number, 0}).value()) + ">";
    };
    auto catalog = *document.catalog(0).value();
    auto form = *document.form(0).value();
    form.set("Fields", pdf::Array{pdf::Reference{101, 0}});
    catalog.set("AcroForm", form);
    const auto root = trailer.find("Root")->as<pdf::Reference>()->number;
    std::string rows = "xref\n";
    const auto put = [&](std::uint32_t number, const std::string& body) {
        char line[48];
        std::snprintf(line, sizeof line, "%u 1\n%010zu 00000 n \n", number, file.size());
        rows += line;
        file += std::to_string(number) + " 0 obj\n" + body + "\nendobj\n";
    };
    put(root, pdf::to_text(catalog));
    put(100, "<</Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /Reason " + text(100, "Thu nghiem") +
                 " /ByteRange [0 @A@@@@@@@ @B@@@@@@@ @C@@@@@@@] /Contents <" + std::string(8000, '0') + ">>>");
    put(101, "<</Type /Annot /Subtype /Widget /FT /Sig /T " + text(101, "congvan-personal-1") + " /F 132 /Rect [0 0 0 0] /V 100 0 R>>");
    const auto section = file.size();
    file += rows + "trailer\n<</Size 102 /Root " + std::to_string(root) + " 0 R /Info " + pdf::to_text(*trailer.find("Info")) + " /ID " +
            pdf::to_text(*trailer.find("ID")) + " /Encrypt " + pdf::to_text(*trailer.find("Encrypt")) + " /Prev " +
            std::to_string(document.revisions()[0].section) + ">>\nstartxref\n" + std::to_string(section) + "\n%%EOF\n";
    const auto opening = file.rfind("/Contents <") + 10;
    const auto closing = file.find('>', opening) + 1;
    const auto fill = [&](std::string_view mark, std::size_t value) {
        auto digits = std::to_string(value);
        digits.resize(mark.size(), ' ');
        file.replace(file.rfind(mark), mark.size(), digits);
    };
    fill("@A@@@@@@@", opening);
    fill("@B@@@@@@@", closing);
    fill("@C@@@@@@@", file.size() - closing);
    const auto cms = test::make_cms(file.substr(0, opening) + file.substr(closing), leader());
    return file.replace(opening + 1, cms.size() * 2, to_hex(cms));
}

DocumentReport judge(std::string_view file, const std::string& password) {
    const RevocationFacts revocations;
    const auto anchors = test::authority().anchors();
    PdfOptions options;
    options.password = password;
    return judge_pdf(as_bytes(file), JudgeContext{anchors, revocations, test::kJudgedAt}, options);
}

bool has(const DocumentReport& report, std::string_view code) {
    return std::find(report.reasons.begin(), report.reasons.end(), code) != report.reasons.end();
}

TEST(EncryptedTest, JudgesASignatureInAnEncryptedFileWithEitherPassword) {
    const auto file = signed_encrypted_file();
    for (const char* password : {"nguoi", "chu"}) {
        const auto report = judge(file, password);
        ASSERT_EQ(report.verdict, Verdict::valid) << (report.reasons.empty() ? "" : report.reasons[0]);
        ASSERT_EQ(report.signatures.size(), 1u);
        EXPECT_EQ(report.signatures[0].field, "congvan-personal-1");
        EXPECT_EQ(report.signatures[0].reason, "Thu nghiem");
        EXPECT_EQ(report.signatures[0].signer, "Lãnh đạo A (thử nghiệm)");
    }
    const auto wrong = judge(file, "khac");
    EXPECT_EQ(wrong.verdict, Verdict::undetermined);
    EXPECT_TRUE(has(wrong, reasons::pdf_wrong_password));
    const auto none = judge(file, "");
    EXPECT_EQ(none.verdict, Verdict::undetermined);
    EXPECT_TRUE(has(none, reasons::pdf_encrypted));
    const auto theirs = testing_support::ask("pdfsig -nocert -upw nguoi", as_bytes(file));
    EXPECT_NE(theirs.find("Signature is Valid."), std::string::npos) << theirs;
}

TEST(EncryptedTest, CallsAnEncryptedFileThatWasChangedNotIntact) {
    auto file = signed_encrypted_file();
    const auto at = file.find("stream\n") + 12;
    file[at] = static_cast<char>(file[at] ^ 1);
    const auto report = judge(file, "nguoi");
    EXPECT_EQ(report.verdict, Verdict::not_intact);
}

}  // namespace
}  // namespace congvan::signing
