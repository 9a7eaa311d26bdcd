#pragma once

// Judges the signatures of an ODF file (ODT, ODS, ODP; ODF 1.2 part 3, chapter 5: META-INF/documentsignatures.xml). `valid`
// means: every signature verifies, leads to an anchor, and covers every file of the package but the files of signatures.
// A signature of macros (META-INF/macrosignatures.xml) says nothing about the document. The rules answer what is published
// on attacks: several certificates of which another one is shown, a time that is not signed, signatures of macros taken for
// those of the document, archives that two programs read differently.
//
// Any thread. Never throws, never fails: every input ends in a report, within the limits.

#include "signing/judge/signer_facts.hpp"
#include "signing/office/zip_directory.hpp"

namespace congvan::signing::office {

inline constexpr std::string_view kOdfSignatures = "META-INF/documentsignatures.xml";
inline constexpr std::string_view kOdfSignatureSpace = "urn:oasis:names:tc:opendocument:xmlns:digitalsignature:1.0";

DocumentReport judge_odf(BytesView file, const JudgeContext& context, const ZipLimits& limits = {});

// Macros, event handlers, content from elsewhere: what no signature can vouch for. Reasons as codes.
std::vector<std::string_view> examine_odf_content(const ZipArchive& archive);

// Whether the package is an ODF document: its first file is "mimetype", stored, with a type of OpenDocument; and it has a
// manifest. Fails: signing.malformed_package · signing.encrypted_package (fix_input).
Result<Done> check_odf(const ZipArchive& archive);

// The entry that the URI of a reference means. Null: none.
const ZipEntry* find_odf_entry(const ZipArchive& archive, std::string_view uri);

}  // namespace congvan::signing::office
