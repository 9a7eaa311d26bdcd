#pragma once

// What a ZIP archive is: an OOXML or ODF document, a program, or just an archive; and whether it is what it says.
// Inner header of this adapter.

#include "usecases/ports/converter.hpp"

namespace congvan::convert {

struct ArchiveFacts {
    usecases::FileKind kind = usecases::FileKind::zip;
    usecases::Macros macros = usecases::Macros::absent;
};

// Reads the directory strictly; archives up to `most_unfolded` bytes are unfolded and the archives inside them looked
// at too, at most two deep. Fails (fix_input): convert.malformed_archive, convert.zip_bomb, convert.encrypted.
Result<ArchiveFacts> judge_archive(const RandomAccessBytes& archive, std::uint64_t most_unfolded);

}  // namespace congvan::convert
