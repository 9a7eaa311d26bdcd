// The honest counterparts: what decent programs do to a signed file.

#include "signing/timestamp/test_tsa.hpp"
#include "signing/timestamp/timestamp.hpp"
#include "support/pdf_attacks/cases.hpp"
#include "support/results.hpp"

namespace congvan::testing_support {

using signing::Verdict;
using signing::test::authority;
using signing::test::kLayouts;
using signing::test::Layout;
using signing::test::SignOptions;
using signing::test::TestPdf;

namespace {

using List = std::vector<PdfCase>;

const signing::test::Signer& tsa() {
    static const auto instance = authority().signer(signing::test::tsa_certificate());
    return instance;
}

std::string base_catalog(const std::string& extra) { return "<</Type /Catalog /Pages 2 0 R /AcroForm 6 0 R" + extra + ">>"; }

// Certificates, lists and answers for later years, as an update. `objects` are added to it.
void add_security_store(TestPdf& pdf, const std::string& catalog_extra = "", bool with_vri = true) {
    const int first = pdf.next();
    const auto at = [&](int n) { return std::to_string(first + n) + " 0 R"; };
    const std::string certificate(as_text(leader().der()));
    const std::string above(as_text(authority().sub()));
    std::string store = "<</Type /DSS /Certs [" + at(1) + " " + at(2) + "] /OCSPs [" + at(3) + "] /CRLs [" + at(4) + "]";
    if (with_vri) {
        store += " /VRI <</0123456789ABCDEF0123456789ABCDEF01234567 <</Type /VRI /Cert [" + at(1) + "] /OCSP [" + at(3) + "] /CRL [" + at(4) +
                 "] /TU (D:20260302100000+07'00')>>>>";
    }
    pdf.update({{1, base_catalog(" /DSS " + at(0) + catalog_extra)}, {first, store + ">>"},
                {first + 1, TestPdf::stream("", certificate)}, {first + 2, TestPdf::stream("", above)},
                // An answer and a list by their outermost shapes; whether they are of use is asked elsewhere.
                {first + 3, TestPdf::stream("/Filter /FlateDecode", signing::test::deflated(std::string("\x30\x03\x0A\x01\x06", 5)))},
                {first + 4, TestPdf::stream("", std::string("\x30\x03\x0A\x01\x06", 5))}});
}

void add_document_timestamp(TestPdf& pdf, const std::string& name) {
    SignOptions options;
    options.name = name;
    options.rect = "0 0 0 0";
    options.appearance = false;
    options.type = "DocTimeStamp";
    options.sub_filter = "ETSI.RFC3161";
    options.room = 4000;
    options.value = timestamp_token;
    pdf.sign(leader(), options);
}

void add_signatures(List& list, Layout layout) {
    TestPdf pdf("4 0 R", 0, layout);
    const char* names[] = {"congvan-initial-1", "congvan-personal-1", "congvan-seal-1", "congvan-initial-2"};
    const char* places[] = {"400 60 500 90", "100 100 300 180", "60 90 150 190", "400 200 450 230"};
    const signing::test::Signer* signers[] = {&reviewer(), &leader(), &agency(), &reviewer()};
    for (int i = 0; i < 4; ++i) {
        pdf.sign(*signers[i], {.name = names[i], .rect = places[i]});
        list.push_back(honest(std::to_string(i + 1) + " signatures", to_word(layout), pdf.text(), Verdict::valid));
    }
    TestPdf bare("4 0 R", 0, layout);
    bare.sign(leader(), {.rect = "0 0 0 0", .appearance = false});
    bare.sign(agency(), {.name = "con dau", .rect = "0 0 0 0", .on_page = false, .appearance = false});
    list.push_back(honest("invisible signatures", to_word(layout), bare.text(), Verdict::valid));
    TestPdf old("4 0 R", 0, layout);
    old.sign(leader(), {.sub_filter = "adbe.pkcs7.detached"});
    old.sign(agency(), {.name = "congvan-seal-1", .rect = "60 90 150 190", .sub_filter = "adbe.pkcs7.detached"});
    list.push_back(honest("signatures of the older kind", to_word(layout), old.text(), Verdict::valid));
    // The same value written once more.
    TestPdf again("4 0 R", 0, layout);
    again.sign(leader());
    again.sign(agency(), {.name = "congvan-seal-1", .rect = "60 90 150 190",
                          .also = {{1, base_catalog("")}, {5, "<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>"}}});
    list.push_back(honest("objects written once more with the same value", to_word(layout), again.text(), Verdict::valid));
}

void add_prepared_fields(List& list, Layout layout) {
    TestPdf pdf("4 0 R", 0, layout);
    pdf.know_field("40 0 R");
    pdf.know_field("41 0 R");
    pdf.update({{3, pdf.page({"40 0 R", "41 0 R"})}, {6, pdf.form({"40 0 R", "41 0 R"})},
                {40, TestPdf::field_body("lanh dao", "100 100 300 180", "")}, {41, TestPdf::field_body("con dau", "320 100 400 180", "")}});
    pdf.sign(leader(), {.name = "lanh dao", .rect = "100 100 300 180", .existing = 40});
    list.push_back(honest("prepared field signed", to_word(layout), pdf.text(), Verdict::valid));
    pdf.sign(agency(), {.name = "con dau", .rect = "320 100 400 180", .existing = 41});
    list.push_back(honest("both prepared fields signed", to_word(layout), pdf.text(), Verdict::valid));
}

void add_long_term(List& list, Layout layout) {
    TestPdf pdf("4 0 R", 0, layout);
    pdf.sign(leader());
    auto stamped = pdf;
    add_document_timestamp(stamped, "thoi gian 1");
    list.push_back(honest("time-stamp of the file", to_word(layout), stamped.text(), Verdict::valid_with_additions));
    add_security_store(pdf, " /Extensions <</ESIC <</BaseVersion /1.7 /ExtensionLevel 2>>>>");
    list.push_back(honest("security store", to_word(layout), pdf.text(), Verdict::valid_with_additions));
    add_document_timestamp(pdf, "thoi gian 1");
    list.push_back(honest("security store and time-stamp", to_word(layout), pdf.text(), Verdict::valid_with_additions));
    add_security_store(pdf, " /Extensions <</ESIC <</BaseVersion /1.7 /ExtensionLevel 2>>>>", false);
    add_document_timestamp(pdf, "thoi gian 2");
    list.push_back(honest("renewed", to_word(layout), pdf.text(), Verdict::valid_with_additions));
    sign_as_agency(pdf);
    list.push_back(honest("signed after long-term data", to_word(layout), pdf.text(), Verdict::valid));
    TestPdf extended("4 0 R", 0, layout);
    extended.sign(leader());
    extended.sign(agency(), {.name = "congvan-seal-1", .rect = "60 90 150 190",
                             .also = {{1, base_catalog(" /Extensions <</ADBE <</BaseVersion /1.7 /ExtensionLevel 8>>>>")}}});
    list.push_back(honest("extension entry with a signature", to_word(layout), extended.text(), Verdict::valid));
}

std::string packet(const std::string& date, const std::string& title = "Quyết định") {
    return TestPdf::stream("/Type /Metadata /Subtype /XML",
                           "<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF "
                           "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description rdf:about='' "
                           "xmlns:xmp='http://ns.adobe.com/xap/1.0/' xmlns:dc='http://purl.org/dc/elements/1.1/'><xmp:ModifyDate>" +
                               date + "</xmp:ModifyDate><xmp:MetadataDate>" + date + "</xmp:MetadataDate><dc:title>" + title +
                               "</dc:title></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end='w'?>");
}

void add_descriptions(List& list, Layout layout) {
    TestPdf pdf("4 0 R", 0, layout);
    pdf.sign(leader());
    auto dated = pdf;
    dated.update({{7, "<</Title (Quyet dinh) /ModDate (D:20260302110000+07'00')>>"}});
    list.push_back(honest("date of change", to_word(layout), dated.text(), Verdict::valid_with_additions));
    sign_as_agency(dated, {.also = {{7, "<</Title (Quyet dinh) /ModDate (D:20260302120000+07'00')>>"}}});
    list.push_back(honest("date of change with a signature", to_word(layout), dated.text(), Verdict::valid));
    TestPdf described("4 0 R", 0, layout);
    described.update({{1, base_catalog(" /Metadata 40 0 R")}, {40, packet("2026-03-02T09:00:00+07:00")}});
    described.sign(leader());
    auto other = described;
    other.update({{40, packet("2026-03-02T12:00:00+07:00")}, {7, "<</Title (Quyet dinh) /ModDate (D:20260302120000+07'00')>>"}});
    list.push_back(honest("dates of both descriptions", to_word(layout), other.text(), Verdict::valid_with_additions));
    described.update({{40, packet("2026-03-02T12:00:00+07:00", "Quyết định khác")}});
    list.push_back(attack("metadata", "other title in the descriptive stream", to_word(layout), described.text()));
}

void add_permitted(List& list, Layout layout) {
    const auto certified = [](const char* level) {
        return std::string(" /Reference [<</Type /SigRef /TransformMethod /DocMDP /TransformParams <</Type /TransformParams /V /1.2 /P ") + level +
               ">>>>]";
    };
    for (const char* level : {"1", "2", "3"}) {
        TestPdf pdf("4 0 R", 0, layout);
        pdf.sign(leader(), {.signature_extra = certified(level)});
        list.push_back(honest(std::string("certified P ") + level, to_word(layout), pdf.text(), Verdict::valid));
        auto kept = pdf;
        add_security_store(kept);
        add_document_timestamp(kept, "thoi gian");
        list.push_back(honest(std::string("certified P ") + level + ", long-term data", to_word(layout), kept.text(), Verdict::valid_with_additions));
        if (*level == '1') continue;
        sign_as_agency(pdf);
        list.push_back(honest(std::string("certified P ") + level + ", second signature", to_word(layout), pdf.text(), Verdict::valid));
    }
    for (const char* action : {"/Action /Include /Fields [(so tien)]", "/Action /Exclude /Fields [(congvan-seal-1)]"}) {
        TestPdf pdf("4 0 R", 0, layout);
        pdf.sign(leader(), {.signature_extra = std::string(" /Reference [<</Type /SigRef /TransformMethod /FieldMDP /Data 1 0 R /TransformParams "
                                                           "<</Type /TransformParams /V /1.2 ") + action + ">>>>]"});
        sign_as_agency(pdf);
        list.push_back(honest(std::string("other fields locked: ") + action, to_word(layout), pdf.text(), Verdict::valid));
    }
    TestPdf locking("4 0 R", 0, layout);
    locking.sign(leader());
    sign_as_agency(locking, {.field_extra = " /Lock <</Type /SigFieldLock /Action /All>>",
                             .signature_extra = " /Reference [<</Type /SigRef /TransformMethod /FieldMDP /Data 1 0 R /TransformParams <</Type "
                                                "/TransformParams /V /1.2 /Action /All>>>>]"});
    list.push_back(honest("the last signature locks all fields", to_word(layout), locking.text(), Verdict::valid));
    // A text field that shows what it holds.
    TestPdf form("4 0 R", 0, layout);
    form.know_field("45 0 R");
    form.update({{3, form.page({"45 0 R"})}, {6, form.form({"45 0 R"})},
                 {45, "<</Type /Annot /Subtype /Widget /FT /Tx /T (so tien) /F 4 /P 3 0 R /Rect [100 300 300 320] /DA (/F1 12 Tf) /V (1 000 000) /AP <</N 46 0 R>>>>"},
                 {46, TestPdf::stream("/Type /XObject /Subtype /Form /BBox [0 0 200 20] /Resources <</Font <</F1 5 0 R>>>>",
                                      "/Tx BMC q BT /F1 12 Tf 2 5 Td [(1) -20 ( 000) 5 ( 000)] TJ ET Q EMC")}});
    form.sign(leader());
    sign_as_agency(form);
    list.push_back(honest("text field that shows its value", to_word(layout), form.text(), Verdict::valid));
}

}  // namespace

Bytes timestamp_token(std::string_view content) {
    const Bytes randomness(16, std::byte{7});
    const auto imprint = Sha256::of(as_bytes(content));
    const auto request = must(signing::make_timestamp_request(signing::cms::DigestKind::sha256, imprint.bytes(), randomness));
    const auto response = signing::test::stamp(request.der, tsa());
    return must(signing::check_timestamp_response(response, request, signing::test::kSignedAt)).token;
}

std::vector<PdfCase> honest_pdfs() {
    List list;
    for (const auto layout : kLayouts) {
        add_signatures(list, layout);
        add_prepared_fields(list, layout);
        add_long_term(list, layout);
        add_descriptions(list, layout);
        add_permitted(list, layout);
    }
    return list;
}

}  // namespace congvan::testing_support
