#include "usecases/verification.hpp"

#include <gtest/gtest.h>

namespace congvan::usecases {
namespace {

Instant at(std::string_view text) { return parse_instant(text).value(); }

TEST(VerdictViewTest, ItsStoredFormKeepsTheEvidenceAndWhoWasAskedInVain) {
    VerdictView view;
    view.verdict = "valid";
    view.integrity = "intact";
    view.revisions = 2;
    view.judged_at = at("2026-11-20T08:00:00+07:00");
    view.reasons = {{"revocation.stale", "Thông tin thu hồi cũ.", "Old."}};
    view.evidence = {{"ocsp", std::string(64, 'a'), std::string(64, 'b'), at("2026-11-20T07:00:00+07:00")},
                     {"crl", std::string(64, 'c'), std::string(64, 'd'), std::nullopt}};
    view.failed_sources = {"fetch.timeout http://ocsp.example/", "signing.evidence_unfit http://crl.example/x.crl"};
    view.unsigned_parts = {"docProps/core.xml"};
    SignatureView signature;
    signature.field = "congvan-seal-1";
    signature.role = SignatureRole::seal;
    signature.verdict = "valid";
    signature.integrity = "intact";
    signature.revocation_status = "good";
    signature.timestamp_time = at("2026-11-20T07:59:00+07:00");
    view.signatures = {signature};
    const auto read = verdict_from(to_text(view));
    ASSERT_TRUE(read.has_value()) << read.error().detail;
    EXPECT_EQ(*read, view);
}

}  // namespace
}  // namespace congvan::usecases
