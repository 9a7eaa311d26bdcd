#pragma once

// What is known about revocation when a file is judged, how strictly it is taken, and what is still missing.

#include "signing/revocation/addresses.hpp"
#include "signing/revocation/standing.hpp"

namespace congvan::signing {

// What would make a judgement firmer: an answer about a certificate, or the certificate of its issuer.
struct Wanted {
    enum class What { status, issuer };
    What what = What::status;
    Bytes certificate;          // DER
    Bytes issuer;               // DER; empty for What::issuer
    revocation::Addresses addresses;
    Instant as_of;              // an answer has to speak for this time or a later one
    Sha256 sha256;              // of `certificate`
};

// Collects without repeating itself. Used by one thread at a time.
class WantedList {
public:
    void add(Wanted wanted);
    const std::vector<Wanted>& all() const { return all_; }

private:
    std::vector<Wanted> all_;
};

struct RevocationFacts {
    revocation::Evidence evidence{};
    revocation::RevocationPolicy policy{};
    std::vector<Bytes> certificates{};  // of issuers that were fetched, DER; they help to find ways and are not believed
    WantedList* wanted = nullptr;  // where judges put what they miss; null: nobody asks
};

}  // namespace congvan::signing
