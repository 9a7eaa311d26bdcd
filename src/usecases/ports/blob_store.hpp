#pragma once

// Where the bytes of files live: each content once, under its SHA-256, never changed. What is written here is not
// yet part of the product: a record that names the digest makes it so, in its own transaction, afterwards. Content
// that no record names is swept later (a client or the server died between upload and commit).
//
// Memory does not grow with the size of the content. One store may be used from many threads at once; one upload,
// one source by one thread at a time.

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>

#include "base/bytes.hpp"
#include "base/digest.hpp"
#include "base/result.hpp"

namespace congvan::usecases {

struct StoredBlob {
    Sha256 digest;
    std::uint64_t size = 0;  // bytes

    friend bool operator==(const StoredBlob&, const StoredBlob&) = default;
};

// Content on its way in. Given up without `finish`, it leaves nothing behind.
// Both fail: storage.full · storage.unavailable (retry_later).
class BlobUpload : public ByteSink {
public:
    // Ends the content. Durable and readable on return. Once only; nothing may be written afterwards.
    virtual Result<StoredBlob> finish() = 0;
};

struct Swept {
    std::uint64_t removed = 0;  // contents
    std::uint64_t bytes = 0;
};

class BlobStore {
public:
    virtual ~BlobStore() = default;

    // Fails: storage.full · storage.unavailable (retry_later).
    virtual Result<std::unique_ptr<BlobUpload>> begin() = 0;

    // The content from its first byte. Damaged content never reaches its end: up to 1 MiB it fails here, larger
    // content fails in the last read. The store must outlive the source.
    // Fails: blobs.unknown (fix_input) · blobs.damaged (call_operator) · storage.unavailable (retry_later).
    virtual Result<std::unique_ptr<ByteSource>> open(const Sha256& digest) const = 0;

    // The content at any offset, verified from end to end before this returns. Fails as open.
    virtual Result<std::unique_ptr<RandomAccessBytes>> open_random(const Sha256& digest) const = 0;

    // Whether the content is there, unread. Fails: storage.unavailable (retry_later).
    virtual Result<bool> contains(const Sha256& digest) const = 0;

    // Removes the content if it is there. Only for what no record names. Fails: storage.unavailable (retry_later).
    virtual Result<Done> remove(const Sha256& digest) = 0;

    // Removes every content and every interrupted upload last stored more than `age` ago (by the store's own clock,
    // which no demonstration steers) for which `is_referenced` says no. Storing a content again renews its age, so
    // with `age` longer than any transaction nothing that is about to be referenced is lost. 24 hours in service.
    // Fails: as `is_referenced` does · storage.unavailable (retry_later).
    virtual Result<Swept> sweep(std::chrono::seconds age,
                                const std::function<Result<bool>(const Sha256&)>& is_referenced) = 0;

    // All of `source`. Fails as begin and the upload, and as the source.
    Result<StoredBlob> put(ByteSource& source) {
        LET(auto upload, begin());
        TRY(copy(source, *upload));
        return upload->finish();
    }
    Result<StoredBlob> put(BytesView content) {
        MemorySource source(content);
        return put(source);
    }
};

}  // namespace congvan::usecases
