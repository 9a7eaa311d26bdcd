#include "signing/xml/coverage.hpp"

#include "signing/xml/dom.hpp"
#include "signing/xml/names.hpp"

namespace congvan::signing::xml {
namespace {

bool is_signature(const xmlNode* node) { return dom::is(node, names::kSignature, "Signature"); }

class Walk {
public:
    Walk(const Document& document, const SignatureElement& signature, const Xades& xades, std::span<const Covered> covered)
        : document_(document), signature_(signature), xades_(xades), covered_(covered), nodes_(covered) {}

    CoverageFacts run();

private:
    void find_frame();
    void note(const xmlNode* element, std::string_view what = {});
    void visit(const xmlNode* element);
    void visit_inside(const xmlNode* element);
    void visit_attributes(const xmlNode* element);
    void visit_signature();
    void visit_object(const xmlNode* object);
    void visit_outside_root();
    bool splits(const xmlNode* node, Comments comments) const;
    bool any_split() const;

    const Document& document_;
    const SignatureElement& signature_;
    const Xades& xades_;
    std::span<const Covered> covered_;
    CoveredNodes nodes_;
    std::set<const xmlNode*> frame_;  // elements around what is covered, and around signatures
    std::set<const xmlNode*> holds_;  // those of them around what is covered
    CoverageFacts facts_;
};

// The elements on the way to what is covered and to signatures: they are there to hold these.
void Walk::find_frame() {
    const auto mark = [&](const xmlNode* node, bool content) {
        for (node = node->parent; node != nullptr && dom::is_element(node); node = node->parent) {
            frame_.insert(node);
            if (content) holds_.insert(node);
        }
    };
    for (const auto& one : covered_) {
        if (one.apex != nullptr && !dom::inside(one.apex, signature_.element)) mark(one.apex, true);
    }
    const auto* root = document_.root();
    for (const auto* node = root; node != nullptr;) {
        if (is_signature(node)) mark(node, false);
        node = is_signature(node) ? dom::skip(node, root) : dom::next(node, root);
    }
}

// `what` of `element`; empty: all of it.
void Walk::note(const xmlNode* element, std::string_view what) {
    facts_.unsigned_nodes.push_back(element);
    if (facts_.unsigned_parts.size() < kMostNamed) facts_.unsigned_parts.insert(dom::path(element) + std::string(what));
}

void Walk::visit_attributes(const xmlNode* element) {
    for (const auto* one = element->properties; one != nullptr; one = one->next) {
        const auto name = dom::text(one->name);
        const bool identifier = name == "Id" || name == "ID" || name == "id";
        if (!identifier) note(element, "/@" + std::string(name));
    }
}

// What stands in an element that is not covered itself, but around something that is.
void Walk::visit_inside(const xmlNode* element) {
    visit_attributes(element);
    for (const auto* child = element->children; child != nullptr; child = child->next) {
        if (dom::is_element(child)) {
            visit(child);
        } else if (dom::is_text(child) && !dom::is_blank(child)) {
            note(element, "/text()");
        } else if (child->type == XML_PI_NODE) {
            note(element, "/processing-instruction()");
        }
    }
}

void Walk::visit(const xmlNode* element) {
    if (element == signature_.element) return visit_signature();
    if (nodes_.contains(element) || is_signature(element)) return;
    if (nodes_.text_only(element)) return visit_attributes(element);
    if (!frame_.contains(element)) return note(element);
    // A frame deeper than the document element gives its content a meaning that nobody signed.
    if (element != document_.root() && holds_.contains(element)) note(element);
    visit_inside(element);
}

void Walk::visit_object(const xmlNode* object) {
    if (nodes_.contains(object) || object == xades_.object) return;
    // Type and encoding of an object say how its text is to be read; the text alone says nothing of them.
    if (nodes_.text_only(object)) return visit_attributes(object);
    visit_inside(object);
}

void Walk::visit_signature() {
    for (const auto* object : signature_.objects) visit_object(object);
}

// Instructions beside the document element may say how to show it.
void Walk::visit_outside_root() {
    for (const xmlNode* node = document_.handle()->children; node != nullptr; node = node->next) {
        if (node->type == XML_PI_NODE) note(node, "/processing-instruction()");
    }
}

// Whether `node` breaks a text so that a reader of single pieces gets another one than was signed.
bool Walk::splits(const xmlNode* node, Comments comments) const {
    const bool cdata = node->type == XML_CDATA_SECTION_NODE;
    const bool comment = node->type == XML_COMMENT_NODE && comments == Comments::left_out;
    if (!cdata && !comment) return false;
    for (const auto* side : {node->prev, node->next}) {
        if (side != nullptr && dom::is_text(side) && !dom::is_blank(side)) return true;
    }
    return false;
}

bool Walk::any_split() const {
    const bool here = std::any_of(covered_.begin(), covered_.end(), [](const Covered& one) { return one.target != Target::outside; });
    // The tree has joined these; another reader may not.
    if (here && document_.text().find("]]><![CDATA[") != std::string_view::npos) return true;
    for (const auto& one : covered_) {
        if (one.target == Target::outside) continue;
        const auto* top = one.target == Target::document ? document_.root() : one.apex;
        for (const auto* node = top; node != nullptr;) {
            if (splits(node, one.text_only ? Comments::left_out : one.comments)) return true;
            const bool leave = node == one.without;
            node = leave ? dom::skip(node, top) : dom::next(node, top);
        }
    }
    return false;
}

CoverageFacts Walk::run() {
    const auto* root = document_.root();
    const bool document = std::any_of(covered_.begin(), covered_.end(), [](const Covered& one) { return one.target == Target::document; });
    const bool whole = document || nodes_.contains(root);
    if (!document) visit_outside_root();
    find_frame();
    if (whole) {
        // The signature took itself out, and with it what else stands in it.
        if (dom::inside(signature_.element, root)) visit_signature();
    } else {
        visit(root);
    }
    facts_.text_split = any_split();
    const bool own = root == signature_.element;  // enveloping, or beside its content
    const bool all = facts_.unsigned_parts.empty() && !covered_.empty();
    facts_.coverage = all && (whole || own) ? Coverage::whole_file : Coverage::partial;
    return std::move(facts_);
}

}  // namespace

CoveredNodes::CoveredNodes(std::span<const Covered> covered) {
    for (const auto& one : covered) {
        if (one.target == Target::outside) continue;
        if (one.without != nullptr) without_ = one.without;
        if (one.text_only) {
            texts_.insert(one.apex);
        } else if (one.target == Target::document) {
            (one.without != nullptr ? document_ : whole_document_) = true;
        } else {
            (one.without != nullptr ? enveloped_ : apexes_).insert(one.apex);
        }
    }
}

bool CoveredNodes::contains(const xmlNode* node) const {
    if (whole_document_) return true;
    bool outside_signature = true;
    for (; node != nullptr; node = node->parent) {
        if (node == without_) outside_signature = false;
        if (apexes_.contains(node) || (outside_signature && enveloped_.contains(node))) return true;
    }
    return document_ && outside_signature;
}

CoverageFacts examine_coverage(const Document& document, const SignatureElement& signature, const Xades& xades,
                               std::span<const Covered> covered) {
    return Walk(document, signature, xades, covered).run();
}

bool all_required(const Document& document, const std::vector<std::string>& paths, std::span<const Covered> covered) {
    const CoveredNodes nodes(covered);
    for (const auto& path : paths) {
        const xmlNode* found = nullptr;
        for (const auto* node = document.root(); node != nullptr; node = dom::next(node, document.root())) {
            if (!dom::is_element(node) || !path.ends_with(dom::name(node)) || dom::full_path(node) != path) continue;
            if (found != nullptr) return false;
            found = node;
        }
        if (found == nullptr || !nodes.contains(found)) return false;
    }
    return true;
}

}  // namespace congvan::signing::xml
