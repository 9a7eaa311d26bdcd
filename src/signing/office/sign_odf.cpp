// Writes signatures into ODF packages.

#include "errors/signing.hpp"
#include "signing/office/judge_odf.hpp"
#include "signing/office/office_text.hpp"
#include "signing/office/sign_office.hpp"
#include "signing/xml/names.hpp"

namespace congvan::signing::office {
namespace {

constexpr std::string_view kMacroSignatures = "META-INF/macrosignatures.xml";

// The media type of a file, for the form of the object.
std::string_view media_type(std::string_view name) {
    struct Known {
        std::string_view end, type;
    };
    static constexpr Known kKnown[] = {{".xml", "text/xml"},  {".rdf", "application/rdf+xml"}, {".png", "image/png"},
                                       {".jpg", "image/jpeg"}, {".jpeg", "image/jpeg"},        {".svg", "image/svg+xml"},
                                       {"mimetype", "text/plain"}};
    for (const auto& one : kKnown) {
        if (name.ends_with(one.end)) return one.type;
    }
    return "application/octet-stream";
}

// A reference for every file but those of signatures.
Result<Done> add_references(const ZipArchive& archive, Layout& layout) {
    for (const auto& entry : archive.entries()) {
        if (entry.is_folder() || entry.name == kOdfSignatures || entry.name == kMacroSignatures) continue;
        LET(const auto content, archive.read(entry));
        const auto id = layout.id + "-reference-" + std::to_string(layout.references.size() + 1);
        layout.references.push_back({id, percent_encoded(entry.name), "", "", digest_of(content), std::string(media_type(entry.name))});
    }
    return Done{};
}

Result<PreparedOffice> prepare(BytesView file, BytesView certificate, const OfficeSigningOptions& options, const ZipArchive& archive) {
    Layout layout;
    layout.id = identifier(file, certificate, options.at);
    layout.properties = layout.id + "-properties";
    layout.scheme = options.scheme;
    layout.form = options.form;
    layout.at = options.at;
    layout.certificate = certificate;
    TRY(add_references(archive, layout));
    const auto time = layout.id + "-time";
    layout.references.push_back({"", "#" + time, "", "", "", ""});
    layout.objects = "<Object><SignatureProperties><SignatureProperty Id=\"" + time + "\" Target=\"#" + layout.id +
                     "\"><dc:date xmlns:dc=\"" + std::string(xml::names::kDublinCore) + "\">" + utc_text(options.at) +
                     "</dc:date></SignatureProperty></SignatureProperties></Object>";
    std::string before = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<document-signatures xmlns=\"" + std::string(kOdfSignatureSpace) + "\">";
    std::string after = "</document-signatures>";
    if (const auto* entry = archive.find(kOdfSignatures); entry != nullptr) {
        static constexpr std::string_view kPlace = "<!-- -->";
        LET(const auto content, archive.read(*entry));
        LET(const auto marked, with_last_child(as_text(content), kPlace));
        const auto at = marked.rfind(kPlace);
        before = marked.substr(0, at);
        after = marked.substr(at + kPlace.size());
    }
    const auto around = [&](const std::string& signature) { return before + signature + after; };
    PreparedOffice prepared;
    LET(prepared.to_sign, complete(layout, around));
    prepared.kind = SignedKind::odf;
    prepared.part = std::string(kOdfSignatures);
    prepared.file = with_additions(archive, {{prepared.part, to_bytes(around(write_signature(layout)))}});
    prepared.id = layout.id;
    prepared.signer_certificate.assign(certificate.begin(), certificate.end());
    prepared.scheme = options.scheme;
    return prepared;
}

}  // namespace

Result<PreparedOffice> prepare_odf(BytesView file, BytesView signer_certificate, const OfficeSigningOptions& options) {
    TRY(check_signer(signer_certificate, options.scheme));
    LET(const auto archive, ZipArchive::open(file, options.limits));
    TRY(check_odf(archive));
    if (!examine_odf_content(archive).empty()) {
        return Error{Remedy::fix_input, errors::signing::unsupported_package, "macros or content from elsewhere"};
    }
    TRY(check_earlier(judge_odf(file, nobody_trusted(options.at).context, options.limits)));
    return prepare(file, signer_certificate, options, archive);
}

}  // namespace congvan::signing::office
