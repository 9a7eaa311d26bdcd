#pragma once

// Rules over facts. C++ knows how to check each; the profile says whether, how strictly and since when, with the
// clause. Every row is kept in the answer, also the ones that held (convention 6). Pure; any thread.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policy/printed_head.hpp"
#include "policy/profile.hpp"

namespace congvan::policy {

enum class Finding { held, failed, not_applicable, unknown };
std::string_view to_word(Finding finding);

struct FindingRow {
    std::string_view rule;  // "outgoing.has_abstract"
    Finding finding = Finding::unknown;
    Level level = Level::off;
    std::string clause;     // cited in full
    std::string sentence;   // what is asked, in Vietnamese
    std::string sentence_en;
    std::string note;       // what was found, where that says more than the sentence

    friend bool operator==(const FindingRow&, const FindingRow&) = default;
};

struct Findings {
    std::vector<FindingRow> rows;  // every rule of the moment, in the order of the table

    // The rows that stand in the way: failed or unknown at level `refuse`.
    std::vector<const FindingRow*> refusals() const;
    std::vector<const FindingRow*> warnings() const;  // failed or unknown at level `warn`
    bool refused() const { return !refusals().empty(); }
};

// Before a draft goes to the leader, and again when the leader approves it.
struct SubmitFacts {
    std::string type;      // code
    std::string abstract;
    std::string unit;      // drafting unit's abbreviation
    std::size_t recipients = 0;
    bool has_version = false;  // a main file is there
    Urgency urgency = Urgency::normal;
    Secrecy secrecy = Secrecy::open;
    Network network = Network::internet;  // how it will travel
    Enveloped enveloped = Enveloped::no;
    std::optional<SigningMethod> method;
    bool asks_for_answer = false;
    std::optional<Day> answer_by;
    bool is_answer = false;     // the drafter says that it handles or answers an arrival
    bool linked = false;        // and it is linked to one
    std::optional<PrintedHead> head;      // of the last version; absent: not read
    std::vector<std::string> notations;   // that the register can give: "/SNV-VP"; empty: the type has no number
    Day today{};
    bool being_numbered = false;          // the number is given now, with today's date
};

// Before the clerk issues.
struct IssueFacts {
    SubmitFacts draft;
    SigningMethod method = SigningMethod::person_and_seal;
    bool approved = false;
    bool numbered = false;
    std::vector<SignatureRole> signatures;         // that stand in the file, in order
    std::optional<bool> certificates_in_force;     // absent: could not be found out
    std::optional<bool> sealed_by_clerk;           // or by one with the head's written permission; absent: no seal
    bool whole_set = true;                         // every attachment of the approved version is there
    std::optional<Instant> signed_at;              // of the competent person, or the approval where none is needed
    std::optional<calendar::Deadline> send_by;     // send_deadline() for it
    Instant now;
};

// Before the recipient's clerk accepts (C1).
struct AcceptFacts {
    bool addressee_right = false;
    bool complete = false;                      // every file with the promised digest
    bool is_signed = false;
    std::optional<bool> signatures_valid;       // absent: undetermined or none
    std::optional<bool> intact;
    std::optional<bool> certificates_in_force;  // at the time of signing
    Secrecy secrecy = Secrecy::open;
    Network network = Network::internet;
    Enveloped enveloped = Enveloped::no;
};

Findings check_before_submit(const Profile& profile, const SubmitFacts& facts);
Findings check_before_issue(const Profile& profile, const IssueFacts& facts);
Findings check_before_accept(const Profile& profile, const AcceptFacts& facts);

// Every rule there is, for the loader, the documentation and the tests.
struct RuleText {
    std::string_view id;
    std::string_view vi;
    std::string_view en;
};
std::span<const RuleText> every_rule();

}  // namespace congvan::policy
