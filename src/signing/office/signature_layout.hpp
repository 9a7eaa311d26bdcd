#pragma once

// The text of a signature as office programs write it: no prefix for XMLDSig, "xd" for XAdES, inclusive canonical form,
// exclusive nowhere. Parsers of office programs go by those spellings. Pure; any thread.

#include <functional>

#include "signing/cms/builder.hpp"

namespace congvan::signing::office {

// How the signer's certificate is named in the signed properties: as EN 319 132-1 wants it for XAdES B-B (with the forms of
// the signed objects), or as Microsoft Office writes it (MS-OFFCRYPTO 2.5.2.6: SigningCertificate of XAdES 1.3.2).
enum class XadesForm { baseline, office };

struct LayoutReference {
    std::string id;
    std::string uri;
    std::string type;
    std::string transforms;  // XML of ds:Transform elements
    std::string digest;      // base64; empty while it is not known
    std::string mime_type;   // for the form of the object; empty: none is given
};

struct Layout {
    std::string id;          // of ds:Signature
    std::string properties;  // identifier of the signed properties
    SignatureScheme scheme = SignatureScheme::rsa_pkcs1_sha256;
    XadesForm form = XadesForm::baseline;
    Instant at{};
    BytesView certificate;
    std::vector<LayoutReference> references;  // but for that of the signed properties
    std::string objects;                      // XML of ds:Object elements
    std::string properties_digest;            // base64; empty while it is not known
};

std::string write_reference(const LayoutReference& reference);
std::string write_signature(const Layout& layout);

// "2026-03-02T03:00:00Z", as office programs write times.
std::string utc_text(Instant at);

// `around` puts a signature into its file. Fills the digests of references into the signature itself, and returns what is to
// be signed. Fails: signing.malformed_package (fix_input: the file around is odd).
Result<Bytes> complete(Layout& layout, const std::function<std::string(const std::string&)>& around);

// The file with the value in the one signature of that identifier whose value is empty, and certificates of authorities
// behind the signer's. Fails: signing.bad_prepared (fix_input).
Result<std::string> with_value(std::string_view file, const std::string& id, BytesView value, const std::vector<Bytes>& chain);

}  // namespace congvan::signing::office
