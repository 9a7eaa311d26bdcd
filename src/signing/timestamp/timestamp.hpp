#pragma once

// Time-stamps (RFC 3161): the token read and checked, the request built, the response held against its request. What a
// token says is facts; whether its authority is believed is judge/timestamp_facts.hpp. Pure: bytes in, values out; any
// thread.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "signing/cms/signed_data.hpp"

namespace congvan::signing {

// Whether the signed bytes of the token name the certificate of who made it (RFC 3161 2.4.1, RFC 5816).
enum class StampBinding { none, named, another };

struct TimestampFacts {
    std::string policy;                        // dotted
    cms::DigestKind digest = cms::DigestKind::sha256;
    Bytes imprint;                             // digest of what was stamped, by `digest`
    std::string serial;                        // lower-case hex
    Instant gen_time;
    std::optional<std::chrono::microseconds> accuracy;
    bool ordering = false;
    Bytes nonce;                               // content of the INTEGER; empty: none
    std::string algorithm;                     // "RSA-PKCS1-SHA256", of the token's own signature
    bool weak_digest = false;                  // SHA-1 in imprint or signature
    std::optional<cms::Certificate> authority; // none: its certificate is not at hand
    Bytes authority_der;
    std::vector<Bytes> others;                 // what else came along, DER
    std::vector<Bytes> revocations;            // as in cms::SignedData
    StampBinding binding = StampBinding::none;
    bool signature_verifies = false;           // the token is what `authority` signed
    bool purpose_fits = false;                 // extended key usage of `authority` is timeStamping, critical and alone
};

// Reads a TimeStampToken; zeros may follow it (as in /Contents), nothing else. `known` are certificates that may hold
// the authority's when the token brings none.
// Fails: signing.malformed_timestamp · signing.unknown_algorithm (fix_input).
Result<TimestampFacts> read_timestamp(BytesView token, std::span<const BytesView> known = {});

// Whether the imprint is the digest of `content`, whose pieces are read one after the other.
bool covers(const TimestampFacts& facts, std::span<const BytesView> content);

// What is asked of a time-stamp authority.
struct TimestampRequest {
    cms::DigestKind digest = cms::DigestKind::sha256;
    Bytes imprint;
    Bytes nonce;         // content of the INTEGER: positive, without slack
    std::string policy;  // dotted; empty: any
    Bytes der;           // TimeStampReq, with certReq
};

// `imprint` is the digest of what is to be stamped; `randomness` (8 to 20 bytes nobody can foresee) becomes the nonce.
// Fails: signing.malformed_timestamp (fix_input: the imprint or the randomness has another length, or `policy` is no
// identifier).
Result<TimestampRequest> make_timestamp_request(cms::DigestKind digest, BytesView imprint, BytesView randomness,
                                                std::string_view policy = {});

// A token that answers its request: imprint, nonce and policy agree, the signature is right, the purpose fits.
struct Timestamp {
    TimestampFacts facts;
    Bytes token;
};

// `now` is when the answer came; the token's time may be off by `tolerance`.
// Fails: signing.malformed_timestamp (retry_later) · signing.timestamp_refused (call_operator; status and reason are in
// detail) · signing.timestamp_unavailable (retry_later) · signing.timestamp_other_content, signing.timestamp_other_nonce,
// signing.timestamp_other_policy, signing.timestamp_wrong, signing.timestamp_untrusted (no certificate, not bound to it, or
// one that is not for time-stamps), signing.timestamp_odd_time (call_operator).
Result<Timestamp> check_timestamp_response(BytesView response, const TimestampRequest& request, Instant now,
                                           std::chrono::microseconds tolerance = std::chrono::minutes(10));

}  // namespace congvan::signing
