#pragma once

// The directory as one moment saw it, with the look-ups use cases need; and the cache that hands it out.

#include <map>
#include <memory>

#include "base/guarded.hpp"
#include "directory/permission.hpp"
#include "documents/parts.hpp"
#include "usecases/ports/store.hpp"

namespace congvan::usecases {

// Immutable; shared by threads.
class DirectoryView {
public:
    static Result<std::shared_ptr<const DirectoryView>> make(DirectoryRecords records);

    const directory::AgencyTree& tree() const { return tree_; }
    const directory::Person* person(PersonId id) const;
    // The post held in `agency` on `day`; of several, the first by role. Null: none.
    const directory::Post* post(PersonId person, AgencyId agency, Day day) const;
    // The posts of a person on `day`, in any agency.
    std::vector<const directory::Post*> posts_of(PersonId person, Day day) const;
    // The posts of an agency on `day`, by the order of names.
    std::vector<const directory::Post*> posts_in(AgencyId agency, Day day) const;

    // Fails: usecases.unknown_person, usecases.unknown_agency (fix_input).
    Result<documents::Official> official(PersonId person, AgencyId agency, Day day) const;
    Result<documents::AgencyRef> agency_ref(AgencyId agency, Day day) const;
    Result<directory::Actor> actor(PersonId person, AgencyId agency, Day day) const;
    std::vector<AgencyId> above(AgencyId agency) const { return tree_.ancestors(agency); }

    // The key with which `person` signs as `role` for `agency` today. Fails: usecases.no_key (call_operator).
    Result<const directory::HeldKey*> key_for(SignatureRole role, PersonId person, AgencyId agency, Day day) const;
    std::vector<directory::Delegation> delegations_to(PersonId person, AgencyId agency) const;

private:
    DirectoryView(DirectoryRecords records, directory::AgencyTree tree)
        : records_(std::move(records)), tree_(std::move(tree)) {}

    DirectoryRecords records_;
    directory::AgencyTree tree_;
    std::map<PersonId, const directory::Person*> people_;
};

class DirectoryCache {
public:
    // Reads the directory; call at start and after every change to it.
    Result<Done> reload(Store& store);
    std::shared_ptr<const DirectoryView> view() const;

private:
    Guarded<std::shared_ptr<const DirectoryView>> view_;
};

}  // namespace congvan::usecases
