#pragma once

// What an update may change in the descriptions of a file: dates, and the names of the programs that wrote it. Used by the
// judge.

#include "signing/pdf/reader.hpp"

namespace congvan::signing {

// Document information (ISO 32000-1 14.3.3): /ModDate may come or change, /CreationDate may come; /Producer may get a tail.
bool only_dates_differ(const pdf::Dictionary& was, const pdf::Dictionary& is);

// XMP packets: the same text but for dates, the instance's identifier, the producer, and white space.
bool only_dates_differ(std::string_view was, std::string_view is);

// The /Extensions of a catalog (ISO 32000-1 7.12): entries of Adobe and ETSI may come or change, well formed.
bool only_known_extensions_differ(const pdf::Document& document, const pdf::Object* was, std::size_t before,
                                  const pdf::Object& is, std::size_t now);

}  // namespace congvan::signing
