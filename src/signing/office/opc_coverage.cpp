#include "signing/office/opc_coverage.hpp"

#include <algorithm>
#include <deque>

#include "signing/judge/reasons.hpp"
#include "signing/xml/dom.hpp"

namespace congvan::signing::office {
namespace {

namespace dom = xml::dom;

constexpr std::string_view kTransform = "http://schemas.openxmlformats.org/package/2006/RelationshipTransform";
constexpr std::string_view kPackageSignature = "http://schemas.openxmlformats.org/package/2006/digital-signature";

Error odd(std::string why) { return {Remedy::fix_input, reasons::package_signature_malformed, std::move(why)}; }

// Properties of the file: Office leaves them out, and they stand on no page by themselves.
bool is_property_relation(std::string_view type, std::string_view source) {
    static constexpr std::string_view kOfPackage[] = {
        "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
        "http://schemas.openxmlformats.org/officedocument/2006/relationships/metadata/core-properties",
        "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties",
        "http://purl.oclc.org/ooxml/officeDocument/relationships/extendedProperties",
        "http://purl.oclc.org/ooxml/officeDocument/relationships/customProperties",
    };
    static constexpr std::string_view kOfCustomXml[] = {
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXmlProps",
        "http://purl.oclc.org/ooxml/officeDocument/relationships/customXmlProps",
    };
    if (source == "/") return std::find(std::begin(kOfPackage), std::end(kOfPackage), type) != std::end(kOfPackage);
    return source.starts_with("/customxml/") && std::find(std::begin(kOfCustomXml), std::end(kOfCustomXml), type) != std::end(kOfCustomXml);
}

// Parts that hold properties must be of the kind they are said to be, so that no page can be smuggled in as one.
bool is_property_type(std::string_view content_type) {
    const auto type = lower(content_type);
    return type == "application/vnd.openxmlformats-package.core-properties+xml" ||
           type == "application/vnd.openxmlformats-officedocument.extended-properties+xml" ||
           type == "application/vnd.openxmlformats-officedocument.custom-properties+xml" ||
           type == "application/vnd.openxmlformats-officedocument.customxmlproperties+xml" || type.starts_with("image/");
}

bool same(const Relationship& a, const Relationship& b) {
    return a.id == b.id && a.type == b.type && a.target == b.target && a.external == b.external;
}

// What a signature was proved to cover, by part.
struct Proved {
    std::map<std::string, std::string> types;                         // content type as the signature says it, by key
    std::map<std::string, std::vector<Relationship>> relationships;  // by key of the relationships part
    bool odd = false;
};

Proved read_proved(const std::vector<xml::VerifiedPart>& verified) {
    Proved proved;
    for (const auto& part : verified) {
        if (part.target != xml::Target::outside) continue;
        const auto reference = part_reference(part.uri);
        const auto known = proved.types.find(reference.key);
        proved.odd = proved.odd || reference.content_type.empty() ||
                     (known != proved.types.end() && known->second != lower(reference.content_type));
        proved.types[reference.key] = lower(reference.content_type);
        if (!reference.key.ends_with(".rels")) continue;
        std::string content(as_text(part.content));
        for (auto at = content.find(kOddText); at != std::string::npos; at = content.find(kOddText)) content.erase(at, kOddText.size());
        auto read = read_relationships(as_bytes(content));
        if (!read.has_value()) {
            proved.odd = true;
            continue;
        }
        auto& into = proved.relationships[reference.key];
        into.insert(into.end(), read->begin(), read->end());
    }
    return proved;
}

class Examiner {
public:
    Examiner(const OpcPackage& package, const SignatureParts& infrastructure, const std::vector<xml::VerifiedPart>& verified)
        : package_(package), infrastructure_(infrastructure), proved_(read_proved(verified)) {}

    CoverageReport run() {
        if (proved_.odd) add(report_.codes, reasons::package_reference_not_allowed);
        check_types();
        for (const auto& [source, relationships] : package_.relationships()) check_relationships(source, relationships);
        for (const auto& [key, part] : package_.parts()) check_part(key, part);
        return std::move(report_);
    }

private:
    // The content type that a part has now is the one it was signed with.
    void check_types() {
        for (const auto& [key, type] : proved_.types) {
            const auto* part = package_.find(key);
            if (part != nullptr && lower(part->content_type) != type) add(report_.codes, reasons::package_content_type_changed);
        }
    }

