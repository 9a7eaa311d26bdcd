#include "adapters/blobs/memory_blob_store.hpp"

#include "adapters/blobs/readers.hpp"
#include "errors/blobs.hpp"

namespace congvan::blobs {

class MemoryUpload final : public usecases::BlobUpload {
public:
    explicit MemoryUpload(MemoryBlobStore& store) : store_(store) {}

    Result<Done> write(BytesView bytes) override {
        content_.insert(content_.end(), bytes.begin(), bytes.end());
        return Done{};
    }
    Result<usecases::StoredBlob> finish() override {
        const usecases::StoredBlob blob{Sha256::of(content_), content_.size()};
        auto content = std::make_shared<const Bytes>(std::move(content_));
        store_.state_.with([&](auto& state) { state.entries[blob.digest] = {std::move(content), state.now}; });
        return blob;
    }

private:
    MemoryBlobStore& store_;
    Bytes content_;
};

Result<std::unique_ptr<usecases::BlobUpload>> MemoryBlobStore::begin() {
    return std::unique_ptr<usecases::BlobUpload>(std::make_unique<MemoryUpload>(*this));
}

Result<std::shared_ptr<const Bytes>> MemoryBlobStore::find(const Sha256& digest) const {
    const auto content = state_.with([&](const State& state) -> std::shared_ptr<const Bytes> {
        const auto found = state.entries.find(digest);
        return found == state.entries.end() ? nullptr : found->second.content;
    });
    if (content == nullptr) return Error{Remedy::fix_input, errors::blobs::unknown, digest.hex()};
    if (Sha256::of(*content) != digest) return Error{Remedy::call_operator, errors::blobs::damaged, digest.hex()};
    return content;
}

Result<std::unique_ptr<ByteSource>> MemoryBlobStore::open(const Sha256& digest) const {
    LET(auto content, find(digest));
    return source_of(std::move(content));
}

Result<std::unique_ptr<RandomAccessBytes>> MemoryBlobStore::open_random(const Sha256& digest) const {
    LET(auto content, find(digest));
    return random_access_of(std::move(content));
}

Result<bool> MemoryBlobStore::contains(const Sha256& digest) const {
    return state_.with([&](const State& state) { return state.entries.contains(digest); });
}

Result<Done> MemoryBlobStore::remove(const Sha256& digest) {
    state_.with([&](State& state) { state.entries.erase(digest); });
    return Done{};
}

Result<usecases::Swept> MemoryBlobStore::sweep(std::chrono::seconds age,
                                               const std::function<Result<bool>(const Sha256&)>& is_referenced) {
    const auto old = [&](const State& state, const Entry& entry) { return entry.stored_at <= state.now - age; };
    std::vector<Sha256> candidates;
    state_.with([&](const State& state) {
        for (const auto& [digest, entry] : state.entries) {
            if (old(state, entry)) candidates.push_back(digest);
        }
    });
    usecases::Swept swept;
    for (const auto& digest : candidates) {
        LET(const bool referenced, is_referenced(digest));
        if (referenced) continue;
        state_.with([&](State& state) {
            const auto found = state.entries.find(digest);
            if (found == state.entries.end() || !old(state, found->second)) return;
            ++swept.removed;
            swept.bytes += found->second.content->size();
            state.entries.erase(found);
        });
    }
    return swept;
}

void MemoryBlobStore::pass(std::chrono::seconds time) {
    state_.with([&](State& state) { state.now += time; });
}

void MemoryBlobStore::damage(const Sha256& digest) {
    state_.with([&](State& state) {
        auto& entry = state.entries.at(digest);
        auto content = *entry.content;
        CONGVAN_INVARIANT(!content.empty());
        content[content.size() / 2] ^= std::byte{1};
        entry.content = std::make_shared<const Bytes>(std::move(content));
    });
}

}  // namespace congvan::blobs
