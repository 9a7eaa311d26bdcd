#pragma once

// Judges the signatures of a PDF: facts, then judgement, then a report. `valid` means: every signature verifies,
// leads to an anchor at its signing time, and covers everything but its own value; every revision after the first
// signature is one more such signature, a time-stamp of the whole file, data for later years, or dates of descriptions; the
// last signature covers the whole file, or (`valid_with_additions`) all but such data. Whatever else was added is
// `changed_after_signing` where that is certain, and `undetermined` where it is not understood. The rules follow
// ISO 32000-1 12.8, EN 319 142-1, TT 15/2025/TT-BKHCN appendix II, and what is published on attacks: universal
// forgery, incremental saving, signature wrapping, shadow content, certification by annotation or signature.
//
// Any thread. Never throws, never fails: every input, damaged or hostile, ends in a report, within the limits.

#include "signing/judge/anchors.hpp"
#include "signing/judge/report.hpp"
#include "signing/judge/revocation_facts.hpp"
#include "signing/judge/signer_facts.hpp"
#include "signing/pdf/reader.hpp"

namespace congvan::signing {

enum class NumberEntry { refused, accepted };

// What is asked of a PDF besides.
struct PdfOptions {
    pdf::Limits limits;
    // Tried as user's and as owner's password of an encrypted file; empty is tried always.
    std::string password;
    // Number and date entered between two signatures leave a file valid (a profile may say so).
    NumberEntry number_entry = NumberEntry::refused;
};

// Judges as of `context.at`: signatures claimed for later are not believed (but for the hours by which local time is known
// to be written as UTC). The file's own security store is added to the context's evidence.
DocumentReport judge_pdf(BytesView file, const JudgeContext& context, const PdfOptions& options = {});

DocumentReport judge_pdf(BytesView file, const TrustAnchors& anchors, Instant at, const pdf::Limits& limits = {},
                         const RevocationFacts& revocations = {});

}  // namespace congvan::signing
