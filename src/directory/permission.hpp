#pragma once

// Who may do what: one table, act by role, each row with the clause or requirement that says so (requirement G3).
// Agencies are apart: what belongs to another agency does not exist for the actor. Pure; any thread.

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "directory/person.hpp"

namespace congvan::directory {

enum class Act {
    // outgoing
    draft, revise_draft, submit, comment, return_draft, approve, set_final, initial, sign, seal, issue, void_number,
    recall, read_outgoing,
    // incoming
    accept, return_incoming, assign, handle, answer, complete, cancel_recalled, read_incoming,
    // records and the house
    read_register, read_statistics, read_log, edit_directory, edit_calendar, delegate, administer,
};
std::string_view to_word(Act act);
Result<Act> parse_act(std::string_view word);  // directory.unknown_word (fix_input)
std::span<const Act> every_act();

// Who acts, with which roles, in which of their agencies (one at a time).
struct Actor {
    PersonId person;
    AgencyId agency;
    std::vector<Role> roles;
    std::vector<Delegation> delegations;  // those given to this person in this agency

    bool has(Role role) const;
};

// What ties the actor to the thing. Several may hold.
enum class Tie { drafter, signer, handler, lead_handler, consulted };

// Whether the work on the thing is over: issued, completed, cancelled.
enum class Settled { no, yes };

// What the act is about.
struct Thing {
    AgencyId agency;                 // to whom it belongs
    std::vector<AgencyId> above;     // the agency's ancestors, for acts that reach down the tree
    std::vector<Tie> ties;           // of the actor to it
    Settled settled = Settled::no;
};

// The row of the table by which an act was allowed, for the log.
struct Permit {
    Act act = Act::read_outgoing;
    Role role = Role::specialist;      // as whom
    std::optional<DelegationId> by;    // the written permission, when one was needed
    std::string_view clause;
};

// Fails: directory.not_found_here (fix_input; 404) when the thing belongs to an agency out of the actor's reach ·
// directory.not_permitted (ask_permission) otherwise.
Result<Permit> permit(Act act, const Actor& actor, const Thing& thing, Day today);

// Whether any thing of the actor's own agency could ever allow the act: for what a screen offers.
bool could_ever(Act act, const Actor& actor, Day today);

// One row: the roles that may, what they must be to the thing (any one of `ties`; none: nothing), how far they reach.
enum class Reach { own_agency, own_tree };
struct PermissionRow {
    Act act;
    Role role;
    std::span<const Tie> ties;
    std::optional<Settled> only_when;
    Reach reach;
    std::string_view clause;
};
std::span<const PermissionRow> permission_table();

}  // namespace congvan::directory
