#include "signing/xml/signature_element.hpp"

#include "signing/judge/reasons.hpp"
#include "signing/xml/dom.hpp"
#include "signing/xml/names.hpp"

namespace congvan::signing::xml {
namespace {

constexpr std::size_t kMostTransforms = 8;
constexpr std::size_t kMostPrefixes = 64;

Error odd(std::string what) { return Error{Remedy::fix_input, reasons::xml_signature_structure, std::move(what)}; }
Error refused(std::string what) { return Error{Remedy::fix_input, reasons::xml_transform, std::move(what)}; }

bool is_ds(const xmlNode* node, std::string_view name) { return dom::is(node, names::kSignature, name); }

// Nothing stands in a signature that could be read as content.
Result<Done> check_bare(const xmlNode* element) {
    for (const auto* one = element->properties; one != nullptr; one = one->next) {
        if (one->ns != nullptr || dom::text(one->name) != "Id") return odd("attribute of Signature");
    }
    for (const auto* child = element->children; child != nullptr; child = child->next) {
        if (dom::is_text(child) && !dom::is_blank(child)) return odd("text in Signature");
    }
    return Done{};
}

Result<Done> read_signed_info(SignatureElement& signature) {
    const auto parts = dom::elements(signature.signed_info);
    if (parts.size() < 3 || !is_ds(parts[0], "CanonicalizationMethod") || !is_ds(parts[1], "SignatureMethod")) {
        return odd("SignedInfo");
    }
    LET(signature.canonicalisation, read_canonicalisation(parts[0]));
    for (std::size_t i = 2; i < parts.size(); ++i) {
        if (!is_ds(parts[i], "Reference")) return odd("SignedInfo");
        signature.references.push_back(parts[i]);
    }
    LET(signature.method, read_method(parts[1]));
    return Done{};
}

}  // namespace

Result<Canonicalisation> read_canonicalisation(const xmlNode* element) {
    auto result = canonicalisation(dom::attribute(element, "Algorithm"));
    if (!result) return refused(dom::attribute(element, "Algorithm"));
    const auto inner = dom::elements(element);
    if (inner.empty()) return *result;
    const bool exclusive = canonicalisation(names::kExclusive)->mode == result->mode;
    if (!exclusive || inner.size() != 1 || !dom::is(inner[0], names::kExclusive, "InclusiveNamespaces")) {
        return refused("parameters of canonicalisation");
    }
    const auto list = dom::attribute(inner[0], "PrefixList");
    for (std::size_t at = 0; at < list.size();) {
        const auto end = std::min(list.find_first_of(" \t\r\n", at), list.size());
        if (end > at) result->prefixes.push_back(list.substr(at, end - at));
        at = end + 1;
    }
    if (result->prefixes.size() > kMostPrefixes) return refused("too many prefixes");
    return *result;
}

Result<Reference> read_reference(const xmlNode* element) {
    Reference result;
    result.element = element;
    result.id = dom::attribute(element, "Id");
    result.uri = dom::attribute(element, "URI");
    result.type = dom::attribute(element, "Type");
    auto parts = dom::elements(element);
    if (!parts.empty() && is_ds(parts[0], "Transforms")) {
        result.transforms = dom::elements(parts[0]);
        parts.erase(parts.begin());
        if (result.transforms.empty()) return odd("Transforms");
        if (result.transforms.size() > kMostTransforms) return refused("too many transforms");
        for (const auto* one : result.transforms) {
            if (!is_ds(one, "Transform")) return odd("Transforms");
        }
    }
    if (parts.size() != 2 || !is_ds(parts[0], "DigestMethod") || !is_ds(parts[1], "DigestValue")) return odd("Reference");
    if (!dom::has_attribute(element, "URI")) return Error{Remedy::fix_input, reasons::xml_reference, "no URI"};
    const auto kind = digest_kind(dom::attribute(parts[0], "Algorithm"));
    if (!kind || dom::has_elements(parts[0])) {
        return Error{Remedy::fix_input, reasons::cms_unknown_algorithm, dom::attribute(parts[0], "Algorithm")};
    }
    result.digest = *kind;
    auto value = read_base64(dom::content(parts[1]));
    if (!value.has_value() || dom::has_elements(parts[1])) return odd("DigestValue");
    result.value = std::move(value).value();
    return result;
}

Result<SignatureElement> read_signature(const xmlNode* element) {
    SignatureElement result;
    result.element = element;
    TRY(check_bare(element));
    const auto parts = dom::elements(element);
    if (parts.size() < 2 || !is_ds(parts[0], "SignedInfo") || !is_ds(parts[1], "SignatureValue")) return odd("Signature");
    result.signed_info = parts[0];
    result.value_element = parts[1];
    std::size_t next = 2;
    if (next < parts.size() && is_ds(parts[next], "KeyInfo")) result.key_info = parts[next++];
    for (; next < parts.size(); ++next) {
        if (!is_ds(parts[next], "Object")) return odd("Signature");
        result.objects.push_back(parts[next]);
    }
    TRY(read_signed_info(result));
    auto value = read_base64(dom::content(parts[1]));
    if (!value.has_value() || dom::has_elements(parts[1])) return odd("SignatureValue");
    result.value = std::move(value).value();
    return result;
}

}  // namespace congvan::signing::xml
