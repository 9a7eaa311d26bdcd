#pragma once

// OCSP (RFC 6960, RFC 5019): answers read and held against certificate and issuer, requests built. Pure: bytes in, values
// out; any thread.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "signing/cms/certificate.hpp"

struct ocsp_basic_response_st;
struct ocsp_single_response_st;

namespace congvan::signing::revocation {

// Why a certificate was revoked (RFC 5280 5.3.1).
enum class RevocationReason {
    unspecified,
    key_compromise,
    authority_compromise,
    affiliation_changed,
    superseded,
    cessation,
    hold,
    privilege_withdrawn,
};

enum class CertificateState { good, revoked, unknown };

// What one source says about one certificate.
struct Statement {
    CertificateState state = CertificateState::unknown;
    Instant this_update;
    std::optional<Instant> next_update;
    std::optional<Instant> revoked_at;     // the earlier of revocation and, where a key was stolen, invalidity
    RevocationReason reason = RevocationReason::unspecified;
    std::optional<Instant> keeps_since;    // also certificates that expired since then are spoken of
    bool partial = false;                  // a list of some reasons only: cannot say good
};

// Who vouches for an answer.
enum class ResponderKind {
    issuer,          // the issuer itself
    delegate,        // a certificate of the issuer for this purpose, whose own revocation is not to be asked for
    delegate_to_ask, // the same without id-pkix-ocsp-nocheck
};
struct Responder {
    ResponderKind kind = ResponderKind::issuer;
    std::optional<cms::Certificate> certificate;  // of a delegate
};

// An answer, read once. Immutable; cheap to copy.
class OcspResponse {
public:
    // An OCSPResponse, or the BasicOCSPResponse inside (as CAdES and XAdES keep it), DER.
    // Fails: signing.malformed_ocsp · signing.ocsp_refused · signing.ocsp_try_later (the responder answered with an error).
    static Result<OcspResponse> parse(BytesView der);

    // What is said about `certificate` of `issuer`; none: another certificate is spoken of.
    std::optional<Statement> about(const cms::Certificate& certificate, const cms::Certificate& issuer) const;

    // Who signed it, when that is somebody who may speak for `issuer` as of the time it was made, with a sound signature
    // (not SHA-1). None otherwise.
    std::optional<Responder> responder(const cms::Certificate& issuer) const;

    Instant produced_at() const { return produced_at_; }
    const Bytes& nonce() const { return nonce_; }  // empty: none

private:
    std::shared_ptr<ocsp_basic_response_st> basic_;
    Instant produced_at_;
    Bytes nonce_;
};

struct OcspRequest {
    Bytes der;
    Bytes nonce;  // empty: none was sent
};

enum class CertIdDigest { sha1, sha256 };  // RFC 5019 responders know SHA-1 only: a name, not a protection

// `nonce`: up to 32 bytes nobody can foresee, or none (a responder may answer from stock).
// Fails: signing.bad_certificate (fix_input: `issuer` did not issue it, by name).
Result<OcspRequest> make_ocsp_request(const cms::Certificate& certificate, const cms::Certificate& issuer, BytesView nonce,
                                      CertIdDigest digest = CertIdDigest::sha1);

}  // namespace congvan::signing::revocation
