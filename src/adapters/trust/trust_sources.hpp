#pragma once

// sources.toml of the trust folder: which servers are asked about certificates and for time-stamps. Every key may be left
// out; so may the file. Unknown keys are refused.
//
//   fetch = true                   ask the addresses that trusted certificates name (OCSP, lists of revoked certificates)
//   fetch_issuers = false          fetch missing certificates of issuers from addresses that strangers' certificates name
//   grace = "24h"                  an answer is used so long past its next update
//   max_age = "24h"                … an answer that names no next update, since it was made
//   largest_list = "32MiB"
//   [hosts]                        old names of hosts in certificates, and where they are now
//   "ocsp.ca.ptc" = "ocsp.ca.gov.vn"
//   [[authority]]                  addresses for all certificates of one issuer, asked before theirs
//   sha256 = "…"                   of the issuer's certificate
//   ocsp = ["http://…"]
//   crl = ["http://…"]
//   [[timestamp]]                  in the order in which they are asked
//   address = "http://tsa.ca.gov.vn/"
//   policy = "1.3.6.1.4.1.…"       left out: any
//   patience = "180s"              for one answer
//   tries = 3

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/digest.hpp"
#include "signing/revocation/standing.hpp"

namespace congvan::trust {

struct AuthorityAddresses {
    std::vector<std::string> ocsp;
    std::vector<std::string> crl;
};

struct TimestampService {
    std::string address;
    std::string policy;
    std::chrono::seconds patience{180};
    int tries = 3;
};

struct TrustSources {
    bool fetch = true;
    bool fetch_issuers = false;
    signing::revocation::RevocationPolicy policy{};
    std::size_t largest_list = 32u << 20;
    std::map<std::string, std::string> hosts;
    std::map<Sha256, AuthorityAddresses> authorities;
    std::vector<TimestampService> timestamps;
};

// Fails: trust.bad_sources (call_operator; line and key are in detail).
Result<TrustSources> parse_trust_sources(std::string_view toml);
// From `folder`/sources.toml; what is left out there when there is none. Fails: as above · trust.unreadable.
Result<TrustSources> read_trust_sources(const std::filesystem::path& folder);

}  // namespace congvan::trust
