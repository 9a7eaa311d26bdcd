// Attacks that were prepared before anybody signed, and those by a later signer.

#include "support/pdf_attacks/cases.hpp"

namespace congvan::testing_support {

using signing::test::kLayouts;
using signing::test::Layout;
using signing::test::SignOptions;
using signing::test::TestPdf;

namespace {

using List = std::vector<PdfCase>;

const std::string kOtherText = "BT /F1 24 Tf 72 700 Td (So: 06/QD-UBND) Tj ET";

void add(List& list, const char* family, const char* name, Layout layout, const TestPdf& pdf, const char* more = "") {
    list.push_back(attack(family, name, std::string(to_word(layout)) + more, pdf.text()));
}

// The file as it is, and with an honest signature on top.
void add_both(List& list, const char* family, const char* name, Layout layout, TestPdf pdf) {
    add(list, family, name, layout, pdf, ", last");
    sign_as_agency(pdf);
    add(list, family, name, layout, pdf, ", signed over");
}

std::string overlay(const std::string& text, const std::string& keys = "") {
    return TestPdf::stream("/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources <</Font <</F1 5 0 R>>>>" + keys, text);
}

// --- Shadow: an overlay that stands on the signed page and is taken away ---------------------------------------------------

void add_hide(List& list, Layout layout) {
    const auto base = [&](const std::string& catalog_extra, const std::string& overlay_keys) {
        TestPdf pdf("[4 0 R 41 0 R]", 0, layout);
        pdf.update({{1, "<</Type /Catalog /Pages 2 0 R /AcroForm 6 0 R" + catalog_extra + ">>"},
                    {3, pdf.page({}, " /Group 42 0 R")},
                    {41, TestPdf::stream("", "q /X Do Q")},
                    {42, "<</S /Transparency>>"},
                    {43, overlay("1 1 1 rg 0 0 595 842 re f", overlay_keys)},
                    {44, "<</Type /OCG /Name (lop)>>"}});
        pdf.sign(leader(), {.page_extra = " /Group 42 0 R"});
        return pdf;
    };
    {
        auto pdf = base("", "");
        pdf.update({{43, overlay("")}});
        add_both(list, "hide", "overlay emptied", layout, pdf);
    }
    {
        auto pdf = base("", "");
        pdf.update({}, {.freed = {43}});
        add_both(list, "hide", "overlay freed", layout, pdf);
    }
    {
        auto pdf = base("", "");
        pdf.update({{43, "null"}});
        add_both(list, "hide", "overlay is null", layout, pdf);
    }
    {
        auto pdf = base(" /OCProperties <</OCGs [44 0 R] /D <</ON [44 0 R]>>>>", " /OC 44 0 R");
        pdf.update({{1, "<</Type /Catalog /Pages 2 0 R /AcroForm 6 0 R /OCProperties <</OCGs [44 0 R] /D <</OFF [44 0 R]>>>>>>"}});
        add_both(list, "hide", "layer switched off", layout, pdf);
    }
    {
        auto pdf = base(" /OCProperties <</OCGs [44 0 R] /D <</ON [44 0 R]>>>>", " /OC 44 0 R");
        pdf.update({{44, "<</Type /OCG /Name (lop) /Usage <</View <</ViewState /OFF>>>>>>"}});
        add_both(list, "hide", "layer redefined", layout, pdf);
    }
    for (const char* flag : {"/F 2", "/F 4 /AP <</N 46 0 R>>", ""}) {
        TestPdf pdf("4 0 R", 0, layout);
        const std::string shown = "<</Type /Annot /Subtype /Stamp /Rect [0 0 500 800] /AP <</N 43 0 R>> /F 4>>";
        pdf.know_field("45 0 R");
        pdf.update({{3, pdf.page({"45 0 R"})}, {6, pdf.form({})}, {43, overlay("1 1 1 rg 0 0 595 842 re f")}, {45, shown}, {46, overlay("")}});
        pdf.sign(leader(), {.also = {{6, "<</SigFlags 3 /Fields [" + std::to_string(pdf.next() + 1) + " 0 R]>>"}}});
        pdf.update({{45, std::string("<</Type /Annot /Subtype /Stamp /Rect [0 0 500 800] ") + flag + ">>"}});
        add(list, "hide", "annotation over the page changed", layout, pdf, flag);
    }
}

// --- Shadow: something signed that is drawn otherwise later ---------------------------------------------------------------

void add_replace(List& list, Layout layout) {
    const auto base = [&](const std::string& value, const std::string& drawn, const std::string& form_extra = "") {
        TestPdf pdf("4 0 R", 0, layout);
        const std::string field = "<</Type /Annot /Subtype /Widget /FT /Tx /T (so tien) /F 4 /P 3 0 R /Rect [100 300 300 320] /DA (/F1 12 Tf) /V (" +
                                  value + ") /AP <</N 46 0 R>>>>";
        pdf.know_field("45 0 R");
        pdf.update({{3, pdf.page({"45 0 R"})}, {6, pdf.form({"45 0 R"}, form_extra)}, {45, field},
                    {46, TestPdf::stream("/Type /XObject /Subtype /Form /BBox [0 0 200 20] /Resources <</Font <</F1 5 0 R>>>>",
                                         "/Tx BMC q BT /F1 12 Tf 2 5 Td (" + drawn + ") Tj ET Q EMC")}});
        pdf.sign(leader(), {.form_extra = form_extra});
        return pdf;
    };
    // A field that holds one thing and shows another: which is shown depends on the viewer.
    add_both(list, "replace", "field value differs from what is drawn", layout, base("1000000", "9000000"));
    add_both(list, "replace", "field value drawn as nothing", layout, base("1000000", ""));
    add_both(list, "replace", "field without value that shows one", layout, base("", "9000000"));
    auto honest_field = base("1000000", "1000000");
    auto pdf = honest_field;
    pdf.update({{46, overlay("BT /F1 12 Tf 2 5 Td (9000000) Tj ET")}});
    add_both(list, "replace", "look of a field changed", layout, pdf);
    pdf = honest_field;
    pdf.update({{45, "<</Type /Annot /Subtype /Widget /FT /Tx /T (so tien) /F 4 /P 3 0 R /Rect [100 300 300 320] /DA (/F1 12 Tf) /V (9000000) /AP <</N 46 0 R>>>>"}});
    add_both(list, "replace", "value of a field changed", layout, pdf);
    pdf = honest_field;
    pdf.update({{45, "<</Type /Annot /Subtype /Widget /FT /Tx /T (so tien) /F 4 /P 3 0 R /Rect [100 300 300 320] /DA (/F1 12 Tf) /V (9000000) /AP <</N 60 0 R>>>>"},
                {60, overlay("BT /F1 12 Tf 2 5 Td (9000000) Tj ET")}});
    add_both(list, "replace", "field filled in anew", layout, pdf);
}

// --- Shadow: a second set of objects lies ready in the signed part ---------------------------------------------------------

void add_hide_and_replace(List& list, Layout layout) {
    for (const int number : {4, 5, 9, 3}) {
        TestPdf pdf("4 0 R", 0, layout);
        const std::string body = number == 4 || number == 9 ? TestPdf::stream("", kOtherText)
                                 : number == 5 ? std::string("<</Type /Font /Subtype /Type1 /BaseFont /Symbol>>")
                                               : std::string("<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 9 0 R /Resources <<>>>>");
        const auto before = pdf.text().size();
        pdf.update({}, {.unlisted = {{number, body}}});
        const auto dormant = pdf.text().find(std::to_string(number) + " 0 obj", before);
        pdf.sign(leader());
        char line[64];
        std::snprintf(line, sizeof line, "xref\n%d 1\n%010zu 00000 n \n", number, dormant);
        const auto section = pdf.text().size();
        pdf.raw() += std::string(line) + "trailer\n<</Size 1100 /Root 1 0 R /Info 7 0 R /Prev " + std::to_string(pdf.last_section()) +
                     ">>\nstartxref\n" + std::to_string(section) + "\n%%EOF\n";
        add(list, "hide-and-replace", ("entry of object " + std::to_string(number) + " switched").c_str(), layout, pdf);
    }
}

// --- Shadow: the signed part refers to what is not there yet ----------------------------------------------------------------

void add_activate(List& list, Layout layout) {
    {
        TestPdf pdf("[4 0 R 40 0 R]", 0, layout);
        pdf.sign(leader());
        auto alone = pdf;
        alone.update({{40, TestPdf::stream("", kOtherText)}});
        add_both(list, "activate", "content that was missing", layout, alone);
        // As a part of a further signature: 40 becomes its look.
        pdf.sign(agency(), {.name = "congvan-seal-1", .rect = "60 90 150 190", .also = {{40, TestPdf::stream("", kOtherText)}}});
        add(list, "activate", "content that was missing, in a signature's update", layout, pdf);
    }
    for (const int ahead : {0, 1, 2, 3}) {
        // The number that the second signature's own object will get.
        TestPdf pdf("[4 0 R " + std::to_string(24 + ahead) + " 0 R]", 0, layout);
        pdf.sign(leader());
        sign_as_agency(pdf);
        add(list, "activate", ("reference to object " + std::to_string(24 + ahead) + " of the second signature").c_str(), layout, pdf);
    }
    {
        TestPdf pdf("4 0 R", 0, layout);
        pdf.update({{1, "<</Type /Catalog /Pages 2 0 R /AcroForm 6 0 R /OpenAction 40 0 R>>"}});
        pdf.sign(leader());
        pdf.update({{40, "<</S /JavaScript /JS (x)>>"}});
        add_both(list, "activate", "action that was missing", layout, pdf);
    }
    {
        TestPdf pdf("4 0 R", 0, layout);
        pdf.update({{1, "<</Type /Catalog /Pages 2 0 R /AcroForm 6 0 R /DSS 40 0 R>>"}, {8, "<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 41 0 R /Resources <<>>>>"}});
        pdf.sign(leader());
        pdf.update({{40, "<</Type /DSS /Certs [41 0 R]>>"}, {41, TestPdf::stream("", kOtherText)}});
        add_both(list, "activate", "page content as an entry of the security store", layout, pdf);
    }
}

// --- A later signer who covers or takes away --------------------------------------------------------------------------------

void add_sneaky(List& list, Layout layout) {
    const auto second = [&](const char* name, SignOptions options) {
        TestPdf pdf("4 0 R", 0, layout);
        pdf.sign(leader());
        pdf.sign(agency(), options);
        add(list, "SSA", name, layout, pdf);
    };
    second("second signature over the first", {.name = "congvan-personal-2", .rect = "100 100 300 180"});
    second("seal over more than it may", {.name = "congvan-seal-1", .rect = "50 90 250 190"});
    second("seal from the right", {.name = "congvan-seal-1", .rect = "220 90 330 190"});
    second("seal that only touches", {.name = "congvan-seal-1", .rect = "20 90 110 190"});
    second("a third of the page", {.name = "congvan-seal-1", .rect = "0 300 595 600"});
    second("the whole page", {.name = "congvan-personal-2", .rect = "0 0 595 842"});
    second("over the number", {.name = "congvan-personal-2", .rect = "60 690 300 730"});
    second("seal over the number", {.name = "congvan-seal-1", .rect = "150 690 300 730"});
    second("the same name", {.name = "congvan-personal-1", .rect = "400 100 500 180"});
    second("no name", {.name = "", .rect = "400 100 500 180"});
    second("with a reference to content", {.name = "congvan-seal-1", .rect = "60 90 150 190", .appearance_extra = " /Ref 4 0 R"});
    second("with a layer", {.name = "congvan-seal-1", .rect = "60 90 150 190", .appearance_extra = " /OC <</Type /OCG /Name (x)>>"});
    second("with an action", {.name = "congvan-seal-1", .rect = "60 90 150 190", .field_extra = " /A <</S /JavaScript /JS (x)>>"});
    second("with more actions", {.name = "congvan-seal-1", .rect = "60 90 150 190", .field_extra = " /AA <</E <</S /JavaScript /JS (x)>>>>"});
    second("with children", {.name = "congvan-seal-1", .rect = "60 90 150 190", .field_extra = " /Kids [21 0 R]"});
    second("with a parent", {.name = "congvan-seal-1", .rect = "60 90 150 190", .field_extra = " /Parent 21 0 R"});
    second("with an odd rectangle", {.name = "congvan-seal-1", .rect = "60 90 150"});
    second("with a rectangle elsewhere", {.name = "congvan-seal-1", .rect = "4 0 R"});
    {
        TestPdf pdf("4 0 R", 0, layout);
        pdf.sign(leader(), {.also = {{6, "<</SigFlags 3 /Fields [21 0 R 40 0 R]>>"}, {40, "<</FT /Sig /T (khac) /V 20 0 R>>"}}});
        add_both(list, "SSA", "two fields share one value", layout, pdf);
    }
    {
        // The field waits on the signed page, as large as the page.
        TestPdf pdf("4 0 R", 0, layout);
        pdf.know_field("40 0 R");
        pdf.update({{3, pdf.page({"40 0 R"})}, {6, pdf.form({"40 0 R"})}, {40, TestPdf::field_body("cho san", "0 0 595 842", "")}});
        pdf.sign(leader());
        auto filled = pdf;
        filled.sign(agency(), {.name = "cho san", .rect = "0 0 595 842", .existing = 40});
        add(list, "SSA", "prepared field over the whole page signed", layout, filled);
        auto moved = pdf;
        moved.sign(agency(), {.name = "cho san", .rect = "0 0 100 100", .existing = 40});
        add(list, "SSA", "prepared field moved while signing", layout, moved);
        auto shown = pdf;
        shown.update({{40, TestPdf::field_body("cho san", "0 0 595 842", " /AP <</N 41 0 R>>")}, {41, overlay(kOtherText)}});
        add_both(list, "SSA", "prepared field gets a look and no value", layout, shown);
    }
}

// --- Certification and locks ---------------------------------------------------------------------------------------------------

void add_locks(List& list, Layout layout) {
    const auto certified = [&](const char* level) {
        TestPdf pdf("4 0 R", 0, layout);
        pdf.sign(leader(), {.signature_extra = std::string(" /Reference [<</Type /SigRef /TransformMethod /DocMDP /TransformParams <</Type "
                                                           "/TransformParams /V /1.2 /P ") + level + ">>>>]"});
        return pdf;
    };
    for (const char* level : {"1", "2", "3"}) {
        const std::string name = std::string("P ") + level + ": ";
        auto pdf = certified(level);
        auto annotated = pdf;
        annotated.update({{3, pdf.page({"21 0 R", "900 0 R"})},
                          {900, "<</Type /Annot /Subtype /FreeText /Rect [50 650 500 750] /Contents (khac)>>"}});
        add_both(list, "EAA", (name + "annotation").c_str(), layout, annotated);
        auto field = pdf;
        field.update({{3, pdf.page({"21 0 R", "900 0 R"})}, {6, pdf.form({"21 0 R", "900 0 R"})},
                      {900, TestPdf::field_body("x", "50 650 500 750", " /AP <</N 901 0 R>>")}, {901, overlay(kOtherText)}});
        add_both(list, "SSA", (name + "signature field without value").c_str(), layout, field);
        auto content = pdf;
        content.update({{4, TestPdf::stream("", kOtherText)}});
        add_both(list, "lock", (name + "content").c_str(), layout, content);
        if (*level != '1') continue;
        sign_as_agency(pdf);
        add(list, "lock", "P 1: second signature", layout, pdf);
    }
    for (const char* level : {"0", "4", "(2)", "-1"}) {
        auto pdf = certified(level);
        sign_as_agency(pdf);
        add(list, "lock", (std::string("P ") + level).c_str(), layout, pdf);
    }
    const auto locked = [&](const std::string& action) {
        TestPdf pdf("4 0 R", 0, layout);
        pdf.sign(leader(), {.signature_extra = " /Reference [<</Type /SigRef /TransformMethod /FieldMDP /Data 1 0 R /TransformParams <</Type "
                                               "/TransformParams /V /1.2 " + action + ">>>>]"});
        sign_as_agency(pdf);
        return pdf;
    };
    add(list, "lock", "all fields locked", layout, locked("/Action /All"));
    add(list, "lock", "the field locked by name", layout, locked("/Action /Include /Fields [(congvan-seal-1)]"));
    add(list, "lock", "all fields but one locked", layout, locked("/Action /Exclude /Fields [(khac)]"));
    add(list, "lock", "odd lock", layout, locked("/Action /Some /Fields [(khac)]"));
    add(list, "lock", "lock without fields", layout, locked("/Action /Include"));
    {
        TestPdf pdf("4 0 R", 0, layout);
        pdf.sign(leader(), {.signature_extra = " /Reference [<</Type /SigRef /TransformMethod /UR3>>]"});
        sign_as_agency(pdf);
        add(list, "lock", "usage rights", layout, pdf);
    }
}

// --- Time-stamps of the file that are none ------------------------------------------------------------------------------------

void add_timestamps(List& list, Layout layout) {
    const auto stamped = [&](const char* name, std::function<Bytes(std::string_view)> value, const char* rect, const char* sub_filter) {
        TestPdf pdf("4 0 R", 0, layout);
        pdf.sign(leader());
        SignOptions options;
        options.name = "thoi gian";
        options.rect = rect;
        options.type = "DocTimeStamp";
        options.sub_filter = sub_filter;
        options.room = 4000;
        options.value = std::move(value);
        pdf.sign(leader(), options);
        add_both(list, "time-stamp", name, layout, pdf);
    };
    const char* hidden = "0 0 0 0";
    const char* kind = "ETSI.RFC3161";
    stamped("of other content", [](std::string_view) { return timestamp_token("khac"); }, hidden, kind);
    stamped("of zeros", [](std::string_view) { return Bytes(10); }, hidden, kind);
    stamped("garbage", [](std::string_view) { return to_bytes(std::string("\x30\x03\x02\x01\x05", 5)); }, hidden, kind);
    stamped("a person's signature", [](std::string_view content) { return signing::test::make_cms(content, leader()); }, hidden, kind);
    stamped("another sub filter", timestamp_token, hidden, "ETSI.CAdES.detached");
    stamped("spoiled", [](std::string_view content) {
        auto token = timestamp_token(content);
        token[token.size() - 5] ^= std::byte{1};
        return token;
    }, hidden, kind);
    stamped("over the number", timestamp_token, "60 690 300 730", kind);
    stamped("over the signature", timestamp_token, "100 100 300 180", kind);
}

}  // namespace

std::vector<PdfCase> prepared_attacks() {
    List list;
    for (const auto layout : kLayouts) {
        add_hide(list, layout);
        add_replace(list, layout);
        add_hide_and_replace(list, layout);
        add_activate(list, layout);
        add_sneaky(list, layout);
        add_locks(list, layout);
        add_timestamps(list, layout);
    }
    return list;
}

}  // namespace congvan::testing_support
