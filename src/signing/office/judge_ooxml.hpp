#pragma once

// Judges the signatures of an OOXML file (DOCX, XLSX, PPTX; ECMA-376 part 2 chapter 13, MS-OFFCRYPTO 2.5). `valid` means: every
// signature verifies, leads to an anchor, and covers every part and every relationship that is there, with the content type
// that it has, but for the signatures themselves. The properties of the file (author, title, thumbnail), which Office leaves
// out, may be left out where the document does not show them; that is reported. The rules answer what is published on
// attacks: parts and relationships added later, changed content types, other content in front of the signed one, signature
// files that cover nothing, archives that two programs read differently.
//
// Any thread. Never throws, never fails: every input ends in a report, within the limits.

#include "signing/judge/signer_facts.hpp"
#include "signing/office/zip_directory.hpp"

namespace congvan::signing::office {

DocumentReport judge_ooxml(BytesView file, const JudgeContext& context, const ZipLimits& limits = {});

}  // namespace congvan::signing::office
