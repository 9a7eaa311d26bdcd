#pragma once

// Small questions to libxml2's tree. Texts are UTF-8. Pure; any thread.

#include <libxml/tree.h>

#include <string>
#include <string_view>
#include <vector>

namespace congvan::signing::xml::dom {

inline std::string_view text(const xmlChar* chars) {
    return chars == nullptr ? std::string_view() : std::string_view(reinterpret_cast<const char*>(chars));
}
inline std::string_view name(const xmlNode* node) { return text(node->name); }
inline std::string_view space(const xmlNode* node) { return node->ns == nullptr ? std::string_view() : text(node->ns->href); }

inline bool is_element(const xmlNode* node) { return node->type == XML_ELEMENT_NODE; }
inline bool is(const xmlNode* node, std::string_view space_name, std::string_view local) {
    return is_element(node) && name(node) == local && space(node) == space_name;
}
inline bool is_text(const xmlNode* node) { return node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE; }
bool is_blank(const xmlNode* node);  // text of white space only

std::vector<const xmlNode*> elements(const xmlNode* parent);
// The only child element of that name. Null: none or several.
const xmlNode* only(const xmlNode* parent, std::string_view space_name, std::string_view local);

// An attribute without namespace. Empty also when absent.
std::string attribute(const xmlNode* element, std::string_view local);
bool has_attribute(const xmlNode* element, std::string_view local);
std::string value(const xmlAttr* attribute);

// All text inside, comments left out.
std::string content(const xmlNode* element);
// The same without white space at both ends.
std::string trimmed(const xmlNode* element);
bool has_elements(const xmlNode* element);

bool inside(const xmlNode* node, const xmlNode* ancestor);  // or the same
// The next node in document order within `top`. Null: none.
const xmlNode* next(const xmlNode* node, const xmlNode* top);
// The next after everything in `node`.
const xmlNode* skip(const xmlNode* node, const xmlNode* top);

// "/edXML/edXMLEnvelope/edXMLHeader": local names from the document element down.
std::string path(const xmlNode* element);
// "/{namespace}edXML/{namespace}edXMLEnvelope"
std::string full_path(const xmlNode* element);

}  // namespace congvan::signing::xml::dom
