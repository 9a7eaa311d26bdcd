// The clerk accepts or returns an arrival, the leader assigns it, the handlers work on it, the clerk cancels it when
// it was recalled.

#include "base/text.hpp"
#include "errors/usecases.hpp"
#include "usecases/dossiers.hpp"
#include "usecases/incoming_acts.hpp"
#include "usecases/notify.hpp"
#include "usecases/rules.hpp"

namespace congvan::usecases {
namespace {

using directory::Act;
using documents::Incoming;
using documents::IncomingCommand;
using documents::Official;

using CommandFor = std::function<Result<IncomingCommand>(Transaction&, const Incoming&)>;

Result<Outcome> change(Office& office, const Caller& caller, const WriteKey& key, IncomingId id, Act act,
                       const CommandFor& command_for) {
    Incoming made;
    LET(const Outcome outcome, act_once(office, caller, key, [&](Transaction& transaction) -> Result<Uuid> {
            LET(Incoming document, load_incoming(transaction, id));
            TRY(require(caller, act, thing_of(caller, document)));
            LET(const IncomingCommand command, command_for(transaction, document));
            LET(const auto events, decide(document, command, office.clock.now()));
            LET(made, commit(transaction, std::move(document), events));
            return id.raw();
        }));
    if (!outcome.replayed) tell(office, made);
    return outcome;
}

Result<Done> put_corrected(Fields& fields, std::string_view name, const std::optional<std::string>& value,
                           std::size_t most) {
    if (!value) return Done{};
    LET(std::string clean, clean_line(*value, most));
    fields.set(std::string(name), std::move(clean));
    return Done{};
}

Result<Fields> corrected_fields(const CorrectedFields& corrected) {
    Fields fields;
    TRY(put_corrected(fields, "abstract", corrected.abstract, 500));
    TRY(put_corrected(fields, "type_name", corrected.type_name, 100));
    TRY(put_corrected(fields, "signer", corrected.signer, 200));
    if (corrected.note && !corrected.note->empty()) TRY(put_corrected(fields, "note", corrected.note, 500));
    return fields;
}

Fields arrival_columns(const Incoming& document, const Fields& corrected) {
    Fields columns;
    columns.set("type_name", corrected.find("type_name").value_or(document.facts.type_name));
    columns.set("abstract", corrected.find("abstract").value_or(document.facts.abstract));
    columns.set("signer", corrected.find("signer").value_or(document.facts.signer));
    columns.set("parties", document.facts.from.name);
    columns.set("document_day", to_iso8601(document.facts.day));
    return columns;
}

Result<Instant> end_of_office_hours(Office& office, Reader& reader, Day day) {
    LET(const calendar::Calendar calendar, calendar_now(office, reader));
    const auto sessions = calendar.office_sessions(day);
    if (sessions.empty()) return Error{Remedy::fix_input, errors::usecases::not_a_working_day, to_iso8601(day)};
    return sessions.back().to;
}

}  // namespace

Result<Outcome> accept_incoming(Office& office, const Caller& caller, const WriteKey& key, IncomingId id,
                                const CorrectedFields& corrected) {
    LET(const Fields fields, corrected_fields(corrected));
    LET(const policy::Profile* profile, profile_of(office, *caller.directory, caller.agency.id, caller.today));
    return change(office, caller, key, id, Act::accept,
                  [&](Transaction& transaction, const Incoming& document) -> Result<IncomingCommand> {
                      TRY(demand(policy::check_before_accept(*profile, accept_facts(document))));
                      const policy::SeriesKey series = policy::incoming_series(*profile, caller.today);
                      const registers::BookKey book{caller.agency.id, registers::BookKind::incoming, series.series,
                                                    series.period};
                      // A second acceptance is refused by stage below; the line it would have written goes with it.
                      if (document.arrival_number) {
                          return IncomingCommand(
                              documents::Accept{caller.official, book, *document.arrival_number, fields});
                      }
                      const registers::Enter enter{id.raw(), caller.today, document.facts.notation,
                                                   arrival_columns(document, fields)};
                      LET(const registers::RegisterBook written,
                          write_in_book(transaction, book, enter, document.facts.document, caller.official,
                                        office.clock.now()));
                      return IncomingCommand(documents::Accept{caller.official, book, written.last, fields});
                  });
}

Result<Outcome> return_incoming(Office& office, const Caller& caller, const WriteKey& key, IncomingId id,
                                std::string_view reason) {
    LET(const std::string text, clean_line(reason, 1000));
    return change(office, caller, key, id, Act::return_incoming,
                  [&](Transaction&, const Incoming&) -> Result<IncomingCommand> {
                      return IncomingCommand(documents::ReturnToSender{caller.official, text});
                  });
}

Result<Outcome> assign_incoming(Office& office, const Caller& caller, const WriteKey& key, IncomingId id,
                                const AssignInput& input) {
    documents::Assign command;
    command.by = caller.official;
    LET(command.instruction, clean_text(input.instruction, 4000));
    LET(command.lead, caller.directory->official(input.lead, caller.agency.id, caller.today));
    for (const PersonId each : input.supporting) {
        LET(Official official, caller.directory->official(each, caller.agency.id, caller.today));
        command.supporting.push_back(std::move(official));
    }
    return change(office, caller, key, id, Act::assign,
                  [&](Transaction& transaction, const Incoming&) -> Result<IncomingCommand> {
                      if (input.deadline) {
                          LET(const Instant due, end_of_office_hours(office, transaction, *input.deadline));
                          command.deadline = due;
                      }
                      return IncomingCommand(command);
                  });
}

Result<Outcome> start_handling(Office& office, const Caller& caller, const WriteKey& key, IncomingId id) {
    return change(office, caller, key, id, Act::handle,
                  [&](Transaction&, const Incoming&) -> Result<IncomingCommand> {
                      return IncomingCommand(documents::StartHandling{caller.official});
                  });
}

Result<Outcome> complete_incoming(Office& office, const Caller& caller, const WriteKey& key, IncomingId id,
                                  std::string_view result) {
    LET(const std::string text, clean_text(result, 4000));
    return change(office, caller, key, id, Act::complete,
                  [&](Transaction&, const Incoming&) -> Result<IncomingCommand> {
                      return IncomingCommand(documents::Complete{caller.official, text});
                  });
}

Result<Outcome> cancel_incoming(Office& office, const Caller& caller, const WriteKey& key, IncomingId id) {
    return change(office, caller, key, id, Act::cancel_recalled,
                  [&](Transaction& transaction, const Incoming& document) -> Result<IncomingCommand> {
                      const bool due = document.stage == documents::IncomingStage::cancel_due;
                      if (due && document.book && document.arrival_number) {
                          const registers::Annotate note{*document.arrival_number, id.raw(),
                                                         "Đã hủy theo thông báo thu hồi của bên gửi"};
                          TRY(write_in_book(transaction, *document.book, note, document.facts.document,
                                            caller.official, office.clock.now()));
                      }
                      return IncomingCommand(documents::ConfirmCancel{caller.official});
                  });
}

}  // namespace congvan::usecases
