#pragma once

// XML read the safe way: well-formed XML 1.0 with namespaces in UTF-8 or UTF-16, without any document type or entity, within
// limits, every identifier once. Nothing is fetched, expanded or included. The tree is libxml2's and is never changed after
// parsing. Pure; one document is used by one thread at a time.

#include <libxml/tree.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "signing/xml/scan.hpp"

namespace congvan::signing::xml {

class Document {
public:
    // Attributes that identify an element: Id, ID and id without a namespace, xml:id, wsu:Id.
    // Fails, all fix_input: signing.malformed_xml · signing.xml_dtd · signing.duplicate_id · signing.xml_too_large.
    static Result<Document> parse(BytesView file, const Limits& limits = {});

    xmlDoc* handle() const { return tree_.get(); }
    const xmlNode* root() const { return root_; }

    // The element with this identifier. Null: none.
    const xmlNode* find(std::string_view id) const;
    // Whether an attribute that another program may take for an identifier has this value on another element.
    bool ambiguous(std::string_view id) const;

    // What was parsed, as UTF-8 without byte order mark, and where its elements stand in it.
    std::string_view text() const { return *text_; }
    const Layout& layout() const { return layout_; }
    // The place of `element` in `layout().elements`.
    std::size_t ordinal(const xmlNode* element) const;

private:
    Result<Done> collect_identifiers();

    struct Free {
        void operator()(xmlDoc* tree) const { xmlFreeDoc(tree); }
    };
    std::unique_ptr<std::string> text_;
    std::unique_ptr<xmlDoc, Free> tree_;
    const xmlNode* root_ = nullptr;
    Layout layout_;
    std::map<std::string, const xmlNode*, std::less<>> ids_;
    std::map<std::string, const xmlNode*, std::less<>> look_alikes_;  // null: on several elements
};

}  // namespace congvan::signing::xml
