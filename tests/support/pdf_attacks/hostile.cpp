#include "support/pdf_attacks/hostile.hpp"

#include "signing/test_support.hpp"

namespace congvan::testing_support {

using signing::test::deflated;
using signing::test::Layout;
using signing::test::TestPdf;
using signing::test::UpdateOptions;

namespace {

const signing::test::Signer& signer() {
    static const auto instance = signing::test::authority().signer();
    return instance;
}

std::string repeated(const std::string& text, std::size_t bytes) {
    std::string result;
    result.reserve(bytes + text.size());
    while (result.size() < bytes) result += text;
    return result;
}

// Signed, and then an update that makes the judge read what stands in it.
std::string behind_a_signature(const std::string& body, std::size_t objects = 1) {
    TestPdf pdf;
    pdf.sign(signer());
    std::map<int, std::string> more;
    for (std::size_t i = 0; i < objects; ++i) more[static_cast<int>(100 + i)] = body;
    pdf.update(more);
    return pdf.text();
}

// In the signed part, where the whole file is walked because a second signature follows.
std::string before_two_signatures(const std::map<int, std::string>& objects) {
    TestPdf pdf;
    auto all = objects;
    all[1] = "<</Type /Catalog /Pages 2 0 R /AcroForm 6 0 R /PieceInfo 100 0 R>>";
    pdf.update(all);
    pdf.sign(signer());
    pdf.sign(signer(), {.name = "congvan-seal-1", .rect = "60 90 150 190"});
    return pdf.text();
}

std::string stream_section(const std::string& rows, const std::string& index, const std::string& widths) {
    const auto packed = deflated(rows);
    std::string file = "%PDF-1.7\n";
    const auto at = file.size();
    return file + "1 0 obj\n<</Type /XRef /Size 9999999 /Root 2 0 R /W [" + widths + "] /Index [" + index + "] /Filter /FlateDecode /Length " +
           std::to_string(packed.size()) + ">>\nstream\n" + packed + "\nendstream\nendobj\nstartxref\n" + std::to_string(at) + "\n%%EOF\n";
}

std::string many_revisions(std::size_t count, std::size_t signatures) {
    TestPdf pdf;
    for (std::size_t i = 0; i < count; ++i) {
        if (i < signatures) {
            pdf.sign(signer(), {.name = "ten " + std::to_string(i), .rect = "0 0 0 0", .on_page = false, .appearance = false});
        } else {
            pdf.update({{7, "<</Title (" + std::to_string(i) + ")>>"}});
        }
    }
    return pdf.text();
}

std::string page_bomb(std::size_t pages, std::size_t signatures) {
    TestPdf pdf;
    std::map<int, std::string> objects;
    std::string kids = "3 0 R 8 0 R";
    for (std::size_t i = 0; i < pages; ++i) {
        objects[static_cast<int>(1000 + i)] = "<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Annots 99 0 R>>";
        kids += " " + std::to_string(1000 + i) + " 0 R";
    }
    objects[99] = "[" + repeated("98 0 R ", 60'000) + "]";
    objects[98] = "<</Type /Annot /Subtype /Link /Rect [0 0 9 9]>>";
    objects[2] = "<</Type /Pages /Kids [" + kids + "] /Count " + std::to_string(pages + 2) + ">>";
    pdf.update(objects);
    for (std::size_t i = 0; i < signatures; ++i) pdf.sign(signer(), {.name = "ten " + std::to_string(i), .rect = "100 " + std::to_string(i * 10) + " 140 " + std::to_string(i * 10 + 5)});
    return pdf.text();
}

std::string page_content(const std::string& content) {
    TestPdf pdf;
    pdf.update({{4, TestPdf::stream("/Filter /FlateDecode", deflated(content))}, {5, "<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>"}});
    pdf.sign(signer());
    pdf.sign(signer(), {.name = "congvan-seal-1", .rect = "60 90 150 190"});
    return pdf.text();
}

std::string many_fields(std::size_t fields, const std::string& look) {
    TestPdf pdf;
    std::map<int, std::string> objects;
    std::vector<std::string> listed;
    for (std::size_t i = 0; i < fields; ++i) {
        objects[static_cast<int>(1000 + i)] = "<</FT /Tx /T (f" + std::to_string(i) + ") /V (x) /AP <</N 99 0 R>>>>";
        listed.push_back(std::to_string(1000 + i) + " 0 R");
    }
    for (const auto& one : listed) pdf.know_field(one);
    objects[99] = TestPdf::stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Filter /FlateDecode", deflated(look));
    objects[6] = pdf.form(listed);
    pdf.update(objects);
    pdf.sign(signer(), {.on_page = false});
    return pdf.text();
}

std::string forms_in_forms(std::size_t depth, std::size_t times) {
    TestPdf pdf;
    std::map<int, std::string> objects;
    for (std::size_t i = 0; i < depth; ++i) {
        const auto own = static_cast<int>(100 + i);
        objects[own] = TestPdf::stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources <</XObject <</X " + std::to_string(own + 1) + " 0 R>>>>",
                                       repeated("/X Do ", times * 6));
    }
    objects[static_cast<int>(100 + depth)] = TestPdf::stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9]", "BT (x) Tj ET");
    objects[4] = TestPdf::stream("", "/X Do");
    pdf.update(objects);
    const std::string resources = " /X <<>>";
    pdf.update({{3, "<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources <</XObject <</X 100 0 R>>>>>>"}});
    pdf.sign(signer(), {.on_page = false});
    return pdf.text();
}

std::string object_stream_bomb(std::size_t count) {
    std::string file = "%PDF-1.7\n", index, bodies;
    for (std::size_t i = 0; i < count; ++i) {
        index += std::to_string(100 + i) + " " + std::to_string(bodies.size()) + " ";
        bodies += "[0 0 0 0 0 0 0 0]\n";
    }
    const auto packed = deflated(index + bodies);
    const auto at = file.size();
    file += "5 0 obj\n<</Type /ObjStm /N " + std::to_string(count) + " /First " + std::to_string(index.size()) + " /Filter /FlateDecode /Length " +
            std::to_string(packed.size()) + ">>\nstream\n" + packed + "\nendstream\nendobj\n";
    std::string rows;
    for (std::size_t i = 0; i < count; ++i) {
        rows += '\2';
        for (const int shift : {24, 16, 8, 0}) rows += static_cast<char>(5 >> shift & 255);
        for (const int shift : {16, 8, 0}) rows += static_cast<char>(i >> shift & 255);
    }
    std::string first(1, '\1');
    for (const int shift : {24, 16, 8, 0}) first += static_cast<char>(at >> shift & 255);
    first += std::string(3, '\0');
    const auto table = deflated(first + rows);
    const auto section = file.size();
    return file + "1 0 obj\n<</Type /XRef /Size 9999999 /Root 100 0 R /W [1 4 3] /Index [5 1 100 " + std::to_string(count) +
           "] /Filter /FlateDecode /Length " + std::to_string(table.size()) + ">>\nstream\n" + table + "\nendstream\nendobj\nstartxref\n" +
           std::to_string(section) + "\n%%EOF\n";
}

// Many entries that point into one long unfinished value: each reading goes to the end of the file.
std::string overlapping(std::size_t bytes) {
    TestPdf pdf;
    pdf.sign(signer());
    const auto start = pdf.text().size();
    std::string body, rows;
    for (int i = 0; i < 2000; ++i) {
        char line[48];
        std::snprintf(line, sizeof line, "%d 1\n%010zu 00000 n \n", 100 + i, start + body.size());
        rows += line;
        body += std::to_string(100 + i) + " 0 obj\n(";
    }
    body += std::string(bytes, 'x');
    const auto section = start + body.size() + 1;
    return pdf.text() + body + "\nxref\n" + rows + "trailer\n<</Size 9999 /Root 1 0 R /Info 7 0 R /Prev " + std::to_string(pdf.last_section()) +
           ">>\nstartxref\n" + std::to_string(section) + "\n%%EOF\n";
}

}  // namespace

