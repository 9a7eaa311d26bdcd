#include "signing/xml/scheme.hpp"

#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include "errors/signing.hpp"

namespace congvan::signing::xml {
namespace {

constexpr std::size_t kHalf = 32;  // of an ECDSA value of P-256

}  // namespace

Result<Done> suits(const cms::Certificate& certificate, SignatureScheme scheme) {
    const auto& facts = certificate.facts();
    const bool rsa = facts.key == cms::KeyKind::rsa && facts.key_bits >= 2048;
    bool good = rsa;
    if (scheme == SignatureScheme::rsa_pss_sha256) good = rsa || (facts.key == cms::KeyKind::rsa_pss && facts.key_bits >= 2048);
    if (scheme == SignatureScheme::ecdsa_p256_sha256) {
        char group[64] = {};
        std::size_t length = 0;
        good = facts.key == cms::KeyKind::ec &&
               EVP_PKEY_get_group_name(X509_get0_pubkey(certificate.handle()), group, sizeof group, &length) == 1 &&
               std::string_view(group) == "prime256v1";
        ERR_clear_error();
    }
    if (!good) return Error{Remedy::fix_input, errors::signing::key_unsuited, "the key does not fit the scheme"};
    return Done{};
}

Bytes raw_value(SignatureScheme scheme, BytesView value) {
    if (scheme != SignatureScheme::ecdsa_p256_sha256 || value.size() == 2 * kHalf) return {value.begin(), value.end()};
    const auto* at = reinterpret_cast<const unsigned char*>(value.data());
    const std::unique_ptr<ECDSA_SIG, void (*)(ECDSA_SIG*)> signature(
        d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(value.size())), ECDSA_SIG_free);
    ERR_clear_error();
    Bytes result(2 * kHalf);
    auto* out = reinterpret_cast<unsigned char*>(result.data());
    const bool good = signature && BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), out, kHalf) > 0 &&
                      BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), out + kHalf, kHalf) > 0;
    return good ? result : Bytes();
}

std::string_view method_identifier(SignatureScheme scheme) {
    switch (scheme) {
        case SignatureScheme::rsa_pkcs1_sha256: return "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
        case SignatureScheme::rsa_pss_sha256: return "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1";
        case SignatureScheme::ecdsa_p256_sha256: return "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256";
    }
    return {};
}

SignatureMethod method_of(SignatureScheme scheme) {
    switch (scheme) {
        case SignatureScheme::rsa_pkcs1_sha256: return {cms::SchemeKind::rsa_pkcs1, cms::DigestKind::sha256, 0};
        case SignatureScheme::rsa_pss_sha256: return {cms::SchemeKind::rsa_pss, cms::DigestKind::sha256, 32};
        case SignatureScheme::ecdsa_p256_sha256: return {cms::SchemeKind::ecdsa, cms::DigestKind::sha256, 0};
    }
    return {};
}

}  // namespace congvan::signing::xml
