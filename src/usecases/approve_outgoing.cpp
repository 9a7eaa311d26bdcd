// The drafter submits; the leader returns or approves, and approval takes the number; a number that will not be
// signed is given up with a reason.

#include "base/text.hpp"
#include "errors/usecases.hpp"
#include "usecases/dossiers.hpp"
#include "usecases/notify.hpp"
#include "usecases/outgoing_acts.hpp"
#include "usecases/packets.hpp"
#include "usecases/rules.hpp"

namespace congvan::usecases {
namespace {

using directory::Act;
using documents::Numbering;
using documents::Outgoing;

// The common shape: load, permit, decide, commit.
Result<Outcome> change(Office& office, const Caller& caller, const WriteKey& key, DocumentId id, Act act,
                       const std::function<Result<documents::OutgoingCommand>(Transaction&, const Outgoing&,
                                                                              const policy::Profile&)>& command_for) {
    LET(const policy::Profile* profile, profile_of(office, *caller.directory, caller.agency.id, caller.today));
    Outgoing made;
    LET(const Outcome outcome, act_once(office, caller, key, [&](Transaction& transaction) -> Result<Uuid> {
            LET(Outgoing document, load_outgoing(transaction, id));
            TRY(require(caller, act, thing_of(caller, document)));
            LET(const documents::OutgoingCommand command, command_for(transaction, document, *profile));
            LET(const auto events, decide(document, command, outgoing_rules(*profile), office.clock.now()));
            LET(made, commit(transaction, std::move(document), events));
            return id.raw();
        }));
    if (!outcome.replayed) tell(office, made);
    return outcome;
}

// Takes the next number of the series that the profile names for this type and day.
Result<Numbering> reserve_number(Transaction& transaction, const Caller& caller, const policy::Profile& profile,
                                 const Outgoing& document, Instant at) {
    if (*profile.number_time != policy::NumberTime::before_signing) {
        // TT 01/2019/TT-BNV as first written; no profile in force today asks for it.
        return Error{Remedy::call_operator, errors::usecases::number_time_unsupported, profile.identity.id.raw()};
    }
    const policy::DocumentType* type = profile.type(document.facts.type);
    if (type == nullptr) return Error{Remedy::fix_input, errors::usecases::unknown_type, document.facts.type};
    const policy::SeriesKey series = policy::outgoing_series(profile, *type, caller.today);
    const registers::BookKey key{document.agency.id, registers::BookKind::outgoing, series.series, series.period};
    LET(registers::RegisterBook book, transaction.lock_book(key, document.id.raw()));
    const registers::Sequence sequence = registers::next_sequence(book);

    policy::NotationFacts facts;
    facts.number = sequence.raw();
    facts.type = type;
    facts.agency = caller.directory->tree().find(document.agency.id)->short_name;
    facts.unit = numbering_unit(profile, *caller.directory, document, caller.today);
    LET(const policy::Notation notation, policy::render_notation(profile, facts));

    const registers::Reserve command{document.id.raw(), caller.today, notation.text, register_columns(document)};
    LET(const auto events, decide(book, key, command));
    TRY(commit(transaction, std::move(book), events, document.id, caller.official, at));
    return Numbering{key, sequence, notation.text, caller.today};
}

}  // namespace

Result<Outcome> submit_outgoing(Office& office, const Caller& caller, const WriteKey& key, DocumentId id) {
    return change(office, caller, key, id, Act::submit,
                  [&](Transaction&, const Outgoing& document, const policy::Profile& profile)
                      -> Result<documents::OutgoingCommand> {
                      TRY(demand(policy::check_before_submit(profile, submit_facts(profile, caller, document))));
                      return documents::OutgoingCommand(documents::Submit{caller.official});
                  });
}

Result<Outcome> return_outgoing(Office& office, const Caller& caller, const WriteKey& key, DocumentId id,
                                std::string_view opinion) {
    LET(const std::string text, clean_text(opinion, 4000));
    return change(office, caller, key, id, Act::return_draft,
                  [&](Transaction&, const Outgoing&, const policy::Profile&) -> Result<documents::OutgoingCommand> {
                      return documents::OutgoingCommand(documents::ReturnForChange{caller.official, text});
                  });
}

Result<Outcome> approve_outgoing(Office& office, const Caller& caller, const WriteKey& key, DocumentId id,
                                 std::string_view opinion) {
    LET(const std::string text, clean_text(opinion, 4000));
    return change(office, caller, key, id, Act::approve,
                  [&](Transaction& transaction, const Outgoing& document, const policy::Profile& profile)
                      -> Result<documents::OutgoingCommand> {
                      // What is printed on the draft is numbered as it is, so it is asked once more, with today's date.
                      if (document.stage == documents::OutgoingStage::awaiting_approval) {
                          policy::SubmitFacts facts = submit_facts(profile, caller, document);
                          facts.being_numbered = true;
                          TRY(demand(policy::check_before_submit(profile, facts)));
                      }
                      // A refusal by stage must not depend on a number being taken first: both roll back together.
                      LET(Numbering numbering,
                          reserve_number(transaction, caller, profile, document, office.clock.now()));
                      if (document.facts.method != SigningMethod::scan_and_seal) {
                          TRY(transaction.enqueue(render_item(id, document.facts.urgency)));
                      }
                      return documents::OutgoingCommand(
                          documents::Approve{caller.official, text, std::move(numbering)});
                  });
}

Result<Outcome> void_outgoing_number(Office& office, const Caller& caller, const WriteKey& key, DocumentId id,
                                     std::string_view reason) {
    LET(const std::string text, clean_line(reason, 1000));
    return change(office, caller, key, id, Act::void_number,
                  [&](Transaction& transaction, const Outgoing& document,
                      const policy::Profile&) -> Result<documents::OutgoingCommand> {
                      if (document.numbering) {
                          const registers::Void command{document.numbering->sequence, id.raw(), text};
                          TRY(write_in_book(transaction, document.numbering->book, command, id, caller.official,
                                            office.clock.now()));
                      }
                      return documents::OutgoingCommand(documents::VoidNumber{caller.official, text});
                  });
}

}  // namespace congvan::usecases
