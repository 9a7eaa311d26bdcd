#pragma once

// The cryptography around a token: digests, DigestInfo, the DER of ECDSA values, what a certificate's key is.

#include "usecases/ports/signer_keys.hpp"

namespace congvan::tokens {

inline constexpr std::size_t kMostToSign = 1u << 20;  // bytes in one request

Bytes digest_of(usecases::DigestAlgorithm algorithm, BytesView content);
std::size_t digest_size(usecases::DigestAlgorithm algorithm);

// DigestInfo of RFC 8017 section 9.2: what CKM_RSA_PKCS pads and signs.
Bytes digest_info(usecases::DigestAlgorithm algorithm, BytesView digest);

// r || s, equally long, as PKCS#11 gives it, to Ecdsa-Sig-Value. Fails: tokens.device_failed (call_operator).
Result<Bytes> ecdsa_to_der(BytesView raw);

struct CertificateKey {
    usecases::KeyKind kind = usecases::KeyKind::rsa;
    std::uint32_t bits = 0;
    Bytes public_key;  // SubjectPublicKeyInfo, DER
    Bytes subject;     // DER
    Bytes issuer;      // DER
    Bytes serial;      // DER INTEGER
};
// Fails: tokens.certificate_missing (call_operator: not an X.509 certificate with an RSA or EC key).
Result<CertificateKey> read_certificate(BytesView der);

// SubjectPublicKeyInfo from what a token stores. Fail: tokens.device_failed (call_operator).
Result<Bytes> rsa_public_key(BytesView modulus, BytesView exponent);
Result<Bytes> p256_public_key(BytesView ec_point);  // CKA_EC_POINT: OCTET STRING around the point

}  // namespace congvan::tokens
