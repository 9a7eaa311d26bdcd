#include "signing/pdf/font.hpp"

#include <hb-ot.h>
#include <hb-subset.h>
#include <hb.h>

#include "base/digest.hpp"
#include "base/text.hpp"
#include "errors/signing.hpp"

namespace congvan::signing {
namespace {

struct Free {
    void operator()(hb_blob_t* blob) const { hb_blob_destroy(blob); }
    void operator()(hb_face_t* face) const { hb_face_destroy(face); }
    void operator()(hb_font_t* font) const { hb_font_destroy(font); }
    void operator()(hb_buffer_t* buffer) const { hb_buffer_destroy(buffer); }
    void operator()(hb_subset_input_t* input) const { hb_subset_input_destroy(input); }
    void operator()(hb_draw_funcs_t* functions) const { hb_draw_funcs_destroy(functions); }
};
template <typename T>
using Held = std::unique_ptr<T, Free>;

struct Face {
    Bytes file;  // the blob of `face` points into it
    Held<hb_face_t> face;
    Held<hb_font_t> font;  // scaled to units per em
    double unit = 0;       // thousandths of the font size per font unit
};

Error bad_font(std::string why) { return {Remedy::call_operator, errors::signing::bad_font, std::move(why)}; }

bool has_table(hb_face_t* face, hb_tag_t tag) {
    const Held<hb_blob_t> table(hb_face_reference_table(face, tag));
    return hb_blob_get_length(table.get()) > 0;
}

Result<Done> open(BytesView file, Face& into) {
    into.file.assign(file.begin(), file.end());
    const Held<hb_blob_t> blob(hb_blob_create(reinterpret_cast<const char*>(into.file.data()),
                                              static_cast<unsigned>(into.file.size()), HB_MEMORY_MODE_READONLY,
                                              nullptr, nullptr));
    if (hb_face_count(blob.get()) != 1) return bad_font("not one font file");
    into.face.reset(hb_face_create(blob.get(), 0));
    if (hb_face_get_glyph_count(into.face.get()) == 0 || !has_table(into.face.get(), HB_TAG('g', 'l', 'y', 'f')) ||
        !has_table(into.face.get(), HB_TAG('c', 'm', 'a', 'p'))) {
        return bad_font("no TrueType outlines");
    }
    const unsigned em = hb_face_get_upem(into.face.get());
    into.font.reset(hb_font_create(into.face.get()));
    hb_font_set_scale(into.font.get(), static_cast<int>(em), static_cast<int>(em));
    hb_face_make_immutable(into.face.get());
    hb_font_make_immutable(into.font.get());
    into.unit = 1000.0 / em;
    return Done{};
}

std::vector<Glyph> shape_line(const Face& face, std::string_view text) {
    const Held<hb_buffer_t> buffer(hb_buffer_create());
    hb_buffer_add_utf8(buffer.get(), text.data(), static_cast<int>(text.size()), 0, static_cast<int>(text.size()));
    hb_buffer_set_direction(buffer.get(), HB_DIRECTION_LTR);
    hb_buffer_set_script(buffer.get(), HB_SCRIPT_LATIN);
    hb_buffer_set_language(buffer.get(), hb_language_from_string("vi", -1));
    // A ligature would put two letters into one glyph: copied text and widths stay simpler without.
    const hb_feature_t no_ligatures{HB_TAG('l', 'i', 'g', 'a'), 0, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END};
    hb_shape(face.font.get(), buffer.get(), &no_ligatures, 1);
    unsigned count = 0;
    const hb_glyph_info_t* infos = hb_buffer_get_glyph_infos(buffer.get(), &count);
    const hb_glyph_position_t* positions = hb_buffer_get_glyph_positions(buffer.get(), &count);
    std::vector<Glyph> glyphs;
    glyphs.reserve(count);
    for (unsigned i = 0; i < count; ++i) {
        Glyph glyph;
        glyph.id = infos[i].codepoint;
        glyph.advance = positions[i].x_advance * face.unit;
        glyph.dx = positions[i].x_offset * face.unit;
        glyph.dy = positions[i].y_offset * face.unit;
        if (i == 0 || infos[i].cluster != infos[i - 1].cluster) {
            unsigned next = i + 1;
            while (next < count && infos[next].cluster == infos[i].cluster) ++next;
            const std::size_t end = next < count ? infos[next].cluster : text.size();
            glyph.text = std::string(text.substr(infos[i].cluster, end - infos[i].cluster));
        }
        glyphs.push_back(std::move(glyph));
    }
    return glyphs;
}

// Collects path operators; `units` turns font units into points.
struct Pen {
    std::string path;
    double units = 1;
    Placement at;
    double offset_x = 0;
    double offset_y = 0;

