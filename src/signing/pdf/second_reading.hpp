#pragma once

// The same file read by another program's library (qpdf): whether it finds the same pages and the same objects below them as
// the last revision of `document`. Two readers that disagree mean a file that shows different people different things.
// Pure; any thread with a document of its own.

#include <string>

#include "signing/pdf/reader.hpp"

namespace congvan::signing::pdf {

// Empty: they agree. Else what differs, for the log. Ends within limits of its own: too much to compare counts as a
// difference. `password` as for Document::open.
std::string second_reading(const Document& document, const std::string& password = {});

}  // namespace congvan::signing::pdf
