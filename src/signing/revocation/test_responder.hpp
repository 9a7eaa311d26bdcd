#pragma once

// For tests only: answers of an OCSP responder and lists of an authority, on libcrypto, honest or otherwise.

#include <openssl/ocsp.h>

#include "signing/test_keys.hpp"

namespace congvan::signing::test {

inline std::shared_ptr<ASN1_TIME> asn1_time(Instant at) {
    auto* time = ASN1_TIME_set(nullptr, std::chrono::duration_cast<std::chrono::seconds>(at.time_since_epoch()).count());
    ASN1_TIME_to_generalizedtime(time, &time);
    return {time, ASN1_TIME_free};
}

template <typename T>
Bytes encoded(T* value, int (*encode)(const T*, unsigned char**)) {
    unsigned char* out = nullptr;
    const int size = encode(value, &out);
    const auto* first = reinterpret_cast<const std::byte*>(out);
    Bytes bytes(first, first + std::max(size, 0));
    OPENSSL_free(out);
    return bytes;
}

struct OcspOptions {
    int state = V_OCSP_CERTSTATUS_GOOD;
    int reason = OCSP_REVOKED_STATUS_NOSTATUS;
    std::optional<Instant> revoked_at;
    Instant this_update = kJudgedAt;
    std::optional<Instant> next_update = kJudgedAt + std::chrono::hours(24);
    std::optional<Instant> archive_cutoff;
    const EVP_MD* id_digest = EVP_sha1();
    const EVP_MD* digest = EVP_sha256();
    bool by_key = false;           // responder named by key
    bool with_certificate = true;
    Bytes nonce;
    bool basic_only = false;       // a BasicOCSPResponse
    int response_status = OCSP_RESPONSE_STATUS_SUCCESSFUL;
};

// An answer about `subject` of `issuer`, signed by `responder`.
inline Bytes ocsp_answer(const Cert& subject, const Cert& issuer, const Signer& responder, const OcspOptions& options = {}) {
    OCSP_BASICRESP* basic = OCSP_BASICRESP_new();
    OCSP_CERTID* id = OCSP_cert_to_id(options.id_digest, subject.get(), issuer.get());
    const auto revoked = options.revoked_at ? asn1_time(*options.revoked_at) : nullptr;
    const auto from = asn1_time(options.this_update);
    const auto until = options.next_update ? asn1_time(*options.next_update) : nullptr;
    OCSP_SINGLERESP* single = OCSP_basic_add1_status(basic, id, options.state, options.reason, revoked.get(), from.get(), until.get());
    OCSP_CERTID_free(id);
    if (options.archive_cutoff) {
        OCSP_SINGLERESP_add1_ext_i2d(single, NID_id_pkix_OCSP_archiveCutoff, asn1_time(*options.archive_cutoff).get(), 0, 0);
    }
    if (!options.nonce.empty()) {
        OCSP_basic_add1_nonce(basic, const_cast<unsigned char*>(reinterpret_cast<const unsigned char*>(options.nonce.data())),
                              static_cast<int>(options.nonce.size()));
    }
    // libcrypto writes the time of now into producedAt: overwritten before signing by its own time value.
    ASN1_GENERALIZEDTIME* produced = const_cast<ASN1_GENERALIZEDTIME*>(OCSP_resp_get0_produced_at(basic));
    unsigned long flags = OCSP_NOTIME;
    if (options.by_key) flags |= OCSP_RESPID_KEY;
    if (!options.with_certificate) flags |= OCSP_NOCERTS;
    ASN1_STRING_set(produced, ASN1_STRING_get0_data(from.get()), ASN1_STRING_length(from.get()));
    OCSP_basic_sign(basic, responder.certificate.get(), responder.key.get(), options.digest, nullptr, flags);
    Bytes bytes;
    if (options.basic_only) {
        bytes = encoded<OCSP_BASICRESP>(basic, i2d_OCSP_BASICRESP);
    } else {
        const bool good = options.response_status == OCSP_RESPONSE_STATUS_SUCCESSFUL;
        OCSP_RESPONSE* response = OCSP_response_create(options.response_status, good ? basic : nullptr);
        bytes = encoded<OCSP_RESPONSE>(response, i2d_OCSP_RESPONSE);
        OCSP_RESPONSE_free(response);
    }
    OCSP_BASICRESP_free(basic);
    ERR_clear_error();
    return bytes;
}

struct CrlEntry {
    Cert certificate;
    Instant revoked_at;
    int reason = -1;
    std::optional<Instant> invalid_since;
};

struct CrlOptions {
    std::vector<CrlEntry> entries;
    Instant this_update = kJudgedAt;
    std::optional<Instant> next_update = kJudgedAt + std::chrono::hours(24);
    const EVP_MD* digest = EVP_sha256();
    long number = 7;
    std::string scope;    // issuingDistributionPoint as in openssl.cnf: "onlyuser:TRUE"
    bool delta = false;
    std::string unknown_critical;  // an object identifier
};

inline Bytes crl_of(const Signer& issuer, const CrlOptions& options = {}) {
    X509_CRL* crl = X509_CRL_new();
    X509_CRL_set_version(crl, 1);
    X509_CRL_set_issuer_name(crl, X509_get_subject_name(issuer.certificate.get()));
    X509_CRL_set1_lastUpdate(crl, asn1_time(options.this_update).get());
    if (options.next_update) X509_CRL_set1_nextUpdate(crl, asn1_time(*options.next_update).get());
    for (const auto& entry : options.entries) {
        X509_REVOKED* one = X509_REVOKED_new();
        X509_REVOKED_set_serialNumber(one, X509_get_serialNumber(entry.certificate.get()));
        X509_REVOKED_set_revocationDate(one, asn1_time(entry.revoked_at).get());
        if (entry.reason >= 0) {
            ASN1_ENUMERATED* reason = ASN1_ENUMERATED_new();
            ASN1_ENUMERATED_set(reason, entry.reason);
            X509_REVOKED_add1_ext_i2d(one, NID_crl_reason, reason, 0, 0);
            ASN1_ENUMERATED_free(reason);
        }
        if (entry.invalid_since) X509_REVOKED_add1_ext_i2d(one, NID_invalidity_date, asn1_time(*entry.invalid_since).get(), 0, 0);
        X509_CRL_add0_revoked(crl, one);
    }
    ASN1_INTEGER* number = ASN1_INTEGER_new();
    ASN1_INTEGER_set(number, options.number);
    X509_CRL_add1_ext_i2d(crl, NID_crl_number, number, 0, 0);
    if (options.delta) X509_CRL_add1_ext_i2d(crl, NID_delta_crl, number, 1, 0);
    ASN1_INTEGER_free(number);
    const auto extend = [&](X509_EXTENSION* extension) {
        CONGVAN_INVARIANT(extension != nullptr);
        X509_CRL_add_ext(crl, extension, -1);
        X509_EXTENSION_free(extension);
    };
    if (!options.scope.empty()) {
        X509V3_CTX context;
        X509V3_set_ctx(&context, issuer.certificate.get(), nullptr, nullptr, crl, 0);
        extend(X509V3_EXT_conf_nid(nullptr, &context, NID_issuing_distribution_point, ("critical," + options.scope).c_str()));
    }
    if (!options.unknown_critical.empty()) {
        extend(X509V3_EXT_conf(nullptr, nullptr, options.unknown_critical.c_str(), "critical,DER:0500"));
    }
    X509_CRL_sort(crl);
    X509_CRL_sign(crl, issuer.key.get(), options.digest);
    auto bytes = encoded<X509_CRL>(crl, i2d_X509_CRL);
    X509_CRL_free(crl);
    ERR_clear_error();
    return bytes;
}

// A responder for `issuer` with a certificate of its own.
inline Signer delegate(const Signer& issuer, bool nocheck = true, const std::string& usage = "OCSPSigning") {
    CertificateOptions options;
    options.name = "Dịch vụ OCSP (thử nghiệm)";
    options.key_usage = "critical,digitalSignature";
    options.extended_key_usage = usage;
    if (nocheck) options.extensions.emplace_back("noCheck", "ignored");
    const auto key = ec_key();
    return {key, issue(key, options, issuer.certificate, issuer.key), issuer.certificate};
}

}  // namespace congvan::signing::test
