#pragma once

// The document security store (EN 319 142-1 5.4.2): certificates, revocation lists and OCSP answers that a PDF carries so
// that its signatures can be checked in later years. Used by the judge; any thread with a document of its own.

#include <set>
#include <string>

#include "signing/pdf/reader.hpp"

namespace congvan::signing {

// What the store of revision `at` holds, as far as it can be read; DER, each once. Nothing of it is believed by being there.
struct SecurityStore {
    std::vector<Bytes> certificates;
    std::vector<Bytes> answers_and_lists;
};
SecurityStore read_security_store(const pdf::Document& document, std::size_t at);

// Whether /DSS of a catalog is a store and nothing else.
struct StoreFacts {
    std::string why;                       // empty: well formed
    std::set<std::uint32_t> containers;    // numbers of its dictionaries and arrays that are objects of their own
    std::set<std::uint32_t> streams;       // of its streams
};
StoreFacts examine_security_store(const pdf::Document& document, const pdf::Object& store, std::size_t at);

}  // namespace congvan::signing
