// Files made to cost time or memory: judging ends soon, within memory, and accepts nothing that it has not read. At full size
// they are measured by bench/verify_pdf.cpp.

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <chrono>

#include "signing/judge/judge.hpp"
#include "signing/test_support.hpp"
#include "support/pdf_attacks/hostile.hpp"

namespace congvan::signing {
namespace {

double processor_seconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

TEST(HostileTest, EndsSoonWhateverIsFedIn) {
    // Unoptimised and watched code is slower; what ships is measured at 64 MB against two seconds.
    constexpr double kMostSeconds = 10;
    constexpr std::size_t kBytes = 1'000'000;
    for (const auto& one : testing_support::hostile_pdfs()) {
        const auto file = one.file(kBytes);
        const double start = processor_seconds();
        const auto report = judge_pdf(as_bytes(file), test::authority().anchors(), test::kJudgedAt);
        const double spent = processor_seconds() - start;
        EXPECT_LT(spent, kMostSeconds) << one.name;
        RecordProperty(one.name, std::string(to_word(report.verdict)) + " in " + std::to_string(spent));
    }
}

}  // namespace
}  // namespace congvan::signing
