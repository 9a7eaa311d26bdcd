#pragma once

// The inside of normalise.hpp and stamp.hpp: a PDF opened by qpdf, cleaned, and written as one revision. Exceptions of qpdf
// do not leave these functions' callers: see `guarded`.

#include <memory>
#include <stdexcept>

#include "base/bytes.hpp"
#include "errors/signing.hpp"
#include "signing/pdf/page_view.hpp"
#include "signing/pdf/qpdf.hpp"

namespace congvan::signing {

// Opens and cleans. `pdf` must outlive the result. May throw what qpdf throws.
Result<std::unique_ptr<QPDF>> open_clean(BytesView pdf);

// Writes with a classic cross-reference table and an /ID from the content. May throw what qpdf throws.
Result<Bytes> write_clean(QPDF& pdf);

// The visible part of a cleaned page. May throw what qpdf throws.
PageView view_of(QPDFObjectHandle page);

// Runs `work`; what qpdf throws becomes signing.malformed_pdf.
template <typename Work>
auto guarded(Work work) -> decltype(work()) {
    try {
        return work();
    } catch (const std::exception& thrown) {
        return Error{Remedy::fix_input, errors::signing::malformed_pdf, thrown.what()};
    }
}

}  // namespace congvan::signing
