// A specialist drafts an outgoing document and changes what was said about it.

#include <algorithm>

#include "base/text.hpp"
#include "errors/usecases.hpp"
#include "usecases/dossiers.hpp"
#include "usecases/notify.hpp"
#include "usecases/outgoing_acts.hpp"
#include "usecases/rules.hpp"

namespace congvan::usecases {
namespace {

using documents::Outgoing;
using documents::OutgoingFacts;

Error wrong(std::string_view code, std::string detail) { return {Remedy::fix_input, code, std::move(detail)}; }

Result<Done> check_secrecy(const policy::Profile& profile, Secrecy level) {
    const policy::SecrecyJudgement judged =
        policy::judge_secrecy(profile, level, kInternalNetwork, policy::Enveloped::no);
    if (judged.allowed) return Done{};
    return Error{Remedy::fix_input, errors::usecases::secrecy_refused, std::string(to_word(level)), judged.clause,
                 judged.sentence};
}

Result<documents::Official> find_signer(const Caller& caller, PersonId signer) {
    LET(documents::Official official, caller.directory->official(signer, caller.agency.id, caller.today));
    for (const directory::Post* post : caller.directory->posts_of(signer, caller.today)) {
        if (post->agency == caller.agency.id && post->role == directory::Role::leader) return official;
    }
    return wrong(errors::usecases::signer_not_leader, official.name);
}

Result<Done> check_answered(Reader& reader, const Caller& caller, const FactsInput& input) {
    if (!input.answers) return Done{};
    LET(const documents::Incoming answered, load_incoming(reader, *input.answers));
    return require(caller, directory::Act::answer, thing_of(caller, answered));
}

Result<OutgoingFacts> facts_from(const Caller& caller, const policy::Profile& profile, const FactsInput& input) {
    OutgoingFacts facts;
    const policy::DocumentType* type = profile.type(input.type);
    if (type == nullptr) return wrong(errors::usecases::unknown_type, input.type);
    facts.type = type->code;
    facts.type_name = type->name;
    LET(facts.abstract, clean_line(input.abstract, 500));
    facts.urgency = input.urgency;
    TRY(check_secrecy(profile, input.secrecy));
    facts.secrecy = input.secrecy;
    for (const AgencyId recipient : input.recipients) {
        LET(documents::AgencyRef agency, caller.directory->agency_ref(recipient, caller.today));
        facts.recipients.push_back(std::move(agency));
    }
    facts.answer_by = input.answer_by;
    facts.answers = input.answers;
    facts.method = input.method;
    LET(facts.signer, find_signer(caller, input.signer));
    return facts;
}

}  // namespace

Result<Outcome> draft_outgoing(Office& office, const Caller& caller, const WriteKey& key, const FactsInput& input) {
    TRY(require(caller, directory::Act::draft, own_agency(caller)));
    LET(const policy::Profile* profile, profile_of(office, *caller.directory, caller.agency.id, caller.today));
    LET(OutgoingFacts facts, facts_from(caller, *profile, input));
    const DocumentId id(office.new_id());
    Outgoing made;
    LET(const Outcome outcome, act_once(office, caller, key, [&](Transaction& transaction) -> Result<Uuid> {
            TRY(check_answered(transaction, caller, input));
            const documents::Draft command{id, caller.agency, caller.official, facts};
            LET(const auto events, decide(Outgoing(), command, outgoing_rules(*profile), office.clock.now()));
            LET(made, commit(transaction, Outgoing(), events));
            return id.raw();
        }));
    if (!outcome.replayed) tell(office, made);
    return outcome;
}

Result<Outcome> change_outgoing_facts(Office& office, const Caller& caller, const WriteKey& key, DocumentId id,
                                      const FactsInput& input) {
    LET(const policy::Profile* profile, profile_of(office, *caller.directory, caller.agency.id, caller.today));
    Outgoing made;
    LET(const Outcome outcome, act_once(office, caller, key, [&](Transaction& transaction) -> Result<Uuid> {
            LET(Outgoing document, load_outgoing(transaction, id));
            TRY(require(caller, directory::Act::revise_draft, thing_of(caller, document)));
            LET(OutgoingFacts facts, facts_from(caller, *profile, input));
            TRY(check_answered(transaction, caller, input));
            const documents::ChangeFacts command{caller.official, std::move(facts)};
            LET(const auto events, decide(document, command, outgoing_rules(*profile), office.clock.now()));
            LET(made, commit(transaction, std::move(document), events));
            return id.raw();
        }));
    if (!outcome.replayed) tell(office, made);
    return outcome;
}

}  // namespace congvan::usecases
