#include "signing/office/opc.hpp"

#include <algorithm>
#include <set>

#include "errors/signing.hpp"
#include "signing/xml/dom.hpp"
#include "signing/xml/parse.hpp"

namespace congvan::signing::office {
namespace {

namespace dom = xml::dom;


Error malformed(std::string why) { return {Remedy::fix_input, errors::signing::malformed_package, std::move(why)}; }

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    const char small = static_cast<char>(c | 0x20);
    return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

// Only the named attributes without a namespace, and the element empty.
Result<Done> check_plain(const xmlNode* element, std::initializer_list<std::string_view> allowed) {
    for (const auto* one = element->properties; one != nullptr; one = one->next) {
        const bool known = one->ns == nullptr && std::find(allowed.begin(), allowed.end(), dom::text(one->name)) != allowed.end();
        if (!known) return malformed("odd attribute " + std::string(dom::text(one->name)));
    }
    for (const auto* child = element->children; child != nullptr; child = child->next) {
        if (dom::is_element(child) || (dom::is_text(child) && !dom::is_blank(child))) return malformed("content where none belongs");
    }
    return Done{};
}

// The children of the document element, which has the given name; between them there is nothing but white space.
Result<std::vector<const xmlNode*>> list_of(const xml::Document& document, std::string_view space, std::string_view name) {
    if (!dom::is(document.root(), space, name) || document.root()->properties != nullptr) return malformed("not a list of " + std::string(name));
    for (const auto* child = document.root()->children; child != nullptr; child = child->next) {
        if (dom::is_text(child) && !dom::is_blank(child)) return malformed("text in a list");
    }
    return dom::elements(document.root());
}

Result<xml::Document> parse(BytesView content, std::string_view what) {
    auto document = xml::Document::parse(content);
    if (!document.has_value()) return malformed(std::string(what) + ": " + document.error().detail);
    return document;
}

// Steps of `target` seen from the folder of `source`, without "." and "..".
Result<std::string> resolved(std::string_view target, std::string_view source) {
    target = target.substr(0, target.find('#'));  // a place in the part
    if (target.empty()) return std::string(source);
    if (target.find_first_of("\\?") != std::string_view::npos) return malformed("target of a relationship");
    if (target.size() > 1 && target[0] == '/' && target[1] == '/') return malformed("target of a relationship");
    std::string base = target.front() == '/' ? "" : std::string(source.substr(0, source.rfind('/')));
    std::string_view rest = target.front() == '/' ? target.substr(1) : target;
    for (;;) {
        const auto end = std::min(rest.find('/'), rest.size());
        const auto step = rest.substr(0, end);
        if (step == "..") {
            if (base.empty()) return malformed("a relationship leaves the package");
            base.resize(base.rfind('/'));
        } else if (step.empty()) {
            return malformed("target of a relationship");
        } else if (step != ".") {
            base += "/" + std::string(step);
        }
        if (end == rest.size()) break;
        rest.remove_prefix(end + 1);
    }
    return part_key(base);
}

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '"': out += "&quot;"; break;
            case '\t': out += "&#x9;"; break;
            case '\n': out += "&#xA;"; break;
            case '\r': out += "&#xD;"; break;
            default: out += c;
        }
    }
    return out;
}

// "/word/_rels/document.xml.rels" -> "/word/document.xml"; "/_rels/.rels" -> "/". Empty: not a relationships part.
std::string source_of(const std::string& key) {
    static constexpr std::string_view kEnd = ".rels";
    const auto slash = key.rfind('/');
    const auto folder = key.substr(0, slash);
    if (!key.ends_with(kEnd) || !folder.ends_with("/_rels")) return {};
    const auto parent = folder.substr(0, folder.size() - 5);  // with its '/'
    const auto name = key.substr(slash + 1, key.size() - slash - 1 - kEnd.size());
    return parent + name;
}

}  // namespace

std::string lower(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return result;
}

std::string part_key(std::string_view name) {
    std::string key;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const bool escape = name[i] == '%' && i + 2 < name.size() && hex_digit(name[i + 1]) >= 0 && hex_digit(name[i + 2]) >= 0;
        const int value = escape ? hex_digit(name[i + 1]) * 16 + hex_digit(name[i + 2]) : 0;
        if (escape && value >= 0x20 && value < 0x7f && value != '/' && value != '\\' && value != '%') {
            key += static_cast<char>(value);
            i += 2;
        } else {
            key += name[i];
        }
    }
    return lower(key);
}

Result<std::vector<Relationship>> read_relationships(BytesView content) {
    LET(const auto document, parse(content, "relationships"));
    LET(const auto elements, list_of(document, kRelationsSpace, "Relationships"));
    std::vector<Relationship> all;
    std::set<std::string> ids;
    for (const auto* element : elements) {
        if (!dom::is(element, kRelationsSpace, "Relationship")) return malformed("odd element among relationships");
        TRY(check_plain(element, {"Id", "Type", "Target", "TargetMode"}));
        Relationship one;
        one.id = dom::attribute(element, "Id");
        one.type = dom::attribute(element, "Type");
        one.target = dom::attribute(element, "Target");
        const auto mode = dom::attribute(element, "TargetMode");
        if (one.id.empty() || one.type.empty() || !ids.insert(lower(one.id)).second) return malformed("identifier of a relationship");
        if (mode != "" && mode != "Internal" && mode != "External") return malformed("mode of a relationship");
        one.external = mode == "External";
        all.push_back(std::move(one));
    }
    return all;
}

