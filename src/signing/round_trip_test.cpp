// What the writing half makes, the judging half calls valid.

#include <gtest/gtest.h>

#include "signing/judge/judge.hpp"
#include "signing/pdf/normalise.hpp"
#include "signing/pdf/stamp.hpp"
#include "signing/seal_place.hpp"
#include "support/signing_tools.hpp"

namespace congvan::signing {
namespace {

using testing_support::instant;
using testing_support::KeyType;
using testing_support::must;
using testing_support::PlainPdf;
using testing_support::serif;
using testing_support::sign_pdf;
using testing_support::SoftKey;

struct Step {
    SignatureRole role;
    AppearanceKind kind;
    Anchor anchor;
};

const std::vector<Step> kNd30{
    {SignatureRole::initial, AppearanceKind::name_post, Anchor::end_of_recipients},
    {SignatureRole::personal, AppearanceKind::image_only, Anchor::above_signer_name},
    {SignatureRole::seal, AppearanceKind::image_only, Anchor::on_personal_signature},
};
const std::vector<Step> kQn37{
    {SignatureRole::initial, AppearanceKind::name_post, Anchor::end_of_recipients},
    {SignatureRole::personal, AppearanceKind::name_agency_time, Anchor::above_signer_name},
    {SignatureRole::seal, AppearanceKind::image_name_time, Anchor::margin_below_notation},
};
const std::vector<Step> kAttachment{{SignatureRole::attachment, AppearanceKind::text_only, Anchor::top_right}};

struct Office {
    SoftKey root = SoftKey::make("Gốc thử nghiệm");
    SoftKey person = SoftKey::make("Lãnh đạo A (thử nghiệm)", KeyType::rsa_2048, &root);
    SoftKey elliptic = SoftKey::make("Ủy ban nhân dân tỉnh Đông Hải", KeyType::p256, &root);
    TrustAnchors anchors = must(TrustAnchors::make({{root.certificate(), AnchorClass::own}}));
};

const Office& office() {
    static const Office made;
    return made;
}

Bytes document() {
    std::vector<StampLine> lines{{1, 130, 712, "Số: 05/QĐ-UBND", {}, 0},
                                 {2, 85, 450, "Nơi nhận:", {}, 0},
                                 {2, 85, 430, "- Lưu: VT.", {}, 0},
                                 {2, 400, 450, "CHỦ TỊCH", {FontStyle::bold, 13, kBlack}, 0},
                                 {2, 360, 350, "Lãnh đạo A (thử nghiệm)", {FontStyle::bold, 13, kBlack}, 0}};
    PlainPdf plain;
    plain.pages = 2;
    return must(stamp(plain.bytes(), lines, serif()));
}

PageLayout layout() {
    PageLayout words;
    words.pages = {kA4, kA4};
    words.words = {{1, 130, 709, 20, 14, "Số:"},      {1, 153, 709, 70, 14, "05/QĐ-UBND"}, {2, 85, 447, 25, 14, "Nơi"},
                   {2, 113, 447, 30, 14, "nhận:"},    {2, 85, 427, 60, 14, "- Lưu: VT."},  {2, 400, 447, 66, 14, "CHỦ TỊCH"},
                   {2, 360, 347, 150, 14, "Lãnh đạo A (thử nghiệm)"}};
    return words;
}

Bytes signed_by(const std::vector<Step>& steps, SigningOptions options = {}) {
    Bytes file = document();
    const bool elliptic = options.scheme == SignatureScheme::ecdsa_p256_sha256;
    for (const Step& step : steps) {
        AppearanceRequest look;
        look.kind = step.kind;
        look.role = step.role;
        look.signer = "Lãnh đạo A (thử nghiệm)";
        look.post = "Chuyên viên";
        look.agency = "Ủy ban nhân dân tỉnh Đông Hải";
        look.notation = "05/QĐ-UBND";
        look.at = instant("2026-01-05T14:03:22+07:00");
        SignatureRequest request;
        request.role = step.role;
        request.at = look.at;
        request.signer = look.signer;
        PlaceRequest wish;
        wish.anchor = step.anchor;
        wish.signer = look.signer;
        for (const PlacedSignature& placed : must(placed_signatures(file))) {
            wish.taken.push_back(placed.place);
            if (placed.role == SignatureRole::personal) wish.personal = placed.place;
        }
        PlacedDrawing placed = must(draw_in_place(look, layout(), wish, serif()));
        request.place = placed.found.place;
        request.appearance = std::move(placed.drawing);
        file = sign_pdf(file, request, elliptic ? office().elliptic : office().person, {office().root.certificate()}, options);
    }
    return file;
}

DocumentReport judged(const Bytes& file) {
    return judge_pdf(file, office().anchors, instant("2026-01-06T08:00:00+07:00"));
}

std::string reasons_of(const DocumentReport& report) {
    std::string all;
    for (const auto& reason : report.reasons) all += std::string(reason) + " ";
    for (const auto& signature : report.signatures) {
        for (const auto& reason : signature.reasons) all += signature.field + ":" + std::string(reason) + " ";
    }
    return all;
}

TEST(SigningRoundTripTest, EveryMethodOfSigningIsJudgedValid) {
    for (const auto* steps : {&kNd30, &kQn37, &kAttachment}) {
        const auto report = judged(signed_by(*steps));
        EXPECT_EQ(report.verdict, Verdict::valid) << reasons_of(report);
        ASSERT_EQ(report.signatures.size(), steps->size());
        for (const auto& signature : report.signatures) {
            const bool last = &signature == &report.signatures.back();
            EXPECT_EQ(signature.verdict, last ? Verdict::valid : Verdict::valid_with_additions) << signature.field;
            EXPECT_EQ(signature.signer, "Lãnh đạo A (thử nghiệm)");
            ASSERT_TRUE(signature.signing_time.has_value());
            EXPECT_EQ(*signature.signing_time, instant("2026-01-05T14:03:22+07:00"));
        }
    }
}

TEST(SigningRoundTripTest, EverySchemeIsJudgedValid) {
    for (const SignatureScheme scheme :
         {SignatureScheme::rsa_pkcs1_sha256, SignatureScheme::rsa_pss_sha256, SignatureScheme::ecdsa_p256_sha256}) {
        const auto report = judged(signed_by(kNd30, {scheme}));
        EXPECT_EQ(report.verdict, Verdict::valid) << reasons_of(report);
    }
}

TEST(SigningRoundTripTest, EarlierSignaturesStayValidAsLaterOnesCome) {
    for (std::size_t count = 1; count <= kNd30.size(); ++count) {
        const auto report = judged(signed_by({kNd30.begin(), kNd30.begin() + static_cast<std::ptrdiff_t>(count)}));
        EXPECT_EQ(report.verdict, Verdict::valid) << reasons_of(report);
        EXPECT_EQ(report.signatures.size(), count);
    }
}

TEST(SigningRoundTripTest, AChangedByteIsNeverValid) {
    const Bytes whole = signed_by(kNd30);
    const std::string_view text = as_text(whole);
    const std::size_t open = text.rfind("/Contents <") + 11, close = text.find('>', open);
    for (std::size_t at = 11; at < whole.size(); at += 997) {
        if (at >= open && at < close) continue;
        Bytes changed = whole;
        changed[at] ^= std::byte{1};
        EXPECT_NE(judged(changed).verdict, Verdict::valid) << at;
    }
}

}  // namespace
}  // namespace congvan::signing
