#pragma once

// The names that signatures in XML are written in: namespaces and algorithm identifiers (XMLDSig core 1.1, RFC 9231, EN 319
// 132-1). One spelling each; what is not here is not taken.

#include <string_view>

namespace congvan::signing::xml::names {

inline constexpr std::string_view kSignature = "http://www.w3.org/2000/09/xmldsig#";
inline constexpr std::string_view kSignature11 = "http://www.w3.org/2009/xmldsig11#";
inline constexpr std::string_view kXades = "http://uri.etsi.org/01903/v1.3.2#";
inline constexpr std::string_view kXades141 = "http://uri.etsi.org/01903/v1.4.1#";
inline constexpr std::string_view kExclusive = "http://www.w3.org/2001/10/xml-exc-c14n#";
inline constexpr std::string_view kExclusiveWithComments = "http://www.w3.org/2001/10/xml-exc-c14n#WithComments";
inline constexpr std::string_view kInclusive = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
inline constexpr std::string_view kInclusiveWithComments = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments";
inline constexpr std::string_view kInclusive11 = "http://www.w3.org/2006/12/xml-c14n11";
inline constexpr std::string_view kInclusive11WithComments = "http://www.w3.org/2006/12/xml-c14n11#WithComments";
inline constexpr std::string_view kEnveloped = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
inline constexpr std::string_view kBase64 = "http://www.w3.org/2000/09/xmldsig#base64";
inline constexpr std::string_view kXml = "http://www.w3.org/XML/1998/namespace";
inline constexpr std::string_view kWsu = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
inline constexpr std::string_view kOfficeSignature = "http://schemas.openxmlformats.org/package/2006/digital-signature";
inline constexpr std::string_view kDublinCore = "http://purl.org/dc/elements/1.1/";
inline constexpr std::string_view kSignedPropertiesType = "http://uri.etsi.org/01903#SignedProperties";

}  // namespace congvan::signing::xml::names
