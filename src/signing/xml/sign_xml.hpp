#pragma once

// Signs XML: XMLDSig with the XAdES B-B properties (EN 319 132-1: signing time, signing certificate, form of each object),
// in two steps, because the private key lives in a token that only sees bytes:
//
//     prepare_xml(document, certificate, options)  ->  PreparedXml
//     the token signs `PreparedXml::to_sign` (SHA-256 of those very bytes, by `scheme`)
//     assemble_xml(prepared, signature value, chain)  ->  the signed file, verified again
//
// The bytes of the document are kept; the signature is put in as text. Pure functions; any thread.

#include "signing/cms/builder.hpp"
#include "signing/xml/references.hpp"

namespace congvan::signing::xml {

enum class XmlSignatureKind {
    enveloped,   // stands in the document and covers all of it, or the elements named
    enveloping,  // holds the document
    detached,    // stands in the document beside the elements that it covers, or covers content outside, or both
};

enum class Form { xml, bytes };

// Content outside the file that the signature covers. `xml` is canonicalised (C14N 1.0) before its digest.
struct OutsideContent {
    std::string uri;
    Bytes content;
    std::string mime_type;
    Form form = Form::bytes;
};

// Something the signature holds and covers: `xml` becomes the content of a ds:Object with this identifier.
struct SignedObject {
    std::string id;
    std::string xml;
    std::string type;  // of its reference; may be empty
};

struct XmlSigningOptions {
    XmlSignatureKind kind = XmlSignatureKind::enveloped;
    SignatureScheme scheme = SignatureScheme::rsa_pkcs1_sha256;
    Instant at{};                       // the claimed signing time
    std::string mime_type = "text/xml"; // of the document
    Form form = Form::xml;              // of what an enveloping signature holds
    std::vector<std::string> ids{};     // identifiers of the elements to cover; none: the whole document (not when detached)
    std::string place{};                // identifier, or dom::full_path, of the element that gets the signature as its last
                                        // child; empty: the document element
    std::vector<OutsideContent> outside{};
    std::vector<SignedObject> objects{};
    std::string_view canonicalisation{};  // of references; empty: exclusive, without comments
    Limits limits{};
};

// Safe to store between the two steps (plain values).
struct PreparedXml {
    Bytes document;   // with a signature whose value is empty
    Bytes to_sign;    // the canonical ds:SignedInfo
    Bytes signer_certificate;
    SignatureScheme scheme = SignatureScheme::rsa_pkcs1_sha256;
    std::string id;   // of the ds:Signature
};

// `document` is UTF-8; empty for a detached signature of outside content alone.
// Fails, all fix_input: signing.malformed_xml · signing.xml_dtd · signing.duplicate_id · signing.xml_too_large ·
// signing.no_such_part (an identifier or the place is not there, or nothing is to be signed) · signing.bad_certificate ·
// signing.key_unsuited · signing.already_signed (a signature that holds now would not hold with this one beside it, or would
// stand inside it).
Result<PreparedXml> prepare_xml(BytesView document, BytesView signer_certificate, const XmlSigningOptions& options);

// `signature_value` is what the token returned: for RSA the big-endian number, for ECDSA r || s (64 bytes) or the DER
// sequence. Of `chain` (DER) the certificates of authorities go into the file. `content` gives outside content again, so
// that it is checked too.
// Fails: signing.signature_mismatch (fix_input: not made by this key over these bytes) · signing.bad_prepared (fix_input:
// the document is not the one prepared) · signing.bad_certificate (fix_input).
Result<Bytes> assemble_xml(const PreparedXml& prepared, BytesView signature_value, const std::vector<Bytes>& chain,
                           const ContentResolver& content = {});

}  // namespace congvan::signing::xml
