#include "signing/revocation/evidence.hpp"

#include <algorithm>

#include "errors/signing.hpp"
#include "signing/cms/der_reader.hpp"

namespace congvan::signing::revocation {

std::string_view to_word(EvidenceKind kind) {
    switch (kind) {
        case EvidenceKind::ocsp: return "ocsp";
        case EvidenceKind::crl: return "crl";
    }
    return {};
}

// OCSPResponse begins with an ENUMERATED. A BasicOCSPResponse and a CertificateList both begin with a SEQUENCE and differ
// inside it: ResponseData begins with [0], [1] or [2], a TBSCertList with its version or an algorithm.
std::optional<EvidenceKind> kind_of(BytesView der) {
    der::Reader outer(der);
    const auto whole = outer.next(0x30);
    if (!whole.has_value() || !outer.at_end()) return std::nullopt;
    der::Reader reader(whole->content);
    const auto first = reader.next();
    if (!first.has_value()) return std::nullopt;
    if (first->tag == 0x0A) return EvidenceKind::ocsp;
    if (first->tag != 0x30 || first->content.empty()) return std::nullopt;
    const auto inner = static_cast<std::uint8_t>(first->content[0]);
    if (inner == 0xA0 || inner == 0xA1 || inner == 0xA2) return EvidenceKind::ocsp;
    return inner == 0x02 || inner == 0x30 ? std::optional(EvidenceKind::crl) : std::nullopt;
}

Result<Done> Evidence::add(BytesView der) {
    const auto name = Sha256::of(der);
    const auto same = [&](const auto& one) { return one.sha256 == name; };
    if (std::any_of(answers_.begin(), answers_.end(), same) || std::any_of(lists_.begin(), lists_.end(), same)) return Done{};
    if (answers_.size() + lists_.size() >= kMostEvidence) {
        return Error{Remedy::fix_input, errors::signing::evidence_unfit, "too much evidence"};
    }
    if (kind_of(der) == EvidenceKind::crl) {
        LET(auto crl, Crl::parse(der));
        lists_.push_back({name, std::move(crl)});
        return Done{};
    }
    LET(auto response, OcspResponse::parse(der));
    answers_.push_back({name, std::move(response)});
    return Done{};
}

}  // namespace congvan::signing::revocation
