#pragma once

// The room for a signature value in the making: the placeholder in its dictionary, and the prepared file once the update is
// written. Inner header of the writers of this folder. Pure; any thread.

#include "signing/pdf/update.hpp"
#include "signing/pdf/writer.hpp"

namespace congvan::signing {

// "/ByteRange [0 …] /Contents <000…>" with room for `bytes`; the last entries of a signature dictionary.
std::string value_placeholder(std::size_t bytes);

// The file that `update` makes of a document of `original_size` bytes, with the ranges filled in. The update holds one
// dictionary that ends with value_placeholder(bytes).
PreparedPdf prepared_from(const Update& update, std::size_t original_size, std::size_t bytes, std::string field);

}  // namespace congvan::signing
