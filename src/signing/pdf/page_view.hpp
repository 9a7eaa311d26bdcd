#pragma once

// From the page as a person sees it (geometry.hpp) to the user space of the PDF, and back.

#include "signing/pdf/font.hpp"
#include "signing/pdf/geometry.hpp"
#include "signing/pdf/reader.hpp"

namespace congvan::signing {

struct PageView {
    Rect box;          // what is visible, in user space
    int rotation = 0;  // degrees clockwise: 0, 90, 180, 270

    Size size() const;              // as seen
    Rect to_user(const Rect& seen) const;
    Rect from_user(const Rect& user) const;
    Placement matrix() const;       // the same as an operand of cm

    // Boxes as [x0 y0 x1 y1] with the corners in any order; `crop` is cut to `media`.
    static PageView make(const Rect& media, const Rect& crop, int rotation);
};

// Fails: signing.malformed_pdf (fix_input: no usable /MediaBox, or a /Rotate that is no right angle).
Result<PageView> page_view(const pdf::Document& document, const pdf::Page& page);

// Readers of PDF text (`pdftotext -bbox`) name each page's size before it is turned and place words on the turned media
// box. This gives the layout as a person sees it (geometry.hpp): sizes of the visible, turned pages, words on them.
// `reported` holds the words with y turned over by the reported height.
// Fails: signing.malformed_pdf · signing.encrypted_pdf · signing.too_large (fix_input).
Result<PageLayout> seen_layout(BytesView pdf, PageLayout reported);

// A rectangle as PDF writes it. Fails: signing.malformed_pdf (fix_input).
Result<Rect> read_rect(const pdf::Document& document, const pdf::Object& array);

}  // namespace congvan::signing
