#pragma once

// What a reference covers, and whether its digest is right. A reference goes to the document, to one element by its
// identifier, or to content that was handed in; it may take the signature out, canonicalise, or decode base64, and nothing
// else. Every failure carries a reason of judge/reasons.hpp as its code. Pure; any thread.

#include <functional>
#include <optional>

#include "signing/xml/signature_element.hpp"

namespace congvan::signing::xml {

// Content outside the file, by the URI of its reference exactly as written; the view must stay good during the call. None:
// not at hand. Nothing is ever fetched.
using ContentResolver = std::function<std::optional<BytesView>(std::string_view uri)>;

// A transform of a format around the signature (OPC relationships), of outside content, before its canonicalisation: the
// ds:Transform element and the content in, XML out.
struct ForeignTransform {
    std::string_view algorithm;
    std::function<Result<Bytes>(const xmlNode* transform, BytesView content)> apply;
};

// Where references of one signature are resolved.
struct ReferenceContext {
    const Document& document;
    const SignatureElement& signature;
    const ContentResolver& content;
    const std::vector<ForeignTransform>& transforms;
    const Limits& limits;
    Budget& budget;
};

enum class Target { document, element, outside };

struct Covered {
    Target target = Target::outside;
    const xmlNode* apex = nullptr;  // of an element
    Comments comments = Comments::left_out;
    bool text_only = false;         // base64: the text of the element, not its name and attributes
    const xmlNode* without = nullptr;  // the signature itself, where it was taken out
    Bytes content;                  // what was digested
};

// Resolves and transforms.
// Fails: xml.reference · xml.reference_not_found · xml.transform · xml.content_missing · xml.malformed · xml.dtd ·
// xml.duplicate_id · xml.too_large · xml.signature_structure (fix_input).
Result<Covered> resolve(const Reference& reference, const ReferenceContext& context);

// Whether the digest of `covered` is the one that `reference` gives.
bool digest_matches(const Reference& reference, const Covered& covered);

// The reason that goes with a failure to parse XML.
std::string_view reason_of(const Error& error);

}  // namespace congvan::signing::xml
