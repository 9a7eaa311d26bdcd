#include "signing/pdf/reader.hpp"

#include <gtest/gtest.h>

#include "errors/signing.hpp"
#include "signing/pdf/parser.hpp"
#include "signing/test_support.hpp"

namespace congvan::signing::pdf {
namespace {

using test::compressed_file;
using test::deflated;
using test::TestPdf;

Result<Object> parsed(std::string_view text) { return Parser(as_bytes(text), 0, 64).object(); }

std::string text_of(std::string_view text) {
    const auto object = parsed(text);
    return object.has_value() ? to_text(*object) : "! " + object.error().detail;
}

TEST(PdfParserTest, ReadsEveryKindOfValue) {
    EXPECT_EQ(text_of("null"), "null");
    EXPECT_EQ(text_of(" % remark\n true"), "true");
    EXPECT_EQ(text_of("-17"), "-17");
    EXPECT_EQ(text_of("+3"), "3");
    EXPECT_EQ(text_of("-.5"), "-0.5");
    EXPECT_EQ(text_of("4."), "4");
    EXPECT_EQ(text_of("/A#20B#2F"), "/A#20B#2F");
    EXPECT_EQ(text_of("12 0 R"), "12 0 R");
    EXPECT_EQ(text_of("[12 0 R 5 6]"), "[12 0 R 5 6]");
    EXPECT_EQ(text_of("[1 2 3 R]"), "[1 2 3 R]");
    EXPECT_EQ(text_of("<</B 1/A<</C[]>>>>"), "<</A <</C []>>/B 1>>");
    EXPECT_EQ(text_of("<48 65 6C6>"), "<48656c60>");
    EXPECT_EQ(parsed("(a\\(b\\051(c)\\n\\101\\\r\nd\re)")->as<String>()->bytes, "a(b)(c)\nAd\ne");
}

TEST(PdfParserTest, RefusesWhatIsNotClearWithTheOffset) {
    for (const auto* text : {"", "  ", "tru", "nulls", "--5", "1e5", "+", ".", "1.2.3", "/A#G0", "/A#00", "(open", "<4G>", "<41", "[1 2",
                             "<</A 1", "<</A 1/A 2>>", "<<1 2>>", "]", ">>", "{", "99999999999999999999", "R"}) {
        const auto object = parsed(text);
        ASSERT_FALSE(object.has_value()) << text;
        EXPECT_EQ(object.error().code, errors::signing::malformed_pdf);
        EXPECT_TRUE(object.error().detail.starts_with("at byte ")) << object.error().detail;
    }
    EXPECT_EQ(parsed(std::string(65, '[') + std::string(65, ']')).error().code, errors::signing::malformed_pdf);
    EXPECT_TRUE(parsed(std::string(64, '[') + std::string(64, ']')).has_value());
    EXPECT_FALSE(parsed(std::string(1'000'000, '[')).has_value());
}

TEST(PdfReaderTest, SeesEachRevisionAsItStood) {
    TestPdf pdf;
    pdf.update({{7, "<</Title (Hai)>>"}, {10, "(moi)"}});
    pdf.update({{7, "<</Title (Ba)>>"}}, {.freed = {10}});
    const auto document = Document::open(pdf.bytes());
    ASSERT_TRUE(document.has_value()) << document.error().detail;
    ASSERT_EQ(document->revisions().size(), 3u);
    const auto title = [&](std::size_t at) { return to_text(**document->load({7, 0}, at)); };
    EXPECT_EQ(title(0), "<</Title <5175796574206469" "6e68>>>");
    EXPECT_EQ(title(1), "<</Title <486169>>>");
    EXPECT_EQ(title(2), "<</Title <4261>>>");
    EXPECT_TRUE((*document->load({10, 0}, 0))->is_null());
    EXPECT_FALSE((*document->load({10, 0}, 1))->is_null());
    EXPECT_TRUE((*document->load({10, 0}, 2))->is_null());
    EXPECT_TRUE((*document->load({7, 1}, 2))->is_null()) << "another generation is another object";
    EXPECT_EQ(document->defined_in(7, 2), 2u);
    EXPECT_EQ(document->defined_in(5, 2), 0u);
    EXPECT_EQ(document->revisions()[0].begin, 0u);
    EXPECT_EQ(document->revisions()[1].begin, document->revisions()[0].end);
    EXPECT_EQ(document->revisions()[2].end_with_eol, pdf.text().size());
    // Each revision is, by its bytes alone, a file.
    const auto first = Document::open(pdf.bytes().first(document->revisions()[0].end));
    ASSERT_TRUE(first.has_value());
    EXPECT_EQ(first->revisions().size(), 1u);
}

TEST(PdfReaderTest, WalksPagesAndFields) {
    TestPdf pdf;
    pdf.update({{6, "<</Fields [10 0 R 13 0 R]>>"},
                {10, "<</T (nhom) /FT /Tx /Kids [11 0 R 12 0 R]>>"},
                {11, "<</T <FEFF0110> /Parent 10 0 R /V (x)>>"},
                {12, "<</T (hai) /Parent 10 0 R /Kids [14 0 R]>>"},
                {13, "<</T (ky) /FT /Sig /Subtype /Widget>>"},
                {14, "<</Parent 12 0 R /Subtype /Widget>>"}});
    const auto document = Document::open(pdf.bytes());
    ASSERT_TRUE(document.has_value());
    const auto pages = document->pages(document->last());
    ASSERT_TRUE(pages.has_value());
    ASSERT_EQ(pages->size(), 2u);
    EXPECT_EQ((*pages)[1].reference.number, 8u);
    const auto fields = document->fields(document->last());
    ASSERT_TRUE(fields.has_value());
    ASSERT_EQ(fields->size(), 3u);
    EXPECT_EQ((*fields)[0].name, "nhom.Đ");
    EXPECT_TRUE((*fields)[0].type->is_name("Tx"));
    EXPECT_EQ((*fields)[1].name, "nhom.hai");
    EXPECT_TRUE((*fields)[1].has_kids);
    EXPECT_EQ((*fields)[2].name, "ky");
}

TEST(PdfReaderTest, ReadsObjectStreamsAndCrossReferenceStreams) {
    const auto file = compressed_file();
    const auto document = Document::open(as_bytes(file));
    ASSERT_TRUE(document.has_value()) << document.error().detail;
    EXPECT_TRUE(document->revisions()[0].xref_stream);
    const auto pages = document->pages(0);
    ASSERT_TRUE(pages.has_value()) << pages.error().detail;
    EXPECT_EQ(pages->size(), 1u);
}

TEST(PdfReaderTest, ReadsHybridAndLinearizedLayouts) {
    // A linearized file: the section of the first page stands in front and points forward to the main one.
    std::string file = "%PDF-1.4\n";
    const auto add = [&](const std::string& text) {
        const auto at = file.size();
        file += text;
        return at;
    };
    const auto line = [](std::size_t at) {
        char text[32];
        std::snprintf(text, sizeof text, "%010zu 00000 n \n", at);
        return std::string(text);
    };
    const auto page = add("3 0 obj\n<</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9]>>\nendobj\n");
    const auto front = add("xref\n3 1\n" + line(page) + "trailer\n<</Size 4 /Root 1 0 R /Prev MMMMMM>>\nstartxref\n0\n%%EOF\n");
    const auto catalog = add("1 0 obj\n<</Type /Catalog /Pages 2 0 R>>\nendobj\n");
    const auto tree = add("2 0 obj\n<</Type /Pages /Kids [3 0 R] /Count 1>>\nendobj\n");
    const auto main = add("xref\n0 3\n0000000000 65535 f \n" + line(catalog) + line(tree) + "trailer\n<</Size 3>>\nstartxref\n" +
                          std::to_string(front) + "\n%%EOF\n");
    auto number = std::to_string(main);
    number.resize(6, ' ');
    file.replace(file.find("MMMMMM"), 6, number);
    const auto document = Document::open(as_bytes(file));
    ASSERT_TRUE(document.has_value()) << document.error().detail;
    ASSERT_EQ(document->revisions().size(), 1u);
    EXPECT_TRUE(document->revisions()[0].linearized);
    EXPECT_EQ(document->pages(0)->size(), 1u);
}

TEST(PdfReaderTest, RefusesEncryptedFilesByName) {
    const auto file = compressed_file(" /Encrypt 9 0 R");
    EXPECT_EQ(Document::open(as_bytes(file)).error().code, errors::signing::encrypted_pdf);
}

TEST(PdfReaderTest, EndsOnLoopsOfEveryKind) {
    const auto open = [](std::string_view text) { return Document::open(as_bytes(text)); };
    {
        // /Prev names the section itself.
        std::string file = "%PDF-1.4\nxref\n0 0\ntrailer\n<</Root 1 0 R /Prev 9>>\nstartxref\n9\n%%EOF\n";
        EXPECT_EQ(open(file).error().code, errors::signing::malformed_pdf);
    }
    {
        // Two sections name one another.
        std::string file = "%PDF-1.4\nxref\n0 0\ntrailer\n<</Root 1 0 R /Prev 70>>\nstartxref\n9\n%%EOF\n";
        file.resize(70, ' ');
        file += "xref\n0 0\ntrailer\n<</Root 1 0 R /Prev 9>>\nstartxref\n70\n%%EOF\n";
        EXPECT_EQ(open(file).error().code, errors::signing::malformed_pdf);
    }
    const auto broken = [](const std::map<int, std::string>& objects) {
        TestPdf pdf;
        pdf.update(objects);
        return pdf;
    };
    {
        const auto pdf = broken({{2, "<</Type /Pages /Kids [3 0 R 2 0 R] /Count 1>>"}});
        const auto document = Document::open(pdf.bytes());
        EXPECT_EQ(document->pages(1).error().code, errors::signing::malformed_pdf);
    }
    {
        const auto pdf = broken({{6, "<</Fields [20 0 R]>>"}, {20, "<</T (a) /Kids [21 0 R]>>"}, {21, "<</T (b) /Kids [20 0 R]>>"}});
        const auto document = Document::open(pdf.bytes());
        EXPECT_EQ(document->fields(1).error().code, errors::signing::malformed_pdf);
    }
    {
        // Lengths that lead round: each stream's length is the other stream.
        const auto pdf = broken({{20, "<</Length 21 0 R>>\nstream\nx\nendstream"}, {21, "<</Length 20 0 R>>\nstream\nx\nendstream"}});
        const auto document = Document::open(pdf.bytes());
        EXPECT_EQ(document->load({20, 0}, 1).error().code, errors::signing::malformed_pdf);
    }
    {
        const auto pdf = broken({{20, "21 0 R"}, {21, "20 0 R"}});
        const auto document = Document::open(pdf.bytes());
        EXPECT_EQ(document->resolve(Object(Reference{20, 0}), 1).error().code, errors::signing::malformed_pdf);
    }
}

TEST(PdfReaderTest, KeepsWithinItsLimits) {
    TestPdf pdf;
    for (int i = 0; i < 5; ++i) pdf.update({{10 + i, "<<>>"}});
    const auto with = [&](Limits limits) { return Document::open(pdf.bytes(), limits); };
    EXPECT_EQ(with({.file_bytes = 100}).error().code, errors::signing::too_large);
    EXPECT_EQ(with({.objects = 5}).error().code, errors::signing::too_large);
    EXPECT_EQ(with({.revisions = 3}).error().code, errors::signing::too_large);
    EXPECT_EQ(with({.pages = 1})->pages(0).error().code, errors::signing::too_large);

    // A stream that grows a thousandfold.
    TestPdf bomb;
    bomb.update({{20, TestPdf::stream("/Filter /FlateDecode", deflated(std::string(2'000'000, 'x')))}});
    const auto document = Document::open(bomb.bytes(), {.inflated_bytes = 1'000'000});
    const auto* stream = (*document->load({20, 0}, 1))->as<Stream>();
    ASSERT_NE(stream, nullptr);
    EXPECT_EQ(document->decode(*stream, 1).error().code, errors::signing::too_large);
}

TEST(PdfReaderTest, DoesNotReadTheSameBytesOverAndOver) {
    // Ten thousand objects, each inside the string of the one before: reading all would be quadratic.
    std::string file = "%PDF-1.4\n";
    std::vector<std::size_t> places;
    constexpr int kCount = 10'000;
    for (int i = 1; i <= kCount; ++i) {
        places.push_back(file.size());
        file += std::to_string(i) + " 0 obj (" + std::string(100, 'x') + "\n";
    }
    for (int i = 0; i < kCount; ++i) file += ") endobj\n";
    const auto section = file.size();
    file += "xref\n1 " + std::to_string(kCount) + "\n";
    for (const auto place : places) {
        char line[32];
        std::snprintf(line, sizeof line, "%010zu 00000 n \n", place);
        file += line;
    }
    file += "trailer\n<</Size 1 /Root 1 0 R>>\nstartxref\n" + std::to_string(section) + "\n%%EOF\n";
    const auto document = Document::open(as_bytes(file));
    ASSERT_TRUE(document.has_value()) << document.error().detail;
    bool refused = false;
    for (std::uint32_t i = 1; i <= kCount && !refused; ++i) {
        const auto object = document->load({i, 0}, 0);
        refused = !object.has_value() && object.error().code == errors::signing::too_large;
    }
    EXPECT_TRUE(refused);
}

TEST(PdfReaderTest, DoesNotLookAtSharedListsOverAndOver) {
    // Thousands of fields that all name one list of thousands of widgets.
    std::string roots;
    std::string kids;
    std::map<int, std::string> objects;
    for (int i = 0; i < 3000; ++i) {
        roots += std::to_string(100 + i) + " 0 R ";
        kids += "20 0 R ";
        objects[100 + i] = "<</T (" + std::to_string(i) + ") /Kids 21 0 R>>";
    }
    objects[20] = "<</Subtype /Widget>>";
    objects[21] = "[" + kids + "]";
    objects[6] = "<</Fields [" + roots + "]>>";
    TestPdf pdf;
    pdf.update(objects);
    const auto document = Document::open(pdf.bytes());
    EXPECT_EQ(document->fields(1).error().code, errors::signing::too_large);
}

TEST(PdfTextTest, TurnsTextStringsIntoUtf8) {
    EXPECT_EQ(to_utf8(String{std::string("\xFE\xFF\x01\x10\x1E\xD1", 6), {}, false}), "Đố");
    EXPECT_EQ(to_utf8(String{"\xEF\xBB\xBFĐố", {}, false}), "Đố");
    EXPECT_EQ(to_utf8(String{"a\xE9\x80", {}, false}), "aé•");
    EXPECT_EQ(to_utf8(String{std::string("\xFE\xFF\xD8\x00", 4), {}, false}), "\xEF\xBF\xBD");
}

}  // namespace
}  // namespace congvan::signing::pdf
