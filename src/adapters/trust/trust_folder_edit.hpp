#pragma once

// What `congvan trust list | show | add | remove` do to a trust folder. Each call reads the folder anew and leaves it
// whole: a file is written beside and renamed. A running server sees changes after TrustStore::reload or a restart. One
// process edits at a time.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "usecases/ports/trust_store.hpp"

namespace congvan::trust {

struct TrustEntry {
    std::optional<usecases::AnchorClass> anchor_class;  // none: an intermediate
    std::string file;                                   // relative to the folder
    usecases::Certificate certificate;
};

// Anchors, then intermediates, by file. Fails: as TrustStore::reload.
Result<std::vector<TrustEntry>> list_trust(const std::filesystem::path& folder);

// The entry whose SHA-256 begins with `sha256` (at least 8 hex digits; upper case and colons are taken).
// Fails: trust.unknown_certificate · trust.ambiguous_certificate (fix_input) · as list_trust.
Result<TrustEntry> show_trust(const std::filesystem::path& folder, std::string_view sha256);

// Adds every certificate of `content` (DER or PEM) as an anchor of `anchor_class`, or as intermediates without one; all or
// none. Subfolders are made when they are missing.
// Fails: trust.malformed_certificate · trust.not_an_authority · trust.known_certificate (fix_input) · trust.unreadable.
Result<std::vector<TrustEntry>> add_trust(const std::filesystem::path& folder, std::optional<usecases::AnchorClass> anchor_class,
                                          BytesView content);

// Takes one certificate out; others in the same file stay. Answers what was taken out. Fails: as show_trust.
Result<TrustEntry> remove_trust(const std::filesystem::path& folder, std::string_view sha256);

}  // namespace congvan::trust
