#include "signing/xml/xades.hpp"

#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/x509.h>

#include "signing/cms/der_reader.hpp"
#include "signing/judge/reasons.hpp"
#include "signing/xml/dom.hpp"
#include "signing/xml/names.hpp"

namespace congvan::signing::xml {
namespace {

constexpr std::size_t kMostProperties = 64;

Error malformed(std::string what) { return Error{Remedy::fix_input, reasons::xades_malformed, std::move(what)}; }

bool is_xades(const xmlNode* node, std::string_view name) { return dom::is(node, names::kXades, name); }

// Words, and attributes other than those of the standard, around the properties could be taken for content.
bool is_bare(const xmlNode* element) {
    for (const auto* one = element->properties; one != nullptr; one = one->next) {
        if (one->ns != nullptr || (dom::text(one->name) != "Id" && dom::text(one->name) != "Target")) return false;
    }
    for (const auto* child = element->children; child != nullptr; child = child->next) {
        if (dom::is_text(child) && !dom::is_blank(child)) return false;
    }
    return true;
}

// At most one child of that name. Fails where there are two.
Result<const xmlNode*> maybe(const xmlNode* parent, std::string_view name) {
    const xmlNode* found = nullptr;
    for (const auto* child : dom::elements(parent)) {
        if (!is_xades(child, name)) continue;
        if (found != nullptr) return malformed("two " + std::string(name));
        found = child;
    }
    return found;
}

std::string read_policy(const xmlNode* identifier) {
    if (dom::only(identifier, names::kXades, "SignaturePolicyImplied") != nullptr) return "implied";
    const auto* id = dom::only(identifier, names::kXades, "SignaturePolicyId");
    const auto* policy = id != nullptr ? dom::only(id, names::kXades, "SigPolicyId") : nullptr;
    const auto* name = policy != nullptr ? dom::only(policy, names::kXades, "Identifier") : nullptr;
    return name != nullptr ? dom::trimmed(name) : "unknown";
}

Result<Done> read_signature_properties(const xmlNode* properties, Xades& xades) {
    LET(const auto* time, maybe(properties, "SigningTime"));
    if (time != nullptr) xades.signing_time = dom::trimmed(time);
    LET(const auto* second, maybe(properties, "SigningCertificateV2"));
    LET(const auto* first, maybe(properties, "SigningCertificate"));
    xades.version_2 = second != nullptr;
    const auto* list = second != nullptr ? second : first;
    if (list != nullptr) {
        const auto certificates = dom::elements(list);
        if (certificates.empty() || !is_xades(certificates[0], "Cert")) return malformed("SigningCertificate");
        xades.certificate = certificates[0];
    }
    LET(const auto* policy, maybe(properties, "SignaturePolicyIdentifier"));
    if (policy != nullptr) xades.policy = read_policy(policy);
    return Done{};
}

Result<Done> read_formats(const xmlNode* properties, Xades& xades) {
    for (const auto* one : dom::elements(properties)) {
        if (!is_xades(one, "DataObjectFormat")) continue;
        if (xades.formats.size() == kMostProperties) return malformed("too many formats");
        ObjectFormat format;
        format.reference = dom::attribute(one, "ObjectReference");
        const auto* type = dom::only(one, names::kXades, "MimeType");
        const auto* description = dom::only(one, names::kXades, "Description");
        if (type != nullptr) format.mime_type = dom::trimmed(type);
        if (description != nullptr) format.description = dom::trimmed(description);
        xades.formats.push_back(std::move(format));
    }
    return Done{};
}

// Those of EN 319 132-1 that only help to check the signature later.
bool known_unsigned(const xmlNode* node) {
    static constexpr std::string_view kKnown[] = {
        "CompleteCertificateRefs", "CompleteCertificateRefsV2", "CompleteRevocationRefs", "AttributeCertificateRefs",
        "AttributeCertificateRefsV2", "AttributeRevocationRefs", "SigAndRefsTimeStamp", "SigAndRefsTimeStampV2",
        "RefsOnlyTimeStamp", "RefsOnlyTimeStampV2", "AttrAuthoritiesCertValues",
        "AttributeRevocationValues", "TimeStampValidationData", "ArchiveTimeStamp"};
    const auto space = dom::space(node);
    if (space != names::kXades && space != names::kXades141) return false;
    return std::find(std::begin(kKnown), std::end(kKnown), dom::name(node)) != std::end(kKnown);
}

// All values of that name inside, in base64.
Result<Done> read_values(const xmlNode* element, std::string_view name, std::vector<Bytes>& into) {
    for (const auto* node = dom::next(element, element); node != nullptr; node = dom::next(node, element)) {
        if (!is_xades(node, name)) continue;
        auto der = read_base64(dom::content(node));
        if (!der.has_value() || into.size() == kMostProperties) return malformed(std::string(name));
        into.push_back(std::move(der).value());
    }
    return Done{};
}

Result<Done> read_unsigned_property(const xmlNode* one, Xades& xades) {
    if (is_xades(one, "SignatureTimeStamp")) {
        xades.timestamps.push_back(one);
        return Done{};
    }
    xades.unsigned_names.emplace_back(dom::name(one));
    if (is_xades(one, "CertificateValues")) return read_values(one, "EncapsulatedX509Certificate", xades.certificates);
    if (is_xades(one, "RevocationValues")) {
        TRY(read_values(one, "EncapsulatedCRLValue", xades.revocations));
        return read_values(one, "EncapsulatedOCSPValue", xades.revocations);
    }
    if (known_unsigned(one)) {
        xades.unchecked = true;
    } else {
        xades.unknown_names.emplace_back(dom::name(one));
    }
    return Done{};
}

Result<Done> read_unsigned(const xmlNode* properties, Xades& xades) {
    if (!is_bare(properties)) return malformed("UnsignedProperties");
    for (const auto* group : dom::elements(properties)) {
        if (!is_bare(group)) return malformed("UnsignedProperties");
        const bool signature = is_xades(group, "UnsignedSignatureProperties");
        const auto list = signature ? dom::elements(group) : std::vector<const xmlNode*>();
        if (list.size() > kMostProperties) return malformed("too many unsigned properties");
        if (!signature) {
            xades.unsigned_names.emplace_back(dom::name(group));
            xades.unknown_names.emplace_back(dom::name(group));
        }
        for (const auto* one : list) TRY(read_unsigned_property(one, xades));
    }
    return Done{};
}

Result<Done> read_properties(const xmlNode* qualifying, Xades& xades) {
    for (const auto* child : dom::elements(qualifying)) {
        if (!is_xades(child, "SignedProperties") && !is_xades(child, "UnsignedProperties")) return malformed("QualifyingProperties");
    }
    LET(xades.signed_properties, maybe(qualifying, "SignedProperties"));
    LET(const auto* without, maybe(qualifying, "UnsignedProperties"));
    if (without != nullptr) TRY(read_unsigned(without, xades));
    if (xades.signed_properties == nullptr) return malformed("no SignedProperties");
    LET(const auto* of_signature, maybe(xades.signed_properties, "SignedSignatureProperties"));
    LET(const auto* of_objects, maybe(xades.signed_properties, "SignedDataObjectProperties"));
    if (of_signature != nullptr) TRY(read_signature_properties(of_signature, xades));
    if (of_objects != nullptr) TRY(read_formats(of_objects, xades));
    return Done{};
}

// IssuerSerial (RFC 5035): the issuer as a directory name, and the serial number; some write the bare name.
bool same_issuer_serial(BytesView der, const x509_st* certificate) {
    constexpr std::uint8_t kSequence = 0x30;
    der::Reader outer(der);
    const auto whole = outer.next(kSequence);
    if (!whole.has_value() || !outer.end().has_value()) return false;
    der::Reader reader(whole->content);
    const auto issuer = reader.next(kSequence);
    const auto serial = issuer.has_value() ? reader.next(0x02) : issuer;
    if (!serial.has_value()) return false;
    BytesView name = issuer->whole;
    der::Reader names(issuer->content);
    if (const auto directory = names.next(0xA4); directory.has_value()) name = directory->content;
    const auto encoded = [](int size, unsigned char* out) {
        const auto* first = reinterpret_cast<const std::byte*>(out);
        Bytes bytes(first, first + std::max(size, 0));
        OPENSSL_free(out);
        return bytes;
    };
    unsigned char* out = nullptr;
    int size = i2d_X509_NAME(X509_get_issuer_name(certificate), &out);
    const Bytes own_name = encoded(size, out);
    out = nullptr;
    size = i2d_ASN1_INTEGER(X509_get0_serialNumber(certificate), &out);
    const Bytes own_serial = encoded(size, out);
    return as_text(name) == as_text(own_name) && as_text(serial->whole) == as_text(own_serial);
}

bool same_serial(const std::string& decimal, const x509_st* certificate) {
    if (decimal.empty() || decimal.size() > 64 || decimal.find_first_not_of("0123456789") != std::string::npos) return false;
    BIGNUM* given = nullptr;
    BN_dec2bn(&given, decimal.c_str());
    BIGNUM* own = ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate), nullptr);
    const bool same = given != nullptr && own != nullptr && BN_cmp(given, own) == 0;
    BN_free(given);
    BN_free(own);
    ERR_clear_error();
    return same;
}

}  // namespace

