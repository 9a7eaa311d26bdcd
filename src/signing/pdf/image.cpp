#include "signing/pdf/image.hpp"

#include <png.h>

#include <algorithm>

#include "errors/signing.hpp"

namespace congvan::signing {
namespace {

struct Pixels {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> rgba;
};

Error bad_image(std::string why) { return {Remedy::fix_input, errors::signing::bad_image, std::move(why)}; }

Result<Pixels> decode(BytesView png) {
    if (png.size() > Picture::kMostBytes) return bad_image("over " + std::to_string(Picture::kMostBytes) + " bytes");
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    if (png_image_begin_read_from_memory(&image, png.data(), png.size()) == 0) {
        return bad_image(std::string("not a PNG: ") + image.message);
    }
    const auto most = static_cast<png_uint_32>(Picture::kMostPixels);
    if (image.width == 0 || image.height == 0 || image.width > most || image.height > most) {
        png_image_free(&image);
        return bad_image("over " + std::to_string(Picture::kMostPixels) + " pixels a side");
    }
    image.format = PNG_FORMAT_RGBA;
    Pixels pixels{static_cast<int>(image.width), static_cast<int>(image.height), {}};
    pixels.rgba.resize(PNG_IMAGE_SIZE(image));
    if (png_image_finish_read(&image, nullptr, pixels.rgba.data(), 0, nullptr) == 0) {
        png_image_free(&image);
        return bad_image(std::string("damaged PNG: ") + image.message);
    }
    return pixels;
}

// Averages the source pixels [x0, x1) × [y0, y1), colours weighted by their opacity.
void average(const Pixels& from, const std::array<int, 4>& box, std::uint8_t* into) {
    std::uint64_t sums[4] = {};
    for (int y = box[2]; y < box[3]; ++y) {
        const std::uint8_t* pixel = &from.rgba[(static_cast<std::size_t>(y) * from.width + box[0]) * 4];
        for (int x = box[0]; x < box[1]; ++x, pixel += 4) {
            for (int channel = 0; channel < 3; ++channel) sums[channel] += pixel[channel] * pixel[3];
            sums[3] += pixel[3];
        }
    }
    const auto count = static_cast<std::uint64_t>(box[1] - box[0]) * static_cast<std::uint64_t>(box[3] - box[2]);
    for (int channel = 0; channel < 3; ++channel) {
        into[channel] = static_cast<std::uint8_t>(sums[3] == 0 ? 0 : sums[channel] / sums[3]);
    }
    into[3] = static_cast<std::uint8_t>(sums[3] / count);
}

Pixels reduced(Pixels from) {
    const int longer = std::max(from.width, from.height);
    if (longer <= Picture::kKeptPixels) return from;
    Pixels to;
    to.width = std::max(1, from.width * Picture::kKeptPixels / longer);
    to.height = std::max(1, from.height * Picture::kKeptPixels / longer);
    to.rgba.resize(static_cast<std::size_t>(to.width) * to.height * 4);
    for (int y = 0; y < to.height; ++y) {
        for (int x = 0; x < to.width; ++x) {
            const std::array<int, 4> box{x * from.width / to.width, (x + 1) * from.width / to.width,
                                         y * from.height / to.height, (y + 1) * from.height / to.height};
            average(from, box, &to.rgba[(static_cast<std::size_t>(y) * to.width + x) * 4]);
        }
    }
    return to;
}

// Colours without alpha. What cannot be seen takes the colour before it, so that it costs no room.
Bytes colours(const Pixels& pixels) {
    Bytes out;
    out.reserve(pixels.rgba.size() / 4 * 3);
    std::array<std::uint8_t, 3> last{};
    for (std::size_t at = 0; at < pixels.rgba.size(); at += 4) {
        if (pixels.rgba[at + 3] != 0) last = {pixels.rgba[at], pixels.rgba[at + 1], pixels.rgba[at + 2]};
        for (const std::uint8_t channel : last) out.push_back(static_cast<std::byte>(channel));
    }
    return out;
}

Bytes opacity(const Pixels& pixels) {
    Bytes out;
    out.reserve(pixels.rgba.size() / 4);
    for (std::size_t at = 3; at < pixels.rgba.size(); at += 4) out.push_back(static_cast<std::byte>(pixels.rgba[at]));
    return out;
}

}  // namespace

Result<PngSize> png_size(BytesView png) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    if (png_image_begin_read_from_memory(&image, png.data(), png.size()) == 0) {
        return bad_image(std::string("not a PNG: ") + image.message);
    }
    constexpr png_uint_32 kMost = 1u << 30;
    const PngSize size{static_cast<int>(std::min(image.width, kMost)), static_cast<int>(std::min(image.height, kMost))};
    png_image_free(&image);
    return size;
}

Result<Picture> Picture::from_png(BytesView png) {
    LET(Pixels full, decode(png));
    const Pixels pixels = reduced(std::move(full));
    const std::string shape = "<< /Type /XObject /Subtype /Image /Width " + std::to_string(pixels.width) +
                              " /Height " + std::to_string(pixels.height) + " /BitsPerComponent 8 ";
    auto objects = std::make_shared<ObjectList>();
    std::string mask;
    const Bytes alpha = opacity(pixels);
    if (std::any_of(alpha.begin(), alpha.end(), [](std::byte value) { return value != std::byte{255}; })) {
        mask = "/SMask " + ObjectList::reference(objects->add_deflated(shape + "/ColorSpace /DeviceGray >>", alpha)) +
               " ";
    }
    objects->add_deflated(shape + "/ColorSpace /DeviceRGB " + mask + ">>", colours(pixels));
    return Picture(pixels.width, pixels.height, std::move(objects));
}

}  // namespace congvan::signing
