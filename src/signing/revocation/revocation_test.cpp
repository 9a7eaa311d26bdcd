#include <gtest/gtest.h>

#include "errors/signing.hpp"
#include "signing/cms/der_writer.hpp"
#include "signing/revocation/standing.hpp"
#include "signing/revocation/test_responder.hpp"

namespace congvan::signing::revocation {
namespace {

using std::chrono::hours;
using test::authority;

const test::Signer& leaf() {
    static const test::Signer instance = authority().signer();
    return instance;
}

cms::Certificate parsed(const test::Cert& certificate) { return cms::Certificate::parse(test::der_of(certificate)).value(); }

// Signed at kSignedAt by its own words; received at kJudgedAt, a day later.
Standing stood(const std::vector<Bytes>& evidence, std::optional<Instant> timestamp = {}, const RevocationPolicy& policy = {},
               const test::Cert& subject = leaf().certificate) {
    Evidence pool;
    for (const auto& der : evidence) EXPECT_TRUE(pool.add(der).has_value()) << to_hex(der);
    const auto certificate = parsed(subject);
    const auto issuer = parsed(authority().sub_signer().certificate);
    const Evidence* pools[] = {&pool};
    return standing({certificate, issuer, timestamp.value_or(test::kSignedAt), timestamp.value_or(test::kJudgedAt)}, pools, policy);
}

Bytes answer(const test::OcspOptions& options = {}, const test::Signer& responder = authority().sub_signer()) {
    return test::ocsp_answer(leaf().certificate, authority().sub_signer().certificate, responder, options);
}
Bytes list(const test::CrlOptions& options = {}) { return test::crl_of(authority().sub_signer(), options); }

test::OcspOptions revoked_at(Instant at, int reason = OCSP_REVOKED_STATUS_SUPERSEDED) {
    test::OcspOptions options;
    options.state = V_OCSP_CERTSTATUS_REVOKED;
    options.revoked_at = at;
    options.reason = reason;
    return options;
}
test::CrlOptions listed_at(Instant at, int reason = -1) {
    test::CrlOptions options;
    options.entries.push_back({leaf().certificate, at, reason, {}});
    return options;
}

std::string_view code_of(const Bytes& der) {
    Evidence pool;
    const auto added = pool.add(der);
    return added.has_value() ? "read" : added.error().code;
}

TEST(RevocationTest, NothingKnownIsNotChecked) { EXPECT_EQ(stood({}).status, RevocationStatus::not_checked); }

TEST(RevocationTest, AnAnswerOfTheIssuerOrItsDelegateCountsHoweverItIsNamed) {
    const auto delegate = test::delegate(authority().sub_signer());
    for (const bool by_key : {false, true}) {
        for (const bool basic : {false, true}) {
            for (const auto* digest : {EVP_sha1(), EVP_sha256()}) {
                test::OcspOptions options;
                options.by_key = by_key;
                options.basic_only = basic;
                options.id_digest = digest;
                EXPECT_EQ(stood({answer(options)}).status, RevocationStatus::good);
                EXPECT_EQ(stood({answer(options, delegate)}).status, RevocationStatus::good);
            }
        }
    }
}

TEST(RevocationTest, AnAnswerThatSomebodyElseSignedDoesNotCount) {
    const auto sub = authority().sub_signer();
    const test::Authority stranger("Người lạ");
    const test::Authority twin;  // the same names, other keys
    const struct {
        const char* name;
        Bytes der;
    } cases[] = {
        {"another authority", answer({}, stranger.sub_signer())},
        {"the root above", answer({}, authority().root_signer())},
        {"the name of the issuer, another key", answer({}, twin.sub_signer())},
        {"a delegate of a stranger", answer({}, test::delegate(stranger.sub_signer()))},
        {"a delegate of the root", answer({}, test::delegate(authority().root_signer()))},
        {"a certificate for other purposes", answer({}, test::delegate(sub, true, "clientAuth"))},
        {"a person's certificate", answer({}, leaf())},
        {"SHA-1", answer({.digest = EVP_sha1()})},
    };
    for (const auto& one : cases) EXPECT_EQ(stood({one.der}).status, RevocationStatus::not_checked) << one.name;
    test::OcspOptions bare;
    bare.with_certificate = false;
    EXPECT_EQ(stood({answer(bare, test::delegate(sub))}).status, RevocationStatus::not_checked);
}

TEST(RevocationTest, ADelegateWithoutNocheckNeedsAListOfItsOwn) {
    const auto delegate = test::delegate(authority().sub_signer(), false);
    EXPECT_EQ(stood({answer({}, delegate)}).status, RevocationStatus::not_checked);
    const auto said = stood({answer({}, delegate), list()});
    EXPECT_EQ(said.status, RevocationStatus::good);
    test::CrlOptions names_it;
    names_it.entries.push_back({delegate.certificate, test::kSignedAt, -1, {}});
    // What a revoked delegate says is not believed, for better or worse.
    EXPECT_EQ(stood({answer(revoked_at(test::kSignedAt), delegate), list(names_it)}).status, RevocationStatus::good);
}

TEST(RevocationTest, AnAnswerAboutAnotherCertificateSaysNothing) {
    const auto other = authority().signer();
    EXPECT_EQ(stood({test::ocsp_answer(other.certificate, authority().sub_signer().certificate, authority().sub_signer())}).status,
              RevocationStatus::not_checked);
}

TEST(RevocationTest, UnknownToItsIssuerIsSaid) {
    EXPECT_EQ(stood({answer({.state = V_OCSP_CERTSTATUS_UNKNOWN})}).status, RevocationStatus::unknown);
}

TEST(RevocationTest, RevokedBeforeSigningIsRevoked) {
    const auto before = test::kSignedAt - hours(1);
    for (const auto& der : {answer(revoked_at(before)), list(listed_at(before)), list(listed_at(before, 1))}) {
        const auto said = stood({der});
        EXPECT_EQ(said.status, RevocationStatus::revoked);
        EXPECT_EQ(said.revoked_at, before);
        EXPECT_FALSE(said.claimed_before);
        EXPECT_EQ(stood({der}, test::kSignedAt).status, RevocationStatus::revoked);
    }
}

TEST(RevocationTest, RevokedBetweenSigningAndReceiptStandsOnlyWithATimestamp) {
    const auto between = test::kSignedAt + hours(1);
    for (const auto& der : {answer(revoked_at(between)), list(listed_at(between))}) {
        const auto claimed = stood({der});
        EXPECT_EQ(claimed.status, RevocationStatus::revoked);
        EXPECT_TRUE(claimed.claimed_before);
        EXPECT_EQ(stood({der}, test::kSignedAt).status, RevocationStatus::revoked_later);
    }
}

TEST(RevocationTest, RevokedAfterReceiptLeavesWhatWasReceived) {
    auto options = revoked_at(test::kJudgedAt + hours(48));
    options.this_update = test::kJudgedAt + hours(72);
    options.next_update = options.this_update + hours(24);
    EXPECT_EQ(stood({answer(options)}).status, RevocationStatus::revoked_later);
}

TEST(RevocationTest, AStolenKeyIsBadSinceTheDayItIsInvalid) {
    auto options = listed_at(test::kSignedAt + hours(5), 1);
    options.entries[0].invalid_since = test::kSignedAt - hours(5);
    EXPECT_EQ(stood({list(options)}, test::kSignedAt).status, RevocationStatus::revoked);
    options.entries[0].reason = 4;  // superseded: the date of invalidity does not matter
    EXPECT_EQ(stood({list(options)}, test::kSignedAt).status, RevocationStatus::revoked_later);
}

TEST(RevocationTest, SuspendedAtSigningIsSuspendedThoughReleasedLater) {
    constexpr int kHold = 6;
    auto held = listed_at(test::kSignedAt - hours(2), kHold);
    held.this_update = test::kSignedAt - hours(1);
    held.next_update = test::kSignedAt + hours(23);
    auto released = test::CrlOptions();
    EXPECT_EQ(stood({list(held)}).status, RevocationStatus::suspended);
    EXPECT_EQ(stood({list(held), list(released)}).status, RevocationStatus::suspended);
    EXPECT_EQ(stood({list(held), list(released)}, test::kSignedAt).status, RevocationStatus::suspended);
    // Released before it was signed: good.
    released.this_update = test::kSignedAt - std::chrono::minutes(30);
    released.next_update = test::kJudgedAt + hours(24);
    EXPECT_EQ(stood({list(held), list(released)}).status, RevocationStatus::good);
}

TEST(RevocationTest, SuspendedSinceSigningStandsOnlyWithATimestamp) {
    constexpr int kHold = 6;
    const auto held = list(listed_at(test::kSignedAt + hours(2), kHold));
    const auto claimed = stood({held});
    EXPECT_EQ(claimed.status, RevocationStatus::suspended);
    EXPECT_TRUE(claimed.claimed_before);
    EXPECT_EQ(stood({held}, test::kSignedAt).status, RevocationStatus::revoked_later);
    // Held and released between signing and receipt: the signing time is outside.
    auto earlier = listed_at(test::kSignedAt + hours(2), kHold);
    earlier.this_update = test::kSignedAt + hours(3);
    EXPECT_EQ(stood({list(earlier), list()}).status, RevocationStatus::good);
}

TEST(RevocationTest, AnAnswerHasToBeTheNewestOfItsTime) {
    const auto with = [](Instant from, std::optional<Instant> until) {
        test::CrlOptions options;
        options.this_update = from;
        options.next_update = until;
        return list(options);
    };
    const auto now = test::kJudgedAt;
    const struct {
        const char* name;
        Bytes der;
        RevocationStatus status;
        bool in_grace;
    } cases[] = {
        {"made after receipt", with(now + hours(1), now + hours(25)), RevocationStatus::good, false},
        {"the newest at receipt", with(now - hours(1), now + hours(1)), RevocationStatus::good, false},
        {"past its next update, within grace", with(now - hours(25), now - hours(1)), RevocationStatus::good, true},
        {"past grace", with(now - hours(72), now - hours(48)), RevocationStatus::stale, false},
        {"no next update, young", with(now - hours(23), {}), RevocationStatus::good, false},
        {"no next update, old", with(now - hours(25), {}), RevocationStatus::stale, false},
    };
    for (const auto& one : cases) {
        const auto said = stood({one.der});
        EXPECT_EQ(said.status, one.status) << one.name;
        EXPECT_EQ(said.in_grace, one.in_grace) << one.name;
    }
    // With a time-stamp the list of signing time is enough.
    EXPECT_EQ(stood({with(test::kSignedAt - hours(1), test::kSignedAt + hours(1))}, test::kSignedAt).status, RevocationStatus::good);
    EXPECT_EQ(stood({with(now - hours(25), now - hours(1))}, {}, {.grace = std::chrono::seconds(0), .max_age = hours(1)}).status,
              RevocationStatus::stale);
}

TEST(RevocationTest, AnAuthorityMayForgetWhatHasExpired) {
    test::CertificateOptions short_lived;
    short_lived.until = "2026-03-02T20:00:00Z";
    const auto signer = authority().signer(short_lived);
    const auto sub = authority().sub_signer();
    EXPECT_EQ(stood({list()}, {}, {}, signer.certificate).status, RevocationStatus::not_checked);
    test::OcspOptions forgets;
    EXPECT_EQ(stood({test::ocsp_answer(signer.certificate, sub.certificate, sub, forgets)}, {}, {}, signer.certificate).status,
              RevocationStatus::not_checked);
    forgets.archive_cutoff = test::kSignedAt - hours(24);
    EXPECT_EQ(stood({test::ocsp_answer(signer.certificate, sub.certificate, sub, forgets)}, {}, {}, signer.certificate).status,
              RevocationStatus::good);
}

TEST(RevocationTest, AListSpeaksForItsScopeOnly) {
    test::CrlOptions options;
    const struct {
        const char* scope;
        RevocationStatus status;
    } cases[] = {
        {"onlyuser:TRUE", RevocationStatus::good},       {"onlyCA:TRUE", RevocationStatus::not_checked},
        {"onlyAA:TRUE", RevocationStatus::not_checked},
    };
    for (const auto& one : cases) {
        options.scope = one.scope;
        EXPECT_EQ(stood({list(options)}).status, one.status) << one.scope;
    }
}

TEST(RevocationTest, AListOfSomebodyElseDoesNotCount) {
    const test::Authority stranger("Người lạ");
    const test::Authority twin;
    EXPECT_EQ(stood({test::crl_of(stranger.sub_signer(), listed_at(test::kSignedAt))}).status, RevocationStatus::not_checked);
    EXPECT_EQ(stood({test::crl_of(twin.sub_signer(), listed_at(test::kSignedAt))}).status, RevocationStatus::not_checked);
    EXPECT_EQ(stood({list({.digest = EVP_sha1()})}).status, RevocationStatus::not_checked);
}

TEST(RevocationTest, DeltaAndIndirectListsAndUnknownCriticalExtensionsAreRefused) {
    EXPECT_EQ(code_of(list({.delta = true})), errors::signing::unsupported_crl);
    EXPECT_EQ(code_of(list({.scope = "indirectCRL:TRUE"})), errors::signing::unsupported_crl);
    EXPECT_EQ(code_of(list({.unknown_critical = "1.2.3.4.5"})), errors::signing::unsupported_crl);
}

TEST(RevocationTest, WhatIsNoEvidenceIsRefusedWithItsCode) {
    EXPECT_EQ(code_of(answer({.response_status = OCSP_RESPONSE_STATUS_TRYLATER})), errors::signing::ocsp_try_later);
    EXPECT_EQ(code_of(answer({.response_status = OCSP_RESPONSE_STATUS_INTERNALERROR})), errors::signing::ocsp_try_later);
    EXPECT_EQ(code_of(answer({.response_status = OCSP_RESPONSE_STATUS_UNAUTHORIZED})), errors::signing::ocsp_refused);
    EXPECT_EQ(code_of(answer({.response_status = OCSP_RESPONSE_STATUS_MALFORMEDREQUEST})), errors::signing::ocsp_refused);
    EXPECT_EQ(code_of(to_bytes("<html>404</html>")), errors::signing::malformed_ocsp);
    EXPECT_EQ(code_of({}), errors::signing::malformed_ocsp);
    auto crl = list();
    crl.pop_back();
    EXPECT_NE(code_of(crl), "read");
    auto longer = list();
    longer.push_back(std::byte{0});
    EXPECT_NE(code_of(longer), "read");
}

TEST(RevocationTest, WhatIsThereAlreadyIsNotAddedAgain) {
    Evidence pool;
    for (int i = 0; i < 3; ++i) {
        ASSERT_TRUE(pool.add(list()).has_value());
        ASSERT_TRUE(pool.add(test::der_of(leaf().certificate)).has_value() == false);
    }
    EXPECT_GE(pool.lists().size(), 1u);
    const auto one = answer();
    ASSERT_TRUE(pool.add(one).has_value());
    ASSERT_TRUE(pool.add(one).has_value());
    EXPECT_EQ(pool.answers().size(), 1u);
}

TEST(RevocationTest, ARequestNamesTheCertificateAndItsNonceComesBack) {
    const auto certificate = parsed(leaf().certificate);
    const auto issuer = parsed(authority().sub_signer().certificate);
    const auto nonce = to_bytes("0123456789abcdef");
    const auto request = make_ocsp_request(certificate, issuer, nonce, CertIdDigest::sha256).value();
    const auto* at = reinterpret_cast<const unsigned char*>(request.der.data());
    OCSP_REQUEST* read = d2i_OCSP_REQUEST(nullptr, &at, static_cast<long>(request.der.size()));
    ASSERT_NE(read, nullptr);
    EXPECT_EQ(OCSP_request_onereq_count(read), 1);
    EXPECT_GE(OCSP_REQUEST_get_ext_by_NID(read, NID_id_pkix_OCSP_Nonce, -1), 0);
    OCSP_REQUEST_free(read);
    const auto response = OcspResponse::parse(answer({.nonce = nonce})).value();
    EXPECT_EQ(response.nonce(), nonce);
    EXPECT_EQ(make_ocsp_request(issuer, certificate, {}).error().code, errors::signing::bad_certificate);
}

TEST(RevocationTest, NoFlippedByteMakesARevokedCertificateGood) {
    const auto bad = revoked_at(test::kSignedAt - hours(1));
    for (const auto& der : {answer(bad), list(listed_at(test::kSignedAt - hours(1)))}) {
        for (std::size_t i = 0; i < der.size(); ++i) {
            auto flipped = der;
            flipped[i] ^= std::byte{0x08};
            Evidence pool;
            if (!pool.add(flipped).has_value()) continue;
            const auto said = stood({flipped});
            ASSERT_NE(said.status, RevocationStatus::good) << i;
        }
    }
}

}  // namespace
}  // namespace congvan::signing::revocation
