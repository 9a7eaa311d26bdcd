// No byte of a signed file can be changed without the verdict saying so, or, inside the value of a signature, without
// the report still naming the same signer; and whatever is fed in, judging ends.

#include <gtest/gtest.h>

#include <random>

#include "signing/judge/judge.hpp"
#include "signing/judge/reasons.hpp"
#include "signing/test_support.hpp"

namespace congvan::signing {
namespace {

using test::authority;
using test::TestPdf;

TestPdf signed_by(int count) {
    static const auto alone = [](test::Signer signer) {
        signer.above = nullptr;  // what travels along unused may be changed by anybody, and says nothing
        return signer;
    };
    static const auto leader = alone(authority().signer());
    static const auto agency = alone(authority().signer({.name = "Ủy ban nhân dân huyện A (thử nghiệm)"}));
    TestPdf pdf;
    pdf.sign(leader, {.name = "congvan-initial-1", .rect = "400 60 500 90"});
    if (count > 1) pdf.sign(leader);
    if (count > 2) pdf.sign(agency, {.name = "congvan-seal-1", .rect = "60 90 150 190"});
    return pdf;
}

DocumentReport judge(std::string_view file) { return judge_pdf(as_bytes(file), authority().anchors(), test::kJudgedAt); }

TEST(FlipTest, NeverAcceptsAFileWithAByteChangedOutsideTheLastValue) {
    std::mt19937 random(20260302);
    for (const int count : {1, 3}) {
        const auto pdf = signed_by(count);
        ASSERT_EQ(judge(pdf.text()).verdict, Verdict::valid);
        const auto [begin, end] = pdf.gap();
        for (int i = 0; i < 1000; ++i) {
            auto file = pdf.text();
            auto at = random() % (file.size() - (end - begin));
            if (at >= begin) at += end - begin;
            file[at] = static_cast<char>(file[at] ^ (1 << random() % 8));
            const auto report = judge(file);
            ASSERT_FALSE(accepted(report.verdict)) << "byte " << at;
            ASSERT_NE(report.verdict, Verdict::not_signed) << "byte " << at;
        }
    }
}

TEST(FlipTest, NamesNobodyElseWhateverIsChangedInsideAValue) {
    std::mt19937 random(7);
    const auto pdf = signed_by(2);
    const auto honest = judge(pdf.text());
    const auto [begin, end] = pdf.gap();
    int still_valid = 0;
    for (int i = 0; i < 600; ++i) {
        auto file = pdf.text();
        // Half of the changes keep it hex, so that the value inside is reached.
        const auto at = begin + 1 + random() % (2 * pdf.cms_size());
        static constexpr char kDigits[] = "0123456789abcdefABCDEF";
        file[at] = i % 2 == 0 ? static_cast<char>(file[at] ^ (1 << random() % 8)) : kDigits[random() % 22];
        if (file[at] == pdf.text()[at]) continue;
        const auto report = judge(file);
        ASSERT_EQ(report.signatures.size(), report.verdict == Verdict::malformed ? report.signatures.size() : 2u);
        for (std::size_t s = 0; s < report.signatures.size(); ++s) {
            const auto& one = report.signatures[s];
            const auto& was = *std::find_if(honest.signatures.begin(), honest.signatures.end(),
                                            [&](const SignatureReport& other) { return other.field == one.field; });
            ASSERT_TRUE(one.signer.empty() || one.signer == was.signer) << one.signer;
            ASSERT_TRUE(one.certificate_sha256.empty() || one.certificate_sha256 == was.certificate_sha256);
            ASSERT_TRUE(one.organisation.empty() || one.organisation == was.organisation);
            if (accepted(one.verdict)) {
                ASSERT_EQ(one.signing_time, was.signing_time);
                ASSERT_EQ(one.serial, was.serial);
            }
        }
        if (report.verdict == Verdict::valid) ++still_valid;
    }
    // Only the case of a hex digit, and bytes of the CMS that nothing hangs on (its version numbers), may change.
    EXPECT_LT(still_valid, 60);
    ASSERT_LT(begin, end);
}

TEST(FlipTest, EndsOnFilesThatAreCutOrSpliced) {
    std::mt19937 random(99);
    const auto pdf = signed_by(2);
    const auto& text = pdf.text();
    for (int i = 0; i < 400; ++i) {
        auto file = text.substr(0, random() % text.size());
        if (i % 2 == 0) file += text.substr(random() % text.size());
        const auto report = judge(file);
        ASSERT_FALSE(accepted(report.verdict) && file != text) << "cut " << i;
    }
}

TEST(FlipTest, AcceptsNothingOfWhatIsLeftWhenTheFileEndsEarly) {
    const auto pdf = signed_by(2);
    const auto first_end = pdf.text().find("%%EOF\n", pdf.text().find("/ByteRange")) + 6;
    // Cut back to the first signature it is an honest file again; one byte less and it is not.
    EXPECT_EQ(judge(pdf.text().substr(0, first_end)).verdict, Verdict::valid);
    EXPECT_FALSE(accepted(judge(pdf.text().substr(0, first_end - 1)).verdict));
}

}  // namespace
}  // namespace congvan::signing
