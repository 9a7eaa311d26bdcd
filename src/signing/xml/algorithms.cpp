#include "signing/xml/algorithms.hpp"

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <charconv>

#include "signing/judge/reasons.hpp"
#include "signing/xml/dom.hpp"
#include "signing/xml/names.hpp"

namespace congvan::signing::xml {
namespace {

using cms::DigestKind;
using cms::SchemeKind;

struct Free {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
    void operator()(ECDSA_SIG* signature) const { ECDSA_SIG_free(signature); }
    void operator()(unsigned char* memory) const { OPENSSL_free(memory); }
};
template <typename T>
using Held = std::unique_ptr<T, Free>;

struct KnownDigest {
    std::string_view algorithm;
    DigestKind kind;
};
constexpr KnownDigest kDigests[] = {
    {"http://www.w3.org/2000/09/xmldsig#sha1", DigestKind::sha1},
    {"http://www.w3.org/2001/04/xmlenc#sha256", DigestKind::sha256},
    {"http://www.w3.org/2001/04/xmldsig-more#sha384", DigestKind::sha384},
    {"http://www.w3.org/2001/04/xmlenc#sha512", DigestKind::sha512},
};

struct KnownMethod {
    std::string_view algorithm;
    SchemeKind scheme;
    DigestKind digest;
};
constexpr KnownMethod kMethods[] = {
    {"http://www.w3.org/2000/09/xmldsig#rsa-sha1", SchemeKind::rsa_pkcs1, DigestKind::sha1},
    {"http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", SchemeKind::rsa_pkcs1, DigestKind::sha256},
    {"http://www.w3.org/2001/04/xmldsig-more#rsa-sha384", SchemeKind::rsa_pkcs1, DigestKind::sha384},
    {"http://www.w3.org/2001/04/xmldsig-more#rsa-sha512", SchemeKind::rsa_pkcs1, DigestKind::sha512},
    {"http://www.w3.org/2007/05/xmldsig-more#sha1-rsa-MGF1", SchemeKind::rsa_pss, DigestKind::sha1},
    {"http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1", SchemeKind::rsa_pss, DigestKind::sha256},
    {"http://www.w3.org/2007/05/xmldsig-more#sha384-rsa-MGF1", SchemeKind::rsa_pss, DigestKind::sha384},
    {"http://www.w3.org/2007/05/xmldsig-more#sha512-rsa-MGF1", SchemeKind::rsa_pss, DigestKind::sha512},
    {"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1", SchemeKind::ecdsa, DigestKind::sha1},
    {"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256", SchemeKind::ecdsa, DigestKind::sha256},
    {"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384", SchemeKind::ecdsa, DigestKind::sha384},
    {"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512", SchemeKind::ecdsa, DigestKind::sha512},
};
constexpr std::string_view kPss = "http://www.w3.org/2007/05/xmldsig-more#rsa-pss";
constexpr std::string_view kPssSpace = "http://www.w3.org/2007/05/xmldsig-more#";
constexpr std::string_view kMgf1 = "http://www.w3.org/2007/05/xmldsig-more#MGF1";

const EVP_MD* implementation(DigestKind digest) {
    switch (digest) {
        case DigestKind::sha1: return EVP_sha1();
        case DigestKind::sha256: return EVP_sha256();
        case DigestKind::sha384: return EVP_sha384();
        case DigestKind::sha512: return EVP_sha512();
    }
    return nullptr;
}

std::size_t digest_size(DigestKind digest) { return static_cast<std::size_t>(EVP_MD_get_size(implementation(digest))); }

const unsigned char* raw(BytesView bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }

Error unknown(std::string detail) { return Error{Remedy::fix_input, reasons::cms_unknown_algorithm, std::move(detail)}; }

// RSAPSSParams (RFC 9231 2.3.10): SHA-256, MGF1 with the same digest and a salt of its length unless told otherwise.
Result<SignatureMethod> read_pss(const xmlNode* method) {
    SignatureMethod result{SchemeKind::rsa_pss, DigestKind::sha256, 32};
    const auto given = dom::elements(method);
    if (given.empty()) return result;
    if (given.size() != 1 || !dom::is(given[0], kPssSpace, "RSAPSSParams")) return unknown("parameters of PSS");
    for (const auto* one : dom::elements(given[0])) {
        if (dom::is(one, names::kSignature, "DigestMethod")) {
            const auto kind = digest_kind(dom::attribute(one, "Algorithm"));
            if (!kind) return unknown("digest of PSS");
            result.digest = *kind;
            result.pss_salt = digest_size(*kind);
        }
    }
    for (const auto* one : dom::elements(given[0])) {
        if (dom::is(one, kPssSpace, "SaltLength")) {
            const auto text = dom::trimmed(one);
            const auto read = std::from_chars(text.data(), text.data() + text.size(), result.pss_salt);
            if (read.ec != std::errc() || read.ptr != text.data() + text.size() || result.pss_salt > 64) return unknown("salt of PSS");
        } else if (dom::is(one, kPssSpace, "MaskGenerationFunction")) {
            const auto* digest = dom::only(one, names::kSignature, "DigestMethod");
            const auto kind = digest != nullptr ? digest_kind(dom::attribute(digest, "Algorithm")) : result.digest;
            if (dom::attribute(one, "Algorithm") != kMgf1 || kind != result.digest) return unknown("mask of PSS");
        } else if (dom::is(one, kPssSpace, "TrailerField")) {
            if (dom::trimmed(one) != "1") return unknown("trailer of PSS");
        } else if (!dom::is(one, names::kSignature, "DigestMethod")) {
            return unknown("parameters of PSS");
        }
    }
    return result;
}

// r || s, each as long as the order of the curve, as the DER sequence that libcrypto takes. Empty: not of that length.
Bytes ecdsa_sequence(const cms::Certificate& signer, BytesView value) {
    const auto half = static_cast<std::size_t>((signer.facts().key_bits + 7) / 8);
    if (half == 0 || value.size() != 2 * half) return {};
    const Held<ECDSA_SIG> signature(ECDSA_SIG_new());
    BIGNUM* r = BN_bin2bn(raw(value), static_cast<int>(half), nullptr);
    BIGNUM* s = BN_bin2bn(raw(value) + half, static_cast<int>(half), nullptr);
    CONGVAN_INVARIANT(signature && r != nullptr && s != nullptr && ECDSA_SIG_set0(signature.get(), r, s) == 1);
    unsigned char* out = nullptr;
    const int size = i2d_ECDSA_SIG(signature.get(), &out);
    CONGVAN_INVARIANT(size > 0);
    const Held<unsigned char> owner(out);
    const auto* first = reinterpret_cast<const std::byte*>(out);
    return {first, first + size};
}

bool key_fits(SchemeKind scheme, cms::KeyKind key) {
    switch (scheme) {
        case SchemeKind::rsa_pkcs1: return key == cms::KeyKind::rsa;
        case SchemeKind::rsa_pss: return key == cms::KeyKind::rsa || key == cms::KeyKind::rsa_pss;
        case SchemeKind::ecdsa: return key == cms::KeyKind::ec;
    }
    return false;
}

}  // namespace

std::string SignatureMethod::name() const {
    cms::SignedData named;
    named.scheme = scheme;
    named.digest = digest;
    return named.algorithm();
}

std::optional<DigestKind> digest_kind(std::string_view algorithm) {
    for (const auto& one : kDigests) {
        if (one.algorithm == algorithm) return one.kind;
    }
    return std::nullopt;
}

std::string_view digest_algorithm(DigestKind kind) {
    for (const auto& one : kDigests) {
        if (one.kind == kind) return one.algorithm;
    }
    return {};
}

Result<SignatureMethod> read_method(const xmlNode* method) {
    const auto algorithm = dom::attribute(method, "Algorithm");
    if (algorithm.find("#hmac-") != std::string::npos) return Error{Remedy::fix_input, reasons::xml_hmac, algorithm};
    if (algorithm == kPss) return read_pss(method);
    for (const auto& one : kMethods) {
        if (one.algorithm != algorithm) continue;
        if (dom::has_elements(method)) return Error{Remedy::fix_input, reasons::xml_signature_structure, "parameters of the method"};
        return SignatureMethod{one.scheme, one.digest, one.scheme == SchemeKind::rsa_pss ? digest_size(one.digest) : 0};
    }
    return unknown(algorithm);
}

Bytes digest(DigestKind kind, BytesView content) {
    const BytesView pieces[] = {content};
    return cms::digest(kind, pieces);
}

bool verifies(const SignatureMethod& method, const cms::Certificate& signer, BytesView content, BytesView value) {
    if (!key_fits(method.scheme, signer.facts().key)) return false;
    const bool ecdsa = method.scheme == SchemeKind::ecdsa;
    const Bytes sequence = ecdsa ? ecdsa_sequence(signer, value) : Bytes();
    const BytesView given = ecdsa ? BytesView(sequence) : value;
    const Held<EVP_MD_CTX> context(EVP_MD_CTX_new());
    EVP_PKEY_CTX* key = nullptr;  // owned by `context`
    bool good = context && !given.empty() &&
                EVP_DigestVerifyInit(context.get(), &key, implementation(method.digest), nullptr,
                                     X509_get0_pubkey(signer.handle())) == 1;
    if (good && method.scheme == SchemeKind::rsa_pkcs1) good = EVP_PKEY_CTX_set_rsa_padding(key, RSA_PKCS1_PADDING) == 1;
    if (good && method.scheme == SchemeKind::rsa_pss) {
        good = EVP_PKEY_CTX_set_rsa_padding(key, RSA_PKCS1_PSS_PADDING) == 1 &&
               EVP_PKEY_CTX_set_rsa_mgf1_md(key, implementation(method.digest)) == 1 &&
               EVP_PKEY_CTX_set_rsa_pss_saltlen(key, static_cast<int>(method.pss_salt)) == 1;
    }
    good = good && EVP_DigestVerify(context.get(), raw(given), given.size(), raw(content), content.size()) == 1;
    ERR_clear_error();
    return good;
}

Result<Bytes> read_base64(std::string_view text) {
    std::string bare;
    bare.reserve(text.size());
    for (const char c : text) {
        if (c != ' ' && c != '\t' && c != '\n' && c != '\r') bare += c;
    }
    return from_base64(bare);
}

}  // namespace congvan::signing::xml
