#include "signing/xml/key_info.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include "signing/judge/reasons.hpp"
#include "signing/xml/algorithms.hpp"
#include "signing/xml/dom.hpp"
#include "signing/xml/names.hpp"

namespace congvan::signing::xml {
namespace {

struct FreeNumber {
    void operator()(BIGNUM* number) const { BN_free(number); }
};
using Number = std::unique_ptr<BIGNUM, FreeNumber>;

Error conflict(std::string what) { return Error{Remedy::fix_input, reasons::xml_key_info, std::move(what)}; }

bool same_number(const EVP_PKEY* key, const char* part, const xmlNode* element) {
    const auto bytes = element != nullptr ? read_base64(dom::content(element)) : Result<Bytes>(Bytes());
    BIGNUM* mine = nullptr;
    if (!bytes.has_value() || bytes->empty() || EVP_PKEY_get_bn_param(key, part, &mine) != 1) {
        ERR_clear_error();
        return false;
    }
    const Number owner(mine);
    const Number given(BN_bin2bn(reinterpret_cast<const unsigned char*>(bytes->data()), static_cast<int>(bytes->size()), nullptr));
    return given && BN_cmp(mine, given.get()) == 0;
}

bool same_point(const EVP_PKEY* key, const xmlNode* element) {
    const auto bytes = element != nullptr ? read_base64(dom::content(element)) : Result<Bytes>(Bytes());
    if (!bytes.has_value() || bytes->empty()) return false;
    Bytes mine(256);
    std::size_t size = 0;
    const int got = EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_ENCODED_PUBLIC_KEY,
                                                    reinterpret_cast<unsigned char*>(mine.data()), mine.size(), &size);
    ERR_clear_error();
    mine.resize(got == 1 ? size : 0);
    return mine == *bytes;
}

// A bare key beside the certificate must be the certificate's.
bool agrees(const xmlNode* key_value, const cms::Certificate& signer) {
    const auto kinds = dom::elements(key_value);
    const EVP_PKEY* key = X509_get0_pubkey(signer.handle());
    if (kinds.size() != 1 || key == nullptr) return false;
    if (dom::is(kinds[0], names::kSignature, "RSAKeyValue")) {
        return same_number(key, OSSL_PKEY_PARAM_RSA_N, dom::only(kinds[0], names::kSignature, "Modulus")) &&
               same_number(key, OSSL_PKEY_PARAM_RSA_E, dom::only(kinds[0], names::kSignature, "Exponent"));
    }
    if (dom::is(kinds[0], names::kSignature11, "ECKeyValue")) {
        return same_point(key, dom::only(kinds[0], names::kSignature11, "PublicKey"));
    }
    return false;
}

Result<std::vector<Bytes>> read_certificates(const xmlNode* data) {
    std::vector<Bytes> found;
    for (const auto* one : dom::elements(data)) {
        if (!dom::is(one, names::kSignature, "X509Certificate")) continue;
        auto der = read_base64(dom::content(one));
        if (!der.has_value() || dom::has_elements(one) || found.size() == cms::kMostCertificates) {
            return Error{Remedy::fix_input, reasons::cms_malformed, "certificate"};
        }
        if (std::find(found.begin(), found.end(), *der) == found.end()) found.push_back(std::move(der).value());
    }
    return found;
}

// The one that is not an authority's, or the only one.
Result<KeyInfo> choose(std::vector<Bytes> certificates, const TrustAnchors& anchors) {
    std::optional<KeyInfo> result;
    std::vector<Bytes> others;
    for (auto& der : certificates) {
        auto read = anchors.read(der);
        if (!read.has_value()) return Error{Remedy::fix_input, reasons::cms_malformed, "certificate"};
        if (read->facts().authority && certificates.size() > 1) {
            others.push_back(std::move(der));
            continue;
        }
        if (result) return conflict("certificates of several people");
        result = KeyInfo{std::move(read).value(), std::move(der), {}};
    }
    if (!result) return conflict("certificates of authorities only");
    result->others = std::move(others);
    return *result;
}

}  // namespace

Result<KeyInfo> read_key_info(const xmlNode* key_info, const TrustAnchors& anchors) {
    const Error none{Remedy::fix_input, reasons::cms_no_certificate, "no X509Certificate"};
    if (key_info == nullptr) return none;
    std::vector<Bytes> certificates;
    std::vector<const xmlNode*> keys;
    for (const auto* one : dom::elements(key_info)) {
        if (dom::is(one, names::kSignature, "X509Data")) {
            LET(auto found, read_certificates(one));
            if (!found.empty() && !certificates.empty()) return conflict("several X509Data");
            if (!found.empty()) certificates = std::move(found);
        } else if (dom::is(one, names::kSignature, "KeyValue")) {
            keys.push_back(one);
        } else if (!dom::is(one, names::kSignature, "KeyName")) {
            return conflict(std::string(dom::name(one)));
        }
    }
    if (certificates.empty()) return none;
    LET(auto result, choose(std::move(certificates), anchors));
    for (const auto* key : keys) {
        if (!agrees(key, result.signer)) return conflict("a key that is not the certificate's");
    }
    return result;
}

}  // namespace congvan::signing::xml
