#include "adapters/convert/zip_directory.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include <zlib.h>

#include "adapters/convert/little_endian.hpp"
#include "errors/convert.hpp"

namespace congvan::convert {

namespace {

constexpr std::uint32_t kLocalHeader = 0x04034b50;
constexpr std::uint32_t kCentralHeader = 0x02014b50;
constexpr std::uint32_t kEnd = 0x06054b50;
constexpr std::uint32_t kEnd64 = 0x06064b50;
constexpr std::uint32_t kEnd64Locator = 0x07064b50;
constexpr std::uint32_t kIn64 = 0xffffffff;
constexpr std::size_t kEndSize = 22;
constexpr std::size_t kLocalSize = 30;
constexpr std::size_t kCentralSize = 46;
constexpr std::uint16_t kEncrypted = 0x0001;
constexpr std::uint16_t kSizesFollow = 0x0008;
constexpr std::size_t kMostName = 1024;

Error malformed(std::string why) { return {Remedy::fix_input, errors::convert::malformed_archive, std::move(why)}; }
Error bomb(std::string why) { return {Remedy::fix_input, errors::convert::zip_bomb, std::move(why)}; }

Result<Bytes> read(const RandomAccessBytes& archive, std::uint64_t at, std::uint64_t size) {
    if (at > archive.size() || size > archive.size() - at) return malformed("a header lies outside the file");
    Bytes bytes(size);
    TRY(archive.read_at(at, bytes));
    return bytes;
}

struct Directory {
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
    std::uint64_t entries = 0;
};

// The 64-bit end record, when the locator before the end record says there is one.
Result<std::optional<Directory>> find_directory64(const RandomAccessBytes& archive, std::uint64_t end) {
    if (end < 20) return std::optional<Directory>();
    LET(const auto locator, read(archive, end - 20, 20));
    if (u32(locator, 0) != kEnd64Locator) return std::optional<Directory>();
    const auto at = u64(locator, 8);
    LET(const auto record, read(archive, at, 56));
    if (u32(record, 0) != kEnd64 || u64(record, 4) + 12 != end - 20 - at) return malformed("64-bit end record");
    Directory directory{u64(record, 48), u64(record, 40), u64(record, 32)};
    if (directory.size > at || directory.offset != at - directory.size) return malformed("directory does not end at the 64-bit end record");
    return std::optional<Directory>(directory);
}

Result<Directory> find_directory(const RandomAccessBytes& archive) {
    const std::uint64_t tail_size = std::min<std::uint64_t>(archive.size(), kEndSize + 0xffff);
    if (tail_size < kEndSize) return malformed("too short");
    LET(const auto tail, read(archive, archive.size() - tail_size, tail_size));
    for (std::size_t at = tail.size() - kEndSize + 1; at-- > 0;) {
        if (u32(tail, at) != kEnd) continue;
        // The comment must reach the end of the file exactly; else this is a signature inside a comment, or a tail.
        if (at + kEndSize + u16(tail, at + 20) != tail.size()) continue;
        const std::uint64_t end = archive.size() - tail_size + at;
        LET(const auto in64, find_directory64(archive, end));
        if (in64) return *in64;
        if (u16(tail, at + 4) != 0 || u16(tail, at + 6) != 0) return malformed("more than one disk");
        Directory directory{u32(tail, at + 16), u32(tail, at + 12), u16(tail, at + 10)};
        if (directory.size > end || directory.offset != end - directory.size) return malformed("directory does not end at the end record");
        return directory;
    }
    return malformed("no end record at the end of the file");
}

// Takes 64-bit values from the extra field (id 1) for those that say so, in their fixed order.
Result<Done> widen(BytesView extra, std::initializer_list<std::uint64_t*> values) {
    for (std::size_t at = 0; at + 4 <= extra.size();) {
        const std::size_t size = u16(extra, at + 2);
        if (size > extra.size() - at - 4) return malformed("extra field");
        if (u16(extra, at) == 1) {
            std::size_t from = at + 4;
            for (auto* value : values) {
                if (*value != kIn64) continue;
                if (from + 8 > at + 4 + size) return malformed("64-bit extra field");
                *value = u64(extra, from);
                from += 8;
            }
            return Done{};
        }
        at += 4 + size;
    }
    return Done{};
}

Result<Done> check_name(std::string_view name) {
    if (name.empty() || name.size() > kMostName) return malformed("name of an entry is empty or too long");
    if (name.front() == '/' || name.find('\\') != std::string_view::npos || (name.size() > 1 && name[1] == ':')) {
        return malformed("name of an entry is absolute");
    }
    if (std::any_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; })) {
        return malformed("control character in the name of an entry");
    }
    for (std::size_t from = 0; from <= name.size();) {
        const auto to = std::min(name.find('/', from), name.size());
        if (name.substr(from, to - from) == "..") return malformed("name of an entry leaves its folder");
        from = to + 1;
    }
    return Done{};
}

