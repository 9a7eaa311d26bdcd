// A document as one person sees it: the facts and the acts.
import type { Incoming, Official, Outgoing } from '../../src/api/schema.ts';
import { histories } from './texts.ts';
import { home } from './world.ts';

export const words14 = [
  'Mã định danh cơ quan',
  'Số, ký hiệu',
  'Ngày ban hành',
  'Loại văn bản',
  'Độ khẩn',
  'Trích yếu',
  'Tệp kèm theo',
  'Trạng thái',
  'Người ký',
  'Nơi gửi',
  'Nơi nhận',
  'Thời điểm gửi, nhận',
  'Hạn xử lý',
  'Lịch sử',
];
export const facts14 = (values: string[]) =>
  words14.map((label, at) => ({ name: `f${at + 1}`, label, value: values[at] ?? '' }));

export function actsOut(doc: Outgoing, me: Official): string[] {
  const last = doc.next_signature;
  if (me.role === 'specialist')
    return doc.stage === 'drafting'
      ? ['submit', 'change_facts', 'add_version']
      : last === 'initial' && doc.stage === 'numbered'
        ? ['sign:initial']
        : [];
  if (me.role === 'leader')
    return doc.stage === 'awaiting_approval'
      ? ['approve', 'return']
      : last === 'personal'
        ? ['sign:personal', 'void_number']
        : [];
  if (me.role === 'clerk')
    return doc.stage === 'sealed'
      ? ['issue']
      : last === 'seal'
        ? ['sign:seal']
        : doc.stage === 'issued'
          ? ['recall']
          : doc.stage === 'numbered'
            ? ['void_number']
            : [];
  return [];
}
export function actsIn(doc: Incoming, me: Official): string[] {
  if (me.role === 'clerk')
    return doc.stage === 'arrived'
      ? ['accept', 'return']
      : doc.stage === 'accepted'
        ? ['assign']
        : doc.stage === 'cancel_due'
          ? ['cancel']
          : [];
  if (me.role === 'leader') return doc.stage === 'accepted' ? ['assign'] : [];
  if (me.role === 'specialist')
    return doc.stage === 'assigned'
      ? ['start', 'answer', 'complete']
      : doc.stage === 'in_handling'
        ? ['answer', 'complete']
        : [];
  return [];
}
export const showOut = (doc: Outgoing, me: Official): Outgoing => ({
  ...doc,
  acts: actsOut(doc, me),
  facts14: facts14([
    home.code,
    doc.numbering?.notation ?? '',
    doc.numbering?.day ?? '',
    doc.facts.type_name,
    doc.facts.urgency === 'normal' ? 'Thường' : 'Khẩn',
    doc.facts.abstract,
    `${doc.versions.at(-1)?.attachments.length ?? 0} tệp`,
    doc.stage,
    doc.facts.signer.name,
    home.name,
    doc.facts.recipients
      .slice(0, 12)
      .map((one) => one.name)
      .join('; '),
    doc.issued_at ?? '',
    doc.facts.answer_by ?? '',
    `${histories.get(doc.id)?.length ?? 0} việc`,
  ]),
});
export const showIn = (doc: Incoming, me: Official): Incoming => ({
  ...doc,
  acts: actsIn(doc, me),
  facts14: facts14([
    doc.from.code,
    doc.notation,
    doc.day,
    doc.type_name,
    doc.urgency === 'normal' ? 'Thường' : 'Khẩn',
    doc.abstract,
    `${doc.attachments.length} tệp`,
    doc.stage,
    doc.signer,
    doc.from.name,
    home.name,
    `${doc.sent_at} – ${doc.arrived_at}`,
    doc.deadlines[0]?.words ?? '',
    `${histories.get(doc.id)?.length ?? 0} việc`,
  ]),
});
