#include "usecases/timestamp_outgoing.hpp"

#include <algorithm>

#include "base/fault_point.hpp"
#include "errors/usecases.hpp"
#include "signing/pdf/long_term.hpp"
#include "usecases/dossiers.hpp"
#include "usecases/notify.hpp"
#include "usecases/packets.hpp"
#include "usecases/rules.hpp"
#include "usecases/verification.hpp"

namespace congvan::usecases {
namespace {

using documents::Outgoing;
using documents::OutgoingStage;

bool is_wanted(const Outgoing& document, const std::string& base) {
    return document.stage == OutgoingStage::sealed && document.final_pdf && document.final_pdf->sha256.hex() == base;
}

struct Stamped {
    Bytes file;
    Instant time;
};

Result<Stamped> stamped(Office& office, BytesView pdf) {
    LET(const signing::PreparedPdf prepared, signing::prepare_timestamp(pdf));
    const auto covered = prepared.covered();
    const Bytes imprint = signing::cms::digest(signing::cms::DigestKind::sha256, covered);
    LET(const signing::Timestamp made, office.services->stamp(signing::cms::DigestKind::sha256, imprint));
    LET(Bytes file, signing::complete_timestamp(prepared, made.token));
    return Stamped{std::move(file), made.facts.gen_time};
}

// Every signature has to hold as it did; whether the service's own certificate is believed here is not asked.
Result<Done> still_holds(Office& office, BytesView before, BytesView after, Instant at) {
    const VerdictView was = verify_pdf(office, before, at), is = verify_pdf(office, after, at);
    const bool whole = is.integrity == "intact" || is.integrity == "intact_with_additions";
    if (whole && is.signatures.size() == was.signatures.size() + 1) return Done{};
    return Error{Remedy::call_operator, errors::usecases::signature_not_verified, is.verdict};
}

}  // namespace

OutboxItem timestamp_item(DocumentId document, const Sha256& sealed_pdf) {
    OutboxItem item;
    item.kind = std::string(kTimestamp);
    item.lane = std::string(kSlowLane) + std::string(kTimestamp) + "/" + document.raw().text();
    item.payload.set("document", document.raw().text()).set("base", sealed_pdf.hex());
    return item;
}

Result<Done> timestamp_outgoing(Office& office, const OutboxItem& item) {
    LET(const DocumentId id, document_of(item));
    LET(const std::string base, item.payload.text("base"));
    LET(const Outgoing sealed, usecases::read<Outgoing>(office.store, [&](Reader& reader) { return load_outgoing(reader, id); }));
    if (!is_wanted(sealed, base) || office.services == nullptr || !office.services->stamps()) return Done{};
    LET(const auto content, office.blobs.open(sealed.final_pdf->sha256));
    LET(const Bytes pdf, read_all(*content, signing::kMostPdfBytes));
    LET(const Stamped made, stamped(office, pdf));
    TRY(still_holds(office, pdf, made.file, std::max(office.clock.now(), made.time)));
    LET(const StoredBlob stored, office.blobs.put(made.file));
    fault_point("timestamp.after_blob");
    LET(const policy::Profile* profile,
        profile_of(office, *office.directory.view(), sealed.agency.id, vietnam_day(office.clock.now())));

    Outgoing after;
    bool done = false;
    TRY(office.store.write([&](Transaction& transaction) -> Result<Done> {
        LET(after, load_outgoing(transaction, id));
        done = is_wanted(after, base);
        if (!done) return Done{};
        documents::AddTimestamp command;
        command.by = {PersonId(), "Hệ thống", ""};
        command.stamped_pdf = *after.final_pdf;
        command.stamped_pdf.sha256 = stored.digest;
        command.stamped_pdf.size = stored.size;
        command.base = sealed.final_pdf->sha256;
        command.time = made.time;
        LET(const auto events, decide(after, command, outgoing_rules(*profile), office.clock.now()));
        TRY(transaction.hold_blob(id, stored.digest));
        LET(after, commit(transaction, std::move(after), events));
        return Done{};
    }));
    if (done) tell(office, after);
    return Done{};
}

}  // namespace congvan::usecases
