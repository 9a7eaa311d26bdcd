#pragma once

// Something to be drawn: text, pictures and line art in a box of its own, from which a form XObject is made.
// Coordinates are points, origin at the bottom left of the box. A stamp and a signature appearance are drawings.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "signing/pdf/font.hpp"
#include "signing/pdf/geometry.hpp"
#include "signing/pdf/image.hpp"

namespace congvan::signing {

struct Colour {
    double red = 0;
    double green = 0;
    double blue = 0;
};
inline constexpr Colour kBlack{0, 0, 0};
inline constexpr Colour kSealRed{0.84, 0.07, 0.09};
inline constexpr Colour kInkBlue{0.05, 0.17, 0.58};

struct TextStyle {
    FontStyle face = FontStyle::regular;
    double size = 10;
    Colour colour = kBlack;
};

// A form XObject and all it needs; the last object of the list is the form.
struct Form {
    ObjectList objects;
    Size size;
};

// Collects marks; one thread at a time.
class Drawing {
public:
    Drawing(Size size, FontFamily fonts) : size_(size), fonts_(std::move(fonts)) {}

    Size size() const { return size_; }
    const FontFamily& fonts() const { return fonts_; }

    // A line with its baseline starting at (x, y). Fails: signing.no_glyph (fix_input).
    Result<Done> text(std::string_view line, double x, double y, const TextStyle& style);
    void picture(const Picture& picture, const Rect& where);
    // Raw content operators (paths, colours), isolated in q … Q.
    void marks(std::string_view operators);

    // Rotation says by how many degrees clockwise the page that will carry the form is turned for viewing (0, 90,
    // 180, 270), so that the drawing stands upright there.
    Result<Form> form(int page_rotation = 0) const;

private:
    Size size_;
    FontFamily fonts_;
    std::string content_;
    std::map<FontStyle, std::vector<Glyph>> used_;
    std::vector<Picture> pictures_;
};

// Path operators of a circle.
std::string circle_path(double x, double y, double radius);

}  // namespace congvan::signing
