#pragma once

// A ds:Signature element taken apart, exactly as XMLDSig has it: nothing missing, nothing else, nothing twice. Every failure
// carries a reason of judge/reasons.hpp as its code. Views and nodes are those of the document, which must outlive the
// result. Pure; any thread.

#include <vector>

#include "signing/xml/algorithms.hpp"
#include "signing/xml/canonical.hpp"

namespace congvan::signing::xml {

struct Reference {
    const xmlNode* element = nullptr;
    std::string id;
    std::string uri;
    std::string type;
    std::vector<const xmlNode*> transforms;
    cms::DigestKind digest = cms::DigestKind::sha256;
    Bytes value;
};

// `element` is a ds:Reference of a SignedInfo or a Manifest.
// Fails: xml.signature_structure · xml.reference (no URI) · xml.transform (too many) · cms.unknown_algorithm (fix_input).
Result<Reference> read_reference(const xmlNode* element);

struct SignatureElement {
    const xmlNode* element = nullptr;
    const xmlNode* signed_info = nullptr;
    Canonicalisation canonicalisation;
    SignatureMethod method;
    std::vector<const xmlNode*> references;
    Bytes value;
    const xmlNode* value_element = nullptr;
    const xmlNode* key_info = nullptr;  // null: none
    std::vector<const xmlNode*> objects;
};

// Fails: xml.signature_structure · xml.transform (canonicalisation) · xml.hmac · cms.unknown_algorithm (fix_input).
Result<SignatureElement> read_signature(const xmlNode* element);

// A ds:CanonicalizationMethod, or a ds:Transform that canonicalises, with its InclusiveNamespaces.
// Fails: xml.transform (fix_input).
Result<Canonicalisation> read_canonicalisation(const xmlNode* element);

}  // namespace congvan::signing::xml