Result<Xades> read_xades(const SignatureElement& signature) {
    Xades xades;
    const xmlNode* qualifying = nullptr;
    for (const auto* object : signature.objects) {
        for (const auto* child : dom::elements(object)) {
            if (is_xades(child, "QualifyingPropertiesReference")) return malformed("QualifyingPropertiesReference");
            if (!is_xades(child, "QualifyingProperties")) continue;
            if (qualifying != nullptr || dom::elements(object).size() != 1) return malformed("two QualifyingProperties");
            if (!is_bare(object) || !is_bare(child)) return malformed("something beside QualifyingProperties");
            qualifying = child;
            xades.object = object;
        }
    }
    if (qualifying == nullptr) return xades;
    const auto id = dom::attribute(signature.element, "Id");
    if (id.empty() || dom::attribute(qualifying, "Target") != "#" + id) {
        return Error{Remedy::fix_input, reasons::xades_not_signed, "Target is another signature"};
    }
    TRY(read_properties(qualifying, xades));
    return xades;
}

Result<StampElement> read_stamp(const xmlNode* element) {
    StampElement stamp{{}, *canonicalisation(names::kInclusive)};
    bool found = false;
    for (const auto* child : dom::elements(element)) {
        if (dom::is(child, names::kSignature, "CanonicalizationMethod")) {
            LET(stamp.how, read_canonicalisation(child));
        } else if (is_xades(child, "EncapsulatedTimeStamp") && !found) {
            auto der = read_base64(dom::content(child));
            if (!der.has_value()) return malformed("SignatureTimeStamp");
            stamp.token = std::move(der).value();
            found = true;
        } else {
            return malformed("SignatureTimeStamp");
        }
    }
    if (!found) return malformed("SignatureTimeStamp");
    return stamp;
}

