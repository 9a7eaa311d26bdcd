// A specialist adds a version of the draft; the clerk brings the scan of a paper that was signed (method 1).

#include "errors/usecases.hpp"
#include "signing/pdf/letterhead.hpp"
#include "signing/pdf/normalise.hpp"
#include "signing/pdf/page_view.hpp"
#include "signing/pdf/writer.hpp"
#include "usecases/dossiers.hpp"
#include "usecases/notify.hpp"
#include "usecases/outgoing_acts.hpp"
#include "usecases/page_layout.hpp"
#include "usecases/rules.hpp"
#include "usecases/upload_file.hpp"

namespace congvan::usecases {
namespace {

using documents::FileRef;
using documents::Outgoing;

constexpr std::string_view kPdf = "application/pdf";

std::string as_pdf_name(const std::string& name) {
    const std::size_t dot = name.rfind('.');
    return (dot == std::string::npos || dot == 0 ? name : name.substr(0, dot)) + ".pdf";
}

bool can_be_a_draft(FileKind kind) {
    switch (kind) {
        case FileKind::pdf:
        case FileKind::docx:
        case FileKind::odt:
        case FileKind::doc:
        case FileKind::rtf:
        case FileKind::txt: return true;
        case FileKind::xlsx:
        case FileKind::pptx:
        case FileKind::ods:
        case FileKind::odp:
        case FileKind::xls:
        case FileKind::ppt:
        case FileKind::csv:
        case FileKind::html:
        case FileKind::xml:
        case FileKind::png:
        case FileKind::jpeg:
        case FileKind::tiff:
        case FileKind::gif:
        case FileKind::bmp:
        case FileKind::zip:
        case FileKind::executable:
        case FileKind::unknown: return false;
    }
    return false;
}

// The draft as PDF in the blob store. It belongs to nobody until the version is committed.
Result<FileRef> to_pdf(Office& office, const FileRef& source) {
    LET(const auto content, office.blobs.open_random(source.sha256));
    LET(const FileFacts facts, office.converter.inspect(*content, source.name));
    if (!can_be_a_draft(facts.kind)) {
        return Error{Remedy::fix_input, errors::usecases::source_not_document, std::string(name_of(facts.kind))};
    }
    if (facts.kind == FileKind::pdf) return source;
    LET(const Bytes pdf, office.converter.to_pdf(*content, facts.kind));
    LET(const StoredBlob stored, office.blobs.put(pdf));
    return FileRef{stored.digest, stored.size, as_pdf_name(source.name), std::string(kPdf), documents::Checked::structure};
}

// Read as it will be when the number is stamped, so that a file which cannot become a final one is refused now.
Result<policy::PrintedHead> printed_head_of(Office& office, const FileRef& pdf) {
    LET(const auto content, office.blobs.open(pdf.sha256));
    LET(const Bytes draft, read_all(*content, signing::kMostPdfBytes));
    LET(const Bytes clean, signing::normalise(draft));
    LET(const PdfText text, office.converter.text_boxes(clean));
    LET(const signing::PageLayout layout, signing::seen_layout(clean, page_layout(text)));
    const signing::PrintedHead head = signing::printed_head(layout, office.serif);
    return policy::PrintedHead{head.number_line, head.day_line, head.number, head.notation, head.day, head.month, head.year};
}

}  // namespace

Result<Outcome> add_outgoing_version(Office& office, const Caller& caller, const WriteKey& key, DocumentId id,
                                     const VersionInput& input) {
    LET(const std::optional<Outcome> earlier, earlier_outcome(office, caller, key));
    if (earlier) return *earlier;
    LET(const policy::Profile* profile, profile_of(office, *caller.directory, caller.agency.id, caller.today));
    // The right to do it comes before the cost of doing it; both are checked again below.
    LET(const FileRef source, usecases::read<FileRef>(office.store, [&](Reader& reader) -> Result<FileRef> {
            LET(const Outgoing document, load_outgoing(reader, id));
            TRY(require(caller, directory::Act::revise_draft, thing_of(caller, document)));
            LET(const UploadRecord upload, own_upload(reader, caller, input.source));
            return upload.file;
        }));
    LET(const FileRef pdf, to_pdf(office, source));
    LET(const policy::PrintedHead head, printed_head_of(office, pdf));
    Outgoing made;
    LET(const Outcome outcome, act_once(office, caller, key, [&](Transaction& transaction) -> Result<Uuid> {
            LET(Outgoing document, load_outgoing(transaction, id));
            TRY(require(caller, directory::Act::revise_draft, thing_of(caller, document)));
            LET(const FileRef taken, take_upload(transaction, caller, input.source, id));
            documents::AddVersion command{caller.official, taken, pdf, {}, head};
            for (const Uuid& each : input.attachments) {
                LET(FileRef attachment, take_upload(transaction, caller, each, id));
                command.attachments.push_back(std::move(attachment));
            }
            TRY(transaction.hold_blob(id, pdf.sha256));
            LET(const auto events, decide(document, command, outgoing_rules(*profile), office.clock.now()));
            LET(made, commit(transaction, std::move(document), events));
            return id.raw();
        }));
    if (!outcome.replayed) tell(office, made);
    return outcome;
}

Result<Outcome> attach_scan(Office& office, const Caller& caller, const WriteKey& key, DocumentId id, Uuid upload) {
    LET(const std::optional<Outcome> earlier, earlier_outcome(office, caller, key));
    if (earlier) return *earlier;
    LET(const policy::Profile* profile, profile_of(office, *caller.directory, caller.agency.id, caller.today));
    LET(const FileRef source, usecases::read<FileRef>(office.store, [&](Reader& reader) -> Result<FileRef> {
            LET(const Outgoing document, load_outgoing(reader, id));
            TRY(require(caller, directory::Act::set_final, thing_of(caller, document)));
            LET(const UploadRecord own, own_upload(reader, caller, upload));
            return own.file;
        }));
    if (source.media_type != kPdf) return Error{Remedy::fix_input, errors::usecases::not_a_pdf, source.media_type};
    LET(const auto content, office.blobs.open(source.sha256));
    LET(const Bytes scan, read_all(*content, signing::kMostPdfBytes));
    LET(const Bytes clean, signing::normalise(scan));
    LET(const StoredBlob stored, office.blobs.put(clean));
    const FileRef final_pdf{stored.digest, stored.size, source.name, std::string(kPdf), source.checked};
    Outgoing made;
    LET(const Outcome outcome, act_once(office, caller, key, [&](Transaction& transaction) -> Result<Uuid> {
            LET(Outgoing document, load_outgoing(transaction, id));
            TRY(require(caller, directory::Act::set_final, thing_of(caller, document)));
            TRY(take_upload(transaction, caller, upload, id));
            TRY(transaction.hold_blob(id, final_pdf.sha256));
            const documents::SetFinal command{caller.official, final_pdf, documents::FinalOrigin::scanned};
            LET(const auto events, decide(document, command, outgoing_rules(*profile), office.clock.now()));
            LET(made, commit(transaction, std::move(document), events));
            return id.raw();
        }));
    if (!outcome.replayed) tell(office, made);
    return outcome;
}

}  // namespace congvan::usecases