    bool covered(const std::string& rels, const Relationship& one) const {
        const auto found = proved_.relationships.find(rels);
        return found != proved_.relationships.end() &&
               std::any_of(found->second.begin(), found->second.end(), [&](const Relationship& known) { return same(known, one); });
    }

    void check_relationships(const std::string& source, const Relationships& relationships) {
        if (infrastructure_.all.contains(source)) return;  // looked at when it was found
        const auto rels = part_key(relationships.name);
        for (const auto& one : relationships.all) {
            if (source == "/" && one.type == kOriginRelation) continue;
            if (covered(rels, one)) continue;
            report_.unsigned_parts.insert(relationships.name + "#" + one.id);
            if (!is_property_relation(one.type, source) || one.external) {
                add(report_.codes, reasons::package_relationship_not_signed);
                continue;
            }
            add(report_.codes, reasons::package_properties_not_signed);
        }
        kept_.insert(rels);
    }

    void check_part(const std::string& key, const OpcPackage::Part& part) {
        if (infrastructure_.all.contains(key)) return;
        if (key.ends_with(".rels")) {
            const bool known = kept_.contains(key) || of_infrastructure(key);
            if (!known) leave_out(part);
            return;
        }
        if (proved_.types.contains(key)) return;
        report_.unsigned_parts.insert(part.name);
        const bool property = holds_properties(key) && is_property_type(part.content_type);
        add(report_.codes, property ? reasons::package_properties_not_signed : reasons::package_part_not_signed);
    }

    void leave_out(const OpcPackage::Part& part) {
        report_.unsigned_parts.insert(part.name);
        add(report_.codes, reasons::package_part_not_signed);
    }

    bool of_infrastructure(const std::string& rels) const {
        return std::any_of(infrastructure_.all.begin(), infrastructure_.all.end(), [&](const std::string& source) {
            const auto* found = package_.relationships_of(source);
            return found != nullptr && part_key(found->name) == rels;
        });
    }

    // Whether only relationships of properties lead to a part: what is shown as well is no mere property.
    bool holds_properties(const std::string& key) const {
        bool found = false;
        for (const auto& [source, relationships] : package_.relationships()) {
            for (const auto& one : relationships.all) {
                if (one.part != key) continue;
                if (!is_property_relation(one.type, source)) return false;
                found = true;
            }
        }
        return found;
    }

