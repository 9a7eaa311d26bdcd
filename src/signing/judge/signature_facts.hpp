#pragma once

// The facts about one signature of a PDF, whatever stands around it: where it is, what it covers, whether its value
// verifies, who made it. Used by the judge.

#include <optional>

#include "signing/judge/signer_facts.hpp"
#include "signing/pdf/reader.hpp"

namespace congvan::signing {

struct SignatureFacts {
    SignatureReport report;              // verdict and integrity as its reasons alone leave them
    pdf::Reference field;
    const pdf::Dictionary* dictionary = nullptr;  // of the field
    const pdf::Dictionary* signature = nullptr;   // null: there is none worth the name
    std::uint32_t signature_number = 0;
};

// `field` carries a value; it is seen as the last revision has it.
SignatureFacts examine_signature(const pdf::Document& document, const pdf::Field& field, const JudgeContext& context);

// "D:20261120140322+07'00'" (ISO 32000-1 7.9.4); none when it is not of that form.
std::optional<Instant> pdf_date(std::string_view text);

}  // namespace congvan::signing
