#pragma once

// An X.509 certificate, read once: what it says, and the handle that libcrypto works on. Immutable; cheap to copy;
// any thread.

#include <memory>
#include <string>
#include <vector>

#include "base/digest.hpp"
#include "base/instant.hpp"

struct x509_st;
struct asn1_string_st;

namespace congvan::signing::cms {

enum class KeyKind { rsa, rsa_pss, ec, other };

// Texts are UTF-8 in NFC, empty when absent. Of several values of one kind the first counts.
struct CertificateFacts {
    std::string common_name;
    std::string organisation;
    std::string organisational_unit;
    std::string title;
    std::string subject_serial;  // serialNumber of the subject: identity or organisation code
    std::string issuer;          // common name of the issuer, else its organisation
    std::string serial;          // lower-case hex
    Instant not_before;
    Instant not_after;
    KeyKind key = KeyKind::other;
    int key_bits = 0;
    bool authority = false;      // may issue certificates
    bool may_sign = false;       // key usage allows digitalSignature or nonRepudiation, or is not restricted
    bool purpose_fits = false;   // extended key usage is absent or names a purpose that suits documents
    Sha256 sha256;               // of the DER
};

class Certificate {
public:
    // Fails: signing.bad_certificate (fix_input: not exactly one certificate in DER).
    static Result<Certificate> parse(BytesView der);

    const CertificateFacts& facts() const { return *facts_; }
    x509_st* handle() const { return handle_.get(); }  // for libcrypto; not to be changed

private:
    std::shared_ptr<x509_st> handle_;
    std::shared_ptr<const CertificateFacts> facts_;
};

// Whether `subject` names `issuer` as its issuer and carries the signature of its key.
bool issued(const Certificate& issuer, const Certificate& subject);

// The bytes it was read from.
Bytes der_of(const Certificate& certificate);

// A time of libcrypto's; false when it is odd.
bool read_time(const asn1_string_st* time, Instant& into);
// The times between which a certificate holds. False when they are odd.
bool read_validity(const x509_st* certificate, Instant& from, Instant& until);

}  // namespace congvan::signing::cms
