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

}  // namespace
}  // namespace congvan::signing
