#pragma once

// Judges CMS files (CAdES, EN 319 122-1; RFC 5652) over any content: every SignerInfo gets a report of its own, in the order of
// the file, called "1", "2" …; the file is as good as the worst of them. What the old PKCS#7 allowed, a signature without
// signed attributes, is never better than undetermined: EN 319 122-1 table 1 wants content-type, message-digest and the
// signer's certificate signed, and nothing else ties signer and time to the value.
//
// Any thread. Never throws, never fails: every input ends in a report, within the limits.

#include <optional>

#include "signing/cms/cms_file.hpp"
#include "signing/judge/signer_facts.hpp"

namespace congvan::signing {

// A detached signature (.p7s; DER, BER, PEM or base64) over `content`, which is read once, front to back. Where it cannot be
// read the report says `judge.failed`.
DocumentReport judge_cms_over(const RandomAccessBytes& signature, ByteSource& content, const JudgeContext& context,
                              const cms::FileLimits& limits = {});

struct AttachedJudgement {
    DocumentReport report;
    // The content, handed out only where it is what was signed (`report.integrity` is intact).
    std::optional<cms::CmsParts> content;
    Bytes binary;  // of a file that was text: then the offsets in `content` are into these bytes, not into the file
};

// A signature that brings its content (.p7m). One that does not is judged as far as that goes: `cms.content_missing`.
AttachedJudgement judge_cms(const RandomAccessBytes& file, const JudgeContext& context, const cms::FileLimits& limits = {});

}  // namespace congvan::signing
