// Number and date entered between the leader's signature and the agency's.

#include <gtest/gtest.h>

#include "signing/judge/judge.hpp"
#include "signing/judge/reasons.hpp"
#include "signing/pdf/number_entry.hpp"
#include "support/signing_tools.hpp"

namespace congvan::signing {
namespace {

using testing_support::must;
using testing_support::PlainPdf;
using testing_support::serif;
using testing_support::SoftKey;

struct World {
    SoftKey root = SoftKey::make("Gốc (thử nghiệm)");
    SoftKey leader = SoftKey::make("Lãnh đạo A (thử nghiệm)", testing_support::KeyType::p256, &root);
    SoftKey agency = SoftKey::make("Ủy ban nhân dân huyện A (thử nghiệm)", testing_support::KeyType::p256, &root);
    TrustAnchors anchors = TrustAnchors::make({{root.certificate(), AnchorClass::own}}).value();
    Instant at = testing_support::instant("2026-03-02T10:00:00+07:00");

    Bytes sign(BytesView pdf, SignatureRole role) const {
        SignatureRequest request;
        request.role = role;
        request.at = at;
        request.signer = "Lãnh đạo A (thử nghiệm)";
        return testing_support::sign_pdf(pdf, request, role == SignatureRole::seal ? agency : leader, {},
                                         {.scheme = SignatureScheme::ecdsa_p256_sha256});
    }
    DocumentReport judge(BytesView pdf, NumberEntry entry) const {
        const RevocationFacts revocations;
        PdfOptions options;
        options.number_entry = entry;
        return judge_pdf(pdf, JudgeContext{anchors, revocations, at + std::chrono::hours(1)}, options);
    }
};

const World& world() {
    static const World instance;
    return instance;
}

std::string words(const DocumentReport& report) {
    std::string text(to_word(report.verdict));
    for (const auto code : report.reasons) text += " " + std::string(code);
    for (const auto& change : report.changes) text += " [" + to_vietnamese(change) + "]";
    return text;
}

bool has(const DocumentReport& report, std::string_view code) {
    return std::find(report.reasons.begin(), report.reasons.end(), code) != report.reasons.end();
}

Bytes draft() {
    const std::string text = "BT /F1 13 Tf 72 760 Td (So:        /QD-UBND) Tj 250 0 Td (ngay    thang    nam 2026) Tj ET";
    return PlainPdf{.page = "/Contents 4 0 R", .objects = {"<< /Length " + std::to_string(text.size()) + " >>\nstream\n" + text + "\nendstream",
                                                           "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>"}}.bytes();
}

std::vector<StampLine> number() {
    return {{1, 100, 745, "05/QĐ-UBND", {FontStyle::regular, 13, kBlack}, 0}, {1, 400, 745, "05 01", {FontStyle::italic, 13, kBlack}, 0}};
}

TEST(NumberEntryTest, HasAReasonOfItsOwnThatAProfileMayAccept) {
    const auto signed_by_leader = world().sign(draft(), SignatureRole::personal);
    const auto numbered = must(enter_number(signed_by_leader, number(), serif()));
    const auto sealed = world().sign(numbered, SignatureRole::seal);
    const auto strict = world().judge(sealed, NumberEntry::refused);
    EXPECT_EQ(strict.verdict, Verdict::changed_after_signing) << words(strict);
    EXPECT_TRUE(has(strict, reasons::pdf_number_entered)) << words(strict);
    EXPECT_FALSE(has(strict, reasons::pdf_page_changed)) << words(strict);
    const auto lenient = world().judge(sealed, NumberEntry::accepted);
    EXPECT_EQ(lenient.verdict, Verdict::valid) << words(lenient);
    EXPECT_TRUE(has(lenient, reasons::pdf_number_entry_accepted)) << words(lenient);
    ASSERT_FALSE(lenient.changes.empty());
    EXPECT_EQ(to_vietnamese(lenient.changes[0]), "Ghi số, ngày văn bản “05/QĐ-UBND05 01” lên trang 1.");
    EXPECT_EQ(lenient.signatures[0].verdict, Verdict::valid_with_additions);
}

TEST(NumberEntryTest, IsNotAcceptedWhenNobodySignedAfterIt) {
    const auto numbered = must(enter_number(world().sign(draft(), SignatureRole::personal), number(), serif()));
    const auto report = world().judge(numbered, NumberEntry::accepted);
    EXPECT_EQ(report.verdict, Verdict::changed_after_signing) << words(report);
    EXPECT_TRUE(has(report, reasons::pdf_number_entered)) << words(report);
}

TEST(NumberEntryTest, IsAChangeOfThePageWhenItIsAnythingElse) {
    struct Case {
        const char* name;
        StampLine line;
    };
    const TextStyle plain{FontStyle::regular, 13, kBlack};
    const Case cases[] = {
        {"words", {1, 100, 745, "Đồng ý", plain, 0}},
        {"a number low on the page", {1, 100, 200, "05", plain, 0}},
        {"a number over other words", {1, 72, 760, "9999", plain, 0}},
        {"a number in huge letters", {1, 100, 745, "05", {FontStyle::regular, 200, kBlack}, 0}},
        {"too much", {1, 40, 745, std::string(70, '5'), {FontStyle::regular, 6, kBlack}, 0}},
        {"no digit", {1, 100, 745, "QĐ", plain, 0}},
    };
    for (const auto& one : cases) {
        const auto changed = must(enter_number(world().sign(draft(), SignatureRole::personal), {one.line}, serif()));
        const auto report = world().judge(changed, NumberEntry::accepted);
        EXPECT_EQ(report.verdict, Verdict::changed_after_signing) << one.name << ": " << words(report);
        EXPECT_TRUE(has(report, reasons::pdf_page_changed)) << one.name << ": " << words(report);
    }
}

}  // namespace
}  // namespace congvan::signing
