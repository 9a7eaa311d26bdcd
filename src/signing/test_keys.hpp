#pragma once

// For tests only: a small authority that issues certificates, and a signer built on libcrypto's own CMS writer, so that
// our reader is not tested against our own builder alone.

#include <openssl/cms.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/instant.hpp"
#include "signing/judge/anchors.hpp"

namespace congvan::signing::test {

inline const Instant kSignedAt = parse_instant("2026-03-02T10:00:00+07:00").value();
inline const Instant kJudgedAt = parse_instant("2026-03-03T08:00:00+07:00").value();

using Key = std::shared_ptr<EVP_PKEY>;
using Cert = std::shared_ptr<X509>;

inline Key ec_key(const char* curve = "P-256") { return {EVP_EC_gen(curve), EVP_PKEY_free}; }
inline Key rsa_key(unsigned bits) { return {EVP_RSA_gen(bits), EVP_PKEY_free}; }

inline Bytes der_of(const Cert& certificate) {
    unsigned char* out = nullptr;
    const int size = i2d_X509(certificate.get(), &out);
    const auto* first = reinterpret_cast<const std::byte*>(out);
    Bytes bytes(first, first + size);
    OPENSSL_free(out);
    return bytes;
}

inline void set_time(ASN1_TIME* into, std::string_view iso) {
    const auto at = parse_instant(iso).value();
    ASN1_TIME_set(into, std::chrono::duration_cast<std::chrono::seconds>(at.time_since_epoch()).count());
}

struct CertificateOptions {
    std::string name = "Lãnh đạo A (thử nghiệm)";
    std::string organisation = "Ủy ban nhân dân huyện A (thử nghiệm)";
    std::string title;
    std::string from = "2025-01-01T00:00:00Z";
    std::string until = "2030-01-01T00:00:00Z";
    std::string key_usage = "critical,digitalSignature,nonRepudiation";
    std::string extended_key_usage;
    bool authority = false;
    const EVP_MD* digest = EVP_sha256();
    std::string basic_constraints;  // instead of what `authority` says
    std::vector<std::pair<std::string, std::string>> extensions;  // more, as in openssl.cnf
    std::string sections;           // of openssl.cnf that those name
    int name_kind = MBSTRING_UTF8;  // how the subject is written
};

// `issuer` null: self-signed with `issuer_key`.
inline Cert issue(const Key& key, const CertificateOptions& options, const Cert& issuer, const Key& issuer_key) {
    static long serial = 1000;
    Cert certificate(X509_new(), X509_free);
    X509* x = certificate.get();
    X509_set_version(x, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(x), ++serial);
    set_time(X509_getm_notBefore(x), options.from);
    set_time(X509_getm_notAfter(x), options.until);
    X509_NAME* subject = X509_get_subject_name(x);
    const auto add = [&](const char* field, const std::string& value) {
        if (value.empty()) return;
        X509_NAME_add_entry_by_txt(subject, field, options.name_kind, reinterpret_cast<const unsigned char*>(value.data()),
                                   static_cast<int>(value.size()), -1, 0);
    };
    add("C", "VN");
    add("O", options.organisation);
    add("title", options.title);
    add("CN", options.name);
    X509_set_issuer_name(x, issuer ? X509_get_subject_name(issuer.get()) : subject);
    X509_set_pubkey(x, key.get());
    const auto extend = [&](int nid, const std::string& value) {
        if (value.empty()) return;
        X509V3_CTX context;
        X509V3_set_ctx(&context, issuer ? issuer.get() : x, x, nullptr, nullptr, 0);
        X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
        X509_add_ext(x, extension, -1);
        X509_EXTENSION_free(extension);
    };
    extend(NID_basic_constraints, !options.basic_constraints.empty() ? options.basic_constraints
                                  : options.authority                ? "critical,CA:TRUE"
                                                                     : "critical,CA:FALSE");
    const std::string standard = CertificateOptions().key_usage;
    extend(NID_key_usage, options.authority && options.key_usage == standard ? "critical,keyCertSign,cRLSign" : options.key_usage);
    extend(NID_ext_key_usage, options.extended_key_usage);
    const std::shared_ptr<CONF> sections(NCONF_new(nullptr), NCONF_free);
    const std::shared_ptr<BIO> text(BIO_new_mem_buf(options.sections.data(), static_cast<int>(options.sections.size())), BIO_free);
    long line = 0;
    CONGVAN_INVARIANT(options.sections.empty() || NCONF_load_bio(sections.get(), text.get(), &line) == 1);
    for (const auto& [name, value] : options.extensions) {
        X509V3_CTX context;
        X509V3_set_ctx(&context, issuer ? issuer.get() : x, x, nullptr, nullptr, 0);
        X509V3_set_nconf(&context, sections.get());
        X509_EXTENSION* extension = X509V3_EXT_nconf(sections.get(), &context, name.c_str(), value.c_str());
        CONGVAN_INVARIANT(extension != nullptr);
        X509_add_ext(x, extension, -1);
        X509_EXTENSION_free(extension);
    }
    extend(NID_subject_key_identifier, "hash");
    if (issuer) extend(NID_authority_key_identifier, "keyid");
    X509_sign(x, issuer_key.get(), options.digest);
    return certificate;
}

struct Signer {
    Key key;
    Cert certificate;
    Cert above;  // travels in the CMS when set
    Bytes der() const { return der_of(certificate); }
};

// A root, one authority below it, and whom that certifies.
class Authority {
public:
    explicit Authority(const std::string& organisation = "Tổ chức chứng thực (thử nghiệm)")
        : root_key_(ec_key()), sub_key_(ec_key()) {
        CertificateOptions options;
        options.authority = true;
        options.organisation = organisation;
        options.name = "CA gốc (thử nghiệm)";
        root_ = issue(root_key_, options, nullptr, root_key_);
        options.name = "CA cấp dưới (thử nghiệm)";
        sub_ = issue(sub_key_, options, root_, root_key_);
    }

