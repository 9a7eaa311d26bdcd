#include "usecases/caller.hpp"

#include <algorithm>

#include "base/fault_point.hpp"
#include "errors/directory.hpp"
#include "errors/usecases.hpp"

namespace congvan::usecases {
namespace {

using documents::Incoming;
using documents::IncomingStage;
using documents::Outgoing;
using documents::OutgoingStage;

Result<std::optional<Outcome>> judge_replay(const std::optional<Replay>& replay, const WriteKey& key) {
    if (!replay) return std::optional<Outcome>();
    if (replay->request != key.request) return Error{Remedy::fix_input, errors::usecases::key_reused, key.key};
    return std::optional<Outcome>(Outcome{replay->subject, true});
}

}  // namespace

Result<WriteKey> WriteKey::make(std::optional<std::string_view> key, BytesView request) {
    if (!key || key->empty()) return Error{Remedy::fix_input, errors::usecases::key_missing, ""};
    const bool printable = std::all_of(key->begin(), key->end(), [](char c) { return c > 0x20 && c < 0x7f; });
    if (key->size() > 128 || !printable) return Error{Remedy::fix_input, errors::usecases::key_malformed, ""};
    return WriteKey{std::string(*key), Sha256::of(request)};
}

Result<std::optional<Outcome>> earlier_outcome(Office& office, const Caller& caller, const WriteKey& key) {
    LET(const std::optional<Replay> replay, usecases::read<std::optional<Replay>>(office.store, [&](Reader& reader) {
            return reader.replay(caller.actor.person, key.key);
        }));
    return judge_replay(replay, key);
}

Result<Outcome> act_once(Office& office, const Caller& caller, const WriteKey& key,
                         const std::function<Result<Uuid>(Transaction&)>& work) {
    const auto outcome = usecases::write<Outcome>(office.store, [&](Transaction& transaction) -> Result<Outcome> {
        LET(const std::optional<Replay> replay, transaction.replay(caller.actor.person, key.key));
        LET(const std::optional<Outcome> earlier, judge_replay(replay, key));
        if (earlier) return *earlier;
        LET(const Uuid subject, work(transaction));
        TRY(transaction.remember(Replay{caller.actor.person, key.key, key.request, subject, office.clock.now()}));
        fault_point("act.before_commit");
        return Outcome{subject, false};
    });
    if (!outcome.has_value()) {
        // The same request, sent twice at once, may have been done meanwhile: then what stood in the way was its own effect.
        LET(const std::optional<Outcome> meanwhile, earlier_outcome(office, caller, key));
        if (meanwhile) return *meanwhile;
        return outcome.error();
    }
    fault_point("act.after_commit");
    return outcome.value();
}

Result<Done> require(const Caller& caller, directory::Act act, const directory::Thing& thing) {
    const auto permit = directory::permit(act, caller.actor, thing, caller.today);
    if (permit.has_value()) return Done{};
    // What belongs to others answers as what does not exist: nobody learns that it is there.
    if (permit.error().code == errors::directory::not_found_here) {
        return Error{Remedy::fix_input, errors::usecases::no_such_document, "of another agency"};
    }
    return permit.error();
}

directory::Thing own_agency(const Caller& caller) {
    directory::Thing thing;
    thing.agency = caller.agency.id;
    thing.above = caller.directory->above(caller.agency.id);
    return thing;
}

directory::Thing thing_of(const Caller& caller, const Outgoing& document) {
    directory::Thing thing;
    thing.agency = document.agency.id;
    thing.above = caller.directory->above(document.agency.id);
    if (document.drafter.person == caller.actor.person) thing.ties.push_back(directory::Tie::drafter);
    if (document.facts.signer.person == caller.actor.person) thing.ties.push_back(directory::Tie::signer);
    const bool over = document.stage == OutgoingStage::issued || document.stage == OutgoingStage::recalled;
    thing.settled = over ? directory::Settled::yes : directory::Settled::no;
    return thing;
}

directory::Thing thing_of(const Caller& caller, const Incoming& document) {
    directory::Thing thing;
    thing.agency = document.agency.id;
    thing.above = caller.directory->above(document.agency.id);
    if (document.assignment) {
        const auto is_caller = [&](const documents::Official& who) { return who.person == caller.actor.person; };
        const auto& given = *document.assignment;
        if (is_caller(given.lead)) {
            thing.ties.push_back(directory::Tie::lead_handler);
            thing.ties.push_back(directory::Tie::handler);
        } else if (std::any_of(given.supporting.begin(), given.supporting.end(), is_caller)) {
            thing.ties.push_back(directory::Tie::handler);
        }
    }
    const bool over = document.stage == IncomingStage::completed || document.stage == IncomingStage::cancelled ||
                      document.stage == IncomingStage::returned || document.stage == IncomingStage::withdrawn;
    thing.settled = over ? directory::Settled::yes : directory::Settled::no;
    return thing;
}

}  // namespace congvan::usecases
