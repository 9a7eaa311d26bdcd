#pragma once

// Where signatures stand on the pages, and which cover which. Used by the judge.

#include <optional>
#include <vector>

#include "signing/judge/signature_facts.hpp"
#include "signing/pdf/appearance.hpp"

namespace congvan::signing {

// A later widget over this share of a page may hide content.
inline constexpr double kLargestWidgetShare = 0.15;
// NĐ 30/2020 appendix I II.8a: a seal stands over about a third of the personal signature, from its left: so much of its
// width, and of its area at most the latter.
inline constexpr double kSmallestSealShare = 0.20;
inline constexpr double kLargestSealShare = 0.45;

// "congvan-seal-1" -> seal; none for fields that we did not name.
std::optional<SignatureRole> role_of_field(std::string_view field);

// Fills `place`, `overlaps` and `covered_text` of each report and adds the reasons that follow. `facts` is in the order of
// signing. A later widget stands over neither an earlier one nor words of the page, unless it is a seal at its place: on the
// personal signature (above), or in the left margin of page 1 (QN37).
void examine_places(const pdf::Document& document, std::vector<SignatureFacts>& facts);

}  // namespace congvan::signing
