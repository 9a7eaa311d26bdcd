#include "evidence/sentences.hpp"

namespace congvan::evidence {
namespace {

// Ascending by kind.
constexpr SentenceRow kRows[] = {
    {"delivery.attempt_failed", "Một lần chuyển văn bản đến nơi nhận chưa thành công ({code}); hệ thống sẽ tự chuyển lại.",
     "One attempt to deliver to the recipient failed ({code}); the system will try again by itself."},
    {"delivery.queued", "Văn bản được đưa vào hàng gửi từ {from.name} đến {to.name}.",
     "The document was queued for delivery from {from.name} to {to.name}."},
    {"delivery.status_heard", "Nơi nhận báo: {fact.status|word} lúc {fact.at|time}[, {fact.by}][ – {fact.detail}].",
     "The recipient reported: {fact.status|word} at {fact.at|time}[, by {fact.by}][ – {fact.detail}]."},
    {"incoming.accepted", "{@who} tiếp nhận văn bản, số đến {number}.", "{@who} accepted the document under arrival number {number}."},
    {"incoming.answer_linked", "{@who} gắn văn bản trả lời[ {notation}].", "{@who} linked the answer[ {notation}]."},
    {"incoming.arrived",
     "Văn bản[ {facts.notation}] của {facts.from.name} đến {agency.name}; kiểm tra: {check.verdict|word}.",
     "The document[ {facts.notation}] from {facts.from.name} reached {agency.name}; verification: {check.verdict|word}."},
    {"incoming.assigned",
     "{@who} chuyển xử lý, chủ trì: {lead.name}[, phối hợp: {supporting*name}][, hạn {deadline|time}][. Ý kiến chỉ đạo: {instruction}].",
     "{@who} assigned it, lead: {lead.name}[, supporting: {supporting*name}][, due {deadline|time}][. Instruction: {instruction}]."},
    {"incoming.cancel_due", "Nơi gửi thu hồi sau khi đã tiếp nhận; văn bản phải được huỷ. Lý do: {reason}.",
     "The sender recalled it after acceptance; the document must be cancelled. Reason: {reason}."},
    {"incoming.cancelled", "{@who} huỷ văn bản theo yêu cầu thu hồi và xác nhận với nơi gửi.",
     "{@who} cancelled the document as recalled and confirmed it to the sender."},
    {"incoming.completed", "{@who} hoàn thành xử lý: {result}.", "{@who} completed the handling: {result}."},
    {"incoming.handling_started", "{@who} bắt đầu xử lý.", "{@who} started handling it."},
    {"incoming.nothing_to_cancel", "Nơi gửi thu hồi; văn bản đã được trả lại trước đó nên không còn gì để huỷ.",
     "The sender recalled it; it had been returned before, so there was nothing left to cancel."},
    {"incoming.returned", "{@who} trả lại văn bản. Lý do: {reason}.", "{@who} returned the document. Reason: {reason}."},
    {"incoming.withdrawn", "Nơi gửi rút lại văn bản trước khi được tiếp nhận. Lý do: {reason}.",
     "The sender withdrew the document before it was accepted. Reason: {reason}."},
    {"outgoing.approved",
     "{@who} duyệt phiên bản {version}, lấy số {numbering.notation} ngày {numbering.day|day}[. Ý kiến: {opinion}].",
     "{@who} approved version {version}; number {numbering.notation} of {numbering.day|day} was reserved[. Opinion: {opinion}]."},
    {"outgoing.drafted", "{@who} tạo dự thảo {facts.type_name}: “{facts.abstract}”[, độ khẩn: {facts.urgency|word}].",
     "{@who} drafted {facts.type_name}: “{facts.abstract}”[, urgency: {facts.urgency|word}]."},
    {"outgoing.facts_changed", "{@who} sửa thông tin dự thảo: “{facts.abstract}”.",
     "{@who} changed the draft's particulars: “{facts.abstract}”."},
    {"outgoing.final_set", "{@who} lập bản chính thức để ký: {pdf.name}.", "{@who} set the final file to be signed: {pdf.name}."},
    {"outgoing.issued", "{@who} phát hành văn bản đến: {recipients*name}.", "{@who} issued the document to: {recipients*name}."},
    {"outgoing.number_voided", "{@who} huỷ số {numbering.notation}; số này không dùng lại. Lý do: {reason}.",
     "{@who} voided number {numbering.notation}; it will not be used again. Reason: {reason}."},
    {"outgoing.recalled", "{@who} thu hồi văn bản. Lý do: {reason}.", "{@who} recalled the document. Reason: {reason}."},
    {"outgoing.returned_for_change", "{@who} trả lại dự thảo phiên bản {opinion.version}. Ý kiến: {opinion.text}",
     "{@who} returned version {opinion.version} of the draft. Opinion: {opinion.text}"},
    {"outgoing.signed", "{@who} ký văn bản: {signature.role|word}.", "{@who} signed the document: {signature.role|word}."},
    {"outgoing.submitted", "{@who} trình duyệt phiên bản {version}.", "{@who} submitted version {version} for approval."},
    {"outgoing.version_added", "{@who} tải lên phiên bản {version.number}: {version.source.name}.",
     "{@who} uploaded version {version.number}: {version.source.name}."},
    {"recall.answered", "{answer.recipient.name} trả lời yêu cầu thu hồi: {answer.outcome|word} lúc {answer.at|time}[, {answer.by}].",
     "{answer.recipient.name} answered the recall: {answer.outcome|word} at {answer.at|time}[, by {answer.by}]."},
    {"recall.requested", "{@who} gửi yêu cầu thu hồi đến: {recipients*name}. Lý do: {reason}.",
     "{@who} sent the recall to: {recipients*name}. Reason: {reason}."},
    {"recall.settled", "Việc thu hồi hoàn tất: mọi nơi nhận đã trả lời.", "The recall is settled: every recipient has answered."},
    {"register.line_annotated", "Sổ đăng ký ghi chú ở số {sequence}: {note}.", "The register notes at number {sequence}: {note}."},
    {"register.line_confirmed", "Sổ đăng ký ghi nhận số {sequence} đã phát hành.", "The register confirmed number {sequence} as issued."},
    {"register.line_entered", "Văn bản được vào sổ, số {line.sequence} ngày {line.day|day}.",
     "The document was entered in the register as number {line.sequence} of {line.day|day}."},
    {"register.number_reserved", "Sổ đăng ký giữ số {line.notation} ngày {line.day|day} cho văn bản chờ ký.",
     "The register reserved number {line.notation} of {line.day|day} for the document to be signed."},
    {"register.number_voided", "Sổ đăng ký ghi số {sequence} là số bỏ. Lý do: {reason}.",
     "The register marked number {sequence} as void. Reason: {reason}."},
    {"register.opened", "Sổ đăng ký {key.kind|word} kỳ {key.period} được mở.", "The {key.kind|word} register of {key.period} was opened."},
};

}  // namespace

std::span<const SentenceRow> sentence_rows() { return kRows; }

}  // namespace congvan::evidence
