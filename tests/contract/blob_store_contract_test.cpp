// Everything that claims to be a BlobStore: the folder and its fake.

#include <gtest/gtest.h>

#include <fcntl.h>
#include <sys/stat.h>

#include <fstream>
#include <optional>
#include <thread>

#include "adapters/blobs/file_blob_store.hpp"
#include "adapters/blobs/memory_blob_store.hpp"
#include "support/results.hpp"
#include "support/temporary_folder.hpp"

namespace congvan::contract {
namespace {

namespace fs = std::filesystem;
using testing_support::code_of;
using testing_support::must;

constexpr std::size_t kLarge = 3 * 1024 * 1024 + 17;  // beyond what is verified at once

Bytes content_of(std::size_t size, unsigned seed) {
    Bytes content(size);
    std::uint32_t state = seed * 2654435761U + 1;
    for (auto& byte : content) {
        state = state * 1664525U + 1013904223U;
        byte = static_cast<std::byte>(state >> 24);
    }
    return content;
}

// A store with the two things a test needs besides: rot and age.
class Space {
public:
    virtual ~Space() = default;
    virtual usecases::BlobStore& store() = 0;
    virtual void damage(const Sha256& digest) = 0;
    virtual void age_all(std::chrono::seconds by) = 0;
};

class MemorySpace final : public Space {
public:
    usecases::BlobStore& store() override { return store_; }
    void damage(const Sha256& digest) override { store_.damage(digest); }
    void age_all(std::chrono::seconds by) override { store_.pass(by); }

private:
    blobs::MemoryBlobStore store_;
};

class FileSpace final : public Space {
public:
    usecases::BlobStore& store() override { return *store_; }
    void damage(const Sha256& digest) override {
        const auto path = path_of(digest);
        chmod(path.c_str(), 0640);
        std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
        const auto middle = static_cast<std::streamoff>(fs::file_size(path) / 2);
        file.seekg(middle);
        const char old = static_cast<char>(file.get());
        file.seekp(middle);
        file.put(static_cast<char>(old ^ 1));
    }
    void age_all(std::chrono::seconds by) override {
        for (const auto& entry : fs::recursive_directory_iterator(root())) {
            if (entry.is_regular_file()) fs::last_write_time(entry.path(), fs::last_write_time(entry.path()) - by);
        }
    }
    fs::path root() const { return folder_.path() / "blobs"; }
    fs::path path_of(const Sha256& digest) const { return root() / digest.hex().substr(0, 2) / digest.hex(); }
    blobs::FileBlobStore& files() { return *store_; }

private:
    testing_support::TemporaryFolder folder_;
    std::unique_ptr<blobs::FileBlobStore> store_ = must(blobs::FileBlobStore::open({root(), blobs::Access::read_write, {}}));
};

class BlobStoreTest : public ::testing::TestWithParam<const char*> {
protected:
    BlobStoreTest() {
        if (GetParam() == std::string_view("memory")) space_ = std::make_unique<MemorySpace>();
        if (GetParam() == std::string_view("files")) space_ = std::make_unique<FileSpace>();
    }
    usecases::BlobStore& store() { return space_->store(); }
    Result<Bytes> read(const Sha256& digest) {
        LET(const auto source, store().open(digest));
        return read_all(*source, kLarge * 2);
    }
    std::unique_ptr<Space> space_;
};

INSTANTIATE_TEST_SUITE_P(Blobs, BlobStoreTest, ::testing::Values("memory", "files"),
                         [](const auto& info) { return std::string(info.param); });

const auto kNobody = [](const Sha256&) -> Result<bool> { return false; };

TEST_P(BlobStoreTest, GivesBackWhatWasStoredUnderItsDigest) {
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{65536}, std::size_t{1024 * 1024},
                                   std::size_t{1024 * 1024 + 1}, kLarge}) {
        const auto content = content_of(size, 1);
        const auto blob = must(store().put(content));
        EXPECT_EQ(blob, (usecases::StoredBlob{Sha256::of(content), size}));
        EXPECT_TRUE(must(store().contains(blob.digest)));
        EXPECT_EQ(must(read(blob.digest)), content);
    }
}

