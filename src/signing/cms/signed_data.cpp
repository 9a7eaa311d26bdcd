#include "signing/cms/signed_data.hpp"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <algorithm>

#include "errors/signing.hpp"
#include "signing/cms/der_reader.hpp"

namespace congvan::signing::cms {
namespace {

using der::Element;
using der::Reader;
using namespace std::string_view_literals;

constexpr auto kData = "\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01"sv;
constexpr auto kSignedData = "\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"sv;
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

const EVP_MD* implementation(DigestKind digest) {
    switch (digest) {
        case DigestKind::sha1: return EVP_sha1();
        case DigestKind::sha256: return EVP_sha256();
        case DigestKind::sha384: return EVP_sha384();
        case DigestKind::sha512: return EVP_sha512();
    }
    return nullptr;
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

Result<Done> find_signer(const Element& sid, SignedData& data) {
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

Result<Done> read_signer_info(const Element& info, std::string_view content_type, SignedData& data) {
    Reader reader(info.content);
    TRY(reader.next(kInteger));
    LET(const auto sid, reader.next());
    TRY(find_signer(sid, data));
    LET(const auto digest, reader.next(kSequence));
    LET(data.digest, read_digest(digest));
    LET(const auto attributes, reader.maybe(kTag0));
    if (!attributes) {
        return Error{Remedy::fix_input, errors::signing::unsupported_cms, "no signed attributes"};
    }
    TRY(read_signed_attributes(*attributes, content_type, data));
    LET(const auto scheme, reader.next(kSequence));
    TRY(read_scheme(scheme, data));
    LET(const auto signature, reader.next(kOctets));
    data.signature = signature.content;
    LET(const auto rest, reader.maybe(kTag0 + 1));
    if (rest) TRY(read_unsigned_attributes(*rest, data));
    return reader.end();
}

Result<Done> read_certificates(const Element& set, SignedData& data) {
    Reader reader(set.content);
    while (!reader.at_end()) {
        LET(const auto certificate, reader.next(kSequence));
        if (data.certificates.size() == kMostCertificates) return malformed("too many certificates");
        const bool twice = std::any_of(data.certificates.begin(), data.certificates.end(), [&](BytesView known) {
            return as_text(known) == as_text(certificate.whole);
        });
        if (!twice) data.certificates.push_back(certificate.whole);
    }
    return Done{};
}

Result<Done> read_revocations(const Element& set, SignedData& data) {
    Reader reader(set.content);
    while (!reader.at_end()) {
        LET(const auto one, reader.next());
        if (data.revocations.size() == kMostCertificates) return malformed("too many revocation values");
        data.revocations.push_back(one.whole);
    }
    return Done{};
}

Error other_content(std::string_view why) {
    return Error{Remedy::fix_input, errors::signing::embedded_content, std::string(why)};
}

// `content_type` empty: detached data.
Result<Done> read_content(const Element& content, std::string_view content_type, SignedData& data) {
    Reader reader(content.content);
    TRY(reader.next(kInteger));
    TRY(reader.next(kSet));
    LET(const auto encapsulated, reader.next(kSequence));
    Reader inner(encapsulated.content);
    LET(const auto type, inner.next(kOid));
    if (content_type.empty()) {
        if (!inner.at_end() || type.text() != kData) return other_content("the CMS brings content of its own");
    } else {
        if (der::dotted(type.content) != content_type || inner.at_end()) return other_content("content of another type, or none");
        LET(const auto wrapper, inner.next(kTag0));
        TRY(inner.end());
        Reader octets(wrapper.content);
        LET(const auto value, octets.next(kOctets));
        TRY(octets.end());
        data.content = value.content;
    }
    LET(const auto certificates, reader.maybe(kTag0));
    if (certificates) TRY(read_certificates(*certificates, data));
    LET(const auto revocations, reader.maybe(kTag0 + 1));
    if (revocations) TRY(read_revocations(*revocations, data));
    LET(const auto signers, reader.next(kSet));
    TRY(reader.end());
    Reader list(signers.content);
    LET(const auto signer, list.next(kSequence));
    if (!list.at_end()) {
        return Error{Remedy::fix_input, errors::signing::several_signers, "more than one SignerInfo"};
    }
    return read_signer_info(signer, type.text(), data);
}

Result<SignedData> parse(BytesView der, std::string_view content_type) {
    Reader outer(der);
    LET(const auto info, outer.next(kSequence));
    TRY(outer.end());
    Reader reader(info.content);
    LET(const auto type, reader.next(kOid));
    if (type.text() != kSignedData) return malformed("not signed data");
    LET(const auto wrapper, reader.next(kTag0));
    TRY(reader.end());
    Reader inner(wrapper.content);
    LET(const auto content, inner.next(kSequence));
    TRY(inner.end());
    SignedData data;
    TRY(read_content(content, content_type, data));
    return data;
}

struct FreeContext {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

const unsigned char* raw(BytesView bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }

bool key_fits(SchemeKind scheme, const CertificateFacts& facts) {
    switch (scheme) {
        case SchemeKind::rsa_pkcs1: return facts.key == KeyKind::rsa;
        case SchemeKind::rsa_pss: return facts.key == KeyKind::rsa || facts.key == KeyKind::rsa_pss;
        case SchemeKind::ecdsa: return facts.key == KeyKind::ec;
    }
    return false;
}

}  // namespace

Bytes SignedData::signed_bytes() const {
    Bytes bytes(attributes.begin(), attributes.end());
    if (!bytes.empty()) bytes.front() = std::byte{kSet};
    return bytes;
}

std::string SignedData::algorithm() const {
    static constexpr std::string_view kSchemes[] = {"RSA-PKCS1-", "RSA-PSS-", "ECDSA-"};
    static constexpr std::string_view kDigests[] = {"SHA1", "SHA256", "SHA384", "SHA512"};
    return std::string(kSchemes[static_cast<std::size_t>(scheme)]) +
           std::string(kDigests[static_cast<std::size_t>(digest)]);
}

Result<SignedData> parse_detached(BytesView der) { return parse(der, {}); }

Result<SignedData> parse_attached(BytesView der, std::string_view content_type) {
    CONGVAN_INVARIANT(!content_type.empty());
    return parse(der, content_type);
}

Result<DigestKind> read_digest_kind(const der::Element& algorithm) { return read_digest(algorithm); }

BytesView digest_oid(DigestKind kind) { return as_bytes(kDigestOids[static_cast<std::size_t>(kind)]); }

Bytes digest(DigestKind kind, std::span<const BytesView> content) {
    const Context context(EVP_MD_CTX_new());
    Bytes result(EVP_MAX_MD_SIZE);
    unsigned int size = 0;
    bool good = context && EVP_DigestInit_ex(context.get(), implementation(kind), nullptr) == 1;
    for (const auto piece : content) good = good && EVP_DigestUpdate(context.get(), piece.data(), piece.size()) == 1;
    good = good && EVP_DigestFinal_ex(context.get(), reinterpret_cast<unsigned char*>(result.data()), &size) == 1;
    result.resize(good ? size : 0);
    return result;
}

bool digest_matches(const SignedData& data, std::span<const BytesView> content) {
    const auto computed = digest(data.digest, content);
    return !computed.empty() && as_text(computed) == as_text(data.message_digest);
}

bool signature_verifies(const SignedData& data, const Certificate& signer) {
    if (!key_fits(data.scheme, signer.facts())) return false;
    const auto bytes = data.signed_bytes();
    const Context context(EVP_MD_CTX_new());
    EVP_PKEY_CTX* key = nullptr;  // owned by `context`
    bool good = context && EVP_DigestVerifyInit(context.get(), &key, implementation(data.digest), nullptr,
                                                X509_get0_pubkey(signer.handle())) == 1;
    if (good && data.scheme != SchemeKind::ecdsa) {
        const bool pss = data.scheme == SchemeKind::rsa_pss;
        good = EVP_PKEY_CTX_set_rsa_padding(key, pss ? RSA_PKCS1_PSS_PADDING : RSA_PKCS1_PADDING) == 1;
        if (good && pss) {
            good = EVP_PKEY_CTX_set_rsa_mgf1_md(key, implementation(data.digest)) == 1 &&
                   EVP_PKEY_CTX_set_rsa_pss_saltlen(key, static_cast<int>(data.pss_salt)) == 1;
        }
    }
    good = good && EVP_DigestVerify(context.get(), raw(data.signature), data.signature.size(), raw(bytes), bytes.size()) == 1;
    ERR_clear_error();
    return good;
}

bool binds(const SignedData& data, BytesView der) {
    if (!data.binding) return false;
    const BytesView pieces[] = {der};
    const auto computed = digest(data.binding->digest, pieces);
    return !computed.empty() && as_text(computed) == as_text(data.binding->hash);
}

}  // namespace congvan::signing::cms
