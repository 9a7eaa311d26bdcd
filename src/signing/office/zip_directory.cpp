#include "signing/office/zip_directory.hpp"

#include <zlib.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/text.hpp"
#include "errors/signing.hpp"

namespace congvan::signing::office {
namespace {

constexpr std::uint32_t kLocalHeader = 0x04034b50;
constexpr std::uint32_t kCentralHeader = 0x02014b50;
constexpr std::uint32_t kEnd = 0x06054b50;
constexpr std::uint32_t kDescriptor = 0x08074b50;
constexpr std::size_t kEndSize = 22;
constexpr std::size_t kLocalSize = 30;
constexpr std::size_t kCentralSize = 46;
constexpr std::uint16_t kEncrypted = 0x0001;
constexpr std::uint16_t kSizesFollow = 0x0008;
constexpr std::uint16_t kUtf8 = 0x0800;
constexpr std::uint16_t kKnownFlags = 0x0006 | kSizesFollow | kUtf8 | kEncrypted;  // 0x0006: how hard deflate tried
constexpr std::uint16_t kDeflate = 8;
constexpr std::size_t kMostName = 512;

Error malformed(std::string why) { return {Remedy::fix_input, errors::signing::malformed_package, std::move(why)}; }
Error too_large(std::string why) { return {Remedy::fix_input, errors::signing::package_too_large, std::move(why)}; }

std::uint16_t u16(BytesView bytes, std::size_t at) {
    return static_cast<std::uint16_t>(static_cast<unsigned>(bytes[at]) | static_cast<unsigned>(bytes[at + 1]) << 8);
}
std::uint32_t u32(BytesView bytes, std::size_t at) {
    return static_cast<std::uint32_t>(u16(bytes, at)) | static_cast<std::uint32_t>(u16(bytes, at + 2)) << 16;
}

// The end record stands at the very end and says where the directory is, which ends where the record begins.
Result<BytesView> find_directory(BytesView file, std::size_t& offset, std::size_t& count) {
    if (file.size() < kEndSize) return malformed("too short");
    const auto end = file.last(kEndSize);
    if (u32(end, 0) != kEnd || u16(end, 20) != 0) return malformed("no end record at the end");
    if (u16(end, 4) != 0 || u16(end, 6) != 0 || u16(end, 8) != u16(end, 10)) return malformed("more than one disk");
    count = u16(end, 10);
    const std::size_t size = u32(end, 12);
    offset = u32(end, 16);
    const auto before = file.size() - kEndSize;
    if (size > before || offset != before - size) return malformed("directory does not end at the end record");
    return file.subspan(offset, size);
}

// Extra fields (id, size, bytes). Those that would say something else about name, size or packing are refused.
Result<Done> check_extra(BytesView extra) {
    for (std::size_t at = 0; at < extra.size();) {
        if (extra.size() - at < 4 || u16(extra, at + 2) > extra.size() - at - 4) return malformed("extra field");
        switch (u16(extra, at)) {
            case 0x0001: return malformed("ZIP64");
            case 0x7075: return malformed("a second name");
            case 0x0017:
            case 0x9901: return Error{Remedy::fix_input, errors::signing::encrypted_package, "an encrypted entry"};
            default: break;
        }
        at += 4u + u16(extra, at + 2);
    }
    return Done{};
}

Result<Done> check_name(std::string_view name, bool utf8) {
    if (name.empty() || name.size() > kMostName) return malformed("a name is empty or too long");
    const bool plain = std::all_of(name.begin(), name.end(), [](char c) { return c >= 0x20 && c < 0x7f && c != '\\' && c != ':'; });
    if (!plain) {
        const bool controls = std::any_of(name.begin(), name.end(), [](char c) {
            return static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '\\' || c == ':';
        });
        if (controls) return malformed("odd characters in a name");
        if (!utf8 || !is_utf8(name)) return malformed("a name is not UTF-8, or does not say so");
    }
    if (name.ends_with('/')) name.remove_suffix(1);
    for (std::size_t from = 0; from <= name.size();) {
        const auto to = std::min(name.find('/', from), name.size());
        const auto part = name.substr(from, to - from);
        if (part.empty() || part == "." || part == "..") return malformed("a name with empty steps, or that leaves its folder");
        from = to + 1;
    }
    return Done{};
}

struct Header {
    std::uint16_t flags = 0;
    std::uint16_t method = 0;
    std::uint32_t crc = 0, packed = 0, unpacked = 0;
    std::string_view name;
    std::size_t size = 0;  // of all of it
};

// The fields that both kinds of header have in the same order, from `at` of a header whose fixed part is `fixed` long.
Result<Header> read_header(BytesView bytes, std::size_t at, std::size_t fixed, std::size_t comment) {
    Header header;
    header.flags = u16(bytes, at);
    header.method = u16(bytes, at + 2);
    header.crc = u32(bytes, at + 8);
    header.packed = u32(bytes, at + 12);
    header.unpacked = u32(bytes, at + 16);
    const std::size_t name = u16(bytes, at + 20);
    const std::size_t extra = u16(bytes, at + 22);
    header.size = fixed + name + extra + comment;
    if (header.size > bytes.size()) return malformed("a header is cut off");
    header.name = as_text(bytes.subspan(fixed, name));
    TRY(check_extra(bytes.subspan(fixed + name, extra)));
    return header;
}

Result<Done> check_kind(const Header& header) {
    if ((header.flags & kEncrypted) != 0) return Error{Remedy::fix_input, errors::signing::encrypted_package, "an encrypted entry"};
    if ((header.flags & ~kKnownFlags) != 0) return malformed("odd flags");
    if (header.method != 0 && header.method != kDeflate) return malformed("packing method " + std::to_string(header.method));
    if (header.method == 0 && header.packed != header.unpacked) return malformed("a stored entry with two sizes");
    if (header.name.ends_with('/') && header.unpacked != 0) return malformed("a folder with content");
    return check_name(header.name, (header.flags & kUtf8) != 0);
}

// Length of the data descriptor behind the packed bytes: checksum and sizes once more, with or without a mark before.
Result<std::size_t> check_descriptor(BytesView rest, const Header& central) {
    const auto same = [&](std::size_t at) {
        return rest.size() >= at + 12 && u32(rest, at) == central.crc && u32(rest, at + 4) == central.packed &&
               u32(rest, at + 8) == central.unpacked;
    };
    if (rest.size() >= 4 && u32(rest, 0) == kDescriptor && same(4)) return std::size_t{16};
    if (same(0)) return std::size_t{12};
    return malformed("sizes behind an entry differ");
}

// Compares the local header with the central one; `end` becomes the offset behind all that belongs to the entry.
Result<Done> check_local(BytesView file, const Header& central, ZipEntry& entry, std::size_t& end) {
    if (entry.header > file.size() || file.size() - entry.header < kLocalSize) return malformed("a local header outside the file");
    const auto rest = file.subspan(entry.header);
    if (u32(rest, 0) != kLocalHeader) return malformed("no local header where one was said to be");
    LET(const auto local, read_header(rest, 6, kLocalSize, 0));
    if (local.name != central.name) return malformed("local and central name differ");
    if (local.flags != central.flags || local.method != central.method) return malformed("local and central flags differ");
    const bool follows = (central.flags & kSizesFollow) != 0;
    const bool agrees = local.crc == central.crc && local.packed == central.packed && local.unpacked == central.unpacked;
    const bool open = local.crc == 0 && local.packed == 0 && local.unpacked == 0;
    if (!agrees && !(follows && open)) return malformed("local and central sizes differ");
    entry.data = entry.header + local.size;
    if (entry.packed > file.size() - entry.data) return malformed("an entry is cut off");
    end = entry.data + entry.packed;
    if (follows) {
        LET(const auto size, check_descriptor(file.subspan(end), central));
        end += size;
    }
    return Done{};
}

struct Found {
    ZipEntry entry;
    std::size_t end = 0;
};

Result<Found> read_entry(BytesView file, BytesView directory, std::size_t& at) {
    const auto rest = directory.subspan(at);
    if (rest.size() < kCentralSize || u32(rest, 0) != kCentralHeader) return malformed("central header");
    if (u16(rest, 34) != 0) return malformed("more than one disk");
    LET(const auto central, read_header(rest, 8, kCentralSize, u16(rest, 32)));
    TRY(check_kind(central));
    Found found;
    auto& entry = found.entry;
    entry.name = std::string(central.name);
    entry.header = u32(rest, 42);
    entry.packed = central.packed;
    entry.unpacked = central.unpacked;
    entry.crc = central.crc;
    entry.deflated = central.method == kDeflate;
    TRY(check_local(file, central, entry, found.end));
    at += central.size;
    return found;
}

// In composed form, in lower case as far as ASCII goes: what programs and file systems take for the same name.
std::string folded(std::string_view name) {
    const auto composed = to_nfc(name);
    std::string lower(composed.has_value() ? *composed : std::string(name));
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    if (lower.ends_with('/')) lower.pop_back();
    return lower;
}

// No name twice in any spelling, and none that is both a file and a folder.
Result<Done> check_names(const std::vector<Found>& all) {
    std::set<std::string> names;
    std::set<std::string> files;
    for (const auto& one : all) {
        const auto name = folded(one.entry.name);
        if (!names.insert(name).second) return malformed("two entries are called " + one.entry.name);
        if (!one.entry.is_folder()) files.insert(name);
    }
    for (const auto& name : names) {
        for (auto slash = name.find('/'); slash != std::string::npos; slash = name.find('/', slash + 1)) {
            if (files.contains(name.substr(0, slash))) return malformed("a file that is a folder: " + name.substr(0, slash));
        }
    }
    return Done{};
}

// Entries follow each other without a gap from the first byte to the directory.
Result<Done> check_room(std::vector<Found>& all, std::size_t directory, const ZipLimits& limits) {
    std::sort(all.begin(), all.end(), [](const Found& a, const Found& b) { return a.entry.header < b.entry.header; });
    std::size_t at = 0;
    std::size_t unfolded = 0;
    for (const auto& one : all) {
        if (one.entry.header != at) return malformed("bytes between entries, or entries that overlap");
        at = one.end;
        if (one.entry.unpacked > limits.entry) return too_large("an entry");
        unfolded += one.entry.unpacked;
        if (unfolded > limits.unfolded) return too_large("unfolded");
    }
    if (at != directory) return malformed("bytes before the directory");
    if (unfolded > limits.ratio_from && unfolded / limits.ratio > directory) return too_large("ratio");
    return Done{};
}

struct Inflating {
    Inflating() { ok = inflateInit2(&stream, -MAX_WBITS) == Z_OK; }
    ~Inflating() { inflateEnd(&stream); }
    Inflating(const Inflating&) = delete;
    Inflating& operator=(const Inflating&) = delete;
    z_stream stream{};
    bool ok = false;
};

Result<Bytes> inflated(BytesView packed, std::size_t size) {
    Inflating inflating;
    if (!inflating.ok) return too_large("no memory for inflating");
    Bytes result(size + 1);  // a byte more than there should be, to see that there is none
    auto& stream = inflating.stream;
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(packed.data()));  // zlib only reads it
    stream.avail_in = static_cast<uInt>(packed.size());
    stream.next_out = reinterpret_cast<Bytef*>(result.data());
    stream.avail_out = static_cast<uInt>(result.size());
    const int code = ::inflate(&stream, Z_FINISH);
    if (code != Z_STREAM_END || stream.avail_in != 0 || stream.avail_out != 1) return malformed("a deflate stream is not what its header says");
    result.resize(size);
    return result;
}

void put16(Bytes& into, std::size_t value) {
    into.push_back(static_cast<std::byte>(value));
    into.push_back(static_cast<std::byte>(value >> 8));
}
void put32(Bytes& into, std::size_t value) {
    put16(into, value);
    put16(into, value >> 16);
}
void put(Bytes& into, std::string_view text) {
    const auto bytes = as_bytes(text);
    into.insert(into.end(), bytes.begin(), bytes.end());
}

// What goes into the new archive.
struct Outgoing {
    std::string name;
    bool deflated = false;
    std::uint32_t crc = 0;
    std::size_t unpacked = 0;
    Bytes packed;
};

std::uint32_t checksum(BytesView content) {
    return static_cast<std::uint32_t>(::crc32(0, reinterpret_cast<const Bytef*>(content.data()), static_cast<uInt>(content.size())));
}

Outgoing fold(std::string name, BytesView content) {
    Outgoing out;
    out.name = std::move(name);
    out.crc = checksum(content);
    out.unpacked = content.size();
    z_stream stream{};
    CONGVAN_INVARIANT(deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    out.packed.resize(deflateBound(&stream, static_cast<uLong>(content.size())));
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(content.data()));
    stream.avail_in = static_cast<uInt>(content.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.packed.data());
    stream.avail_out = static_cast<uInt>(out.packed.size());
    CONGVAN_INVARIANT(::deflate(&stream, Z_FINISH) == Z_STREAM_END);
    out.packed.resize(stream.total_out);
    deflateEnd(&stream);
    out.deflated = out.packed.size() < content.size();
    if (!out.deflated) out.packed.assign(content.begin(), content.end());
    return out;
}

// What both headers say in the same order.
void put_common(Bytes& into, const Outgoing& one) {
    const bool plain = std::all_of(one.name.begin(), one.name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    put16(into, 20);  // version needed: 2.0
    put16(into, plain ? 0 : kUtf8);
    put16(into, one.deflated ? kDeflate : 0);
    put16(into, 0);
    put16(into, 0x21);  // 1 January 1980
    put32(into, one.crc);
    put32(into, one.packed.size());
    put32(into, one.unpacked);
    put16(into, one.name.size());
    put16(into, 0);
}

Bytes written(const std::vector<Outgoing>& all) {
    Bytes file;
    Bytes directory;
    for (const auto& one : all) {
        const auto at = file.size();
        put32(file, kLocalHeader);
        put_common(file, one);
        put(file, one.name);
        file.insert(file.end(), one.packed.begin(), one.packed.end());
        put32(directory, kCentralHeader);
        put16(directory, 20);
        put_common(directory, one);
        for (int i = 0; i < 3; ++i) put16(directory, 0);  // comment, disk, internal attributes
        put32(directory, 0);
        put32(directory, at);
        put(directory, one.name);
    }
    const auto at = file.size();
    file.insert(file.end(), directory.begin(), directory.end());
    put32(file, kEnd);
    put32(file, 0);
    put16(file, all.size());
    put16(file, all.size());
    put32(file, directory.size());
    put32(file, at);
    put16(file, 0);
    return file;
}

}  // namespace

Result<ZipArchive> ZipArchive::open(BytesView file, const ZipLimits& limits) {
    if (file.size() > limits.file) return too_large("the file");
    std::size_t offset = 0;
    std::size_t count = 0;
    LET(const auto directory, find_directory(file, offset, count));
    if (count > limits.entries) return too_large("entries");
    std::vector<Found> all;
    std::size_t at = 0;
    for (std::size_t i = 0; i < count; ++i) {
        LET(auto found, read_entry(file, directory, at));
        all.push_back(std::move(found));
    }
    if (at != directory.size()) return malformed("bytes behind the last central header");
    TRY(check_names(all));
    TRY(check_room(all, offset, limits));
    ZipArchive archive;
    archive.file_ = file;
    for (auto& one : all) archive.entries_.push_back(std::move(one.entry));
    return archive;
}

const ZipEntry* ZipArchive::find(std::string_view name) const {
    const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const ZipEntry& one) { return one.name == name; });
    return found == entries_.end() ? nullptr : &*found;
}

