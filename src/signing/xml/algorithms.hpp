#pragma once

// Digest and signature algorithms by their identifiers in XML (RFC 9231), and what they compute, by libcrypto. Pure; any
// thread.

#include <libxml/tree.h>

#include <optional>
#include <string>

#include "signing/cms/signed_data.hpp"

namespace congvan::signing::xml {

struct SignatureMethod {
    cms::SchemeKind scheme = cms::SchemeKind::rsa_pkcs1;
    cms::DigestKind digest = cms::DigestKind::sha256;
    std::size_t pss_salt = 0;
    std::string name() const;  // "RSA-PSS-SHA256"
};

std::optional<cms::DigestKind> digest_kind(std::string_view algorithm);
std::string_view digest_algorithm(cms::DigestKind kind);

// `method` is a ds:SignatureMethod. Fails with a reason of judge/reasons.hpp as its code: xml.hmac ·
// cms.unknown_algorithm · xml.signature_structure (fix_input).
Result<SignatureMethod> read_method(const xmlNode* method);

Bytes digest(cms::DigestKind kind, BytesView content);

// Whether `value` is the signature of `signer` over `content`; ECDSA as r || s (RFC 4050 section 3.3).
bool verifies(const SignatureMethod& method, const cms::Certificate& signer, BytesView content, BytesView value);

// Base64 with white space anywhere. Fails: base.malformed_text (fix_input).
Result<Bytes> read_base64(std::string_view text);

}  // namespace congvan::signing::xml
