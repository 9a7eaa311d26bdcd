// Writes signatures into OOXML packages.

#include <algorithm>

#include "errors/signing.hpp"
#include "signing/judge/reasons.hpp"
#include "signing/office/judge_ooxml.hpp"
#include "signing/office/office_text.hpp"
#include "signing/office/opc_coverage.hpp"
#include "signing/office/sign_office.hpp"
#include "signing/xml/dom.hpp"
#include "signing/xml/names.hpp"
#include "signing/xml/parse.hpp"
#include "signing/xml/signature_text.hpp"

namespace congvan::signing::office {
namespace {

using xml::escape;
namespace names = xml::names;

constexpr std::string_view kDeclaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
constexpr std::string_view kTransform = "http://schemas.openxmlformats.org/package/2006/RelationshipTransform";
constexpr std::string_view kObjectType = "http://www.w3.org/2000/09/xmldsig#Object";

Error unsupported(std::string why) { return {Remedy::fix_input, errors::signing::unsupported_package, std::move(why)}; }

// Details that Office writes about the machine of the signer; a service has none worth telling.
std::string office_object(const std::string& signature, const std::string& comments) {
    return "<Object Id=\"idOfficeObject\"><SignatureProperties><SignatureProperty Id=\"idOfficeV1Details\" Target=\"#" + signature +
           "\"><SignatureInfoV1 xmlns=\"http://schemas.microsoft.com/office/2006/digsig\"><SetupID/><SignatureText/><SignatureImage/>"
           "<SignatureComments>" + escape(comments) + "</SignatureComments><WindowsVersion>10.0</WindowsVersion>"
           "<OfficeVersion>16.0</OfficeVersion><ApplicationVersion>16.0</ApplicationVersion><Monitors>1</Monitors>"
           "<HorizontalResolution>1280</HorizontalResolution><VerticalResolution>800</VerticalResolution><ColorDepth>32</ColorDepth>"
           "<SignatureProviderId>{00000000-0000-0000-0000-000000000000}</SignatureProviderId><SignatureProviderUrl/>"
           "<SignatureProviderDetails>9</SignatureProviderDetails><SignatureType>1</SignatureType></SignatureInfoV1>"
           "</SignatureProperty></SignatureProperties></Object>";
}

class OoxmlSigner {
public:
    OoxmlSigner(BytesView file, BytesView certificate, const OfficeSigningOptions& options, const ZipArchive& archive,
                const OpcPackage& package)
        : file_(file), certificate_(certificate), options_(options), archive_(archive), package_(package) {}

    Result<PreparedOffice> run() {
        LET(infrastructure_, find_signature_parts(package_));
        if (!examine_content(package_).empty()) return unsupported("macros, controls or content from elsewhere");
        choose_name();
        LET(const auto manifest, write_manifest());
        auto layout = lay_out(manifest);
        const auto around = [](const std::string& signature) { return std::string(kDeclaration) + signature; };
        LET(auto to_sign, complete(layout, around));
        TRY(tidy_relationships());
        TRY(add_parts());
        additions_.push_back({name_.substr(1), to_bytes(around(write_signature(layout)))});
        PreparedOffice prepared;
        prepared.kind = SignedKind::ooxml;
        prepared.file = with_additions(archive_, additions_);
        prepared.part = name_.substr(1);
        prepared.id = layout.id;
        prepared.to_sign = std::move(to_sign);
        prepared.signer_certificate.assign(certificate_.begin(), certificate_.end());
        prepared.scheme = options_.scheme;
        return prepared;
    }

private:
    void choose_name() {
        std::size_t number = infrastructure_.signatures.size() + 1;
        const auto taken = [&] { return package_.find("/_xmlsignatures/sig" + std::to_string(number) + ".xml") != nullptr; };
        while (taken()) ++number;
        name_ = "/_xmlsignatures/sig" + std::to_string(number) + ".xml";
    }

