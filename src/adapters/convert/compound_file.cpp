#include "adapters/convert/compound_file.hpp"

#include <algorithm>

#include "adapters/convert/little_endian.hpp"
#include "errors/convert.hpp"

namespace congvan::convert {

namespace {

constexpr std::size_t kHeaderSize = 512;
constexpr std::size_t kEntrySize = 128;
constexpr std::size_t kMostEntries = 4096;
constexpr std::uint32_t kLastSector = 0xfffffffa;  // what lies above marks the end, or nothing
constexpr std::size_t kInHeader = 109;             // FAT sectors named in the header
constexpr std::uint64_t kSmallStream = 4096;

Error damaged(std::string_view why) { return {Remedy::fix_input, errors::convert::damaged, "compound file: " + std::string(why)}; }

class Sectors {
public:
    static Result<Sectors> open(const RandomAccessBytes& file) {
        if (file.size() < kHeaderSize) return damaged("too short");
        Bytes header(kHeaderSize);
        TRY(file.read_at(0, header));
        const auto shift = u16(header, 30);
        if (shift != 9 && shift != 12) return damaged("sector size");
        return Sectors(file, std::move(header), std::size_t{1} << shift);
    }

    std::uint32_t first_of_directory() const { return u32(header_, 48); }
    std::size_t size() const { return size_; }

    Result<Bytes> read(std::uint32_t sector) const {
        const std::uint64_t at = (std::uint64_t{sector} + 1) * size_;
        if (sector > kLastSector || at >= file_->size()) return damaged("a sector lies outside the file");
        Bytes bytes(size_);  // the last sector may be cut short
        TRY(file_->read_at(at, std::span(bytes).first(std::min<std::uint64_t>(size_, file_->size() - at))));
        return bytes;
    }

    Result<std::uint32_t> after(std::uint32_t sector) const {
        const std::size_t per_sector = size_ / 4;
        LET(const auto table, allocation_sector(sector / per_sector));
        LET(const auto bytes, read(table));
        return u32(bytes, sector % per_sector * 4);
    }

private:
    Sectors(const RandomAccessBytes& file, Bytes header, std::size_t size) : file_(&file), header_(std::move(header)), size_(size) {}

    Result<std::uint32_t> allocation_sector(std::size_t index) const {
        if (index < kInHeader) return u32(header_, 76 + index * 4);
        index -= kInHeader;
        const std::size_t per_sector = size_ / 4 - 1;
        std::uint32_t at = u32(header_, 68);
        for (std::size_t hops = index / per_sector; hops > 0; --hops) {
            LET(const auto bytes, read(at));
            at = u32(bytes, size_ - 4);
        }
        LET(const auto bytes, read(at));
        return u32(bytes, index % per_sector * 4);
    }

    const RandomAccessBytes* file_;
    Bytes header_;
    std::size_t size_;
};

Result<CompoundStream> read_entry(const Sectors& sectors, BytesView entry) {
    CompoundStream stream;
    const std::size_t name_size = std::min<std::size_t>(u16(entry, 64), 64);
    for (std::size_t i = 0; i + 2 < name_size; i += 2) {
        const auto unit = u16(entry, i);
        stream.name += unit >= 0x20 && unit < 0x7f ? static_cast<char>(unit) : '?';
    }
    stream.storage = std::to_integer<int>(entry[66]) != 2;
    stream.size = u64(entry, 120);
    if (!stream.storage && stream.size >= kSmallStream) {
        LET(stream.front, sectors.read(u32(entry, 116)));
    }
    return stream;
}

}  // namespace

Result<std::vector<CompoundStream>> read_compound_directory(const RandomAccessBytes& file) {
    LET(const auto sectors, Sectors::open(file));
    std::vector<CompoundStream> found;
    auto sector = sectors.first_of_directory();
    while (sector <= kLastSector) {
        LET(const auto bytes, sectors.read(sector));
        for (std::size_t at = 0; at + kEntrySize <= bytes.size(); at += kEntrySize) {
            const auto entry = BytesView(bytes).subspan(at, kEntrySize);
            if (entry[66] == std::byte{0}) continue;  // unused
            if (found.size() == kMostEntries) return damaged("too many entries, or a loop");
            LET(auto stream, read_entry(sectors, entry));
            found.push_back(std::move(stream));
        }
        if (found.empty()) return damaged("empty directory");
        LET(sector, sectors.after(sector));
    }
    return found;
}

}  // namespace congvan::convert
