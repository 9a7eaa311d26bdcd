#pragma once

// Files on their way into documents.

#include "usecases/caller.hpp"

namespace congvan::usecases {

inline constexpr std::uint64_t kMostUpload = std::uint64_t{2} << 30;  // bytes
inline constexpr std::chrono::hours kUploadKept{24};

// Streams `content` into the store, looks at what it is, and keeps it for the caller. A refused file leaves nothing.
// `replayed` when the same file came under the same key before.
// Fails: base.too_large, as Converter::inspect (fix_input), as the store and the source fail.
Result<Outcome> upload_file(Office& office, const Caller& caller, std::string_view key, std::string_view name,
                            ByteSource& content);

// The upload, if it is the caller's and not yet a document's. Fails: usecases.no_such_upload (fix_input).
Result<UploadRecord> own_upload(Reader& reader, const Caller& caller, Uuid id);

// Marks it as held by `document`.
Result<documents::FileRef> take_upload(Transaction& transaction, const Caller& caller, Uuid id, DocumentId document);

}  // namespace congvan::usecases
