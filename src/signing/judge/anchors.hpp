#pragma once

// Whom this installation trusts, and the way from a signer's certificate to one of them (RFC 5280 section 6, by
// libcrypto, at a time that is handed in).

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "signing/cms/certificate.hpp"
#include "signing/judge/report.hpp"

namespace congvan::signing {

struct TrustedCertificate {
    Bytes der;
    AnchorClass kind = AnchorClass::own;
};

struct ChainFacts {
    ChainStatus status = ChainStatus::not_checked;
    std::optional<AnchorClass> anchor_class;  // of the anchor it leads to
    std::string anchor;
};

// Immutable to the outside; cheap to copy; any thread. Remembers, within bounds, certificates it has read and ways it has
// found: the same question gets the same answer, sooner.
class TrustAnchors {
public:
    TrustAnchors();  // trusts nobody

    // `intermediates` help to find the way and are not trusted by themselves; real signatures bring only their leaf.
    // Fails: signing.bad_certificate (fix_input).
    static Result<TrustAnchors> make(const std::vector<TrustedCertificate>& anchors,
                                     const std::vector<Bytes>& intermediates = {});

    // The way from `signer` at `at`; `others` are certificates that came along, not trusted, unreadable ones ignored.
    ChainFacts chain(const cms::Certificate& signer, std::span<const BytesView> others, Instant at) const;

    // As Certificate::parse.
    Result<cms::Certificate> read(BytesView der) const;

private:
    ChainFacts find_chain(const cms::Certificate& signer, std::span<const BytesView> others, Instant at,
                          Instant& from, Instant& until) const;
    struct State;
    std::shared_ptr<const State> state_;
};

// What somebody has found out about revocation (OCSP, CRL) before the file is judged.
struct RevocationFact {
    RevocationStatus status = RevocationStatus::not_checked;
    std::optional<Instant> revoked_at;
};
using RevocationFacts = std::map<Sha256, RevocationFact>;  // by SHA-256 of the certificate

}  // namespace congvan::signing