std::optional<Instant> read_time(std::string_view text) {
    const auto with_zone = parse_instant(text);
    if (with_zone.has_value()) return *with_zone;
    const auto in_vietnam = parse_instant(std::string(text) + "+07:00");
    return in_vietnam.has_value() ? std::optional<Instant>(*in_vietnam) : std::nullopt;
}

Named names_certificate(const Xades& properties, const KeyInfo& key_info) {
    const auto* certificate = properties.certificate;
    if (certificate == nullptr) return Named::no;
    const auto* print = dom::only(certificate, names::kXades, "CertDigest");
    const auto* method = print != nullptr ? dom::only(print, names::kSignature, "DigestMethod") : nullptr;
    const auto* value = print != nullptr ? dom::only(print, names::kSignature, "DigestValue") : nullptr;
    const auto kind = method != nullptr ? digest_kind(dom::attribute(method, "Algorithm")) : std::nullopt;
    const auto given = value != nullptr ? read_base64(dom::content(value)) : Result<Bytes>(Bytes());
    if (!kind || !given.has_value() || digest(*kind, key_info.signer_der) != *given) return Named::another;
    if (const auto* serial = dom::only(certificate, names::kXades, "IssuerSerialV2"); serial != nullptr) {
        const auto der = read_base64(dom::content(serial));
        if (!der.has_value() || !same_issuer_serial(*der, key_info.signer.handle())) return Named::another;
    }
    if (const auto* serial = dom::only(certificate, names::kXades, "IssuerSerial"); serial != nullptr) {
        const auto* number = dom::only(serial, names::kSignature, "X509SerialNumber");
        if (number == nullptr || !same_serial(dom::trimmed(number), key_info.signer.handle())) return Named::another;
    }
    return Named::yes;
}

}  // namespace congvan::signing::xml
