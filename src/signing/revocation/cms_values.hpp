#pragma once

// What a CMS brings for judging its signer beside the signature: RevocationInfoChoices (RFC 5652 10.2.1, RFC 5940), CAdES
// revocation-values and certificate-values (EN 319 122-1 A.1), Adobe's revocation archive (ISO 32000-2 12.8.3.3.2). Pure.

#include "signing/cms/signed_data.hpp"

namespace congvan::signing::revocation {

// Views into the bytes the data was read from. Parts that do not read well are passed over.
struct CmsValues {
    std::vector<BytesView> evidence;      // lists and OCSP answers
    std::vector<BytesView> certificates;
};

CmsValues values_of(const cms::SignedData& data);

// Unsigned attributes that are read for it.
inline constexpr std::string_view kRevocationValues = "1.2.840.113549.1.9.16.2.24";
inline constexpr std::string_view kCertificateValues = "1.2.840.113549.1.9.16.2.23";

}  // namespace congvan::signing::revocation
