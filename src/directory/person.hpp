#pragma once

// People, the posts they hold in agencies, the keys held, and the written permissions by which one acts for another
// (requirements A3, A5, A7). Values; any thread.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/digest.hpp"
#include "base/ids.hpp"
#include "base/named.hpp"
#include "base/validity.hpp"

namespace congvan::directory {

enum class Act;  // directory/permission.hpp

// lãnh đạo, văn thư, chuyên viên, lưu trữ, quản trị (requirement A3)
enum class Role { leader, clerk, specialist, archivist, administrator };
std::string_view to_word(Role role);
Result<Role> parse_role(std::string_view word);  // directory.unknown_word (fix_input)

// Tên đăng nhập: 3 to 64 of a-z, 0-9, point, hyphen and underscore, beginning with a letter. Unique, never reused.
class UserName {
public:
    // Takes capitals as small letters. Fails: directory.malformed_user_name (fix_input).
    static Result<UserName> parse(std::string_view text);
    const std::string& text() const { return text_; }

    friend bool operator==(const UserName&, const UserName&) = default;
    friend auto operator<=>(const UserName&, const UserName&) = default;

private:
    explicit UserName(std::string text) : text_(std::move(text)) {}
    std::string text_;
};

struct Person {
    PersonId id;
    UserName user_name;
    std::string full_name;
    std::string sort_key;  // person_sort_key(full_name)
    Validity validity;     // while the account may be used

    friend bool operator==(const Person&, const Person&) = default;
};

// Orders people as Vietnamese lists do: by given name, then by the whole name.
std::string person_sort_key(std::string_view full_name);

struct Post {
    PersonId person;
    AgencyId agency;
    Role role = Role::specialist;
    std::string title;  // chức vụ, as it stands above the signature: "Giám đốc"
    std::string unit;   // abbreviation of the unit, or empty
    Validity validity;

    friend bool operator==(const Post&, const Post&) = default;
};

enum class KeyPurpose { personal, seal };
std::string_view to_word(KeyPurpose purpose);
Result<KeyPurpose> parse_key_purpose(std::string_view word);  // directory.unknown_word (fix_input)

using KeyId = Named<struct KeyIdTag, Uuid>;

// A certificate and where its key lives. A personal key has an owner; a seal belongs to the agency, and `person` is
// the one who keeps its device (37/2018/QĐ-UBND art. 5.3-4).
struct HeldKey {
    KeyId id;
    KeyPurpose purpose = KeyPurpose::personal;
    AgencyId agency;
    std::optional<PersonId> person;
    std::string token_label;  // of the PKCS#11 token
    Bytes certificate;        // DER
    Sha256 sha256;            // of `certificate`
    Validity validity;        // while it is held here; the certificate has its own

    friend bool operator==(const HeldKey&, const HeldKey&) = default;
};

// hold_organisation_key: the head's written permission to use the seal in the clerk's place (QN37 art. 22.3a).
// substitution: acting for another within a scope (KT., TUQ.; NĐ 30/2020 art. 13).
enum class DelegationKind { hold_organisation_key, substitution };
std::string_view to_word(DelegationKind kind);
Result<DelegationKind> parse_delegation_kind(std::string_view word);  // directory.unknown_word (fix_input)

using DelegationId = Named<struct DelegationIdTag, Uuid>;

struct Delegation {
    DelegationId id;
    DelegationKind kind = DelegationKind::substitution;
    AgencyId agency;
    PersonId from;          // who gave it: the head
    PersonId to;
    Role of = Role::leader;  // the role in whose place `to` acts
    std::vector<Act> acts;   // substitution: what it covers; hold_organisation_key covers sealing alone
    std::string reference;   // the written permission
    Validity validity;       // both ends are given

    friend bool operator==(const Delegation&, const Delegation&) = default;
};

// Fails: directory.reference_missing · directory.delegation_unbounded · directory.bad_validity ·
// directory.delegation_to_self (fix_input).
Result<Done> check(const Delegation& delegation);

// The roles a person holds in an agency on a day, each once, in the order of Role.
std::vector<Role> roles_of(const std::vector<Post>& posts, PersonId person, AgencyId agency, Day day);

// Whether `person` may sign with `key` on `day`: a personal key only its owner, a seal only its keeper who is a clerk
// there or one who holds the head's written permission (requirement A7).
// Fails: directory.key_not_held · directory.not_the_key_owner · directory.not_the_seal_keeper (ask_permission).
Result<Done> may_use(const HeldKey& key, PersonId person, const std::vector<Role>& roles,
                     const std::vector<Delegation>& delegations, Day day);

}  // namespace congvan::directory
