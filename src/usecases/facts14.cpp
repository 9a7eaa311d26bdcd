#include "usecases/facts14.hpp"

#include <map>

namespace congvan::usecases {
namespace {

using documents::AgencyRef;
using documents::FileRef;
using documents::IncomingStage;
using exchange::DeliveryStatus;

// A value that is the same in every language, or one that is said in both.
struct Value {
    std::string vi;
    std::string en;

    Value(std::string both) : vi(both), en(std::move(both)) {}
    Value(const char* both) : Value(std::string(both)) {}
    Value(Words words) : vi(words.vi), en(words.en) {}
    Value(std::string vietnamese, std::string english) : vi(std::move(vietnamese)), en(std::move(english)) {}
};

// "30/11/2026 08:01", as on every screen.
std::string at_vietnam(Instant at) {
    const std::string iso = to_iso8601(at);
    return to_vietnamese(vietnam_day(at)) + " " + iso.substr(11, 5);
}

std::string names_of(const std::vector<AgencyRef>& agencies) {
    std::string all;
    for (const AgencyRef& each : agencies) all += (all.empty() ? "" : "; ") + each.name;
    return all;
}

std::string names_of(const std::vector<FileRef>& files) {
    std::string all;
    for (const FileRef& each : files) all += (all.empty() ? "" : "; ") + each.name;
    return all;
}

Value counted_statuses(const std::vector<exchange::Delivery>& deliveries) {
    std::map<DeliveryStatus, int> counts;
    for (const exchange::Delivery& each : deliveries) ++counts[each.status];
    Value all("");
    for (const auto& [status, count] : counts) {
        const Words words = status_words(status);
        const std::string_view between = all.vi.empty() ? "" : "; ";
        ((all.vi += between) += words.vi) += ": " + std::to_string(count);
        ((all.en += between) += words.en) += ": " + std::to_string(count);
    }
    return all;
}

Words stage_of_outgoing(documents::OutgoingStage stage) {
    switch (stage) {
        case documents::OutgoingStage::none:
        case documents::OutgoingStage::drafting: return {"đang soạn thảo", "being drafted"};
        case documents::OutgoingStage::awaiting_approval: return {"chờ duyệt", "awaiting approval"};
        case documents::OutgoingStage::numbered:
        case documents::OutgoingStage::signing: return {"chờ ký", "to be signed"};
        case documents::OutgoingStage::sealed: return {"chờ phát hành", "to be issued"};
        case documents::OutgoingStage::issued: return {"đã phát hành", "issued"};
        case documents::OutgoingStage::recalled: return {"thu hồi", "recalled"};
    }
    return {"", ""};
}

Value times_of(const OutgoingView& view) {
    if (!view.document.issued_at) return "";
    const std::string sent = at_vietnam(*view.document.issued_at);
    Value all("Gửi: " + sent, "Sent: " + sent);
    for (const exchange::Delivery& each : view.deliveries) {
        if (!each.receipt) continue;
        const std::string at = at_vietnam(each.receipt->at);
        all.vi += "; " + each.to.name + " nhận: " + at;
        all.en += "; received by " + each.to.name + ": " + at;
    }
    return all;
}

Value sent_and_received(Instant sent, Instant received) {
    const std::string from = at_vietnam(sent);
    const std::string to = at_vietnam(received);
    return {"Gửi: " + from + "; nhận: " + to, "Sent: " + from + "; received: " + to};
}

Value events_of(Revision revision) {
    const std::string count = std::to_string(revision.raw());
    return {count + " sự việc", count + (revision.raw() == 1 ? " event" : " events")};
}

void add(std::vector<FactRow>& rows, std::string name, std::string vi, std::string en, Value value) {
    rows.push_back({std::move(name), std::move(vi), std::move(en), std::move(value.vi), std::move(value.en)});
}

}  // namespace

Words status_words(DeliveryStatus status) {
    switch (status) {
        case DeliveryStatus::none: return {"", ""};
        case DeliveryStatus::queued: return {"đang chuyển", "on its way"};
        case DeliveryStatus::arrived: return {"đã đến", "arrived"};
        case DeliveryStatus::accepted: return {"đã tiếp nhận", "accepted"};
        case DeliveryStatus::forwarded: return {"đã chuyển xử lý", "passed on"};
        case DeliveryStatus::in_handling: return {"đang xử lý", "being handled"};
        case DeliveryStatus::completed: return {"đã hoàn thành", "completed"};
        case DeliveryStatus::returned: return {"từ chối nhận (trả lại)", "returned"};
        case DeliveryStatus::withdrawn: return {"thu hồi (đã rút lại)", "withdrawn"};
        case DeliveryStatus::cancel_due: return {"thu hồi (chờ hủy)", "to be cancelled"};
        case DeliveryStatus::cancelled: return {"thu hồi (đã hủy)", "cancelled"};
    }
    return {"", ""};
}

Words stage_words(IncomingStage stage) {
    switch (stage) {
        case IncomingStage::none: return {"", ""};
        case IncomingStage::arrived: return {"đã đến", "arrived"};
        case IncomingStage::accepted: return {"đã tiếp nhận", "accepted"};
        case IncomingStage::assigned: return {"đã chuyển xử lý", "passed on"};
        case IncomingStage::in_handling: return {"đang xử lý", "being handled"};
        case IncomingStage::completed: return {"đã hoàn thành", "completed"};
        case IncomingStage::returned: return {"từ chối nhận (trả lại)", "returned"};
        case IncomingStage::withdrawn: return {"thu hồi (đã rút lại)", "withdrawn"};
        case IncomingStage::cancel_due: return {"thu hồi (chờ hủy)", "to be cancelled"};
        case IncomingStage::cancelled: return {"thu hồi (đã hủy)", "cancelled"};
    }
    return {"", ""};
}

Words urgency_words(Urgency urgency) {
    switch (urgency) {
        case Urgency::normal: return {"thường", "normal"};
        case Urgency::urgent: return {"khẩn", "urgent"};
        case Urgency::very_urgent: return {"thượng khẩn", "very urgent"};
        case Urgency::express: return {"hỏa tốc", "express"};
    }
    return {"", ""};
}

std::vector<FactRow> facts_of(const OutgoingView& view) {
    const documents::Outgoing& d = view.document;
    std::vector<FactRow> rows;
    add(rows, "agency_code", "Mã định danh cơ quan, tổ chức", "Agency code", d.agency.code);
    add(rows, "document_code", "Mã định danh văn bản", "Document code", view.document_code);
    add(rows, "notation", "Số và ký hiệu văn bản", "Number and notation", d.numbering ? d.numbering->notation : "");
    add(rows, "day", "Ngày, tháng, năm ban hành", "Date", d.numbering ? to_vietnamese(d.numbering->day) : "");
    add(rows, "type", "Thể loại văn bản", "Type", d.facts.type_name);
    add(rows, "urgency", "Mức độ khẩn", "Urgency", urgency_words(d.facts.urgency));
    add(rows, "abstract", "Trích yếu nội dung", "Abstract", d.facts.abstract);
    add(rows, "attachments", "Hồ sơ, tài liệu gửi kèm", "Attached files",
        d.versions.empty() ? "" : names_of(d.versions.back().attachments));
    add(rows, "status", "Trạng thái xử lý", "Status",
        view.deliveries.empty() ? Value(stage_of_outgoing(d.stage)) : counted_statuses(view.deliveries));
    add(rows, "signer", "Họ tên người ký", "Signer", d.facts.signer.name);
    add(rows, "sender", "Bên gửi", "Sender", d.agency.name);
    add(rows, "recipients", "Bên nhận", "Recipients", names_of(d.facts.recipients));
    add(rows, "times", "Thời gian gửi, nhận", "Times sent and received", times_of(view));
    add(rows, "deadline", "Thời hạn xử lý", "Deadline", d.facts.answer_by ? to_vietnamese(*d.facts.answer_by) : "");
    add(rows, "history", "Lịch sử gửi, nhận văn bản", "History", events_of(d.revision));
    return rows;
}

std::vector<FactRow> facts_of(const IncomingView& view) {
    const documents::Incoming& d = view.document;
    const documents::ArrivalFacts& f = d.facts;
    std::vector<FactRow> rows;
    add(rows, "agency_code", "Mã định danh cơ quan, tổ chức", "Agency code", f.from.code);
    add(rows, "document_code", "Mã định danh văn bản", "Document code", view.document_code);
    add(rows, "notation", "Số và ký hiệu văn bản", "Number and notation", f.notation);
    add(rows, "day", "Ngày, tháng, năm ban hành", "Date", f.day == Day() ? "" : to_vietnamese(f.day));
    add(rows, "type", "Thể loại văn bản", "Type", f.type_name);
    add(rows, "urgency", "Mức độ khẩn", "Urgency", urgency_words(f.urgency));
    add(rows, "abstract", "Trích yếu nội dung", "Abstract", f.abstract);
    add(rows, "attachments", "Hồ sơ, tài liệu gửi kèm", "Attached files", names_of(f.attachments));
    add(rows, "status", "Trạng thái xử lý", "Status", stage_words(d.stage));
    add(rows, "signer", "Họ tên người ký", "Signer", f.signer);
    add(rows, "sender", "Bên gửi", "Sender", f.from.name);
    add(rows, "recipients", "Bên nhận", "Recipients", names_of(f.recipients));
    const bool arrived = d.arrived_at != Instant();
    add(rows, "times", "Thời gian gửi, nhận", "Times sent and received",
        arrived ? sent_and_received(f.sent_at, d.legal_receipt_at) : Value(""));
    std::string due;
    if (d.assignment && d.assignment->deadline) {
        due = at_vietnam(*d.assignment->deadline);
    } else if (f.answer_by) {
        due = to_vietnamese(*f.answer_by);
    }
    add(rows, "deadline", "Thời hạn xử lý", "Deadline", due);
    add(rows, "history", "Lịch sử gửi, nhận văn bản", "History", events_of(d.revision));
    return rows;
}

}  // namespace congvan::usecases
