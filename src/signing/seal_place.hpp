#pragma once

// Finds where a signature goes, by its role, from the words of the document (requirement B6). Every role has a place to
// fall back to, chosen so that it covers no words where that is possible. Pure; any thread.

#include <optional>
#include <string>
#include <vector>

#include "signing/pdf/appearance.hpp"
#include "signing/pdf/geometry.hpp"
#include "signing/pdf/stamp.hpp"

namespace congvan::signing {

// The places that regulations name. A profile chooses one for each role.
enum class Anchor {
    above_signer_name,     // NĐ 30 cell 7c: centred between the position title and the signer's name, near the end
    on_personal_signature, // NĐ 30 cell 8: over a third of the personal signature, from its left
    end_of_recipients,     // QN37: after the last line of "Nơi nhận"
    margin_below_notation, // QN37: page 1, left margin, just below number and notation
    top_right,             // NĐ 30 attachments and copies: page 1, top right corner
};

struct PlaceRequest {
    Anchor anchor = Anchor::above_signer_name;
    Size size;                // of the drawing, points
    std::string signer;       // above_signer_name: the name printed below the signature
    std::optional<Place> personal;  // on_personal_signature: where the personal signature stands
    std::vector<Place> taken;       // earlier signatures: only on_personal_signature may overlap one
};

struct FoundPlace {
    Place place;          // of exactly `size`, or smaller with the same proportions if the page demands it
    bool by_text = false; // false: fallback
};

// `layout` without pages counts as one empty A4 page. `request.size` is not empty.
FoundPlace find_place(const PageLayout& layout, const PlaceRequest& request);

// Where the frame with the degree of urgency goes (NĐ 30/2020 appendix I, cell 10b): at the left margin of page 1 below
// number and notation, clear of all words.
UrgencyFrame place_urgency(const PageLayout& layout, std::string_view word, const FontFamily& fonts);

}  // namespace congvan::signing
