#include "signing/pdf/stamp.hpp"

#include "signing/pdf/clean.hpp"

namespace congvan::signing {
namespace {

constexpr Colour kFrameRed{0.93, 0.11, 0.14};  // "màu đỏ tươi"
constexpr double kFrameHeightMm = 8;
constexpr double kFrameTextSize = 13;

QPDFObjectHandle add_form(QPDF& pdf, const Form& form) {
    std::vector<QPDFObjectHandle> made;
    const auto shown = [&](int place) {
        const QPDFObjGen id = made.at(static_cast<std::size_t>(place)).getObjGen();
        return std::to_string(id.getObj()) + " " + std::to_string(id.getGen()) + " R";
    };
    for (const NewObject& object : form.objects.objects()) {
        QPDFObjectHandle value = QPDFObjectHandle::parse(&pdf, ObjectList::resolved(object.body, shown));
        if (object.stream.has_value()) {
            QPDFObjectHandle stream = QPDFObjectHandle::newStream(&pdf, std::string(as_text(*object.stream)));
            stream.replaceDict(value);
            made.push_back(stream);
        } else {
            made.push_back(pdf.makeIndirectObject(value));
        }
    }
    return made.back();
}

// Draws `form` over the page, in the coordinates that a person sees.
void lay_over(QPDF& pdf, QPDFObjectHandle page, const Form& form) {
    QPDFPageObjectHelper helper(page);
    QPDFObjectHandle resources = helper.getAttribute("/Resources", true);  // the page's own copy
    if (!resources.isDictionary()) {
        resources = QPDFObjectHandle::newDictionary();
        page.replaceKey("/Resources", resources);
    }
    QPDFObjectHandle forms = resources.getKey("/XObject");
    forms = forms.isDictionary() ? forms.shallowCopy() : QPDFObjectHandle::newDictionary();
    resources.replaceKey("/XObject", forms);
    int suffix = 1;
    const std::string name = resources.getUniqueResourceName("/CvStamp", suffix);
    forms.replaceKey(name, add_form(pdf, form));
    const Placement at = view_of(page).matrix();
    std::string placed = "\nQ\nq\n";
    for (const double value : {at.a, at.b, at.c, at.d, at.e, at.f}) placed += pdf_number(value) + " ";
    placed += "cm\n" + name + " Do\nQ\n";
    helper.addPageContents(QPDFObjectHandle::newStream(&pdf, std::string("q\n")), true);
    helper.addPageContents(QPDFObjectHandle::newStream(&pdf, placed), false);
}

Result<Done> draw_line(Drawing& drawing, const StampLine& line) {
    if (line.erase_width > 0) {
        const double size = line.style.size;
        drawing.marks("1 1 1 rg\n" + pdf_number(line.x) + " " + pdf_number(line.y - size * 0.22) + " " +
                      pdf_number(line.erase_width) + " " + pdf_number(size * 0.95) + " re f");
    }
    return drawing.text(line.text, line.x, line.y, line.style);
}

// NĐ 30/2020 appendix I part I section III.2b
double frame_width_mm(std::string_view word) {
    if (word == "HỎA TỐC") return 30;
    if (word == "THƯỢNG KHẨN") return 40;
    if (word == "KHẨN") return 20;
    return 0;
}

Result<Done> draw_frame(Drawing& drawing, const UrgencyFrame& frame) {
    const TextStyle style{FontStyle::bold, kFrameTextSize, kFrameRed};
    const Size size = urgency_frame_size(frame.word, drawing.fonts());
    const double text = drawing.fonts().width(frame.word, style.face, style.size);
    const double bottom = frame.corner_y - size.height;
    drawing.marks(pdf_number(kFrameRed.red) + " " + pdf_number(kFrameRed.green) + " " + pdf_number(kFrameRed.blue) +
                  " RG 1.2 w\n" + pdf_number(frame.corner_x) + " " + pdf_number(bottom) + " " + pdf_number(size.width) +
                  " " + pdf_number(size.height) + " re S");
    constexpr double kCapHeight = 0.66;
    return drawing.text(frame.word, frame.corner_x + (size.width - text) / 2,
                        bottom + (size.height - kFrameTextSize * kCapHeight) / 2, style);
}

Result<Bytes> stamp_all(BytesView bytes, const std::vector<StampLine>& lines, const UrgencyFrame* frame,
                        const FontFamily& fonts) {
    LET(const auto pdf, open_clean(bytes));
    const auto pages = pdf->getAllPages();
    std::map<int, Drawing> drawings;
    const auto drawing_of = [&](int page) -> Result<Drawing*> {
        if (page < 1 || static_cast<std::size_t>(page) > pages.size()) {
            return Error{Remedy::fix_input, errors::signing::no_such_page, "page " + std::to_string(page)};
        }
        const Size size = view_of(pages[static_cast<std::size_t>(page) - 1]).size();
        return &drawings.try_emplace(page, size, fonts).first->second;
    };
    for (const StampLine& line : lines) {
        LET(Drawing* const drawing, drawing_of(line.page));
        TRY(draw_line(*drawing, line));
    }
    if (frame != nullptr) {
        LET(Drawing* const drawing, drawing_of(frame->page));
        TRY(draw_frame(*drawing, *frame));
    }
    for (const auto& [page, drawing] : drawings) {
        LET(const Form form, drawing.form());
        lay_over(*pdf, pages[static_cast<std::size_t>(page) - 1], form);
    }
    return write_clean(*pdf);
}

}  // namespace

Size urgency_frame_size(std::string_view word, const FontFamily& fonts) {
    constexpr double kAround = 8;  // points, for a word that has no width of its own
    return {std::max(frame_width_mm(word) * kPointsPerMm, fonts.width(word, FontStyle::bold, kFrameTextSize) + kAround),
            kFrameHeightMm * kPointsPerMm};
}

Result<Bytes> stamp(BytesView pdf, const std::vector<StampLine>& lines, const FontFamily& fonts) {
    return guarded([&] { return stamp_all(pdf, lines, nullptr, fonts); });
}

Result<Bytes> stamp(BytesView pdf, const std::vector<StampLine>& lines, const UrgencyFrame& frame,
                    const FontFamily& fonts) {
    return guarded([&] { return stamp_all(pdf, lines, &frame, fonts); });
}

}  // namespace congvan::signing