    const OpcPackage& package_;
    const SignatureParts& infrastructure_;
    const Proved proved_;
    CoverageReport report_;
    std::set<std::string> kept_;  // relationships parts that were looked at
};

Result<Bytes> apply_transform(const xmlNode* transform, BytesView content, TransformForm form) {
    auto all = read_relationships(content);
    if (!all.has_value()) return all.error();
    std::set<std::string> ids;
    std::set<std::string> types;
    for (const auto* child : dom::elements(transform)) {
        if (dom::is(child, kPackageSignature, "RelationshipReference")) {
            ids.insert(dom::attribute(child, "SourceId"));
        } else if (dom::is(child, kPackageSignature, "RelationshipsGroupReference")) {
            types.insert(dom::attribute(child, "SourceType"));
        } else {
            return odd("relationship transform");
        }
    }
    std::erase_if(*all, [&](const Relationship& one) { return !ids.contains(one.id) && !types.contains(one.type); });
    std::size_t odd_texts = 0;
    if (form == TransformForm::odd_texts) {
        LET(odd_texts, count_texts(content));
    }
    return to_bytes(transformed(std::move(all).value(), odd_texts));
}

bool ends_with_word(std::string_view type, std::initializer_list<std::string_view> words) {
    const auto word = type.substr(type.rfind('/') + 1);
    return std::find(words.begin(), words.end(), word) != words.end();
}

// All text of field instructions of a WordprocessingML part, in one piece, as fields may be split.
std::string field_codes(const xml::Document& document) {
    std::string codes;
    for (const auto* node = document.root(); node != nullptr; node = dom::next(node, document.root())) {
        if (!dom::is_element(node)) continue;
        if (dom::name(node) == "instrText") codes += dom::content(node);
        if (dom::name(node) != "fldSimple") continue;
        for (const auto* one = node->properties; one != nullptr; one = one->next) {
            if (dom::text(one->name) == "instr") codes += " " + dom::value(one) + " ";
        }
    }
    return codes;
}

bool has_bound_control(const xml::Document& document) {
    for (const auto* node = document.root(); node != nullptr; node = dom::next(node, document.root())) {
        if (dom::is_element(node) && dom::name(node) == "dataBinding") return true;
    }
    return false;
}

}  // namespace

Result<SignatureParts> find_signature_parts(const OpcPackage& package) {
    SignatureParts found;
    for (const auto& one : package.relationships_of("/")->all) {
        if (one.type != kOriginRelation) continue;
        if (!found.origin.empty() || one.external) return odd("two origins");
        found.origin = one.part;
    }
    const auto expect = [&](const std::string& key, std::string_view type) {
        const auto* part = package.find(key);
        return part != nullptr && lower(part->content_type) == type && found.all.insert(key).second;
    };
    if (!found.origin.empty() && !expect(found.origin, kOriginType)) return odd("origin");
    const auto* list = found.origin.empty() ? nullptr : package.relationships_of(found.origin);
    for (const auto& one : list != nullptr ? list->all : std::vector<Relationship>()) {
        if (one.external || one.type != kSignatureRelation || !expect(one.part, kSignatureType)) return odd("relationship of the origin");
        found.signatures.push_back(one.part);
    }
    for (const auto& signature : found.signatures) {
        const auto* certificates = package.relationships_of(signature);
        for (const auto& one : certificates != nullptr ? certificates->all : std::vector<Relationship>()) {
            const bool shared = found.all.contains(one.part) && package.find(one.part) != nullptr &&
                                lower(package.find(one.part)->content_type) == kCertificateType;
            const bool fits = !one.external && one.type == kCertificateRelation && (shared || expect(one.part, kCertificateType));
            if (!fits) return odd("relationship of a signature");
        }
    }
    for (const auto& [key, part] : package.parts()) {
        const bool signature = lower(part.content_type) == kSignatureType || lower(part.content_type) == kOriginType;
        if (signature && !found.all.contains(key)) return odd("a signature that nothing leads to");
        const bool hidden = found.origin.empty() && key.starts_with("/_xmlsignatures/");
        if (hidden) return odd("signature parts without an origin");
    }
    return found;
}

PartReference part_reference(std::string_view uri) {
    static constexpr std::string_view kQuery = "?ContentType=";
    const auto query = uri.find('?');
    PartReference result;
    result.key = part_key(uri.substr(0, query));
    if (query != std::string_view::npos && uri.substr(query).starts_with(kQuery)) {
        result.content_type = std::string(uri.substr(query + kQuery.size()));
    }
    return result;
}

xml::ForeignTransform relationship_transform(TransformForm form) {
    return {kTransform, [form](const xmlNode* transform, BytesView content) { return apply_transform(transform, content, form); }};
}

CoverageReport examine_coverage(const OpcPackage& package, const SignatureParts& infrastructure,
                                const std::vector<xml::VerifiedPart>& verified) {
    return Examiner(package, infrastructure, verified).run();
}

Codes examine_content(const OpcPackage& package) {
    Codes codes;
    for (const auto& [key, part] : package.parts()) {
        const auto type = lower(part.content_type);
        const bool active = type.find("vbaproject") != std::string::npos || type.find("macroenabled") != std::string::npos ||
                            type.find("activex") != std::string::npos || type.find("javascript") != std::string::npos;
        if (active) add(codes, reasons::package_active_content);
    }
    for (const auto& [source, relationships] : package.relationships()) {
        for (const auto& one : relationships.all) {
            if (ends_with_word(one.type, {"vbaProject", "wordVbaData", "control", "activeXControlBinary", "attachedToolbars", "webextension", "taskpanes", "webextensiontaskpanes"})) {
                add(codes, reasons::package_active_content);
            }
            if (one.external && !ends_with_word(one.type, {"hyperlink"})) add(codes, reasons::package_external_content);
        }
    }
    return codes;
}

bool shows_properties(const OpcPackage& package, const ZipArchive& archive) {
    static constexpr std::string_view kFields[] = {"docproperty", "title", "author",     "subject",  "keywords", "comments",  "lastsavedby",
                                                   "info",        "template", "createdate", "savedate", "revnum",   "printdate", "edittime"};
    for (const auto& [key, part] : package.parts()) {
        const auto type = lower(part.content_type);
        if (type.find("wordprocessingml") == std::string::npos || !type.ends_with("+xml")) continue;
        const auto content = archive.read(*part.entry);
        if (!content.has_value()) return true;
        const auto document = xml::Document::parse(*content);
        if (!document.has_value() || has_bound_control(*document)) return true;
        const auto codes = lower(field_codes(*document));
        for (const auto field : kFields) {
            if (codes.find(field) != std::string::npos) return true;
        }
    }
    return false;
}

}  // namespace congvan::signing::office
