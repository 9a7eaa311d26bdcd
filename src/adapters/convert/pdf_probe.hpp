#pragma once

// Looks at a PDF's ends without reading its middle: is it whole, is it encrypted? Pure but for the bytes it is handed.

#include "base/bytes.hpp"

namespace congvan::convert {

// Fails (fix_input): convert.damaged (no end mark: cut off) · convert.encrypted; and as `pdf` fails.
Result<Done> probe_pdf(const RandomAccessBytes& pdf);

}  // namespace congvan::convert
