#include "signing/pdf/long_term.hpp"

#include <gtest/gtest.h>

#include "errors/signing.hpp"
#include "signing/cms/signature_timestamp.hpp"
#include "signing/judge/judge.hpp"
#include "signing/revocation/test_responder.hpp"
#include "signing/timestamp/test_tsa.hpp"
#include "signing/timestamp/timestamp.hpp"
#include "support/signing_tools.hpp"

namespace congvan::signing {
namespace {

using testing_support::ask;
using testing_support::code_of;
using testing_support::must;
using testing_support::output_of;
using testing_support::PlainPdf;
using testing_support::TemporaryFolder;
using testing_support::write_file;

const test::Signer& tsa() {
    static const test::Signer instance = test::authority().signer(test::tsa_certificate(), test::rsa_key(2048));
    return instance;
}
const test::Signer& person() {
    static const test::Signer instance = test::authority().signer({}, test::rsa_key(2048));
    return instance;
}

Bytes token_over(std::span<const BytesView> pieces) {
    const auto request = must(make_timestamp_request(cms::DigestKind::sha256, cms::digest(cms::DigestKind::sha256, pieces),
                                                     to_bytes("0123456789abcdef")));
    test::TsaOptions options;
    options.at = test::kSignedAt + std::chrono::minutes(1);
    options.others = {tsa().above};
    return must(check_timestamp_response(test::stamp(request.der, tsa(), options), request, options.at)).token;
}

Bytes raw_signature(const Bytes& data, const test::Key& key) {
    const std::shared_ptr<EVP_MD_CTX> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get());
    Bytes value(1024);
    std::size_t size = value.size();
    EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(value.data()), &size,
                   reinterpret_cast<const unsigned char*>(data.data()), data.size());
    value.resize(size);
    return value;
}

enum class Stamp { none, on_signature };

Bytes signed_once(BytesView pdf, SignatureRole role, Stamp stamp = Stamp::none) {
    SignatureRequest request;
    request.role = role;
    request.at = test::kSignedAt;
    request.signer = "Lãnh đạo A (thử nghiệm)";
    request.contents_room = 16'384;
    const auto prepared = must(prepare_signature(pdf, request));
    const auto attributes = must(prepare_attributes(prepared.digest(), person().der()));
    auto cms = must(assemble_cms(attributes, raw_signature(attributes.der, person().key), {test::authority().sub()}));
    if (stamp == Stamp::on_signature) {
        const Bytes value = must(value_to_stamp(cms));
        const BytesView pieces[] = {value};
        cms = must(with_signature_timestamp(cms, token_over(pieces)));
    }
    return must(complete_signature(prepared, cms));
}

Bytes stamped(BytesView pdf) {
    const auto prepared = must(prepare_timestamp(pdf));
    return must(complete_timestamp(prepared, token_over(prepared.covered())));
}

const ValidationData& evidence() {
    static const ValidationData data = [] {
        ValidationData data;
        data.certificates = {test::authority().sub(), test::authority().root(), test::der_of(tsa().certificate)};
        const auto issuer = test::authority().sub_signer();
        data.answers = {test::ocsp_answer(person().certificate, issuer.certificate, issuer)};
        data.lists = {test::crl_of(test::authority().root_signer())};
        return data;
    }();
    return data;
}

DocumentReport judged(const Bytes& file) { return judge_pdf(file, test::authority().anchors(), test::kJudgedAt); }

bool starts_with(const Bytes& file, const Bytes& start) {
    return file.size() > start.size() && std::equal(start.begin(), start.end(), file.begin());
}

std::size_t count(const std::string& text, const std::string& what) {
    std::size_t found = 0;
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++found;
    return found;
}

std::string said(const DocumentReport& report) {
    std::string text(to_word(report.verdict));
    for (const auto reason : report.reasons) text += " " + std::string(reason);
    for (const auto& each : report.signatures) {
        text += " | " + each.field;
        for (const auto reason : each.reasons) text += " " + std::string(reason);
    }
    for (const auto& each : report.changes) text += " | " + std::string(to_word(each.kind)) + " " + each.subject;
    return text;
}

