#include "signing/cms/builder.hpp"

#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <map>

#include "base/guarded.hpp"
#include "errors/signing.hpp"
#include "signing/cms/der_reader.hpp"
#include "signing/cms/der_writer.hpp"

namespace congvan::signing {
namespace {

constexpr std::string_view kData = "2a864886f70d010701";
constexpr std::string_view kSignedData = "2a864886f70d010702";
constexpr std::string_view kContentType = "2a864886f70d010903";
constexpr std::string_view kMessageDigest = "2a864886f70d010904";
constexpr std::string_view kSigningTime = "2a864886f70d010905";
constexpr std::string_view kSigningCertificateV2 = "2a864886f70d010910022f";
constexpr std::string_view kSha256 = "608648016503040201";
constexpr std::string_view kSha256WithRsa = "2a864886f70d01010b";
constexpr std::string_view kRsaPss = "2a864886f70d01010a";
constexpr std::string_view kMgf1 = "2a864886f70d010108";
constexpr std::string_view kEcdsaWithSha256 = "2a8648ce3d040302";

constexpr int kPssSalt = 32;
constexpr std::size_t kP256Half = 32;

struct Free {
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
    void operator()(ECDSA_SIG* signature) const { ECDSA_SIG_free(signature); }
    void operator()(unsigned char* memory) const { OPENSSL_free(memory); }
};
template <typename T>
using Held = std::unique_ptr<T, Free>;

const unsigned char* raw(BytesView bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }

using Certificate = std::shared_ptr<X509>;

Result<Certificate> read_certificate(BytesView der) {
    const unsigned char* at = raw(der);
    Certificate certificate(d2i_X509(nullptr, &at, static_cast<long>(der.size())), Free());
    if (!certificate || at != raw(der) + der.size()) {
        ERR_clear_error();
        return Error{Remedy::fix_input, errors::signing::bad_certificate, "not one DER certificate"};
    }
    return certificate;
}

// Reading a certificate and its key takes a third of the time of a signature, and one key signs many times: the last few that
// were read are remembered by their digest. What is read depends on nothing but the bytes.
Result<Certificate> parse_certificate(BytesView der) {
    constexpr std::size_t kRemembered = 64;
    static Guarded<std::map<Sha256, Certificate>> memory;
    const Sha256 digest = Sha256::of(der);
    const auto known = memory.with([&](auto& read) {
        const auto found = read.find(digest);
        return found == read.end() ? Certificate() : found->second;
    });
    if (known) return known;
    LET(Certificate fresh, read_certificate(der));
    (void)X509_get0_pubkey(fresh.get());
    ERR_clear_error();
    memory.with([&](auto& read) {
        if (read.size() >= kRemembered) read.clear();
        read.emplace(digest, fresh);
    });
    return fresh;
}

Result<Done> suits(X509* certificate, SignatureScheme scheme) {
    EVP_PKEY* key = X509_get0_pubkey(certificate);
    const auto unsuited = [](std::string why) {
        ERR_clear_error();
        return Error{Remedy::fix_input, errors::signing::key_unsuited, std::move(why)};
    };
    if (key == nullptr) return unsuited("no readable public key");
    switch (scheme) {
        case SignatureScheme::rsa_pkcs1_sha256:
            if (!EVP_PKEY_is_a(key, "RSA")) return unsuited("PKCS#1 v1.5 needs an RSA key");
            break;
        case SignatureScheme::rsa_pss_sha256:
            if (!EVP_PKEY_is_a(key, "RSA") && !EVP_PKEY_is_a(key, "RSA-PSS")) return unsuited("PSS needs an RSA key");
            break;
        case SignatureScheme::ecdsa_p256_sha256: {
            char group[64] = {};
            std::size_t length = 0;
            if (!EVP_PKEY_is_a(key, "EC") || !EVP_PKEY_get_group_name(key, group, sizeof group, &length) ||
                std::string_view(group) != "prime256v1") {
                return unsuited("ECDSA needs a P-256 key");
            }
            return Done{};
        }
    }
    if (EVP_PKEY_get_bits(key) < 2048) return unsuited("RSA under 2048 bits");
    return Done{};
}

Bytes sha256_algorithm() { return der::sequence({der::oid(kSha256)}); }

Bytes signature_algorithm(SignatureScheme scheme) {
    const Bytes null = der::wrap(der::Tag::null, {});
    switch (scheme) {
        case SignatureScheme::rsa_pkcs1_sha256: return der::sequence({der::oid(kSha256WithRsa), null});
        case SignatureScheme::ecdsa_p256_sha256: return der::sequence({der::oid(kEcdsaWithSha256)});
        case SignatureScheme::rsa_pss_sha256: break;
    }
    const Bytes hash = der::sequence({der::oid(kSha256), null});
    const Bytes mask = der::sequence({der::oid(kMgf1), hash});
    const Bytes parameters = der::sequence({der::wrap(der::Tag::context_0, hash), der::wrap(der::Tag::context_1, mask),
                                            der::wrap(der::Tag::context_2, der::small_integer(kPssSalt))});
    return der::sequence({der::oid(kRsaPss), parameters});
}

// UTCTime until 2049, then GeneralizedTime (RFC 5652 11.3).
Bytes time_value(Instant at) {
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(at - day));
    char text[24];
    const int size = std::snprintf(text, sizeof text, "%04d%02u%02u%02d%02d%02dZ", static_cast<int>(date.year()),
                                   static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                                   static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                                   static_cast<int>(time.seconds().count()));
    CONGVAN_INVARIANT(size == 15);
    const bool utc = static_cast<int>(date.year()) < 2050;
    return der::wrap(utc ? der::Tag::utc_time : der::Tag::generalized_time, as_bytes(utc ? text + 2 : text));
}

Bytes attribute(std::string_view type, const Bytes& value) {
    return der::sequence({der::oid(type), der::wrap(der::Tag::set, value)});
}

// r || s to Ecdsa-Sig-Value; anything else stays as it is.
Bytes ecdsa_value(BytesView value) {
    if (value.size() != 2 * kP256Half) return {value.begin(), value.end()};
    Held<ECDSA_SIG> signature(ECDSA_SIG_new());
    BIGNUM* r = BN_bin2bn(raw(value), kP256Half, nullptr);
    BIGNUM* s = BN_bin2bn(raw(value) + kP256Half, kP256Half, nullptr);
    CONGVAN_INVARIANT(signature && r != nullptr && s != nullptr && ECDSA_SIG_set0(signature.get(), r, s) == 1);
    unsigned char* encoded = nullptr;
    const int length = i2d_ECDSA_SIG(signature.get(), &encoded);
    CONGVAN_INVARIANT(length > 0);
    const Held<unsigned char> owner(encoded);
    const auto* first = reinterpret_cast<const std::byte*>(encoded);
    return {first, first + length};
}

bool verifies(X509* certificate, const SignedAttributes& attributes, BytesView value) {
    const Held<EVP_MD_CTX> context(EVP_MD_CTX_new());
    EVP_PKEY_CTX* key_context = nullptr;  // owned by `context`
    bool good = context && EVP_DigestVerifyInit(context.get(), &key_context, EVP_sha256(), nullptr,
                                                X509_get0_pubkey(certificate)) == 1;
    if (good && attributes.scheme == SignatureScheme::rsa_pss_sha256) {
        good = EVP_PKEY_CTX_set_rsa_padding(key_context, RSA_PKCS1_PSS_PADDING) == 1 &&
               EVP_PKEY_CTX_set_rsa_pss_saltlen(key_context, kPssSalt) == 1;
    }
    good = good && EVP_DigestVerify(context.get(), raw(value), value.size(), raw(attributes.der),
                                    attributes.der.size()) == 1;
    ERR_clear_error();
    return good;
}

template <typename T>
Bytes encoded(const T* object, int (*encode)(const T*, unsigned char**)) {
    unsigned char* out = nullptr;
    const int length = encode(object, &out);
    CONGVAN_INVARIANT(length > 0);
    const Held<unsigned char> owner(out);
    const auto* first = reinterpret_cast<const std::byte*>(out);
    return {first, first + length};
}

Bytes issuer_and_serial(X509* certificate) {
    return der::sequence({encoded<X509_NAME>(X509_get_issuer_name(certificate), i2d_X509_NAME),
                          encoded<ASN1_INTEGER>(X509_get0_serialNumber(certificate), i2d_ASN1_INTEGER)});
}

Bytes signer_info(X509* certificate, const SignedAttributes& attributes, BytesView value) {
    Bytes implicit = attributes.der;  // the same content under [0] instead of SET
    implicit.front() = static_cast<std::byte>(der::Tag::context_0);
    return der::sequence({der::small_integer(1), issuer_and_serial(certificate), sha256_algorithm(), implicit,
                          signature_algorithm(attributes.scheme), der::wrap(der::Tag::octet_string, value)});
}

}  // namespace

