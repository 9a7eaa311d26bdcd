#pragma once

// Where signatures stand on the pages, and which cover which. Used by the judge.

#include <optional>
#include <vector>

#include "signing/judge/signature_facts.hpp"
#include "signing/pdf/appearance.hpp"

namespace congvan::signing {

// A later widget over this share of a page may hide content.
inline constexpr double kLargestWidgetShare = 0.15;
// A seal may cover this share of the personal signature (NĐ 30/2020 appendix I II.8a: about a third).
inline constexpr double kLargestSealShare = 0.5;

// "congvan-seal-1" -> seal; none for fields that we did not name.
std::optional<SignatureRole> role_of_field(std::string_view field);

// Fills `place` and `overlaps` of each report and adds the reasons that follow. `facts` is in the order of signing.
void examine_places(const pdf::Document& document, std::vector<SignatureFacts>& facts);

}  // namespace congvan::signing
