#include "signing/xml/parse.hpp"

#include <libxml/parser.h>

#include "base/text.hpp"
#include "errors/signing.hpp"
#include "signing/xml/dom.hpp"
#include "signing/xml/names.hpp"
#include "signing/xml/quiet.hpp"

namespace congvan::signing::xml {
namespace {

Error malformed(std::string_view why) { return Error{Remedy::fix_input, errors::signing::malformed_xml, std::string(why)}; }
Error too_large(std::string_view what) { return Error{Remedy::fix_input, errors::signing::xml_too_large, std::string(what)}; }

std::string lower(std::string_view text) {
    std::string result(text);
    for (auto& c : result) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return result;
}

void append_utf8(std::string& into, std::uint32_t c) {
    if (c < 0x80) {
        into += static_cast<char>(c);
    } else if (c < 0x800) {
        into += static_cast<char>(0xC0 | (c >> 6));
        into += static_cast<char>(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        into += static_cast<char>(0xE0 | (c >> 12));
        into += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
        into += static_cast<char>(0x80 | (c & 0x3F));
    } else {
        into += static_cast<char>(0xF0 | (c >> 18));
        into += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
        into += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
        into += static_cast<char>(0x80 | (c & 0x3F));
    }
}

enum class Order { big, little };

Result<std::string> from_utf16(BytesView bytes, Order order) {
    if (bytes.size() % 2 != 0) return malformed("half a UTF-16 unit");
    const auto unit = [&](std::size_t at) {
        const auto first = std::to_integer<std::uint32_t>(bytes[at]);
        const auto second = std::to_integer<std::uint32_t>(bytes[at + 1]);
        return order == Order::big ? first << 8 | second : second << 8 | first;
    };
    std::string result;
    result.reserve(bytes.size());
    for (std::size_t at = 0; at < bytes.size(); at += 2) {
        const auto high = unit(at);
        if (high < 0xD800 || high > 0xDFFF) {
            append_utf8(result, high);
            continue;
        }
        const auto low = at + 2 < bytes.size() ? unit(at + 2) : 0;
        if (high > 0xDBFF || low < 0xDC00 || low > 0xDFFF) return malformed("half a UTF-16 pair");
        append_utf8(result, 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00));
        at += 2;
    }
    return result;
}

struct Text {
    std::string utf8;
    bool was_utf16 = false;
};

// The byte order mark says which encoding; without one it is UTF-8 (XML 1.0, 4.3.3).
Result<Text> to_utf8(BytesView file) {
    const auto start = as_text(file).substr(0, 3);
    if (start.substr(0, 2) == "\xFE\xFF" || start.substr(0, 2) == "\xFF\xFE") {
        LET(auto utf8, from_utf16(file.subspan(2), start[0] == '\xFE' ? Order::big : Order::little));
        return Text{std::move(utf8), true};
    }
    if (!is_utf8(as_text(file))) return malformed("not UTF-8");
    return Text{std::string(as_text(file).substr(start == "\xEF\xBB\xBF" ? 3 : 0)), false};
}

bool fits(std::string_view declared, bool utf16) {
    const auto name = lower(declared);
    return name.empty() || (utf16 ? name == "utf-16" || name == "utf-16le" || name == "utf-16be" : name == "utf-8");
}

bool is_identifier(const xmlAttr* attribute) {
    const auto name = dom::text(attribute->name);
    if (attribute->ns == nullptr) return name == "Id" || name == "ID" || name == "id";
    const auto space = dom::text(attribute->ns->href);
    return (space == names::kXml && name == "id") || (space == names::kWsu && name == "Id");
}

bool looks_like_identifier(const xmlAttr* attribute) {
    const auto name = lower(dom::text(attribute->name));
    return name.size() >= 2 && name.substr(name.size() - 2) == "id";
}

std::string trimmed(std::string text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

xmlDoc* read(std::string_view text) {
    static const bool ready = [] {
        xmlInitParser();
        return true;
    }();
    CONGVAN_INVARIANT(ready);
    struct Free {
        void operator()(xmlParserCtxt* context) const { xmlFreeParserCtxt(context); }
    };
    const Quiet quiet;
    const std::unique_ptr<xmlParserCtxt, Free> context(xmlNewParserCtxt());
    if (!context) return nullptr;
    // The limits are those of `scan`; libxml2's own (10 MB a piece of text) would refuse attachments.
    const int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_HUGE | XML_PARSE_IGNORE_ENC;
    xmlDoc* tree = xmlCtxtReadMemory(context.get(), text.data(), static_cast<int>(text.size()), nullptr, "UTF-8", options);
    if (tree != nullptr && (context->wellFormed == 0 || context->nsWellFormed == 0)) {
        xmlFreeDoc(tree);
        return nullptr;
    }
    return tree;
}

}  // namespace

Result<Document> Document::parse(BytesView file, const Limits& limits) {
    if (file.size() > limits.bytes * 2 || limits.bytes > (1u << 30)) return too_large("too many bytes");
    LET(auto text, to_utf8(file));
    Document result;
    LET(result.layout_, scan(text.utf8, limits));
    if (!fits(result.layout_.encoding, text.was_utf16)) return malformed("declares another encoding");
    result.layout_.encoding = {};
    result.text_ = std::make_unique<std::string>(std::move(text.utf8));
    result.tree_.reset(read(*result.text_));
    if (!result.tree_) return malformed("not well-formed");
    const auto* tree = result.tree_.get();
    if (tree->intSubset != nullptr || tree->extSubset != nullptr) {
        return Error{Remedy::fix_input, errors::signing::xml_dtd, "document type"};
    }
    if (dom::text(tree->version) != "1.0") return malformed("not XML 1.0");
    result.root_ = xmlDocGetRootElement(result.tree_.get());
    if (result.root_ == nullptr) return malformed("no element");
    TRY(result.collect_identifiers());
    return result;
}

Result<Done> Document::collect_identifiers() {
    std::size_t elements = 0;
    for (const auto* node = root_; node != nullptr; node = dom::next(node, root_)) {
        if (node->type == XML_ENTITY_REF_NODE) return Error{Remedy::fix_input, errors::signing::xml_dtd, "entity"};
        if (!dom::is_element(node)) continue;
        ++elements;
        for (const auto* one = node->properties; one != nullptr; one = one->next) {
            if (!looks_like_identifier(one)) continue;
            const auto id = trimmed(dom::value(one));
            if (is_identifier(one)) {
                const auto [at, added] = ids_.emplace(id, node);
                if (!added && at->second != node) {
                    return Error{Remedy::fix_input, errors::signing::duplicate_id, id};
                }
            }
            const auto [at, added] = look_alikes_.emplace(id, node);
            if (!added && at->second != node) at->second = nullptr;
        }
    }
    // Two readers that count differently have read different things.
    if (elements != layout_.elements.size()) return malformed("read in two ways");
    return Done{};
}

const xmlNode* Document::find(std::string_view id) const {
    const auto found = ids_.find(id);
    return found == ids_.end() ? nullptr : found->second;
}

bool Document::ambiguous(std::string_view id) const {
    const auto found = look_alikes_.find(id);
    return found != look_alikes_.end() && found->second == nullptr;
}

std::size_t Document::ordinal(const xmlNode* element) const {
    std::size_t count = 0;
    for (const auto* node = root_; node != nullptr && node != element; node = dom::next(node, root_)) {
        if (dom::is_element(node)) ++count;
    }
    return count;
}

}  // namespace congvan::signing::xml
