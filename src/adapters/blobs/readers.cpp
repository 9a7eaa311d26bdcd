#include "adapters/blobs/readers.hpp"

#include <fcntl.h>

#include <cerrno>

#include "adapters/blobs/files.hpp"
#include "errors/blobs.hpp"
#include "errors/storage.hpp"

namespace congvan::blobs {
namespace {

Error damaged(const Sha256& digest) { return {Remedy::call_operator, errors::blobs::damaged, digest.hex()}; }

Result<File> open_file(const std::filesystem::path& path, const Sha256& digest) {
    auto file = File::open(path, O_RDONLY);
    if (!file.has_value() && errno == ENOENT) return Error{Remedy::fix_input, errors::blobs::unknown, digest.hex()};
    return file;
}

class FromMemory final : public ByteSource, public RandomAccessBytes {
public:
    explicit FromMemory(std::shared_ptr<const Bytes> content) : content_(std::move(content)), rest_(*content_) {}

    Result<std::size_t> read(std::span<std::byte> into) override { return rest_.read(into); }
    std::uint64_t size() const override { return content_->size(); }
    Result<Done> read_at(std::uint64_t offset, std::span<std::byte> into) const override {
        CONGVAN_INVARIANT(offset <= content_->size() && into.size() <= content_->size() - offset);
        std::copy_n(content_->begin() + static_cast<std::ptrdiff_t>(offset), into.size(), into.begin());
        return Done{};
    }

private:
    std::shared_ptr<const Bytes> content_;
    MemorySource rest_;
};

// A large file. The piece that reaches its end is handed out only if all of it had the right digest.
class VerifyingSource final : public ByteSource {
public:
    VerifyingSource(File file, std::uint64_t size, const Sha256& expected)
        : file_(std::move(file)), size_(size), expected_(expected) {}

    Result<std::size_t> read(std::span<std::byte> into) override {
        if (broken_) return damaged(expected_);
        if (at_ == size_ || into.empty()) return std::size_t{0};
        const auto want = std::min<std::uint64_t>(into.size(), size_ - at_);
        const auto piece = into.first(static_cast<std::size_t>(want));
        LET(const auto got, file_.read_at(at_, piece));
        digest_.add(piece.first(got));
        at_ += got;
        if (got == piece.size() && at_ < size_) return got;
        if (got < piece.size() || digest_.finish() != expected_) {  // it shrank, or it is not what its name says
            broken_ = true;
            std::fill(piece.begin(), piece.end(), std::byte{0});
            return damaged(expected_);
        }
        return got;
    }

private:
    File file_;
    const std::uint64_t size_;
    const Sha256 expected_;
    std::uint64_t at_ = 0;
    Sha256Stream digest_;
    bool broken_ = false;
};

class VerifiedFile final : public RandomAccessBytes {
public:
    VerifiedFile(File file, std::uint64_t size) : file_(std::move(file)), size_(size) {}

    std::uint64_t size() const override { return size_; }
    Result<Done> read_at(std::uint64_t offset, std::span<std::byte> into) const override {
        CONGVAN_INVARIANT(offset <= size_ && into.size() <= size_ - offset);
        LET(const auto got, file_.read_at(offset, into));
        if (got != into.size()) return Error{Remedy::call_operator, errors::blobs::damaged, "a stored file shrank"};
        return Done{};
    }

private:
    const File file_;
    const std::uint64_t size_;
};

Result<std::shared_ptr<const Bytes>> read_small(const File& file, std::uint64_t size, const Sha256& digest) {
    auto content = std::make_shared<Bytes>(static_cast<std::size_t>(size));
    LET(const auto got, file.read_at(0, *content));
    if (got != size || Sha256::of(*content) != digest) return damaged(digest);
    return std::shared_ptr<const Bytes>(std::move(content));
}

}  // namespace

Result<std::unique_ptr<ByteSource>> open_source(const std::filesystem::path& path, const Sha256& digest) {
    LET(auto file, open_file(path, digest));
    LET(const auto size, file.size(path));
    if (size <= kVerifiedAtOnce) {
        LET(auto content, read_small(file, size, digest));
        return source_of(std::move(content));
    }
    return std::unique_ptr<ByteSource>(std::make_unique<VerifyingSource>(std::move(file), size, digest));
}

Result<std::unique_ptr<RandomAccessBytes>> open_verified(const std::filesystem::path& path, const Sha256& digest) {
    LET(auto file, open_file(path, digest));
    LET(const auto size, file.size(path));
    if (size <= kVerifiedAtOnce) {
        LET(auto content, read_small(file, size, digest));
        return random_access_of(std::move(content));
    }
    LET(const auto found, digest_of(file));
    if (found != digest) return damaged(digest);
    return std::unique_ptr<RandomAccessBytes>(std::make_unique<VerifiedFile>(std::move(file), size));
}

std::unique_ptr<ByteSource> source_of(std::shared_ptr<const Bytes> content) {
    return std::make_unique<FromMemory>(std::move(content));
}

std::unique_ptr<RandomAccessBytes> random_access_of(std::shared_ptr<const Bytes> content) {
    return std::make_unique<FromMemory>(std::move(content));
}

}  // namespace congvan::blobs
