#pragma once

// BlobStore in memory, for tests that need no disk. Passes the same suite as the real one. Its clock for `sweep` is a
// counter of seconds that the test moves.

#include <map>
#include <memory>

#include "base/guarded.hpp"
#include "usecases/ports/blob_store.hpp"

namespace congvan::blobs {

class MemoryBlobStore final : public usecases::BlobStore {
public:
    Result<std::unique_ptr<usecases::BlobUpload>> begin() override;
    Result<std::unique_ptr<ByteSource>> open(const Sha256& digest) const override;
    Result<std::unique_ptr<RandomAccessBytes>> open_random(const Sha256& digest) const override;
    Result<bool> contains(const Sha256& digest) const override;
    Result<Done> remove(const Sha256& digest) override;
    Result<usecases::Swept> sweep(std::chrono::seconds age,
                                  const std::function<Result<bool>(const Sha256&)>& is_referenced) override;

    void pass(std::chrono::seconds time);
    // Changes one byte of the content, as a failing disk would.
    void damage(const Sha256& digest);

private:
    friend class MemoryUpload;
    struct Entry {
        std::shared_ptr<const Bytes> content;
        std::chrono::seconds stored_at{0};
    };
    struct State {
        std::map<Sha256, Entry> entries;
        std::chrono::seconds now{0};
    };
    Result<std::shared_ptr<const Bytes>> find(const Sha256& digest) const;

    Guarded<State> state_;
};

}  // namespace congvan::blobs
