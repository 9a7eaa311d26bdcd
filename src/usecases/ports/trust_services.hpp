#pragma once

// What authorities say after a certificate was issued: OCSP answers, lists of revoked certificates, certificates of
// issuers, time-stamps.

#include <chrono>

#include "signing/judge/revocation_facts.hpp"
#include "signing/timestamp/timestamp.hpp"

namespace congvan::usecases {

// One server that gave nothing useful.
struct SourceProblem {
    std::string address;
    std::string_view code;  // of spec/errors: fetch.*, signing.*
    std::string detail;
};

struct Gathered {
    std::vector<Bytes> evidence;       // OCSP answers and lists; each was checked against who was asked about
    std::vector<Bytes> certificates;   // of issuers; not believed by being here
    std::vector<SourceProblem> problems;
    bool asked = false;                // somebody outside was asked
};

// Whether servers may be asked, and for how long in all. Without patience only what is kept here is handed out.
struct Patience {
    std::chrono::milliseconds whole{0};
};

// One instance may be used from many threads at once.
class TrustServices {
public:
    virtual ~TrustServices() = default;

    // What is known about what is `wanted`, as of `now`. A server that failed a while ago is not asked again for some
    // minutes; a kept answer that is past its time, but within grace, is handed out when nothing newer can be had.
    // Never fails: what went wrong is in `problems`.
    virtual Gathered gather(const std::vector<signing::Wanted>& wanted, Instant now, Patience patience) = 0;

    // How strictly answers are taken.
    virtual signing::revocation::RevocationPolicy policy() const = 0;

    // Whether a time-stamp service is configured.
    virtual bool stamps() const = 0;

    // A time-stamp over the digest `imprint`; may take minutes (180 s is seen): never called for a waiting person. The
    // services are asked in order, each `tries` times.
    // Fails: trust.no_timestamp_service (call_operator) · as check_timestamp_response and WebClient::ask, of the last one.
    virtual Result<signing::Timestamp> stamp(signing::cms::DigestKind digest, BytesView imprint) = 0;
};

}  // namespace congvan::usecases
