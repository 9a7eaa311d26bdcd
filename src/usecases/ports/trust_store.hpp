#pragma once

// Which certificate authorities are believed, and what a certificate says. Revocation and time stamps are other ports.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/digest.hpp"
#include "base/instant.hpp"
#include "base/result.hpp"

namespace congvan::usecases {

// Law on Electronic Transactions 20/2023/QH15 art. 22: the kind of signature an anchor stands for.
enum class AnchorClass {
    official,        // chữ ký số chuyên dùng công vụ
    public_service,  // chữ ký số công cộng
    own,             // chữ ký điện tử chuyên dùng: what this agency decided to believe
};

struct CertificateFacts {
    std::string common_name;   // person's full name, or the organisation's name
    std::string title;         // chức vụ; empty for organisations
    std::string organisation;  // O; empty when absent
    std::string unit;          // OU; empty when absent
    std::string issuer_name;   // CN of the issuer
    std::string issuer_organisation;
    std::string subject;       // the whole name, RFC 2253 order, UTF-8
    std::string issuer;
    std::string serial;        // lower-case hex
    Instant valid_from;        // inclusive
    Instant valid_to;          // inclusive
    Sha256 sha256;             // of the DER
    std::string key_algorithm; // "RSA", "EC"; OpenSSL's name otherwise
    std::uint32_t key_bits = 0;
    bool digital_signature = false;  // key usage; true when the certificate has no key usage extension
    bool non_repudiation = false;    // the same
    bool authority = false;          // basic constraints say CA
};

struct Certificate {
    Bytes der;
    CertificateFacts facts;
};

struct Anchor {
    AnchorClass anchor_class = AnchorClass::official;
    Certificate certificate;
};

// One reading of the store; never changes after it was handed out.
struct TrustMaterial {
    std::vector<Anchor> anchors;
    std::vector<Certificate> intermediates;
    std::vector<Bytes> evidence;  // OCSP answers and lists of revoked certificates, DER; believed once they are checked
};

// One instance may be used from many threads at once.
class TrustStore {
public:
    virtual ~TrustStore() = default;

    // The latest good reading. Never null.
    virtual std::shared_ptr<const TrustMaterial> material() const = 0;

    // Reads the store again, all or nothing: after a failure the earlier reading stays.
    // Fails: trust.unreadable (call_operator) · trust.malformed_certificate (call_operator; the file is in detail)
    //   · trust.unclassified_anchor (call_operator) · trust.not_an_authority (call_operator) · signing.malformed_crl,
    //   signing.malformed_ocsp, signing.unsupported_crl (call_operator; the file is in detail).
    virtual Result<Done> reload() = 0;

    // What a certificate says; DER, at most 64 KiB. Says nothing about whether it is believed.
    // Fails: trust.malformed_certificate (fix_input).
    virtual Result<CertificateFacts> facts(BytesView der) const = 0;
};

}  // namespace congvan::usecases
