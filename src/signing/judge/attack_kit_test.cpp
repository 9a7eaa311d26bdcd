// The table of attacks and honest files (support/pdf_attacks), judged one by one.

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>

#include "signing/judge/judge.hpp"
#include "support/pdf_attacks/cases.hpp"

namespace congvan::signing {
namespace {

using testing_support::PdfCase;

std::string words(const DocumentReport& report) {
    std::string text(to_word(report.verdict));
    text += "/" + std::string(to_word(report.integrity));
    for (const auto code : report.reasons) text += " " + std::string(code);
    for (const auto& change : report.changes) text += "\n    [" + to_vietnamese(change) + " | " + change.subject + "]";
    return text;
}

template <typename T>
bool among(const std::vector<T>& list, T one) {
    return std::find(list.begin(), list.end(), one) != list.end();
}

// What each family came to, for people who want to see the table: CONGVAN_SHOW_ATTACKS=1.
void show(const std::map<std::pair<std::string, Verdict>, int>& counts) {
    if (std::getenv("CONGVAN_SHOW_ATTACKS") == nullptr) return;
    for (const auto& [key, count] : counts) {
        std::printf("%-18s %-24s %5d\n", key.first.c_str(), std::string(to_word(key.second)).c_str(), count);
    }
}

void judge_all(const std::vector<PdfCase>& cases, bool first_signature_too) {
    std::map<std::pair<std::string, Verdict>, int> counts;
    std::size_t failures = 0;
    for (const auto& one : cases) {
        const auto report = judge_pdf(as_bytes(one.file), test::authority().anchors(), test::kJudgedAt);
        ++counts[{one.family, report.verdict}];
        bool good = among(one.allowed, report.verdict) && among(one.allowed_integrity, report.integrity);
        // The last signer may stand by the whole file; the first did not sign what it shows now.
        const auto first = std::find_if(report.signatures.begin(), report.signatures.end(),
                                        [](const SignatureReport& signature) { return signature.field == "congvan-personal-1"; });
        if (first_signature_too && first != report.signatures.end()) good = good && !accepted(first->verdict);
        if (good) continue;
        if (++failures <= 40) ADD_FAILURE() << one.full_name() << ": " << words(report);
    }
    EXPECT_EQ(failures, 0u) << "of " << cases.size();
    show(counts);
}

TEST(AttackKitTest, HasEveryClassInManyVariants) {
    std::map<std::string, int> families;
    for (const auto& one : testing_support::pdf_attacks()) ++families[one.family];
    for (const char* family : {"USF", "ISA", "SWA", "hide", "replace", "hide-and-replace", "activate", "EAA", "SSA", "pages", "resources",
                               "catalog", "form", "signature", "structure", "metadata", "lock", "time-stamp"}) {
        EXPECT_GE(families[family], 8) << family;
    }
}

// CONGVAN_WRITE_CASES=FOLDER writes all files there, to be shown to other programs.
TEST(AttackKitTest, CanBeWrittenOut) {
    const char* folder = std::getenv("CONGVAN_WRITE_CASES");
    if (folder == nullptr) return;
    const auto write = [&](const std::vector<PdfCase>& cases) {
        for (const auto& one : cases) {
            auto name = one.full_name();
            for (auto& c : name) {
                if (c == '/' || c == ' ' || c == '<' || c == '>') c = '_';
            }
            std::ofstream(std::string(folder) + "/" + name.substr(0, 200) + ".pdf", std::ios::binary) << one.file;
        }
    };
    write(testing_support::pdf_attacks());
    write(testing_support::honest_pdfs());
}

TEST(AttackKitTest, CallsNoAttackIntact) { judge_all(testing_support::pdf_attacks(), true); }

TEST(AttackKitTest, CallsEveryHonestFileWhatItIs) { judge_all(testing_support::honest_pdfs(), false); }

}  // namespace
}  // namespace congvan::signing
