#pragma once

// From profile and document to what the rules are asked and answer.

#include "documents/incoming.hpp"
#include "documents/outgoing.hpp"
#include "policy/rules.hpp"
#include "usecases/caller.hpp"

namespace congvan::usecases {

documents::OutgoingRules outgoing_rules(const policy::Profile& profile);

// Inside one installation documents travel over its own wide-area network.
inline constexpr policy::Network kInternalNetwork = policy::Network::wide_area;

policy::SubmitFacts submit_facts(const policy::Profile& profile, const Caller& caller, const documents::Outgoing& document);
policy::IssueFacts issue_facts(const policy::Profile& profile, const Caller& caller,
                               const documents::Outgoing& document, const calendar::Calendar& calendar, Instant now);
policy::AcceptFacts accept_facts(const documents::Incoming& document);

// Fails: usecases.rule_refused (fix_input) with the first refusal's clause and sentence.
Result<Done> demand(const policy::Findings& findings);

// What the line of an outgoing document shows besides its number and date (NĐ 30/2020 appendix IV).
Fields register_columns(const documents::Outgoing& document);

// The abbreviation of the unit a letter comes from: the one that the draft prints, when the agency has it; else the
// drafter's; else the agency's first.
std::string numbering_unit(const policy::Profile& profile, const DirectoryView& directory,
                           const documents::Outgoing& document, Day day);

}  // namespace congvan::usecases
