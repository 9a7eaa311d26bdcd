#include "signing/cms/certificate.hpp"

#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <ctime>

#include "base/text.hpp"
#include "errors/signing.hpp"
#include "signing/cms/der_reader.hpp"

namespace congvan::signing::cms {
namespace {

struct Free {
    void operator()(unsigned char* memory) const { OPENSSL_free(memory); }
    void operator()(char* memory) const { OPENSSL_free(memory); }
    void operator()(BIGNUM* number) const { BN_free(number); }
    void operator()(EXTENDED_KEY_USAGE* usage) const { EXTENDED_KEY_USAGE_free(usage); }
};

std::string name_part(const X509_NAME* name, int nid) {
    const int at = X509_NAME_get_index_by_NID(name, nid, -1);
    if (at < 0) return {};
    unsigned char* utf8 = nullptr;
    const int length = ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
    if (length < 0) return {};
    const std::unique_ptr<unsigned char, Free> owner(utf8);
    auto text = to_nfc(std::string_view(reinterpret_cast<const char*>(utf8), static_cast<std::size_t>(length)));
    if (!text.has_value()) return {};
    auto result = std::move(text).value();
    std::erase_if(result, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
    return result;
}

std::string serial_hex(const X509* certificate) {
    const std::unique_ptr<BIGNUM, Free> number(ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate), nullptr));
    const std::unique_ptr<char, Free> text(number ? BN_bn2hex(number.get()) : nullptr);
    std::string result = text ? text.get() : "";
    std::transform(result.begin(), result.end(), result.begin(),
                   [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c; });
    return result;
}

// Purposes under which people sign documents; those seen in certificates of Vietnamese authorities among them.
bool purpose_fits(X509* certificate) {
    const std::unique_ptr<EXTENDED_KEY_USAGE, Free> usage(
        static_cast<EXTENDED_KEY_USAGE*>(X509_get_ext_d2i(certificate, NID_ext_key_usage, nullptr, nullptr)));
    if (!usage) return X509_get_ext_by_NID(certificate, NID_ext_key_usage, -1) < 0;
    for (int i = 0; i < sk_ASN1_OBJECT_num(usage.get()); ++i) {
        const ASN1_OBJECT* purpose = sk_ASN1_OBJECT_value(usage.get(), i);
        char dotted[80] = {};
        OBJ_obj2txt(dotted, sizeof dotted, purpose, 1);
        for (const std::string_view known : {"1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.36",
                                             "1.2.840.113583.1.1.5", "1.3.6.1.4.1.311.10.3.12", "2.5.29.37.0"}) {
            if (known == dotted) return true;
        }
    }
    return false;
}

KeyKind kind_of(const EVP_PKEY* key) {
    if (EVP_PKEY_is_a(key, "RSA")) return KeyKind::rsa;
    if (EVP_PKEY_is_a(key, "RSA-PSS")) return KeyKind::rsa_pss;
    return EVP_PKEY_is_a(key, "EC") ? KeyKind::ec : KeyKind::other;
}

}  // namespace

bool read_time(const ASN1_TIME* time, Instant& into) {
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1) return false;
    const std::chrono::year_month_day date{std::chrono::year(parts.tm_year + 1900),
                                           std::chrono::month(static_cast<unsigned>(parts.tm_mon + 1)),
                                           std::chrono::day(static_cast<unsigned>(parts.tm_mday))};
    into = Instant(std::chrono::sys_days(date)) + std::chrono::hours(parts.tm_hour) +
           std::chrono::minutes(parts.tm_min) + std::chrono::seconds(parts.tm_sec);
    return true;
}

bool issued(const Certificate& issuer, const Certificate& subject) {
    EVP_PKEY* key = X509_get0_pubkey(issuer.handle());
    const bool made = key != nullptr &&
                      X509_NAME_cmp(X509_get_subject_name(issuer.handle()), X509_get_issuer_name(subject.handle())) == 0 &&
                      X509_verify(subject.handle(), key) == 1;
    ERR_clear_error();
    return made;
}

Bytes der_of(const Certificate& certificate) {
    unsigned char* out = nullptr;
    const int size = i2d_X509(certificate.handle(), &out);
    const std::unique_ptr<unsigned char, Free> owner(out);
    const auto* first = reinterpret_cast<const std::byte*>(out);
    return size > 0 ? Bytes(first, first + size) : Bytes();
}

bool read_validity(const X509* certificate, Instant& from, Instant& until) {
    return read_time(X509_get0_notBefore(certificate), from) && read_time(X509_get0_notAfter(certificate), until);
}

Result<Certificate> Certificate::parse(BytesView der) {
    const auto bad = [](std::string_view why) {
        ERR_clear_error();
        return Error{Remedy::fix_input, errors::signing::bad_certificate, std::string(why)};
    };
    const auto size = der::extent(der);
    if (!size.has_value() || *size != der.size()) return bad("not one DER element");
    const auto* at = reinterpret_cast<const unsigned char*>(der.data());
    Certificate result;
    result.handle_ = std::shared_ptr<X509>(d2i_X509(nullptr, &at, static_cast<long>(der.size())), X509_free);
    if (!result.handle_ || at != reinterpret_cast<const unsigned char*>(der.data()) + der.size()) {
        return bad("not one DER certificate");
    }
    X509* handle = result.handle_.get();
    CertificateFacts facts;
    const X509_NAME* subject = X509_get_subject_name(handle);
    const X509_NAME* issuer = X509_get_issuer_name(handle);
    facts.common_name = name_part(subject, NID_commonName);
    facts.organisation = name_part(subject, NID_organizationName);
    facts.organisational_unit = name_part(subject, NID_organizationalUnitName);
    facts.title = name_part(subject, NID_title);
    facts.subject_serial = name_part(subject, NID_serialNumber);
    facts.issuer = name_part(issuer, NID_commonName);
    if (facts.issuer.empty()) facts.issuer = name_part(issuer, NID_organizationName);
    facts.serial = serial_hex(handle);
    if (!read_validity(handle, facts.not_before, facts.not_after)) return bad("odd times of validity");
    if (const EVP_PKEY* key = X509_get0_pubkey(handle)) {
        facts.key = kind_of(key);
        facts.key_bits = EVP_PKEY_get_bits(key);
    }
    facts.authority = X509_check_ca(handle) == 1;
    facts.may_sign = (X509_get_key_usage(handle) & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) != 0;
    facts.purpose_fits = purpose_fits(handle);
    facts.sha256 = Sha256::of(der);
    ERR_clear_error();
    result.facts_ = std::make_shared<const CertificateFacts>(std::move(facts));
    return result;
}

}  // namespace congvan::signing::cms
