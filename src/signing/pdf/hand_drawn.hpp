#pragma once

// Pictures the program draws itself when an agency or person has handed in none: line art only, so that nothing of it
// can be taken for text of the document.

#include <string_view>

#include "signing/pdf/drawing.hpp"

namespace congvan::signing {

// A round red seal with the agency's name along the rim and a star in the middle, filling `box` (a square).
void draw_seal(Drawing& drawing, const Rect& box, std::string_view agency);

// The name in slanted blue letters over a sweep of the pen, filling the width of `box`.
void draw_hand(Drawing& drawing, const Rect& box, std::string_view name);

}  // namespace congvan::signing
