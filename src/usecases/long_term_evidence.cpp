#include "usecases/long_term_evidence.hpp"

#include <algorithm>

#include "errors/usecases.hpp"
#include "signing/judge/judge.hpp"
#include "signing/pdf/long_term.hpp"
#include "signing/revocation/evidence.hpp"

namespace congvan::usecases {
namespace {

constexpr int kRounds = 4;  // an answer brings a responder, whose certificate brings an issuer, …

void add_new(std::vector<Bytes>& into, const std::vector<Bytes>& more, bool& grown) {
    for (const Bytes& each : more) {
        if (std::find(into.begin(), into.end(), each) != into.end()) continue;
        into.push_back(each);
        grown = true;
    }
}

// What a file needs, asked of the judge round by round until he misses nothing or nobody knows more.
class Gathering {
public:
    Gathering(TrustServices& services, const signing::TrustAnchors& anchors, BytesView pdf, const EvidenceWish& wish)
        : services_(services), anchors_(anchors), pdf_(pdf), wish_(wish) {}

    signing::ValidationData run();
    const std::string& problems() const { return problems_; }

private:
    std::vector<signing::Wanted> missing() const;
    void add_ways(const std::vector<signing::Wanted>& wanted);

    TrustServices& services_;
    const signing::TrustAnchors& anchors_;
    BytesView pdf_;
    const EvidenceWish& wish_;
    std::vector<Bytes> evidence_;
    std::vector<Bytes> certificates_;
    std::string problems_;
};

std::vector<signing::Wanted> Gathering::missing() const {
    signing::WantedList wanted;
    signing::RevocationFacts facts;
    facts.policy = services_.policy();
    facts.wanted = &wanted;
    for (const Bytes& each : evidence_) (void)facts.evidence.add(each).has_value();
    signing::JudgeContext context{anchors_, facts, wish_.at};
    context.certificates = certificates_;
    (void)signing::judge_pdf(pdf_, context);
    return wanted.all();
}

// The certificates on the way of each one that was asked about.
void Gathering::add_ways(const std::vector<signing::Wanted>& wanted) {
    bool grown = false;
    for (const signing::Wanted& each : wanted) {
        const auto certificate = anchors_.read(each.certificate);
        if (!certificate.has_value()) continue;
        std::vector<Bytes> way;
        const std::vector<BytesView> others(certificates_.begin(), certificates_.end());
        for (const auto& link : anchors_.chain(*certificate, others, wish_.at).path) way.push_back(signing::cms::der_of(link));
        add_new(certificates_, way, grown);
    }
}

signing::ValidationData Gathering::run() {
    for (int round = 0; round < kRounds; ++round) {
        const auto wanted = missing();
        if (wanted.empty()) break;
        add_ways(wanted);
        const Gathered gathered = services_.gather(wanted, wish_.at, wish_.patience);
        for (const SourceProblem& each : gathered.problems) problems_ += each.address + ": " + std::string(each.code) + " " + each.detail + "; ";
        bool grown = false;
        add_new(evidence_, gathered.evidence, grown);
        add_new(certificates_, gathered.certificates, grown);
        if (!grown) break;
    }
    signing::ValidationData data;
    data.certificates = certificates_;
    for (const Bytes& each : evidence_) {
        const auto kind = signing::revocation::kind_of(each);
        if (kind == signing::revocation::EvidenceKind::ocsp) data.answers.push_back(each);
        if (kind == signing::revocation::EvidenceKind::crl) data.lists.push_back(each);
    }
    return data;
}

}  // namespace

Result<Bytes> with_evidence(TrustServices& services, const signing::TrustAnchors& anchors, BytesView pdf, const EvidenceWish& wish) {
    Gathering gathering(services, anchors, pdf, wish);
    const signing::ValidationData data = gathering.run();
    LET(Bytes file, signing::add_security_store(pdf, {{wish.field, data}}));
    // From the file alone: nothing else is at hand now.
    signing::RevocationFacts nothing;
    nothing.policy = services.policy();
    const auto report = signing::judge_pdf(file, signing::JudgeContext{anchors, nothing, wish.at});
    for (const signing::SignatureReport& each : report.signatures) {
        if (each.field == wish.field && each.revocation_status == signing::RevocationStatus::good) return file;
    }
    return Error{Remedy::retry_later, errors::usecases::evidence_missing, gathering.problems()};
}

}  // namespace congvan::usecases
