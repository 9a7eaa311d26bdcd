#pragma once

// Reads what `pdftotext -bbox` writes (poppler's XHTML), strictly: anything unexpected refuses the whole. Pure.

#include "usecases/ports/converter.hpp"

namespace congvan::convert {

// Fails: convert.failed (fix_input), with the line in detail.
Result<usecases::PdfText> read_word_boxes(std::string_view xhtml);

}  // namespace congvan::convert
