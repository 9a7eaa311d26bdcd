#pragma once

// What the judges of OOXML and ODF share: the signature file of a package verified against the bytes of its parts. Any
// thread.

#include <functional>
#include <set>

#include "signing/office/zip_directory.hpp"
#include "signing/xml/judge_xml.hpp"

namespace congvan::signing::office {

using Codes = std::vector<std::string_view>;

void add(Codes& codes, std::string_view code);
// The kinds of a document report that hold no signature.
DocumentReport report_of(SignedKind kind, std::string_view code);
DocumentReport not_signed(SignedKind kind);
// The reason that goes with a failure to read a package.
std::string_view reason_of(const Error& error);
// The report of a file that could not be read as a package. One in which no name of a signature stands, as names stand plain
// in every archive, is merely not signed.
DocumentReport unreadable(SignedKind kind, BytesView file, const Error& error);

// The entry that the URI of a reference means. Null: none.
using FindEntry = std::function<const ZipEntry*(std::string_view uri)>;

// One signature of a file of signatures, and the parts it was proved to cover: `parts` is empty unless all is right.
struct PackageSignature {
    SignatureReport report;  // its reasons are all about the signature itself
    std::vector<xml::VerifiedPart> parts;
};

// Whether the file of signatures has the form that its format gives it.
using CheckShape = std::function<bool(const xml::Document& document)>;

// Verifies every signature of `file`. References may go into the file, or to entries; they may canonicalise, and use
// `transforms`; any other transform is refused (package.reference_not_allowed).
// Fails, a reason as the code: of the XML, package.signature_malformed, package.malformed (an entry cannot be unfolded).
struct SignatureFile {
    BytesView content;
    CheckShape shape;
    FindEntry find;
    std::vector<xml::ForeignTransform> transforms;
};
Result<std::vector<PackageSignature>> verify_signatures(const ZipArchive& archive, const SignatureFile& file, const JudgeContext& context);

// Puts the reports together: the document is as good as the worst of them and of `file_reasons`.
DocumentReport together(SignedKind kind, std::vector<PackageSignature> signatures, const Codes& file_reasons,
                        const std::set<std::string>& unsigned_parts);

}  // namespace congvan::signing::office
