#pragma once

// What the program is shipped with: the regulations, the web client, the API description, fonts. Read at start.

#include <filesystem>
#include <vector>

#include "calendar/calendar.hpp"
#include "policy/files.hpp"
#include "policy/profile_set.hpp"
#include "signing/pdf/font.hpp"

namespace congvan::server {

// The folder that holds regulations/, web/dist/ and spec/: where `asked` says, else above the executable (a build
// tree), else /usr/share/congvan. Fails: server.shared_files_missing (call_operator).
Result<std::filesystem::path> find_shared(const std::filesystem::path& asked);

// All of a text file, at most 16 MiB. Fails: server.file_unreadable (call_operator).
Result<std::string> read_text(const std::filesystem::path& file);

// Every .toml below regulations/profiles, common and overlays. Fails: as policy::load.
Result<policy::ProfileSet> load_profiles(const std::filesystem::path& shared);
Result<calendar::Source> load_calendar(const std::filesystem::path& shared);
Result<policy::DirectoryFile> load_demo_directory(const std::filesystem::path& shared);

// Liberation Serif of the system's fonts (metric stand-in for Times New Roman).
Result<signing::FontFamily> load_serif();

}  // namespace congvan::server
