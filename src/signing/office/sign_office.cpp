#include "signing/office/sign_office.hpp"

#include <algorithm>

#include "errors/signing.hpp"
#include "signing/judge/reasons.hpp"
#include "signing/office/judge_odf.hpp"
#include "signing/office/judge_ooxml.hpp"
#include "signing/office/office_text.hpp"
#include "signing/xml/scheme.hpp"

namespace congvan::signing::office {
namespace {

// The new signature must be as good as any that comes in, and must not have hurt the others.
Result<Done> check_result(const PreparedOffice& prepared, BytesView file) {
    const auto world = nobody_trusted(from_microseconds(4'000'000'000'000'000));
    const auto report = prepared.kind == SignedKind::ooxml ? judge_ooxml(file, world.context) : judge_odf(file, world.context);
    const auto& field = prepared.kind == SignedKind::ooxml ? prepared.part : prepared.id;
    const bool found = std::any_of(report.signatures.begin(), report.signatures.end(), [&](const auto& one) { return one.field == field; });
    if (report.integrity == Integrity::intact && found) return Done{};
    std::string why = "the result does not verify:";
    for (const auto code : report.reasons) why += " " + std::string(code);
    return Error{Remedy::fix_input, errors::signing::bad_prepared, std::move(why)};
}

}  // namespace

Result<Bytes> assemble_office(const PreparedOffice& prepared, BytesView signature_value, const std::vector<Bytes>& chain) {
    LET(const auto certificate, cms::Certificate::parse(prepared.signer_certificate));
    TRY(xml::suits(certificate, prepared.scheme));
    const auto value = xml::raw_value(prepared.scheme, signature_value);
    if (!xml::verifies(xml::method_of(prepared.scheme), certificate, prepared.to_sign, value)) {
        return Error{Remedy::fix_input, errors::signing::signature_mismatch, "the value does not verify"};
    }
    LET(const auto archive, ZipArchive::open(prepared.file));
    const auto* entry = archive.find(prepared.part);
    if (entry == nullptr) return Error{Remedy::fix_input, errors::signing::bad_prepared, "no file of signatures"};
    LET(const auto before, archive.read(*entry));
    LET(const auto after, with_value(as_text(before), prepared.id, value, chain));
    auto file = with_additions(archive, {{prepared.part, to_bytes(after)}});
    TRY(check_result(prepared, file));
    return file;
}

}  // namespace congvan::signing::office
