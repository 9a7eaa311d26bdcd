#include "signing/xml/canonical.hpp"

#include <libxml/c14n.h>

#include "errors/signing.hpp"
#include "signing/xml/dom.hpp"
#include "signing/xml/names.hpp"
#include "signing/xml/quiet.hpp"

namespace congvan::signing::xml {
namespace {

int visible(void* data, xmlNode* node, xmlNode* parent) {
    const auto& selection = *static_cast<const Selection*>(data);
    if (node->type == XML_COMMENT_NODE && selection.comments == Comments::left_out) return 0;
    const bool own = node->type != XML_NAMESPACE_DECL && node->type != XML_ATTRIBUTE_NODE;
    bool found = selection.apex == nullptr;
    for (const xmlNode* at = own ? node : parent; at != nullptr; at = at->parent) {
        if (at == selection.without) return 0;
        if (at == selection.apex) found = true;
    }
    return found ? 1 : 0;
}

int collect(void* data, const char* bytes, int size) {
    auto& into = *static_cast<Bytes*>(data);
    const auto* first = reinterpret_cast<const std::byte*>(bytes);
    into.insert(into.end(), first, first + size);
    return size;
}

}  // namespace

std::optional<Canonicalisation> canonicalisation(std::string_view algorithm) {
    struct Known {
        std::string_view algorithm;
        int mode;
        Comments comments;
    };
    static constexpr Known kKnown[] = {
        {names::kExclusive, XML_C14N_EXCLUSIVE_1_0, Comments::left_out},
        {names::kExclusiveWithComments, XML_C14N_EXCLUSIVE_1_0, Comments::kept},
        {names::kInclusive, XML_C14N_1_0, Comments::left_out},
        {names::kInclusiveWithComments, XML_C14N_1_0, Comments::kept},
        {names::kInclusive11, XML_C14N_1_1, Comments::left_out},
        {names::kInclusive11WithComments, XML_C14N_1_1, Comments::kept},
    };
    for (const auto& one : kKnown) {
        if (one.algorithm == algorithm) return Canonicalisation{one.mode, one.comments, {}};
    }
    return std::nullopt;
}

Result<Bytes> canonicalise(const Document& document, const Selection& selection, const Canonicalisation& how, Budget& budget) {
    const auto cost = document.layout().cost;
    if (cost > budget.left) return Error{Remedy::fix_input, errors::signing::xml_too_large, "too much to canonicalise"};
    budget.left -= cost;
    std::vector<xmlChar*> prefixes;
    for (const auto& prefix : how.prefixes) {
        prefixes.push_back(reinterpret_cast<xmlChar*>(const_cast<char*>(prefix.c_str())));  // libxml2 only reads it
    }
    prefixes.push_back(nullptr);
    const Quiet quiet;
    Bytes result;
    auto* buffer = xmlOutputBufferCreateIO(collect, nullptr, &result, nullptr);
    if (buffer == nullptr) return Error{Remedy::retry_later, errors::signing::xml_too_large, "no memory"};
    auto given = selection;
    const int done = xmlC14NExecute(document.handle(), visible, &given, how.mode, prefixes.data(),
                                    how.comments == Comments::kept ? 1 : 0, buffer);
    const int closed = xmlOutputBufferClose(buffer);
    if (done < 0 || closed < 0) return Error{Remedy::fix_input, errors::signing::malformed_xml, "no canonical form"};
    return result;
}

}  // namespace congvan::signing::xml
