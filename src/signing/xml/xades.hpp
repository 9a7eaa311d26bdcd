#pragma once

// The XAdES properties of a signature (EN 319 132-1): read from the one place where they may stand, checked to be this
// signature's, and held against the certificate that was used. Pure; any thread.

#include <optional>

#include "signing/xml/key_info.hpp"
#include "signing/xml/signature_element.hpp"

namespace congvan::signing::xml {

struct ObjectFormat {
    std::string reference;  // "#id" of a ds:Reference
    std::string mime_type;
    std::string description;
};

struct Xades {
    const xmlNode* object = nullptr;             // the ds:Object around it
    const xmlNode* signed_properties = nullptr;  // null: the signature has none
    std::string signing_time;                    // as written
    const xmlNode* certificate = nullptr;        // the first Cert of SigningCertificateV2, else of SigningCertificate
    bool version_2 = true;
    std::string policy;                          // identifier; "implied"; empty: none
    std::vector<ObjectFormat> formats;
    std::vector<const xmlNode*> timestamps;      // SignatureTimeStamp elements
    std::vector<Bytes> certificates;             // CertificateValues: DER
    std::vector<Bytes> revocations;              // RevocationValues, lists and answers: DER
    bool unchecked = false;                      // properties for later years that nobody checks here
    std::vector<std::string> unsigned_names;     // other unsigned properties, by local name
    std::vector<std::string> unknown_names;      // those among them that EN 319 132-1 does not have
};

// Fails, a reason as the code: xades.malformed · xades.not_signed (fix_input).
Result<Xades> read_xades(const SignatureElement& signature);

// A SignatureTimeStamp: its token, and how the signature value is canonicalised before it is stamped.
struct StampElement {
    Bytes token;
    Canonicalisation how;
};
// Fails, a reason as the code: xades.malformed · xml.transform (fix_input).
Result<StampElement> read_stamp(const xmlNode* element);

// With a time zone, else as the time in Vietnam. None: not a time.
std::optional<Instant> read_time(std::string_view text);

// Whether `properties` name the certificate: its digest, and issuer and serial where they stand.
enum class Named { yes, no, another };
Named names_certificate(const Xades& properties, const KeyInfo& key_info);

}  // namespace congvan::signing::xml
