#pragma once

// Canonical XML (1.0, 1.1) and Exclusive Canonical XML 1.0, by libxml2, of a whole document or of one element. Pure; any
// thread.

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "signing/xml/parse.hpp"

namespace congvan::signing::xml {

enum class Comments { left_out, kept };

struct Canonicalisation {
    int mode = 0;  // xmlC14NMode
    Comments comments = Comments::left_out;
    std::vector<std::string> prefixes;  // InclusiveNamespaces of the exclusive mode; "#default" for none
};

// By the identifier of the algorithm. None: not one of ours.
std::optional<Canonicalisation> canonicalisation(std::string_view algorithm);

// The part of a document that is meant.
struct Selection {
    const xmlNode* apex = nullptr;     // this element with all in it; null: the whole document
    const xmlNode* without = nullptr;  // but for this element
    Comments comments = Comments::left_out;
};

// What is left for one file; each canonicalisation takes some.
struct Budget {
    std::size_t left = 0;
    std::size_t bytes = 0;
    explicit Budget(const Limits& limits) : left(limits.work), bytes(limits.canonical) {}
};

// Comments come out only where both `selection` and `how` keep them.
// Fails: signing.xml_too_large (the budget is spent) · signing.malformed_xml (namespace names that are relative).
Result<Bytes> canonicalise(const Document& document, const Selection& selection, const Canonicalisation& how, Budget& budget);

}  // namespace congvan::signing::xml
