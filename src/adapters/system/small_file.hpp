#pragma once

// Small files of the data directory, read and replaced whole.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace congvan::system {

// Everything of `file`, at most 64 KiB; nothing when there is no such file.
// Fails: system.directory_unusable (call_operator).
Result<std::optional<std::string>> read_small_file(const std::filesystem::path& file);

// After this the file holds `content`, durably, and at no moment anything else than the old or the new.
// `mode` is its permission bits. Fails: system.directory_unusable (call_operator).
Result<Done> replace_small_file(const std::filesystem::path& file, std::string_view content, unsigned mode = 0640);

}  // namespace congvan::system
