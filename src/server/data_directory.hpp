#pragma once

// The data directory: everything an installation has that is not in PostgreSQL.
//
//   congvan.toml     which storage, and whether this is a demo; written once, when the directory is created
//   congvan.sqlite   (storage = "sqlite")
//   blobs/           stored files
//   log.key          seed of the log's key, hex, 0600
//   trust/           anchors and intermediates; sources.toml: which servers are asked about certificates
//   cache/           answers of those servers; may be deleted
//   softhsm/  ca/  clock   in a demo

#include <filesystem>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "evidence/log_key.hpp"

namespace congvan::server {

enum class Storage { sqlite, postgres };
enum class Demo { no, yes };

struct DataSettings {
    Storage storage = Storage::sqlite;
    std::string database;  // postgres: a reference to a secret, "file:/…", that holds the connection string
    Demo demo = Demo::no;
    bool public_verification = false;  // anybody may have a file's signatures checked, without a session
};

class DataDirectory {
public:
    explicit DataDirectory(std::filesystem::path root) : root_(std::filesystem::absolute(std::move(root))) {}

    const std::filesystem::path& root() const { return root_; }
    std::filesystem::path sqlite_file() const { return root_ / "congvan.sqlite"; }
    std::filesystem::path blobs() const { return root_ / "blobs"; }
    std::filesystem::path trust() const { return root_ / "trust"; }
    std::filesystem::path evidence_cache() const { return root_ / "cache" / "evidence"; }
    std::filesystem::path softhsm() const { return root_ / "softhsm"; }
    std::filesystem::path authority_keys() const { return root_ / "ca"; }
    std::filesystem::path clock_file() const { return root_ / "clock"; }

    // What congvan.toml says; nothing when the directory is not an installation yet.
    // Fails: server.bad_settings (call_operator) with line and key; unknown keys are refused.
    Result<std::optional<DataSettings>> settings() const;
    Result<Done> write_settings(const DataSettings& settings) const;
    // The folders that adapters expect to find. Fails: server.file_unreadable (call_operator).
    Result<Done> make_folders() const;

    // The key of the history log, made on first use by the holder of the directory.
    Result<evidence::LogKey> log_key(Entropy& entropy) const;
    // The same, but it must be there. Fails: server.no_installation (call_operator).
    Result<evidence::LogKey> existing_log_key() const;

private:
    std::filesystem::path root_;
};

}  // namespace congvan::server
