#include "adapters/blobs/file_blob_store.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>

#include "adapters/blobs/files.hpp"
#include "adapters/blobs/readers.hpp"
#include "base/fault_point.hpp"
#include "errors/blobs.hpp"
#include "errors/storage.hpp"

namespace congvan::blobs {
namespace {

namespace fs = std::filesystem;

constexpr const char* kIncoming = "incoming";

Result<Done> make_folder(const fs::path& path) {
    if (mkdir(path.c_str(), 0750) == 0 || errno == EEXIST) return Done{};
    return file_error("mkdir", path);
}

// In whole seconds, by the clock that also stamps the files.
std::int64_t seconds_now() {
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec;
}

bool is_older(const fs::path& path, std::chrono::seconds age, std::uint64_t& size) {
    struct stat about {};
    if (stat(path.c_str(), &about) != 0 || !S_ISREG(about.st_mode)) return false;
    size = static_cast<std::uint64_t>(about.st_size);
    return about.st_mtim.tv_sec <= seconds_now() - age.count();
}

std::string next_temporary_name() {
    static std::atomic<std::uint64_t> next{0};
    return std::to_string(getpid()) + "-" + std::to_string(++next);
}

}  // namespace

// Content on its way into a FileBlobStore.
class FileUpload final : public usecases::BlobUpload {
public:
    FileUpload(FileBlobStore& store, fs::path path, File file)
        : store_(store), path_(std::move(path)), file_(std::move(file)) {}
    ~FileUpload() override {
        if (file_.is_open()) unlink(path_.c_str());
    }

    Result<Done> write(BytesView bytes) override {
        CONGVAN_INVARIANT(file_.is_open());
        TRY(file_.write_all(bytes, path_));
        digest_.add(bytes);
        size_ += bytes.size();
        return Done{};
    }

