#pragma once

// Builds CMS signatures (RFC 5652) as PAdES B-B wants them (EN 319 142-1: content-type, message-digest, ESS
// signing-certificate-v2; the claimed time stands in the PDF, so there is no signing-time attribute) or, with a signing
// time, as CAdES B-B does (EN 319 122-1); in two steps, because the private key lives in a token that only sees bytes:
//
//     prepare_attributes(digest, certificate, scheme)  ->  SignedAttributes
//     the token signs `SignedAttributes::der` (SHA-256 of those very bytes, by `scheme`)
//     assemble_cms(attributes, signature value, chain) ->  the CMS
//
// Pure functions; any thread.

#include <optional>
#include <vector>

#include "base/digest.hpp"
#include "base/instant.hpp"

namespace congvan::signing {

// How the token signs. PSS: MGF1 with SHA-256 and 32 bytes of salt. TT 15/2025/TT-BKHCN appendix I names PSS and
// ECDSA; deployed verifiers still expect PKCS#1 v1.5, hence the default.
enum class SignatureScheme { rsa_pkcs1_sha256, rsa_pss_sha256, ecdsa_p256_sha256 };

struct SigningOptions {
    SignatureScheme scheme = SignatureScheme::rsa_pkcs1_sha256;
    // CAdES B-B wants the claimed time among the signed attributes (EN 319 122-1 5.2.1); in a PDF it stands elsewhere.
    std::optional<Instant> signing_time{};
};

// Safe to store between the two steps (three plain values).
struct SignedAttributes {
    SignatureScheme scheme = SignatureScheme::rsa_pkcs1_sha256;
    Bytes der;                 // exactly the bytes to be signed: the DER SET OF attributes
    Bytes signer_certificate;  // DER
};

// The attributes for content whose SHA-256 is `document_digest`, to be signed with the key of `signer_certificate`.
// Fails: signing.bad_certificate (fix_input: not a DER certificate) · signing.key_unsuited (fix_input: the key is
// not of the scheme's kind, RSA under 2048 bits, or another curve than P-256).
Result<SignedAttributes> prepare_attributes(const Sha256& document_digest, BytesView signer_certificate,
                                            SigningOptions options = {});

// The CMS with exactly one SignerInfo. `signature_value` is what the token returned: for RSA the big-endian number,
// for ECDSA either r || s (64 bytes, as PKCS#11 gives it) or the DER sequence. `chain` holds further certificates in
// DER, the signer's own is added and nothing stands twice. The value is verified before it is used.
// Fails: signing.signature_mismatch (fix_input: the value was not made by this certificate's key over these
// attributes) · signing.bad_certificate (fix_input).
Result<Bytes> assemble_cms(const SignedAttributes& attributes, BytesView signature_value,
                           const std::vector<Bytes>& chain);

// An attached signature (.p7m) is `before`, the content, `after`; so that content of any size streams.
struct AttachedFrame {
    Bytes before;
    Bytes after;
    std::uint64_t content_size = 0;
    Sha256 content_digest;
};

// As assemble_cms, for a CMS that brings its content of `content_size` bytes.
// Fails as assemble_cms; signing.content_mismatch (fix_input: the attributes hold no digest of content).
Result<AttachedFrame> assemble_attached(const SignedAttributes& attributes, BytesView signature_value,
                                        const std::vector<Bytes>& chain, std::uint64_t content_size);

// The whole file into `into`; to be thrown away where it fails.
// Fails: signing.content_mismatch (fix_input: `content` is not what was signed); and as the ends fail.
Result<Done> write_attached(const AttachedFrame& frame, ByteSource& content, ByteSink& into);

}  // namespace congvan::signing
