#pragma once

// OCSP, lists, issuers' certificates and time-stamps over HTTP, with a cache and within bounds.

#include <map>
#include <string>

#include "adapters/trust/evidence_cache.hpp"
#include "adapters/trust/trust_sources.hpp"
#include "base/clock.hpp"
#include "usecases/ports/trust_services.hpp"
#include "usecases/ports/web_client.hpp"

namespace congvan::trust {

// All references must outlive it.
class OnlineServices final : public usecases::TrustServices {
public:
    OnlineServices(usecases::WebClient& web, EvidenceCache& cache, const Clock& clock, Entropy& entropy, TrustSources sources)
        : web_(web), cache_(cache), clock_(clock), entropy_(entropy), sources_(std::move(sources)) {}

    usecases::Gathered gather(const std::vector<signing::Wanted>& wanted, Instant now, usecases::Patience patience) override;
    signing::revocation::RevocationPolicy policy() const override { return sources_.policy; }
    bool stamps() const override { return !sources_.timestamps.empty(); }
    Result<signing::Timestamp> stamp(signing::cms::DigestKind digest, BytesView imprint) override;

private:
    class Round;
    Result<signing::Timestamp> stamp_once(const TimestampService& service, signing::cms::DigestKind digest, BytesView imprint);
    std::string mapped(const std::string& address) const;

    usecases::WebClient& web_;
    EvidenceCache& cache_;
    const Clock& clock_;
    Entropy& entropy_;
    const TrustSources sources_;
    Guarded<std::map<std::string, Instant>> resting_;  // hosts that failed, and until when they are left alone
};

}  // namespace congvan::trust
