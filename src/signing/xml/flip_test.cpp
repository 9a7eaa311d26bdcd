// No byte of a signed XML file can be changed so that it stays valid with other content, signer or time; whatever is fed in,
// judging ends. CONGVAN_FLIPS sets how many changes are tried of each kind of signature (20000 takes some minutes).

#include <gtest/gtest.h>

#include <cstdlib>
#include <random>

#include "signing/judge/reasons.hpp"
#include "signing/xml/test_xml.hpp"

namespace congvan::signing::xml {
namespace {

using namespace test;

int how_many() {
    const char* given = std::getenv("CONGVAN_FLIPS");
    return given != nullptr ? std::atoi(given) : 700;
}

struct Kind {
    std::string name;
    std::string file;
};

std::vector<Kind> kinds() {
    return {{"enveloped", sign(kLetter, ecdsa())},
            {"enveloping", sign(kLetter, ecdsa(XmlSignatureKind::enveloping))},
            {"detached", sign(kLetter, ecdsa(XmlSignatureKind::detached, {"head", "body"}))},
            {"two", sign(sign(kLetter, ecdsa(XmlSignatureKind::detached, {"head", "body"})), ecdsa(XmlSignatureKind::detached, {"head", "body"}), agency(), false)}};
}

// What a caller may use of each signature: content, who, when.
std::vector<std::string> used(const VerifiedXml& verified) {
    std::vector<std::string> each;
    for (std::size_t i = 0; i < verified.signatures.size(); ++i) {
        const auto& report = verified.report.signatures[i];
        each.push_back(report.signer + "|" + report.serial + "|" + report.certificate_sha256 + "|" +
                       (report.signing_time ? to_iso8601(*report.signing_time) : "") + "\n");
        for (const auto& part : verified.signatures[i].parts) each.back() += std::string(as_text(part.content)) + "\n";
    }
    return each;
}

// A signature beside another can be taken out without a trace: what is left is the honest file with one.
void expect_same_or_refused(const Kind& kind, const std::vector<std::string>& honest, const std::string& file, const std::string& what) {
    const auto verified = verify(file);
    if (accepted(verified.report.verdict)) {
        for (const auto& one : used(verified)) {
            ASSERT_TRUE(std::find(honest.begin(), honest.end(), one) != honest.end()) << kind.name << " " << what << "\n" << one;
        }
    }
    for (const auto& report : verified.report.signatures) {
        const bool known = std::any_of(honest.begin(), honest.end(), [&](const std::string& one) { return one.find(report.signer + "|") == 0; });
        ASSERT_TRUE(report.signer.empty() || known) << kind.name << " " << what;
    }
}

TEST(XmlFlipTest, NeverAcceptsOtherContentSignerOrTime) {
    std::mt19937 random(20260302);
    for (const auto& kind : kinds()) {
        const auto before = verify(kind.file);
        ASSERT_EQ(before.report.verdict, Verdict::valid) << kind.name;
        const auto honest = used(before);
        for (int i = 0; i < how_many(); ++i) {
            auto file = kind.file;
            const auto at = random() % file.size();
            static constexpr std::string_view kLikely = "<>/&\"'= -!?[]#0aZ\n";
            file[at] = i % 3 == 0 ? kLikely[random() % kLikely.size()] : static_cast<char>(file[at] ^ (1 << random() % 8));
            expect_same_or_refused(kind, honest, file, "byte " + std::to_string(at));
            if (HasFatalFailure()) return;
        }
    }
}

TEST(XmlFlipTest, NeverAcceptsAFileThatIsCutSplicedOrShuffled) {
    std::mt19937 random(7);
    for (const auto& kind : kinds()) {
        const auto honest = used(verify(kind.file));
        std::vector<std::size_t> tags;
        for (auto at = kind.file.find('<'); at != std::string::npos; at = kind.file.find('<', at + 1)) tags.push_back(at);
        for (int i = 0; i < how_many(); ++i) {
            const auto at = [&] { return i % 2 == 0 ? random() % kind.file.size() : tags[random() % tags.size()]; };
            auto first = at(), second = at();
            if (first > second) std::swap(first, second);
            std::string file;
            switch (i % 4) {
                case 0: file = kind.file.substr(0, first); break;
                case 1: file = kind.file.substr(0, first) + kind.file.substr(second); break;
                case 2: file = kind.file.substr(0, second) + kind.file.substr(first); break;
                default: file = kind.file.substr(0, first) + kind.file.substr(second, second - first) + kind.file.substr(first); break;
            }
            expect_same_or_refused(kind, honest, file, "pieces " + std::to_string(first) + " " + std::to_string(second));
            if (HasFatalFailure()) return;
        }
    }
}

}  // namespace
}  // namespace congvan::signing::xml
