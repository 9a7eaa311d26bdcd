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

struct Sink {
    Bytes bytes;
    std::size_t most = 0;
    bool full = false;
};

int collect(void* data, const char* bytes, int size) {
    auto& into = *static_cast<Sink*>(data);
    if (into.full || into.bytes.size() + static_cast<std::size_t>(size) > into.most) {
        into.full = true;
        return -1;
    }
    const auto* first = reinterpret_cast<const std::byte*>(bytes);
    into.bytes.insert(into.bytes.end(), first, first + size);
    return size;
}

Error spent() { return Error{Remedy::fix_input, errors::signing::xml_too_large, "too much to canonicalise"}; }

// Each byte written takes an eighth of a step.
void charge(Budget& budget, std::size_t written) {
    budget.bytes -= written;
    budget.left -= std::min(budget.left, written / 8);
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
    if (cost > budget.left) return spent();
    budget.left -= cost;
    std::vector<xmlChar*> prefixes;
    for (const auto& prefix : how.prefixes) {
        prefixes.push_back(reinterpret_cast<xmlChar*>(const_cast<char*>(prefix.c_str())));  // libxml2 only reads it
    }
    prefixes.push_back(nullptr);
    const Quiet quiet;
    Sink sink{{}, std::min(budget.bytes, budget.left * 8), false};
    auto* buffer = xmlOutputBufferCreateIO(collect, nullptr, &sink, nullptr);
    if (buffer == nullptr) return spent();
    auto given = selection;
    const int done = xmlC14NExecute(document.handle(), visible, &given, how.mode, prefixes.data(),
                                    how.comments == Comments::kept ? 1 : 0, buffer);
    const int closed = xmlOutputBufferClose(buffer);
    if (sink.full) return spent();
    if (done < 0 || closed < 0) return Error{Remedy::fix_input, errors::signing::malformed_xml, "no canonical form"};
    charge(budget, sink.bytes.size());
    return std::move(sink.bytes);
}

}  // namespace congvan::signing::xml
