#include "signing/cms/signer_info.hpp"

#include <openssl/x509v3.h>

#include <algorithm>

#include "errors/signing.hpp"

namespace congvan::signing::cms {
namespace {

using der::Element;
using der::Reader;
using namespace std::string_view_literals;

constexpr auto kData = "\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01"sv;
constexpr auto kContentType = "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x03"sv;
constexpr auto kMessageDigest = "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x04"sv;
constexpr auto kSigningTime = "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x05"sv;
constexpr auto kSigningCertificate = "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x02\x0c"sv;
constexpr auto kSigningCertificateV2 = "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x02\x2f"sv;
constexpr auto kRsa = "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01"sv;
constexpr auto kRsaPss = "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0a"sv;
constexpr auto kMgf1 = "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x08"sv;

constexpr std::uint8_t kInteger = 0x02;
constexpr std::uint8_t kOctets = 0x04;
constexpr std::uint8_t kOid = 0x06;
constexpr std::uint8_t kSequence = 0x30;
constexpr std::uint8_t kSet = 0x31;
constexpr std::uint8_t kTag0 = 0xA0;
constexpr std::uint8_t kTag0Primitive = 0x80;

Error malformed(std::string_view why) { return Error{Remedy::fix_input, errors::signing::malformed_cms, std::string(why)}; }
Error unknown(std::string_view what, BytesView oid) {
    return Error{Remedy::fix_input, errors::signing::unknown_algorithm, std::string(what) + " " + der::dotted(oid)};
}

constexpr std::string_view kDigestOids[] = {
    "\x2b\x0e\x03\x02\x1a"sv,
    "\x60\x86\x48\x01\x65\x03\x04\x02\x01"sv,
    "\x60\x86\x48\x01\x65\x03\x04\x02\x02"sv,
    "\x60\x86\x48\x01\x65\x03\x04\x02\x03"sv,
};

std::optional<DigestKind> digest_of(std::string_view oid) {
    for (const auto kind : {DigestKind::sha1, DigestKind::sha256, DigestKind::sha384, DigestKind::sha512}) {
        if (oid == kDigestOids[static_cast<std::size_t>(kind)]) return kind;
    }
    return std::nullopt;
}

struct Algorithm {
    Element oid;
    std::optional<Element> parameters;
    bool no_parameters() const { return !parameters || (parameters->tag == 0x05 && parameters->content.empty()); }
};

Result<Algorithm> read_algorithm(const Element& sequence) {
    Reader reader(sequence.content);
    Algorithm algorithm;
    LET(algorithm.oid, reader.next(kOid));
    if (!reader.at_end()) {
        LET(const auto parameters, reader.next());
        algorithm.parameters = parameters;
    }
    TRY(reader.end());
    return algorithm;
}

Result<DigestKind> read_digest(const Element& sequence) {
    LET(const auto algorithm, read_algorithm(sequence));
    const auto digest = digest_of(algorithm.oid.text());
    if (!digest || !algorithm.no_parameters()) return unknown("digest", algorithm.oid.content);
    return *digest;
}

// RSASSA-PSS-params (RFC 4055): MGF1 with the same digest, which is also that of the content.
Result<Done> read_pss(const Algorithm& algorithm, SignedData& data) {
    if (!algorithm.parameters || algorithm.parameters->tag != kSequence) return malformed("PSS without parameters");
    Reader reader(algorithm.parameters->content);
    auto hash = DigestKind::sha1;
    auto mask = DigestKind::sha1;
    data.pss_salt = 20;
    LET(const auto given_hash, reader.maybe(kTag0));
    if (given_hash) {
        Reader inner(given_hash->content);
        LET(const auto sequence, inner.next(kSequence));
        LET(hash, read_digest(sequence));
        TRY(inner.end());
    }
    LET(const auto given_mask, reader.maybe(kTag0 + 1));
    if (given_mask) {
        Reader inner(given_mask->content);
        LET(const auto sequence, inner.next(kSequence));
        TRY(inner.end());
        LET(const auto function, read_algorithm(sequence));
        if (function.oid.text() != kMgf1 || !function.parameters) return unknown("mask", function.oid.content);
        LET(mask, read_digest(*function.parameters));
    }
    LET(const auto salt, reader.maybe(kTag0 + 2));
    if (salt) {
        Reader inner(salt->content);
        LET(const auto number, inner.next(kInteger));
        TRY(inner.end());
        if (number.content.size() != 1 || number.content[0] > std::byte{64}) return malformed("odd PSS salt");
        data.pss_salt = static_cast<std::size_t>(number.content[0]);
    }
    LET(const auto trailer, reader.maybe(kTag0 + 3));
    (void)trailer;  // its one value is the default; the padding check knows no other
    TRY(reader.end());
    if (hash != data.digest || mask != data.digest) return malformed("PSS with another digest");
    return Done{};
}

Result<Done> read_scheme(const Element& sequence, SignedData& data) {
    LET(const auto algorithm, read_algorithm(sequence));
    const auto oid = algorithm.oid.text();
    if (oid == kRsaPss) {
        data.scheme = SchemeKind::rsa_pss;
        return read_pss(algorithm, data);
    }
    if (!algorithm.no_parameters()) return unknown("signature", algorithm.oid.content);
    struct Known {
        std::string_view oid;
        SchemeKind scheme;
        DigestKind digest;
    };
    static constexpr Known kKnown[] = {
        {"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x05"sv, SchemeKind::rsa_pkcs1, DigestKind::sha1},
        {"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b"sv, SchemeKind::rsa_pkcs1, DigestKind::sha256},
        {"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0c"sv, SchemeKind::rsa_pkcs1, DigestKind::sha384},
        {"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0d"sv, SchemeKind::rsa_pkcs1, DigestKind::sha512},
        {"\x2a\x86\x48\xce\x3d\x04\x01"sv, SchemeKind::ecdsa, DigestKind::sha1},
        {"\x2a\x86\x48\xce\x3d\x04\x03\x02"sv, SchemeKind::ecdsa, DigestKind::sha256},
        {"\x2a\x86\x48\xce\x3d\x04\x03\x03"sv, SchemeKind::ecdsa, DigestKind::sha384},
        {"\x2a\x86\x48\xce\x3d\x04\x03\x04"sv, SchemeKind::ecdsa, DigestKind::sha512},
    };
    if (oid == kRsa) {
        data.scheme = SchemeKind::rsa_pkcs1;
        return Done{};
    }
    for (const auto& known : kKnown) {
        if (known.oid != oid) continue;
        if (known.digest != data.digest) return malformed("the signature names another digest than the signer");
        data.scheme = known.scheme;
        return Done{};
    }
    return unknown("signature", algorithm.oid.content);
}

// ESSCertID(v2) of the first certificate (RFC 5035); further ones and policies say nothing about who signed.
Result<CertificateBinding> read_binding(const Element& value, bool version_2) {
    Reader list(value.content);
    LET(const auto certificates, list.next(kSequence));
    Reader first(certificates.content);
    LET(const auto id, first.next(kSequence));
    Reader reader(id.content);
    CertificateBinding binding;
    binding.digest = version_2 ? DigestKind::sha256 : DigestKind::sha1;
    if (version_2) {
        LET(const auto algorithm, reader.maybe(kSequence));
        if (algorithm) {
            LET(binding.digest, read_digest(*algorithm));
        }
    }
    LET(const auto hash, reader.next(kOctets));
    binding.hash = hash.content;
    return binding;
}

// `content_type`: what the signature must say that it is over.
Result<Done> read_attribute(std::string_view type, const Element& value, std::string_view content_type, SignedData& data) {
    if (type == kContentType) {
        if (value.tag != kOid || value.text() != content_type) return malformed("content-type is not that of the content");
    } else if (type == kMessageDigest) {
        if (value.tag != kOctets) return malformed("message-digest is no octets");
        data.message_digest = value.content;
    } else if (type == kSigningTime) {
        LET(data.signing_time, der::time(value));
    } else if (type == kSigningCertificateV2) {
        LET(data.binding, read_binding(value, true));
    } else if (type == kSigningCertificate && !data.binding) {
        LET(data.binding, read_binding(value, false));
    }
    return Done{};
}

// Signed attributes: each type once; those that PAdES knows have exactly one value.
Result<Done> read_signed_attributes(const Element& attributes, std::string_view content_type, SignedData& data) {
    data.attributes = attributes.whole;
    Reader reader(attributes.content);
    std::vector<std::string_view> seen;
    while (!reader.at_end()) {
        LET(const auto attribute, reader.next(kSequence));
        Reader inner(attribute.content);
        LET(const auto type, inner.next(kOid));
        LET(const auto values, inner.next(kSet));
        TRY(inner.end());
        if (std::find(seen.begin(), seen.end(), type.text()) != seen.end()) return malformed("an attribute stands twice");
        if (seen.size() == 64) return malformed("too many attributes");
        seen.push_back(type.text());
        Reader list(values.content);
        LET(const auto value, list.next());
        const bool known = type.text() == kContentType || type.text() == kMessageDigest || type.text() == kSigningTime ||
                           type.text() == kSigningCertificate || type.text() == kSigningCertificateV2;
        if (known && !list.at_end()) return malformed("an attribute with several values");
        TRY(read_attribute(type.text(), value, content_type, data));
    }
    const bool whole = std::find(seen.begin(), seen.end(), kContentType) != seen.end() && !data.message_digest.empty();
    if (!whole) return malformed("content-type or message-digest is missing");
    return Done{};
}

Result<Done> read_unsigned_attributes(const Element& attributes, SignedData& data) {
    Reader reader(attributes.content);
    while (!reader.at_end()) {
        LET(const auto attribute, reader.next(kSequence));
        Reader inner(attribute.content);
        LET(const auto type, inner.next(kOid));
        LET(const auto values, inner.next(kSet));
        TRY(inner.end());
        if (data.unsigned_attributes.size() == 64) return malformed("too many attributes");
        data.unsigned_attributes.push_back(der::dotted(type.content));
        data.unsigned_values.push_back(values.content);
    }
    return Done{};
}

// Issuer and serial number of a certificate, as they stand.
Result<std::pair<BytesView, BytesView>> issuer_and_serial(BytesView certificate) {
    Reader outer(certificate);
    LET(const auto whole, outer.next(kSequence));
    Reader parts(whole.content);
    LET(const auto tbs, parts.next(kSequence));
    Reader reader(tbs.content);
    TRY(reader.maybe(kTag0));
    LET(const auto serial, reader.next(kInteger));
    TRY(reader.next(kSequence));
    LET(const auto issuer, reader.next(kSequence));
    return std::make_pair(issuer.whole, serial.whole);
}

bool has_key_identifier(BytesView certificate, BytesView identifier) {
    const auto parsed = Certificate::parse(certificate);
    if (!parsed.has_value()) return false;
    const ASN1_OCTET_STRING* own = X509_get0_subject_key_id(parsed->handle());
    if (own == nullptr) return false;
    const auto* first = reinterpret_cast<const std::byte*>(ASN1_STRING_get0_data(own));
    return as_text({first, static_cast<std::size_t>(ASN1_STRING_length(own))}) == as_text(identifier);
}

Result<Done> find_by_key_identifier(BytesView identifier, SignedData& data) {
    for (std::size_t i = 0; i < data.certificates.size(); ++i) {
        if (!has_key_identifier(data.certificates[i], identifier)) continue;
        if (data.signer) return malformed("two certificates with one key identifier");
        data.signer = i;
    }
    return Done{};
}

Result<Done> find_signer(const Element& sid, Shape shape, SignedData& data) {
    if (sid.tag == kTag0Primitive && shape == Shape::any) return find_by_key_identifier(sid.content, data);
    if (sid.tag != kSequence) {
        return Error{Remedy::fix_input, errors::signing::unsupported_cms, "the signer is named by a key identifier"};
    }
    Reader reader(sid.content);
    LET(const auto issuer, reader.next(kSequence));
    LET(const auto serial, reader.next(kInteger));
    TRY(reader.end());
    for (std::size_t i = 0; i < data.certificates.size(); ++i) {
        LET(const auto names, issuer_and_serial(data.certificates[i]));
        const bool same = as_text(names.first) == as_text(issuer.whole) && as_text(names.second) == as_text(serial.whole);
        if (!same) continue;
        if (data.signer) return malformed("two certificates with one issuer and number");
        data.signer = i;
    }
    return Done{};
}

}  // namespace

Result<Done> read_signer_info(const Element& info, std::string_view content_type, Shape shape, SignedData& data) {
    Reader reader(info.content);
    TRY(reader.next(kInteger));
    LET(const auto sid, reader.next());
    TRY(find_signer(sid, shape, data));
    LET(const auto digest, reader.next(kSequence));
    LET(data.digest, read_digest(digest));
    LET(const auto attributes, reader.maybe(kTag0));
    if (attributes) {
        TRY(read_signed_attributes(*attributes, content_type, data));
    } else if (shape != Shape::any || content_type != kData) {
        return Error{Remedy::fix_input, errors::signing::unsupported_cms, "no signed attributes"};
    }
    LET(const auto scheme, reader.next(kSequence));
    TRY(read_scheme(scheme, data));
    LET(const auto signature, reader.next(kOctets));
    data.signature = signature.content;
    LET(const auto rest, reader.maybe(kTag0 + 1));
    if (rest) TRY(read_unsigned_attributes(*rest, data));
    return reader.end();
}

Result<DigestKind> read_digest_kind(const der::Element& algorithm) { return read_digest(algorithm); }

BytesView digest_oid(DigestKind kind) { return as_bytes(kDigestOids[static_cast<std::size_t>(kind)]); }

}  // namespace congvan::signing::cms
