#include "adapters/tokens/keys_math.hpp"

#include <memory>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/x509.h>

#include "errors/tokens.hpp"

namespace congvan::tokens {

namespace {

using usecases::DigestAlgorithm;
using usecases::KeyKind;

template <auto Free>
struct Freed {
    template <typename T>
    void operator()(T* held) const {
        Free(held);
    }
};
template <typename T, auto Free>
using Owned = std::unique_ptr<T, Freed<Free>>;
using Key = Owned<EVP_PKEY, EVP_PKEY_free>;
using Number = Owned<BIGNUM, BN_free>;

const EVP_MD* md_of(DigestAlgorithm algorithm) {
    switch (algorithm) {
        case DigestAlgorithm::sha256: return EVP_sha256();
        case DigestAlgorithm::sha384: return EVP_sha384();
        case DigestAlgorithm::sha512: return EVP_sha512();
    }
    return nullptr;
}

const unsigned char* raw(BytesView bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }

Error device_failed(std::string_view why) {
    return {Remedy::call_operator, errors::tokens::device_failed, std::string(why)};
}

template <typename T>
Bytes encoded(const T* value, int (*encode)(const T*, unsigned char**)) {
    const int size = encode(value, nullptr);
    if (size <= 0) return {};
    Bytes der(static_cast<std::size_t>(size));
    auto* at = reinterpret_cast<unsigned char*>(der.data());
    encode(value, &at);
    return der;
}

Result<Bytes> key_from(const char* algorithm, OSSL_PARAM* parameters) {
    const Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free> context(EVP_PKEY_CTX_new_from_name(nullptr, algorithm, nullptr));
    EVP_PKEY* made = nullptr;
    if (!context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY, parameters) != 1) {
        return device_failed("the token's public key is not a key");
    }
    const Key key(made);
    return encoded<EVP_PKEY>(key.get(), i2d_PUBKEY);
}

}  // namespace

Bytes digest_of(DigestAlgorithm algorithm, BytesView content) {
    Bytes digest(digest_size(algorithm));
    unsigned int size = 0;
    const int done = EVP_Digest(content.data(), content.size(), reinterpret_cast<unsigned char*>(digest.data()), &size,
                                md_of(algorithm), nullptr);
    CONGVAN_INVARIANT(done == 1 && size == digest.size());
    return digest;
}

std::size_t digest_size(DigestAlgorithm algorithm) {
    switch (algorithm) {
        case DigestAlgorithm::sha256: return 32;
        case DigestAlgorithm::sha384: return 48;
        case DigestAlgorithm::sha512: return 64;
    }
    return 0;
}

Bytes digest_info(DigestAlgorithm algorithm, BytesView digest) {
    // SEQUENCE { SEQUENCE { OID 2.16.840.1.101.3.4.2.x, NULL }, OCTET STRING }
    static constexpr unsigned char kSha256[] = {0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01,
                                                0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20};
    static constexpr unsigned char kSha384[] = {0x30, 0x41, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01,
                                                0x65, 0x03, 0x04, 0x02, 0x02, 0x05, 0x00, 0x04, 0x30};
    static constexpr unsigned char kSha512[] = {0x30, 0x51, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01,
                                                0x65, 0x03, 0x04, 0x02, 0x03, 0x05, 0x00, 0x04, 0x40};
    std::span<const unsigned char> prefix;
    switch (algorithm) {
        case DigestAlgorithm::sha256: prefix = kSha256; break;
        case DigestAlgorithm::sha384: prefix = kSha384; break;
        case DigestAlgorithm::sha512: prefix = kSha512; break;
    }
    const auto front = std::as_bytes(prefix);
    Bytes info(front.begin(), front.end());
    info.insert(info.end(), digest.begin(), digest.end());
    return info;
}

Result<Bytes> ecdsa_to_der(BytesView value) {
    if (value.empty() || value.size() % 2 != 0 || value.size() > 132) return device_failed("ECDSA value of odd size");
    const int half = static_cast<int>(value.size() / 2);
    Number r(BN_bin2bn(raw(value), half, nullptr));
    Number s(BN_bin2bn(raw(value) + half, half, nullptr));
    const Owned<ECDSA_SIG, ECDSA_SIG_free> signature(ECDSA_SIG_new());
    if (!r || !s || !signature || ECDSA_SIG_set0(signature.get(), r.get(), s.get()) != 1) {
        return device_failed("ECDSA value cannot be encoded");
    }
    // The signature owns them now.
    r.release();  // NOLINT(bugprone-unused-return-value)
    s.release();  // NOLINT(bugprone-unused-return-value)
    return encoded<ECDSA_SIG>(signature.get(), i2d_ECDSA_SIG);
}

Result<CertificateKey> read_certificate(BytesView der) {
    const Error missing{Remedy::call_operator, errors::tokens::certificate_missing, "no X.509 certificate"};
    const unsigned char* at = raw(der);
    const Owned<X509, X509_free> certificate(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
    if (!certificate || at != raw(der) + der.size()) return missing;
    EVP_PKEY* key = X509_get0_pubkey(certificate.get());
    if (key == nullptr) return missing;
    CertificateKey facts;
    switch (EVP_PKEY_get_base_id(key)) {
        case EVP_PKEY_RSA: facts.kind = KeyKind::rsa; break;
        case EVP_PKEY_EC: facts.kind = KeyKind::ec; break;
        default: return missing;
    }
    facts.bits = static_cast<std::uint32_t>(EVP_PKEY_get_bits(key));
    facts.public_key = encoded<EVP_PKEY>(key, i2d_PUBKEY);
    facts.subject = encoded<X509_NAME>(X509_get_subject_name(certificate.get()), i2d_X509_NAME);
    facts.issuer = encoded<X509_NAME>(X509_get_issuer_name(certificate.get()), i2d_X509_NAME);
    facts.serial = encoded<ASN1_INTEGER>(X509_get0_serialNumber(certificate.get()), i2d_ASN1_INTEGER);
    return facts;
}

Result<Bytes> rsa_public_key(BytesView modulus, BytesView exponent) {
    const Number n(BN_bin2bn(raw(modulus), static_cast<int>(modulus.size()), nullptr));
    const Number e(BN_bin2bn(raw(exponent), static_cast<int>(exponent.size()), nullptr));
    const Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free> builder(OSSL_PARAM_BLD_new());
    if (!n || !e || !builder || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) != 1 ||
        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) != 1) {
        return device_failed("RSA public key cannot be built");
    }
    const Owned<OSSL_PARAM, OSSL_PARAM_free> parameters(OSSL_PARAM_BLD_to_param(builder.get()));
    return key_from("RSA", parameters.get());
}

Result<Bytes> p256_public_key(BytesView ec_point) {
    const unsigned char* at = raw(ec_point);
    const Owned<ASN1_OCTET_STRING, ASN1_OCTET_STRING_free> point(
        d2i_ASN1_OCTET_STRING(nullptr, &at, static_cast<long>(ec_point.size())));
    if (!point) return device_failed("EC point is not an OCTET STRING");
    char group[] = "prime256v1";
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group, 0),
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY,
                                          const_cast<unsigned char*>(ASN1_STRING_get0_data(point.get())),
                                          static_cast<std::size_t>(ASN1_STRING_length(point.get()))),
        OSSL_PARAM_construct_end()};
    return key_from("EC", parameters);
}

}  // namespace congvan::tokens
