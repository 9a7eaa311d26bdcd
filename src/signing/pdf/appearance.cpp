#include "signing/pdf/appearance.hpp"

#include <algorithm>
#include <cmath>

#include "signing/pdf/hand_drawn.hpp"

namespace congvan::signing {
namespace {

constexpr double kSealMm = 36;
constexpr double kHandMm = 45;
constexpr double kHandShape = 0.42;     // height of a drawn hand signature over its width
constexpr double kSmallSealMm = 18;     // beside text, as QN37 shows it
constexpr double kLeading = 1.22;       // baseline distance over size
constexpr double kAscent = 0.89;        // of the size, above the baseline
constexpr double kDescent = 0.22;
constexpr double kPad = 1.5;            // points around text
constexpr double kLabelSize = 7.5;
constexpr double kLabelWidth = 150;     // a label's lines wrap here
constexpr double kSmallestLabel = 5.5;  // still read without a glass
// What margins of 35, 30, 25, 22 and 20 mm leave between the printer's edge and the words.
constexpr double kUprightWidths[] = {80, 68, 54, 47, 40};
constexpr double kAttachmentSize = 10;  // NĐ 30 appendix I part I section II.8b
constexpr Colour kLabelInk{0.10, 0.12, 0.20};

struct Line {
    std::string text;
    TextStyle style;
};

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t space = std::min(text.find(' ', at), text.size());
        if (space > at) words.emplace_back(text.substr(at, space - at));
        at = space + 1;
    }
    return words;
}

// Breaks at spaces so that no line is wider than `most`; a single longer word stays whole.
std::vector<Line> wrapped(const FontFamily& fonts, std::string_view text, const TextStyle& style, double most) {
    std::vector<Line> lines;
    std::string current;
    for (const std::string& word : words_of(text)) {
        const std::string longer = current.empty() ? word : current + " " + word;
        if (!current.empty() && fonts.width(longer, style.face, style.size) > most) {
            lines.push_back({current, style});
            current = word;
        } else {
            current = longer;
        }
    }
    if (!current.empty()) lines.push_back({current, style});
    return lines;
}

Size block_size(const FontFamily& fonts, const std::vector<Line>& lines) {
    Size size;
    for (const Line& line : lines) {
        size.width = std::max(size.width, fonts.width(line.text, line.style.face, line.style.size));
        size.height += line.style.size * kLeading;
    }
    if (!lines.empty()) size.height += lines.back().style.size * (kAscent + kDescent - kLeading);
    return size;
}

// The block with its top left corner at (left, top).
Result<Done> draw_block(Drawing& drawing, const std::vector<Line>& lines, double left, double top) {
    double y = top;
    for (const Line& line : lines) {
        TRY(drawing.text(line.text, left, y - line.style.size * kAscent, line.style));
        y -= line.style.size * kLeading;
    }
    return Done{};
}

void append(std::vector<Line>& to, std::vector<Line> lines) {
    to.insert(to.end(), std::make_move_iterator(lines.begin()), std::make_move_iterator(lines.end()));
}

double shape_of(const Picture& picture) { return static_cast<double>(picture.height()) / picture.width(); }

double picture_width(const AppearanceRequest& request, double otherwise_mm) {
    return (request.picture_width_mm > 0 ? request.picture_width_mm : otherwise_mm) * kPointsPerMm;
}

bool is_seal(const AppearanceRequest& request) {
    return request.role == SignatureRole::seal || request.role == SignatureRole::attachment;
}

void draw_picture(Drawing& drawing, const AppearanceRequest& request, const Rect& box) {
    if (request.picture.has_value()) {
        drawing.picture(*request.picture, box);
    } else if (is_seal(request)) {
        draw_seal(drawing, box, request.agency);
    } else {
        draw_hand(drawing, box, request.signer);
    }
}

// Height of the picture over its width, whether given or drawn.
double picture_shape(const AppearanceRequest& request) {
    if (request.picture.has_value()) return shape_of(*request.picture);
    return is_seal(request) ? 1.0 : kHandShape;
}

Drawing image_only(const AppearanceRequest& request, const FontFamily& fonts) {
    const double width = picture_width(request, is_seal(request) ? kSealMm : kHandMm);
    Drawing drawing({width, width * picture_shape(request)}, fonts);
    draw_picture(drawing, request, {0, 0, drawing.size().width, drawing.size().height});
    return drawing;
}

// A picture, when `picture` is wider than nothing, and the lines to its right, both centred on the same height.
Result<Drawing> label(const AppearanceRequest& request, const FontFamily& fonts, const Size& picture,
                      const std::vector<Line>& lines) {
    const Size text = block_size(fonts, lines);
    const double gap = picture.width > 0 ? 5 : 0;
    const Size size{picture.width + gap + text.width + 2 * kPad, std::max(picture.height, text.height) + 2 * kPad};
    Drawing drawing(size, fonts);
    if (picture.width > 0) {
        const double bottom = (size.height - picture.height) / 2;
        draw_picture(drawing, request, {kPad, bottom, kPad + picture.width, bottom + picture.height});
    }
    TRY(draw_block(drawing, lines, kPad + picture.width + gap, (size.height + text.height) / 2));
    return drawing;
}

