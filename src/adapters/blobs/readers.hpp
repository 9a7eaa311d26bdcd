#pragma once

// Stored files read back, never without their digest being checked.

#include <filesystem>
#include <memory>

#include "base/bytes.hpp"
#include "base/digest.hpp"

namespace congvan::blobs {

// Up to this size a content is verified in memory before its first byte is served; beyond it, as it passes.
inline constexpr std::uint64_t kVerifiedAtOnce = 1024 * 1024;

// Both fail: blobs.unknown (fix_input) · blobs.damaged (call_operator) · storage.unavailable (retry_later).
Result<std::unique_ptr<ByteSource>> open_source(const std::filesystem::path& path, const Sha256& digest);
Result<std::unique_ptr<RandomAccessBytes>> open_verified(const std::filesystem::path& path, const Sha256& digest);

// The same over content in memory, which is shared and verified by the caller.
std::unique_ptr<ByteSource> source_of(std::shared_ptr<const Bytes> content);
std::unique_ptr<RandomAccessBytes> random_access_of(std::shared_ptr<const Bytes> content);

}  // namespace congvan::blobs
