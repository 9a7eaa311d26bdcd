// Attacks that are an incremental update.

#include "support/pdf_attacks/cases.hpp"

namespace congvan::testing_support {

using signing::test::TestPdf;

namespace {

const std::string kOtherText = "BT /F1 24 Tf 72 700 Td (So: 06/QD-UBND) Tj ET";
constexpr const char* kCatalog = "/Type /Catalog /Pages 2 0 R /AcroForm 6 0 R";

std::string catalog(const std::string& extra) { return "<<" + std::string(kCatalog) + extra + ">>"; }
std::string stream(const std::string& data) { return TestPdf::stream("", data); }
std::string overlay(const std::string& data) {
    return TestPdf::stream("/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources <</Font <</F1 5 0 R>>>>", data);
}

using List = std::vector<UpdateAttack>;

void simple(List& list, const char* family, const char* name, Objects objects, std::vector<int> freed = {}) {
    list.push_back({family, name, [objects](const UpdateView&) { return objects; }, std::move(freed)});
}
void with(List& list, const char* family, const char* name, std::function<Objects(const UpdateView&)> objects) {
    list.push_back({family, name, std::move(objects), {}});
}

void add_page_contents(List& list) {
    simple(list, "ISA", "content replaced", {{4, stream(kOtherText)}});
    simple(list, "ISA", "content of the second page replaced", {{9, stream(kOtherText)}});
    simple(list, "hide", "content emptied", {{9, stream("")}});
    simple(list, "ISA", "content is null", {{4, "null"}});
    simple(list, "ISA", "content says it is compressed", {{4, TestPdf::stream("/Filter /FlateDecode", signing::test::deflated(kOtherText))}});
    with(list, "ISA", "content stream appended", [](const UpdateView& v) {
        return Objects{{3, replaced(v.page(), "/Contents 4 0 R", "/Contents [4 0 R " + v.reference(v.fresh) + "]")},
                       {v.fresh, stream(kOtherText)}};
    });
    with(list, "ISA", "content stream in front", [](const UpdateView& v) {
        return Objects{{3, replaced(v.page(), "/Contents 4 0 R", "/Contents [" + v.reference(v.fresh) + " 4 0 R]")},
                       {v.fresh, stream(kOtherText)}};
    });
    with(list, "ISA", "page points to other content", [](const UpdateView& v) {
        return Objects{{3, replaced(v.page(), "/Contents 4 0 R", "/Contents " + v.reference(v.fresh))}, {v.fresh, stream(kOtherText)}};
    });
    with(list, "hide", "page without content", [](const UpdateView& v) {
        return Objects{{3, replaced(v.page(), "/Contents 4 0 R", "")}};
    });
    for (const char* key : {"/Rotate 90", "/UserUnit 2", "/CropBox [0 0 100 100]", "/AA <</O <</S /JavaScript /JS (x)>>>>",
                            "/Trans <<>>", "/Dur 1", "/Tabs /S", "/B [4 0 R]", "/Metadata 7 0 R", "/StructParents 0", "/VP []",
                            "/Group <</S /Transparency /K true>>", "/PieceInfo <<>>", "/TemplateInstantiated /x"}) {
        const std::string extra = std::string(" ") + key;
        list.push_back({"ISA", "page gets " + std::string(key), [extra](const UpdateView& v) { return Objects{{3, v.page(extra)}}; }, {}});
    }
    with(list, "ISA", "page box shrunk", [](const UpdateView& v) {
        return Objects{{3, replaced(v.page(), "[0 0 595 842]", "[0 0 595 400]")}};
    });
    with(list, "ISA", "page is no page", [](const UpdateView& v) {
        return Objects{{3, replaced(v.page(), "/Type /Page", "/Type /Paje")}};
    });
}

void add_page_tree(List& list) {
    const std::string extra_page = "<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources <<>>>>";
    with(list, "pages", "page added", [=](const UpdateView& v) {
        return Objects{{2, "<</Type /Pages /Kids [3 0 R 8 0 R " + v.reference(v.fresh) + "] /Count 3>>"}, {v.fresh, extra_page}};
    });
    with(list, "pages", "page added in front", [=](const UpdateView& v) {
        return Objects{{2, "<</Type /Pages /Kids [" + v.reference(v.fresh) + " 3 0 R 8 0 R] /Count 3>>"}, {v.fresh, extra_page}};
    });
    with(list, "pages", "page exchanged", [=](const UpdateView& v) {
        return Objects{{2, "<</Type /Pages /Kids [3 0 R " + v.reference(v.fresh) + "] /Count 2>>"}, {v.fresh, extra_page}};
    });
    simple(list, "pages", "page removed", {{2, "<</Type /Pages /Kids [3 0 R] /Count 1>>"}});
    simple(list, "pages", "pages swapped", {{2, "<</Type /Pages /Kids [8 0 R 3 0 R] /Count 2>>"}});
    simple(list, "pages", "page twice", {{2, "<</Type /Pages /Kids [3 0 R 8 0 R 8 0 R] /Count 3>>"}});
    simple(list, "pages", "count too small", {{2, "<</Type /Pages /Kids [3 0 R 8 0 R] /Count 1>>"}});
    simple(list, "pages", "count too large", {{2, "<</Type /Pages /Kids [3 0 R 8 0 R] /Count 9>>"}});
    simple(list, "pages", "inherited box", {{2, "<</Type /Pages /Kids [3 0 R 8 0 R] /Count 2 /CropBox [0 0 9 9]>>"}});
    simple(list, "pages", "inherited rotation", {{2, "<</Type /Pages /Kids [3 0 R 8 0 R] /Count 2 /Rotate 180>>"}});
    simple(list, "pages", "inherited resources", {{2, "<</Type /Pages /Kids [3 0 R 8 0 R] /Count 2 /Resources <</Font <</F1 7 0 R>>>>>>"}});
    with(list, "pages", "node between", [](const UpdateView& v) {
        return Objects{{2, "<</Type /Pages /Kids [3 0 R " + v.reference(v.fresh) + "] /Count 2>>"},
                       {v.fresh, "<</Type /Pages /Parent 2 0 R /Kids [8 0 R] /Count 1 /Rotate 90>>"}};
    });
    with(list, "pages", "other tree", [=](const UpdateView& v) {
        return Objects{{1, "<</Type /Catalog /Pages " + v.reference(v.fresh) + " /AcroForm 6 0 R>>"},
                       {v.fresh, "<</Type /Pages /Kids [3 0 R " + v.reference(v.fresh + 1) + "] /Count 2>>"},
                       {v.fresh + 1, extra_page}};
    });
    with(list, "pages", "other tree with the same pages", [](const UpdateView& v) {
        return Objects{{1, "<</Type /Catalog /Pages " + v.reference(v.fresh) + " /AcroForm 6 0 R>>"},
                       {v.fresh, "<</Type /Pages /Kids [3 0 R 8 0 R] /Count 2 /Rotate 90>>"}};
    });
    simple(list, "pages", "loop in the tree", {{2, "<</Type /Pages /Kids [3 0 R 2 0 R] /Count 2>>"}});
    list.push_back({"pages", "second page freed", [](const UpdateView&) { return Objects{}; }, {8}});
    list.push_back({"hide", "content freed", [](const UpdateView&) { return Objects{}; }, {9}});
    list.push_back({"ISA", "font freed", [](const UpdateView&) { return Objects{}; }, {5}});
}

void add_resources(List& list) {
    simple(list, "resources", "font replaced", {{5, "<</Type /Font /Subtype /Type1 /BaseFont /Symbol>>"}});
    simple(list, "replace", "font gets another encoding",
           {{5, "<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding <</Differences [53 /six]>>>>"}});
    simple(list, "replace", "font gets other widths",
           {{5, "<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /FirstChar 53 /LastChar 53 /Widths [9000]>>"}});
    with(list, "resources", "page gets another font under the old name", [](const UpdateView& v) {
        return Objects{{3, replaced(v.page(), "/F1 5 0 R", "/F1 " + v.reference(v.fresh))},
                       {v.fresh, "<</Type /Font /Subtype /Type1 /BaseFont /Symbol>>"}};
    });
    with(list, "resources", "page gets one font more", [](const UpdateView& v) {
        return Objects{{3, replaced(v.page(), "/F1 5 0 R", "/F1 5 0 R /F2 " + v.reference(v.fresh))},
                       {v.fresh, "<</Type /Font /Subtype /Type1 /BaseFont /Symbol>>"}};
    });
    with(list, "resources", "page gets an overlay it does not show", [](const UpdateView& v) {
        return Objects{{3, replaced(v.page(), "/F1 5 0 R>>", "/F1 5 0 R>> /XObject <</X " + v.reference(v.fresh) + ">>")},
                       {v.fresh, overlay(kOtherText)}};
    });
}

void add_catalog(List& list) {
    for (const char* key : {"/OpenAction [8 0 R /Fit]", "/AA <</WC <</S /JavaScript /JS (x)>>>>", "/OCProperties <</OCGs [] /D <<>>>>",
                            "/Names <</JavaScript <</Names [(a) <</S /JavaScript /JS (x)>>]>>>>", "/Version /2.0", "/PageLabels <</Nums []>>",
                            "/ViewerPreferences <</HideToolbar true>>", "/PageMode /FullScreen", "/PageLayout /OneColumn", "/Lang (vi)",
                            "/Outlines 4 0 R", "/Dests 4 0 R", "/Collection <<>>", "/URI <</Base (http://a.example)>>", "/Threads []",
                            "/StructTreeRoot 4 0 R", "/MarkInfo <</Marked true>>", "/Requirements []", "/NeedsRendering true",
                            "/Perms <</UR3 20 0 R>>", "/Legal <<>>", "/PieceInfo <<>>", "/SpiderInfo <<>>", "/AF []", "/DPartRoot 4 0 R",
                            "/Extensions <</ADBE <</BaseVersion /1.7 /ExtensionLevel 8 /URL (x) /JS (x)>>>>", "/Unknown (x)"}) {
        const std::string extra = std::string(" ") + key;
        list.push_back({"catalog", "catalog gets " + std::string(key), [extra](const UpdateView&) { return Objects{{1, catalog(extra)}}; }, {}});
    }
    simple(list, "catalog", "catalog without form", {{1, "<</Type /Catalog /Pages 2 0 R>>"}});
    with(list, "catalog", "catalog with an empty form", [](const UpdateView& v) {
        return Objects{{1, "<</Type /Catalog /Pages 2 0 R /AcroForm " + v.reference(v.fresh) + ">>"}, {v.fresh, "<</SigFlags 3 /Fields []>>"}};
    });
    list.back().can_be_carried = false;
    with(list, "catalog", "security store that holds a page", [](const UpdateView& v) {
        return Objects{{1, catalog(" /DSS " + v.reference(v.fresh))}, {v.fresh, "<</Type /DSS /Certs [3 0 R]>>"}};
    });
    with(list, "catalog", "security store that hides content", [](const UpdateView& v) {
        return Objects{{1, catalog(" /DSS " + v.reference(v.fresh))},
                       {v.fresh, "<</Type /DSS /Certs [" + v.reference(v.fresh + 1) + "]>>"},
                       {v.fresh + 1, stream(kOtherText)}};
    });
    with(list, "catalog", "security store with odd keys", [](const UpdateView& v) {
        return Objects{{1, catalog(" /DSS " + v.reference(v.fresh))}, {v.fresh, "<</Type /DSS /JS (x)>>"}};
    });
    with(list, "catalog", "security store that redefines content", [](const UpdateView& v) {
        return Objects{{1, catalog(" /DSS " + v.reference(v.fresh))}, {v.fresh, "<</Type /DSS /Certs [4 0 R]>>"}, {4, stream(kOtherText)}};
    });
    simple(list, "metadata", "other title", {{7, "<</Title (Quyet dinh khac)>>"}});
    simple(list, "metadata", "author added", {{7, "<</Title (Quyet dinh) /Author (x)>>"}});
    simple(list, "metadata", "date that is content", {{7, "<</Title (Quyet dinh) /ModDate 4 0 R>>"}});
    with(list, "metadata", "descriptive stream added", [](const UpdateView& v) {
        return Objects{{1, catalog(" /Metadata " + v.reference(v.fresh))},
                       {v.fresh, TestPdf::stream("/Type /Metadata /Subtype /XML", "<x:xmpmeta xmlns:x='adobe:ns:meta/'/>")}};
    });
}

void add_form(List& list) {
    for (const char* key : {"/NeedAppearances true", "/XFA (x)", "/CO [20 0 R]", "/DA (/F1 12 Tf)", "/DR <</Font <</F1 5 0 R>>>>", "/Q 1"}) {
        const std::string extra = std::string(" ") + key;
        list.push_back({"form", "form gets " + std::string(key), [extra](const UpdateView& v) { return Objects{{6, v.form(extra)}}; }, {}});
    }
    with(list, "form", "flags cleared", [](const UpdateView& v) { return Objects{{6, replaced(v.form(), "/SigFlags 3", "/SigFlags 0")}}; });
    with(list, "form", "flags beyond", [](const UpdateView& v) { return Objects{{6, replaced(v.form(), "/SigFlags 3", "/SigFlags 7")}}; });
    with(list, "form", "signature out of the form", [](const UpdateView& v) { return Objects{{6, replaced(v.form(), "[21 0 R", "[")}}; });
    with(list, "form", "all signatures out of the form", [](const UpdateView&) { return Objects{{6, "<</SigFlags 3 /Fields []>>"}}; });
    list.back().can_be_carried = false;
    with(list, "form", "form is null", [](const UpdateView&) { return Objects{{6, "null"}}; });
    list.back().can_be_carried = false;
    list.push_back({"form", "form freed", [](const UpdateView&) { return Objects{}; }, {6}, false});
    const std::string place = " /Rect [50 650 500 750] /P 3 0 R";
    const auto field = [&](const char* name, const std::string& body, bool listed = true, bool shown = true) {
        list.push_back({"SSA", name, [=](const UpdateView& v) {
            const auto own = v.reference(v.fresh);
            Objects objects{{v.fresh, "<</Type /Annot /Subtype /Widget" + place + replaced(body, "@", v.reference(v.fresh + 1)) + ">>"},
                            {v.fresh + 1, overlay(kOtherText)},
                            {v.fresh + 2, "<</Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached>>"}};
            if (listed) objects[6] = v.form("", {own});
            if (shown) objects[3] = v.page("", {own});
            return objects;
        }, {}});
    };
    field("signature field without value", " /FT /Sig /T (x) /AP <</N @>>");
    field("signature field with value null", " /FT /Sig /T (x) /V null /AP <</N @>>");
    field("signature field with value true", " /FT /Sig /T (x) /V true /AP <</N @>>");
    field("signature field with an empty value", " /FT /Sig /T (x) /V <<>> /AP <</N @>>");
    field("signature field with a hollow value", " /FT /Sig /T (x) /V <</Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached>> /AP <</N @>>");
    field("signature field with the earlier value", " /FT /Sig /T (x) /V 20 0 R /AP <</N @>>");
    field("text field", " /FT /Tx /T (x) /V (x) /AP <</N @>>");
    field("text field without a type", " /T (x) /AP <</N @>>");
    field("button", " /FT /Btn /T (x) /AP <</N @>>");
    field("choice", " /FT /Ch /T (x) /V (a) /Opt [(a)] /AP <</N @>>");
    field("widget that no form knows", " /FT /Sig /T (x) /AP <</N @>>", false, true);
    field("field that no page shows", " /FT /Tx /T (x) /V (x)", true, false);
    field("widget of the signed field", " /Parent 21 0 R /AP <</N @>>", false, true);
}

void add_annotations(List& list) {
    for (const char* kind : {"Text", "Link", "FreeText", "Line", "Square", "Circle", "Polygon", "PolyLine", "Highlight", "Underline",
                             "Squiggly", "StrikeOut", "Caret", "Stamp", "Ink", "Popup", "FileAttachment", "Sound", "Movie", "Screen",
                             "PrinterMark", "TrapNet", "Watermark", "3D", "Redact", "RichMedia", "Projection", "Widget"}) {
        for (const bool page_two : {false, true}) {
            list.push_back({"EAA", std::string(kind) + (page_two ? " on page 2" : ""), [=](const UpdateView& v) {
                const auto own = v.reference(v.fresh);
                Objects objects{{v.fresh, std::string("<</Type /Annot /Subtype /") + kind + " /Rect [50 650 500 750] /Contents (khac) /AP <</N " +
                                              v.reference(v.fresh + 1) + ">>>>"},
                                {v.fresh + 1, overlay(kOtherText)}};
                if (page_two) {
                    objects[8] = "<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 9 0 R /Resources <<>> /Annots [" + own + "]>>";
                } else {
                    objects[3] = v.page("", {own});
                }
                return objects;
            }, {}});
        }
    }
    with(list, "EAA", "annotation written into the page", [](const UpdateView& v) {
        return Objects{{3, v.page("", {"<</Type /Annot /Subtype /FreeText /Rect [50 650 500 750] /Contents (khac)>>"})}};
    });
    with(list, "EAA", "look of the signature off the page", [](const UpdateView& v) {
        return Objects{{3, replaced(v.page(), "/Annots [21 0 R", "/Annots [")}};
    });
    with(list, "EAA", "order of annotations turned", [](const UpdateView& v) {
        return Objects{{3, replaced(v.page(), "/Annots [21 0 R", "/Annots [8 0 R 21 0 R")}};
    });
}

// The parts of the first signature itself: 20 its dictionary, 21 its field, 22 its look, 23 the font of that.
void add_signature_parts(List& list) {
    const auto rewritten = [](const UpdateView& v, int number) {
        const auto& text = v.pdf.text();
        const auto head = "\n" + std::to_string(number) + " 0 obj\n";
        const auto at = text.rfind(head);
        if (at == std::string::npos) return std::string();
        const auto begin = at + head.size();
        return text.substr(begin, text.find("\nendobj", begin) - begin);
    };
    simple(list, "signature", "look replaced", {{22, overlay(kOtherText)}});
    simple(list, "signature", "font of the look replaced", {{23, "<</Type /Font /Subtype /Type1 /BaseFont /Symbol>>"}});
    simple(list, "signature", "value is null", {{20, "null"}});
    simple(list, "signature", "value is empty", {{20, "<<>>"}});
    simple(list, "signature", "field is null", {{21, "null"}});
    list.push_back({"signature", "value freed", [](const UpdateView&) { return Objects{}; }, {20}});
    list.push_back({"signature", "field freed", [](const UpdateView&) { return Objects{}; }, {21}});
    list.push_back({"signature", "look freed", [](const UpdateView&) { return Objects{}; }, {22}});
    with(list, "signature", "other reason", [=](const UpdateView& v) {
        return Objects{{20, replaced(rewritten(v, 20), "/Reason (Thu nghiem)", "/Reason (Khac)")}};
    });
    with(list, "signature", "value copied", [=](const UpdateView& v) { return Objects{{20, rewritten(v, 20) + " "}}; });
    const std::string field = "<</Type /Annot /Subtype /Widget /FT /Sig /T (congvan-personal-1) /F 132 /P 3 0 R /Rect [100 100 300 180] /V 20 0 R /AP <</N 22 0 R>>>>";
    for (const auto& [name, from, to] : std::vector<std::array<std::string, 3>>{
             {"field moved", "[100 100 300 180]", "[0 0 595 842]"}, {"field hidden", "/F 132", "/F 2"}, {"field renamed", "(congvan-personal-1)", "(khac)"},
             {"field without value", "/V 20 0 R", ""}, {"field with another look", "22 0 R", "4 0 R"}, {"field without look", "/AP <</N 22 0 R>>", ""},
             {"field with another value", "/V 20 0 R", "/V 7 0 R"}, {"field of another type", "/FT /Sig", "/FT /Tx"},
             {"field with an action", "/F 132", "/F 132 /A <</S /JavaScript /JS (x)>>"}, {"field with children", "/F 132", "/F 132 /Kids [8 0 R]"}}) {
        simple(list, "signature", name.c_str(), {{21, replaced(field, from, to)}});
    }
}

void add_structure(List& list) {
    simple(list, "structure", "object nobody asked for", {{900, stream(kOtherText)}});
    simple(list, "structure", "second catalog", {{900, "<</Type /Catalog /Pages 2 0 R>>"}});
    simple(list, "structure", "object freed that never was", {}, {901});
}

}  // namespace

std::string UpdateView::page(const std::string& extra, std::vector<std::string> more) const {
    auto all = annotations;
    all.insert(all.end(), more.begin(), more.end());
    return pdf.page(all, extra);
}

std::string UpdateView::form(const std::string& extra, std::vector<std::string> more) const {
    auto all = fields;
    all.insert(all.end(), more.begin(), more.end());
    return pdf.form(all, extra);
}

std::vector<UpdateAttack> update_attacks() {
    std::vector<UpdateAttack> list;
    add_page_contents(list);
    add_page_tree(list);
    add_resources(list);
    add_catalog(list);
    add_form(list);
    add_annotations(list);
    add_signature_parts(list);
    add_structure(list);
    return list;
}

}  // namespace congvan::testing_support