Result<ZipEntry> read_central(BytesView directory, std::size_t& at) {
    if (directory.size() - at < kCentralSize || u32(directory, at) != kCentralHeader) return malformed("central header");
    const std::size_t name_size = u16(directory, at + 28);
    const std::size_t extra_size = u16(directory, at + 30);
    const std::size_t comment_size = u16(directory, at + 32);
    if (directory.size() - at - kCentralSize < name_size + extra_size + comment_size) return malformed("central header is cut off");
    ZipEntry entry;
    entry.flags = u16(directory, at + 8);
    entry.method = u16(directory, at + 10);
    entry.crc = u32(directory, at + 16);
    entry.packed = u32(directory, at + 20);
    entry.unpacked = u32(directory, at + 24);
    entry.header = u32(directory, at + 42);
    entry.name = std::string(as_text(directory.subspan(at + kCentralSize, name_size)));
    TRY(widen(directory.subspan(at + kCentralSize + name_size, extra_size), {&entry.unpacked, &entry.packed, &entry.header}));
    TRY(check_name(entry.name));
    if ((entry.flags & kEncrypted) != 0) return Error{Remedy::fix_input, errors::convert::encrypted, "an entry of the archive"};
    if (entry.method != 0 && entry.method != 8) return malformed("packing method " + std::to_string(entry.method));
    if (entry.method == 0 && entry.packed != entry.unpacked) return malformed("a stored entry has two sizes");
    at += kCentralSize + name_size + extra_size + comment_size;
    return entry;
}

// The local header must say what the directory said; a reader that trusts the one sees what a reader of the other sees.
Result<Done> check_local(const RandomAccessBytes& archive, ZipEntry& entry) {
    LET(const auto header, read(archive, entry.header, kLocalSize));
    if (u32(header, 0) != kLocalHeader) return malformed("local header");
    const std::size_t name_size = u16(header, 26);
    const std::size_t extra_size = u16(header, 28);
    LET(const auto rest, read(archive, entry.header + kLocalSize, name_size + extra_size));
    const BytesView all(rest);
    if (as_text(all.first(name_size)) != entry.name) return malformed("local and central name differ");
    if (u16(header, 6) != entry.flags || u16(header, 8) != entry.method) return malformed("local and central flags differ");
    std::uint64_t packed = u32(header, 18);
    std::uint64_t unpacked = u32(header, 22);
    TRY(widen(all.subspan(name_size), {&unpacked, &packed}));
    const auto crc = u32(header, 14);
    const bool agrees = packed == entry.packed && unpacked == entry.unpacked && crc == entry.crc;
    const bool follows = (entry.flags & kSizesFollow) != 0 && packed == 0 && unpacked == 0 && crc == 0;
    if (!agrees && !follows) return malformed("local and central sizes differ");
    entry.data = entry.header + kLocalSize + name_size + extra_size;
    return Done{};
}

std::string folded(std::string_view name) {
    std::string lower(name);
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return lower;
}

Result<Done> check_together(std::vector<ZipEntry> entries, std::uint64_t directory_at, std::uint64_t size, const ZipLimits& limits) {
    std::set<std::string> names;
    std::uint64_t unfolded = 0;
    for (const auto& entry : entries) {
        if (!names.insert(folded(entry.name)).second) return malformed("two entries are called " + entry.name);
        if (entry.unpacked > limits.unfolded - std::min(limits.unfolded, unfolded)) return bomb("unfolds to too much");
        unfolded += entry.unpacked;
    }
    if (unfolded > limits.ratio_from && unfolded / limits.ratio > size) return bomb("ratio of " + std::to_string(unfolded / size));
    std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.header < b.header; });
    if (!entries.empty() && entries.front().header != 0) return malformed("bytes before the first entry");
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const auto next = i + 1 < entries.size() ? entries[i + 1].header : directory_at;
        if (entries[i].data > next || entries[i].packed > next - entries[i].data) return bomb("entries overlap");
    }
    return Done{};
}