Result<SignedAttributes> prepare_attributes(const Sha256& document_digest, BytesView signer_certificate,
                                            SigningOptions options) {
    LET(const auto certificate, parse_certificate(signer_certificate));
    TRY(suits(certificate.get(), options.scheme));
    // ESSCertIDv2 with its default SHA-256 left out, as DER demands.
    const Bytes hash = der::wrap(der::Tag::octet_string, Sha256::of(signer_certificate).bytes());
    const Bytes signing_certificate = der::sequence({der::sequence({der::sequence({hash})})});
    SignedAttributes attributes;
    attributes.scheme = options.scheme;
    std::vector<Bytes> members{
        attribute(kContentType, der::oid(kData)),
        attribute(kMessageDigest, der::wrap(der::Tag::octet_string, document_digest.bytes())),
        attribute(kSigningCertificateV2, signing_certificate),
    };
    if (options.signing_time) members.push_back(attribute(kSigningTime, time_value(*options.signing_time)));
    attributes.der = der::set_of(std::move(members));
    attributes.signer_certificate.assign(signer_certificate.begin(), signer_certificate.end());
    return attributes;
}

namespace {

// What stands around the content of a CMS: lists and the one SignerInfo, after the value has been checked.
struct Lists {
    Bytes certificates;
    Bytes signers;
};

Result<Lists> checked_lists(const SignedAttributes& attributes, BytesView signature_value, const std::vector<Bytes>& chain) {
    LET(const auto certificate, parse_certificate(attributes.signer_certificate));
    TRY(suits(certificate.get(), attributes.scheme));
    const Bytes value = attributes.scheme == SignatureScheme::ecdsa_p256_sha256
                            ? ecdsa_value(signature_value)
                            : Bytes(signature_value.begin(), signature_value.end());
    if (attributes.der.empty() || !verifies(certificate.get(), attributes, value)) {
        return Error{Remedy::fix_input, errors::signing::signature_mismatch, "the token's value does not verify"};
    }
    std::vector<Bytes> certificates{attributes.signer_certificate};
    for (const Bytes& link : chain) {
        TRY(parse_certificate(link));
        if (std::find(certificates.begin(), certificates.end(), link) == certificates.end()) {
            certificates.push_back(link);
        }
    }
    return Lists{der::set_of(std::move(certificates), der::Tag::context_0),
                 der::wrap(der::Tag::set, signer_info(certificate.get(), attributes, value))};
}

Error other_content(std::string_view why) {
    return Error{Remedy::fix_input, errors::signing::content_mismatch, std::string(why)};
}

Result<Sha256> message_digest(const SignedAttributes& attributes) {
    const auto type = from_hex(kMessageDigest);
    der::Reader outer(attributes.der);
    LET(const auto set, outer.next());
    for (der::Reader list(set.content); !list.at_end();) {
        LET(const auto attribute, list.next());
        der::Reader reader(attribute.content);
        LET(const auto name, reader.next());
        LET(const auto values, reader.next());
        if (as_text(name.content) != as_text(*type)) continue;
        der::Reader inner(values.content);
        LET(const auto value, inner.next());
        return Sha256::from_bytes(value.content);
    }
    return other_content("no message-digest attribute");
}

}  // namespace

