#pragma once

// Cross-reference sections (ISO 32000-1 7.5.4, 7.5.8) and how they make revisions. Used by the reader only.

#include <vector>

#include "signing/pdf/reader.hpp"

namespace congvan::signing::pdf {

// All revisions of `file`, oldest first, after reading the header, the tail and every section on the /Prev chain.
// Fails: signing.malformed_pdf · signing.too_large.
Result<std::vector<Revision>> read_revisions(BytesView file, const Limits& limits);

// Undoes the filters of a stream whose dictionary holds no references where it matters; adds what was inflated to
// `inflated` and stops at twice Limits::inflated_bytes.
Result<Bytes> decode_direct(const Dictionary& dictionary, BytesView raw, const Limits& limits, std::size_t& inflated);

}  // namespace congvan::signing::pdf