// Counts, checks and passes on.
class Measured {
public:
    Measured(const ZipEntry& entry, ByteSink& sink) : entry_(entry), sink_(sink) {}

    Result<Done> take(BytesView piece) {
        if (piece.size() > entry_.unpacked - size_) return bomb("an entry unfolds to more than its header says");
        size_ += piece.size();
        crc_ = static_cast<std::uint32_t>(::crc32(crc_, reinterpret_cast<const Bytef*>(piece.data()), static_cast<uInt>(piece.size())));
        return sink_.write(piece);
    }
    Result<Done> finish() const {
        if (size_ != entry_.unpacked || crc_ != entry_.crc) return malformed("checksum or size of " + entry_.name);
        return Done{};
    }

private:
    const ZipEntry& entry_;
    ByteSink& sink_;
    std::uint64_t size_ = 0;
    std::uint32_t crc_ = 0;
};

struct Inflating {
    Inflating() { ok = inflateInit2(&stream, -MAX_WBITS) == Z_OK; }
    ~Inflating() { inflateEnd(&stream); }
    Inflating(const Inflating&) = delete;
    Inflating& operator=(const Inflating&) = delete;
    z_stream stream{};
    bool ok = false;
};

// Feeds one packed piece; true at the end of the deflate stream.
Result<bool> inflate_piece(z_stream& stream, std::span<std::byte> packed, Measured& measured) {
    std::array<std::byte, 1u << 15> room;
    stream.next_in = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_in = static_cast<uInt>(packed.size());
    for (;;) {
        stream.next_out = reinterpret_cast<Bytef*>(room.data());
        stream.avail_out = room.size();
        const int code = ::inflate(&stream, Z_NO_FLUSH);
        if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR) return malformed("deflate stream");
        TRY(measured.take(BytesView(room).first(room.size() - stream.avail_out)));
        if (code == Z_STREAM_END) return true;
        if (stream.avail_out != 0) return false;  // wants more
    }
}

}  // namespace

Result<std::vector<ZipEntry>> read_zip_directory(const RandomAccessBytes& archive, const ZipLimits& limits) {
    LET(const auto where, find_directory(archive));
    if (where.entries > limits.entries) return bomb(std::to_string(where.entries) + " entries");
    if (where.size > limits.directory) return bomb("directory too large");
    LET(const auto directory, read(archive, where.offset, where.size));
    std::vector<ZipEntry> entries;
    std::size_t at = 0;
    for (std::uint64_t i = 0; i < where.entries; ++i) {
        LET(auto entry, read_central(directory, at));
        TRY(check_local(archive, entry));
        entries.push_back(std::move(entry));
    }
    if (at != directory.size()) return malformed("bytes after the last central header");
    TRY(check_together(entries, where.offset, archive.size(), limits));
    return entries;
}

Result<Done> unfold(const RandomAccessBytes& archive, const ZipEntry& entry, ByteSink& sink) {
    Measured measured(entry, sink);
    Inflating inflating;
    if (!inflating.ok) return Error{Remedy::retry_later, errors::convert::busy, "no memory for inflating"};
    std::array<std::byte, 1u << 15> piece;
    bool ended = false;
    for (std::uint64_t done = 0; done < entry.packed;) {
        if (ended) return malformed("bytes after a deflate stream");
        const std::span<std::byte> part(piece.data(), std::min<std::uint64_t>(piece.size(), entry.packed - done));
        TRY(archive.read_at(entry.data + done, part));
        if (entry.method == 0) {
            TRY(measured.take(part));
        } else {
            LET(ended, inflate_piece(inflating.stream, part, measured));
            if (ended && inflating.stream.avail_in != 0) return malformed("bytes after a deflate stream");
        }
        done += part.size();
    }
    if (entry.method == 8 && !ended) return malformed("a deflate stream is cut off");
    return measured.finish();
}

}  // namespace congvan::convert
