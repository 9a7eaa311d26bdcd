#include "signing/xml/stamp_xml.hpp"

#include "errors/signing.hpp"
#include "signing/timestamp/timestamp.hpp"
#include "signing/xml/dom.hpp"
#include "signing/xml/names.hpp"
#include "signing/xml/xades.hpp"

namespace congvan::signing::xml {
namespace {

Error malformed(std::string_view why) { return Error{Remedy::fix_input, errors::signing::malformed_xml, std::string(why)}; }

struct Found {
    Document document;
    SignatureElement signature;
    const xmlNode* qualifying = nullptr;
};

Result<Found> find(BytesView file, std::string_view id, const Limits& limits) {
    LET(auto document, Document::parse(file, limits));
    const auto* element = document.find(id);
    if (element == nullptr || !dom::is(element, names::kSignature, "Signature")) return malformed("no such signature");
    auto signature = read_signature(element);
    if (!signature.has_value()) return malformed(signature.error().detail);
    const auto xades = read_xades(*signature);
    if (!xades.has_value() || xades->signed_properties == nullptr) return malformed("no XAdES properties");
    return Found{std::move(document), std::move(signature).value(), xades->signed_properties->parent};
}

Result<Bytes> content_of(const Found& found, const Limits& limits) {
    Budget budget(limits);
    return canonicalise(found.document, {found.signature.value_element, nullptr, Comments::kept}, *canonicalisation(names::kExclusive),
                        budget);
}

// The text of one time-stamp inside `outer`, the innermost of the elements around it that is there already.
std::string stamp_text(BytesView token, const xmlNode* unsigned_properties, const xmlNode* group) {
    const std::string space = " xmlns:xades=\"" + std::string(names::kXades) + "\"";
    std::string text = "<xades:SignatureTimeStamp" + space + "><ds:CanonicalizationMethod xmlns:ds=\"" + std::string(names::kSignature) +
                       "\" Algorithm=\"" + std::string(names::kExclusive) + "\"></ds:CanonicalizationMethod><xades:EncapsulatedTimeStamp>" +
                       to_base64(token) + "</xades:EncapsulatedTimeStamp></xades:SignatureTimeStamp>";
    if (group == nullptr) {
        text = "<xades:UnsignedSignatureProperties" + space + ">" + text + "</xades:UnsignedSignatureProperties>";
    }
    if (unsigned_properties == nullptr) text = "<xades:UnsignedProperties" + space + ">" + text + "</xades:UnsignedProperties>";
    return text;
}

}  // namespace

Result<Bytes> stamp_content(BytesView file, std::string_view id, const Limits& limits) {
    LET(const auto found, find(file, id, limits));
    return content_of(found, limits);
}

Result<Bytes> add_stamp(BytesView file, std::string_view id, BytesView token, const Limits& limits) {
    LET(const auto found, find(file, id, limits));
    LET(const auto content, content_of(found, limits));
    const auto facts = read_timestamp(token);
    if (!facts.has_value()) return Error{Remedy::retry_later, errors::signing::malformed_timestamp, facts.error().detail};
    const BytesView pieces[] = {content};
    if (!covers(*facts, pieces)) return Error{Remedy::call_operator, errors::signing::timestamp_other_content, "not this signature"};
    const auto* unsigned_properties = dom::only(found.qualifying, names::kXades, "UnsignedProperties");
    const auto* group = unsigned_properties != nullptr
                            ? dom::only(unsigned_properties, names::kXades, "UnsignedSignatureProperties") : nullptr;
    const auto* outer = group != nullptr ? group : unsigned_properties != nullptr ? unsigned_properties : found.qualifying;
    const auto text = found.document.text();
    const auto& span = found.document.layout().elements[found.document.ordinal(outer)];
    if (text[span.close] == '/') return malformed("empty properties");
    return to_bytes(std::string(text.substr(0, span.close)) + stamp_text(token, unsigned_properties, group) +
                    std::string(text.substr(span.close)));
}

}  // namespace congvan::signing::xml
