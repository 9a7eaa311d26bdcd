// The fuzz target of the PDF reader over its seeds and deterministic mutations of them.

#define LLVMFuzzerTestOneInput pdf_reader_one_input
#include "signing/pdf/pdf_reader_fuzz.cpp"
#undef LLVMFuzzerTestOneInput
#include "support/mutations.hpp"

namespace congvan::signing {
namespace {

TEST(PdfFuzzTest, EndsOnSeedsAndTheirMutations) { testing_support::run_mutations("pdf_reader", 300, pdf_reader_one_input); }

}  // namespace
}  // namespace congvan::signing
