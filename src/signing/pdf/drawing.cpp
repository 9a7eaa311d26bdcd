#include "signing/pdf/drawing.hpp"

namespace congvan::signing {
namespace {

std::string colour_operator(const Colour& colour) {
    return pdf_number(colour.red) + " " + pdf_number(colour.green) + " " + pdf_number(colour.blue) + " rg\n";
}

std::string font_name(FontStyle style) { return "/F" + std::to_string(static_cast<int>(style)); }

std::string picture_name(std::size_t index) { return "/Im" + std::to_string(index); }

std::string glyph_code(std::uint32_t id) {
    const std::array<std::byte, 2> bytes{static_cast<std::byte>(id >> 8 & 0xff), static_cast<std::byte>(id & 0xff)};
    return to_hex(bytes);
}

// The glyphs as TJ arrays; `naturally` is the advance a viewer makes by itself.
template <typename Natural>
std::string show(const std::vector<Glyph>& glyphs, double size, Natural naturally) {
    std::string out = "[<";
    double rise = 0;
    const auto move = [&](double thousandths) {
        if (thousandths < -0.5 || thousandths > 0.5) out += ">" + pdf_number(-thousandths) + "<";
    };
    for (const Glyph& glyph : glyphs) {
        if (glyph.dy != rise) {
            rise = glyph.dy;
            out += ">] TJ\n" + pdf_number(rise * size / 1000) + " Ts\n[<";
        }
        move(glyph.dx);
        out += glyph_code(glyph.id);
        move(glyph.advance - naturally(glyph) - glyph.dx);
    }
    return out + ">] TJ\n";
}

}  // namespace

Result<Done> Drawing::text(std::string_view line, double x, double y, const TextStyle& style) {
    LET(std::vector<Glyph> glyphs, fonts_.shape(line, style.face));
    content_ += "BT\n" + colour_operator(style.colour) + font_name(style.face) + " " + pdf_number(style.size) +
                " Tf\n1 0 0 1 " + pdf_number(x) + " " + pdf_number(y) + " Tm\n" +
                show(glyphs, style.size,
                     [&](const Glyph& glyph) { return fonts_.natural_advance(glyph, style.face); }) +
                "0 Ts\nET\n";
    auto& used = used_[style.face];
    used.insert(used.end(), std::make_move_iterator(glyphs.begin()), std::make_move_iterator(glyphs.end()));
    return Done{};
}

void Drawing::picture(const Picture& picture, const Rect& where) {
    content_ += "q\n" + pdf_number(where.width()) + " 0 0 " + pdf_number(where.height()) + " " +
                pdf_number(where.left) + " " + pdf_number(where.bottom) + " cm\n" + picture_name(pictures_.size()) +
                " Do\nQ\n";
    pictures_.push_back(picture);
}

void Drawing::marks(std::string_view operators) {
    content_ += "q\n";
    content_ += operators;
    content_ += "\nQ\n";
}

Result<Form> Drawing::form(int page_rotation) const {
    Form form;
    form.size = size_;
    std::string fonts;
    for (const auto& [style, glyphs] : used_) {
        LET(const ObjectList embedded, fonts_.embed(style, glyphs));
        fonts += font_name(style) + " " + ObjectList::reference(form.objects.append(embedded)) + " ";
    }
    std::string pictures;
    for (std::size_t i = 0; i < pictures_.size(); ++i) {
        pictures += picture_name(i) + " " + ObjectList::reference(form.objects.append(pictures_[i].objects())) + " ";
    }
    std::string resources = "<< ";
    if (!fonts.empty()) resources += "/Font << " + fonts + ">> ";
    if (!pictures.empty()) resources += "/XObject << " + pictures + ">> ";
    resources += ">>";
    const char* matrix = "";
    switch (page_rotation) {
        case 90: matrix = "/Matrix [0 1 -1 0 0 0] "; break;
        case 180: matrix = "/Matrix [-1 0 0 -1 0 0] "; break;
        case 270: matrix = "/Matrix [0 -1 1 0 0 0] "; break;
        default: break;
    }
    form.objects.add_deflated("<< /Type /XObject /Subtype /Form /FormType 1 /BBox [0 0 " + pdf_number(size_.width) +
                                  " " + pdf_number(size_.height) + "] " + matrix + "/Resources " + resources + " >>",
                              as_bytes(content_));
    return form;
}

std::string circle_path(double x, double y, double radius) {
    const double k = radius * 0.5522847498;  // control points of a quarter circle
    const auto at = [&](double dx, double dy) { return pdf_number(x + dx) + " " + pdf_number(y + dy) + " "; };
    return at(radius, 0) + "m\n" + at(radius, k) + at(k, radius) + at(0, radius) + "c\n" + at(-k, radius) +
           at(-radius, k) + at(-radius, 0) + "c\n" + at(-radius, -k) + at(-k, -radius) + at(0, -radius) + "c\n" +
           at(k, -radius) + at(radius, -k) + at(radius, 0) + "c\nh\n";
}

}  // namespace congvan::signing
