#pragma once

// BlobStore in a folder of one machine:
//
//   ROOT/ab/ab34…           the content whose SHA-256 starts with ab, mode 0440; 256 folders 00 … ff
//   ROOT/incoming/…         content on its way in; whatever a crash leaves here is removed at the next start
//
// A content is written to a temporary file beside its place, flushed, renamed and its folder flushed, in this order,
// so a name always stands for all of its bytes. One read_write store per folder (the data directory's lock sees to
// that); other processes may read.

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string_view>

#include "usecases/ports/blob_store.hpp"

namespace congvan::blobs {

enum class Access { read_write, read_only };

struct FileStoreSettings {
    std::filesystem::path root;
    Access access = Access::read_write;

    // Called when a flush to disk failed, as in sqlite::Settings. Empty: the process is aborted.
    std::function<void(std::string_view why)> fatal;
};

class FileBlobStore final : public usecases::BlobStore {
public:
    // Makes the folders if they are missing. Fails: storage.unavailable · storage.full (retry_later).
    static Result<std::unique_ptr<FileBlobStore>> open(FileStoreSettings settings);

    Result<std::unique_ptr<usecases::BlobUpload>> begin() override;
    Result<std::unique_ptr<ByteSource>> open(const Sha256& digest) const override;
    Result<std::unique_ptr<RandomAccessBytes>> open_random(const Sha256& digest) const override;
    Result<bool> contains(const Sha256& digest) const override;
    Result<Done> remove(const Sha256& digest) override;
    Result<usecases::Swept> sweep(std::chrono::seconds age,
                                  const std::function<Result<bool>(const Sha256&)>& is_referenced) override;

    // Reads every content and returns the damaged ones. `keep_going` is asked before each.
    Result<std::vector<Sha256>> scrub(const std::function<bool()>& keep_going) const;

private:
    friend class FileUpload;
    explicit FileBlobStore(FileStoreSettings settings) : settings_(std::move(settings)) {}

    std::filesystem::path folder_of(const Sha256& digest) const;
    std::filesystem::path path_of(const Sha256& digest) const;
    Result<Done> prepare();
    // Gives the flushed file `temporary` its name, or drops it when the content is already there and sound.
    Result<Done> settle(const std::filesystem::path& temporary, const usecases::StoredBlob& blob);
    Error flush_failed(const std::filesystem::path& what);
    Result<Done> sweep_folder(const std::filesystem::path& folder, std::chrono::seconds age,
                              const std::function<Result<bool>(const Sha256&)>& is_referenced, usecases::Swept& swept);

    const FileStoreSettings settings_;
    std::mutex names_;  // held while a name appears, is renewed or goes
};

}  // namespace congvan::blobs
