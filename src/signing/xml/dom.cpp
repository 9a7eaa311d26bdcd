#include "signing/xml/dom.hpp"

#include <algorithm>

namespace congvan::signing::xml::dom {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

template <typename Spell>
std::string joined(const xmlNode* element, Spell&& spell) {
    std::vector<const xmlNode*> way;
    for (const auto* node = element; node != nullptr && is_element(node); node = node->parent) way.push_back(node);
    std::string result;
    for (auto node = way.rbegin(); node != way.rend(); ++node) result += "/" + spell(*node);
    return result;
}

}  // namespace

bool is_blank(const xmlNode* node) {
    const auto chars = text(node->content);
    return is_text(node) && std::all_of(chars.begin(), chars.end(), is_space);
}

std::vector<const xmlNode*> elements(const xmlNode* parent) {
    std::vector<const xmlNode*> found;
    for (const auto* child = parent->children; child != nullptr; child = child->next) {
        if (is_element(child)) found.push_back(child);
    }
    return found;
}

const xmlNode* only(const xmlNode* parent, std::string_view space_name, std::string_view local) {
    const xmlNode* found = nullptr;
    for (const auto* child = parent->children; child != nullptr; child = child->next) {
        if (!is(child, space_name, local)) continue;
        if (found != nullptr) return nullptr;
        found = child;
    }
    return found;
}

std::string value(const xmlAttr* attribute) {
    std::string result;
    for (const auto* part = attribute->children; part != nullptr; part = part->next) {
        if (is_text(part)) result += text(part->content);
    }
    return result;
}

std::string attribute(const xmlNode* element, std::string_view local) {
    for (const auto* one = element->properties; one != nullptr; one = one->next) {
        if (one->ns == nullptr && text(one->name) == local) return value(one);
    }
    return {};
}

bool has_attribute(const xmlNode* element, std::string_view local) {
    for (const auto* one = element->properties; one != nullptr; one = one->next) {
        if (one->ns == nullptr && text(one->name) == local) return true;
    }
    return false;
}

std::string content(const xmlNode* element) {
    std::string result;
    for (const auto* node = element->children; node != nullptr; node = next(node, element)) {
        if (is_text(node)) result += text(node->content);
    }
    return result;
}

std::string trimmed(const xmlNode* element) {
    const auto whole = content(element);
    const auto first = std::find_if_not(whole.begin(), whole.end(), is_space);
    const auto last = std::find_if_not(whole.rbegin(), std::make_reverse_iterator(first), is_space).base();
    return {first, last};
}

bool has_elements(const xmlNode* element) {
    for (const auto* child = element->children; child != nullptr; child = child->next) {
        if (is_element(child)) return true;
    }
    return false;
}

bool inside(const xmlNode* node, const xmlNode* ancestor) {
    for (; node != nullptr; node = node->parent) {
        if (node == ancestor) return true;
    }
    return false;
}

const xmlNode* skip(const xmlNode* node, const xmlNode* top) {
    while (node != nullptr && node != top && node->next == nullptr) node = node->parent;
    return node == nullptr || node == top ? nullptr : node->next;
}

const xmlNode* next(const xmlNode* node, const xmlNode* top) {
    if (is_element(node) && node->children != nullptr) return node->children;
    return skip(node, top);
}

std::string path(const xmlNode* element) {
    return joined(element, [](const xmlNode* node) { return std::string(name(node)); });
}

std::string full_path(const xmlNode* element) {
    return joined(element, [](const xmlNode* node) {
        return space(node).empty() ? std::string(name(node)) : "{" + std::string(space(node)) + "}" + std::string(name(node));
    });
}

}  // namespace congvan::signing::xml::dom
