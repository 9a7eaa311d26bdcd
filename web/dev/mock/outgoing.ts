// Outgoing documents at every stage.
import type {
  AgencyRef,
  Delivery,
  DeliveryStatus,
  Official,
  Outgoing,
  OutgoingStage,
  SignatureRole,
  Urgency,
} from '../../src/api/schema.ts';
import { abstracts, pick, tell, types } from './texts.ts';
import { agencies, docx, file, home, iso, others, people, person, sheet } from './world.ts';

export const outgoing = new Map<string, Outgoing>();
export let sequence = 127;
export function makeOutgoing(
  id: string,
  stage: OutgoingStage,
  at: number,
  patch: Partial<Outgoing> = {},
  urgency: Urgency = 'normal',
  many = 3,
): Outgoing {
  const type = pick(types, at);
  const numbered = !['drafting', 'awaiting_approval'].includes(stage);
  const recipients = many > 4 ? agencies.slice(0, many) : others.slice(0, many);
  const required: SignatureRole[] = ['initial', 'personal', 'seal'];
  const made = stage === 'signing' ? 1 : stage === 'sealed' || stage === 'issued' || stage === 'recalled' ? 3 : 0;
  const signers = [people.chuyenvien, people.lanhdao, people.vanthu] as Official[];
  const notation = `${sequence}/${type.abbreviation === 'CV' ? 'SNV-VP' : `${type.abbreviation}-SNV`}`;
  if (numbered) sequence -= 1;
  const doc: Outgoing = {
    id,
    revision: 3,
    stage,
    agency: home,
    drafter: person(people.chuyenvien as Official),
    facts: {
      type: type.code,
      type_name: type.name,
      abstract: pick(abstracts, at),
      urgency,
      secrecy: 'open',
      recipients,
      answer_by: at % 3 === 0 ? '2026-12-04' : null,
      answers: null,
      answers_notation: null,
      method: 'initial_person_and_seal',
      signer: person(people.lanhdao as Official),
    },
    versions: [1].map((number) => ({
      number,
      source: docx(`Dự thảo ${type.name.toLowerCase()} bản ${number}.docx`),
      pdf: file(`Dự thảo bản ${number}.pdf`),
      attachments: [sheet, file('Đề cương báo cáo.pdf')],
      by: person(people.chuyenvien as Official),
      at: iso(-180),
    })),
    opinions: [],
    approver: numbered ? person(people.lanhdao as Official) : null,
    numbering: numbered ? { sequence: sequence + 1, notation, day: '2026-11-20' } : null,
    voided_numbers: [],
    final_pdf: numbered ? file(`${notation.replace('/', '-')}.pdf`) : null,
    signatures: required.slice(0, made).map((role, n) => ({
      role,
      by: person(signers[n] as Official),
      at: iso(-60 + n * 9),
      certificate_subject: (signers[n] as Official).name,
      field: `Signature${n + 1}`,
    })),
    required_signatures: required,
    next_signature: stage === 'numbered' || stage === 'signing' ? (required[made] ?? null) : null,
    issued_at: stage === 'issued' || stage === 'recalled' ? iso(-40) : null,
    issued_by: stage === 'issued' ? person(people.vanthu as Official) : null,
    deliveries: stage === 'issued' || stage === 'recalled' ? recipients.map((one, n) => delivery(one, n)) : [],
    recall: null,
    document_code: numbered ? '000.00.12.H99.2026.127' : null,
    legal_value: {
      text: 'Văn bản điện tử ký số hợp lệ có giá trị pháp lý như văn bản giấy.',
      clause: 'Điều 4 QĐ 37/2018/QĐ-UBND',
    },
    facts14: [],
    deadline:
      stage === 'sealed'
        ? { due_at: iso(400), state: 'soon', words: 'còn 2 giờ làm việc', clause: 'Điều 7.2 QĐ 37/2018/QĐ-UBND' }
        : null,
    acts: [],
    findings: [],
    created_at: iso(-300),
    updated_at: iso(-at * 53),
    ...patch,
  };
  outgoing.set(id, doc);
  tell(id, people.chuyenvien as Official, `Chuyên viên A (thử nghiệm) lập dự thảo ${type.name.toLowerCase()}.`, -300);
  tell(id, people.chuyenvien as Official, 'Chuyên viên A (thử nghiệm) tải lên bản 1.', -180);
  if (numbered)
    tell(id, people.lanhdao as Official, `Lãnh đạo A (thử nghiệm) duyệt; văn bản được cấp số ${notation}.`, -90);
  if (doc.deliveries.length > 0)
    tell(id, people.vanthu as Official, `Văn thư A (thử nghiệm) phát hành đến ${recipients.length} nơi nhận.`, -40);
  return doc;
}
export function delivery(recipient: AgencyRef, n: number): Delivery {
  const path: DeliveryStatus[] =
    n % 7 === 1
      ? ['queued', 'arrived', 'returned']
      : n % 5 === 2
        ? ['queued', 'arrived']
        : (['queued', 'arrived', 'accepted', 'forwarded', 'in_handling'].slice(0, 3 + (n % 3)) as DeliveryStatus[]);
  return {
    id: `d${n}`,
    recipient,
    status: path.at(-1) ?? 'queued',
    channel: 'Trong cài đặt',
    channel_reason: 'Hai cơ quan cùng cài đặt nên gửi trực tiếp.',
    facts: path.map((status, at) => ({
      status,
      at: iso(-40 + at * 8),
      by: at < 2 ? 'Hệ thống' : 'Văn thư nơi nhận (thử nghiệm)',
      detail: status === 'returned' ? 'Phụ lục gửi kèm chưa có chữ ký số của cơ quan; đề nghị gửi lại đủ.' : '',
    })),
    receipt: path.length > 1 ? { main_sha256: '0'.repeat(64), verdict: 'valid', at: iso(-32) } : null,
    last_failure: null,
  };
}
makeOutgoing('o1', 'awaiting_approval', 0, {}, 'express');
makeOutgoing('o2', 'awaiting_approval', 3);
makeOutgoing('o3', 'drafting', 1, {
  versions: [1, 2].map((number) => ({
    number,
    source: docx(`Báo cáo quý III bản ${number}.docx`),
    pdf: file(`Báo cáo quý III bản ${number}.pdf`),
    attachments: [sheet],
    by: person(people.chuyenvien as Official),
    at: iso(-200 + number * 40),
  })),
  opinions: [
    {
      by: person(people.lanhdao as Official),
      at: iso(-70),
      version: 2,
      text: 'Bổ sung số liệu gửi, nhận của cấp xã; rút gọn phần đánh giá chung.',
    },
  ],
});
makeOutgoing('o4', 'signing', 2);
makeOutgoing('o5', 'numbered', 4);
makeOutgoing('o6', 'sealed', 6, {}, 'urgent');
makeOutgoing('o7', 'issued', 0, {}, 'very_urgent', 4);
makeOutgoing('o8', 'issued', 5, {}, 'normal', 500);
export const recalled = makeOutgoing('o9', 'recalled', 7);
recalled.recall = {
  id: 'r1',
  by: person(people.vanthu as Official),
  reason: 'Phụ lục 2 ghi nhầm số liệu; văn bản thay thế sẽ gửi trong ngày.',
  at: iso(-20),
  settled: false,
  answers: recalled.facts.recipients.map((recipient, n) => ({
    recipient,
    outcome: (['cancelled', 'nothing_to_cancel', 'cancel_due'] as const)[n % 3] ?? 'notified',
    at: iso(-15 + n),
    by: 'Văn thư nơi nhận (thử nghiệm)',
  })),
};
recalled.deliveries = recalled.deliveries.map((one, n) => ({
  ...one,
  status: (['cancelled', 'returned', 'cancel_due'] as const)[n % 3] ?? 'arrived',
}));
for (let at = 10; at < 60; at += 1) makeOutgoing(`o${at}`, 'issued', at);
