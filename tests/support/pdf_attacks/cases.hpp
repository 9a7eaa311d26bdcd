#pragma once

// Every published class of attack on signed PDFs, made on documents of our own, in many variants, and the honest files
// beside them. A table: name → bytes → what a judge who trusts `signing::test::authority()` may say.
//
//   USF   universal forgery: the signature verifies nothing            (Mladenov et al., CCS 2019)
//   ISA   incremental saving: something is appended
//   SWA   signature wrapping: the signed bytes are moved
//   hide · replace · hide-and-replace · activate: shadow content       (Mainka et al., NDSS 2021)
//   EAA   annotations after certification · SSA  sneaky signature fields (Rohlmann et al., S&P 2021)
//   pages · resources · catalog · form · signature · structure: everything else that an update can do
//   lock  certification and field locks broken
//
// Nothing here was taken from collected attack files.

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "signing/judge/words.hpp"
#include "signing/test_support.hpp"

namespace congvan::testing_support {

struct PdfCase {
    std::string family;
    std::string name;
    std::string variant;  // layout, how many honest signatures before, how the attack is delivered
    std::string file;
    std::vector<signing::Verdict> allowed;
    std::vector<signing::Integrity> allowed_integrity;

    std::string full_name() const { return family + ": " + name + " (" + variant + ")"; }
};

// Attacks that are an update to a signed file: which objects it defines anew.
using Objects = std::map<int, std::string>;

// What an update is made for: numbers that are free, and page and form as they would honestly be now.
struct UpdateView {
    const signing::test::TestPdf& pdf;
    std::vector<std::string> fields;
    std::vector<std::string> annotations;
    int fresh = 0;  // this number and those above are free

    std::string reference(int number) const { return std::to_string(number) + " 0 R"; }
    // The first page with what it has, and `extra` keys, and more annotations.
    std::string page(const std::string& extra = "", std::vector<std::string> more = {}) const;
    std::string form(const std::string& extra = "", std::vector<std::string> more = {}) const;
};

struct UpdateAttack {
    std::string family;
    std::string name;
    std::function<Objects(const UpdateView&)> objects;
    std::vector<int> freed;
    // Whether it can stand in the same update as an honest signature without disturbing that.
    bool can_be_carried = true;
};
std::vector<UpdateAttack> update_attacks();

// Attacks on the bytes of a file that is signed once; `pdf` tells where its value stands.
struct ByteAttack {
    std::string family;
    std::string name;
    std::function<std::string(const signing::test::TestPdf& pdf)> file;
};
std::vector<ByteAttack> byte_attacks();

// Attacks that need a base of their own: the whole file.
std::vector<PdfCase> prepared_attacks();

// All of the above in all variants; made when first asked.
const std::vector<PdfCase>& pdf_attacks();

// Honest files, up to four signatures, by several kinds of writers.
std::vector<PdfCase> honest_pdfs();

// --- For the makers -------------------------------------------------------------------------------------------------

const signing::test::Signer& leader();
const signing::test::Signer& agency();
const signing::test::Signer& reviewer();

// The base signed `count` times: review, leader, agency.
signing::test::TestPdf signed_base(signing::test::Layout layout, int count);
void sign_as_agency(signing::test::TestPdf& pdf, signing::test::SignOptions options = {});

// A time-stamp token over `content` by an authority that `signing::test::authority()` certified.
Bytes timestamp_token(std::string_view content);

// `text` with the first `from` at or after `since` replaced; an empty string when there is none.
std::string replaced(std::string text, std::string_view from, std::string_view to, std::size_t since = 0);

// Whatever an attack may come to: nothing that a clerk may rely on.
PdfCase attack(std::string family, std::string name, std::string variant, std::string file);
PdfCase honest(std::string name, std::string variant, std::string file, signing::Verdict verdict);

}  // namespace congvan::testing_support
