#pragma once

// Signs office files, in two steps, because the private key lives in a token that only sees bytes:
//
//     prepare_ooxml / prepare_odf(file, certificate, options)  ->  PreparedOffice
//     the token signs `PreparedOffice::to_sign` (SHA-256 of those very bytes, by `scheme`)
//     assemble_office(prepared, signature value, chain)  ->  the signed file, judged again
//
// OOXML in Office's own layout (idPackageObject, idOfficeObject, SignatureTime, XAdES), ODF as ODF 1.2 part 3 has it. Every part
// is covered, the properties of the file too. Signatures that are there stay as they are and must be intact. Files with
// macros, controls or content from elsewhere are refused: what they show is not what would be signed. Pure; any thread.

#include "signing/judge/words.hpp"
#include "signing/office/signature_layout.hpp"
#include "signing/office/zip_directory.hpp"

namespace congvan::signing::office {

struct OfficeSigningOptions {
    SignatureScheme scheme = SignatureScheme::rsa_pkcs1_sha256;
    Instant at{};          // the claimed signing time
    std::string comments;  // why, for OOXML; shown by Office
    XadesForm form = XadesForm::baseline;
    ZipLimits limits{};
};

// Safe to store between the two steps (plain values).
struct PreparedOffice {
    SignedKind kind = SignedKind::unknown;
    Bytes file;               // with a signature whose value is empty
    std::string part;         // name of the file of signatures in it
    std::string id;           // of the ds:Signature
    Bytes to_sign;            // the canonical ds:SignedInfo
    Bytes signer_certificate; // DER
    SignatureScheme scheme = SignatureScheme::rsa_pkcs1_sha256;
};

// Fails, all fix_input: signing.malformed_package · signing.encrypted_package · signing.package_too_large ·
// signing.unsupported_package · signing.tampered · signing.bad_certificate · signing.key_unsuited.
Result<PreparedOffice> prepare_ooxml(BytesView file, BytesView signer_certificate, const OfficeSigningOptions& options);
Result<PreparedOffice> prepare_odf(BytesView file, BytesView signer_certificate, const OfficeSigningOptions& options);

// `signature_value` is what the token returned: for RSA the big-endian number, for ECDSA r || s (64 bytes) or the DER
// sequence. Of `chain` (DER) the certificates of authorities go into the file.
// Fails: signing.signature_mismatch (fix_input: not made by this key over these bytes) · signing.bad_prepared (fix_input) ·
// signing.bad_certificate (fix_input).
Result<Bytes> assemble_office(const PreparedOffice& prepared, BytesView signature_value, const std::vector<Bytes>& chain);

}  // namespace congvan::signing::office
