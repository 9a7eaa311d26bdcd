// Random damage to signed files of every kind we know: whatever comes out accepted has the original's signed bytes, signers and
// times, and differs inside the values of signatures only. CONGVAN_FLIPS=20000 for the long form.

#include <gtest/gtest.h>

#include <random>

#include "signing/judge/judge.hpp"
#include "support/pdf_attacks/cases.hpp"

namespace congvan::signing {
namespace {

using testing_support::PdfCase;

DocumentReport judge(std::string_view file) { return judge_pdf(as_bytes(file), test::authority().anchors(), test::kJudgedAt); }

// Where the values of signatures stand: the gaps of all /ByteRange of the file.
std::vector<std::pair<std::size_t, std::size_t>> values_of(const std::string& file) {
    std::vector<std::pair<std::size_t, std::size_t>> gaps;
    for (auto at = file.find("/ByteRange [0 "); at != std::string::npos; at = file.find("/ByteRange [0 ", at + 1)) {
        char* end = nullptr;
        const auto begin = std::strtoul(file.c_str() + at + 14, &end, 10);
        gaps.emplace_back(begin, std::strtoul(end, nullptr, 10));
    }
    return gaps;
}

std::string damaged(const std::string& file, std::mt19937& random) {
    auto bad = file;
    const auto place = [&] { return random() % bad.size(); };
    switch (random() % 10) {
        case 0: return bad.substr(0, place());
        case 1: return bad.erase(place(), 1 + random() % 40);
        case 2: return bad.insert(place(), std::string(1 + random() % 40, static_cast<char>(random() % 256)));
        case 3: return bad + file.substr(place());
        case 4: {
            const auto from = place(), to = place(), count = 1 + random() % 200;
            return bad.replace(to, std::min<std::size_t>(count, bad.size() - to), file.substr(from, count));
        }
        default: {
            const auto at = place();
            bad[at] = static_cast<char>(bad[at] ^ (1 << random() % 8));
            return bad;
        }
    }
}

const SignatureReport* of_field(const DocumentReport& report, std::string_view field) {
    for (const auto& one : report.signatures) {
        if (one.field == field) return &one;
    }
    return nullptr;
}

// Why an accepted file should not have been; empty: it is the original in all that counts.
std::string differs(const std::string& file, const DocumentReport& report, const std::string& original, const DocumentReport& honest) {
    for (const auto& one : report.signatures) {
        const auto* was = of_field(honest, one.field);
        if (was == nullptr) return "a signature that was not there: " + one.field;
        if (one.signer != was->signer || one.serial != was->serial) {
            std::string why = "another signer of " + one.field + ": " + one.signer + ", " + std::string(to_word(one.verdict));
            for (const auto code : one.reasons) why += " " + std::string(code);
            return why;
        }
        if (one.signing_time != was->signing_time) return "another time";
        if (one.signed_bytes != was->signed_bytes) return "other signed bytes";
    }
    // Cut back to an earlier signature it is the file of then.
    for (const auto& one : honest.signatures) {
        if (one.signed_bytes == file.size() && original.starts_with(file)) return {};
    }
    // What no signature covers may be other data for later years, and the report says that something was added.
    std::size_t covered = 0;
    for (const auto& one : honest.signatures) covered = std::max(covered, one.signed_bytes.value_or(0));
    if (covered < original.size() && report.verdict != Verdict::valid_with_additions) return "nothing said of what was added";
    if (covered == original.size() && file.size() != original.size()) return "another length";
    const auto values = values_of(original);
    for (std::size_t i = 0; i < covered; ++i) {
        const bool inside = std::any_of(values.begin(), values.end(), [&](const auto& value) { return i >= value.first && i < value.second; });
        if (file[i] != original[i] && !inside) return "byte " + std::to_string(i);
    }
    return {};
}

TEST(FlipKitTest, AcceptsNoDamagedFileOfAnyKind) {
    const char* wanted = std::getenv("CONGVAN_FLIPS");
    const std::size_t all = wanted != nullptr ? static_cast<std::size_t>(std::atol(wanted)) : 1200;
    const auto files = testing_support::honest_pdfs();
    std::mt19937 random(20260303);
    std::size_t accepted_ones = 0;
    std::map<std::string, DocumentReport> reports;
    for (std::size_t i = 0; i < all; ++i) {
        const auto& original = files[i % files.size()];
        if (original.family != "honest") continue;
        const auto known = reports.find(original.full_name());
        const auto& honest = known != reports.end() ? known->second : reports.emplace(original.full_name(), judge(original.file)).first->second;
        const auto file = damaged(original.file, random);
        if (file == original.file) continue;
        const auto report = judge(file);
        if (!accepted(report.verdict)) continue;
        ++accepted_ones;
        const auto why = differs(file, report, original.file, honest);
        EXPECT_TRUE(why.empty()) << original.full_name() << ", damage " << i << ": " << why;
    }
    RecordProperty("accepted", static_cast<int>(accepted_ones));
    EXPECT_LT(accepted_ones, all / 10) << "most damage is not inside a value's padding";
}

}  // namespace
}  // namespace congvan::signing
