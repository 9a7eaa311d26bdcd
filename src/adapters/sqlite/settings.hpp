#pragma once

// How a SQLite database is opened. Fixed for its life.

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace congvan::sqlite {

enum class Access { read_write, read_only };

struct Settings {
    std::filesystem::path file;  // empty: in memory, gone when closed

    // read_only: for a command beside the running server; the file must exist.
    Access access = Access::read_write;

    // Connections that read at once; a further reader waits. In memory there is one for everything.
    std::size_t readers = 8;

    // Writes that may wait for the writer; one more fails with storage.unavailable at once.
    std::size_t most_waiting = 4096;

    // Writes in one commit. 1 turns group commit off.
    std::size_t largest_group = 256;

    // How long another process holding the file is waited for, and a reader for a free connection.
    std::chrono::milliseconds patience{5000};

    // Called when a write to disk cannot be trusted any more (a failed fsync): the process must end, because the
    // kernel may have dropped the data while reporting success to the next fsync. Should it return, the database
    // serves nothing more. Empty: the process is aborted.
    std::function<void(std::string_view why)> fatal;

    // Name of a registered SQLite VFS; empty for the usual one. For tests of failing disks.
    std::string vfs;
};

}  // namespace congvan::sqlite
