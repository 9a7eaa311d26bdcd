#pragma once

// A certificate authority for demos, shaped as the official one is (a root, and below it the authority that serves
// state agencies), plainly named as a test. Leaves are built around public keys that live on tokens; there is no CSR.
// For data directories created as demos only.

#include <filesystem>
#include <string>

#include "base/clock.hpp"
#include "usecases/ports/trust_store.hpp"

namespace congvan::trust {

struct DemoFolders {
    std::filesystem::path keys;   // gets root.key.pem, root.pem, issuing.key.pem, issuing.pem; keys are 0600
    std::filesystem::path trust;  // gets anchors/official-demo-root.pem and intermediates/demo-issuing.pem
};

struct DemoPerson {
    std::string full_name;  // CN
    std::string title;      // chức vụ; may be empty
    std::string agency;     // O
};

struct DemoOrganisation {
    std::string name;  // CN and O
};

// All certificates are valid from 1 January 2026 (or of the year of `at`, if earlier) to 1 January 2036 (or ten years
// after the year of `at`, if later), midnight +07:00, so that a steered clock stays inside. One thread at a time.
//
// All fail: trust.demo_authority_failed (call_operator).
class DemoAuthority {
public:
    // Opens what the folders hold, or creates it. A creation cut short is begun again; a finished one is never replaced.
    // `entropy` gives serial numbers and must outlive the authority; key material is OpenSSL's own.
    static Result<DemoAuthority> open(const DemoFolders& folders, Instant at, Entropy& entropy);
    ~DemoAuthority();
    DemoAuthority(DemoAuthority&&) noexcept;
    DemoAuthority& operator=(DemoAuthority&&) noexcept;

    // A leaf certificate (DER): key usage digitalSignature and nonRepudiation. `public_key` is SubjectPublicKeyInfo, DER.
    Result<Bytes> certify(const DemoPerson& person, BytesView public_key) const;
    Result<Bytes> certify(const DemoOrganisation& organisation, BytesView public_key) const;

private:
    struct Keys;
    DemoAuthority(std::unique_ptr<Keys> keys, Instant at, Entropy& entropy);

    std::unique_ptr<Keys> keys_;
    Instant at_;
    Entropy* entropy_;
};

}  // namespace congvan::trust
