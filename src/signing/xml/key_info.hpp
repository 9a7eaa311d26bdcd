#pragma once

// Who signed, according to ds:KeyInfo: exactly one X509Data whose certificates are one signer's and those of authorities.
// A bare key is nobody. What else stands there may say no other thing. Pure; any thread.

#include <vector>

#include "signing/judge/anchors.hpp"

#include <libxml/tree.h>

namespace congvan::signing::xml {

struct KeyInfo {
    cms::Certificate signer;
    Bytes signer_der;
    std::vector<Bytes> others;
};

// `key_info` may be null. Fails, a reason of judge/reasons.hpp as the code: cms.no_certificate · xml.key_info ·
// cms.malformed (fix_input).
Result<KeyInfo> read_key_info(const xmlNode* key_info, const TrustAnchors& anchors);

}  // namespace congvan::signing::xml
