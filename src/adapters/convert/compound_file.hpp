#pragma once

// The directory of a compound file ([MS-CFB]: .doc, .xls, .ppt, and the shell of encrypted OOXML). Pure but for the
// bytes it is handed; any thread.

#include <string>
#include <vector>

#include "base/bytes.hpp"

namespace congvan::convert {

struct CompoundStream {
    std::string name;  // its ASCII letters; others as '?'
    bool storage = false;
    std::uint64_t size = 0;
    Bytes front;  // the first bytes of a large stream (from 4096 bytes on), at most one sector
};

// Fails: convert.damaged (fix_input); and as `file` fails. At most 4096 entries are looked at.
Result<std::vector<CompoundStream>> read_compound_directory(const RandomAccessBytes& file);

}  // namespace congvan::convert
