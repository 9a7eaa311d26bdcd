#pragma once

// Pictures of seals and hand signatures: PNG with an alpha channel in, image XObject with a soft mask out.

#include <memory>

#include "base/bytes.hpp"
#include "signing/pdf/object_list.hpp"

namespace congvan::signing {

// A picture ready to be embedded. Immutable, cheap to copy; decode once, use often.
class Picture {
public:
    static constexpr std::size_t kMostBytes = 4 * 1024 * 1024;  // of the PNG
    static constexpr int kMostPixels = 4096;                    // a side
    static constexpr int kKeptPixels = 480;  // a side; larger ones are reduced: 36 mm at 340 dpi

    // Any PNG; without alpha the picture is opaque. Reduced to kKeptPixels a side.
    // Fails: signing.bad_image (fix_input: not a PNG, damaged, or beyond the limits).
    static Result<Picture> from_png(BytesView png);

    int width() const { return width_; }
    int height() const { return height_; }

    // Image XObject with its SMask; the last object is the image.
    const ObjectList& objects() const { return *objects_; }

private:
    Picture(int width, int height, std::shared_ptr<const ObjectList> objects)
        : width_(width), height_(height), objects_(std::move(objects)) {}
    int width_;
    int height_;
    std::shared_ptr<const ObjectList> objects_;
};

struct PngSize {
    int width = 0;
    int height = 0;
};
// As the file says, before anything is unpacked. Fails: signing.bad_image (fix_input: no PNG).
Result<PngSize> png_size(BytesView png);

}  // namespace congvan::signing
