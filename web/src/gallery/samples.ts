// What the gallery shows: rows, verdicts and texts of every kind, long ones too.
import type { IncomingSummary, OutgoingSummary, Verdict } from '../api/schema.ts';

export const now = '2026-11-20T09:20:00+07:00';
export const trouble = {
  what: 'Số 128 đã được cấp cho văn bản khác.',
  why: 'Điều 8.2 Quyết định 682-QĐ/TU',
  fix: 'Tải lại để lấy số tiếp theo của sổ.',
  code: 'registers.number_taken',
};
export const choices = Array.from({ length: 500 }, (_, at) => ({
  id: String(at),
  name:
    at === 0
      ? 'Sở Thông tin và Truyền thông (thử nghiệm)'
      : at === 1
        ? 'Ủy ban nhân dân huyện Đầm Hà (thử nghiệm)'
        : `Ủy ban nhân dân xã số ${at} (thử nghiệm)`,
  code: `000.${String(at).padStart(3, '0')}.21.H99`,
}));
export const long =
  'Đề nghị cho ý kiến đối với dự thảo quyết định ban hành quy chế công tác văn thư, lưu trữ, thay thế quy định trước đây về việc tiếp nhận, đăng ký, chuyển giao và theo dõi văn bản đến tại các cơ quan, đơn vị trên địa bàn tỉnh';

const incomingRow = (id: string, patch: Partial<IncomingSummary>): IncomingSummary => ({
  id,
  stage: 'arrived',
  notation: '402/QĐ-UBND',
  day: '2026-11-19',
  type_name: 'Quyết định',
  abstract: 'Về việc hoán đổi ngày làm việc',
  urgency: 'normal',
  from: 'Ủy ban nhân dân huyện B (thử nghiệm)',
  arrived_at: '2026-11-20T08:07:00+07:00',
  arrival_number: null,
  verdict: 'valid',
  attachments: 0,
  lead: null,
  deadline: null,
  ...patch,
});
export const incomingRows = [
  incomingRow('1', {
    urgency: 'express',
    verdict: 'valid',
    attachments: 2,
    deadline: { due_at: now, state: 'overdue', words: 'quá hạn 40 phút', clause: 'Điều 5.2b' },
  }),
  incomingRow('2', {
    urgency: 'urgent',
    verdict: 'undetermined',
    deadline: { due_at: now, state: 'soon', words: 'còn 2 giờ làm việc', clause: 'Điều 5.2b' },
  }),
  incomingRow('3', { verdict: 'changed_after_signing', abstract: long, attachments: 60 }),
  incomingRow('4', {
    stage: 'in_handling',
    arrival_number: 864,
    lead: 'Chuyên viên A (thử nghiệm)',
    deadline: { due_at: now, state: 'ahead', words: 'còn 3 ngày làm việc', clause: 'Hạn do lãnh đạo giao' },
  }),
  incomingRow('5', { stage: 'completed', deadline: { due_at: now, state: 'met', words: 'đúng hạn', clause: '' } }),
  incomingRow('6', { stage: 'returned', verdict: 'not_signed' }),
  incomingRow('7', { stage: 'cancel_due' }),
  incomingRow('8', { stage: 'cancelled', arrived_at: '2025-03-02T08:00:00+07:00' }),
];
const outgoingRow = (id: string, patch: Partial<OutgoingSummary>): OutgoingSummary => ({
  id,
  stage: 'drafting',
  notation: null,
  day: null,
  type_name: 'Báo cáo',
  abstract: 'Kết quả thực hiện gửi, nhận văn bản điện tử quý III',
  urgency: 'normal',
  drafter: 'Chuyên viên A (thử nghiệm)',
  signer: 'Lãnh đạo A (thử nghiệm)',
  updated_at: now,
  recipients: 3,
  statuses: {},
  attachments: 2,
  next_signature: null,
  deadline: null,
  ...patch,
});
export const outgoingRows = [
  outgoingRow('1', {}),
  outgoingRow('2', { stage: 'awaiting_approval', urgency: 'very_urgent' }),
  outgoingRow('3', { stage: 'signing', notation: '127/BC-SNV', next_signature: 'personal' }),
  outgoingRow('4', {
    stage: 'sealed',
    notation: '126/BC-SNV',
    deadline: { due_at: now, state: 'soon', words: 'còn 2 giờ làm việc', clause: 'Điều 7.2' },
  }),
  outgoingRow('5', {
    stage: 'issued',
    notation: '125/BC-SNV',
    recipients: 500,
    statuses: { accepted: 480, arrived: 20 },
  }),
  outgoingRow('6', { stage: 'issued', notation: '124/BC-SNV', statuses: { completed: 3 } }),
  outgoingRow('7', { stage: 'issued', notation: '123/BC-SNV', statuses: { accepted: 2, returned: 1 } }),
  outgoingRow('8', { stage: 'recalled', notation: '122/BC-SNV' }),
];

const signature = (verdict: string): Verdict['signatures'][number] => ({
  field: `Signature-${verdict}`,
  role: 'seal',
  signer: 'Ủy ban nhân dân huyện B (thử nghiệm)',
  organisation: 'Ủy ban nhân dân huyện B (thử nghiệm)',
  issuer: 'CA thử nghiệm',
  serial: '5f:0c:aa:19:3e:72:11:08',
  signing_time: now,
  verdict,
  integrity: 'intact',
  reasons: [],
  coverage: 'whole_file',
  algorithm: 'RSA-PKCS1-SHA256',
  chain_status: verdict === 'valid' ? 'trusted' : 'no_path',
  revocation_status: verdict === 'valid' ? 'good' : 'unknown',
  valid_from: '2026-01-01T00:00:00+07:00',
  valid_to: '2029-01-01T00:00:00+07:00',
  form: 'signature',
  revision: 2,
  timestamp_time: null,
});
export const verdictOf = (
  verdict: Verdict['verdict'],
  integrity: Verdict['integrity'],
  sentence?: string,
): Verdict => ({
  kind: 'pdf',
  verdict,
  integrity,
  words: '',
  reasons: sentence ? [{ code: 'sample', sentence }] : [],
  revisions: 1,
  changes: [],
  unsigned_parts: [],
  judged_at: now,
  addressee_right: verdict === 'valid',
  complete: verdict !== 'malformed',
  signatures: verdict === 'not_signed' || verdict === 'malformed' ? [] : [signature(verdict)],
});
