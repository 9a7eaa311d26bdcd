#pragma once

// One signature of an XML file: facts, reasons, and what it was proved to cover. Used by judge_xml. Any thread.

#include "signing/xml/coverage.hpp"
#include "signing/xml/judge_xml.hpp"

namespace congvan::signing::xml {

// A signature, judged by itself.
struct JudgedSignature {
    SignatureReport report;
    VerifiedSignature verified;
    std::vector<Covered> covered;  // references and manifests whose digests are right
    CoverageFacts coverage;
    bool proved = false;           // digests and signature value are right
};

JudgedSignature judge_signature(const Document& document, const xmlNode* element, const JudgeContext& context,
                                const XmlOptions& options, Budget& budget);

}  // namespace congvan::signing::xml
