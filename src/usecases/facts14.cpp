#include "usecases/facts14.hpp"

#include <map>

namespace congvan::usecases {
namespace {

using documents::AgencyRef;
using documents::FileRef;
using documents::IncomingStage;
using exchange::DeliveryStatus;

std::string at_vietnam(Instant at) {
    const std::string iso = to_iso8601(at);
    return iso.substr(11, 5) + " " + to_vietnamese(vietnam_day(at));
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

std::string counted_statuses(const std::vector<exchange::Delivery>& deliveries) {
    std::map<DeliveryStatus, int> counts;
    for (const exchange::Delivery& each : deliveries) ++counts[each.status];
    std::string all;
    for (const auto& [status, count] : counts) {
        all += (all.empty() ? "" : "; ") + std::string(status_words(status).vi) + ": " + std::to_string(count);
    }
    return all;
}

std::string stage_of_outgoing(documents::OutgoingStage stage) {
    switch (stage) {
        case documents::OutgoingStage::none:
        case documents::OutgoingStage::drafting: return "đang soạn thảo";
        case documents::OutgoingStage::awaiting_approval: return "chờ duyệt";
        case documents::OutgoingStage::numbered:
        case documents::OutgoingStage::signing: return "chờ ký";
        case documents::OutgoingStage::sealed: return "chờ phát hành";
        case documents::OutgoingStage::issued: return "đã phát hành";
        case documents::OutgoingStage::recalled: return "thu hồi";
    }
    return "";
}

std::string times_of(const OutgoingView& view) {
    if (!view.document.issued_at) return "";
    std::string all = "Gửi: " + at_vietnam(*view.document.issued_at);
    for (const exchange::Delivery& each : view.deliveries) {
        if (each.receipt) all += "; " + each.to.name + " nhận: " + at_vietnam(each.receipt->at);
    }
    return all;
}

void add(std::vector<FactRow>& rows, std::string name, std::string vi, std::string en, std::string value) {
    rows.push_back({std::move(name), std::move(vi), std::move(en), std::move(value)});
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
    add(rows, "urgency", "Mức độ khẩn", "Urgency", std::string(urgency_words(d.facts.urgency).vi));
    add(rows, "abstract", "Trích yếu nội dung", "Abstract", d.facts.abstract);
    add(rows, "attachments", "Hồ sơ, tài liệu gửi kèm", "Attached files",
        d.versions.empty() ? "" : names_of(d.versions.back().attachments));
    add(rows, "status", "Trạng thái xử lý", "Status",
        view.deliveries.empty() ? stage_of_outgoing(d.stage) : counted_statuses(view.deliveries));
    add(rows, "signer", "Họ tên người ký", "Signer", d.facts.signer.name);
    add(rows, "sender", "Bên gửi", "Sender", d.agency.name);
    add(rows, "recipients", "Bên nhận", "Recipients", names_of(d.facts.recipients));
    add(rows, "times", "Thời gian gửi, nhận", "Times sent and received", times_of(view));
    add(rows, "deadline", "Thời hạn xử lý", "Deadline", d.facts.answer_by ? to_vietnamese(*d.facts.answer_by) : "");
    add(rows, "history", "Lịch sử gửi, nhận văn bản", "History", std::to_string(d.revision.raw()) + " sự việc");
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
    add(rows, "urgency", "Mức độ khẩn", "Urgency", std::string(urgency_words(f.urgency).vi));
    add(rows, "abstract", "Trích yếu nội dung", "Abstract", f.abstract);
    add(rows, "attachments", "Hồ sơ, tài liệu gửi kèm", "Attached files", names_of(f.attachments));
    add(rows, "status", "Trạng thái xử lý", "Status", std::string(stage_words(d.stage).vi));
    add(rows, "signer", "Họ tên người ký", "Signer", f.signer);
    add(rows, "sender", "Bên gửi", "Sender", f.from.name);
    add(rows, "recipients", "Bên nhận", "Recipients", names_of(f.recipients));
    const bool arrived = d.arrived_at != Instant();
    add(rows, "times", "Thời gian gửi, nhận", "Times sent and received",
        arrived ? "Gửi: " + at_vietnam(f.sent_at) + "; nhận: " + at_vietnam(d.legal_receipt_at) : "");
    std::string due;
    if (d.assignment && d.assignment->deadline) {
        due = at_vietnam(*d.assignment->deadline);
    } else if (f.answer_by) {
        due = to_vietnamese(*f.answer_by);
    }
    add(rows, "deadline", "Thời hạn xử lý", "Deadline", due);
    add(rows, "history", "Lịch sử gửi, nhận văn bản", "History", std::to_string(d.revision.raw()) + " sự việc");
    return rows;
}

}  // namespace congvan::usecases
