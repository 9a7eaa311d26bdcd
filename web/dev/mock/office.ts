// Policy, calendar and registers of the mock.
import type { Calendar, Policy, RegisterLine } from '../../src/api/schema.ts';
import { abstracts, pick, types } from './texts.ts';
import { others } from './world.ts';

export const policy: Policy = {
  profile: 'quang-ninh-37-2018',
  title: 'Quyết định 37/2018/QĐ-UBND',
  issuer: 'Ủy ban nhân dân tỉnh',
  document_types: types,
  signing_methods: [
    { method: 'scan_and_seal', name: 'Bản giấy đã ký, quét và đóng dấu số' },
    { method: 'person_and_seal', name: 'Lãnh đạo ký số, văn thư đóng dấu số' },
    { method: 'initial_person_and_seal', name: 'Người soạn ký nháy, lãnh đạo ký số, văn thư đóng dấu số' },
  ],
  secrecy: [
    { level: 'open', allowed: true, text: 'Được gửi trên mạng.', clause: 'Điều 1.2' },
    {
      level: 'confidential',
      allowed: false,
      text: 'Văn bản mật không được soạn, lưu và gửi trên hệ thống này.',
      clause: 'Điều 1.2 QĐ 37/2018/QĐ-UBND',
    },
  ],
  signature_required: true,
  urgencies: ['normal', 'urgent', 'very_urgent', 'express'],
  rules: {
    send_deadline: { text: 'Gửi trong ngày ký, chậm nhất sáng ngày làm việc tiếp theo.', clause: 'Điều 7.2' },
    recall: { text: 'Nơi nhận hủy và xác nhận.', clause: 'Điều 10.2' },
    return: { text: 'Cơ quan chịu trách nhiệm về việc từ chối.', clause: 'Điều 6.4' },
  },
};
export const calendar: Calendar = {
  year: 2026,
  office_hours: [1, 2, 3, 4, 5]
    .map((weekday) => ({ weekday, sessions: ['07:30-11:30', '13:00-17:00'] }))
    .concat([
      { weekday: 6, sessions: [] },
      { weekday: 7, sessions: [] },
    ]),
  days: [
    { day: '2026-01-01', kind: 'off', name: 'Tết Dương lịch', origin: 'law' },
    { day: '2026-02-16', kind: 'off', name: 'Tết Âm lịch', origin: 'law' },
    { day: '2026-04-26', kind: 'off', name: 'Giỗ Tổ Hùng Vương', origin: 'law' },
    { day: '2026-04-27', kind: 'off', name: 'Giỗ Tổ Hùng Vương', origin: 'compensation' },
    { day: '2026-09-02', kind: 'off', name: 'Quốc khánh', origin: 'law' },
    { day: '2026-11-24', kind: 'off', name: 'Ngày Văn hóa Việt Nam', origin: 'law' },
    {
      day: '2026-12-26',
      kind: 'work',
      name: 'Làm bù',
      origin: 'override',
      reference: 'Thông báo 15/TB-SNV ngày 02/11/2026',
    },
  ],
};

export const lines = (kind: string): RegisterLine[] =>
  kind === 'outgoing'
    ? Array.from({ length: 127 }, (_, n) => {
        const sequence = 127 - n;
        const voided = sequence === 121;
        return {
          sequence,
          state: voided ? 'voided' : sequence > 125 ? 'reserved' : 'entered',
          day: '2026-11-20',
          notation: `${sequence}/SNV-VP`,
          type_name: 'Công văn',
          abstract: pick(abstracts, n),
          parties: others
            .slice(0, 1 + (n % 4))
            .map((one) => one.name)
            .join('; '),
          signer: 'Lãnh đạo A (thử nghiệm)',
          note: voided ? 'Văn bản không ký; nội dung chuyển sang thông báo.' : '',
          subject_id: `o${7 + (n % 3)}`,
        };
      })
    : Array.from({ length: 240 }, (_, n) => ({
        sequence: 864 - n,
        state: 'entered',
        day: '2026-11-20',
        notation: `${400 + n}/TB-UBND`,
        type_name: 'Thông báo',
        abstract: pick(abstracts, n),
        parties: pick(others, n).name,
        signer: 'Lãnh đạo B (thử nghiệm)',
        handler: 'Chuyên viên A (thử nghiệm)',
        note: '',
        subject_id: `i${40 + (n % 20)}`,
      }));
