#include "signing/judge/standing_facts.hpp"

namespace congvan::signing {

std::vector<revocation::Standing> standings(const ChainFacts& chain, Instant claimed, Instant proved,
                                            const JudgeContext& context, std::vector<EvidenceUse>& uses) {
    std::vector<revocation::Standing> found;
    const revocation::Evidence* pools[] = {&context.revocations.evidence, &context.embedded};
    for (std::size_t i = 0; i + 1 < chain.path.size(); ++i) {
        const auto& certificate = chain.path[i];
        const auto& issuer = chain.path[i + 1];
        const auto one = revocation::standing({certificate, issuer, claimed, proved}, pools, context.revocations.policy);
        found.push_back(one);
        if (one.status != RevocationStatus::not_checked) {
            uses.push_back({std::string(to_word(one.kind)), one.evidence.hex(), certificate.facts().sha256.hex(), one.this_update});
        }
        const bool firm = one.status != RevocationStatus::not_checked && one.status != RevocationStatus::stale && !one.in_grace;
        if (context.revocations.wanted == nullptr || firm) continue;
        context.revocations.wanted->add({Wanted::What::status, cms::der_of(certificate), cms::der_of(issuer),
                                         revocation::addresses_of(certificate), proved, certificate.facts().sha256});
    }
    return found;
}

void want_issuers(const ChainFacts& chain, const JudgeContext& context) {
    if (context.revocations.wanted == nullptr || chain.status == ChainStatus::trusted) return;
    for (const auto& lonely : chain.dead_ends) {
        auto addresses = revocation::addresses_of(lonely);
        if (addresses.issuers.empty()) continue;
        context.revocations.wanted->add({Wanted::What::issuer, cms::der_of(lonely), {}, std::move(addresses), context.at,
                                         lonely.facts().sha256});
    }
}

}  // namespace congvan::signing
