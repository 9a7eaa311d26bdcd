// The published classes of attack on signed PDFs, made on our own documents: universal forgery (USF), incremental
// saving (ISA), signature wrapping (SWA), shadow content, annotations and signatures that cover content (EAA, SSA).

#include <gtest/gtest.h>

#include "signing/judge/judge.hpp"
#include "signing/judge/reasons.hpp"
#include "signing/test_support.hpp"

namespace congvan::signing {
namespace {

using test::authority;
using test::SignOptions;
using test::TestPdf;
using test::UpdateOptions;

const test::Signer& leader() {
    static const auto signer = authority().signer();
    return signer;
}
const test::Signer& agency() {
    static const auto signer = authority().signer({.name = "Ủy ban nhân dân huyện A (thử nghiệm)"});
    return signer;
}

DocumentReport judge(std::string_view file) { return judge_pdf(as_bytes(file), authority().anchors(), test::kJudgedAt); }

std::string words(const DocumentReport& report) {
    std::string text(to_word(report.verdict));
    for (const auto code : report.reasons) text += " " + std::string(code);
    for (const auto& change : report.changes) text += " [" + std::string(to_word(change.kind)) + ": " + change.subject + "]";
    return text;
}

// What every attack must come to: `verdict`, because of `reason`.
void expect(const char* name, std::string_view file, Verdict verdict, std::string_view reason) {
    const auto report = judge(file);
    EXPECT_EQ(report.verdict, verdict) << name << ": " << words(report);
    const bool said = std::find(report.reasons.begin(), report.reasons.end(), reason) != report.reasons.end();
    EXPECT_TRUE(said) << name << ": expected " << reason << ", got " << words(report);
    // The last signer may well stand by the whole file; the first did not sign what it shows now.
    if (!report.signatures.empty()) EXPECT_FALSE(accepted(report.signatures[0].verdict)) << name;
}

TestPdf signed_once() {
    TestPdf pdf;
    pdf.sign(leader());
    return pdf;
}

// Replaces `from`, the first at or after `since`, by `to`.
std::string replaced(std::string text, std::string_view from, std::string_view to, std::size_t since = 0) {
    const auto at = text.find(from, since);
    EXPECT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
    return text;
}

std::string value_of(const TestPdf& pdf) { return pdf.text().substr(pdf.gap().first, pdf.gap().second - pdf.gap().first); }

TEST(UniversalForgeryTest, RefusesEverySpoiledContents) {
    const auto pdf = signed_once();
    const auto value = value_of(pdf);
    const auto padded = [&](std::string text) {
        text.resize(value.size(), ' ');
        return replaced(pdf.text(), value, text);
    };
    const std::string zeros = "<" + std::string(value.size() - 2, '0') + ">";
    expect("all zeros", padded(zeros), Verdict::malformed, reasons::cms_empty);
    expect("empty", padded("<>"), Verdict::malformed, reasons::pdf_contents_gap);
    expect("one zero", padded("<00>"), Verdict::malformed, reasons::pdf_contents_gap);
    expect("null", padded("null"), Verdict::malformed, reasons::pdf_signature_dictionary);
    expect("a literal string", padded("()"), Verdict::malformed, reasons::pdf_contents_gap);
    expect("a number", padded("0"), Verdict::malformed, reasons::pdf_signature_dictionary);
    expect("absent", replaced(pdf.text(), "/Contents <", "/Kontents <"), Verdict::malformed, reasons::pdf_signature_dictionary);
    auto spoiled = value;
    spoiled[2 + pdf.cms_size() * 2 + 10] = '7';
    expect("data after the value", replaced(pdf.text(), value, spoiled), Verdict::malformed, reasons::cms_padding);
    spoiled = value;
    spoiled.replace(value.size() - 5, 4, " \n\t ");
    expect("spaces in the value", replaced(pdf.text(), value, spoiled), Verdict::malformed, reasons::pdf_contents_gap);
}

TEST(UniversalForgeryTest, RefusesEverySpoiledByteRange) {
    const auto pdf = signed_once();
    const auto at = pdf.text().rfind("/ByteRange [");
    const auto range = pdf.text().substr(at, pdf.text().find(']', at) + 1 - at);
    const auto with = [&](std::string text) {
        text = "/ByteRange " + text;
        text.resize(range.size(), ' ');
        return replaced(pdf.text(), range, text);
    };
    for (const char* bad : {"null", "[]", "[0 100]", "[0 -1 0 10]", "[0 0 0 0]", "[-1 10 20 30]", "[0 10 5 10]", "[0 10 20 999999]",
                            "[0 10 20 30 40]", "[0. 10 20 30]", "[1 10 20 30]", "[5 0 R]"}) {
        expect(bad, with(bad), Verdict::malformed, reasons::pdf_byte_range);
    }
    expect("absent", replaced(pdf.text(), "/ByteRange ", "/ByteRanje "), Verdict::malformed, reasons::pdf_byte_range);
    expect("small", with("[0 10 20 30]"), Verdict::malformed, reasons::pdf_contents_gap);
}

TEST(UniversalForgeryTest, RefusesAFieldWhoseValueIsNothing) {
    const auto pdf = signed_once();
    expect("V is a number", replaced(pdf.text(), " /V 20 0 R", " /V 7     "), Verdict::malformed, reasons::pdf_signature_dictionary);
    expect("V leads nowhere", replaced(pdf.text(), " /V 20 0 R", " /V 99 0 R"), Verdict::malformed, reasons::pdf_signature_dictionary);
    expect("other filter", replaced(pdf.text(), "ETSI.CAdES.detached", "ETSI.CAdES.attached"), Verdict::undetermined, reasons::pdf_sub_filter);
}

// The signed bytes stay what they were and still hash the same, but the second half is moved back, and in the room
// won stands another signature dictionary with the moved range, other content, and — where the signed startxref
// points — another cross-reference section.
std::string wrapped(const TestPdf& pdf, bool with_own_tail) {
    const auto text = pdf.text();
    const std::size_t end = pdf.gap().second;
    const std::size_t section = text.rfind("\nxref\n") + 1;
    const std::string tail = text.substr(end);
    const std::size_t room = section - end + 20000;  // from the end of the value to the moved half
    std::string range = "/ByteRange [0 " + std::to_string(pdf.gap().first) + " " + std::to_string(end + room) + " " +
                        std::to_string(tail.size()) + "]";
    std::string added = " ";
    std::map<int, std::size_t> places;
    const auto put = [&](int number, const std::string& body) {
        places[number] = end + added.size();
        added += std::to_string(number) + " 0 obj\n" + body + "\nendobj\n";
    };
    put(4, TestPdf::stream("", "BT (khac) Tj ET"));
    added.resize(section - end, ' ');
    EXPECT_LT(places[4], section);
    const std::string signature = "20 0 obj\n<</Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached " + range +
                                  " /Contents " + value_of(pdf) + ">>\nendobj\n";
    char lines[64];
    const std::size_t signature_at = section + 400;
    std::snprintf(lines, sizeof lines, "%010zu 00000 n \n", places[4]);
    std::string later = std::string("xref\n4 1\n") + lines;
    std::snprintf(lines, sizeof lines, "%010zu 00000 n \n", signature_at);
    const std::size_t previous = text.find("\nxref\n") + 1;
    later += std::string("20 1\n") + lines + "trailer\n<</Size 30 /Root 1 0 R /Info 7 0 R /Prev " + std::to_string(previous) + ">>\n";
    if (with_own_tail) later += "startxref\n" + std::to_string(section) + "\n%%EOF\n";
    later.resize(400, ' ');
    added += later + signature;
    added.resize(room, ' ');
    return text.substr(0, end) + added + tail;
}

TEST(SignatureWrappingTest, RefusesAMovedSecondRange) {
    const auto pdf = signed_once();
    expect("section without startxref", wrapped(pdf, false), Verdict::malformed, reasons::pdf_malformed);
    expect("section with startxref", wrapped(pdf, true), Verdict::malformed, reasons::pdf_malformed);
    // The same without the trick: the moved range alone.
    const auto at = pdf.text().rfind("/ByteRange [0 ");
    const auto second = std::to_string(pdf.gap().second);
    auto moved = second;
    moved.back() = moved.back() == '9' ? '8' : static_cast<char>(moved.back() + 1);
    expect("one byte off", replaced(pdf.text(), second, moved, at), Verdict::malformed, reasons::pdf_byte_range);
}

TEST(SignatureWrappingTest, RefusesASecondByteRangeOfAnotherRevision) {
    // A copy of the signed value in a later revision, with the ranges of the first.
    auto pdf = signed_once();
    const auto at = pdf.text().rfind("20 0 obj\n") + 9;
    const auto dictionary = pdf.text().substr(at, pdf.text().find("\nendobj", at) - at);
    pdf.update({{20, dictionary}, {4, TestPdf::stream("", "BT (changed) Tj ET")}});
    const auto report = judge(pdf.text());
    EXPECT_FALSE(accepted(report.verdict)) << words(report);
    EXPECT_EQ(report.verdict, Verdict::malformed) << words(report);
}

TEST(IncrementalSavingTest, RefusesAnyNewBody) {
    const auto evil = TestPdf::stream("", "BT /F1 24 Tf 72 700 Td (Noi dung khac) Tj ET");
    {
        auto pdf = signed_once();
        pdf.update({{4, evil}});
        expect("content replaced", pdf.text(), Verdict::changed_after_signing, reasons::pdf_object_changed);
    }
    {
        auto pdf = signed_once();
        pdf.update({}, {.with_xref = false, .with_tail = false, .before_xref = "4 0 obj\n" + evil + "\nendobj\n"});
        expect("no xref, no tail", pdf.text(), Verdict::changed_after_signing, reasons::pdf_trailing_data);
    }
    {
        auto pdf = signed_once();
        pdf.update({{4, evil}}, {.with_xref = false});
        expect("no xref, tail names the old one", pdf.text(), Verdict::changed_after_signing, reasons::pdf_trailing_data);
    }
    {
        auto pdf = signed_once();
        pdf.update({}, {.unlisted = {{4, evil}}});
        expect("empty xref", pdf.text(), Verdict::undetermined, reasons::pdf_update_not_understood);
    }
    {
        auto pdf = signed_once();
        pdf.update({{40, "<<>>"}}, {.unlisted = {{4, evil}}});
        expect("partial xref", pdf.text(), Verdict::undetermined, reasons::pdf_update_not_understood);
    }
    {
        auto pdf = signed_once();
        pdf.update({{1, "<</Type /Catalog /Pages 40 0 R /AcroForm 6 0 R>>"},
                    {40, "<</Type /Pages /Kids [41 0 R] /Count 1>>"},
                    {41, "<</Type /Page /Parent 40 0 R /MediaBox [0 0 595 842]>>"}});
        expect("other pages", pdf.text(), Verdict::changed_after_signing, reasons::pdf_pages_added_or_removed);
    }
    {
        auto pdf = signed_once();
        pdf.update({{40, "<</Type /Catalog /Pages 2 0 R /AcroForm 6 0 R>>"}}, {.root = "40 0 R"});
        expect("other catalog", pdf.text(), Verdict::changed_after_signing, reasons::pdf_object_changed);
    }
    {
        auto pdf = signed_once();
        pdf.raw() += "garbage";
        expect("garbage", pdf.text(), Verdict::changed_after_signing, reasons::pdf_trailing_data);
    }
    {
        auto pdf = signed_once();
        pdf.raw() += "\n";
        expect("one line end", pdf.text(), Verdict::undetermined, reasons::pdf_not_whole_file);
    }
    {
        auto pdf = signed_once();
        pdf.update({});
        expect("empty update", pdf.text(), Verdict::undetermined, reasons::pdf_update_not_understood);
    }
}

TEST(IncrementalSavingTest, RefusesASecondSignatureThatHidesABody) {
    const auto evil = TestPdf::stream("", "BT /F1 24 Tf 72 700 Td (Noi dung khac) Tj ET");
    const auto second = [&](const char* name, const SignOptions& options, Verdict verdict, std::string_view reason) {
        auto pdf = signed_once();
        auto with = options;
        with.name = "congvan-seal-1";
        with.rect = "60 90 150 190";
        pdf.sign(agency(), with);
        const auto report = judge(pdf.text());
        EXPECT_EQ(report.verdict, verdict) << name << ": " << words(report);
        EXPECT_TRUE(std::find(report.reasons.begin(), report.reasons.end(), reason) != report.reasons.end())
            << name << ": expected " << reason << ", got " << words(report);
        ASSERT_EQ(report.signatures.size(), 2u) << name;
        EXPECT_FALSE(accepted(report.signatures[0].verdict)) << name;
    };
    second("content", {.also = {{4, evil}}}, Verdict::changed_after_signing, reasons::pdf_object_changed);
    second("font", {.also = {{5, "<</Type /Font /Subtype /Type1 /BaseFont /Symbol>>"}}}, Verdict::changed_after_signing, reasons::pdf_object_changed);
    second("page keys", {.page_extra = " /Rotate 90"}, Verdict::changed_after_signing, reasons::pdf_page_changed);
    second("form keys", {.form_extra = " /NeedAppearances true"}, Verdict::undetermined, reasons::pdf_update_not_understood);
    second("information", {.also = {{7, "<</Title (Khac)>>"}}}, Verdict::undetermined, reasons::pdf_update_not_understood);
    second("catalog action", {.also = {{1, "<</Type /Catalog /Pages 2 0 R /AcroForm 6 0 R /OpenAction [3 0 R /Fit]>>"}}},
           Verdict::changed_after_signing, reasons::pdf_object_changed);
    second("security store that is none", {.also = {{1, "<</Type /Catalog /Pages 2 0 R /AcroForm 6 0 R /DSS 70 0 R>>"}, {70, "<</Type /DSS /JS (x)>>"}}},
           Verdict::undetermined, reasons::pdf_update_not_understood);
    second("stray object", {.also = {{70, "<</Type /Catalog>>"}}}, Verdict::undetermined, reasons::pdf_update_not_understood);
    second("field action", {.field_extra = " /AA <</E <</S /JavaScript /JS (x)>>>>"}, Verdict::undetermined, reasons::pdf_update_not_understood);
    second("optional appearance", {.appearance_extra = " /OC <</Type /OCG /Name (x)>>"}, Verdict::undetermined, reasons::pdf_update_not_understood);
}

TEST(ShadowTest, RefusesToHideOrReplacePreparedContent) {
    {
        // Hide: an overlay that stood on the signed page is freed.
        auto pdf = signed_once();
        pdf.update({}, {.freed = {9}});
        expect("freed content", pdf.text(), Verdict::changed_after_signing, reasons::pdf_object_changed);
    }
    {
        // Replace: the entry of the signed object points elsewhere in the same signed bytes.
        TestPdf pdf;
        pdf.update({}, {.before_xref = "4 0 obj\n" + TestPdf::stream("", "BT (cai san) Tj ET") + "\nendobj\n"});
        const auto dormant = pdf.text().find("4 0 obj\n<< /Length 18");
        ASSERT_NE(dormant, std::string::npos);
        pdf.sign(leader());
        const auto previous = pdf.text().rfind("\nxref\n") + 1;
        char line[32];
        std::snprintf(line, sizeof line, "%010zu 00000 n \n", dormant);
        const auto section = pdf.text().size();
        pdf.raw() += std::string("xref\n4 1\n") + line + "trailer\n<</Size 30 /Root 1 0 R /Info 7 0 R /Prev " +
                     std::to_string(previous) + ">>\nstartxref\n" + std::to_string(section) + "\n%%EOF\n";
        expect("switched entry", pdf.text(), Verdict::changed_after_signing, reasons::pdf_object_changed);
    }
    {
        // Activate: the signed page already refers to a number that only the second signer's update defines.
        TestPdf pdf("[4 0 R 26 0 R]");
        pdf.sign(leader());
        pdf.sign(agency(), {.name = "congvan-seal-1", .rect = "60 90 150 190"});
        expect("dormant reference", pdf.text(), Verdict::changed_after_signing, reasons::pdf_dormant_object_activated);
    }
}

TEST(AnnotationAttackTest, RefusesAnnotationsAndFieldsThatCarryNoSignature) {
    const auto page_with = [](const TestPdf& pdf, const std::string& more) {
        auto annotations = pdf.annotations();
        annotations.push_back(more);
        return pdf.page(annotations);
    };
    const auto form_with = [](const TestPdf& pdf, const std::string& more) {
        auto fields = pdf.fields();
        fields.push_back(more);
        return pdf.form(fields);
    };
    const std::string rect = " /Rect [50 650 500 750] /P 3 0 R";
    {
        auto pdf = signed_once();
        pdf.update({{3, page_with(pdf, "40 0 R")}, {40, "<</Type /Annot /Subtype /FreeText /Contents (khac)" + rect + ">>"}});
        expect("free text", pdf.text(), Verdict::changed_after_signing, reasons::pdf_annotation_changed);
    }
    {
        auto pdf = signed_once();
        pdf.update({{3, page_with(pdf, "40 0 R")}, {6, form_with(pdf, "40 0 R")},
                    {40, "<</Type /Annot /Subtype /Widget /FT /Sig /T (x)" + rect + ">>"}});
        expect("empty signature field", pdf.text(), Verdict::changed_after_signing, reasons::pdf_unsigned_field_added);
    }
    {
        auto pdf = signed_once();
        pdf.update({{3, page_with(pdf, "40 0 R")}, {6, form_with(pdf, "40 0 R")},
                    {40, "<</Type /Annot /Subtype /Widget /FT /Tx /V (x) /T (x)" + rect + ">>"}});
        expect("text field", pdf.text(), Verdict::changed_after_signing, reasons::pdf_unsigned_field_added);
    }
    {
        // A signature field with a value that is no signature at all.
        auto pdf = signed_once();
        pdf.update({{3, page_with(pdf, "40 0 R")}, {6, form_with(pdf, "40 0 R")},
                    {40, "<</Type /Annot /Subtype /Widget /FT /Sig /T (x) /V 41 0 R" + rect + ">>"},
                    {41, "<</Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached>>"}});
        expect("hollow signature", pdf.text(), Verdict::malformed, reasons::pdf_byte_range);
    }
    {
        auto pdf = signed_once();
        pdf.update({{3, pdf.page({})}});
        expect("widget removed from the page", pdf.text(), Verdict::changed_after_signing, reasons::pdf_annotation_changed);
    }
    {
        auto pdf = signed_once();
        pdf.update({{6, pdf.form({})}});
        expect("signature removed from the form", pdf.text(), Verdict::changed_after_signing, reasons::pdf_signature_removed);
    }
}

TEST(SneakySignatureTest, RefusesALaterSignatureThatHidesTheEarlierOrThePage) {
    const auto second = [](SignOptions options) {
        auto pdf = signed_once();
        pdf.sign(agency(), options);
        return pdf;
    };
    const auto report_of = [&](SignOptions options) { return judge(second(std::move(options)).text()); };
    auto report = report_of({.name = "congvan-personal-2", .rect = "100 100 300 180"});
    EXPECT_EQ(report.verdict, Verdict::undetermined) << words(report);
    EXPECT_EQ(report.signatures[1].overlaps.size(), 1u);
    EXPECT_DOUBLE_EQ(report.signatures[1].overlaps[0].share, 1.0);
    report = report_of({.name = "congvan-seal-1", .rect = "50 90 210 190"});
    EXPECT_EQ(report.verdict, Verdict::undetermined) << "a seal over more than half: " << words(report);
    report = report_of({.name = "congvan-seal-1", .rect = "50 90 190 190"});
    EXPECT_EQ(report.verdict, Verdict::valid) << "a seal over less than half: " << words(report);
    report = report_of({.name = "congvan-seal-1", .rect = "0 400 595 700"});
    EXPECT_EQ(report.verdict, Verdict::undetermined) << "a third of the page: " << words(report);
    report = report_of({.name = "congvan-personal-1", .rect = "400 100 500 180"});
    EXPECT_EQ(report.verdict, Verdict::undetermined) << "same name: " << words(report);
    EXPECT_TRUE(std::find(report.reasons.begin(), report.reasons.end(), reasons::pdf_duplicate_field) != report.reasons.end());
}

TEST(SneakySignatureTest, RefusesTwoFieldsThatShareOneValue) {
    TestPdf pdf;
    pdf.sign(leader(), {.also = {{6, "<</SigFlags 3 /Fields [21 0 R 40 0 R]>>"}, {40, "<</FT /Sig /T (khac) /V 20 0 R>>"}}});
    expect("shared value", pdf.text(), Verdict::undetermined, reasons::pdf_duplicate_field);
}

TEST(SneakySignatureTest, RefusesARevisionThatSkipsTheSignedOne) {
    // A later section that points back past the signed revision, and lists its objects as its own.
    const auto pdf = signed_once();
    const auto& text = pdf.text();
    std::string rows;
    for (const auto* object : {"3 0 obj", "6 0 obj", "20 0 obj", "21 0 obj", "22 0 obj", "23 0 obj"}) {
        char line[48];
        std::snprintf(line, sizeof line, "%d 1\n%010zu 00000 n \n", std::atoi(object), text.rfind("\n" + std::string(object)) + 1);
        rows += line;
    }
    const auto oldest = text.find("\nxref\n") + 1;
    expect("skipped", text + "xref\n" + rows + "trailer\n<</Size 30 /Root 1 0 R /Info 7 0 R /Prev " + std::to_string(oldest) +
           ">>\nstartxref\n" + std::to_string(text.size()) + "\n%%EOF\n",
           Verdict::changed_after_signing, reasons::pdf_not_whole_revision);
    expect("forgotten", text + "xref\n0 0\ntrailer\n<</Size 30 /Root 1 0 R /Info 7 0 R /Prev " + std::to_string(oldest) +
           ">>\nstartxref\n" + std::to_string(text.size()) + "\n%%EOF\n",
           Verdict::undetermined, reasons::pdf_stray_signature);
}

TEST(SneakySignatureTest, GivesNoWeightToASecondSignatureOfAStranger) {
    auto pdf = signed_once();
    pdf.sign(test::Authority("Tổ chức khác (thử nghiệm)").signer(), {.name = "congvan-seal-1", .rect = "60 90 150 190"});
    expect("stranger", pdf.text(), Verdict::undetermined, reasons::chain_no_path);
}

TEST(CertificationTest, HoldsLaterSignaturesAgainstACertificationThatForbidsThem) {
    const auto certified = [](const char* level) {
        return std::string(" /Reference [<</Type /SigRef /TransformMethod /DocMDP /TransformParams <</Type /TransformParams /V /1.2 /P ") +
               level + ">>>>]";
    };
    TestPdf alone;
    alone.sign(leader(), {.signature_extra = certified("1")});
    EXPECT_EQ(judge(alone.text()).verdict, Verdict::valid);
    alone.sign(agency(), {.name = "congvan-seal-1", .rect = "60 90 150 190"});
    expect("P 1", alone.text(), Verdict::changed_after_signing, reasons::pdf_certification_forbids);
    TestPdf open;
    open.sign(leader(), {.signature_extra = certified("2")});
    open.sign(agency(), {.name = "congvan-seal-1", .rect = "60 90 150 190"});
    EXPECT_EQ(judge(open.text()).verdict, Verdict::valid) << words(judge(open.text()));
}

}  // namespace
}  // namespace congvan::signing
