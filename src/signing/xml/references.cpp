#include "signing/xml/references.hpp"

#include "errors/signing.hpp"
#include "signing/judge/reasons.hpp"
#include "signing/xml/dom.hpp"
#include "signing/xml/names.hpp"

namespace congvan::signing::xml {
namespace {

Error because(std::string_view reason, std::string detail) { return Error{Remedy::fix_input, reason, std::move(detail)}; }

// The identifier in "#id" or "#xpointer(id('id'))". Empty: neither.
std::string_view identifier(std::string_view uri, Comments& comments) {
    if (uri.empty() || uri[0] != '#') return {};
    uri.remove_prefix(1);
    const std::string_view before = "xpointer(id('";
    if (uri.substr(0, before.size()) == before || uri.substr(0, before.size()) == "xpointer(id(\"") {
        const char quote = uri[before.size() - 1];
        comments = Comments::kept;
        uri.remove_prefix(before.size());
        if (uri.size() < 4 || uri.substr(uri.size() - 2) != "))" || uri[uri.size() - 3] != quote) return {};
        uri.remove_suffix(3);
    }
    const bool plain = uri.find_first_of("()'\"/ \t\r\n#%") == std::string_view::npos;
    return plain ? uri : std::string_view();
}

// Comments are part of what is meant only where the reference is an XPointer (XMLDSig 4.4.3.3).
Result<Covered> find_target(const Reference& reference, const Document& document) {
    Covered covered;
    const std::string_view uri = reference.uri;
    if (uri.empty() || uri == "#xpointer(/)") {
        covered.target = Target::document;
        covered.comments = uri.empty() ? Comments::left_out : Comments::kept;
        return covered;
    }
    if (uri[0] != '#') return covered;
    const auto id = identifier(uri, covered.comments);
    if (id.empty()) return because(reasons::xml_reference, reference.uri);
    covered.target = Target::element;
    covered.apex = document.find(id);
    if (covered.apex == nullptr) return because(reasons::xml_reference_not_found, reference.uri);
    if (document.ambiguous(id)) return because(reasons::xml_duplicate_id, reference.uri);
    return covered;
}

Result<Bytes> canonical(const Document& document, const Selection& selection, const Canonicalisation& how, Budget& budget) {
    auto bytes = canonicalise(document, selection, how, budget);
    if (bytes.has_value()) return bytes;
    const bool large = bytes.error().code == errors::signing::xml_too_large;
    return because(large ? reasons::xml_too_large : reasons::xml_transform, bytes.error().detail);
}

// Content of this document: [enveloped-signature], then one canonicalisation or base64, or neither.
Result<Done> transform_inside(const Reference& reference, const ReferenceContext& context, Covered& covered) {
    auto how = *canonicalisation(names::kInclusive);
    for (std::size_t i = 0; i < reference.transforms.size(); ++i) {
        const auto* transform = reference.transforms[i];
        const auto algorithm = dom::attribute(transform, "Algorithm");
        const bool last = i + 1 == reference.transforms.size();
        if (algorithm == names::kEnveloped && i == 0 && !dom::has_elements(transform)) {
            covered.without = context.signature.element;
        } else if (algorithm == names::kBase64 && last && covered.target == Target::element && !dom::has_elements(covered.apex)) {
            covered.text_only = true;
        } else if (last) {
            LET(how, read_canonicalisation(transform));
        } else {
            return because(reasons::xml_transform, algorithm);
        }
    }
    if (covered.text_only) {
        auto decoded = read_base64(dom::content(covered.apex));
        if (!decoded.has_value()) return because(reasons::xml_transform, "base64");
        covered.content = std::move(decoded).value();
        return Done{};
    }
    const Selection selection{covered.apex, covered.without, covered.comments};
    if (how.comments == Comments::left_out) covered.comments = Comments::left_out;
    LET(covered.content, canonical(context.document, selection, how, context.budget));
    return Done{};
}

const ForeignTransform* foreign(const ReferenceContext& context, std::string_view algorithm) {
    for (const auto& one : context.transforms) {
        if (one.algorithm == algorithm) return &one;
    }
    return nullptr;
}

// Content from outside: [a transform of the format around], then one canonicalisation or base64, or neither.
Result<Done> transform_outside(const Reference& reference, const ReferenceContext& context, BytesView content, Covered& covered) {
    covered.content.assign(content.begin(), content.end());
    for (std::size_t i = 0; i < reference.transforms.size(); ++i) {
        const auto* transform = reference.transforms[i];
        const auto algorithm = dom::attribute(transform, "Algorithm");
        const bool last = i + 1 == reference.transforms.size();
        if (const auto* known = foreign(context, algorithm); known != nullptr && i == 0) {
            auto changed = known->apply(transform, covered.content);
            if (!changed.has_value()) return because(reasons::xml_transform, changed.error().detail);
            covered.content = std::move(changed).value();
        } else if (algorithm == names::kBase64 && last && i == 0) {
            auto decoded = read_base64(as_text(covered.content));
            if (!decoded.has_value()) return because(reasons::xml_transform, "base64");
            covered.content = std::move(decoded).value();
        } else if (last) {
            LET(const auto how, read_canonicalisation(transform));
            const auto parsed = Document::parse(covered.content, context.limits);
            if (!parsed.has_value()) return because(reason_of(parsed.error()), parsed.error().detail);
            LET(covered.content, canonical(*parsed, {nullptr, nullptr, Comments::kept}, how, context.budget));
        } else {
            return because(reasons::xml_transform, algorithm);
        }
    }
    return Done{};
}

}  // namespace

Result<Covered> resolve(const Reference& reference, const ReferenceContext& context) {
    LET(auto covered, find_target(reference, context.document));
    if (covered.target != Target::outside) {
        TRY(transform_inside(reference, context, covered));
        return covered;
    }
    const auto content = context.content ? context.content(reference.uri) : std::nullopt;
    if (!content) return because(reasons::xml_content_missing, reference.uri);
    TRY(transform_outside(reference, context, *content, covered));
    return covered;
}

bool digest_matches(const Reference& reference, const Covered& covered) {
    const auto computed = digest(reference.digest, covered.content);
    return !computed.empty() && computed == reference.value;
}

std::string_view reason_of(const Error& error) {
    if (error.code == errors::signing::xml_dtd) return reasons::xml_dtd;
    if (error.code == errors::signing::xml_too_large) return reasons::xml_too_large;
    if (error.code == errors::signing::duplicate_id) return reasons::xml_duplicate_id;
    return reasons::xml_malformed;
}

}  // namespace congvan::signing::xml
