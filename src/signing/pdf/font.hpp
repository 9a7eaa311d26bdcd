#pragma once

// Fonts for what we write on a page: shaped by HarfBuzz, embedded as the subset that is used.

#include <memory>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "signing/pdf/object_list.hpp"

namespace congvan::signing {

enum class FontStyle { regular, bold, italic, bold_italic };

// One glyph of a shaped line. Lengths are in thousandths of the font size.
struct Glyph {
    std::uint32_t id = 0;
    double advance = 0;
    double dx = 0;
    double dy = 0;
    std::string text;  // what it stands for, UTF-8; empty for the second and later glyphs of a cluster
};

// The matrix of the PDF operator cm: (x, y) goes to (a x + c y + e, b x + d y + f).
struct Placement {
    double a = 1, b = 0, c = 0, d = 1, e = 0, f = 0;
};

// The four faces of a type family (Liberation Serif stands for the Times New Roman of NĐ 30/2020). Immutable, cheap
// to copy, used from many threads at once.
class FontFamily {
public:
    // TrueType files with glyf outlines. Fails: signing.bad_font (call_operator).
    static Result<FontFamily> make(BytesView regular, BytesView bold, BytesView italic, BytesView bold_italic);

    // One line of UTF-8 from left to right. Fails: signing.no_glyph (fix_input: the face lacks a letter of `text`,
    // which would otherwise be printed as an empty box).
    Result<std::vector<Glyph>> shape(std::string_view text, FontStyle style) const;

    // Width of the line in points at `size`; letters the face lacks count as the empty box they would be.
    double width(std::string_view text, FontStyle style, double size) const;

    // The outline of the line as PDF path operators ("m", "l", "c", "h") at `size`, its baseline start moved and turned
    // as `at` says. For letters that are a picture (a round seal), not text to be copied.
    std::string outline(std::string_view text, FontStyle style, double size, const Placement& at) const;

    // The advance of a glyph before kerning, thousandths of the font size: what /W of the embedded font says.
    double natural_advance(const Glyph& glyph, FontStyle style) const;

    // The objects of a Type0 font (Identity-H, CIDFontType2, ToUnicode, widths) with only the glyphs of `used`;
    // the last object is the font itself. Glyph ids stay those of the full face.
    Result<ObjectList> embed(FontStyle style, const std::vector<Glyph>& used) const;

private:
    struct Faces;
    explicit FontFamily(std::shared_ptr<const Faces> faces) : faces_(std::move(faces)) {}
    std::shared_ptr<const Faces> faces_;
};

}  // namespace congvan::signing