TEST_P(BlobStoreTest, StoresTheSameContentOnce) {
    const auto content = content_of(1000, 2);
    EXPECT_EQ(must(store().put(content)), must(store().put(content)));
    EXPECT_EQ(must(read(Sha256::of(content))), content);
    space_->age_all(std::chrono::hours(1));
    EXPECT_EQ(must(store().sweep(std::chrono::minutes(1), kNobody)).removed, 1U);
}

TEST_P(BlobStoreTest, ReadsAtAnyOffsetFromManyThreads) {
    const auto content = content_of(kLarge, 3);
    const auto blob = must(store().put(content));
    const auto bytes = must(store().open_random(blob.digest));
    ASSERT_EQ(bytes->size(), content.size());
    std::vector<std::thread> threads;
    for (std::size_t t = 0; t < 4; ++t) {
        threads.emplace_back([&, t] {
            for (const std::size_t offset : {std::size_t{0}, t * 700'001, content.size() - 1000}) {
                Bytes part(1000);
                must(bytes->read_at(offset, part));
                EXPECT_TRUE(std::equal(part.begin(), part.end(), content.begin() + static_cast<std::ptrdiff_t>(offset)));
            }
        });
    }
    for (auto& thread : threads) thread.join();
    must(bytes->read_at(content.size(), {}));
}

TEST_P(BlobStoreTest, DoesNotKnowWhatWasNeverStored) {
    const auto digest = Sha256::of(as_bytes("chưa có"));
    EXPECT_EQ(code_of(store().open(digest)), "blobs.unknown");
    EXPECT_EQ(code_of(store().open_random(digest)), "blobs.unknown");
    EXPECT_FALSE(must(store().contains(digest)));
    must(store().remove(digest));
}

TEST_P(BlobStoreTest, ForgetsAnUploadThatWasGivenUp) {
    const auto content = content_of(100'000, 4);
    {
        const auto upload = must(store().begin());
        must(upload->write(content));
    }
    EXPECT_FALSE(must(store().contains(Sha256::of(content))));
}

TEST_P(BlobStoreTest, NeverServesASmallDamagedContent) {
    const auto blob = must(store().put(content_of(1000, 5)));
    space_->damage(blob.digest);
    EXPECT_EQ(code_of(store().open(blob.digest)), "blobs.damaged");
    EXPECT_EQ(code_of(store().open_random(blob.digest)), "blobs.damaged");
}

TEST_P(BlobStoreTest, NeverServesALargeDamagedContentToItsEnd) {
    const auto content = content_of(kLarge, 6);
    const auto blob = must(store().put(content));
    space_->damage(blob.digest);
    EXPECT_EQ(code_of(read(blob.digest)), "blobs.damaged");
    EXPECT_EQ(code_of(store().open_random(blob.digest)), "blobs.damaged");
}

TEST_P(BlobStoreTest, HealsADamagedContentWhenItIsStoredAgain) {
    const auto content = content_of(5000, 7);
    const auto blob = must(store().put(content));
    space_->damage(blob.digest);
    must(store().put(content));
    EXPECT_EQ(must(read(blob.digest)), content);
}

TEST_P(BlobStoreTest, RemovesOneContentAlone) {
    const auto first = must(store().put(content_of(10, 8)));
    const auto second = must(store().put(content_of(10, 9)));
    must(store().remove(first.digest));
    EXPECT_EQ(code_of(store().open(first.digest)), "blobs.unknown");
    EXPECT_TRUE(must(store().contains(second.digest)));
}

TEST_P(BlobStoreTest, SweepsWhatIsOldAndWhatNobodyRefersTo) {
    const auto referenced = must(store().put(content_of(10, 10)));
    const auto orphan = must(store().put(content_of(20, 11)));
    const auto renewed = must(store().put(content_of(30, 12)));
    space_->age_all(std::chrono::hours(25));
    const auto young = must(store().put(content_of(40, 13)));
    must(store().put(content_of(30, 12)));
    const auto swept = must(store().sweep(std::chrono::hours(24), [&](const Sha256& digest) -> Result<bool> {
        return digest == referenced.digest;
    }));
    EXPECT_EQ(swept.removed, 1U);
    EXPECT_EQ(swept.bytes, 20U);
    EXPECT_FALSE(must(store().contains(orphan.digest)));
    for (const auto& kept : {referenced, renewed, young}) EXPECT_TRUE(must(store().contains(kept.digest)));
}

TEST_P(BlobStoreTest, StopsSweepingWhenItCannotLearnWhoRefers) {
    must(store().put(content_of(10, 14)));
    space_->age_all(std::chrono::hours(25));
    EXPECT_EQ(code_of(store().sweep(std::chrono::hours(24), [](const Sha256&) -> Result<bool> {
        return Error{Remedy::retry_later, "storage.unavailable", ""};
    })), "storage.unavailable");
    EXPECT_TRUE(must(store().contains(Sha256::of(content_of(10, 14)))));
}

TEST_P(BlobStoreTest, TakesTheSameContentFromManyThreadsAtOnce) {
    const auto content = content_of(200'000, 15);
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t) {
        threads.emplace_back([&] {
            for (int i = 0; i < 5; ++i) EXPECT_EQ(must(read(must(store().put(content)).digest)), content);
        });
    }
    for (auto& thread : threads) thread.join();
}

TEST(FileBlobStoreTest, KeepsFilesThatNobodyMayChange) {
    FileSpace space;
    const auto blob = must(space.store().put(content_of(100, 16)));
    struct stat about {};
    ASSERT_EQ(stat(space.path_of(blob.digest).c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 07777, 0440U);
}

TEST(FileBlobStoreTest, LeavesNothingOfAnInterruptedUpload) {
    FileSpace space;
    {
        const auto upload = must(space.store().begin());
        must(upload->write(content_of(100, 17)));
        EXPECT_FALSE(fs::is_empty(space.root() / "incoming"));
    }
    EXPECT_TRUE(fs::is_empty(space.root() / "incoming"));
    std::ofstream(space.root() / "incoming" / "of-a-killed-process") << "half";
    const auto reader = must(blobs::FileBlobStore::open({space.root(), blobs::Access::read_only, {}}));
    EXPECT_FALSE(fs::is_empty(space.root() / "incoming"));
    const auto next_start = must(blobs::FileBlobStore::open({space.root(), blobs::Access::read_write, {}}));
    EXPECT_TRUE(fs::is_empty(space.root() / "incoming"));
}

TEST(FileBlobStoreTest, RefusesATruncatedAndASwappedFile) {
    FileSpace space;
    const auto first = must(space.store().put(content_of(kLarge, 18)));
    const auto second = must(space.store().put(content_of(kLarge, 19)));
    fs::rename(space.path_of(first.digest), space.root() / "aside");
    fs::copy_file(space.path_of(second.digest), space.path_of(first.digest));
    const auto source = must(space.store().open(first.digest));
    EXPECT_EQ(code_of(read_all(*source, kLarge * 2)), "blobs.damaged");
    fs::resize_file(space.path_of(second.digest), kLarge - 1);
    const auto truncated = must(space.store().open(second.digest));
    EXPECT_EQ(code_of(read_all(*truncated, kLarge * 2)), "blobs.damaged");
    fs::resize_file(space.path_of(second.digest), 0);
    EXPECT_EQ(code_of(space.store().open(second.digest)), "blobs.damaged");
}

TEST(FileBlobStoreTest, FindsEveryDamagedFileWhenItScrubs) {
    FileSpace space;
    std::vector<Sha256> damaged;
    for (unsigned i = 0; i < 20; ++i) {
        const auto blob = must(space.store().put(content_of(1000 + i, 100 + i)));
        if (i % 5 == 0) {
            space.damage(blob.digest);
            damaged.push_back(blob.digest);
        }
    }
    auto found = must(space.files().scrub([] { return true; }));
    std::sort(found.begin(), found.end());
    std::sort(damaged.begin(), damaged.end());
    EXPECT_EQ(found, damaged);
}

TEST(FileBlobStoreTest, NeverWritesThroughALinkLaidInItsWay) {
    FileSpace space;
    const auto upload = must(space.store().begin());
    const auto name = fs::directory_iterator(space.root() / "incoming")->path().filename().string();
    const auto dash = name.rfind('-');
    const auto next = name.substr(0, dash + 1) + std::to_string(std::stoull(name.substr(dash + 1)) + 1);
    fs::create_symlink("/dev/full", space.root() / "incoming" / next);
    EXPECT_EQ(code_of(space.store().begin()), "storage.unavailable");
}

}  // namespace
}  // namespace congvan::contract
