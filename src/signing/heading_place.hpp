#pragma once

// What stands at the left of page 1 below number and notation: the part of seal_place.hpp that concerns it.

#include "signing/seal_place.hpp"

namespace congvan::signing {

// find_place for Anchor::margin_below_notation; `layout` has a page.
FoundPlace margin_below_notation(const PageLayout& layout, const PlaceRequest& request);

}  // namespace congvan::signing
