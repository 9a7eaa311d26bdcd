#include "signing/office/signature_layout.hpp"

#include <openssl/bn.h>
#include <openssl/x509.h>

#include "errors/signing.hpp"
#include "signing/xml/dom.hpp"
#include "signing/xml/names.hpp"
#include "signing/xml/references.hpp"
#include "signing/xml/scheme.hpp"
#include "signing/xml/signature_text.hpp"

namespace congvan::signing::office {
namespace {

using xml::escape;
namespace names = xml::names;

std::string algorithm(std::string_view element, std::string_view identifier) {
    return "<" + std::string(element) + " Algorithm=\"" + std::string(identifier) + "\"/>";
}

std::string digest_text(const std::string& base64) {
    return algorithm("DigestMethod", xml::digest_algorithm(cms::DigestKind::sha256)) + "<DigestValue>" + base64 + "</DigestValue>";
}

// Issuer (RFC 4514) and serial number, as SigningCertificate of XAdES 1.3.2 has them.
std::string issuer_and_serial(BytesView certificate) {
    const auto parsed = cms::Certificate::parse(certificate);
    CONGVAN_INVARIANT(parsed.has_value());
    BIO* out = BIO_new(BIO_s_mem());
    X509_NAME_print_ex(out, X509_get_issuer_name(parsed->handle()), 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
    char* text = nullptr;
    const auto size = BIO_get_mem_data(out, &text);
    const std::string issuer(text, static_cast<std::size_t>(size));
    BIO_free(out);
    BIGNUM* number = ASN1_INTEGER_to_BN(X509_get0_serialNumber(parsed->handle()), nullptr);
    char* decimal = BN_bn2dec(number);
    const std::string serial = decimal;
    OPENSSL_free(decimal);
    BN_free(number);
    return "<xd:IssuerSerial><X509IssuerName>" + escape(issuer) + "</X509IssuerName><X509SerialNumber>" + serial +
           "</X509SerialNumber></xd:IssuerSerial>";
}

std::string write_formats(const Layout& layout) {
    std::string text;
    for (const auto& one : layout.references) {
        if (one.mime_type.empty() || one.id.empty()) continue;
        text += "<xd:DataObjectFormat ObjectReference=\"#" + escape(one.id) + "\"><xd:MimeType>" + escape(one.mime_type) +
                "</xd:MimeType></xd:DataObjectFormat>";
    }
    return text.empty() ? text : "<xd:SignedDataObjectProperties>" + text + "</xd:SignedDataObjectProperties>";
}

std::string write_properties(const Layout& layout) {
    const bool baseline = layout.form == XadesForm::baseline;
    const std::string list = baseline ? "xd:SigningCertificateV2" : "xd:SigningCertificate";
    const auto serial = baseline ? "<xd:IssuerSerialV2>" + xml::issuer_serial(layout.certificate) + "</xd:IssuerSerialV2>"
                                 : issuer_and_serial(layout.certificate);
    const std::string policy =
        baseline ? "" : "<xd:SignaturePolicyIdentifier><xd:SignaturePolicyImplied/></xd:SignaturePolicyIdentifier>";
    return "<Object><xd:QualifyingProperties xmlns:xd=\"" + std::string(names::kXades) + "\" Target=\"#" + layout.id +
           "\"><xd:SignedProperties Id=\"" + layout.properties + "\"><xd:SignedSignatureProperties><xd:SigningTime>" +
           utc_text(layout.at) + "</xd:SigningTime><" + list + "><xd:Cert><xd:CertDigest>" +
           digest_text(to_base64(Sha256::of(layout.certificate).bytes())) + "</xd:CertDigest>" + serial + "</xd:Cert></" + list + ">" +
           policy + "</xd:SignedSignatureProperties>" + (baseline ? write_formats(layout) : "") +
           "</xd:SignedProperties></xd:QualifyingProperties></Object>";
}

std::string empty_value(const std::string& id) { return "<SignatureValue Id=\"" + id + "-value\"></SignatureValue>"; }

std::string certificate_text(BytesView der) { return "<X509Certificate>" + to_base64(der) + "</X509Certificate>"; }

Error odd(std::string why) { return {Remedy::fix_input, errors::signing::malformed_package, std::move(why)}; }

// The signature in its file, read as a verifier reads it.
struct Read {
    xml::Document document;
    xml::SignatureElement signature;
};

Result<Read> read_back(const Layout& layout, const std::string& whole) {
    auto document = xml::Document::parse(as_bytes(whole));
    if (!document.has_value()) return odd(document.error().detail);
    const auto* element = document->find(layout.id);
    if (element == nullptr || document->ambiguous(layout.id)) return odd("no signature");
    auto signature = xml::read_signature(element);
    if (!signature.has_value()) return odd(signature.error().detail);
    return Read{std::move(document).value(), std::move(signature).value()};
}

Result<Done> fill_digests(Layout& layout, const Read& read, xml::Budget& budget) {
    const xml::ContentResolver nothing;
    const std::vector<xml::ForeignTransform> none;
    const xml::Limits limits;
    const xml::ReferenceContext context{read.document, read.signature, nothing, none, limits, budget};
    for (std::size_t i = 0; i < read.signature.references.size(); ++i) {
        const auto reference = xml::read_reference(read.signature.references[i]);
        if (!reference.has_value()) return odd(reference.error().detail);
        if (!reference->uri.starts_with('#')) continue;
        const auto covered = xml::resolve(*reference, context);
        if (!covered.has_value()) return odd(std::string(covered.error().code) + " " + covered.error().detail);
        const auto digest = to_base64(xml::digest(cms::DigestKind::sha256, covered->content));
        (i < layout.references.size() ? layout.references[i].digest : layout.properties_digest) = digest;
    }
    return Done{};
}

}  // namespace

std::string write_reference(const LayoutReference& reference) {
    std::string text = "<Reference";
    if (!reference.id.empty()) text += " Id=\"" + escape(reference.id) + "\"";
    if (!reference.type.empty()) text += " Type=\"" + escape(reference.type) + "\"";
    text += " URI=\"" + escape(reference.uri) + "\">";
    if (!reference.transforms.empty()) text += "<Transforms>" + reference.transforms + "</Transforms>";
    return text + digest_text(reference.digest) + "</Reference>";
}

std::string write_signature(const Layout& layout) {
    std::string text = "<Signature xmlns=\"" + std::string(names::kSignature) + "\" Id=\"" + layout.id + "\"><SignedInfo>" +
                       algorithm("CanonicalizationMethod", names::kInclusive) +
                       algorithm("SignatureMethod", xml::method_identifier(layout.scheme));
    for (const auto& one : layout.references) text += write_reference(one);
    text += write_reference({"", "#" + layout.properties, std::string(names::kSignedPropertiesType),
                             algorithm("Transform", names::kInclusive), layout.properties_digest, ""});
    return text + "</SignedInfo>" + empty_value(layout.id) + "<KeyInfo><X509Data>" + certificate_text(layout.certificate) +
           "</X509Data></KeyInfo>" + layout.objects + write_properties(layout) + "</Signature>";
}

std::string utc_text(Instant at) {
    auto text = to_iso8601(at - kVietnamOffset);
    return text.substr(0, text.size() - 6) + "Z";
}

Result<Bytes> complete(Layout& layout, const std::function<std::string(const std::string&)>& around) {
    xml::Budget budget{xml::Limits{}};
    LET(const auto first, read_back(layout, around(write_signature(layout))));
    TRY(fill_digests(layout, first, budget));
    LET(const auto second, read_back(layout, around(write_signature(layout))));
    return xml::canonicalise(second.document, {second.signature.signed_info, nullptr, xml::Comments::kept},
                             second.signature.canonicalisation, budget);
}

Result<std::string> with_value(std::string_view file, const std::string& id, BytesView value, const std::vector<Bytes>& chain) {
    const auto bad = [](const char* why) { return Error{Remedy::fix_input, errors::signing::bad_prepared, why}; };
    std::string text(file);
    const auto empty = empty_value(id);
    const auto at = text.find(empty);
    if (id.empty() || at == std::string::npos || text.find(empty, at + 1) != std::string::npos) return bad("no room for the value");
    const auto end = text.find("</X509Data>", at);
    if (end == std::string::npos) return bad("no room for certificates");
    std::string certificates;
    for (const auto& der : chain) {
        LET(const auto certificate, cms::Certificate::parse(der));
        const auto one = certificate_text(der);
        const bool twice = certificates.find(one) != std::string::npos || text.find(one, at) < end;
        if (certificate.facts().authority && !twice) certificates += one;
    }
    text.insert(end, certificates);
    text.insert(at + empty.size() - std::string_view("</SignatureValue>").size(), to_base64(value));
    return text;
}

}  // namespace congvan::signing::office
