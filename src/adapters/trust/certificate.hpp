#pragma once

// Reads X.509 certificates into facts. Pure; any thread.

#include <vector>

#include "usecases/ports/trust_store.hpp"

namespace congvan::trust {

// From DER without anything after it, at most 64 KiB. Fails: trust.malformed_certificate (fix_input).
Result<usecases::Certificate> read_certificate(BytesView der);

// From a file's content: one DER certificate, or PEM with one or more and nothing else between the marks.
// Fails: trust.malformed_certificate (fix_input), also when there is none.
Result<std::vector<usecases::Certificate>> read_certificate_file(BytesView content);

}  // namespace congvan::trust
