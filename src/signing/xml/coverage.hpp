#pragma once

// How much of an XML file one signature covers: what it leaves out is named, so that nobody reads signed and unsigned
// content as one. Pure; any thread.

#include <set>
#include <span>

#include "signing/judge/words.hpp"
#include "signing/xml/references.hpp"
#include "signing/xml/xades.hpp"

namespace congvan::signing::xml {

struct CoverageFacts {
    Coverage coverage = Coverage::unclear;
    // Paths of elements ("/edXML/AttachmentEncoded"), attributes ("/edXML/@version"), text ("/edXML/text()") and
    // instructions that the signature does not cover; sorted, at most kMostNamed.
    std::set<std::string> unsigned_parts;
    // The same by node: other signatures may cover them.
    std::vector<const xmlNode*> unsigned_nodes;
    bool text_split = false;  // comments or CDATA, which the signature does not see, break covered text
};
inline constexpr std::size_t kMostNamed = 200;

// What several references cover together.
class CoveredNodes {
public:
    explicit CoveredNodes(std::span<const Covered> covered);

    // Whether `node` lies in something whose name and attributes are covered, too.
    bool contains(const xmlNode* node) const;
    // Whether of this element only the text is covered.
    bool text_only(const xmlNode* element) const { return texts_.contains(element); }

private:
    bool document_ = false;
    bool whole_document_ = false;             // the signature not taken out
    const xmlNode* without_ = nullptr;
    std::set<const xmlNode*> apexes_;
    std::set<const xmlNode*> enveloped_;      // those without the signature
    std::set<const xmlNode*> texts_;
};

CoverageFacts examine_coverage(const Document& document, const SignatureElement& signature, const Xades& xades,
                               std::span<const Covered> covered);

// Whether each of the paths (dom::full_path) leads to exactly one element, and that is covered.
bool all_required(const Document& document, const std::vector<std::string>& paths, std::span<const Covered> covered);

}  // namespace congvan::signing::xml
