#pragma once

// Where words stand on a PDF, in the form that placing signatures and numbers wants.

#include "signing/pdf/geometry.hpp"
#include "usecases/ports/converter.hpp"

namespace congvan::usecases {

inline signing::PageLayout page_layout(const PdfText& text) {
    signing::PageLayout layout;
    for (const PageSize& page : text.pages) layout.pages.push_back({page.width, page.height});
    for (const TextBox& box : text.boxes) {
        layout.words.push_back({static_cast<int>(box.page), box.x, box.y, box.width, box.height, box.text});
    }
    return layout;
}

}  // namespace congvan::usecases
