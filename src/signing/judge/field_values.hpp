#pragma once

// Whether form fields show what they hold. A field whose value and look differ says one thing to a program that reads values
// and another to a person; viewers choose differently. Used by the judge.

#include <string>
#include <vector>

#include "signing/pdf/reader.hpp"

namespace congvan::signing {

// Names of the fields of revision `at` (text, choice, button) that have a look and show something else. Signature fields, and
// fields without a look, are passed over.
std::vector<std::string> fields_that_differ(const pdf::Document& document, std::size_t at);

}  // namespace congvan::signing
