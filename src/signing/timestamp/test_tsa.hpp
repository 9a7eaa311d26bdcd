#pragma once

// For tests only: a time-stamp authority on libcrypto's own implementation of RFC 3161, honest or otherwise.

#include <openssl/ts.h>

#include "signing/cms/der_writer.hpp"
#include "signing/test_support.hpp"

namespace congvan::signing::test {

struct TsaOptions {
    Instant at = kSignedAt;
    std::string policy = "1.2.3.4.1";
    const EVP_MD* digest = EVP_sha256();      // of the token's signature
    const EVP_MD* ess_digest = EVP_sha256();  // of the binding
    std::vector<Cert> others;                 // travel in the token
    std::vector<const EVP_MD*> accepted = {EVP_sha1(), EVP_sha256(), EVP_sha384(), EVP_sha512()};
    long serial = 17;
    bool ordering = false;
    bool accuracy = false;
};

inline CertificateOptions tsa_certificate(const std::string& usage = "critical,timeStamping") {
    CertificateOptions options;
    options.name = "Dịch vụ dấu thời gian (thử nghiệm)";
    options.key_usage = "critical,digitalSignature";
    options.extended_key_usage = usage;
    return options;
}

inline ASN1_INTEGER* tsa_serial(TS_RESP_CTX*, void* data) {
    ASN1_INTEGER* serial = ASN1_INTEGER_new();
    ASN1_INTEGER_set(serial, static_cast<const TsaOptions*>(data)->serial);
    return serial;
}
inline int tsa_time(TS_RESP_CTX*, void* data, long* seconds, long* micros) {
    const auto at = static_cast<const TsaOptions*>(data)->at.time_since_epoch();
    *seconds = static_cast<long>(std::chrono::duration_cast<std::chrono::seconds>(at).count());
    *micros = static_cast<long>(at.count() % 1'000'000);
    return 1;
}

// The TimeStampResp to a TimeStampReq; a refusal where `options` do not take its digest or policy.
inline Bytes stamp(BytesView request, const Signer& tsa, TsaOptions options = {}) {
    TS_RESP_CTX* context = TS_RESP_CTX_new();
    TS_RESP_CTX_set_signer_cert(context, tsa.certificate.get());
    TS_RESP_CTX_set_signer_key(context, tsa.key.get());
    TS_RESP_CTX_set_signer_digest(context, options.digest);
    TS_RESP_CTX_set_ess_cert_id_digest(context, options.ess_digest);
    ASN1_OBJECT* policy = OBJ_txt2obj(options.policy.c_str(), 1);
    TS_RESP_CTX_set_def_policy(context, policy);
    ASN1_OBJECT_free(policy);
    for (const auto* digest : options.accepted) TS_RESP_CTX_add_md(context, digest);
    STACK_OF(X509)* others = sk_X509_new_null();
    for (const auto& one : options.others) sk_X509_push(others, one.get());
    TS_RESP_CTX_set_certs(context, others);
    sk_X509_free(others);
    TS_RESP_CTX_set_serial_cb(context, tsa_serial, &options);
    TS_RESP_CTX_set_time_cb(context, tsa_time, &options);
    TS_RESP_CTX_set_clock_precision_digits(context, 6);
    if (options.ordering) TS_RESP_CTX_add_flags(context, TS_ORDERING);
    if (options.accuracy) TS_RESP_CTX_set_accuracy(context, 1, 500, 100);
    BIO* in = BIO_new_mem_buf(request.data(), static_cast<int>(request.size()));
    TS_RESP* response = TS_RESP_create_response(context, in);
    unsigned char* out = nullptr;
    const int size = i2d_TS_RESP(response, &out);
    const auto* first = reinterpret_cast<const std::byte*>(out);
    Bytes bytes(first, first + std::max(size, 0));
    OPENSSL_free(out);
    TS_RESP_free(response);
    BIO_free(in);
    TS_RESP_CTX_free(context);
    ERR_clear_error();
    return bytes;
}

// A refusal with one bit of PKIFailureInfo (RFC 3161 2.4.2), written by hand.
inline Bytes refusal(int status, int failure) {
    Bytes bits(static_cast<std::size_t>(failure / 8 + 2));
    bits[0] = static_cast<std::byte>(7 - failure % 8);
    bits.back() = static_cast<std::byte>(0x80 >> failure % 8);
    return der::sequence({der::sequence({der::small_integer(static_cast<unsigned char>(status)),
                                         der::wrap(static_cast<der::Tag>(0x03), bits)})});
}

}  // namespace congvan::signing::test
