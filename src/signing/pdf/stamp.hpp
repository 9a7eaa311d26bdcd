#pragma once

// Writes onto the pages of a PDF that nobody has signed yet: the number and the date that approval gave the
// document, the frame that tells its urgency. The text becomes page content. Pure; any thread.

#include <string>
#include <vector>

#include "base/instant.hpp"
#include "signing/pdf/drawing.hpp"

namespace congvan::signing {

// One line with its baseline starting at (x, y) of the page. `erase_width` > 0: a white bar of that width is laid
// below the line first (to replace placeholder dots).
struct StampLine {
    int page = 1;
    double x = 0;
    double y = 0;
    std::string text;
    TextStyle style;
    double erase_width = 0;
};

// The result is normalised (see normalise.hpp). Lines of one call share their fonts.
// Fails: as normalise; signing.no_such_page, signing.no_glyph (fix_input).
Result<Bytes> stamp(BytesView pdf, const std::vector<StampLine>& lines, const FontFamily& fonts);

// The frame of NĐ 30/2020 appendix I part I section III.2: bold red capitals in a single red frame (HỎA TỐC 30 × 8 mm, THƯỢNG
// KHẨN 40 × 8, KHẨN 20 × 8; another word gets the width it needs), its top left corner at `corner_x`, `corner_y` of `page`.
struct UrgencyFrame {
    int page = 1;
    double corner_x = 0;
    double corner_y = 0;
    std::string word;  // "HỎA TỐC"
};

// Width and height of the frame around `word`.
Size urgency_frame_size(std::string_view word, const FontFamily& fonts);

// `stamp` with the frame besides.
Result<Bytes> stamp(BytesView pdf, const std::vector<StampLine>& lines, const UrgencyFrame& frame,
                    const FontFamily& fonts);

// What approval gave the document.
struct NumberAndDay {
    std::string number;    // "05": two digits at least, as it is printed
    std::string notation;  // what follows the number: "/QĐ-UBND" (state form) or "-QĐ/TU" (Party form)
    Day day;
};

// Where things go when the first page does not show it.
struct NumberFallback {
    double number_x = 0, number_y = 0;  // baseline start of "Số: 05/QĐ-UBND"
    double day_x = 0, day_y = 0;        // baseline start of "ngày 05 tháng 01 năm 2026"
    double size = 13;
};

// A4 with the margins of NĐ 30/2020: left column centre for the number, right column for the day.
NumberFallback default_number_fallback(const Size& page);

// How the places were found, so that a person can be asked when they were not.
enum class Found { on_page, fallback };

struct NumberPlaces {
    std::vector<StampLine> lines;
    Found number = Found::fallback;
    Found day = Found::fallback;
};

// Finds on the first page of `layout` where number, day, month and year are missing and gives the lines that fill
// them: the number after "Số:" or "Số" in the upper left part, in the gap before a printed notation ("/…" or "-…") or, when
// none is printed, the whole notation; the day between "ngày" and "tháng", the month between "tháng" and "năm", the year
// after "năm" unless printed. Dots and underscores standing in a gap are covered. Day and month as NĐ 30 writes
// them: a leading 0 for days under 10 and for months 1 and 2.
// A document that already shows a number or day there gets no line for it. `layout` is of the PDF that will be stamped;
// without pages it counts as one empty A4 page.
NumberPlaces number_places(const PageLayout& layout, const NumberAndDay& values, const NumberFallback& fallback,
                           const FontFamily& fonts);

}  // namespace congvan::signing