TEST(LongTermTest, ASignatureTimeStampedWhileItIsMadeIsValidAndProvesItsTime) {
    const Bytes file = signed_once(PlainPdf{}.bytes(), SignatureRole::personal, Stamp::on_signature);
    const auto report = judged(file);
    EXPECT_EQ(report.verdict, Verdict::valid) << said(report);
    ASSERT_EQ(report.signatures.size(), 1u);
    EXPECT_EQ(report.signatures[0].timestamp_time, test::kSignedAt + std::chrono::minutes(1));
    EXPECT_EQ(count(ask("pdfsig -nocert", file), "Signature is Valid."), 1u);
}

TEST(LongTermTest, OpensslVerifiesTheSignatureWithItsTimeStampAndTheTimeStampItself) {
    const auto prepared = must(prepare_timestamp(signed_once(PlainPdf{}.bytes(), SignatureRole::personal, Stamp::on_signature)));
    const Bytes token = token_over(prepared.covered());
    const TemporaryFolder folder;
    const std::string at = folder.path().string() + "/";
    write_file(at + "token", token);
    Bytes covered;
    for (const BytesView part : prepared.covered()) covered.insert(covered.end(), part.begin(), part.end());
    write_file(at + "data", covered);
    write_file(at + "root.der", test::authority().root());
    write_file(at + "sub.der", test::authority().sub());
    const std::string pem = "openssl x509 -inform DER -in " + at + "root.der -out " + at + "root.pem; openssl x509 -inform DER -in " + at +
                            "sub.der -out " + at + "sub.pem; ";
    const std::string says = output_of(pem + "openssl ts -verify -token_in -in " + at + "token -data " + at + "data -CAfile " + at +
                                       "root.pem -untrusted " + at + "sub.pem -attime 1772420400 2>&1");
    EXPECT_NE(says.find("Verification: OK"), std::string::npos) << says;
}

TEST(LongTermTest, EachLevelAddsARevisionAndLeavesWhatWasThereAsItWas) {
    const Bytes basic = signed_once(PlainPdf{}.bytes(), SignatureRole::personal);
    const Bytes sealed = signed_once(basic, SignatureRole::seal);
    const Bytes timed = stamped(sealed);
    const Bytes stored = must(add_security_store(timed, {{"congvan-personal-1", evidence()}, {"congvan-seal-1", evidence()}}));
    const Bytes archived = stamped(stored);
    EXPECT_TRUE(starts_with(sealed, basic) && starts_with(timed, sealed) && starts_with(stored, timed) && starts_with(archived, stored));
    for (const Bytes* file : {&timed, &stored, &archived}) {
        const auto report = judged(*file);
        EXPECT_TRUE(accepted(report.verdict)) << said(report);
        const std::string says = ask("pdfsig -nocert", *file);
        EXPECT_EQ(count(says, "Signature is Valid."), 2u) << says;
        const std::string structure = ask("qpdf --check", *file);
        EXPECT_EQ(count(structure, "No syntax or stream encoding errors"), 1u) << structure;
    }
    const auto report = judged(archived);
    ASSERT_EQ(report.signatures.size(), 4u);
    EXPECT_EQ(report.signatures[2].field, "congvan-timestamp-1");
    EXPECT_EQ(report.signatures[3].field, "congvan-timestamp-2");
    for (const auto& each : report.signatures) EXPECT_TRUE(accepted(each.verdict)) << said(report);
}

TEST(LongTermTest, TheStoreGrowsAndHoldsNothingTwice) {
    const Bytes signed_pdf = signed_once(PlainPdf{}.bytes(), SignatureRole::personal);
    const Bytes once = must(add_security_store(signed_pdf, {{"congvan-personal-1", evidence()}}));
    EXPECT_EQ(must(add_security_store(once, {{"congvan-personal-1", evidence()}})), once);
    ValidationData more;
    more.lists = {test::crl_of(test::authority().sub_signer())};
    const Bytes twice = must(add_security_store(once, {{"congvan-personal-1", more}}));
    EXPECT_TRUE(starts_with(twice, once));
    const auto report = judged(twice);
    EXPECT_TRUE(accepted(report.verdict)) << said(report);
    const auto document = must(pdf::Document::open(twice));
    const auto* catalog = must(document.catalog(document.last()));
    const auto* store = must(document.get(*catalog, "DSS", document.last()))->as<pdf::Dictionary>();
    ASSERT_NE(store, nullptr);
    EXPECT_EQ(must(document.get(*store, "Certs", document.last()))->as<pdf::Array>()->size(), 3u);
    EXPECT_EQ(must(document.get(*store, "CRLs", document.last()))->as<pdf::Array>()->size(), 2u);
    EXPECT_EQ(must(document.get(*store, "VRI", document.last()))->as<pdf::Dictionary>()->entries().size(), 1u);
}

