#include "usecases/render_outgoing.hpp"

#include <algorithm>

#include "base/fault_point.hpp"
#include "base/text.hpp"
#include "errors/usecases.hpp"
#include "signing/pdf/normalise.hpp"
#include "signing/pdf/page_view.hpp"
#include "signing/pdf/stamp.hpp"
#include "signing/pdf/writer.hpp"
#include "signing/seal_place.hpp"
#include "usecases/dossiers.hpp"
#include "usecases/notify.hpp"
#include "usecases/packets.hpp"
#include "usecases/page_layout.hpp"
#include "usecases/rules.hpp"

namespace congvan::usecases {
namespace {

using documents::Outgoing;
using documents::OutgoingStage;

std::string_view urgency_word(Urgency urgency) {
    switch (urgency) {
        case Urgency::normal: return "";
        case Urgency::urgent: return "KHẨN";
        case Urgency::very_urgent: return "THƯỢNG KHẨN";
        case Urgency::express: return "HỎA TỐC";
    }
    return "";
}

// "05" and "/QĐ-UBND" of "05/QĐ-UBND".
signing::NumberAndDay number_and_day(const documents::Numbering& numbering) {
    const std::size_t digits = numbering.notation.find_first_not_of("0123456789");
    const std::size_t cut = digits == std::string::npos ? numbering.notation.size() : digits;
    return {numbering.notation.substr(0, cut), numbering.notation.substr(cut), numbering.day};
}

bool says(const signing::PageLayout& layout, std::string_view word) {
    std::string first_page;
    for (const signing::TextBox& box : layout.words) {
        if (box.page == 1) first_page += box.text + " ";
    }
    return first_page.find(word) != std::string::npos;
}

Result<Bytes> final_file(Office& office, const Outgoing& document, BytesView draft) {
    LET(const Bytes clean, signing::normalise(draft));
    LET(const PdfText text, office.converter.text_boxes(clean));
    LET(const signing::PageLayout layout, signing::seen_layout(clean, page_layout(text)));
    const signing::Size first = layout.pages.empty() ? signing::Size{595, 842} : layout.pages.front();
    const auto fallback = signing::default_number_fallback(first);
    const auto places = signing::number_places(layout, number_and_day(*document.numbering), fallback, office.serif);
    const std::string_view urgent = urgency_word(document.facts.urgency);
    if (urgent.empty() || says(layout, urgent)) return signing::stamp(clean, places.lines, office.serif);
    return signing::stamp(clean, places.lines, signing::place_urgency(layout, urgent, office.serif), office.serif);
}

std::string final_name(const Outgoing& document) {
    std::string name = document.numbering->notation;
    std::replace(name.begin(), name.end(), '/', '-');
    return name + ".pdf";
}

}  // namespace

Result<Done> render_outgoing(Office& office, const OutboxItem& item) {
    LET(const DocumentId id, document_of(item));
    LET(const Outgoing approved, usecases::read<Outgoing>(office.store, [&](Reader& reader) {
            return load_outgoing(reader, id);
        }));
    // Rendered already, or the number was given up meanwhile: nothing is left to be done.
    if (approved.stage != OutgoingStage::numbered || approved.final_pdf) return Done{};
    LET(const auto content, office.blobs.open(approved.versions.back().pdf.sha256));
    LET(const Bytes draft, read_all(*content, signing::kMostPdfBytes));
    LET(const Bytes rendered, final_file(office, approved, draft));
    LET(const StoredBlob stored, office.blobs.put(rendered));
    LET(const policy::Profile* profile,
        profile_of(office, *office.directory.view(), approved.agency.id, vietnam_day(office.clock.now())));

    Outgoing made;
    TRY(office.store.write([&](Transaction& transaction) -> Result<Done> {
        LET(made, load_outgoing(transaction, id));
        if (made.revision != approved.revision) {
            // The other act decides whether this rendering is still wanted: the item is done again from the start.
            return Error{Remedy::reload_and_retry, errors::usecases::changed_meanwhile, id.raw().text()};
        }
        documents::SetFinal command;
        command.by = {PersonId(), "Hệ thống", ""};
        command.pdf = {stored.digest, stored.size, final_name(approved), "application/pdf", documents::Checked::structure};
        command.origin = documents::FinalOrigin::rendered;
        LET(const auto events, decide(made, command, outgoing_rules(*profile), office.clock.now()));
        TRY(transaction.hold_blob(id, stored.digest));
        LET(made, commit(transaction, std::move(made), events));
        fault_point("render.before_commit");
        return Done{};
    }));
    tell(office, made);
    return Done{};
}

}  // namespace congvan::usecases
