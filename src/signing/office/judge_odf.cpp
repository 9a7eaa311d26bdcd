#include "signing/office/judge_odf.hpp"

#include <algorithm>
#include <exception>

#include "errors/signing.hpp"
#include "signing/judge/reasons.hpp"
#include "signing/office/package_signature.hpp"
#include "signing/xml/dom.hpp"
#include "signing/xml/names.hpp"

namespace congvan::signing::office {
namespace {

namespace dom = xml::dom;

constexpr std::string_view kMacroSignatures = "META-INF/macrosignatures.xml";
constexpr std::string_view kManifest = "META-INF/manifest.xml";
constexpr std::string_view kManifestSpace = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0";
constexpr std::string_view kXlink = "http://www.w3.org/1999/xlink";
constexpr std::string_view kScriptSpace = "urn:oasis:names:tc:opendocument:xmlns:script:1.0";
constexpr std::string_view kTextSpace = "urn:oasis:names:tc:opendocument:xmlns:text:1.0";
constexpr std::string_view kDrawSpace = "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0";
constexpr std::string_view kMimetype = "application/vnd.oasis.opendocument.";

Error malformed(std::string why) { return {Remedy::fix_input, errors::signing::malformed_package, std::move(why)}; }

bool is_signature_file(std::string_view name) { return name == kOdfSignatures || name == kMacroSignatures; }

// Percent escapes undone, once.
std::string decoded(std::string_view uri) {
    const auto digit = [](char c) {
        if (c >= '0' && c <= '9') return c - '0';
        const char small = static_cast<char>(c | 0x20);
        return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
    };
    std::string result;
    for (std::size_t i = 0; i < uri.size(); ++i) {
        const bool escape = uri[i] == '%' && i + 2 < uri.size() && digit(uri[i + 1]) >= 0 && digit(uri[i + 2]) >= 0;
        result += escape ? static_cast<char>(digit(uri[i + 1]) * 16 + digit(uri[i + 2])) : uri[i];
        if (escape) i += 2;
    }
    return result;
}

// An address outside the package: with a scheme, or absolute, or above.
bool leads_out(std::string_view target) {
    if (target.empty() || target.front() == '#') return false;
    if (target.front() == '/' || target.starts_with("..")) return true;
    const auto colon = target.find(':');
    return colon != std::string_view::npos && colon < target.find('/') && colon < target.find('#');
}

std::string xlink_target(const xmlNode* element) {
    for (const auto* one = element->properties; one != nullptr; one = one->next) {
        if (one->ns != nullptr && dom::text(one->ns->href) == kXlink && dom::text(one->name) == "href") return dom::value(one);
    }
    return {};
}

void examine_element(const xmlNode* element, Codes& codes) {
    const auto name = dom::name(element);
    if (dom::is(element, kScriptSpace, "event-listener")) add(codes, reasons::package_active_content);
    if (name == "dde-source" || name.starts_with("dde-connection")) add(codes, reasons::package_external_content);
    const bool link = name == "a" && (dom::space(element) == kTextSpace || dom::space(element) == kDrawSpace);
    if (name == "plugin" || name == "applet") add(codes, reasons::package_active_content);
    if (!link && leads_out(xlink_target(element))) add(codes, reasons::package_external_content);
}

bool is_document_xml(std::string_view name) {
    const auto last = name.substr(name.rfind('/') + 1);
    return last == "content.xml" || last == "styles.xml";
}

// Signatures one beside the other, and nothing else.
bool is_list_of_signatures(const xml::Document& document) {
    if (!dom::is(document.root(), kOdfSignatureSpace, "document-signatures")) return false;
    for (const auto* child = document.root()->children; child != nullptr; child = child->next) {
        const bool signature = dom::is(child, xml::names::kSignature, "Signature");
        const bool nothing = dom::is_text(child) ? dom::is_blank(child) : !dom::is_element(child);
        if (!signature && !nothing) return false;
    }
    return true;
}

class OdfJudge {
public:
    OdfJudge(const ZipArchive& archive, const JudgeContext& context) : archive_(archive), context_(context) {}

