#pragma once

// The other data files of regulations/: the working calendar and the demo directory. Texts in, values out.

#include <string>
#include <vector>

#include "calendar/calendar.hpp"
#include "directory/agency.hpp"
#include "directory/person.hpp"
#include "policy/profile_set.hpp"

namespace congvan::policy {

// regulations/calendars/*.toml. `overrides` of the source is what the file itself names; the administrator's are
// added by the caller. Fails (call_operator): policy.bad_toml · policy.unknown_key · policy.missing_key ·
// policy.bad_value. Whether it makes a calendar is for Calendar::make to say.
Result<calendar::Source> load_calendar(const SourceFile& file);

// regulations/demo/*.toml: who a new demo installation consists of. Ids are derived from the file's keys, so the same
// file gives the same ids.
struct DirectoryFile {
    std::string title;
    std::vector<directory::Agency> agencies;
    std::vector<directory::Person> people;
    std::vector<directory::Post> posts;
};
// Fails (call_operator): policy.bad_toml · policy.unknown_key · policy.missing_key · policy.bad_value ·
// policy.user_twice · policy.unknown_agency. Whether it makes a tree is for AgencyTree::make to say.
Result<DirectoryFile> load_directory(const SourceFile& file);

}  // namespace congvan::policy
