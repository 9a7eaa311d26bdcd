// The fuzz targets over their seeds and some thousand deterministic mutations of them.

#include <gtest/gtest.h>

#include <filesystem>
#include <random>

#define LLVMFuzzerTestOneInput zip_archive_one_input
#include "signing/office/zip_archive_fuzz.cpp"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput office_package_one_input
#include "signing/office/office_package_fuzz.cpp"
#undef LLVMFuzzerTestOneInput
#include "support/mutations.hpp"

namespace congvan::signing::office {
namespace {

TEST(OfficeFuzzTest, ArchivesEndOnSeedsAndTheirMutations) {
    testing_support::run_mutations("zip_archive", 400, zip_archive_one_input);
}

TEST(OfficeFuzzTest, PackagesEndOnSeedsAndTheirMutations) {
    testing_support::run_mutations("office_package", 300, office_package_one_input);
}

}  // namespace
}  // namespace congvan::signing::office
