#include "signing/xml/judge_xml.hpp"

#include <exception>

#include "signing/judge/reasons.hpp"
#include "signing/xml/dom.hpp"
#include "signing/xml/names.hpp"
#include "signing/xml/signature_judge.hpp"

namespace congvan::signing::xml {
namespace {

using Codes = std::vector<std::string_view>;

void add(Codes& codes, std::string_view code) {
    if (std::find(codes.begin(), codes.end(), code) == codes.end()) codes.push_back(code);
}

VerifiedXml failed(std::string_view code) {
    VerifiedXml result;
    result.report.kind = SignedKind::xml;
    result.report.reasons = {code};
    const auto conclusion = conclude(result.report.reasons);
    result.report.verdict = conclusion.verdict;
    result.report.integrity = conclusion.integrity;
    return result;
}

// Signatures that stand in no other one, in document order.
std::vector<const xmlNode*> find_signatures(const Document& document) {
    std::vector<const xmlNode*> found;
    const auto* root = document.root();
    for (const auto* node = root; node != nullptr;) {
        const bool signature = dom::is(node, names::kSignature, "Signature");
        if (signature) found.push_back(node);
        node = signature ? dom::skip(node, root) : dom::next(node, root);
    }
    return found;
}

class FileJudge {
public:
    FileJudge(const Document& document, const JudgeContext& context, const XmlOptions& options)
        : document_(document), context_(context), options_(options), budget_(options.limits) {}

    VerifiedXml run();

private:
    void judge_each(const std::vector<const xmlNode*>& elements);
    bool covered_by_others(std::size_t which) const;
    void judge_coverage();
    VerifiedXml report();

    const Document& document_;
    const JudgeContext& context_;
    const XmlOptions& options_;
    Budget budget_;
    std::vector<JudgedSignature> judged_;
};

void FileJudge::judge_each(const std::vector<const xmlNode*>& elements) {
    for (const auto* element : elements) {
        judged_.push_back(judge_signature(document_, element, context_, options_, budget_));
        auto& report = judged_.back().report;
        if (report.field.empty()) report.field = "Signature " + std::to_string(judged_.size());
        conclude_signature(report);
    }
}

// Whether other signatures, each accepted by itself, cover all that this one leaves out.
bool FileJudge::covered_by_others(std::size_t which) const {
    std::vector<Covered> covered;
    for (std::size_t i = 0; i < judged_.size(); ++i) {
        if (i == which || !judged_[i].proved || !accepted(judged_[i].report.verdict)) continue;
        covered.insert(covered.end(), judged_[i].covered.begin(), judged_[i].covered.end());
    }
    const CoveredNodes nodes(covered);
    const auto& left_out = judged_[which].coverage.unsigned_nodes;
    return !covered.empty() && std::all_of(left_out.begin(), left_out.end(), [&](const xmlNode* node) { return nodes.contains(node); });
}

// What is left out matters only once all signatures are known.
void FileJudge::judge_coverage() {
    std::vector<std::string_view> codes(judged_.size());
    for (std::size_t i = 0; i < judged_.size(); ++i) {
        const auto& one = judged_[i];
        if (!one.proved || one.coverage.unsigned_parts.empty()) continue;
        if (!options_.required.empty() && all_required(document_, options_.required, one.covered)) continue;
        const bool others = options_.required.empty() && covered_by_others(i);
        codes[i] = others ? reasons::xml_parts_signed_by_others : reasons::xml_parts_not_signed;
    }
    for (std::size_t i = 0; i < judged_.size(); ++i) {
        auto& report = judged_[i].report;
        if (codes[i].empty()) continue;
        add(report.reasons, codes[i]);
        conclude_signature(report);
        if (codes[i] != reasons::xml_parts_signed_by_others) continue;
        if (report.verdict == Verdict::valid) report.verdict = Verdict::valid_with_additions;
        if (report.integrity == Integrity::intact) report.integrity = Integrity::intact_with_additions;
    }
}

VerifiedXml FileJudge::report() {
    VerifiedXml result;
    auto& report = result.report;
    report.kind = SignedKind::xml;
    report.verdict = Verdict::valid;
    report.integrity = Integrity::intact;
    std::optional<std::set<std::string>> left_out;  // by every signature
    for (auto& one : judged_) {
        for (const auto code : one.report.reasons) add(report.reasons, code);
        if (!one.proved) continue;
        if (!left_out) {
            left_out = std::move(one.coverage.unsigned_parts);
        } else {
            std::erase_if(*left_out, [&](const std::string& part) { return !one.coverage.unsigned_parts.contains(part); });
        }
    }
    if (left_out) report.unsigned_parts.assign(left_out->begin(), left_out->end());
    const auto conclusion = conclude(report.reasons);
    report.verdict = conclusion.verdict;
    report.integrity = conclusion.integrity;
    for (auto& one : judged_) {
        report.signatures.push_back(std::move(one.report));
        result.signatures.push_back(std::move(one.verified));
    }
    return result;
}

VerifiedXml FileJudge::run() {
    const auto elements = find_signatures(document_);
    if (elements.size() > options_.limits.signatures) return failed(reasons::xml_too_large);
    if (elements.empty()) {
        VerifiedXml none;
        none.report.kind = SignedKind::xml;
        none.report.verdict = Verdict::not_signed;
        none.report.integrity = Integrity::not_signed;
        return none;
    }
    judge_each(elements);
    judge_coverage();
    return report();
}

}  // namespace

VerifiedXml verify_xml(BytesView file, const JudgeContext& context, const XmlOptions& options) {
    try {
        const auto document = Document::parse(file, options.limits);
        if (!document.has_value()) return failed(reason_of(document.error()));
        return FileJudge(*document, context, options).run();
    } catch (const std::exception&) {  // memory
        return failed(reasons::judge_failed);
    }
}

DocumentReport judge_xml(BytesView file, const TrustAnchors& anchors, Instant at, const RevocationFacts& revocations,
                         const ContentResolver& content) {
    XmlOptions options;
    options.content = content;
    return verify_xml(file, {anchors, revocations, at}, options).report;
}

}  // namespace congvan::signing::xml