TEST(LongTermTest, RefusesATokenOverAnotherFileOrAnotherSignature) {
    const auto prepared = must(prepare_timestamp(signed_once(PlainPdf{}.bytes(), SignatureRole::personal)));
    const BytesView other[] = {as_bytes("khác")};
    EXPECT_EQ(code_of(complete_timestamp(prepared, token_over(other))), errors::signing::timestamp_other_content);
    EXPECT_EQ(code_of(complete_timestamp(prepared, as_bytes("không phải"))), errors::signing::malformed_timestamp);
    const auto attributes = must(prepare_attributes(prepared.digest(), person().der()));
    const auto cms = must(assemble_cms(attributes, raw_signature(attributes.der, person().key), {}));
    EXPECT_EQ(code_of(with_signature_timestamp(cms, token_over(other))), errors::signing::timestamp_other_content);
    EXPECT_EQ(code_of(value_to_stamp(as_bytes("0"))), errors::signing::malformed_cms);
}

TEST(LongTermTest, RefusesEvidenceThatIsNoneAndFieldsThatAreNot) {
    const Bytes file = signed_once(PlainPdf{}.bytes(), SignatureRole::personal);
    ValidationData bad;
    bad.answers = {to_bytes("không phải DER")};
    EXPECT_EQ(code_of(add_security_store(file, {{"congvan-personal-1", bad}})), errors::signing::evidence_unfit);
    EXPECT_EQ(code_of(add_security_store(file, {{"congvan-seal-9", evidence()}})), errors::signing::evidence_unfit);
}

TEST(LongTermTest, NothingIsAddedToWhatWasTamperedWith) {
    Bytes file = signed_once(PlainPdf{}.bytes(), SignatureRole::personal);
    const std::size_t at = as_text(file).find("841.89");
    ASSERT_NE(at, std::string_view::npos);
    file[at] = std::byte{'9'};
    EXPECT_EQ(code_of(prepare_timestamp(file)), errors::signing::tampered);
    EXPECT_EQ(code_of(add_security_store(file, {{"congvan-personal-1", evidence()}})), errors::signing::tampered);
    SignatureRequest request;
    request.at = test::kSignedAt;
    EXPECT_EQ(code_of(prepare_signature(file, request)), errors::signing::tampered);

    // A later revision that changes a page.
    const Bytes honest = signed_once(PlainPdf{}.bytes(), SignatureRole::personal);
    const auto document = must(pdf::Document::open(honest));
    Bytes changed = honest;
    const auto page = must(document.pages(document.last())).front();
    pdf::Dictionary dictionary = *page.dictionary;
    dictionary.set("Rotate", std::int64_t{90});
    std::string update = std::to_string(page.reference.number) + " 0 obj\n" + pdf::to_text(dictionary) + "\nendobj\n";
    const std::size_t offset = changed.size(), table = offset + update.size();
    char row[32];
    std::snprintf(row, sizeof row, "%010zu 00000 n \n", offset);
    const auto& last = document.revisions().back();
    update += "xref\n" + std::to_string(page.reference.number) + " 1\n" + row + "trailer\n<< /Size " +
              std::to_string(std::get<std::int64_t>(last.trailer.find("Size")->value())) + " /Root 1 0 R /Prev " +
              std::to_string(last.section) + " >>\nstartxref\n" + std::to_string(table) + "\n%%EOF\n";
    const auto tail = to_bytes(update);
    changed.insert(changed.end(), tail.begin(), tail.end());
    EXPECT_EQ(code_of(prepare_signature(changed, request)), errors::signing::tampered);
    EXPECT_EQ(code_of(prepare_timestamp(changed)), errors::signing::tampered);
}

}  // namespace
}  // namespace congvan::signing
