#include "signing/xml/signature_text.hpp"

#include <openssl/x509.h>

#include "signing/cms/certificate.hpp"
#include "signing/cms/der_writer.hpp"
#include "signing/xml/algorithms.hpp"
#include "signing/xml/names.hpp"
#include "signing/xml/scheme.hpp"

namespace congvan::signing::xml {
namespace {

std::string with_algorithm(std::string_view element, std::string_view algorithm) {
    return "<ds:" + std::string(element) + " Algorithm=\"" + std::string(algorithm) + "\"></ds:" + std::string(element) + ">";
}

std::string sha256_digest(const std::string& base64) {
    return with_algorithm("DigestMethod", digest_algorithm(cms::DigestKind::sha256)) + "<ds:DigestValue>" + base64 + "</ds:DigestValue>";
}

std::string write_reference(const ReferenceText& reference) {
    std::string text = "<ds:Reference";
    if (!reference.id.empty()) text += " Id=\"" + escape(reference.id) + "\"";
    if (!reference.type.empty()) text += " Type=\"" + escape(reference.type) + "\"";
    text += " URI=\"" + escape(reference.uri) + "\">";
    if (!reference.transforms.empty()) {
        text += "<ds:Transforms>";
        for (const auto one : reference.transforms) text += with_algorithm("Transform", one);
        text += "</ds:Transforms>";
    }
    return text + sha256_digest(reference.digest) + "</ds:Reference>";
}

std::string write_formats(const std::vector<ReferenceText>& references) {
    std::string text;
    for (const auto& one : references) {
        if (one.mime_type.empty()) continue;
        text += "<xades:DataObjectFormat ObjectReference=\"#" + escape(one.id) + "\"><xades:MimeType>" + escape(one.mime_type) +
                "</xades:MimeType></xades:DataObjectFormat>";
    }
    if (text.empty()) return text;
    return "<xades:SignedDataObjectProperties>" + text + "</xades:SignedDataObjectProperties>";
}

std::string write_properties(const SignatureText& signature) {
    return "<ds:Object><xades:QualifyingProperties xmlns:xades=\"" + std::string(names::kXades) + "\" Target=\"#" + signature.id +
           "\"><xades:SignedProperties Id=\"" + signature.id + "-properties\"><xades:SignedSignatureProperties><xades:SigningTime>" +
           to_iso8601(signature.at) + "</xades:SigningTime><xades:SigningCertificateV2><xades:Cert><xades:CertDigest>" +
           sha256_digest(to_base64(Sha256::of(signature.certificate).bytes())) + "</xades:CertDigest><xades:IssuerSerialV2>" +
           issuer_serial(signature.certificate) +
           "</xades:IssuerSerialV2></xades:Cert></xades:SigningCertificateV2></xades:SignedSignatureProperties>" +
           write_formats(signature.references) + "</xades:SignedProperties></xades:QualifyingProperties></ds:Object>";
}

}  // namespace

std::string escape(std::string_view text) {
    std::string result;
    for (const char c : text) {
        switch (c) {
            case '&': result += "&amp;"; break;
            case '<': result += "&lt;"; break;
            case '>': result += "&gt;"; break;
            case '"': result += "&quot;"; break;
            case '\t': result += "&#9;"; break;
            case '\n': result += "&#10;"; break;
            case '\r': result += "&#13;"; break;
            default: result += c;
        }
    }
    return result;
}

std::string empty_value(const std::string& id) {
    return "<ds:SignatureValue Id=\"" + id + "-value\"></ds:SignatureValue>";
}

std::string issuer_serial(BytesView certificate) {
    const auto* at = reinterpret_cast<const unsigned char*>(certificate.data());
    const std::unique_ptr<X509, void (*)(X509*)> x(d2i_X509(nullptr, &at, static_cast<long>(certificate.size())), X509_free);
    CONGVAN_INVARIANT(x != nullptr);
    const auto encoded = [](int size, unsigned char* out) {
        CONGVAN_INVARIANT(size > 0);
        const auto* first = reinterpret_cast<const std::byte*>(out);
        Bytes bytes(first, first + size);
        OPENSSL_free(out);
        return bytes;
    };
    unsigned char* out = nullptr;
    int size = i2d_X509_NAME(X509_get_issuer_name(x.get()), &out);
    const Bytes name = encoded(size, out);
    out = nullptr;
    size = i2d_ASN1_INTEGER(X509_get0_serialNumber(x.get()), &out);
    const Bytes serial = encoded(size, out);
    constexpr auto kDirectoryName = static_cast<der::Tag>(0xA4);
    return to_base64(der::sequence({der::sequence({der::wrap(kDirectoryName, name)}), serial}));
}

std::string filled_value(const std::string& id, BytesView value) {
    return "<ds:SignatureValue Id=\"" + id + "-value\">" + to_base64(value) + "</ds:SignatureValue>";
}

std::string write_certificate(BytesView der) { return "<ds:X509Certificate>" + to_base64(der) + "</ds:X509Certificate>"; }

std::string write_signature(const SignatureText& signature) {
    std::string text = "<ds:Signature xmlns:ds=\"" + std::string(names::kSignature) + "\" Id=\"" + signature.id + "\"><ds:SignedInfo>" +
                       with_algorithm("CanonicalizationMethod", names::kExclusive) +
                       with_algorithm("SignatureMethod", method_identifier(signature.scheme));
    for (const auto& one : signature.references) text += write_reference(one);
    text += write_reference({"", "#" + signature.id + "-properties", std::string(names::kSignedPropertiesType), {names::kExclusive}, "",
                             signature.properties_digest});
    return text + "</ds:SignedInfo>" + empty_value(signature.id) + "<ds:KeyInfo><ds:X509Data>" +
           write_certificate(signature.certificate) + "</ds:X509Data></ds:KeyInfo>" + signature.objects + write_properties(signature) +
           "</ds:Signature>";
}

}  // namespace congvan::signing::xml
