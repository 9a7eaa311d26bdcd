#pragma once

// For tests only: keys, signers and PDFs of our own making.

#include "signing/test_keys.hpp"
#include "signing/test_pdf.hpp"

namespace congvan::signing::test {

// A file whose objects stand in an object stream, listed by a cross-reference stream with a PNG predictor.
inline std::string compressed_file(const std::string& encrypt = "") {
    std::string file = "%PDF-1.5\n";
    const std::string packed = "1 0 2 33 3 75 <</Type/Catalog /Pages 2 0 R>>   <</Type/Pages /Kids [3 0 R] /Count 1>>     "
                               "<</Type/Page /Parent 2 0 R /MediaBox [0 0 595 842]>>";
    const auto first = packed.find("<<");
    const auto second = packed.find("<</Type/Pages") - first;
    const auto third = packed.find("<</Type/Page ") - first;
    const std::string index = "1 0 2 " + std::to_string(second) + " 3 " + std::to_string(third) + " ";
    const auto body = deflated(index + packed.substr(first));
    const auto container = file.size();
    file += "4 0 obj\n<</Type /ObjStm /N 3 /First " + std::to_string(index.size()) + " /Filter /FlateDecode /Length " +
            std::to_string(body.size()) + ">>\nstream\n" + body + "\nendstream\nendobj\n";
    const auto section = file.size();
    std::string rows;
    std::string above(4, '\0');
    const auto row = [&](int kind, std::size_t place, int index_in) {
        const std::string plain{static_cast<char>(kind), static_cast<char>(place >> 8), static_cast<char>(place),
                                static_cast<char>(index_in)};
        rows += '\2';
        for (std::size_t i = 0; i < 4; ++i) rows += static_cast<char>(plain[i] - above[i]);
        above = plain;
    };
    row(0, 0, 0);
    row(2, 4, 0);
    row(2, 4, 1);
    row(2, 4, 2);
    row(1, container, 0);
    row(1, section, 0);
    const auto table = deflated(rows);
    file += "5 0 obj\n<</Type /XRef /Size 6 /W [1 2 1] /Root 1 0 R /Filter /FlateDecode /DecodeParms <</Predictor 12 "
            "/Columns 4>>" + encrypt + " /Length " + std::to_string(table.size()) + ">>\nstream\n" + table +
            "\nendstream\nendobj\nstartxref\n" + std::to_string(section) + "\n%%EOF\n";
    return file;
}

}  // namespace congvan::signing::test
