#include "adapters/trust/evidence_cache.hpp"

#include <algorithm>
#include <atomic>
#include <fstream>

namespace congvan::trust {
namespace {

namespace fs = std::filesystem;

// Since when, as eight bytes, highest first; then the content.
constexpr std::size_t kHead = 8;
constexpr std::string_view kEnding = ".evidence";

std::optional<Instant> read_head(std::istream& file) {
    char head[kHead];
    if (!file.read(head, kHead)) return std::nullopt;
    std::uint64_t value = 0;
    for (const char byte : head) value = value << 8 | static_cast<unsigned char>(byte);
    return from_microseconds(static_cast<std::int64_t>(value));
}

std::optional<Sha256> key_of(const fs::path& path) {
    if (path.extension() != kEnding) return std::nullopt;
    const auto key = Sha256::parse(path.stem().string());
    return key.has_value() ? std::optional(*key) : std::nullopt;
}

}  // namespace

EvidenceCache::EvidenceCache(fs::path folder, CacheLimits limits) : folder_(std::move(folder)), limits_(limits) {
    std::error_code failure;
    fs::create_directories(folder_, failure);
    Entries found;
    for (fs::directory_iterator at(folder_, failure), end; !failure && at != end; at.increment(failure)) {
        const auto key = key_of(at->path());
        if (!key) continue;
        std::ifstream file(at->path(), std::ios::binary);
        const auto since = read_head(file);
        std::error_code unread;
        const auto size = fs::file_size(at->path(), unread);
        if (since && !unread && size > kHead) found[*key] = {size - kHead, *since};
    }
    make_room(found, 0);
    entries_.with([&](Entries& entries) { entries = std::move(found); });
}

fs::path EvidenceCache::file_of(const Sha256& key) const { return folder_ / (key.hex() + std::string(kEnding)); }

void EvidenceCache::make_room(Entries& entries, std::uint64_t size) const {
    std::uint64_t total = size;
    for (const auto& [key, entry] : entries) total += entry.size;
    const std::size_t coming = size > 0 ? 1 : 0;
    while (!entries.empty() && (total > limits_.bytes || entries.size() + coming > limits_.files)) {
        const auto oldest = std::min_element(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
            return a.second.since < b.second.since;
        });
        std::error_code failure;
        fs::remove(file_of(oldest->first), failure);
        total -= oldest->second.size;
        entries.erase(oldest);
    }
}

std::optional<EvidenceCache::Kept> EvidenceCache::find(const Sha256& key) const {
    const auto entry = entries_.with([&](const Entries& entries) {
        const auto found = entries.find(key);
        return found == entries.end() ? std::optional<Entry>() : found->second;
    });
    if (!entry) return std::nullopt;
    std::ifstream file(file_of(key), std::ios::binary);
    const auto since = read_head(file);
    if (!since) return std::nullopt;
    Kept kept{Bytes(entry->size), *since};
    if (!file.read(reinterpret_cast<char*>(kept.content.data()), static_cast<std::streamsize>(entry->size))) return std::nullopt;
    return kept;
}

void EvidenceCache::keep(const Sha256& key, BytesView content, Instant now) {
    if (content.empty() || content.size() > limits_.bytes) return;
    static std::atomic<unsigned> counter = 0;
    const auto temporary = folder_ / (key.hex() + "." + std::to_string(++counter) + ".new");
    char head[kHead];
    auto value = static_cast<std::uint64_t>(to_microseconds(now));
    for (std::size_t i = kHead; i-- > 0; value >>= 8) head[i] = static_cast<char>(value & 0xFF);
    std::ofstream file(temporary, std::ios::binary | std::ios::trunc);
    file.write(head, kHead);
    file.write(reinterpret_cast<const char*>(content.data()), static_cast<std::streamsize>(content.size()));
    file.close();
    entries_.with([&](Entries& entries) {
        std::error_code failure;
        entries.erase(key);
        make_room(entries, content.size());
        if (file) fs::rename(temporary, file_of(key), failure);
        if (!file || failure) {
            fs::remove(temporary, failure);
        } else {
            entries[key] = {content.size(), now};
        }
    });
}

}  // namespace congvan::trust
