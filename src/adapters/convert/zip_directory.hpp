#pragma once

// ZIP archives (APPNOTE 6.3), read strictly before anything is inflated: central directory and local headers agree,
// entries do not overlap, no name twice, no name that leaves its folder, no more than the limits. Pure but for the
// bytes it is handed; any thread.

#include <string>
#include <vector>

#include "base/bytes.hpp"

namespace congvan::convert {

struct ZipLimits {
    std::size_t entries = 10'000;
    std::uint64_t directory = 16u << 20;    // bytes of the central directory
    std::uint64_t unfolded = 1ull << 30;    // bytes of all entries together
    std::uint64_t ratio = 200;              // unfolded to packed, of the archive as a whole ...
    std::uint64_t ratio_from = 32u << 20;   // ... looked at from this many unfolded bytes on
};

struct ZipEntry {
    std::string name;
    std::uint64_t header = 0;  // offset of the local header
    std::uint64_t data = 0;    // offset of the packed data
    std::uint64_t packed = 0;
    std::uint64_t unpacked = 0;
    std::uint32_t crc = 0;
    std::uint16_t method = 0;  // 0 stored, 8 deflated
    std::uint16_t flags = 0;
};

// Fails (fix_input): convert.malformed_archive · convert.zip_bomb · convert.encrypted; and as `archive` fails.
Result<std::vector<ZipEntry>> read_zip_directory(const RandomAccessBytes& archive, const ZipLimits& limits = {});

// The content of one entry into `sink`; stops as soon as it is more than the directory said.
// Fails (fix_input): convert.malformed_archive (also a wrong checksum) · convert.zip_bomb; and as the ends fail.
Result<Done> unfold(const RandomAccessBytes& archive, const ZipEntry& entry, ByteSink& sink);

}  // namespace congvan::convert
