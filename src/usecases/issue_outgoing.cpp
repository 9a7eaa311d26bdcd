// The clerk issues a signed document to its recipients, and recalls one that was issued.

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
using documents::Outgoing;

// Within one installation every agency is reached by its own network (requirement D4).
constexpr std::string_view kChannel = "internal";
constexpr std::string_view kChannelReason = "Bên nhận cùng hệ thống";

Result<Done> queue_deliveries(Transaction& transaction, const Outgoing& document, Instant at) {
    for (const documents::AgencyRef& recipient : document.facts.recipients) {
        exchange::Queue command;
        command.id = documents::delivery_id(document.id, recipient.id);
        command.document = document.id;
        command.from = document.agency;
        command.to = recipient;
        command.channel = std::string(kChannel);
        command.channel_reason = std::string(kChannelReason);
        LET(const auto events, decide(exchange::Delivery(), command, document.final_pdf->sha256, at));
        TRY(commit(transaction, exchange::Delivery(), events));
        TRY(transaction.enqueue(deliver_item({document.id, recipient.id}, document.facts.urgency)));
    }
    return Done{};
}

// The answer is now a document with a number: the one it answers points to it.
Result<std::optional<documents::Incoming>> link_answer(Transaction& transaction, const Outgoing& answer, Instant at) {
    if (!answer.facts.answers) return std::optional<documents::Incoming>();
    LET(documents::Incoming answered, load_incoming(transaction, *answer.facts.answers));
    const documents::LinkAnswer command{answer.drafter, answer.id, answer.numbering->notation};
    LET(const auto events, decide(answered, command, at));
    LET(documents::Incoming linked, commit(transaction, std::move(answered), events));
    return std::optional<documents::Incoming>(std::move(linked));
}

}  // namespace

Result<Outcome> issue_outgoing(Office& office, const Caller& caller, const WriteKey& key, DocumentId id) {
    LET(const policy::Profile* profile, profile_of(office, *caller.directory, caller.agency.id, caller.today));
    Outgoing made;
    std::optional<documents::Incoming> answered;
    LET(const Outcome outcome, act_once(office, caller, key, [&](Transaction& transaction) -> Result<Uuid> {
            LET(Outgoing document, load_outgoing(transaction, id));
            TRY(require(caller, Act::issue, thing_of(caller, document)));
            const Instant now = office.clock.now();
            const documents::Issue command{caller.official};
            LET(const auto events, decide(document, command, outgoing_rules(*profile), now));
            LET(const calendar::Calendar calendar, calendar_now(office, transaction));
            TRY(demand(policy::check_before_issue(*profile, issue_facts(*profile, caller, document, calendar, now))));
            LET(made, commit(transaction, std::move(document), events));
            const registers::Confirm confirm{made.numbering->sequence, id.raw(), register_columns(made)};
            TRY(write_in_book(transaction, made.numbering->book, confirm, id, caller.official, now));
            TRY(queue_deliveries(transaction, made, now));
            LET(answered, link_answer(transaction, made, now));
            return id.raw();
        }));
    if (!outcome.replayed) tell(office, made);
    if (!outcome.replayed && answered) tell(office, *answered);
    return outcome;
}

Result<Outcome> recall_outgoing(Office& office, const Caller& caller, const WriteKey& key, DocumentId id,
                                std::string_view reason) {
    LET(const std::string text, clean_line(reason, 1000));
    LET(const policy::Profile* profile, profile_of(office, *caller.directory, caller.agency.id, caller.today));
    const RecallId recall(office.new_id());
    Outgoing made;
    LET(const Outcome outcome, act_once(office, caller, key, [&](Transaction& transaction) -> Result<Uuid> {
            LET(Outgoing document, load_outgoing(transaction, id));
            TRY(require(caller, Act::recall, thing_of(caller, document)));
            const Instant now = office.clock.now();
            const documents::MarkRecalled mark{caller.official, recall, text};
            LET(const auto marked, decide(document, mark, outgoing_rules(*profile), now));
            const exchange::RequestRecall request{recall, id, document.agency, caller.official, text,
                                                  document.facts.recipients};
            LET(const auto requested, decide(exchange::Recall(), request, now));
            LET(made, commit(transaction, std::move(document), marked));
            TRY(commit(transaction, exchange::Recall(), requested));
            const registers::Annotate note{made.numbering->sequence, id.raw(), "Thu hồi: " + text};
            TRY(write_in_book(transaction, made.numbering->book, note, id, caller.official, now));
            for (const documents::AgencyRef& recipient : made.facts.recipients) {
                TRY(transaction.enqueue(recall_item({id, recipient.id}, recall, made.facts.urgency)));
            }
            return id.raw();
        }));
    if (!outcome.replayed) tell(office, made);
    return outcome;
}

}  // namespace congvan::usecases