Result<Bytes> assemble_cms(const SignedAttributes& attributes, BytesView signature_value,
                           const std::vector<Bytes>& chain) {
    LET(const auto lists, checked_lists(attributes, signature_value, chain));
    const Bytes content = der::sequence({der::small_integer(1), der::wrap(der::Tag::set, sha256_algorithm()),
                                         der::sequence({der::oid(kData)}), lists.certificates, lists.signers});
    return der::sequence({der::oid(kSignedData), der::wrap(der::Tag::context_0, content)});
}

Result<AttachedFrame> assemble_attached(const SignedAttributes& attributes, BytesView signature_value,
                                        const std::vector<Bytes>& chain, std::uint64_t content_size) {
    LET(auto lists, checked_lists(attributes, signature_value, chain));
    AttachedFrame frame;
    frame.content_size = content_size;
    LET(frame.content_digest, message_digest(attributes));
    frame.after = der::join({lists.certificates, lists.signers});
    // From the inside out: each layer is a head, what was there, the content, and perhaps more behind it.
    Bytes before;
    std::uint64_t size = content_size;
    const auto layer = [&](der::Tag tag, const Bytes& in_front) {
        before.insert(before.begin(), in_front.begin(), in_front.end());
        const auto head = der::head(tag, size + in_front.size());
        before.insert(before.begin(), head.begin(), head.end());
        size += in_front.size() + head.size();
    };
    layer(der::Tag::octet_string, {});
    layer(der::Tag::context_0, {});
    layer(der::Tag::sequence, der::oid(kData));
    size += frame.after.size();
    layer(der::Tag::sequence, der::join({der::small_integer(1), der::wrap(der::Tag::set, sha256_algorithm())}));
    layer(der::Tag::context_0, {});
    layer(der::Tag::sequence, der::oid(kSignedData));
    frame.before = std::move(before);
    return frame;
}

Result<Done> write_attached(const AttachedFrame& frame, ByteSource& content, ByteSink& into) {
    TRY(into.write(frame.before));
    Sha256Stream digest;
    std::uint64_t size = 0;
    Bytes piece(1u << 16);
    for (;;) {
        LET(const auto count, content.read(piece));
        if (count == 0) break;
        const auto part = BytesView(piece).first(count);
        size += count;
        digest.add(part);
        TRY(into.write(part));
    }
    if (size != frame.content_size || digest.finish() != frame.content_digest) return other_content("not the content that was signed");
    return into.write(frame.after);
}

}  // namespace congvan::signing
