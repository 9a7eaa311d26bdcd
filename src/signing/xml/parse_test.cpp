#include <gtest/gtest.h>

#include "errors/signing.hpp"
#include "signing/xml/canonical.hpp"
#include "signing/xml/dom.hpp"
#include "signing/xml/names.hpp"

namespace congvan::signing::xml {
namespace {

std::string_view refusal(std::string_view text, const Limits& limits = {}) {
    const auto document = Document::parse(as_bytes(text), limits);
    return document.has_value() ? std::string_view("none") : document.error().code;
}

std::string utf16(std::string_view ascii, bool big, std::string_view more = "") {
    std::string result(big ? "\xFE\xFF" : "\xFF\xFE");
    for (const char c : ascii) {
        if (big) result += '\0';
        result += c;
        if (!big) result += '\0';
    }
    return result + std::string(more);
}

std::string nested(int depth) {
    std::string text;
    for (int i = 0; i < depth; ++i) text += "<a>";
    for (int i = 0; i < depth; ++i) text += "</a>";
    return text;
}

std::string repeated(std::string_view piece, int times) {
    std::string text;
    for (int i = 0; i < times; ++i) text += piece;
    return text;
}

TEST(XmlParseTest, TakesUtf8AndUtf16) {
    for (const auto& text : {std::string("<a>\xC4\x91</a>"), "\xEF\xBB\xBF<a/>" + std::string(), std::string("<?xml version='1.0' encoding='utf-8'?><a/>"),
                             utf16("<?xml version='1.0' encoding='UTF-16'?><a/>", true), utf16("<a/>", false), utf16("<a/>", false, "")}) {
        EXPECT_EQ(refusal(text), "none") << text;
    }
    // A letter beyond the first plane, as a pair.
    const auto document = Document::parse(as_bytes(utf16("<a>", false, std::string("\x3D\xD8\x00\xDE", 4)) + utf16("</a>", false).substr(2))).value();
    EXPECT_EQ(dom::content(document.root()), "\xF0\x9F\x98\x80");
}

TEST(XmlParseTest, RefusesWhatIsNotWellFormed) {
    for (const auto& text : {std::string(""), std::string("a"), std::string("<a>"), std::string("<a/><b/>"), std::string("<a></b>"), std::string("<a b=1/>"),
                             std::string("<a b='1' b='2'/>"), std::string("<x:a/>"), std::string("<a>&b;</a>"), std::string("<a>\x80</a>"), std::string("<a>\xC3</a>"),
                             std::string("<a>\x01</a>"), std::string("<a>\0</a>", 8), std::string("<a><!-- -- --></a>"), std::string("<a b='<'/>"), std::string("<a>]]></a>"),
                             std::string("<?xml version='1.1'?><a/>"), std::string("<?xml version='1.0' encoding='windows-1258'?><a/>"), std::string("<a xmlns:x=''/>"),
                             utf16("<?xml version='1.0' encoding='UTF-8'?><a/>", true), utf16("<a/>", true, "\xD8"), utf16("<a>", true, std::string("\xD8\x3D\x00\x20", 4)),
                             std::string("\xFF\xFE\x00\x00<\x00\x00\x00", 8)}) {
        EXPECT_EQ(refusal(text), errors::signing::malformed_xml) << text;
    }
}

TEST(XmlParseTest, RefusesEveryDocumentType) {
    for (const std::string_view text : {"<!DOCTYPE a><a/>", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "<!DOCTYPE a SYSTEM 'file:///etc/hostname'><a/>",
                                        "<?xml version='1.0'?>\n<!--x--><!DOCTYPE a><a/>", "<a><!DOCTYPE a></a>", "<a><!ELEMENT b ANY></a>", "<a/><!DOCTYPE a>"}) {
        EXPECT_EQ(refusal(text), errors::signing::xml_dtd) << text;
    }
    EXPECT_EQ(refusal("<a><!-- <!DOCTYPE a> --><![CDATA[<!DOCTYPE a>]]><?x <!DOCTYPE a>?></a>"), "none");
    EXPECT_EQ(refusal("<a b='&lt;!DOCTYPE a>'/>"), "none");
}

TEST(XmlParseTest, RefusesAnIdentifierOnTwoElements) {
    for (const auto& [first, second] : {std::pair{"Id='x'", "Id='x'"}, {"Id='x'", "ID='x'"}, {"id='x'", "xml:id='x'"}, {"Id='x'", "Id=' x '"}}) {
        EXPECT_EQ(refusal("<a><b " + std::string(first) + "/><c " + second + "/></a>"), errors::signing::duplicate_id);
    }
    EXPECT_EQ(refusal("<a><b Id='x' id='x'/><c Id='X'/></a>"), "none");
    const auto document = Document::parse(as_bytes("<a Id='x' xmlns:w='" + std::string(names::kWsu) + "'><b w:Id='y'/><c q='z'/><d ref-id='x'/></a>")).value();
    EXPECT_EQ(document.find("x"), document.root());
    EXPECT_EQ(dom::name(document.find("y")), "b");
    EXPECT_EQ(document.find("z"), nullptr);
    EXPECT_TRUE(document.ambiguous("x"));
    EXPECT_FALSE(document.ambiguous("y"));
}

TEST(XmlParseTest, KeepsItsLimits) {
    Limits limits;
    limits.bytes = 1 << 20;
    limits.nodes = 1000;
    EXPECT_EQ(refusal(nested(128), limits), "none");
    EXPECT_EQ(refusal(nested(129), limits), errors::signing::xml_too_large);
    EXPECT_EQ(refusal("<a>" + repeated("<b/>", 990) + "</a>", limits), "none");
    EXPECT_EQ(refusal("<a>" + repeated("<b/>", 1001) + "</a>", limits), errors::signing::xml_too_large);
    EXPECT_EQ(refusal("<a>" + repeated("<!---->", 1001) + "</a>", limits), errors::signing::xml_too_large);
    EXPECT_EQ(refusal("<a" + repeated(" b=''", 300) + "/>", limits), errors::signing::xml_too_large);
    EXPECT_EQ(refusal("<a>" + std::string((1 << 20) - 6, ' ') + "</a>", limits), errors::signing::xml_too_large);
    std::string namespaces;
    for (int i = 0; i < 129; ++i) namespaces += " xmlns:n" + std::to_string(i) + "='u'";
    EXPECT_EQ(refusal("<a" + namespaces + "/>", limits), errors::signing::xml_too_large);
    // A text as long as attachments are is no trouble.
    EXPECT_EQ(refusal("<a>" + std::string(12 << 20, 'A') + "</a>"), "none");
}

TEST(XmlParseTest, KnowsWhereElementsStand) {
    const std::string text = "<a><b x='>'/><c>t<d/></c></a>";
    const auto document = Document::parse(as_bytes(text)).value();
    const auto& elements = document.layout().elements;
    ASSERT_EQ(elements.size(), 4u);
    EXPECT_EQ(text.substr(elements[1].begin, elements[1].end - elements[1].begin), "<b x='>'/>");
    EXPECT_EQ(text.substr(elements[2].begin, elements[2].close - elements[2].begin), "<c>t<d/>");
    EXPECT_EQ(text.substr(elements[0].close), "</a>");
    const auto* d = dom::elements(dom::elements(document.root())[1])[0];
    EXPECT_EQ(document.ordinal(d), 3u);
}

std::string canonical_text(const Document& document, const Selection& selection, std::string_view algorithm, std::vector<std::string> prefixes = {}) {
    Budget budget{Limits()};
    auto how = *canonicalisation(algorithm);
    how.prefixes = std::move(prefixes);
    return std::string(as_text(canonicalise(document, selection, how, budget).value()));
}

TEST(XmlCanonicalTest, WritesEachForm) {
    const auto document = Document::parse(as_bytes("<?xml version='1.0'?><?p i?><a xmlns='urn:u' xmlns:n='urn:v' xmlns:o='urn:w' xml:lang='vi'><!-- c --><n:b z='1' y='2'><c/></n:b></a>")).value();
    const auto* b = dom::elements(document.root())[0];
    EXPECT_EQ(canonical_text(document, {b}, names::kInclusive), "<n:b xmlns=\"urn:u\" xmlns:n=\"urn:v\" xmlns:o=\"urn:w\" y=\"2\" z=\"1\" xml:lang=\"vi\"><c></c></n:b>");
    EXPECT_EQ(canonical_text(document, {b}, names::kExclusive), "<n:b xmlns:n=\"urn:v\" y=\"2\" z=\"1\"><c xmlns=\"urn:u\"></c></n:b>");
    EXPECT_EQ(canonical_text(document, {b}, names::kExclusive, {"o", "#default"}), "<n:b xmlns=\"urn:u\" xmlns:n=\"urn:v\" xmlns:o=\"urn:w\" y=\"2\" z=\"1\"><c></c></n:b>");
    EXPECT_EQ(canonical_text(document, {nullptr, b, Comments::kept}, names::kExclusiveWithComments), "<?p i?>\n<a xmlns=\"urn:u\" xml:lang=\"vi\"><!-- c --></a>");
    EXPECT_EQ(canonical_text(document, {nullptr, b, Comments::left_out}, names::kExclusiveWithComments), "<?p i?>\n<a xmlns=\"urn:u\" xml:lang=\"vi\"></a>");
    EXPECT_EQ(canonical_text(document, {nullptr, b, Comments::kept}, names::kExclusive), "<?p i?>\n<a xmlns=\"urn:u\" xml:lang=\"vi\"></a>");
    Limits few;
    few.work = 3;
    Budget little(few);
    EXPECT_EQ(canonicalise(document, {}, *canonicalisation(names::kExclusive), little).error().code, errors::signing::xml_too_large);
    few = Limits();
    few.canonical = 3;
    Budget narrow(few);
    EXPECT_EQ(canonicalise(document, {}, *canonicalisation(names::kExclusive), narrow).error().code, errors::signing::xml_too_large);
}

}  // namespace
}  // namespace congvan::signing::xml
