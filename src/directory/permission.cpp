#include "directory/permission.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "errors/directory.hpp"

namespace congvan::directory {
namespace {

constexpr std::array kActs{
    Act::draft,        Act::revise_draft,   Act::submit,          Act::comment,        Act::return_draft,
    Act::approve,      Act::set_final,      Act::initial,         Act::sign,           Act::seal,
    Act::issue,        Act::void_number,    Act::recall,          Act::read_outgoing,  Act::accept,
    Act::return_incoming, Act::assign,      Act::handle,          Act::answer,         Act::complete,
    Act::cancel_recalled, Act::read_incoming, Act::read_register, Act::read_statistics, Act::read_log,
    Act::edit_directory, Act::edit_calendar, Act::delegate,       Act::administer,
};

constexpr Tie kDrafter[] = {Tie::drafter};
constexpr Tie kSigner[] = {Tie::signer};
constexpr Tie kHandlers[] = {Tie::lead_handler, Tie::handler};
constexpr Tie kLead[] = {Tie::lead_handler};
constexpr Tie kWriters[] = {Tie::drafter, Tie::signer, Tie::consulted};
constexpr Tie kOutgoingReaders[] = {Tie::drafter, Tie::signer, Tie::consulted, Tie::handler, Tie::lead_handler};
constexpr Tie kIncomingReaders[] = {Tie::handler, Tie::lead_handler, Tie::consulted};
constexpr std::span<const Tie> kAny{};

constexpr std::string_view kDrafting = "19-QC/HU Điều 5 khoản 2; 23/2019/QĐ-UBND Điều 9 khoản 1";
constexpr std::string_view kSigning = "37/2018/QĐ-UBND Điều 14 khoản 2";
constexpr std::string_view kClerk = "37/2018/QĐ-UBND Điều 22 khoản 3";
constexpr std::string_view kAccepting = "37/2018/QĐ-UBND Điều 13 khoản 2; 217-QĐ/TW Điều 10 khoản 1";
constexpr std::string_view kRouting = "19-QC/HU Điều 5 khoản 1; 23/2019/QĐ-UBND Điều 8 khoản 2";
constexpr std::string_view kRecalling = "217-QĐ/TW Điều 9 khoản 2";
constexpr std::string_view kCancelling = "217-QĐ/TW Điều 10 khoản 2";
constexpr std::string_view kReading = "37/2018/QĐ-UBND Điều 12 khoản 4; 19-QC/HU Điều 5 khoản 2";
constexpr std::string_view kArchive = "37/2018/QĐ-UBND Điều 22 khoản 4";
constexpr std::string_view kRegister = "19-QC/HU Điều 4 khoản 2 điểm d";
constexpr std::string_view kWatching = "19-QC/HU Điều 4 khoản 2 điểm a";
constexpr std::string_view kHouse = "23/2019/QĐ-UBND Điều 14 khoản 1 điểm c; 19-QC/HU Điều 4 khoản 2 điểm c";

constexpr PermissionRow own(Act act, Role role, std::span<const Tie> ties, std::string_view clause) {
    return {act, role, ties, std::nullopt, Reach::own_agency, clause};
}
constexpr PermissionRow settled(Act act, Role role, std::string_view clause) {
    return {act, role, kAny, Settled::yes, Reach::own_agency, clause};
}
constexpr PermissionRow tree(Act act, Role role, std::string_view clause) {
    return {act, role, kAny, std::nullopt, Reach::own_tree, clause};
}

constexpr PermissionRow kTable[] = {
    own(Act::draft, Role::specialist, kAny, kDrafting),
    own(Act::draft, Role::leader, kAny, kDrafting),
    own(Act::draft, Role::clerk, kAny, kDrafting),
    own(Act::revise_draft, Role::specialist, kDrafter, kDrafting),
    own(Act::revise_draft, Role::leader, kDrafter, kDrafting),
    own(Act::revise_draft, Role::clerk, kDrafter, kDrafting),
    own(Act::submit, Role::specialist, kDrafter, kDrafting),
    own(Act::submit, Role::leader, kDrafter, kDrafting),
    own(Act::submit, Role::clerk, kDrafter, kDrafting),
    own(Act::comment, Role::specialist, kWriters, kDrafting),
    own(Act::comment, Role::leader, kAny, kDrafting),
    own(Act::comment, Role::clerk, kAny, kDrafting),
    own(Act::return_draft, Role::leader, kSigner, kDrafting),
    own(Act::approve, Role::leader, kSigner, "217-QĐ/TW Điều 9 khoản 1"),
    own(Act::set_final, Role::clerk, kAny, kSigning),
    own(Act::set_final, Role::leader, kSigner, kSigning),
    own(Act::initial, Role::specialist, kDrafter, kSigning),
    own(Act::initial, Role::leader, kDrafter, kSigning),
    own(Act::initial, Role::clerk, kDrafter, kSigning),
    own(Act::sign, Role::leader, kSigner, kSigning),
    own(Act::seal, Role::clerk, kAny, kClerk),
    own(Act::issue, Role::clerk, kAny, kClerk),
    own(Act::void_number, Role::clerk, kAny, kRegister),
    own(Act::void_number, Role::leader, kSigner, kRegister),
    own(Act::recall, Role::clerk, kAny, kRecalling),
    own(Act::recall, Role::leader, kAny, kRecalling),
    own(Act::read_outgoing, Role::leader, kAny, kReading),
    own(Act::read_outgoing, Role::clerk, kAny, kReading),
    own(Act::read_outgoing, Role::specialist, kOutgoingReaders, kReading),
    settled(Act::read_outgoing, Role::archivist, kArchive),

    own(Act::accept, Role::clerk, kAny, kAccepting),
    own(Act::return_incoming, Role::clerk, kAny, "37/2018/QĐ-UBND Điều 6 khoản 4; 217-QĐ/TW Điều 10 khoản 1"),
    own(Act::assign, Role::leader, kAny, kRouting),
    own(Act::assign, Role::clerk, kAny, kRouting),
    own(Act::handle, Role::specialist, kHandlers, kRouting),
    own(Act::handle, Role::leader, kHandlers, kRouting),
    own(Act::handle, Role::clerk, kHandlers, kRouting),
    own(Act::answer, Role::specialist, kHandlers, "23/2019/QĐ-UBND Điều 9 khoản 2 điểm đ"),
    own(Act::answer, Role::leader, kHandlers, "23/2019/QĐ-UBND Điều 9 khoản 2 điểm đ"),
    own(Act::answer, Role::clerk, kHandlers, "23/2019/QĐ-UBND Điều 9 khoản 2 điểm đ"),
    own(Act::complete, Role::specialist, kLead, kRouting),
    own(Act::complete, Role::leader, kLead, kRouting),
    own(Act::complete, Role::clerk, kLead, kRouting),
    own(Act::cancel_recalled, Role::clerk, kAny, kCancelling),
    own(Act::cancel_recalled, Role::leader, kAny, kCancelling),
    own(Act::read_incoming, Role::leader, kAny, kReading),
    own(Act::read_incoming, Role::clerk, kAny, kReading),
    own(Act::read_incoming, Role::specialist, kIncomingReaders, kReading),
    settled(Act::read_incoming, Role::archivist, kArchive),

    own(Act::read_register, Role::clerk, kAny, kRegister),
    own(Act::read_register, Role::leader, kAny, kRegister),
    own(Act::read_register, Role::archivist, kAny, kArchive),
    tree(Act::read_statistics, Role::leader, kWatching),
    own(Act::read_statistics, Role::clerk, kAny, "19-QC/HU Điều 4 khoản 2 điểm d"),
    own(Act::read_log, Role::leader, kAny, "217-QĐ/TW Điều 15 khoản 3"),
    tree(Act::read_log, Role::administrator, "217-QĐ/TW Điều 15 khoản 3"),
    tree(Act::edit_directory, Role::administrator, kHouse),
    tree(Act::edit_calendar, Role::administrator, kHouse),
    own(Act::delegate, Role::leader, kAny, "37/2018/QĐ-UBND Điều 22 khoản 3 điểm a"),
    tree(Act::administer, Role::administrator, kHouse),
};

bool contains(std::span<const AgencyId> ids, AgencyId id) { return std::find(ids.begin(), ids.end(), id) != ids.end(); }

bool reaches(const PermissionRow& row, const Actor& actor, const Thing& thing) {
    if (thing.agency == actor.agency) return true;
    return row.reach == Reach::own_tree && contains(thing.above, actor.agency);
}

bool tied(const PermissionRow& row, const Thing& thing) {
    if (row.ties.empty()) return true;
    return std::any_of(row.ties.begin(), row.ties.end(), [&](Tie tie) {
        return std::find(thing.ties.begin(), thing.ties.end(), tie) != thing.ties.end();
    });
}

// The written permission by which the actor stands in the row's role for this act.
const Delegation* standing_in(const PermissionRow& row, const Actor& actor, Day today) {
    for (const auto& each : actor.delegations) {
        if (each.to != actor.person || each.agency != actor.agency || !check(each).has_value() ||
            !each.validity.covers(today)) {
            continue;
        }
        switch (each.kind) {
            case DelegationKind::hold_organisation_key:
                if (row.act == Act::seal && row.role == Role::clerk) return &each;
                break;
            case DelegationKind::substitution:
                if (row.role == each.of && std::find(each.acts.begin(), each.acts.end(), row.act) != each.acts.end()) {
                    return &each;
                }
                break;
        }
    }
    return nullptr;
}

Error refused(std::string_view code, Remedy remedy, Act act) { return {remedy, code, std::string(to_word(act))}; }

}  // namespace

std::string_view to_word(Act act) {
    switch (act) {
        case Act::draft: return "draft";
        case Act::revise_draft: return "revise_draft";
        case Act::submit: return "submit";
        case Act::comment: return "comment";
        case Act::return_draft: return "return_draft";
        case Act::approve: return "approve";
        case Act::set_final: return "set_final";
        case Act::initial: return "initial";
        case Act::sign: return "sign";
        case Act::seal: return "seal";
        case Act::issue: return "issue";
        case Act::void_number: return "void_number";
        case Act::recall: return "recall";
        case Act::read_outgoing: return "read_outgoing";
        case Act::accept: return "accept";
        case Act::return_incoming: return "return_incoming";
        case Act::assign: return "assign";
        case Act::handle: return "handle";
        case Act::answer: return "answer";
        case Act::complete: return "complete";
        case Act::cancel_recalled: return "cancel_recalled";
        case Act::read_incoming: return "read_incoming";
        case Act::read_register: return "read_register";
        case Act::read_statistics: return "read_statistics";
        case Act::read_log: return "read_log";
        case Act::edit_directory: return "edit_directory";
        case Act::edit_calendar: return "edit_calendar";
        case Act::delegate: return "delegate";
        case Act::administer: return "administer";
    }
    return "";
}

Result<Act> parse_act(std::string_view word) {
    for (const Act act : kActs) {
        if (to_word(act) == word) return act;
    }
    return Error{Remedy::fix_input, errors::directory::unknown_word, std::string(word.substr(0, 64))};
}

std::span<const Act> every_act() { return kActs; }
std::span<const PermissionRow> permission_table() { return kTable; }

bool Actor::has(Role role) const { return std::find(roles.begin(), roles.end(), role) != roles.end(); }

Result<Permit> permit(Act act, const Actor& actor, const Thing& thing, Day today) {
    bool within_reach = thing.agency == actor.agency;
    for (const auto& row : kTable) {
        if (row.act != act || !reaches(row, actor, thing)) continue;
        const bool holds = actor.has(row.role);
        const Delegation* by = holds ? nullptr : standing_in(row, actor, today);
        if (!holds && by == nullptr) continue;
        within_reach = true;
        if (!tied(row, thing) || (row.only_when && *row.only_when != thing.settled)) continue;
        return Permit{act, row.role, by == nullptr ? std::nullopt : std::optional(by->id), row.clause};
    }
    if (!within_reach) return refused(errors::directory::not_found_here, Remedy::fix_input, act);
    return refused(errors::directory::not_permitted, Remedy::ask_permission, act);
}

bool could_ever(Act act, const Actor& actor, Day today) {
    return std::any_of(std::begin(kTable), std::end(kTable), [&](const PermissionRow& row) {
        return row.act == act && (actor.has(row.role) || standing_in(row, actor, today) != nullptr);
    });
}

}  // namespace congvan::directory
