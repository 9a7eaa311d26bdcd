#include "usecases/receive_packets.hpp"

#include <algorithm>

#include "base/fault_point.hpp"
#include "errors/usecases.hpp"
#include "signing/pdf/writer.hpp"
#include "usecases/dossiers.hpp"
#include "usecases/notify.hpp"
#include "usecases/packets.hpp"
#include "usecases/verification.hpp"

namespace congvan::usecases {
namespace {

using documents::ArrivalFacts;
using documents::Incoming;
using documents::Outgoing;

std::string signer_line(const Outgoing& document) {
    const documents::Official& signer = document.facts.signer;
    return signer.post.empty() ? signer.name : signer.post + " " + signer.name;
}

// What the packet says: what was issued, as it was issued.
Result<ArrivalFacts> packet_of(const Outgoing& document, const ToRecipient& to) {
    if (!document.numbering || !document.final_pdf || !document.issued_at || document.versions.empty()) {
        return Error{Remedy::call_operator, errors::usecases::not_issued, document.id.raw().text()};
    }
    ArrivalFacts facts;
    facts.delivery = documents::delivery_id(to.document, to.recipient);
    facts.document = document.id;
    facts.from = document.agency;
    facts.notation = document.numbering->notation;
    facts.day = document.numbering->day;
    facts.type = document.facts.type;
    facts.type_name = document.facts.type_name;
    facts.abstract = document.facts.abstract;
    facts.urgency = document.facts.urgency;
    facts.secrecy = document.facts.secrecy;
    facts.signer = signer_line(document);
    facts.recipients = document.facts.recipients;
    facts.answer_by = document.facts.answer_by;
    facts.answers = document.facts.answers;
    facts.sent_at = *document.issued_at;
    facts.main = *document.final_pdf;
    facts.attachments = document.versions.back().attachments;
    return facts;
}

// Which document of the recipient's own the arrival answers, if it is one of theirs.
Result<std::optional<DocumentId>> answered_by(Reader& reader, const Outgoing& document, AgencyId recipient) {
    if (!document.facts.answers) return std::optional<DocumentId>();
    LET(const Incoming answered, load_incoming_or_empty(reader, *document.facts.answers));
    if (answered.facts.from.id != recipient) return std::optional<DocumentId>();
    return std::optional<DocumentId>(answered.facts.document);
}

Result<bool> all_there(Office& office, const ArrivalFacts& facts) {
    for (const documents::FileRef& file : facts.attachments) {
        LET(const auto content, office.blobs.open(file.sha256));
        std::vector<std::byte> piece(256 * 1024);
        std::uint64_t size = 0;
        for (;;) {
            LET(const std::size_t count, content->read(piece));
            if (count == 0) break;
            size += count;
        }
        if (size != file.size) return false;
    }
    return true;
}

// Completeness, integrity, signatures, addressee: before anybody accepts (requirement C1).
Result<documents::ArrivalCheck> check_arrival(Office& office, const ArrivalFacts& facts, AgencyId recipient, Instant at) {
    documents::ArrivalCheck check;
    LET(const auto content, office.blobs.open(facts.main.sha256));
    LET(const Bytes pdf, read_all(*content, signing::kMostPdfBytes));
    const VerdictView verdict = verify_arrival(office, pdf, at);
    check.verdict = verdict.verdict;
    check.integrity = verdict.integrity;
    check.report = to_text(verdict);
    LET(check.complete, all_there(office, facts));
    check.addressee_right = std::any_of(facts.recipients.begin(), facts.recipients.end(),
                                        [&](const documents::AgencyRef& each) { return each.id == recipient; });
    return check;
}

Result<Instant> legal_receipt_at(Office& office, const DirectoryView& directory, AgencyId recipient, Instant at) {
    LET(const policy::Profile* profile, profile_of(office, directory, recipient, vietnam_day(at)));
    LET(const calendar::Calendar calendar, usecases::read<calendar::Calendar>(office.store, [&](Reader& reader) {
            return calendar_now(office, reader);
        }));
    return policy::legal_receipt(*profile, calendar, at).due;
}

}  // namespace

Result<Done> receive_document(Office& office, const OutboxItem& item) {
    LET(const ToRecipient to, recipient_of(item));
    const auto directory = office.directory.view();
    const Instant now = office.clock.now();
    LET(const documents::AgencyRef agency, directory->agency_ref(to.recipient, vietnam_day(now)));
    documents::Arrive command;
    command.id = documents::incoming_id(to.document, to.recipient);
    command.agency = agency;
    LET(const Outgoing document, usecases::read<Outgoing>(office.store, [&](Reader& reader) -> Result<Outgoing> {
            LET(Outgoing issued, load_outgoing(reader, to.document));
            LET(command.facts, packet_of(issued, to));
            LET(command.facts.answers_document, answered_by(reader, issued, to.recipient));
            return issued;
        }));
    LET(command.check, check_arrival(office, command.facts, to.recipient, now));
    LET(command.legal_receipt_at, legal_receipt_at(office, *directory, to.recipient, now));
    Incoming made;
    TRY(office.store.write([&](Transaction& transaction) -> Result<Done> {
        LET(Incoming before, load_incoming_or_empty(transaction, command.id));
        LET(const auto events, decide(before, command, now));
        LET(made, commit(transaction, std::move(before), events));
        fault_point("receive.before_commit");
        return Done{};
    }));
    tell(office, made);
    return Done{};
}

Result<Done> hear_recall(Office& office, const OutboxItem& item) {
    LET(const ToRecipient to, recipient_of(item));
    LET(const RecallId recall, recall_of(item));
    const auto directory = office.directory.view();
    const Instant now = office.clock.now();
    LET(const documents::AgencyRef agency, directory->agency_ref(to.recipient, vietnam_day(now)));
    Incoming made;
    TRY(office.store.write([&](Transaction& transaction) -> Result<Done> {
        LET(const exchange::Recall asked, load_recall(transaction, recall));
        documents::HearRecall command;
        command.id = documents::incoming_id(to.document, to.recipient);
        command.agency = agency;
        command.recall = recall;
        command.document = to.document;
        command.reason = asked.reason;
        LET(Incoming before, load_incoming_or_empty(transaction, command.id));
        LET(const auto events, decide(before, command, now));
        LET(made, commit(transaction, std::move(before), events));
        fault_point("recall.before_commit");
        return Done{};
    }));
    tell(office, made);
    return Done{};
}

Result<Done> hear_status(Office& office, const OutboxItem& item) {
    LET(StatusPacket packet, status_of(item));
    const Instant now = office.clock.now();
    packet.fact.heard_at = now;
    Outgoing document;
    TRY(office.store.write([&](Transaction& transaction) -> Result<Done> {
        LET(document, load_outgoing(transaction, packet.to.document));
        LET(exchange::Delivery before,
            load_delivery_or_empty(transaction, documents::delivery_id(packet.to.document, packet.to.recipient)));
        const exchange::HearStatus command{packet.fact, packet.receipt};
        LET(const auto events, decide(before, command, document.final_pdf->sha256, now));
        TRY(commit(transaction, std::move(before), events));
        fault_point("status.before_commit");
        return Done{};
    }));
    tell(office, document);
    return Done{};
}

Result<Done> hear_recall_answer(Office& office, const OutboxItem& item) {
    LET(const RecallAnswerPacket packet, recall_answer_of(item));
    Outgoing document;
    TRY(office.store.write([&](Transaction& transaction) -> Result<Done> {
        LET(document, load_outgoing(transaction, packet.to.document));
        LET(exchange::Recall before, load_recall(transaction, packet.recall));
        const exchange::HearAnswer command{packet.to.recipient, packet.outcome, packet.at, packet.by};
        LET(const auto events, decide(before, command, office.clock.now()));
        TRY(commit(transaction, std::move(before), events));
        fault_point("recall_answer.before_commit");
        return Done{};
    }));
    tell(office, document);
    return Done{};
}

}  // namespace congvan::usecases
