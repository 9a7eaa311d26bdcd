// Our verdict against that of another program (pdfsig of poppler): honest files are valid to both, and after a change
// outside the value of the last signature to neither.

#include <gtest/gtest.h>

#include <random>

#include "signing/judge/judge.hpp"
#include "signing/test_support.hpp"
#include "support/signing_tools.hpp"

namespace congvan::signing {
namespace {

using test::authority;
using test::TestPdf;
using testing_support::ask;

int count(const std::string& text, std::string_view word) {
    int found = 0;
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++found;
    return found;
}

Verdict ours(std::string_view file) {
    return judge_pdf(as_bytes(file), authority().anchors(), test::kJudgedAt).verdict;
}

TEST(AgreementTest, AgreesWithPdfsigOnHonestAndOnChangedFiles) {
    const auto leader = authority().signer({}, test::rsa_key(2048));
    TestPdf pdf;
    for (int signatures = 1; signatures <= 3; ++signatures) {
        const auto name = signatures == 1 ? "congvan-initial-1" : signatures == 2 ? "congvan-personal-1" : "congvan-seal-1";
        const auto rect = signatures == 1 ? "400 60 500 90" : signatures == 2 ? "100 100 300 180" : "60 90 150 190";
        pdf.sign(leader, {.name = name, .rect = rect});
        EXPECT_EQ(ours(pdf.text()), Verdict::valid);
        const auto theirs = ask("pdfsig -nocert", pdf.bytes());
        EXPECT_EQ(count(theirs, "Signature is Valid."), signatures) << theirs;
        EXPECT_EQ(count(theirs, "Not total document signed"), signatures - 1) << theirs;
    }
    std::mt19937 random(5);
    const auto [begin, end] = pdf.gap();
    for (int i = 0; i < 12; ++i) {
        auto file = pdf.text();
        auto at = random() % (file.size() - (end - begin));
        if (at >= begin) at += end - begin;
        file[at] = static_cast<char>(file[at] ^ 4);
        EXPECT_FALSE(accepted(ours(file))) << "byte " << at;
        const auto theirs = ask("pdfsig -nocert", as_bytes(file));
        const bool all_valid = count(theirs, "Signature is Valid.") == 3 && count(theirs, "Not total document signed") == 2;
        EXPECT_FALSE(all_valid) << "byte " << at << "\n" << theirs;
    }
}

TEST(AgreementTest, AcceptsSignaturesThatOurWriterPutsOntoEveryLayoutOfAFile) {
    using testing_support::PlainPdf;
    using testing_support::SoftKey;
    const auto root = SoftKey::make("Gốc (thử nghiệm)");
    const auto key = SoftKey::make("Lãnh đạo A (thử nghiệm)", testing_support::KeyType::rsa_2048, &root);
    const auto anchors = TrustAnchors::make({{root.certificate(), AnchorClass::own}}).value();
    struct Case {
        const char* name;
        Bytes file;
    };
    const Case cases[] = {
        {"table", PlainPdf{}.bytes()},
        {"compressed", to_bytes(test::compressed_file())},
        {"form in the catalog", PlainPdf{.catalog = "/AcroForm << /Fields [] >>"}.bytes()},
        {"annotations of their own", PlainPdf{.page = "/Annots 4 0 R", .objects = {"[5 0 R]", "<</Type /Annot /Subtype /Link /Rect [0 0 9 9]>>"}}.bytes()},
        {"annotations in the page", PlainPdf{.page = "/Annots [4 0 R]", .objects = {"<</Type /Annot /Subtype /Link /Rect [0 0 9 9]>>"}}.bytes()},
    };
    for (const auto& one : cases) {
        auto file = one.file;
        for (const auto role : {SignatureRole::initial, SignatureRole::personal, SignatureRole::seal}) {
            SignatureRequest request;
            request.role = role;
            request.at = test::kSignedAt;
            request.signer = "Lãnh đạo A (thử nghiệm)";
            file = testing_support::sign_pdf(file, request, key);
        }
        const auto report = judge_pdf(file, anchors, test::kJudgedAt);
        EXPECT_EQ(report.verdict, Verdict::valid) << one.name << (report.reasons.empty() ? "" : report.reasons[0]);
        ASSERT_EQ(report.signatures.size(), 3u);
        EXPECT_EQ(report.signatures[0].reason, "Ký nháy");
        EXPECT_EQ(count(ask("pdfsig -nocert", file), "Signature is Valid."), 3) << one.name;
    }
}

}  // namespace
}  // namespace congvan::signing
