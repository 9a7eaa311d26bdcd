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
    std::vector<Size> others; // margin_below_notation: what else the drawing can be where `size` finds no room, best first
    std::string signer;       // above_signer_name: the name printed below the signature
    std::optional<Place> personal;  // on_personal_signature: where the personal signature stands
    std::vector<Place> taken;       // earlier signatures: only on_personal_signature may overlap one
};

struct FoundPlace {
    Place place;           // of exactly `size`, or smaller with the same proportions if the page demands it
    bool by_text = false;  // false: fallback
    std::size_t shape = 0; // which size it is: 0 `size`, n `others[n - 1]`
};

// `layout` without pages counts as one empty A4 page. No size is empty. A place for margin_below_notation is on page 1, as
// near below the notation as its left half allows; it covers no word, no frame of urgency and no earlier signature while any
// of the sizes finds free room on that page.
FoundPlace find_place(const PageLayout& layout, const PlaceRequest& request);

// A drawing and the place that has its shape.
struct PlacedDrawing {
    Drawing drawing;
    FoundPlace found;
};

// Draws `look` in the shape that suits the page and says where: the one function that knows both what shapes a look has and
// which of them finds room. The sizes in `where` are its own affair.
// Fails: as appearance_shapes.
Result<PlacedDrawing> draw_in_place(const AppearanceRequest& look, const PageLayout& layout, PlaceRequest where,
                                    const FontFamily& fonts);

// Where the frame with the degree of urgency goes (NĐ 30/2020 appendix I, cell 10b): on page 1 below number and notation (and
// the abstract of a letter), clear of all words, and clear of the margin beside them, where the organisation's signature of
// QN37 goes. Where the heading leaves no such room, the nearest free place.
UrgencyFrame place_urgency(const PageLayout& layout, std::string_view word, const FontFamily& fonts);

}  // namespace congvan::signing
