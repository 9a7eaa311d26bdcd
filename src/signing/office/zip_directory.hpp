#pragma once

// ZIP archives (APPNOTE 6.3) as office files are written, read so strictly that no two programs can see different content:
// every byte of the file belongs to exactly one thing, the central directory agrees with the local headers, no name stands
// twice. ZIP64, encryption, archive comments and anything before, between or after are refused. Pure; any thread.

#include <string>
#include <vector>

#include "base/bytes.hpp"

namespace congvan::signing::office {

struct ZipLimits {
    std::size_t file = 64u << 20;          // bytes
    std::size_t entries = 8'000;
    std::size_t entry = 64u << 20;         // bytes of one entry, unfolded
    std::size_t unfolded = 128u << 20;     // bytes of all together; held in memory while they are compared
    std::size_t ratio = 200;               // unfolded to packed, of the archive ...
    std::size_t ratio_from = 32u << 20;    // ... looked at from this many unfolded bytes on
};

struct ZipEntry {
    std::string name;          // as it stands, UTF-8; a folder ends in '/'
    std::size_t header = 0;    // offset of the local header
    std::size_t data = 0;      // offset of the packed bytes
    std::size_t packed = 0;
    std::size_t unpacked = 0;
    std::uint32_t crc = 0;
    bool deflated = false;     // else stored
    bool is_folder() const { return name.ends_with('/'); }
};

// An archive in memory; the bytes must outlive it.
class ZipArchive {
public:
    // Fails, all fix_input: signing.malformed_package · signing.encrypted_package · signing.package_too_large.
    static Result<ZipArchive> open(BytesView file, const ZipLimits& limits = {});

    const std::vector<ZipEntry>& entries() const { return entries_; }  // in the order of the bytes
    const ZipEntry* find(std::string_view name) const;                 // letter for letter; null: none

    // The content of an entry, checked against its checksum and size.
    // Fails: signing.malformed_package (fix_input).
    Result<Bytes> read(const ZipEntry& entry) const;

    BytesView packed(const ZipEntry& entry) const { return file_.subspan(entry.data, entry.packed); }

private:
    BytesView file_;
    std::vector<ZipEntry> entries_;
};

// One entry to be written in place of, or behind, those of an archive.
struct ZipAddition {
    std::string name;
    Bytes content;
};

// The archive with `additions`: an entry of the same name keeps its place and gets the new content, others follow at the
// end. What is not touched keeps its packed bytes. Without extra fields and dates, so the same input gives the same bytes.
Bytes with_additions(const ZipArchive& archive, const std::vector<ZipAddition>& additions);

}  // namespace congvan::signing::office
