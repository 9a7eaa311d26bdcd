#include "adapters/trust/certificate.hpp"

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "adapters/trust/openssl_owned.hpp"
#include "base/text.hpp"
#include "errors/trust.hpp"

namespace congvan::trust {

namespace {

using usecases::Certificate;
using usecases::CertificateFacts;

constexpr std::size_t kMostDer = 64u << 10;

Error malformed(std::string_view why) {
    return {Remedy::fix_input, errors::trust::malformed_certificate, std::string(why)};
}

// Names come in many encodings; what cannot be read as text reads as empty, never as something else.
std::string text_of(const X509_NAME* name, int nid) {
    const int index = X509_NAME_get_index_by_NID(name, nid, -1);
    if (index < 0) return {};
    unsigned char* utf8 = nullptr;
    const int size = ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, index)));
    if (size < 0) return {};
    const std::string raw(reinterpret_cast<const char*>(utf8), static_cast<std::size_t>(size));
    OPENSSL_free(utf8);
    auto nfc = to_nfc(raw);
    return nfc.has_value() ? std::move(nfc).value() : std::string();
}

std::string line_of(const X509_NAME* name) {
    const OwnedBio bio(BIO_new(BIO_s_mem()));
    const unsigned long flags = (XN_FLAG_RFC2253 & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB));
    if (!bio || X509_NAME_print_ex(bio.get(), name, 0, flags) < 0) return {};
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    const std::string raw(data, static_cast<std::size_t>(size));
    auto nfc = to_nfc(raw);
    return nfc.has_value() ? std::move(nfc).value() : std::string();
}

Result<Instant> instant_of(const ASN1_TIME* time) {
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1) return malformed("validity is not a time");
    using namespace std::chrono;
    const year_month_day date{year(parts.tm_year + 1900), month(static_cast<unsigned>(parts.tm_mon + 1)),
                              day(static_cast<unsigned>(parts.tm_mday))};
    if (!date.ok()) return malformed("validity is not a date");
    return Instant(sys_days(date) + hours(parts.tm_hour) + minutes(parts.tm_min) + seconds(parts.tm_sec));
}

std::string serial_of(const X509* certificate) {
    const OwnedNumber number(ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate), nullptr));
    if (!number) return {};
    Bytes bytes(static_cast<std::size_t>(BN_num_bytes(number.get())));
    BN_bn2bin(number.get(), reinterpret_cast<unsigned char*>(bytes.data()));
    return (BN_is_negative(number.get()) ? "-" : "") + (bytes.empty() ? std::string("00") : to_hex(bytes));
}

void add_key(CertificateFacts& facts, const X509* certificate) {
    const EVP_PKEY* key = X509_get0_pubkey(certificate);
    if (key == nullptr) return;
    const int type = EVP_PKEY_get_base_id(key);
    const char* name = OBJ_nid2sn(type);
    facts.key_algorithm = type == EVP_PKEY_RSA ? "RSA" : type == EVP_PKEY_EC ? "EC" : name != nullptr ? name : "";
    facts.key_bits = static_cast<std::uint32_t>(EVP_PKEY_get_bits(key));
}

Result<CertificateFacts> facts_of(X509* certificate) {
    CertificateFacts facts;
    const X509_NAME* subject = X509_get_subject_name(certificate);
    const X509_NAME* issuer = X509_get_issuer_name(certificate);
    facts.common_name = text_of(subject, NID_commonName);
    facts.title = text_of(subject, NID_title);
    facts.organisation = text_of(subject, NID_organizationName);
    facts.unit = text_of(subject, NID_organizationalUnitName);
    facts.issuer_name = text_of(issuer, NID_commonName);
    facts.issuer_organisation = text_of(issuer, NID_organizationName);
    facts.subject = line_of(subject);
    facts.issuer = line_of(issuer);
    facts.serial = serial_of(certificate);
    LET(facts.valid_from, instant_of(X509_get0_notBefore(certificate)));
    LET(facts.valid_to, instant_of(X509_get0_notAfter(certificate)));
    add_key(facts, certificate);
    const auto usage = X509_get_key_usage(certificate);  // all bits when the extension is absent
    facts.digital_signature = (usage & KU_DIGITAL_SIGNATURE) != 0;
    facts.non_repudiation = (usage & KU_NON_REPUDIATION) != 0;
    facts.authority = X509_check_ca(certificate) != 0;
    return facts;
}

}  // namespace

Result<Certificate> read_certificate(BytesView der) {
    if (der.size() > kMostDer) return malformed("larger than 64 KiB");
    const auto* at = reinterpret_cast<const unsigned char*>(der.data());
    const auto* end = at + der.size();
    const OwnedCertificate certificate(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
    if (!certificate) return malformed("not an X.509 certificate");
    if (at != end) return malformed("bytes after the certificate");
    LET(auto facts, facts_of(certificate.get()));
    facts.sha256 = Sha256::of(der);
    return Certificate{Bytes(der.begin(), der.end()), std::move(facts)};
}

Result<std::vector<Certificate>> read_certificate_file(BytesView content) {
    std::vector<Certificate> found;
    if (as_text(content).find("-----BEGIN ") == std::string_view::npos) {
        LET(auto only, read_certificate(content));
        found.push_back(std::move(only));
        return found;
    }
    const OwnedBio bio(BIO_new_mem_buf(content.data(), static_cast<int>(content.size())));
    for (;;) {
        char* name = nullptr;
        char* header = nullptr;
        unsigned char* data = nullptr;
        long size = 0;
        if (!bio || PEM_read_bio(bio.get(), &name, &header, &data, &size) != 1) break;
        const std::string kind(name);
        const Bytes der(reinterpret_cast<std::byte*>(data), reinterpret_cast<std::byte*>(data) + size);
        OPENSSL_free(name);
        OPENSSL_free(header);
        OPENSSL_free(data);
        if (kind != PEM_STRING_X509 && kind != PEM_STRING_X509_OLD) return malformed("PEM holds a " + kind);
        LET(auto one, read_certificate(der));
        found.push_back(std::move(one));
    }
    if (found.empty()) return malformed("PEM without a certificate");
    return found;
}

}  // namespace congvan::trust