std::vector<HostilePdf> hostile_pdfs() {
    return {
        {"arrays in arrays", [](std::size_t n) { return behind_a_signature(std::string(n, '[')); }},
        {"dictionaries in dictionaries", [](std::size_t n) { return behind_a_signature(repeated("<</A ", n)); }},
        {"parentheses", [](std::size_t n) { return behind_a_signature(std::string(n, '(')); }},
        {"numbers", [](std::size_t n) { return behind_a_signature("[" + repeated("1 ", n) + "]"); }},
        {"small dictionaries", [](std::size_t n) { return behind_a_signature("[" + repeated("<</A 1>>", n) + "]"); }},
        {"empty arrays", [](std::size_t n) { return behind_a_signature("[" + repeated("[]", n) + "]"); }},
        {"a long name", [](std::size_t n) { return behind_a_signature("/" + std::string(n, 'a')); }},
        {"hex", [](std::size_t n) { return behind_a_signature("<" + std::string(n, '0') + ">"); }},
        {"white space", [](std::size_t n) { return behind_a_signature("[" + repeated("1" + std::string(5000, ' '), n) + "]"); }},
        {"comments", [](std::size_t n) { return behind_a_signature("[" + repeated("%\n", n) + "]"); }},
        {"many small objects", [](std::size_t n) { return behind_a_signature("[1 2 3]", n / 60); }},
        {"numbers before two signatures", [](std::size_t n) { return before_two_signatures({{100, "[" + repeated("1 ", n) + "]"}}); }},
        {"references before two signatures", [](std::size_t n) { return before_two_signatures({{100, "[" + repeated("3 0 R ", n) + "]"}}); }},
        {"trailer of numbers", [](std::size_t n) {
             TestPdf pdf;
             pdf.sign(signer());
             pdf.update({}, {.trailer = " /X [" + repeated("1 ", n) + "]"});
             return pdf.text();
         }},
        {"inflating cross-references", [](std::size_t n) { return stream_section(std::string(n * 8, '\0'), "0 " + std::to_string(n * 8 / 21), "7 7 7"); }},
        {"free entries", [](std::size_t n) { return stream_section(std::string(std::min<std::size_t>(n, 499'999), '\0'), "0 " + std::to_string(std::min<std::size_t>(n, 499'999)), "1 0 0"); }},
        {"many subsections", [](std::size_t n) { return stream_section("", repeated("1 0 ", n), "1 1 1"); }},
        {"object stream", [](std::size_t n) { return object_stream_bomb(std::min<std::size_t>(n / 20, 400'000)); }},
        {"overlapping objects", overlapping},
        {"page content of letters", [](std::size_t n) { return page_content("BT /F1 9 Tf (" + std::string(n * 8, 'x') + ") Tj ET"); }},
        {"page content of operators", [](std::size_t n) { return page_content(repeated("q Q ", n * 8)); }},
        {"page content of numbers", [](std::size_t n) { return page_content("[" + repeated("1 ", n * 8) + "] TJ"); }},
        {"page content of brackets", [](std::size_t n) { return page_content(std::string(n, '[')); }},
        {"page content that inflates", [](std::size_t n) { return page_content(std::string(n * 50, ' ')); }},
        {"inline pictures", [](std::size_t n) { return page_content(repeated("BI ID ", n)); }},
        {"forms in forms", [](std::size_t) { return forms_in_forms(8, 100); }},
        {"fields that share a look", [](std::size_t n) { return many_fields(std::min<std::size_t>(n / 1000, 9'000), repeated("BT (x) Tj ET ", 200'000)); }},
        {"64 revisions", [](std::size_t) { return many_revisions(62, 1); }},
        {"62 signatures", [](std::size_t) { return many_revisions(62, 62); }},
        {"pages", [](std::size_t n) { return page_bomb(std::min<std::size_t>(n / 200, 19'000), 3); }},
        {"pages and signatures", [](std::size_t n) { return page_bomb(std::min<std::size_t>(n / 2000, 4'000), 40); }},
        {"%%EOF", [](std::size_t n) { return repeated("startxref\n5\n%%EOF\n", n); }},
        {"a signed file and %%EOF", [](std::size_t n) {
             TestPdf pdf;
             pdf.sign(signer());
             return pdf.text() + repeated("%%EOF\n", n);
         }},
        {"signatures over much", [](std::size_t n) {
             TestPdf pdf("4 0 R", n);
             for (int i = 0; i < 40; ++i) pdf.sign(signer(), {.name = "ten " + std::to_string(i), .rect = "0 0 0 0", .on_page = false, .appearance = false});
             return pdf.text();
         }},
    };
}

}  // namespace congvan::testing_support
