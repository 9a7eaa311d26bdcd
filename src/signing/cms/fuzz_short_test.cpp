// The fuzz target of CMS files over its seeds and deterministic mutations of them.

#define LLVMFuzzerTestOneInput cms_file_one_input
#include "signing/cms/cms_file_fuzz.cpp"
#undef LLVMFuzzerTestOneInput
#include "support/mutations.hpp"

namespace congvan::signing {
namespace {

TEST(CmsFuzzTest, EndsOnSeedsAndTheirMutations) { testing_support::run_mutations("cms_file", 500, cms_file_one_input); }

}  // namespace
}  // namespace congvan::signing
