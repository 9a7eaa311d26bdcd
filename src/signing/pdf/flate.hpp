#pragma once

// Inflates and undoes predictors (ISO 32000-1 7.4.4), within a limit. Pure; any thread.

#include <cstdint>

#include "base/bytes.hpp"

namespace congvan::signing::pdf {

struct Predictor {
    std::int64_t kind = 1;  // 1 none · 2 TIFF · 10… PNG
    std::int64_t colors = 1;
    std::int64_t bits = 8;
    std::int64_t columns = 1;
};

// Fails: signing.malformed_pdf (not zlib data, or cut short) · signing.too_large (more than `limit`); fix_input.
Result<Bytes> inflate_zlib(BytesView data, std::size_t limit);

// Fails: signing.malformed_pdf (unknown predictor, odd parameters, cut rows).
Result<Bytes> undo_predictor(Bytes data, const Predictor& predictor);

}  // namespace congvan::signing::pdf
