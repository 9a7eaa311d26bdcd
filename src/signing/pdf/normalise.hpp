#pragma once

// Before the first signature a PDF is written anew as one clean revision, so that what is signed holds nothing that
// could act or appear later (shadow attacks): only reachable objects, no script, no action but links, no XFA, no
// form fields (their present look becomes page content), no embedded files, no optional content; a classic
// cross-reference table; an /ID that follows from the content. The same input gives the same output. Pure; any thread.

#include "base/bytes.hpp"

namespace congvan::signing {

// Fails, all fix_input: signing.malformed_pdf (no PDF, or beyond repair) · signing.encrypted_pdf ·
// signing.already_signed (a rewrite would break the signature) · signing.unsupported_pdf (layers hidden by default,
// external streams, scaled user units, no pages) · signing.too_large (input or output over kMostPdfBytes).
Result<Bytes> normalise(BytesView pdf);

}  // namespace congvan::signing
