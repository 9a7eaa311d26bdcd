#include "usecases/verify_file.hpp"

#include <algorithm>

#include "errors/usecases.hpp"
#include "signing/judge/judge.hpp"
#include "signing/judge/judge_cms.hpp"
#include "signing/judge/reasons.hpp"
#include "signing/office/judge_odf.hpp"
#include "signing/office/judge_ooxml.hpp"
#include "signing/pdf/reader.hpp"
#include "signing/xml/judge_xml.hpp"

namespace congvan::usecases {
namespace {

using signing::DocumentReport;
using signing::SignedKind;

signing::AnchorClass class_of(AnchorClass anchor_class) {
    switch (anchor_class) {
        case AnchorClass::official: return signing::AnchorClass::official;
        case AnchorClass::public_service: return signing::AnchorClass::licensed;
        case AnchorClass::own: return signing::AnchorClass::own;
    }
    return signing::AnchorClass::own;
}

// Without a byte order mark and white space in front.
std::string_view start_of(BytesView file) {
    std::string_view text = as_text(file.first(std::min<std::size_t>(file.size(), 1024)));
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    return first == std::string_view::npos ? std::string_view() : text.substr(first);
}

bool looks_like_base64(std::string_view start) {
    return start.size() >= 16 && start.starts_with("M") &&
           start.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\r\n") == std::string_view::npos;
}

bool is_utf16_xml(BytesView file) {
    const std::string_view text = as_text(file.first(std::min<std::size_t>(file.size(), 4)));
    return text.starts_with(std::string_view("\xff\xfe<\0", 4)) || text.starts_with(std::string_view("\xfe\xff\0<", 4));
}

// ODF puts its type first, plain; every other package is looked at as OPC is (ODF 1.2 part 3 section 3.3).
SignedKind package_kind(std::string_view bytes) {
    constexpr std::size_t name_at = 30;
    const bool typed = bytes.substr(std::min(name_at, bytes.size())).starts_with("mimetype");
    const bool odf = typed && bytes.find("application/vnd.oasis.opendocument.") != std::string_view::npos;
    return odf ? SignedKind::odf : SignedKind::ooxml;
}

// A SEQUENCE that begins with the identifier of SignedData (RFC 5652).
bool is_signed_data(std::string_view bytes) {
    constexpr std::string_view identifier("\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02", 11);
    return bytes.starts_with('\x30') && bytes.substr(0, 32).find(identifier) != std::string_view::npos;
}

DocumentReport not_signed(SignedKind kind) {
    DocumentReport report;
    report.kind = kind;
    report.verdict = signing::Verdict::not_signed;
    report.integrity = signing::Integrity::not_signed;
    return report;
}

DocumentReport verify_cms(const FileToVerify& given, const signing::JudgeContext& context) {
    const MemoryBytes file(given.file);
    if (given.content != nullptr) return signing::judge_cms_over(file, *given.content, context);
    return signing::judge_cms(file, context).report;
}

}  // namespace

Result<signing::TrustAnchors> anchors_of(const TrustMaterial& material) {
    std::vector<signing::TrustedCertificate> anchors;
    for (const Anchor& anchor : material.anchors) {
        anchors.push_back({anchor.certificate.der, class_of(anchor.anchor_class)});
    }
    std::vector<Bytes> intermediates;
    for (const Certificate& each : material.intermediates) intermediates.push_back(each.der);
    return signing::TrustAnchors::make(anchors, intermediates);
}

signing::SignedKind signed_kind_of(BytesView file) {
    const std::string_view bytes = as_text(file.first(std::min<std::size_t>(file.size(), 1024)));
    const std::string_view start = start_of(file);
    if (bytes.starts_with("%PDF-")) return SignedKind::pdf;
    if (bytes.starts_with("PK\x03\x04")) return package_kind(bytes);
    if (start.starts_with("-----BEGIN PKCS7-----") || start.starts_with("-----BEGIN CMS-----")) return SignedKind::cms;
    if (start.starts_with("<") || is_utf16_xml(file)) return SignedKind::xml;
    if (is_signed_data(bytes) || looks_like_base64(start)) return SignedKind::cms;
    if (bytes.find("%PDF-") != std::string_view::npos) return SignedKind::pdf;  // readers forgive what stands before
    return SignedKind::unknown;
}

signing::DocumentReport verify_file(const FileToVerify& given, const signing::JudgeContext& context) {
    const SignedKind kind = signed_kind_of(given.file);
    switch (kind) {
        case SignedKind::pdf: {
            signing::PdfOptions options;
            options.password = given.password;
            return signing::judge_pdf(given.file, context, options);
        }
        case SignedKind::cms: return verify_cms(given, context);
        case SignedKind::xml: return signing::xml::verify_xml(given.file, context).report;
        case SignedKind::ooxml: return signing::office::judge_ooxml(given.file, context);
        case SignedKind::odf: return signing::office::judge_odf(given.file, context);
        case SignedKind::unknown: return not_signed(kind);
    }
    return not_signed(kind);
}

Result<Bytes> revision_of(BytesView pdf, std::size_t number) {
    LET(const auto document, signing::pdf::Document::open(pdf));
    if (number == 0 || number > document.revisions().size()) {
        return Error{Remedy::fix_input, errors::usecases::no_such_revision, std::to_string(number)};
    }
    const auto piece = pdf.first(document.revisions()[number - 1].end_with_eol);
    return Bytes(piece.begin(), piece.end());
}

}  // namespace congvan::usecases