std::string transformed(std::vector<Relationship> chosen, std::size_t odd_texts) {
    std::sort(chosen.begin(), chosen.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    std::string text = "<Relationships xmlns=\"" + std::string(kRelationsSpace) + "\">";
    for (std::size_t i = 0; i < odd_texts; ++i) text += kOddText;
    for (const auto& one : chosen) {
        text += "<Relationship Id=\"" + escaped(one.id) + "\" Target=\"" + escaped(one.target) + "\" TargetMode=\"" +
                (one.external ? "External" : "Internal") + "\" Type=\"" + escaped(one.type) + "\"></Relationship>";
    }
    return text + "</Relationships>";
}

Result<std::size_t> count_texts(BytesView content) {
    LET(const auto document, parse(content, "relationships"));
    std::size_t count = 0;
    for (const auto* child = document.root()->children; child != nullptr; child = child->next) {
        if (dom::is_element(child)) continue;
        if (!dom::is_text(child)) return malformed("comments among relationships");
        ++count;
    }
    return count;
}

std::string written(const std::vector<Relationship>& all) {
    std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"" +
                       std::string(kRelationsSpace) + "\">";
    for (const auto& one : all) {
        text += "<Relationship Id=\"" + escaped(one.id) + "\" Type=\"" + escaped(one.type) + "\" Target=\"" + escaped(one.target) + "\"" +
                (one.external ? " TargetMode=\"External\"" : "") + "/>";
    }
    return text + "</Relationships>";
}

const OpcPackage::Part* OpcPackage::find(std::string_view key) const {
    const auto found = parts_.find(std::string(key));
    return found == parts_.end() ? nullptr : &found->second;
}

const Relationships* OpcPackage::relationships_of(std::string_view source) const {
    const auto found = relationships_.find(std::string(source));
    return found == relationships_.end() ? nullptr : &found->second;
}

Result<Done> OpcPackage::read_content_types(const ZipArchive& archive) {
    const auto* entry = archive.find(kContentTypesName);
    if (entry == nullptr) return malformed("no content types");
    LET(content_types_, archive.read(*entry));
    LET(const auto document, parse(content_types_, "content types"));
    LET(const auto elements, list_of(document, kTypesSpace, "Types"));
    std::map<std::string, std::string> defaults;
    std::map<std::string, std::string> overrides;
    for (const auto* element : elements) {
        const bool by_name = dom::is(element, kTypesSpace, "Override");
        if (!by_name && !dom::is(element, kTypesSpace, "Default")) return malformed("odd element among content types");
        TRY(check_plain(element, {by_name ? "PartName" : "Extension", "ContentType"}));
        const auto name = dom::attribute(element, by_name ? "PartName" : "Extension");
        const auto type = dom::attribute(element, "ContentType");
        auto& into = by_name ? overrides : defaults;
        if (name.empty() || type.empty() || !into.emplace(by_name ? part_key(name) : lower(name), type).second) {
            return malformed("a content type that is given twice, or to nothing");
        }
    }
    for (auto& [key, part] : parts_) {
        const auto dot = key.rfind('.');
        const auto by_name = overrides.find(key);
        const auto by_end = dot == std::string::npos || key.find('/', dot) != std::string::npos ? defaults.end() : defaults.find(key.substr(dot + 1));
        part.content_type = by_name != overrides.end() ? by_name->second : by_end != defaults.end() ? by_end->second : "";
    }
    return Done{};
}

Result<OpcPackage> OpcPackage::read(const ZipArchive& archive) {
    OpcPackage package;
    for (const auto& entry : archive.entries()) {
        if (entry.is_folder() || entry.name == kContentTypesName) continue;
        const bool plain = std::all_of(entry.name.begin(), entry.name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
        const auto key = part_key("/" + entry.name);
        if (!plain || entry.name.ends_with('.')) return malformed("a name that no part can have: " + entry.name);
        if (!package.parts_.emplace(key, Part{&entry, "/" + entry.name, {}}).second) return malformed("two parts called " + key);
    }
    TRY(package.read_content_types(archive));
    for (const auto& [key, part] : package.parts_) {
        const auto source = source_of(key);
        const bool called = lower(part.content_type) == kRelationshipsType;
        if (source.empty() && !called) continue;
        if (source.empty() || !called) return malformed("relationships in the wrong place or of the wrong type: " + key);
        LET(const auto content, archive.read(*part.entry));
        LET(auto all, read_relationships(content));
        for (auto& one : all) {
            if (one.external) continue;
            LET(one.part, resolved(one.target, source));
        }
        package.relationships_.emplace(source, Relationships{part.name, source, std::move(all)});
    }
    if (!package.relationships_.contains("/")) return malformed("no relationships of the package");
    return package;
}

}  // namespace congvan::signing::office
