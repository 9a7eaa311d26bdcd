#pragma once

// Writes number and date onto the first page of a file that is signed already, as an incremental update of one exact form that
// the judge knows again (judge/number_entry_facts.hpp). The signatures before stay as they are; what a verifier thinks of it is
// its policy: ours gives it a reason of its own, which a profile may accept, and others call it a change. Pure; any thread.

#include <vector>

#include "signing/pdf/stamp.hpp"

namespace congvan::signing {

inline constexpr std::string_view kNumberEntryName = "CvNumber";  // of the form among the page's resources

// `lines` are on page 1 and erase nothing.
// Fails: signing.malformed_pdf · signing.encrypted_pdf · signing.too_large · signing.no_such_page · signing.no_glyph (fix_input).
Result<Bytes> enter_number(BytesView pdf, const std::vector<StampLine>& lines, const FontFamily& fonts);

}  // namespace congvan::signing