    Result<usecases::StoredBlob> finish() override {
        CONGVAN_INVARIANT(file_.is_open());
        const usecases::StoredBlob blob{digest_.finish(), size_};
        fault_point("blobs.before_flush");
        if (fchmod(file_.descriptor(), 0440) != 0) return file_error("chmod", path_);
        if (!file_.flush()) return store_.flush_failed(path_);
        fault_point("blobs.before_rename");
        TRY(store_.settle(path_, blob));
        file_.close();
        return blob;
    }

private:
    FileBlobStore& store_;
    const fs::path path_;
    File file_;  // open until finished: then the path is not ours any more
    Sha256Stream digest_;
    std::uint64_t size_ = 0;
};

Result<std::unique_ptr<FileBlobStore>> FileBlobStore::open(FileStoreSettings settings) {
    auto store = std::unique_ptr<FileBlobStore>(new FileBlobStore(std::move(settings)));
    if (store->settings_.access == Access::read_write) TRY(store->prepare());
    return store;
}

Result<Done> FileBlobStore::prepare() {
    TRY(make_folder(settings_.root));
    TRY(make_folder(settings_.root / kIncoming));
    for (int i = 0; i < 256; ++i) {
        const auto first = static_cast<std::byte>(i);
        TRY(make_folder(settings_.root / to_hex({&first, 1})));
    }
    LET(const auto folder, File::open(settings_.root, O_RDONLY | O_DIRECTORY));
    if (!folder.flush()) return flush_failed(settings_.root);
    std::error_code problem;
    for (const auto& left : fs::directory_iterator(settings_.root / kIncoming, problem)) {
        std::error_code ignored;  // gone is gone
        fs::remove(left.path(), ignored);
    }
    if (problem) return Error{Remedy::retry_later, errors::storage::unavailable, problem.message()};
    return Done{};
}

fs::path FileBlobStore::folder_of(const Sha256& digest) const { return settings_.root / digest.hex().substr(0, 2); }

fs::path FileBlobStore::path_of(const Sha256& digest) const { return folder_of(digest) / digest.hex(); }

Error FileBlobStore::flush_failed(const fs::path& what) {
    const auto error = file_error("flush", what);
    if (!settings_.fatal) {
        std::fprintf(stderr, "congvan stops: a flush to disk failed: %s\n", error.detail.c_str());
        std::abort();
    }
    settings_.fatal(error.detail);
    return error;
}

Result<std::unique_ptr<usecases::BlobUpload>> FileBlobStore::begin() {
    CONGVAN_INVARIANT(settings_.access == Access::read_write);
    const auto path = settings_.root / kIncoming / next_temporary_name();
    LET(auto file, File::open(path, O_WRONLY | O_CREAT | O_EXCL, 0640));
    return std::unique_ptr<usecases::BlobUpload>(std::make_unique<FileUpload>(*this, path, std::move(file)));
}

Result<Done> FileBlobStore::settle(const fs::path& temporary, const usecases::StoredBlob& blob) {
    const auto path = path_of(blob.digest);
    // What lies there already may have rotted, and here is a sound copy: so it is read once more before it is trusted.
    const bool sound = [&] {
        const auto there = File::open(path, O_RDONLY);
        if (!there.has_value()) return false;
        const auto digest = digest_of(*there);
        return digest.has_value() && *digest == blob.digest;
    }();
    const std::lock_guard lock(names_);
    if (sound && utimensat(AT_FDCWD, path.c_str(), nullptr, 0) == 0) {  // it fails when a sweep was faster
        unlink(temporary.c_str());
    } else if (rename(temporary.c_str(), path.c_str()) != 0) {
        return file_error("rename", path);
    }
    fault_point("blobs.after_rename");
    // Also for a name that was there: whoever made it may have died before this.
    LET(const auto folder, File::open(folder_of(blob.digest), O_RDONLY | O_DIRECTORY));
    if (!folder.flush()) return flush_failed(folder_of(blob.digest));
    return Done{};
}

Result<std::unique_ptr<ByteSource>> FileBlobStore::open(const Sha256& digest) const {
    return open_source(path_of(digest), digest);
}

Result<std::unique_ptr<RandomAccessBytes>> FileBlobStore::open_random(const Sha256& digest) const {
    return open_verified(path_of(digest), digest);
}

Result<bool> FileBlobStore::contains(const Sha256& digest) const {
    const auto path = path_of(digest);
    if (access(path.c_str(), F_OK) == 0) return true;
    if (errno == ENOENT) return false;
    return file_error("access", path);
}

Result<Done> FileBlobStore::remove(const Sha256& digest) {
    CONGVAN_INVARIANT(settings_.access == Access::read_write);
    const auto path = path_of(digest);
    const std::lock_guard lock(names_);
    if (unlink(path.c_str()) == 0 || errno == ENOENT) return Done{};
    return file_error("unlink", path);
}

Result<usecases::Swept> FileBlobStore::sweep(std::chrono::seconds age,
                                             const std::function<Result<bool>(const Sha256&)>& is_referenced) {
    CONGVAN_INVARIANT(settings_.access == Access::read_write);
    usecases::Swept swept;
    for (int i = 0; i < 256; ++i) {
        const auto first = static_cast<std::byte>(i);
        TRY(sweep_folder(settings_.root / to_hex({&first, 1}), age, is_referenced, swept));
    }
    std::error_code ignored;  // an upload that ended meanwhile
    for (const auto& left : fs::directory_iterator(settings_.root / kIncoming, ignored)) {
        std::uint64_t size = 0;
        if (is_older(left.path(), age, size)) unlink(left.path().c_str());
    }
    return swept;
}

Result<Done> FileBlobStore::sweep_folder(const fs::path& folder, std::chrono::seconds age,
                                         const std::function<Result<bool>(const Sha256&)>& is_referenced,
                                         usecases::Swept& swept) {
    std::error_code problem;
    for (const auto& entry : fs::directory_iterator(folder, problem)) {
        const auto digest = Sha256::parse(entry.path().filename().string());
        std::uint64_t size = 0;
        if (!digest.has_value() || !is_older(entry.path(), age, size)) continue;
        LET(const bool referenced, is_referenced(*digest));
        if (referenced) continue;
        const std::lock_guard lock(names_);
        // Asked again: whoever stores the content now has made it young, and will refer to it.
        if (!is_older(entry.path(), age, size)) continue;
        if (unlink(entry.path().c_str()) != 0) return file_error("unlink", entry.path());
        ++swept.removed;
        swept.bytes += size;
    }
    if (problem) return Error{Remedy::retry_later, errors::storage::unavailable, problem.message()};
    return Done{};
}

Result<std::vector<Sha256>> FileBlobStore::scrub(const std::function<bool()>& keep_going) const {
    std::vector<Sha256> damaged;
    std::error_code problem;
    for (const auto& entry : fs::recursive_directory_iterator(settings_.root, problem)) {
        const auto digest = Sha256::parse(entry.path().filename().string());
        if (!digest.has_value()) continue;
        if (!keep_going()) return damaged;
        auto file = File::open(entry.path(), O_RDONLY);
        if (!file.has_value()) continue;  // removed meanwhile
        auto found = digest_of(*file);
        if (!found.has_value() || *found != *digest) damaged.push_back(*digest);
    }
    if (problem) return Error{Remedy::retry_later, errors::storage::unavailable, problem.message()};
    return damaged;
}

}  // namespace congvan::blobs
