#include "signing/xml/signature_judge.hpp"

#include "signing/judge/reasons.hpp"
#include "signing/xml/dom.hpp"
#include "signing/xml/names.hpp"

namespace congvan::signing::xml {
namespace {

constexpr std::string_view kManifestType = "http://www.w3.org/2000/09/xmldsig#Manifest";

class SignatureJudge {
public:
    SignatureJudge(const Document& document, const JudgeContext& context, const XmlOptions& options, Budget& budget)
        : document_(document), context_(context), options_(options), budget_(budget) {}

    JudgedSignature run(const xmlNode* element);

private:
    struct Pair {
        Reference reference;
        Covered covered;
    };

    void add(std::string_view reason);
    void look_inside(const xmlNode* element);
    bool check_reference(const xmlNode* element, bool of_manifest);
    bool check_manifests(const Pair& pair);
    bool check_manifest(const xmlNode* manifest);
    bool check_references();
    bool check_value(const KeyInfo& key_info);
    bool check_properties();
    void check_strength();
    std::optional<Instant> time_of_properties() const;
    void examine(const KeyInfo& key_info);
    void examine_timestamps(std::span<const BytesView> others, const JudgeContext& context);
    void examine_unsigned();
    void hand_out(const KeyInfo& key_info);
    void examine_scope();

