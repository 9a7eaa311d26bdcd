#pragma once

// Whom this installation trusts, and the way from a signer's certificate to one of them (RFC 5280 section 6, by
// libcrypto, at a time that is handed in).

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
    std::vector<cms::Certificate> path;       // the best way: signer first, anchor last; empty: none
    std::vector<cms::Certificate> dead_ends;  // whose issuer is not at hand, when there is no way
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

    // The way from `signer` at `at`; `others` are certificates that came along, not trusted, unreadable ones ignored. Of
    // several ways (cross certificates, keys renewed under one name) the best counts: one that holds before one that does
    // not, then official before public before own, then the shortest.
    ChainFacts chain(const cms::Certificate& signer, std::span<const BytesView> others, Instant at) const;

    // As Certificate::parse.
    Result<cms::Certificate> read(BytesView der) const;

private:
    struct State;
    std::shared_ptr<const State> state_;
};

}  // namespace congvan::signing
