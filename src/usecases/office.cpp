#include "usecases/office.hpp"

namespace congvan::usecases {

Result<const policy::Profile*> profile_of(const Office& office, const DirectoryView& directory, AgencyId agency, Day day) {
    LET(const policy::ProfileId id, directory.tree().profile_of(agency));
    return office.profiles.at(id, day);
}

Result<calendar::Calendar> calendar_now(const Office& office, Reader& reader) {
    calendar::Source source = office.calendar_base;
    LET(const std::vector<calendar::Override> overrides, reader.calendar_overrides());
    for (const calendar::Override& each : overrides) {
        std::erase_if(source.overrides, [&](const calendar::Override& old) { return old.day == each.day; });
        source.overrides.push_back(each);
    }
    return calendar::Calendar::make(std::move(source));
}

}  // namespace congvan::usecases