    const Document& document_;
    const JudgeContext& context_;
    const XmlOptions& options_;
    Budget& budget_;
    SignatureElement signature_;
    Xades xades_;
    std::vector<Pair> pairs_;
    JudgedSignature result_;
};

void SignatureJudge::add(std::string_view reason) {
    auto& reasons = result_.report.reasons;
    if (std::find(reasons.begin(), reasons.end(), reason) == reasons.end()) reasons.push_back(reason);
}

// A signature inside this one is not the signature of anything that a caller asked for.
void SignatureJudge::look_inside(const xmlNode* element) {
    for (const auto* node = dom::next(element, element); node != nullptr; node = dom::next(node, element)) {
        if (dom::is(node, names::kSignature, "Signature")) return add(reasons::xml_nested_signature);
    }
}

bool SignatureJudge::check_reference(const xmlNode* element, bool of_manifest) {
    if (pairs_.size() >= options_.limits.references) {
        add(reasons::xml_too_large);
        return false;
    }
    auto reference = read_reference(element);
    if (!reference.has_value()) {
        add(reference.error().code);
        return false;
    }
    const ReferenceContext context{document_, signature_, options_.content, options_.transforms, options_.limits, budget_};
    auto covered = resolve(*reference, context);
    if (!covered.has_value()) {
        add(covered.error().code);
        return false;
    }
    if (!digest_matches(*reference, *covered)) {
        add(reasons::cms_digest_mismatch);
        return false;
    }
    pairs_.push_back({std::move(reference).value(), std::move(covered).value()});
    const Pair pair = {pairs_.back().reference, {pairs_.back().covered.target, pairs_.back().covered.apex, {}, false, nullptr, {}}};
    return of_manifest || check_manifests(pair);
}

bool SignatureJudge::check_manifest(const xmlNode* manifest) {
    for (const auto* child : dom::elements(manifest)) {
        if (!dom::is(child, names::kSignature, "Reference")) {
            add(reasons::xml_signature_structure);
            return false;
        }
        if (!check_reference(child, true)) return false;
    }
    return true;
}

// The lists in this signature's own objects, and those that a reference calls so, are part of what it says.
bool SignatureJudge::check_manifests(const Pair& pair) {
    const auto* apex = pair.covered.apex;
    const bool called = pair.reference.type == kManifestType;
    if (apex == nullptr || pair.covered.target != Target::element) {
        if (called) add(reasons::xml_reference);
        return !called;
    }
    if (dom::is(apex, names::kSignature, "Manifest")) return check_manifest(apex);
    if (called) {
        add(reasons::xml_reference);
        return false;
    }
    if (!dom::is(apex, names::kSignature, "Object") || apex->parent != signature_.element) return true;
    for (const auto* child : dom::elements(apex)) {
        if (dom::is(child, names::kSignature, "Manifest") && !check_manifest(child)) return false;
    }
    return true;
}

bool SignatureJudge::check_references() {
    for (const auto* element : signature_.references) {
        if (!check_reference(element, false)) return false;
    }
    return true;
}

bool SignatureJudge::check_value(const KeyInfo& key_info) {
    const auto bytes = canonicalise(document_, {signature_.signed_info, nullptr, Comments::kept}, signature_.canonicalisation, budget_);
    if (!bytes.has_value()) {
        add(reasons::xml_too_large);
        return false;
    }
    if (verifies(signature_.method, key_info.signer, *bytes, signature_.value)) return true;
    add(reasons::cms_signature_wrong);
    return false;
}

// The properties must be what exactly one reference, which says so, covers.
bool SignatureJudge::check_properties() {
    auto read = read_xades(signature_);
    if (!read.has_value()) {
        add(read.error().code);
        return false;
    }
    xades_ = std::move(read).value();
    std::size_t found = 0;
    for (const auto& [reference, covered] : pairs_) {
        const bool called = reference.type == names::kSignedPropertiesType;
        const bool own = xades_.signed_properties != nullptr && covered.apex == xades_.signed_properties;
        if (called && !own) {
            add(reasons::xades_not_signed);
            return false;
        }
        if (!own) continue;
        ++found;
        if (!called) add(reasons::xades_reference_type);
        if (covered.text_only || covered.without != nullptr) add(reasons::xades_not_signed);
    }
    if (xades_.signed_properties != nullptr && found != 1) {
        add(reasons::xades_not_signed);
        return false;
    }
    return true;
}

void SignatureJudge::check_strength() {
    bool weak = signature_.method.digest == cms::DigestKind::sha1;
    for (const auto& pair : pairs_) weak = weak || pair.reference.digest == cms::DigestKind::sha1;
    if (weak) add(reasons::cms_sha1);
}

// A time among covered ds:SignatureProperties of this signature: as OOXML, ODF and Vietnamese invoices have it.
std::optional<Instant> SignatureJudge::time_of_properties() const {
    const CoveredNodes nodes(result_.covered);
    const auto id = dom::attribute(signature_.element, "Id");
    for (const auto* object : signature_.objects) {
        for (const auto* node = dom::next(object, object); node != nullptr; node = dom::next(node, object)) {
            if (!dom::is(node, names::kSignature, "SignatureProperty") || !nodes.contains(node)) continue;
            const auto target = dom::attribute(node, "Target");
            if (!target.empty() && target != "#" + id) continue;
            for (const auto* child : dom::elements(node)) {
                const auto* office = dom::is(child, names::kOfficeSignature, "SignatureTime")
                                         ? dom::only(child, names::kOfficeSignature, "Value") : nullptr;
                const bool date = dom::is(child, names::kDublinCore, "date") || dom::name(child) == "SigningTime";
                if (office == nullptr && !date) continue;
                if (const auto time = read_time(dom::trimmed(office != nullptr ? office : child))) return time;
            }
        }
    }
    return std::nullopt;
}

void SignatureJudge::examine_unsigned() {
    result_.report.unsigned_attributes = xades_.unsigned_names;
    if (!xades_.unknown_names.empty()) {
        add(reasons::cms_unknown_unsigned_attribute);
        add(reasons::xml_parts_not_signed);
    }
    if (xades_.unchecked) add(reasons::cms_unsigned_attribute_not_checked);
    if (!xades_.policy.empty() && xades_.policy != "implied") add(reasons::xades_policy_not_checked);
}

// Only now is anything that the signature says believed.
void SignatureJudge::examine(const KeyInfo& key_info) {
    auto& report = result_.report;
    auto bound = Bound::no;
    switch (names_certificate(xades_, key_info)) {
        case Named::yes: bound = Bound::yes; break;
        case Named::no: break;
        case Named::another: return add(reasons::cms_certificate_mismatch);
    }
    report.signing_time = xades_.signing_time.empty() ? time_of_properties() : read_time(xades_.signing_time);
    examine_claimed_time(report, context_);
    const std::vector<BytesView> others(key_info.others.begin(), key_info.others.end());
    JudgeContext context = context_;
    const std::vector<BytesView> revocations(xades_.revocations.begin(), xades_.revocations.end());
    const std::vector<BytesView> certificates(xades_.certificates.begin(), xades_.certificates.end());
    add_evidence(context, revocations, certificates);
    examine_timestamps(others, context);
    examine_signer(report, key_info.signer, others, bound, context);
}

// Each over the signature value as it stands (EN 319 132-1 5.3).
void SignatureJudge::examine_timestamps(std::span<const BytesView> others, const JudgeContext& context) {
    for (const auto* element : xades_.timestamps) {
        const auto stamp = read_stamp(element);
        if (!stamp.has_value()) {
            add(stamp.error().code);
            continue;
        }
        const Selection selection{signature_.value_element, nullptr, Comments::kept};
        const auto value = canonicalise(document_, selection, stamp->how, budget_);
        if (!value.has_value()) return add(reasons::xml_too_large);
        const BytesView covered[] = {*value};
        examine_timestamp(result_.report, stamp->token, covered, others, context);
    }
}

void SignatureJudge::hand_out(const KeyInfo& key_info) {
    auto& verified = result_.verified;
    verified.signer_certificate = key_info.signer_der;
    verified.policy = xades_.policy;
    for (auto& [reference, covered] : pairs_) {
        VerifiedPart part{covered.target, reference.uri, {}, reference.type, {}, std::move(covered.content)};
        if (covered.apex != nullptr) part.path = dom::path(covered.apex);
        for (const auto& format : xades_.formats) {
            if (!reference.id.empty() && format.reference == "#" + reference.id) part.mime_type = format.mime_type;
        }
        verified.parts.push_back(std::move(part));
    }
}

void SignatureJudge::examine_scope() {
    if (options_.scope == Scope::package) return;
    // What a signature says of itself is no content.
    std::vector<Covered> content;
    for (const auto& one : result_.covered) {
        if (one.apex == nullptr || one.apex != xades_.signed_properties) content.push_back(one);
    }
    result_.coverage = examine_coverage(document_, signature_, xades_, content);
    result_.report.coverage = result_.coverage.coverage;
    if (result_.coverage.text_split) add(reasons::xml_text_split);
    if (content.empty()) add(reasons::xml_parts_not_signed);
}

JudgedSignature SignatureJudge::run(const xmlNode* element) {
    auto& report = result_.report;
    report.field = dom::attribute(element, "Id");
    result_.verified.id = report.field;
    look_inside(element);
    auto read = read_signature(element);
    if (!read.has_value()) {
        add(read.error().code);
        return std::move(result_);
    }
    signature_ = std::move(read).value();
    report.algorithm = signature_.method.name();
    const auto key_info = read_key_info(signature_.key_info, context_.anchors);
    if (!key_info.has_value()) add(key_info.error().code);
    if (!check_references() || !check_properties()) return std::move(result_);
    check_strength();
    if (!key_info.has_value() || !check_value(*key_info)) return std::move(result_);
    for (const auto& [reference, covered] : pairs_) {
        result_.covered.push_back({covered.target, covered.apex, covered.comments, covered.text_only, covered.without, {}});
    }
    examine_unsigned();
    examine(*key_info);
    examine_scope();
    const auto integrity = conclude(report.reasons).integrity;
    result_.proved = integrity == Integrity::intact || integrity == Integrity::unknown;
    if (result_.proved) hand_out(*key_info);
    return std::move(result_);
}

}  // namespace

JudgedSignature judge_signature(const Document& document, const xmlNode* element, const JudgeContext& context,
                                const XmlOptions& options, Budget& budget) {
    return SignatureJudge(document, context, options, budget).run(element);
}

}  // namespace congvan::signing::xml
