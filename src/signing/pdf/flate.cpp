#include "signing/pdf/flate.hpp"

#include <zlib.h>

#include <cstdlib>
#include <memory>

#include "errors/signing.hpp"

namespace congvan::signing::pdf {
namespace {

Error malformed(std::string_view why) {
    return Error{Remedy::fix_input, errors::signing::malformed_pdf, std::string(why)};
}

struct InflateEnd {
    void operator()(z_stream* stream) const { inflateEnd(stream); }
};

int paeth(int left, int up, int corner) {
    const int guess = left + up - corner;
    const int to_left = std::abs(guess - left);
    const int to_up = std::abs(guess - up);
    const int to_corner = std::abs(guess - corner);
    if (to_left <= to_up && to_left <= to_corner) return left;
    return to_up <= to_corner ? up : corner;
}

// One PNG row in place; `above` is the row before, already undone (null: none).
bool undo_png_row(int filter, std::uint8_t* row, const std::uint8_t* above, std::size_t width, std::size_t pixel) {
    if (filter < 0 || filter > 4) return false;
    for (std::size_t i = 0; i < width; ++i) {
        const int left = i >= pixel ? row[i - pixel] : 0;
        const int up = above != nullptr ? above[i] : 0;
        const int corner = above != nullptr && i >= pixel ? above[i - pixel] : 0;
        int add = 0;
        switch (filter) {
            case 1: add = left; break;
            case 2: add = up; break;
            case 3: add = (left + up) / 2; break;
            case 4: add = paeth(left, up, corner); break;
            default: break;
        }
        row[i] = static_cast<std::uint8_t>(row[i] + add);
    }
    return true;
}

Result<Bytes> undo_png(const Bytes& data, std::size_t width, std::size_t pixel) {
    const std::size_t rows = data.size() / (width + 1);
    if (rows * (width + 1) != data.size()) return malformed("predictor: the last row is cut");
    Bytes result(rows * width);
    auto* out = reinterpret_cast<std::uint8_t*>(result.data());
    for (std::size_t row = 0; row < rows; ++row) {
        const auto* in = data.data() + row * (width + 1);
        std::copy(in + 1, in + 1 + width, result.data() + row * width);
        if (!undo_png_row(static_cast<int>(*in), out + row * width, row == 0 ? nullptr : out + (row - 1) * width, width,
                          pixel)) {
            return malformed("predictor: unknown row filter");
        }
    }
    return result;
}

}  // namespace

Result<Bytes> inflate_zlib(BytesView data, std::size_t limit) {
    z_stream stream{};
    if (inflateInit(&stream) != Z_OK) return malformed("inflate cannot start");
    const std::unique_ptr<z_stream, InflateEnd> end(&stream);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(data.data()));
    stream.avail_in = static_cast<uInt>(data.size());
    Bytes result;
    for (;;) {
        const std::size_t had = result.size();
        if (had > limit) return Error{Remedy::fix_input, errors::signing::too_large, "a stream inflates beyond the limit"};
        result.resize(std::min(std::max<std::size_t>(had * 2, 4096), limit + 1));
        stream.next_out = reinterpret_cast<Bytef*>(result.data() + had);
        stream.avail_out = static_cast<uInt>(result.size() - had);
        const int outcome = inflate(&stream, Z_NO_FLUSH);
        result.resize(result.size() - stream.avail_out);
        if (outcome == Z_STREAM_END) break;
        if (outcome != Z_OK || (stream.avail_in == 0 && stream.avail_out != 0)) return malformed("not whole zlib data");
    }
    if (result.size() > limit) return Error{Remedy::fix_input, errors::signing::too_large, "a stream inflates beyond the limit"};
    return result;
}

Result<Bytes> undo_predictor(Bytes data, const Predictor& predictor) {
    if (predictor.kind == 1) return data;
    const bool odd = predictor.colors < 1 || predictor.colors > 32 || predictor.columns < 1 ||
                     predictor.columns > 1'000'000 || predictor.bits < 1 || predictor.bits > 16;
    if (odd) return malformed("predictor: odd parameters");
    const auto bits_per_pixel = static_cast<std::size_t>(predictor.colors * predictor.bits);
    const std::size_t width = (bits_per_pixel * static_cast<std::size_t>(predictor.columns) + 7) / 8;
    if (predictor.kind >= 10 && predictor.kind <= 15) return undo_png(data, width, (bits_per_pixel + 7) / 8);
    if (predictor.kind != 2 || predictor.bits != 8) return malformed("predictor: unknown kind");
    const auto colors = static_cast<std::size_t>(predictor.colors);
    for (std::size_t row = 0; row + width <= data.size(); row += width) {
        for (std::size_t i = colors; i < width; ++i) {
            const auto sum = static_cast<unsigned>(data[row + i]) + static_cast<unsigned>(data[row + i - colors]);
            data[row + i] = static_cast<std::byte>(sum);
        }
    }
    return data;
}

}  // namespace congvan::signing::pdf