    // White space between relationships is nothing by the standard, but LibreOffice's digests go by it: so there is none in
    // a file that is signed for the first time.
    Result<Done> tidy_relationships() {
        if (!infrastructure_.signatures.empty()) return Done{};
        for (const auto& [source, relationships] : package_.relationships()) {
            const auto name = relationships.name.substr(1);
            LET(const auto content, archive_.read(*archive_.find(name)));
            const auto texts = count_texts(content);
            if (!texts.has_value() || *texts > 0) additions_.push_back({name, to_bytes(written(relationships.all))});
        }
        return Done{};
    }

    // The content that a part is going to have.
    Result<Bytes> present(const std::string& name) const {
        for (const auto& one : additions_) {
            if (one.name == name) return one.content;
        }
        return archive_.read(*archive_.find(name));
    }

    void put(std::string name, Bytes content) {
        std::erase_if(additions_, [&](const ZipAddition& one) { return one.name == name; });
        additions_.push_back({std::move(name), std::move(content)});
    }

    std::string digest_reference(const OpcPackage::Part& part, const std::string& transforms, BytesView content) const {
        const auto uri = percent_encoded(part.name) + "?ContentType=" + part.content_type;
        return write_reference({"", uri, "", transforms, digest_of(content), ""});
    }

    // The relationships of one source, all but that to the signatures.
    std::string relationships_reference(const OpcPackage::Part& part, const Relationships& relationships) const {
        auto chosen = relationships.all;
        std::erase_if(chosen, [&](const Relationship& one) { return relationships.source == "/" && one.type == kOriginRelation; });
        std::string transforms = "<Transform Algorithm=\"" + std::string(kTransform) + "\">";
        for (const auto& one : chosen) {
            transforms += "<mdssi:RelationshipReference xmlns:mdssi=\"" + std::string(names::kOfficeSignature) + "\" SourceId=\"" +
                          escape(one.id) + "\"/>";
        }
        transforms += "</Transform><Transform Algorithm=\"" + std::string(names::kInclusive) + "\"/>";
        return digest_reference(part, transforms, as_bytes(transformed(std::move(chosen))));
    }

    Result<std::string> write_manifest() const {
        std::string manifest;
        for (const auto& [source, relationships] : package_.relationships()) {
            if (infrastructure_.all.contains(source)) continue;
            manifest += relationships_reference(*package_.find(part_key(relationships.name)), relationships);
        }
        for (const auto& [key, part] : package_.parts()) {
            if (infrastructure_.all.contains(key) || lower(part.content_type) == kRelationshipsType) continue;
            const bool typed = !part.content_type.empty() && part.content_type.find_first_of("?#\"<>& ") == std::string::npos;
            if (!typed) return unsupported("a part without a content type: " + part.name);
            LET(const auto content, archive_.read(*part.entry));
            manifest += digest_reference(part, "", content);
        }
        return manifest;
    }

    Layout lay_out(const std::string& manifest) const {
        Layout layout;
        layout.id = "idPackageSignature";
        layout.properties = "idSignedProperties";
        layout.scheme = options_.scheme;
        layout.form = options_.form;
        layout.at = options_.at;
        layout.certificate = certificate_;
        for (const std::string name : {"idPackageObject", "idOfficeObject"}) {
            layout.references.push_back({name + "Reference", "#" + name, std::string(kObjectType), "", "", "text/xml"});
        }
        layout.objects = "<Object Id=\"idPackageObject\"><Manifest>" + manifest +
                         "</Manifest><SignatureProperties><SignatureProperty Id=\"idSignatureTime\" Target=\"#" + layout.id +
                         "\"><mdssi:SignatureTime xmlns:mdssi=\"" + std::string(names::kOfficeSignature) +
                         "\"><mdssi:Format>YYYY-MM-DDThh:mm:ssTZD</mdssi:Format><mdssi:Value>" + utc_text(options_.at) +
                         "</mdssi:Value></mdssi:SignatureTime></SignatureProperty></SignatureProperties></Object>" +
                         office_object(layout.id, options_.comments);
        return layout;
    }