Result<Drawing> image_name_time(const AppearanceRequest& request, const FontFamily& fonts) {
    const double width = picture_width(request, kSmallSealMm);
    const TextStyle plain{FontStyle::regular, kLabelSize, kLabelInk};
    std::vector<Line> lines = wrapped(fonts, request.agency, {FontStyle::bold, kLabelSize, kSealRed}, kLabelWidth);
    lines.push_back({"Thời gian ký:", plain});
    lines.push_back({appearance_time(request.at), plain});
    return label(request, fonts, {width, width * picture_shape(request)}, lines);
}

// The largest size of type, in half points, at which every one of `words` fits `most`; never below the smallest.
double label_size_within(const FontFamily& fonts, const std::vector<std::string>& words, double most) {
    double widest = 0.1;
    for (const std::string& word : words) widest = std::max(widest, fonts.width(word, FontStyle::bold, 1));
    return std::clamp(std::floor(2 * most / widest) / 2, kSmallestLabel, kLabelSize);
}

// image_name_time for a page margin: one column of `width`, wider only if a word of the name needs it.
Result<Drawing> upright(const AppearanceRequest& request, const FontFamily& fonts, double width) {
    const double column = width - 2 * kPad;
    const std::string iso = appearance_time(request.at);
    const std::string day = iso.substr(0, 10), time = iso.substr(11);
    std::vector<std::string> words = words_of(request.agency);
    words.insert(words.end(), {day, time});
    const double size = label_size_within(fonts, words, column);
    const TextStyle plain{FontStyle::regular, size, kLabelInk};
    std::vector<Line> lines = wrapped(fonts, request.agency, {FontStyle::bold, size, kSealRed}, column);
    for (const std::string& line : {std::string("Thời gian ký:"), day, time}) lines.push_back({line, plain});

    const Size text = block_size(fonts, lines);
    Size picture{std::min(picture_width(request, kSmallSealMm), column), 0};
    picture.height = picture.width * picture_shape(request);
    constexpr double kGap = 2;
    Drawing drawing({std::max(picture.width, text.width) + 2 * kPad, picture.height + kGap + text.height + 2 * kPad}, fonts);
    const double middle = drawing.size().width / 2;
    double top = drawing.size().height - kPad;
    draw_picture(drawing, request, {middle - picture.width / 2, top - picture.height, middle + picture.width / 2, top});
    top -= picture.height + kGap;
    for (const Line& line : lines) {
        const double length = fonts.width(line.text, line.style.face, line.style.size);
        TRY(drawing.text(line.text, middle - length / 2, top - line.style.size * kAscent, line.style));
        top -= line.style.size * kLeading;
    }
    return drawing;
}

Result<Drawing> name_agency_time(const AppearanceRequest& request, const FontFamily& fonts) {
    const TextStyle plain{FontStyle::regular, kLabelSize, kInkBlue};
    std::vector<Line> lines =
        wrapped(fonts, "Người ký: " + request.signer, {FontStyle::bold, kLabelSize + 0.5, kInkBlue}, kLabelWidth);
    append(lines, wrapped(fonts, "Cơ quan: " + request.agency, plain, kLabelWidth));
    lines.push_back({"Thời gian ký: " + appearance_time(request.at), plain});
    Size picture;
    if (request.picture.has_value()) {
        picture.width = picture_width(request, kHandMm * 0.6);
        picture.height = picture.width * shape_of(*request.picture);
    }
    return label(request, fonts, picture, lines);
}

Result<Drawing> name_post(const AppearanceRequest& request, const FontFamily& fonts) {
    std::vector<Line> lines =
        wrapped(fonts, "Ký nháy: " + request.signer, {FontStyle::italic, kLabelSize, kInkBlue}, kLabelWidth);
    append(lines, wrapped(fonts, request.post, {FontStyle::regular, kLabelSize, kInkBlue}, kLabelWidth));
    return label(request, fonts, {}, lines);
}

Result<Drawing> text_only(const AppearanceRequest& request, const FontFamily& fonts) {
    const std::string head = request.prefix.empty() ? "Số: " + request.notation : request.prefix;
    return label(request, fonts, {},
                 {{head + "; " + attachment_time(request.at), {FontStyle::regular, kAttachmentSize, kBlack}}});
}

}  // namespace

std::string appearance_time(Instant at) { return to_iso8601(at); }

std::string attachment_time(Instant at) {
    const std::string iso = to_iso8601(at);  // 2026-11-20T14:03:22+07:00
    return to_vietnamese(vietnam_day(at)) + "; " + iso.substr(11, 8) + " " + iso.substr(19);
}

Result<Drawing> draw_appearance(const AppearanceRequest& request, const FontFamily& fonts) {
    switch (request.kind) {
        case AppearanceKind::image_only: return image_only(request, fonts);
        case AppearanceKind::image_name_time: return image_name_time(request, fonts);
        case AppearanceKind::name_agency_time: return name_agency_time(request, fonts);
        case AppearanceKind::name_post: return name_post(request, fonts);
        case AppearanceKind::text_only: return text_only(request, fonts);
    }
    CONGVAN_INVARIANT(false);
    return Drawing({}, fonts);
}

Result<std::vector<Drawing>> appearance_shapes(const AppearanceRequest& request, const FontFamily& fonts) {
    std::vector<Drawing> shapes;
    LET(Drawing natural, draw_appearance(request, fonts));
    shapes.push_back(std::move(natural));
    if (request.kind != AppearanceKind::image_name_time) return shapes;
    for (const double width : kUprightWidths) {
        LET(Drawing narrow, upright(request, fonts, width));
        shapes.push_back(std::move(narrow));
    }
    return shapes;
}

}  // namespace congvan::signing
