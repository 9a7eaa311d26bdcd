#include "directory/person.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "directory/permission.hpp"
#include "errors/directory.hpp"

namespace congvan::directory {
namespace {

constexpr std::array kRoles{Role::leader, Role::clerk, Role::specialist, Role::archivist, Role::administrator};

Error wrong(std::string_view code, std::string detail) { return {Remedy::fix_input, code, std::move(detail)}; }
Error forbidden(std::string_view code, std::string detail) { return {Remedy::ask_permission, code, std::move(detail)}; }

template <typename T, std::size_t N>
Result<T> value_of(const std::array<T, N>& values, std::string_view word) {
    for (const T value : values) {
        if (to_word(value) == word) return value;
    }
    return wrong(errors::directory::unknown_word, std::string(word.substr(0, 64)));
}

}  // namespace

std::string_view to_word(Role role) {
    switch (role) {
        case Role::leader: return "leader";
        case Role::clerk: return "clerk";
        case Role::specialist: return "specialist";
        case Role::archivist: return "archivist";
        case Role::administrator: return "administrator";
    }
    return "";
}

std::string_view to_word(KeyPurpose purpose) {
    switch (purpose) {
        case KeyPurpose::personal: return "personal";
        case KeyPurpose::seal: return "seal";
    }
    return "";
}

std::string_view to_word(DelegationKind kind) {
    switch (kind) {
        case DelegationKind::hold_organisation_key: return "hold_organisation_key";
        case DelegationKind::substitution: return "substitution";
    }
    return "";
}

Result<Role> parse_role(std::string_view word) { return value_of(kRoles, word); }
Result<KeyPurpose> parse_key_purpose(std::string_view word) {
    return value_of(std::array{KeyPurpose::personal, KeyPurpose::seal}, word);
}
Result<DelegationKind> parse_delegation_kind(std::string_view word) {
    return value_of(std::array{DelegationKind::hold_organisation_key, DelegationKind::substitution}, word);
}

Result<UserName> UserName::parse(std::string_view text) {
    std::string name(text);
    for (char& c : name) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    const auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
    const auto allowed = [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_'; };
    const bool fits = name.size() >= 3 && name.size() <= 64 && letter(name.front()) && name.back() != '.' &&
                      std::all_of(name.begin(), name.end(), allowed);
    if (!fits) return wrong(errors::directory::malformed_user_name, name.substr(0, 64));
    return UserName(std::move(name));
}

std::string person_sort_key(std::string_view full_name) {
    const auto space = full_name.find_last_of(' ');
    const auto given = space == std::string_view::npos ? full_name : full_name.substr(space + 1);
    return sort_key(std::string(given) + " " + std::string(full_name));
}

Result<Done> check(const Delegation& delegation) {
    if (delegation.reference.find_first_not_of(' ') == std::string::npos) {
        return wrong(errors::directory::reference_missing, "a delegation without its written permission");
    }
    if (!delegation.validity.from || !delegation.validity.to) {
        return wrong(errors::directory::delegation_unbounded, delegation.reference);
    }
    if (!delegation.validity.in_order()) return wrong(errors::directory::bad_validity, delegation.reference);
    if (delegation.from == delegation.to) return wrong(errors::directory::delegation_to_self, delegation.reference);
    return Done{};
}

std::vector<Role> roles_of(const std::vector<Post>& posts, PersonId person, AgencyId agency, Day day) {
    std::vector<Role> roles;
    for (const Role role : kRoles) {
        const auto held = [&](const Post& post) {
            return post.person == person && post.agency == agency && post.role == role && post.validity.covers(day);
        };
        if (std::any_of(posts.begin(), posts.end(), held)) roles.push_back(role);
    }
    return roles;
}

Result<Done> may_use(const HeldKey& key, PersonId person, const std::vector<Role>& roles,
                     const std::vector<Delegation>& delegations, Day day) {
    if (!key.validity.covers(day)) return forbidden(errors::directory::key_not_held, key.token_label);
    switch (key.purpose) {
        case KeyPurpose::personal:
            if (key.person == person) return Done{};
            return forbidden(errors::directory::not_the_key_owner, key.token_label);
        case KeyPurpose::seal: break;
    }
    const bool clerk = std::find(roles.begin(), roles.end(), Role::clerk) != roles.end();
    if (clerk && (!key.person || key.person == person)) return Done{};
    const auto permitted = [&](const Delegation& each) {
        return each.kind == DelegationKind::hold_organisation_key && each.agency == key.agency && each.to == person &&
               check(each).has_value() && each.validity.covers(day);
    };
    if (std::any_of(delegations.begin(), delegations.end(), permitted)) return Done{};
    return forbidden(errors::directory::not_the_seal_keeper, key.token_label);
}

}  // namespace congvan::directory