    Signer signer(const CertificateOptions& options = {}, Key key = ec_key()) const {
        return {key, issue(key, options, sub_, sub_key_), sub_};
    }
    TrustAnchors anchors() const {
        return TrustAnchors::make({{der_of(root_), AnchorClass::official}}, {der_of(sub_)}).value();
    }
    TrustAnchors root_only() const { return TrustAnchors::make({{der_of(root_), AnchorClass::official}}).value(); }
    Signer root_signer() const { return {root_key_, root_, {}}; }
    Signer sub_signer() const { return {sub_key_, sub_, root_}; }
    Bytes root() const { return der_of(root_); }
    Bytes sub() const { return der_of(sub_); }

private:
    Key root_key_, sub_key_;
    Cert root_, sub_;
};

// One authority for all tests of the process: keys take time.
inline const Authority& authority() {
    static const Authority instance;
    return instance;
}

struct CmsOptions {
    const EVP_MD* digest = EVP_sha256();
    bool pss = false;
    bool binding = true;        // ESS signing-certificate-v2
    bool with_content = false;
    bool with_certificates = true;
    Instant at = kSignedAt;
    const Signer* second = nullptr;  // a second SignerInfo
    int unsigned_nid = 0;            // an unsigned attribute of this kind
};

inline Bytes make_cms(std::string_view content, const Signer& signer, const CmsOptions& options = {}) {
    unsigned flags = CMS_BINARY | CMS_NOSMIMECAP | CMS_PARTIAL;
    if (!options.with_content) flags |= CMS_DETACHED;
    if (options.binding) flags |= CMS_CADES;
    if (!options.with_certificates) flags |= CMS_NOCERTS;
    CMS_ContentInfo* cms = CMS_sign(nullptr, nullptr, nullptr, nullptr, flags);
    const auto add = [&](const Signer& one) {
        CMS_SignerInfo* info = CMS_add1_signer(cms, one.certificate.get(), one.key.get(), options.digest,
                                               flags | (options.pss ? CMS_KEY_PARAM : 0u));
        if (options.pss) {
            EVP_PKEY_CTX* context = CMS_SignerInfo_get0_pkey_ctx(info);
            EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING);
            EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST);
        }
        ASN1_TIME* time = ASN1_TIME_set(nullptr, std::chrono::duration_cast<std::chrono::seconds>(
                                                     options.at.time_since_epoch()).count());
        CMS_signed_add1_attr_by_NID(info, NID_pkcs9_signingTime, time->type, time, -1);
        ASN1_TIME_free(time);
        if (options.unsigned_nid != 0) {
            CMS_unsigned_add1_attr_by_NID(info, options.unsigned_nid, V_ASN1_OCTET_STRING, "x", 1);
        }
    };
    add(signer);
    if (options.second != nullptr) add(*options.second);
    if (options.with_certificates && signer.above) CMS_add1_cert(cms, signer.above.get());
    BIO* data = BIO_new_mem_buf(content.data(), static_cast<int>(content.size()));
    CMS_final(cms, data, nullptr, flags);
    BIO_free(data);
    unsigned char* out = nullptr;
    const int size = i2d_CMS_ContentInfo(cms, &out);
    const auto* first = reinterpret_cast<const std::byte*>(out);
    Bytes bytes(first, first + size);
    OPENSSL_free(out);
    CMS_ContentInfo_free(cms);
    ERR_clear_error();
    return bytes;
}

}  // namespace congvan::signing::test
