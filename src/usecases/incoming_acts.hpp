#pragma once

// What people do with an incoming document. As outgoing_acts.hpp: permitted, decided, committed, once per key.

#include "usecases/caller.hpp"

namespace congvan::usecases {

// Only what the clerk confirmed otherwise than the packet said.
struct CorrectedFields {
    std::optional<std::string> abstract;
    std::optional<std::string> type_name;
    std::optional<std::string> signer;
    std::optional<std::string> note;
};
// The register gives the arrival number. Fails: usecases.rule_refused (fix_input).
Result<Outcome> accept_incoming(Office& office, const Caller& caller, const WriteKey& key, IncomingId id,
                                const CorrectedFields& corrected);
Result<Outcome> return_incoming(Office& office, const Caller& caller, const WriteKey& key, IncomingId id,
                                std::string_view reason);

struct AssignInput {
    PersonId lead;
    std::vector<PersonId> supporting;
    std::string instruction;
    std::optional<Day> deadline;  // until the end of its office hours
};
// Fails: usecases.unknown_person, usecases.not_a_working_day (fix_input).
Result<Outcome> assign_incoming(Office& office, const Caller& caller, const WriteKey& key, IncomingId id,
                                const AssignInput& input);
Result<Outcome> start_handling(Office& office, const Caller& caller, const WriteKey& key, IncomingId id);
Result<Outcome> complete_incoming(Office& office, const Caller& caller, const WriteKey& key, IncomingId id,
                                  std::string_view result);
// The clerk cancels a recalled document and confirms it to the sender.
Result<Outcome> cancel_incoming(Office& office, const Caller& caller, const WriteKey& key, IncomingId id);

}  // namespace congvan::usecases
