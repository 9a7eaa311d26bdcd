#pragma once

// The text of a ds:Signature with XAdES properties, on one line. Pure; any thread.

#include "signing/xml/sign_xml.hpp"

namespace congvan::signing::xml {

struct ReferenceText {
    std::string id;
    std::string uri;
    std::string type;
    std::vector<std::string_view> transforms;
    std::string mime_type;  // empty: no DataObjectFormat
    std::string digest;     // base64; empty while it is not known
};

struct SignatureText {
    std::string id;
    SignatureScheme scheme = SignatureScheme::rsa_pkcs1_sha256;
    std::vector<ReferenceText> references;  // but for that of the signed properties
    std::string properties_digest;          // base64, of that one
    std::string objects;                    // XML
    Instant at{};
    BytesView certificate;
};

std::string write_signature(const SignatureText& signature);

// An empty value, as `write_signature` writes it; and the end of the list of certificates.
std::string empty_value(const std::string& id);
std::string filled_value(const std::string& id, BytesView value);
std::string write_certificate(BytesView der);
// IssuerSerial of RFC 5035, DER in base64.
std::string issuer_serial(BytesView certificate);
std::string escape(std::string_view text);

}  // namespace congvan::signing::xml
