#pragma once

// Answers of authorities kept in a folder, oldest dropped first. A file that cannot be read or written is as if it were
// not there: what is kept saves asking, nothing depends on it. One instance may be used from many threads at once.

#include <filesystem>
#include <map>
#include <memory>
#include <optional>

#include "base/digest.hpp"
#include "base/guarded.hpp"
#include "base/instant.hpp"

namespace congvan::trust {

struct CacheLimits {
    std::size_t files = 4096;
    std::uint64_t bytes = 256u << 20;
};

class EvidenceCache {
public:
    // `folder` is made when it is missing; what other files stand there is left alone.
    explicit EvidenceCache(std::filesystem::path folder, CacheLimits limits = {});

    struct Kept {
        Bytes content;
        Instant since;
    };
    std::optional<Kept> find(const Sha256& key) const;
    void keep(const Sha256& key, BytesView content, Instant now);

private:
    struct Entry {
        std::uint64_t size = 0;
        Instant since;
    };
    using Entries = std::map<Sha256, Entry>;
    std::filesystem::path file_of(const Sha256& key) const;
    void make_room(Entries& entries, std::uint64_t size) const;

    std::filesystem::path folder_;
    CacheLimits limits_;
    Guarded<Entries> entries_;
};

}  // namespace congvan::trust
