#pragma once

// Where a certificate says more can be had (RFC 5280 4.2.1.13, 4.2.2.1): http and https addresses, in its order, at most
// eight of each, at most 1,024 characters. Pure.

#include <string>
#include <vector>

#include "signing/cms/certificate.hpp"

namespace congvan::signing::revocation {

struct Addresses {
    std::vector<std::string> ocsp;
    std::vector<std::string> crl;
    std::vector<std::string> issuers;  // the certificate of who issued it
};

Addresses addresses_of(const cms::Certificate& certificate);

}  // namespace congvan::signing::revocation
