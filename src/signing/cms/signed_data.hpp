#pragma once

// Reads a CMS signature (RFC 5652; EN 319 142-1 for its shape in a PDF) and checks it against content and certificate.
// Takes exactly one SignerInfo with signed attributes, over content that stands elsewhere or, where asked for, inside; DER
// without slack. Reading says nothing about trust: that is judge/. Pure; any thread.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/instant.hpp"
#include "signing/cms/certificate.hpp"
#include "signing/cms/der_reader.hpp"

namespace congvan::signing::cms {

enum class DigestKind { sha1, sha256, sha384, sha512 };
enum class SchemeKind { rsa_pkcs1, rsa_pss, ecdsa };

// A digest of the signer's certificate among the signed attributes (RFC 5035): binds who signed.
struct CertificateBinding {
    DigestKind digest = DigestKind::sha256;
    BytesView hash;
};

// All views are into the bytes that were parsed.
struct SignedData {
    std::vector<BytesView> certificates;          // DER, as found
    std::optional<std::size_t> signer;            // which of them the SignerInfo names; none: it is not there
    DigestKind digest = DigestKind::sha256;
    SchemeKind scheme = SchemeKind::rsa_pkcs1;
    std::size_t pss_salt = 0;
    BytesView signature;
    BytesView message_digest;
    std::optional<CertificateBinding> binding;
    std::optional<Instant> signing_time;          // the signed attribute
    std::vector<std::string> unsigned_attributes; // dotted object identifiers
    std::vector<BytesView> unsigned_values;       // what stands in the SET of each
    std::vector<BytesView> revocations;           // RevocationInfoChoices, DER: lists, and what is tagged [1]
    BytesView attributes;                         // the signed attributes, tagged [0]
    std::optional<BytesView> content;             // eContent, where it was asked for

    // What the signature is over: the attributes as SET OF.
    Bytes signed_bytes() const;
    // "RSA-PKCS1-SHA256", "RSA-PSS-SHA384", "ECDSA-SHA256".
    std::string algorithm() const;
};

inline constexpr std::string_view kTimestampAttribute = "1.2.840.113549.1.9.16.2.14";
inline constexpr std::size_t kMostCertificates = 32;
inline constexpr std::size_t kMostSigners = 32;

// A CMS of any shape (CAdES files, EN 319 122-1), apart from its content.
struct SignedMessage {
    std::string content_type;                 // dotted; "1.2.840.113549.1.7.1": plain data
    std::vector<Result<SignedData>> signers;  // each with all certificates; none at all in a file of certificates
};
inline constexpr std::string_view kDataType = "1.2.840.113549.1.7.1";

// `der` must outlive the result and be the CMS exactly.
// Fails, all fix_input: signing.malformed_cms · signing.several_signers · signing.embedded_content ·
// signing.unknown_algorithm · signing.unsupported_cms (no signed attributes, signer named by key identifier).
Result<SignedData> parse_detached(BytesView der);

// The same for a CMS that brings content of one type ("1.2.840.113549.1.9.16.1.4") in one piece.
// Fails as parse_detached; signing.embedded_content means: other content than asked for.
Result<SignedData> parse_attached(BytesView der, std::string_view content_type);

// Every SignerInfo of a CMS whose content has been taken out (cms_file.hpp), one that cannot be read as its error. A signer
// may be named by key identifier, and plain data may be signed without attributes (`attributes` is empty then).
// Fails: signing.malformed_cms (fix_input).
Result<SignedMessage> parse_message(BytesView der);

// The kind that an AlgorithmIdentifier names. Fails: signing.unknown_algorithm · signing.malformed_cms (fix_input).
Result<DigestKind> read_digest_kind(const der::Element& algorithm);
// The content bytes of its object identifier.
BytesView digest_oid(DigestKind kind);
// Digest of pieces read one after the other.
Bytes digest(DigestKind kind, std::span<const BytesView> content);

// Whether the message-digest attribute is the digest of `content`, whose pieces are read one after the other.
bool digest_matches(const SignedData& data, std::span<const BytesView> content);

// Whether the signature over the signed attributes was made by the key of `signer`. False where there are none.
bool signature_verifies(const SignedData& data, const Certificate& signer);

// The same for a signature without signed attributes, which is over the content itself.
bool bare_signature_verifies(const SignedData& data, const Certificate& signer, BytesView content_digest);

// Whether the signed attributes name the certificate `der`. False also when they name none.
bool binds(const SignedData& data, BytesView der);

}  // namespace congvan::signing::cms
