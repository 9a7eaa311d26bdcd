// Attacks on the bytes of a signed file, and what is appended to it without being a proper update.

#include <cstdio>

#include "support/pdf_attacks/cases.hpp"

namespace congvan::testing_support {

using signing::test::TestPdf;

namespace {

using List = std::vector<ByteAttack>;

const std::string kOther = TestPdf::stream("", "BT /F1 24 Tf 72 700 Td (So: 06/QD-UBND) Tj ET");

std::string value_of(const TestPdf& pdf) { return pdf.text().substr(pdf.gap().first, pdf.gap().second - pdf.gap().first); }

std::string row(int number, std::size_t at) {
    char line[48];
    std::snprintf(line, sizeof line, "%d 1\n%010zu 00000 n \n", number, at);
    return line;
}

// --- USF ------------------------------------------------------------------------------------------------------------------

void add_contents(List& list) {
    const auto spoiled = [&](const char* name, std::function<std::string(std::string value, const TestPdf& pdf)> spoil) {
        list.push_back({"USF", name, [spoil](const TestPdf& pdf) {
            const auto value = value_of(pdf);
            auto bad = spoil(value, pdf);
            if (bad.size() > value.size()) return std::string();
            bad.resize(value.size(), ' ');
            return replaced(pdf.text(), value, bad);
        }});
    };
    const auto constant = [&](const std::string& text) {
        spoiled(("contents " + text).c_str(), [text](const std::string&, const TestPdf&) { return text; });
    };
    for (const char* text : {"<>", "<00>", "<0>", "null", "()", "(x)", "0", "true", "[]", "<<>>", "/x", "4 0 R", "99 0 R", "<3080>", "<3000>",
                             "<0500>", "<30820000>", ""}) {
        constant(text);
    }
    spoiled("contents of zeros", [](std::string value, const TestPdf&) { return "<" + std::string(value.size() - 2, '0') + ">"; });
    spoiled("contents of FF", [](std::string value, const TestPdf&) { return "<" + std::string(value.size() - 2, 'F') + ">"; });
    spoiled("data after the value", [](std::string value, const TestPdf& pdf) {
        value[1 + pdf.cms_size() * 2 + 10] = '7';
        return value;
    });
    spoiled("spaces in the value", [](std::string value, const TestPdf&) { return value.replace(value.size() - 5, 4, " \n\t "); });
    spoiled("comment in the value", [](std::string value, const TestPdf&) { return value.replace(value.size() - 9, 4, "%%%\n"); });
    spoiled("value ends early", [](std::string value, const TestPdf& pdf) { return value.substr(0, 1 + pdf.cms_size() * 2) + ">"; });
    spoiled("value cut", [](std::string value, const TestPdf& pdf) { return value.substr(0, 1 + pdf.cms_size()) + ">"; });
    spoiled("value as a literal string", [](std::string value, const TestPdf& pdf) {
        const auto bytes = from_hex(value.substr(1, pdf.cms_size() * 2));
        std::string text = "(";
        for (const auto byte : bytes.value()) {
            char octal[8];
            std::snprintf(octal, sizeof octal, "\\%03o", static_cast<unsigned>(byte));
            text += octal;
        }
        return text.size() + 1 <= value.size() ? text + ")" : std::string("(x)");
    });
    for (const auto& [name, from, to] : std::vector<std::array<std::string, 3>>{
             {"contents absent", "/Contents <", "/Kontents <"}, {"contents twice", "/Reason (Thu nghiem)", "/Contents <00>    "},
             {"other filter", "ETSI.CAdES.detached", "ETSI.CAdES.attached"}, {"no filter", "/Filter /Adobe.PPKLite", "/Filtre /Adobe.PPKLite"},
             {"sub filter absent", "/SubFilter /ETSI", "/SubFiltre /ETSI"}, {"sub filter of keys", "ETSI.CAdES.detached", "adbe.x509.rsa_sha1 "},
             {"sub filter of a digest", "ETSI.CAdES.detached", "adbe.pkcs7.sha1    "}, {"sub filter of time", "ETSI.CAdES.detached", "ETSI.RFC3161       "},
             {"type of time", "/Type /Sig /Filter", "/Type /Sog /Filter"}, {"byte range absent", "/ByteRange ", "/ByteRanje "},
             {"byte range twice", "/Reason (Thu nghiem)", "/ByteRange [0 1 2 3]"}}) {
        list.push_back({"USF", name, [from = from, to = to](const TestPdf& pdf) { return replaced(pdf.text(), from, to, pdf.text().rfind("/Type /Sig")); }});
    }
}

void add_ranges(List& list) {
    for (const char* bad : {"null", "[]", "[0]", "[0 100]", "[0 -1 0 10]", "[0 0 0 0]", "[-1 10 20 30]", "[0 10 5 10]", "[0 10 20 999999]",
                            "[0 10 20 30 40]", "[0. 10 20 30]", "[1 10 20 30]", "[5 0 R]", "[0 10 10 10]", "[0 10 20 -5]", "<00>", "(x)", "true",
                            "[0 10 20 30]", "[0 9 9 9 9 9]", "[[0 1 2 3]]", "[0 1 2 (x)]", "4 0 R", "<<>>", "[9999999999]"}) {
        list.push_back({"USF", std::string("byte range ") + bad, [bad](const TestPdf& pdf) {
            const auto at = pdf.text().rfind("/ByteRange [");
            const auto range = pdf.text().substr(at, pdf.text().find(']', at) + 1 - at);
            auto text = std::string("/ByteRange ") + bad;
            text.resize(std::max(range.size(), text.size()), ' ');
            return text.size() > range.size() ? std::string() : replaced(pdf.text(), range, text);
        }});
    }
    // One of the four numbers a little off.
    for (int which = 0; which < 4; ++which) {
        for (const long by : {-1L, 1L, -2L, 2L, 100L, -100L}) {
            list.push_back({"USF", "number " + std::to_string(which) + " of the byte range off by " + std::to_string(by), [=](const TestPdf& pdf) {
                const auto [begin, end] = pdf.gap();
                long numbers[] = {0, static_cast<long>(begin), static_cast<long>(end), static_cast<long>(pdf.text().size() - end)};
                numbers[which] += by;
                const auto at = pdf.text().rfind("/ByteRange [");
                const auto range = pdf.text().substr(at, pdf.text().find(']', at) + 1 - at);
                std::string text = "/ByteRange [";
                for (const auto number : numbers) text += std::to_string(number) + " ";
                text.back() = ']';
                text.resize(range.size(), ' ');
                return replaced(pdf.text(), range, text);
            }});
        }
    }
}

// --- SWA ------------------------------------------------------------------------------------------------------------------

struct Wrapping {
    bool own_tail = false;       // startxref and %%EOF after the planted section
    bool own_signature = true;   // a copy of the dictionary with the moved range
    bool old_range_first = false;
    std::size_t shift = 20000;
};

// The signed bytes stay what they were and hash the same, but the second half is moved back; in the room won stand other
// content, another signature dictionary with the moved range, and, where the signed startxref points, other cross-references.
std::string wrapped(const TestPdf& pdf, const Wrapping& how) {
    const auto& text = pdf.text();
    const auto [begin, end] = pdf.gap();
    const auto section = text.rfind("\nxref\n") + 1;
    if (section == 0 || section < end) return {};
    const auto tail = text.substr(end);
    const auto room = section - end + how.shift;
    const auto range = "/ByteRange [0 " + std::to_string(begin) + " " + std::to_string(end + room) + " " + std::to_string(tail.size()) + "]";
    std::string added = " ";
    const auto content_at = end + added.size();
    added += "4 0 obj\n" + kOther + "\nendobj\n";
    if (added.size() > section - end) return {};
    added.resize(section - end, ' ');
    std::string rows = "xref\n" + row(4, content_at);
    const auto signature_at = section + 400;
    if (how.own_signature) rows += row(20, signature_at);
    rows += "trailer\n<</Size 30 /Root 1 0 R /Info 7 0 R /Prev " + std::to_string(text.find("\nxref\n") + 1) + ">>\n";
    if (how.own_tail) rows += "startxref\n" + std::to_string(section) + "\n%%EOF\n";
    rows.resize(400, ' ');
    added += rows;
    if (how.own_signature) {
        added += "20 0 obj\n<</Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached " + range + " /Contents " + value_of(pdf) +
                 ">>\nendobj\n";
    }
    if (added.size() > room) return {};
    added.resize(room, ' ');
    return text.substr(0, end) + added + tail;
}

void add_wrapping(List& list) {
    const auto add = [&](const char* name, Wrapping how) {
        list.push_back({"SWA", name, [how](const TestPdf& pdf) { return wrapped(pdf, how); }});
    };
    add("moved range, section without tail", {});
    add("moved range, section with tail", {.own_tail = true});
    add("moved range, old dictionary", {.own_tail = true, .own_signature = false});
    add("moved far", {.own_tail = true, .shift = 200000});
    list.push_back({"SWA", "object in the gap", [](const TestPdf& pdf) {
        // The value is only half as long as its place: an object fits behind it.
        const auto value = value_of(pdf);
        auto bad = value.substr(0, 1 + pdf.cms_size() * 2) + ">" + " /X " + kOther;
        if (bad.size() > value.size()) return std::string();
        bad.resize(value.size(), ' ');
        return replaced(pdf.text(), value, bad);
    }});
    list.push_back({"SWA", "dictionary copied into a later revision", [](const TestPdf& pdf) {
        auto copy = pdf;
        const auto at = pdf.text().rfind("20 0 obj\n") + 9;
        copy.update({{20, pdf.text().substr(at, pdf.text().find("\nendobj", at) - at)}, {4, kOther}});
        return copy.text();
    }});
    list.push_back({"SWA", "field with a copied dictionary", [](const TestPdf& pdf) {
        auto copy = pdf;
        const auto at = pdf.text().rfind("20 0 obj\n") + 9;
        copy.update({{900, pdf.text().substr(at, pdf.text().find("\nendobj", at) - at)}, {4, kOther},
                     {21, "<</Type /Annot /Subtype /Widget /FT /Sig /T (congvan-personal-1) /F 132 /P 3 0 R /Rect [100 100 300 180] /V 900 0 R>>"}});
        return copy.text();
    }});
    list.push_back({"SWA", "file inside a file", [](const TestPdf& pdf) {
        // Another document first, the signed one behind it, with ranges that point into the latter.
        TestPdf other("4 0 R", 10);
        return other.text() + pdf.text();
    }});
    list.push_back({"SWA", "bytes before the header", [](const TestPdf& pdf) { return "x\n" + pdf.text(); }});
}

// --- ISA ------------------------------------------------------------------------------------------------------------------

void add_tail(List& list) {
    const auto appended = [&](const char* name, const std::string& bytes) {
        list.push_back({"ISA", name, [bytes](const TestPdf& pdf) { return pdf.text() + bytes; }});
    };
    appended("garbage", "garbage");
    appended("a comment", "% comment\n");
    appended("%%EOF again", "%%EOF\n");
    appended("zeros", std::string(100, '\0'));
    appended("an object", "4 0 obj\n" + kOther + "\nendobj\n");
    appended("an object and %%EOF", "4 0 obj\n" + kOther + "\nendobj\n%%EOF\n");
    appended("a trailer", "trailer\n<</Root 1 0 R /Size 30>>\n%%EOF\n");
    appended("a whole other file", TestPdf().text());
    list.push_back({"ISA", "body and old startxref", [](const TestPdf& pdf) {
        return pdf.text() + "4 0 obj\n" + kOther + "\nendobj\nstartxref\n" + std::to_string(pdf.last_section()) + "\n%%EOF\n";
    }});
    list.push_back({"ISA", "body and trailer without cross-references", [](const TestPdf& pdf) {
        return pdf.text() + "4 0 obj\n" + kOther + "\nendobj\ntrailer\n<</Root 1 0 R /Size 30 /Prev " + std::to_string(pdf.last_section()) +
               ">>\nstartxref\n" + std::to_string(pdf.last_section()) + "\n%%EOF\n";
    }});
    list.push_back({"ISA", "body and empty cross-references", [](const TestPdf& pdf) {
        auto copy = pdf;
        copy.update({}, {.unlisted = {{4, kOther}}});
        return copy.text();
    }});
    list.push_back({"ISA", "body and partial cross-references", [](const TestPdf& pdf) {
        auto copy = pdf;
        copy.update({{900, "<<>>"}}, {.unlisted = {{4, kOther}}});
        return copy.text();
    }});
    list.push_back({"ISA", "empty update", [](const TestPdf& pdf) {
        auto copy = pdf;
        copy.update({});
        return copy.text();
    }});
    list.push_back({"ISA", "bytes between objects", [](const TestPdf& pdf) {
        auto copy = pdf;
        copy.update({{900, "<<>>"}}, {.before_xref = "(x) 4 0 obj\n"});
        return copy.text();
    }});
    list.push_back({"ISA", "object hidden in an object stream", [](const TestPdf& pdf) {
        auto copy = pdf;
        copy.update({{900, "<<>>"}}, {.packed_besides = {{5, "<</Type /Font /Subtype /Type1 /BaseFont /Symbol>>"}}, .layout = signing::test::Layout::packed});
        return copy.text();
    }});
    list.push_back({"ISA", "hybrid update", [](const TestPdf& pdf) {
        auto copy = pdf;
        copy.update({{5, "<</Type /Font /Subtype /Type1 /BaseFont /Symbol>>"}}, {.layout = signing::test::Layout::hybrid});
        return copy.text();
    }});
    list.push_back({"ISA", "other catalog", [](const TestPdf& pdf) {
        auto copy = pdf;
        copy.update({{900, "<</Type /Catalog /Pages 2 0 R /AcroForm 6 0 R>>"}}, {.root = "900 0 R"});
        return copy.text();
    }});
    list.push_back({"ISA", "trailer names an encryption", [](const TestPdf& pdf) {
        auto copy = pdf;
        copy.update({{900, "<</Filter /Standard>>"}}, {.trailer = " /Encrypt 900 0 R"});
        return copy.text();
    }});
    list.push_back({"ISA", "cut", [](const TestPdf& pdf) { return pdf.text().substr(0, pdf.text().size() - 7); }});
}

// --- Cross-references ------------------------------------------------------------------------------------------------------

std::string section_at_end(const std::string& text, const std::string& rows, const std::string& keys, std::size_t previous) {
    return text + "xref\n" + rows + "trailer\n<</Size 1100 /Root 1 0 R /Info 7 0 R /Prev " + std::to_string(previous) + keys + ">>\nstartxref\n" +
           std::to_string(text.size()) + "\n%%EOF\n";
}

void add_chains(List& list) {
    const auto add = [&](const char* name, std::function<std::string(const TestPdf&)> file) { list.push_back({"structure", name, std::move(file)}); };
    add("section points to itself", [](const TestPdf& pdf) { return section_at_end(pdf.text(), "0 0\n", "", pdf.text().size()); });
    add("section points ahead", [](const TestPdf& pdf) { return section_at_end(pdf.text(), "0 0\n", "", pdf.text().size() + 20); });
    add("section points at nothing", [](const TestPdf& pdf) { return section_at_end(pdf.text(), "0 0\n", "", 3); });
    add("section points before the file", [](const TestPdf& pdf) { return replaced(section_at_end(pdf.text(), "0 0\n", "", 7), "/Prev 7", "/Prev -7", pdf.text().size()); });
    add("signed revision skipped", [](const TestPdf& pdf) {
        const auto oldest = pdf.text().find("\nxref\n");
        return oldest == std::string::npos ? std::string() : section_at_end(pdf.text(), "0 0\n", "", oldest + 1);
    });
    add("signed revision skipped, its objects listed", [](const TestPdf& pdf) {
        const auto& text = pdf.text();
        const auto oldest = text.find("\nxref\n");
        if (oldest == std::string::npos) return std::string();
        std::string rows;
        for (const int number : {3, 6, 20, 21, 22, 23}) {
            const auto at = text.rfind("\n" + std::to_string(number) + " 0 obj");
            if (at == std::string::npos) return std::string();
            rows += row(number, at + 1);
        }
        return section_at_end(text, rows, "", oldest + 1);
    });
    add("startxref of the oldest revision", [](const TestPdf& pdf) {
        const auto oldest = pdf.text().find("startxref\n");
        return pdf.text() + pdf.text().substr(oldest, pdf.text().find("%%EOF", oldest) + 6 - oldest);
    });
    add("hidden cross-references", [](const TestPdf& pdf) { return section_at_end(pdf.text(), "0 0\n", " /XRefStm 20", pdf.last_section()); });
    add("object listed twice", [](const TestPdf& pdf) {
        return section_at_end(pdf.text(), row(4, pdf.text().find("4 0 obj")) + row(4, pdf.text().find("9 0 obj")), "", pdf.last_section());
    });
    add("entry points at another object", [](const TestPdf& pdf) {
        const auto at = pdf.text().find("\n9 0 obj");
        return section_at_end(pdf.text(), row(4, at + 1), "", pdf.last_section());
    });
    add("entry points into the value", [](const TestPdf& pdf) { return section_at_end(pdf.text(), row(4, pdf.gap().first + 50), "", pdf.last_section()); });
    add("entry with another generation", [](const TestPdf& pdf) {
        auto line = row(4, pdf.text().find("\n4 0 obj") + 1);
        return section_at_end(pdf.text(), replaced(line, " 00000 n", " 00001 n"), "", pdf.last_section());
    });
    add("object revived under another generation", [](const TestPdf& pdf) {
        const auto text = pdf.text() + "4 1 obj\n" + kOther + "\nendobj\n";
        return section_at_end(text, replaced(row(4, pdf.text().size()), " 00000 n", " 00001 n"), "", pdf.last_section());
    });
    add("two sections", [](const TestPdf& pdf) {
        const auto first = pdf.text() + "4 0 obj\n" + kOther + "\nendobj\n";
        const auto rows = "xref\n" + row(4, pdf.text().size()) + "trailer\n<</Size 1100 /Root 1 0 R /Info 7 0 R /Prev " +
                          std::to_string(pdf.last_section()) + ">>\n";
        return section_at_end(first + rows, "0 0\n", "", first.size());
    });
}

}  // namespace

std::vector<ByteAttack> byte_attacks() {
    List list;
    add_contents(list);
    add_ranges(list);
    add_wrapping(list);
    add_tail(list);
    add_chains(list);
    return list;
}

}  // namespace congvan::testing_support
