#include "usecases/gather_evidence.hpp"

#include <set>

#include "errors/signing.hpp"
#include "errors/trust.hpp"

namespace congvan::usecases {
namespace {

constexpr int kMostRounds = 3;  // an issuer, then its status, then that of who is above it
constexpr std::size_t kMostKept = 64u << 20;

signing::TrustAnchors anchors_now(const TrustMaterial& material) {
    auto made = anchors_of(material);
    return made.has_value() ? std::move(made).value() : signing::TrustAnchors();
}

// What the report names, out of what was at hand.
void keep_used(Office& office, const signing::DocumentReport& report, const std::vector<Bytes>& pieces) {
    std::set<std::string> used;
    for (const auto& signature : report.signatures) {
        for (const auto& evidence : signature.evidence) used.insert(evidence.sha256);
    }
    for (const Bytes& piece : pieces) {
        // A store that is full costs the copy, not the verdict: the digest stands in the report.
        if (used.contains(Sha256::of(piece).hex())) (void)office.blobs.put(piece).has_value();
    }
}

// True: something was new.
bool take(Gathered& gathered, signing::RevocationFacts& facts, std::vector<Bytes>& pieces) {
    bool grew = false;
    for (Bytes& piece : gathered.evidence) {
        const auto before = facts.evidence.size();
        if (!facts.evidence.add(piece).has_value() || facts.evidence.size() == before) continue;
        grew = true;
        pieces.push_back(std::move(piece));
    }
    for (Bytes& certificate : gathered.certificates) {
        if (std::find(facts.certificates.begin(), facts.certificates.end(), certificate) != facts.certificates.end()) continue;
        grew = true;
        facts.certificates.push_back(std::move(certificate));
    }
    return grew;
}

void add_configured(const TrustMaterial& material, signing::RevocationFacts& facts, std::vector<Bytes>& pieces) {
    for (const Bytes& one : material.evidence) {
        if (facts.evidence.add(one).has_value()) pieces.push_back(one);
    }
}

}  // namespace

JudgedFile judge_with_evidence(Office& office, BytesView file, Instant at, Patience patience) {
    const auto material = office.trust.material();
    const auto anchors = anchors_now(*material);
    signing::RevocationFacts facts;
    std::vector<Bytes> pieces;
    add_configured(*material, facts, pieces);
    if (office.services != nullptr) facts.policy = office.services->policy();
    JudgedFile judged;
    for (int round = 0;; ++round) {
        signing::WantedList wanted;
        facts.wanted = &wanted;
        judged.report = verify_file({file, nullptr}, {anchors, facts, at});
        if (wanted.all().empty() || office.services == nullptr || round == kMostRounds) break;
        auto gathered = office.services->gather(wanted.all(), office.clock.now(), patience);
        judged.problems.insert(judged.problems.end(), gathered.problems.begin(), gathered.problems.end());
        if (!take(gathered, facts, pieces)) break;
    }
    keep_used(office, judged.report, pieces);
    return judged;
}

signing::DocumentReport judge_again(Office& office, BytesView file, Instant at, const std::vector<Sha256>& evidence) {
    signing::RevocationFacts facts;
    if (office.services != nullptr) facts.policy = office.services->policy();
    for (const Sha256& digest : evidence) {
        const auto content = office.blobs.open(digest);
        if (!content.has_value()) continue;
        const auto bytes = read_all(**content, kMostKept);
        if (bytes.has_value()) (void)facts.evidence.add(*bytes).has_value();
    }
    const auto anchors = anchors_now(*office.trust.material());
    return verify_file({file, nullptr}, {anchors, facts, at});
}

Result<signing::Timestamp> stamp_digest(Office& office, signing::cms::DigestKind digest, BytesView imprint) {
    if (office.services == nullptr) return Error{Remedy::call_operator, errors::trust::no_timestamp_service, "no services"};
    LET(auto stamp, office.services->stamp(digest, imprint));
    const auto anchors = anchors_now(*office.trust.material());
    const std::vector<BytesView> others(stamp.facts.others.begin(), stamp.facts.others.end());
    const auto chain = anchors.chain(*stamp.facts.authority, others, stamp.facts.gen_time);
    if (chain.status != signing::ChainStatus::trusted || stamp.facts.weak_digest) {
        return Error{Remedy::call_operator, errors::signing::timestamp_untrusted,
                     stamp.facts.authority->facts().common_name + ": " + std::string(to_word(chain.status))};
    }
    return stamp;
}

}  // namespace congvan::usecases
