#include "signing/pdf/hand_drawn.hpp"

#include <cmath>
#include <numbers>

#include "base/text.hpp"

namespace congvan::signing {
namespace {

constexpr double kPi = std::numbers::pi;

std::string paint(const Colour& colour, std::string_view operation) {
    return pdf_number(colour.red) + " " + pdf_number(colour.green) + " " + pdf_number(colour.blue) + " " +
           std::string(operation) + "\n";
}

std::vector<std::string> letters(std::string_view utf8) {
    std::vector<std::string> out;
    for (char c : utf8) {
        const bool continues = (static_cast<unsigned char>(c) & 0xc0) == 0x80;
        if (continues && !out.empty()) {
            out.back() += c;
        } else {
            out.emplace_back(1, c);
        }
    }
    return out;
}

enum class Side { top, bottom };

// Letters along a circle around (x, y), centred at its top or its bottom, upright for the reader.
struct Arc {
    double x, y, radius, size, spacing;
    Side side;
};

double arc_length(const FontFamily& fonts, const std::vector<std::string>& text, double size, double spacing) {
    double length = -spacing;
    for (const std::string& letter : text) length += fonts.width(letter, FontStyle::bold, size) + spacing;
    return length;
}

std::string along(const FontFamily& fonts, const std::vector<std::string>& text, const Arc& arc) {
    std::string path;
    const double sign = arc.side == Side::top ? -1 : 1;  // which way the angle runs as we read on
    const double length = arc_length(fonts, text, arc.size, arc.spacing);
    double angle = (arc.side == Side::top ? kPi / 2 : -kPi / 2) - sign * length / 2 / arc.radius;
    for (const std::string& letter : text) {
        const double width = fonts.width(letter, FontStyle::bold, arc.size);
        const double middle = angle + sign * width / 2 / arc.radius;
        const double turn = middle + sign * kPi / 2;  // direction of the baseline
        const double dx = std::cos(turn), dy = std::sin(turn);
        const Placement at{dx, dy, -dy, dx, arc.x + arc.radius * std::cos(middle) - dx * width / 2,
                           arc.y + arc.radius * std::sin(middle) - dy * width / 2};
        path += fonts.outline(letter, FontStyle::bold, arc.size, at);
        angle += sign * (width + arc.spacing) / arc.radius;
    }
    return path;
}

std::string star(double x, double y, double radius) {
    std::string path;
    const double inner = radius * 0.382;
    for (int corner = 0; corner < 10; ++corner) {
        const double angle = kPi / 2 + corner * kPi / 5;
        const double reach = corner % 2 == 0 ? radius : inner;
        path += pdf_number(x + reach * std::cos(angle)) + " " + pdf_number(y + reach * std::sin(angle)) +
                (corner == 0 ? " m\n" : " l\n");
    }
    return path + "h\n";
}

// The part of a name that a person would write: without remarks in brackets.
std::string written_name(std::string_view name) {
    const std::size_t bracket = name.find('(');
    std::string kept(name.substr(0, bracket));
    while (!kept.empty() && kept.back() == ' ') kept.pop_back();
    return kept.empty() ? std::string(name) : kept;
}

}  // namespace

void draw_seal(Drawing& drawing, const Rect& box, std::string_view agency) {
    const FontFamily& fonts = drawing.fonts();
    const double x = (box.left + box.right) / 2, y = (box.bottom + box.top) / 2;
    const double radius = std::min(box.width(), box.height()) / 2;
    const double outer = radius * 0.965, rim = radius * 0.90, inner = radius * 0.615;
    std::string marks = paint(kSealRed, "RG") + pdf_number(radius * 0.045) + " w\n" + circle_path(x, y, outer) + "S\n" +
                        pdf_number(radius * 0.012) + " w\n" + circle_path(x, y, rim) + "S\n" +
                        pdf_number(radius * 0.02) + " w\n" + circle_path(x, y, inner) + "S\n";
    marks += paint(kSealRed, "rg");

    const auto name = letters(to_upper(agency));
    const auto foot = letters("CHỮ KÝ SỐ CƠ QUAN");
    constexpr double kCapHeight = 0.66;
    constexpr double kNameArc = 236 * kPi / 180;  // how far the name may reach around
    const double ring = (rim + inner) / 2;
    double size = radius * 0.185;
    const auto fits = [&](double candidate) {
        return arc_length(fonts, name, candidate, candidate * 0.06) <= kNameArc * (ring - candidate * kCapHeight / 2);
    };
    while (size > radius * 0.06 && !fits(size)) size *= 0.97;
    marks += along(fonts, name, {x, y, ring - size * kCapHeight / 2, size, size * 0.06, Side::top});
    const double small = std::min(size, radius * 0.105);
    marks += along(fonts, foot, {x, y, ring + small * kCapHeight / 2, small, small * 0.08, Side::bottom});
    marks += "f\n";
    marks += star(x, y, inner * 0.72) + "f\n";
    drawing.marks(marks);
}

void draw_hand(Drawing& drawing, const Rect& box, std::string_view name) {
    const FontFamily& fonts = drawing.fonts();
    const std::string written = written_name(name);
    constexpr double kRise = 0.12;   // the line climbs, as hands do
    constexpr double kSlant = 0.26;  // on top of the italic
    const double natural = fonts.width(written, FontStyle::italic, 1);
    const double size = std::min(box.width() * 0.86 / std::max(natural, 0.1), box.height() * 0.62);
    const double length = natural * size;
    const double left = box.left + (box.width() - length) / 2;
    const double base = box.bottom + box.height() * 0.36 - length * kRise * 0.25;
    const auto ink = [](double value) { return pdf_number(value) + " "; };

    std::string marks = paint(kInkBlue, "rg") + paint(kInkBlue, "RG");
    marks += fonts.outline(written, FontStyle::italic, size, {1, kRise, kSlant, 1, left, base}) + "f\n";

    // One sweep under the name: out to the right, back in a flat loop, and away.
    const double low = box.bottom + box.height() * 0.20, w = box.width();
    const double x0 = box.left + w * 0.10, x1 = box.left + w * 0.97;
    marks += ink(x0) + ink(low) + "m\n" + ink(x0 + w * 0.25) + ink(low + size * 0.16) + ink(x0 + w * 0.55) +
             ink(low + size * 0.06) + ink(x1) + ink(low + size * 0.52) + "c\n" + ink(x0 + w * 0.56) +
             ink(low + size * 0.01) + ink(x0 + w * 0.26) + ink(low + size * 0.09) + ink(x0) + ink(low) + "c\nh\nf\n";
    marks += "1 J\n" + pdf_number(size * 0.028) + " w\n" + ink(x0 + w * 0.06) + ink(low + size * 0.03) + "m\n" +
             ink(x0 - w * 0.06) + ink(low - size * 0.22) + ink(x0 + w * 0.34) + ink(low - size * 0.26) +
             ink(x0 + w * 0.62) + ink(low - size * 0.02) + "c\nS\n";
    drawing.marks(marks);
}

}  // namespace congvan::signing
