// The fuzz target of evidence over its seeds and deterministic mutations of them.

#define LLVMFuzzerTestOneInput evidence_one_input
#include "signing/revocation/evidence_fuzz.cpp"
#undef LLVMFuzzerTestOneInput
#include "support/mutations.hpp"

namespace congvan::signing::revocation {
namespace {

TEST(EvidenceFuzzTest, EndsOnSeedsAndTheirMutations) { testing_support::run_mutations("evidence", 500, evidence_one_input); }

}  // namespace
}  // namespace congvan::signing::revocation
