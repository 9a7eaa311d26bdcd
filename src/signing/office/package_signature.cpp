#include "signing/office/package_signature.hpp"

#include <algorithm>

#include "errors/signing.hpp"
#include "signing/judge/reasons.hpp"
#include "signing/xml/canonical.hpp"
#include "signing/xml/dom.hpp"
#include "signing/xml/names.hpp"

namespace congvan::signing::office {
namespace {

namespace dom = xml::dom;

// Whether all transforms of a signature file are among those that leave nothing of a part out.
bool transforms_allowed(const xml::Document& document, const std::vector<xml::ForeignTransform>& foreign) {
    for (const auto* node = document.root(); node != nullptr; node = dom::next(node, document.root())) {
        if (!dom::is(node, xml::names::kSignature, "Transform")) continue;
        const auto algorithm = dom::attribute(node, "Algorithm");
        const bool known = std::any_of(foreign.begin(), foreign.end(), [&](const auto& one) { return one.algorithm == algorithm; });
        if (!known && !xml::canonicalisation(algorithm)) return false;
    }
    return true;
}

}  // namespace

void add(Codes& codes, std::string_view code) {
    if (std::find(codes.begin(), codes.end(), code) == codes.end()) codes.push_back(code);
}

DocumentReport report_of(SignedKind kind, std::string_view code) {
    DocumentReport report;
    report.kind = kind;
    report.reasons.push_back(code);
    const auto conclusion = conclude(report.reasons);
    report.verdict = conclusion.verdict;
    report.integrity = conclusion.integrity;
    return report;
}

DocumentReport not_signed(SignedKind kind) {
    DocumentReport report;
    report.kind = kind;
    report.verdict = Verdict::not_signed;
    report.integrity = Integrity::not_signed;
    return report;
}

std::string_view reason_of(const Error& error) {
    if (error.code == errors::signing::package_too_large) return reasons::package_too_large;
    if (error.code == errors::signing::encrypted_package) return reasons::package_encrypted;
    if (find_reason(error.code) != nullptr) return error.code;
    return reasons::package_malformed;
}

DocumentReport unreadable(SignedKind kind, BytesView file, const Error& error) {
    const bool named = as_text(file).find("signatures") != std::string_view::npos || as_text(file).find(".sigs") != std::string_view::npos;
    const auto reason = reason_of(error);
    return named || reason == reasons::package_encrypted ? report_of(kind, reason) : not_signed(kind);
}

Result<std::vector<PackageSignature>> verify_signatures(const ZipArchive& archive, const SignatureFile& file, const JudgeContext& context) {
    const auto document = xml::Document::parse(file.content);
    if (!document.has_value()) return Error{Remedy::fix_input, xml::reason_of(document.error()), document.error().detail};
    if (!file.shape(*document)) return Error{Remedy::fix_input, reasons::package_signature_malformed, "odd file of signatures"};
    const bool allowed = transforms_allowed(*document, file.transforms);
    Bytes content;  // of the entry asked for last
    bool damaged = false;
    xml::XmlOptions options;
    options.scope = xml::Scope::package;
    options.transforms = file.transforms;
    options.content = [&](std::string_view uri) -> std::optional<BytesView> {
        const auto* entry = file.find(uri);
        if (entry == nullptr || entry->is_folder()) return std::nullopt;
        auto read = archive.read(*entry);
        if (!read.has_value()) {
            damaged = true;
            return std::nullopt;
        }
        content = std::move(read).value();
        return BytesView(content);
    };
    auto verified = xml::verify_xml(file.content, context, options);
    if (damaged) return Error{Remedy::fix_input, reasons::package_malformed, "an entry cannot be unfolded"};
    std::vector<PackageSignature> result;
    for (std::size_t i = 0; i < verified.report.signatures.size(); ++i) {
        PackageSignature one{std::move(verified.report.signatures[i]), std::move(verified.signatures[i].parts)};
        auto& codes = one.report.reasons;
        std::replace(codes.begin(), codes.end(), reasons::xml_content_missing, reasons::package_part_missing);
        if (!allowed) add(one.report.reasons, reasons::package_reference_not_allowed);
        if (!allowed) one.parts.clear();
        result.push_back(std::move(one));
    }
    return result;
}

DocumentReport together(SignedKind kind, std::vector<PackageSignature> signatures, const Codes& file_reasons,
                        const std::set<std::string>& unsigned_parts) {
    DocumentReport report;
    report.kind = kind;
    for (auto& one : signatures) {
        for (const auto code : file_reasons) add(one.report.reasons, code);
        conclude_signature(one.report);
        for (const auto code : one.report.reasons) add(report.reasons, code);
        report.signatures.push_back(std::move(one.report));
    }
    const auto conclusion = conclude(report.reasons);
    report.verdict = conclusion.verdict;
    report.integrity = conclusion.integrity;
    report.unsigned_parts.assign(unsigned_parts.begin(), unsigned_parts.end());
    return report;
}

}  // namespace congvan::signing::office
