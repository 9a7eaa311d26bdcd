#pragma once

// Answers about revocation that are at hand: given, embedded in a file, or fetched. None of them is believed by being
// here. Immutable once built; cheap to copy; any thread.

#include "signing/revocation/crl.hpp"
#include "signing/revocation/ocsp.hpp"

namespace congvan::signing::revocation {

enum class EvidenceKind { ocsp, crl };
std::string_view to_word(EvidenceKind kind);

inline constexpr std::size_t kMostEvidence = 1024;

class Evidence {
public:
    struct Ocsp {
        Sha256 sha256;
        OcspResponse response;
    };
    struct List {
        Sha256 sha256;
        Crl crl;
    };

    // A CRL, an OCSPResponse or a BasicOCSPResponse, told apart by what it is. What is here already is passed over.
    // Fails: as Crl::parse and OcspResponse::parse · signing.evidence_unfit (fix_input: more than kMostEvidence).
    Result<Done> add(BytesView der);

    const std::vector<Ocsp>& answers() const { return answers_; }
    const std::vector<List>& lists() const { return lists_; }
    std::size_t size() const { return answers_.size() + lists_.size(); }
    bool empty() const { return answers_.empty() && lists_.empty(); }

private:
    std::vector<Ocsp> answers_;
    std::vector<List> lists_;
};

// The kind of `der` by its outermost shape; none: neither.
std::optional<EvidenceKind> kind_of(BytesView der);

}  // namespace congvan::signing::revocation