    std::string point(float x, float y) const {
        const double px = (x + offset_x) * units;
        const double py = (y + offset_y) * units;
        return pdf_number(at.a * px + at.c * py + at.e) + " " + pdf_number(at.b * px + at.d * py + at.f) + " ";
    }
};

Held<hb_draw_funcs_t> pen_functions() {
    Held<hb_draw_funcs_t> functions(hb_draw_funcs_create());
    hb_draw_funcs_set_move_to_func(
        functions.get(),
        [](hb_draw_funcs_t*, void* pen, hb_draw_state_t*, float x, float y, void*) {
            static_cast<Pen*>(pen)->path += static_cast<Pen*>(pen)->point(x, y) + "m\n";
        },
        nullptr, nullptr);
    hb_draw_funcs_set_line_to_func(
        functions.get(),
        [](hb_draw_funcs_t*, void* pen, hb_draw_state_t*, float x, float y, void*) {
            static_cast<Pen*>(pen)->path += static_cast<Pen*>(pen)->point(x, y) + "l\n";
        },
        nullptr, nullptr);
    // Quadratic curves arrive here too, raised by HarfBuzz.
    hb_draw_funcs_set_cubic_to_func(
        functions.get(),
        [](hb_draw_funcs_t*, void* data, hb_draw_state_t*, float x1, float y1, float x2, float y2, float x, float y,
           void*) {
            auto* pen = static_cast<Pen*>(data);
            pen->path += pen->point(x1, y1) + pen->point(x2, y2) + pen->point(x, y) + "c\n";
        },
        nullptr, nullptr);
    hb_draw_funcs_set_close_path_func(
        functions.get(),
        [](hb_draw_funcs_t*, void* pen, hb_draw_state_t*, void*) { static_cast<Pen*>(pen)->path += "h\n"; }, nullptr,
        nullptr);
    hb_draw_funcs_make_immutable(functions.get());
    return functions;
}

Bytes subset(const Face& face, const std::map<std::uint32_t, const Glyph*>& used) {
    const Held<hb_subset_input_t> input(hb_subset_input_create_or_fail());
    CONGVAN_INVARIANT(input != nullptr);
    hb_set_t* glyphs = hb_subset_input_glyph_set(input.get());
    for (const auto& [id, glyph] : used) hb_set_add(glyphs, id);
    hb_subset_input_set_flags(input.get(), HB_SUBSET_FLAGS_RETAIN_GIDS | HB_SUBSET_FLAGS_NO_HINTING);
    // A CIDFontType2 program needs glyphs and metrics; the rest is for text that is still to be shaped.
    hb_set_t* dropped = hb_subset_input_set(input.get(), HB_SUBSET_SETS_DROP_TABLE_TAG);
    for (const char* tag : {"GSUB", "GPOS", "GDEF", "DSIG", "name", "OS/2", "post", "cmap", "gasp", "kern", "FFTM",
                            "hdmx", "VDMX", "LTSH", "PCLT"}) {
        hb_set_add(dropped, HB_TAG(tag[0], tag[1], tag[2], tag[3]));
    }
    const Held<hb_face_t> made(hb_subset_or_fail(face.face.get(), input.get()));
    CONGVAN_INVARIANT(made != nullptr);
    const Held<hb_blob_t> blob(hb_face_reference_blob(made.get()));
    unsigned length = 0;
    const auto* data = reinterpret_cast<const std::byte*>(hb_blob_get_data(blob.get(), &length));
    return {data, data + length};
}

std::string hex_id(std::uint32_t id) {
    const std::array<std::byte, 2> bytes{static_cast<std::byte>(id >> 8 & 0xff), static_cast<std::byte>(id & 0xff)};
    return pdf_hex_string(bytes);
}

std::string to_unicode(const std::map<std::uint32_t, const Glyph*>& used) {
    std::vector<std::string> rows;
    for (const auto& [id, glyph] : used) {
        if (glyph->text.empty()) continue;
        rows.push_back(hex_id(id) + " " + pdf_hex_string(to_utf16be(glyph->text, ByteOrderMark::omitted)) + "\n");
    }
    std::string map =
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n";
    constexpr std::size_t kMostRows = 100;  // of one bfchar block, by the CMap rules
    for (std::size_t at = 0; at < rows.size(); at += kMostRows) {
        const std::size_t count = std::min(kMostRows, rows.size() - at);
        map += std::to_string(count) + " beginbfchar\n";
        for (std::size_t i = at; i < at + count; ++i) map += rows[i];
        map += "endbfchar\n";
    }
    return map + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";
}

// Six letters that follow from the glyphs kept, as subset names want it.
std::string subset_tag(BytesView program) {
    const Sha256 digest = Sha256::of(program);
    std::string tag;
    for (int i = 0; i < 6; ++i) tag += static_cast<char>('A' + std::to_integer<int>(digest.bytes()[i]) % 26);
    return tag;
}

std::string postscript_name(hb_face_t* face) {
    char name[128] = {};
    unsigned size = sizeof name;
    hb_ot_name_get_utf8(face, HB_OT_NAME_ID_POSTSCRIPT_NAME, HB_LANGUAGE_INVALID, &size, name);
    std::string kept;
    for (const char* c = name; *c != '\0'; ++c) {
        if (std::isalnum(static_cast<unsigned char>(*c)) || *c == '-') kept += *c;
    }
    return kept.empty() ? "Embedded" : kept;
}

std::string descriptor(const Face& face, const std::string& name, FontStyle style) {
    const auto metric = [&](hb_ot_metrics_tag_t tag, double otherwise) {
        hb_position_t value = 0;
        return hb_ot_metrics_get_position(face.font.get(), tag, &value) ? value * face.unit : otherwise;
    };
    const bool slanted = style == FontStyle::italic || style == FontStyle::bold_italic;
    const bool heavy = style == FontStyle::bold || style == FontStyle::bold_italic;
    const double ascent = metric(HB_OT_METRICS_TAG_HORIZONTAL_ASCENDER, 891);
    const double descent = metric(HB_OT_METRICS_TAG_HORIZONTAL_DESCENDER, -216);
    return "<< /Type /FontDescriptor /FontName /" + name + " /Flags " + std::to_string(4 + (slanted ? 64 : 0)) +
           " /FontBBox [-200 " + pdf_number(descent * 1.5) + " 2000 " + pdf_number(ascent * 1.3) + "] /ItalicAngle " +
           (slanted ? "-16" : "0") + " /Ascent " + pdf_number(ascent) + " /Descent " + pdf_number(descent) +
           " /CapHeight " + pdf_number(metric(HB_OT_METRICS_TAG_CAP_HEIGHT, 662)) + " /StemV " +
           (heavy ? "140" : "80");
}

}  // namespace

struct FontFamily::Faces {
    std::array<Face, 4> all;
    const Face& of(FontStyle style) const { return all[static_cast<std::size_t>(style)]; }
};

Result<FontFamily> FontFamily::make(BytesView regular, BytesView bold, BytesView italic, BytesView bold_italic) {
    auto faces = std::make_shared<Faces>();
    TRY(open(regular, faces->all[0]));
    TRY(open(bold, faces->all[1]));
    TRY(open(italic, faces->all[2]));
    TRY(open(bold_italic, faces->all[3]));
    return FontFamily(std::move(faces));
}

Result<std::vector<Glyph>> FontFamily::shape(std::string_view text, FontStyle style) const {
    LET(const std::string composed, to_nfc(text));
    std::vector<Glyph> glyphs = shape_line(faces_->of(style), composed);
    for (const Glyph& glyph : glyphs) {
        if (glyph.id == 0) {
            return Error{Remedy::fix_input, errors::signing::no_glyph, "no glyph for \"" + glyph.text + "\""};
        }
    }
    return glyphs;
}

double FontFamily::width(std::string_view text, FontStyle style, double size) const {
    double width = 0;
    if (!is_utf8(text)) return 0;
    for (const Glyph& glyph : shape_line(faces_->of(style), text)) width += glyph.advance;
    return width * size / 1000;
}

std::string FontFamily::outline(std::string_view text, FontStyle style, double size, const Placement& at) const {
    if (!is_utf8(text)) return {};
    const Face& face = faces_->of(style);
    const Held<hb_draw_funcs_t> functions = pen_functions();
    Pen pen;
    pen.units = size * face.unit / 1000;
    pen.at = at;
    double x = 0;
    for (const Glyph& glyph : shape_line(face, text)) {
        pen.offset_x = (x + glyph.dx) / face.unit;
        pen.offset_y = glyph.dy / face.unit;
        hb_font_get_glyph_shape(face.font.get(), glyph.id, functions.get(), &pen);
        x += glyph.advance;
    }
    return std::move(pen.path);
}

double FontFamily::natural_advance(const Glyph& glyph, FontStyle style) const {
    const Face& face = faces_->of(style);
    return hb_font_get_glyph_h_advance(face.font.get(), glyph.id) * face.unit;
}

Result<ObjectList> FontFamily::embed(FontStyle style, const std::vector<Glyph>& used) const {
    const Face& face = faces_->of(style);
    std::map<std::uint32_t, const Glyph*> by_id;
    for (const Glyph& glyph : used) {
        const auto [at, fresh] = by_id.emplace(glyph.id, &glyph);
        if (!fresh && at->second->text.empty()) at->second = &glyph;
    }
    const Bytes program = subset(face, by_id);
    const std::string name = subset_tag(program) + "+" + postscript_name(face.face.get());
    ObjectList list;
    const int file = list.add_deflated("<< /Length1 " + std::to_string(program.size()) + " >>", program);
    const int described =
        list.add(descriptor(face, name, style) + " /FontFile2 " + ObjectList::reference(file) + " >>");
    std::string widths;
    for (const auto& [id, glyph] : by_id) {
        widths += std::to_string(id) + " [" + pdf_number(natural_advance(*glyph, style)) + "] ";
    }
    const int descendant = list.add("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /" + name +
                                    " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
                                    " /FontDescriptor " + ObjectList::reference(described) +
                                    " /CIDToGIDMap /Identity /DW 1000 /W [" + widths + "] >>");
    const int unicode = list.add_deflated("<< >>", as_bytes(to_unicode(by_id)));
    list.add("<< /Type /Font /Subtype /Type0 /BaseFont /" + name + " /Encoding /Identity-H /DescendantFonts [" +
             ObjectList::reference(descendant) + "] /ToUnicode " + ObjectList::reference(unicode) + " >>");
    return list;
}

}  // namespace congvan::signing