    Result<DocumentReport> run() {
        const auto* entry = archive_.find(kOdfSignatures);
        if (entry == nullptr) return not_signed(SignedKind::odf);
        LET(const auto file, archive_.read(*entry));
        const auto find = [&](std::string_view uri) { return find_odf_entry(archive_, uri); };
        LET(auto signatures, verify_signatures(archive_, {file, is_list_of_signatures, find, {}}, context_));
        if (signatures.empty()) return not_signed(SignedKind::odf);
        for (auto& one : signatures) examine(one);
        return together(SignedKind::odf, std::move(signatures), examine_odf_content(archive_), unsigned_parts_);
    }

private:
    void examine(PackageSignature& one) {
        if (one.parts.empty()) return;
        std::set<std::string> covered;
        for (const auto& part : one.parts) {
            const auto* entry = part.target == xml::Target::outside ? find_odf_entry(archive_, part.uri) : nullptr;
            if (entry != nullptr) covered.insert(entry->name);
        }
        bool whole = true;
        for (const auto& entry : archive_.entries()) {
            if (entry.is_folder() || entry.name == kOdfSignatures || covered.contains(entry.name)) continue;
            unsigned_parts_.insert(entry.name);
            if (is_signature_file(entry.name)) continue;
            whole = false;
        }
        if (!whole) add(one.report.reasons, reasons::package_part_not_signed);
        one.report.coverage = whole ? Coverage::whole_file : Coverage::partial;
    }

    const ZipArchive& archive_;
    const JudgeContext& context_;
    std::set<std::string> unsigned_parts_;
};

Result<DocumentReport> judge(BytesView file, const JudgeContext& context, const ZipLimits& limits) {
    LET(const auto archive, ZipArchive::open(file, limits));
    TRY(check_odf(archive));
    return OdfJudge(archive, context).run();
}

}  // namespace

Result<Done> check_odf(const ZipArchive& archive) {
    const auto& entries = archive.entries();
    if (entries.empty() || entries.front().name != "mimetype" || entries.front().deflated) return malformed("no mimetype in front");
    LET(const auto type, archive.read(entries.front()));
    if (!as_text(type).starts_with(kMimetype) || type.size() > 100) return malformed("not a type of OpenDocument");
    const auto* manifest = archive.find(kManifest);
    if (manifest == nullptr) return malformed("no manifest");
    LET(const auto content, archive.read(*manifest));
    const auto document = xml::Document::parse(content);
    if (!document.has_value() || !dom::is(document->root(), kManifestSpace, "manifest")) return malformed("manifest");
    for (const auto* node = document->root(); node != nullptr; node = dom::next(node, document->root())) {
        if (dom::is(node, kManifestSpace, "encryption-data")) {
            return Error{Remedy::fix_input, errors::signing::encrypted_package, "an encrypted file"};
        }
    }
    return Done{};
}

const ZipEntry* find_odf_entry(const ZipArchive& archive, std::string_view uri) {
    if (const auto* exact = archive.find(uri); exact != nullptr) return exact;
    const auto plain = decoded(uri);
    return plain == uri ? nullptr : archive.find(plain);
}

Codes examine_odf_content(const ZipArchive& archive) {
    Codes codes;
    for (const auto& entry : archive.entries()) {
        const auto& name = entry.name;
        const bool folder = entry.is_folder();
        if (!folder && (name.starts_with("Basic/") || name.starts_with("Scripts/") || name.starts_with("Dialogs/"))) {
            add(codes, reasons::package_active_content);
        }
        if (folder || !is_document_xml(name)) continue;
        const auto content = archive.read(entry);
        const auto document = content.has_value() ? xml::Document::parse(*content) : Result<xml::Document>(content.error());
        if (!document.has_value()) {
            add(codes, reasons::package_malformed);
            continue;
        }
        for (const auto* node = document->root(); node != nullptr; node = dom::next(node, document->root())) {
            if (dom::is_element(node)) examine_element(node, codes);
        }
    }
    return codes;
}

DocumentReport judge_odf(BytesView file, const JudgeContext& context, const ZipLimits& limits) {
    try {
        auto report = judge(file, context, limits);
        return report.has_value() ? std::move(report).value() : unreadable(SignedKind::odf, file, report.error());
    } catch (const std::exception&) {  // memory
        return report_of(SignedKind::odf, reasons::judge_failed);
    }
}

}  // namespace congvan::signing::office
