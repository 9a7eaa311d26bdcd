#pragma once

// For this module's tests alone: the shipped files as texts.

#include <string>
#include <vector>

#include "policy/profile_set.hpp"

namespace congvan::policy::testing_support {

inline Day day(const char* text) { return parse_day(text).value(); }

// `path` under the source folder.
SourceFile read_file(const std::string& path);
// Every file of rules that is shipped.
std::vector<SourceFile> real_files();

}  // namespace congvan::policy::testing_support