    // An identifier that the relationships of `source` do not have yet.
    std::string free_id(std::string_view source) const {
        const auto* list = package_.relationships_of(source);
        for (std::size_t i = 1;; ++i) {
            const auto id = "rId" + std::to_string(i);
            const bool taken = list != nullptr && std::any_of(list->all.begin(), list->all.end(), [&](const Relationship& one) {
                return lower(one.id) == lower(id);
            });
            if (!taken) return id;
        }
    }

    // A target in the folder of the source is written without it, as office programs expect it.
    Result<Done> add_relationship(std::string_view source, const std::string& rels, std::string_view type, std::string target) {
        const auto folder = std::string(source.substr(0, source.rfind('/') + 1));
        if (lower(target).starts_with(folder)) target.erase(0, folder.size());
        const auto element = "<Relationship xmlns=\"" + std::string(kRelationsSpace) + "\" Id=\"" + free_id(source) + "\" Type=\"" +
                             std::string(type) + "\" Target=\"" + target + "\"/>";
        const auto* list = package_.relationships_of(source);
        if (list == nullptr || list->all.empty()) {
            put(rels, to_bytes(std::string(kDeclaration) + "<Relationships xmlns=\"" + std::string(kRelationsSpace) + "\">" + element +
                               "</Relationships>"));
            return Done{};
        }
        const auto name = list->name.substr(1);
        LET(const auto before, present(name));
        LET(const auto after, with_last_child(as_text(before), element));
        put(name, to_bytes(after));
        return Done{};
    }

    // Origin, relationships and content types that lead to the new signature.
    Result<Done> add_parts() {
        std::string types = "<Override xmlns=\"" + std::string(kTypesSpace) + "\" PartName=\"" + name_ + "\" ContentType=\"" +
                            std::string(kSignatureType) + "\"/>";
        const std::string origin = "/_xmlsignatures/origin.sigs";
        if (infrastructure_.origin.empty()) {
            if (package_.find(origin) != nullptr) return unsupported("a stray origin");
            put(origin.substr(1), {});
            types += "<Override xmlns=\"" + std::string(kTypesSpace) + "\" PartName=\"" + origin + "\" ContentType=\"" +
                     std::string(kOriginType) + "\"/>";
            TRY(add_relationship("/", "_rels/.rels", kOriginRelation, origin));
        }
        const auto& source = infrastructure_.origin.empty() ? origin : infrastructure_.origin;
        const auto* part = package_.find(source);
        const auto name = part != nullptr ? part->name : origin;
        const auto slash = name.rfind('/');
        const auto rels = name.substr(1, slash) + "_rels/" + name.substr(slash + 1) + ".rels";
        TRY(add_relationship(source, rels, kSignatureRelation, name_));
        LET(const auto listed, with_last_child(as_text(package_.content_types()), types));
        put(std::string(kContentTypesName), to_bytes(listed));
        return Done{};
    }

    BytesView file_;
    BytesView certificate_;
    const OfficeSigningOptions& options_;
    const ZipArchive& archive_;
    const OpcPackage& package_;
    SignatureParts infrastructure_;
    std::string name_;  // of the new part
    std::vector<ZipAddition> additions_;
};

}  // namespace

Result<PreparedOffice> prepare_ooxml(BytesView file, BytesView signer_certificate, const OfficeSigningOptions& options) {
    TRY(check_signer(signer_certificate, options.scheme));
    LET(const auto archive, ZipArchive::open(file, options.limits));
    LET(const auto package, OpcPackage::read(archive));
    TRY(check_earlier(judge_ooxml(file, nobody_trusted(options.at).context, options.limits)));
    auto prepared = OoxmlSigner(file, signer_certificate, options, archive, package).run();
    if (prepared.has_value() || find_reason(prepared.error().code) == nullptr) return prepared;
    return Error{Remedy::fix_input, errors::signing::malformed_package, prepared.error().detail};
}

}  // namespace congvan::signing::office
