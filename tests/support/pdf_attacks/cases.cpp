#include "support/pdf_attacks/cases.hpp"

namespace congvan::testing_support {

using signing::Integrity;
using signing::Verdict;
using signing::test::authority;
using signing::test::kLayouts;
using signing::test::Layout;
using signing::test::SignOptions;
using signing::test::TestPdf;

namespace {

// Signers without the certificate above them: what travels along unused says nothing.
signing::test::Signer signer(const char* name, const char* title) {
    signing::test::CertificateOptions options;
    options.name = name;
    options.title = title;
    return authority().signer(options);
}

UpdateView view_of(const TestPdf& pdf) { return {pdf, pdf.fields(), pdf.annotations(), pdf.next() + 10}; }

std::string variant(Layout layout, int count, const char* how) {
    return std::string(to_word(layout)) + ", " + std::to_string(count) + (count == 1 ? " signature, " : " signatures, ") + how;
}

// As an update of its own; then with an honest signature on top, which covers the whole file; then taken back; and inside
// the update of an honest signature.
void deliver(const UpdateAttack& evil, Layout layout, int count, std::vector<PdfCase>& into) {
    const auto base = signed_base(layout, count);
    const auto add = [&](const TestPdf& pdf, const char* how) {
        into.push_back(attack(evil.family, evil.name, variant(layout, count, how), pdf.text()));
    };
    auto alone = base;
    const auto objects = evil.objects(view_of(base));
    alone.update(objects, {.freed = evil.freed});
    add(alone, "last");
    auto covered = alone;
    sign_as_agency(covered);
    add(covered, "signed over");
    if (!evil.can_be_carried) return;
    auto carried = base;
    auto view = view_of(base);
    const auto own = std::to_string(base.next() + 1) + " 0 R";
    view.fields.push_back(own);
    view.annotations.push_back(own);
    SignOptions options;
    options.also = evil.objects(view);
    options.update.freed = evil.freed;
    sign_as_agency(carried, options);
    add(carried, "in a signature's update");
}

}  // namespace

const signing::test::Signer& leader() {
    static const auto instance = signer("Lãnh đạo A (thử nghiệm)", "Chủ tịch");
    return instance;
}
const signing::test::Signer& agency() {
    static const auto instance = signer("Ủy ban nhân dân huyện A (thử nghiệm)", "");
    return instance;
}
const signing::test::Signer& reviewer() {
    static const auto instance = signer("Chuyên viên A (thử nghiệm)", "Chuyên viên");
    return instance;
}

TestPdf signed_base(Layout layout, int count) {
    TestPdf pdf("4 0 R", 0, layout);
    pdf.sign(leader(), {.room = 4000});
    if (count > 1) pdf.sign(reviewer(), {.name = "congvan-initial-1", .rect = "400 60 500 90"});
    return pdf;
}

void sign_as_agency(TestPdf& pdf, SignOptions options) {
    options.name = "congvan-seal-1";
    options.rect = "60 90 150 190";
    pdf.sign(agency(), options);
}

std::string replaced(std::string text, std::string_view from, std::string_view to, std::size_t since) {
    const auto at = since > text.size() ? std::string::npos : text.find(from, since);
    if (at == std::string::npos) return {};
    return text.replace(at, from.size(), to);
}

PdfCase attack(std::string family, std::string name, std::string variant, std::string file) {
    return {std::move(family), std::move(name), std::move(variant), std::move(file),
            {Verdict::changed_after_signing, Verdict::not_intact, Verdict::malformed, Verdict::undetermined},
            {Integrity::changed_after_signing, Integrity::not_intact, Integrity::malformed, Integrity::unknown}};
}

PdfCase honest(std::string name, std::string variant, std::string file, Verdict verdict) {
    const auto integrity = verdict == Verdict::valid ? Integrity::intact : Integrity::intact_with_additions;
    return {"honest", std::move(name), std::move(variant), std::move(file), {verdict}, {integrity}};
}

namespace {

std::vector<PdfCase> make_pdf_attacks() {
    std::vector<PdfCase> all = prepared_attacks();
    for (const auto layout : kLayouts) {
        // A second signature before the attack once, with tables: what it adds does not depend on the layout.
        for (int count = 1; count <= (layout == Layout::table ? 2 : 1); ++count) {
            for (const auto& evil : update_attacks()) deliver(evil, layout, count, all);
        }
        const auto once = signed_base(layout, 1);
        for (const auto& evil : byte_attacks()) {
            auto file = evil.file(once);
            if (!file.empty()) all.push_back(attack(evil.family, evil.name, variant(layout, 1, "bytes"), std::move(file)));
        }
    }
    return all;
}

}  // namespace

const std::vector<PdfCase>& pdf_attacks() {
    static const auto all = make_pdf_attacks();
    return all;
}

}  // namespace congvan::testing_support