Result<Bytes> ZipArchive::read(const ZipEntry& entry) const {
    const auto from = packed(entry);
    if (entry.deflated) {
        LET(auto content, inflated(from, entry.unpacked));
        if (checksum(content) != entry.crc) return malformed("checksum of " + entry.name);
        return content;
    }
    if (checksum(from) != entry.crc) return malformed("checksum of " + entry.name);
    return Bytes(from.begin(), from.end());
}

Bytes with_additions(const ZipArchive& archive, const std::vector<ZipAddition>& additions) {
    std::vector<Outgoing> all;
    const auto named = [&](std::string_view name) {
        return std::find_if(additions.begin(), additions.end(), [&](const ZipAddition& one) { return one.name == name; });
    };
    for (const auto& entry : archive.entries()) {
        const auto replaced = named(entry.name);
        if (replaced != additions.end()) {
            all.push_back(fold(entry.name, replaced->content));
            continue;
        }
        const auto packed = archive.packed(entry);
        all.push_back({entry.name, entry.deflated, entry.crc, entry.unpacked, Bytes(packed.begin(), packed.end())});
    }
    for (const auto& addition : additions) {
        if (archive.find(addition.name) == nullptr) all.push_back(fold(addition.name, addition.content));
    }
    return written(all);
}

}  // namespace congvan::signing::office
