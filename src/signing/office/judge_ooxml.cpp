#include "signing/office/judge_ooxml.hpp"

#include <exception>

#include "signing/judge/reasons.hpp"
#include "signing/office/opc_coverage.hpp"
#include "signing/xml/dom.hpp"
#include "signing/xml/names.hpp"

namespace congvan::signing::office {
namespace {

class OoxmlJudge {
public:
    OoxmlJudge(const ZipArchive& archive, const OpcPackage& package, const JudgeContext& context)
        : archive_(archive), package_(package), context_(context) {}

    Result<DocumentReport> run() {
        LET(infrastructure_, find_signature_parts(package_));
        if (infrastructure_.signatures.empty()) return not_signed(SignedKind::ooxml);
        for (const auto& key : infrastructure_.signatures) TRY(judge_part(key));
        Codes of_file = examine_content(package_);
        if (properties_left_out_ && shows_properties(package_, archive_)) add(of_file, reasons::package_properties_shown);
        return together(SignedKind::ooxml, std::move(signatures_), of_file, unsigned_parts_);
    }

private:
    const ZipEntry* find(std::string_view uri) const {
        const auto* part = uri.starts_with('/') ? package_.find(part_reference(uri).key) : nullptr;
        return part != nullptr ? part->entry : nullptr;
    }

    Result<std::vector<PackageSignature>> verify(BytesView content, TransformForm form) const {
        const auto is_signature = [](const xml::Document& document) {
            return xml::dom::is(document.root(), xml::names::kSignature, "Signature");
        };
        const auto find_part = [&](std::string_view uri) { return find(uri); };
        return verify_signatures(archive_, {content, is_signature, find_part, {relationship_transform(form)}}, context_);
    }

    // A signature part holds one signature, as its document element.
    Result<Done> judge_part(const std::string& key) {
        const auto* part = package_.find(key);
        LET(const auto content, archive_.read(*part->entry));
        auto verified = verify(content, TransformForm::standard);
        PackageSignature one;
        if (verified.has_value() && verified->size() == 1) {
            one = std::move(verified->front());
            try_odd_form(content, one);
        } else {
            one.report.reasons.push_back(verified.has_value() ? reasons::package_signature_malformed : reason_of(verified.error()));
        }
        one.report.field = part->name.substr(1);
        examine(one);
        signatures_.push_back(std::move(one));
        return Done{};
    }

    // What is wrong by the standard may be right as LibreOffice computes it.
    void try_odd_form(BytesView content, PackageSignature& one) const {
        if (one.report.reasons != Codes{reasons::cms_digest_mismatch}) return;
        auto again = verify(content, TransformForm::odd_texts);
        if (!again.has_value() || again->size() != 1 || again->front().parts.empty()) return;
        one = std::move(again->front());
        add(one.report.reasons, reasons::package_odd_relationship_digest);
    }

    void examine(PackageSignature& one) {
        if (one.parts.empty()) return;
        const auto coverage = examine_coverage(package_, infrastructure_, one.parts);
        bool partial = false;
        for (const auto code : coverage.codes) {
            add(one.report.reasons, code);
            if (code == reasons::package_properties_not_signed) properties_left_out_ = true;
            partial = partial || code != reasons::package_properties_not_signed;
        }
        one.report.coverage = partial ? Coverage::partial : Coverage::whole_file;
        unsigned_parts_.insert(coverage.unsigned_parts.begin(), coverage.unsigned_parts.end());
    }

    const ZipArchive& archive_;
    const OpcPackage& package_;
    const JudgeContext& context_;
    SignatureParts infrastructure_;
    std::vector<PackageSignature> signatures_;
    std::set<std::string> unsigned_parts_;
    bool properties_left_out_ = false;
};

Result<DocumentReport> judge(BytesView file, const JudgeContext& context, const ZipLimits& limits) {
    LET(const auto archive, ZipArchive::open(file, limits));
    LET(const auto package, OpcPackage::read(archive));
    return OoxmlJudge(archive, package, context).run();
}

}  // namespace

DocumentReport judge_ooxml(BytesView file, const JudgeContext& context, const ZipLimits& limits) {
    try {
        auto report = judge(file, context, limits);
        return report.has_value() ? std::move(report).value() : unreadable(SignedKind::ooxml, file, report.error());
    } catch (const std::exception&) {  // memory
        return report_of(SignedKind::ooxml, reasons::judge_failed);
    }
}

}  // namespace congvan::signing::office
