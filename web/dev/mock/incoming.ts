// Incoming documents at every stage.
import type { Incoming, IncomingStage, Official, Urgency } from '../../src/api/schema.ts';
import { abstracts, pick, tell, types } from './texts.ts';
import { verdict } from './verdicts.ts';
import { file, home, iso, others, people, person, second, sheet } from './world.ts';

export const incoming = new Map<string, Incoming>();
export let arrival = 864;
export function makeIncoming(
  id: string,
  stage: IncomingStage,
  at: number,
  patch: Partial<Incoming> = {},
  urgency: Urgency = 'normal',
): Incoming {
  const from = pick(others, at);
  const type = pick(types, at + 1);
  const registered = !['arrived', 'returned', 'withdrawn'].includes(stage);
  if (registered) arrival -= 1;
  const assigned = ['assigned', 'in_handling', 'completed'].includes(stage);
  const doc: Incoming = {
    id,
    revision: 2,
    stage,
    document_id: `doc-${id}`,
    document_code: `${from.code}.2026.${400 + at}`,
    agency: home,
    from,
    notation: `${400 + at}/${type.abbreviation}-UBND`,
    day: '2026-11-19',
    type_name: type.name,
    abstract: pick(abstracts, at + 2),
    urgency,
    signer: 'Lãnh đạo B (thử nghiệm)',
    recipients: [home],
    answer_by: at % 4 === 0 ? '2026-11-27' : null,
    sent_at: iso(-at * 31 - 12),
    arrived_at: iso(-at * 31 - 11),
    legal_receipt_at: iso(-at * 31 - 11),
    verdict: verdict(at % 6 === 2 ? 'undetermined' : at % 11 === 5 ? 'changed_after_signing' : 'valid', [
      'initial',
      'personal',
      'seal',
    ]),
    legal_value: {
      text: 'Văn bản điện tử ký số hợp lệ có giá trị pháp lý như văn bản giấy.',
      clause: 'Điều 4 QĐ 37/2018/QĐ-UBND',
      standing: 'certain',
    },
    main: file(`${400 + at}-${type.abbreviation}-UBND.pdf`),
    attachments: at % 2 === 0 ? [sheet, file('Đề cương báo cáo.pdf')] : [],
    content_open: stage !== 'cancelled',
    arrival_number: registered ? arrival : null,
    accepted_by: registered ? person(people.vanthu as Official) : null,
    accepted_at: registered ? iso(-at * 29) : null,
    assignment: assigned
      ? {
          by: person(people.lanhdao as Official),
          lead: person(people.chuyenvien as Official),
          supporting: [person(second)],
          instruction: 'Chủ trì tham mưu văn bản trả lời; lấy ý kiến Sở Tài chính về kinh phí. Trình trước ngày 25/11.',
          deadline: '2026-11-25T17:00:00+07:00',
          at: iso(-at * 20),
        }
      : null,
    answers: [],
    answered_document: null,
    result: stage === 'completed' ? 'Đã trả lời bằng văn bản.' : null,
    return_reason: stage === 'returned' ? 'Gửi nhầm nơi nhận.' : null,
    recall_reason:
      stage === 'cancel_due' || stage === 'cancelled'
        ? 'Văn bản có sai sót ở phụ lục 2; văn bản thay thế sẽ gửi trong ngày.'
        : null,
    facts14: [],
    deadlines:
      stage === 'arrived'
        ? [
            {
              due_at: iso(urgency === 'normal' ? 120 : 10),
              state: urgency === 'normal' ? 'soon' : 'overdue',
              words: urgency === 'normal' ? 'còn 2 giờ làm việc' : 'quá hạn 40 phút',
              clause: 'Điều 5.2b QĐ 23/2019/QĐ-UBND',
            },
          ]
        : assigned
          ? [
              {
                due_at: '2026-11-25T17:00:00+07:00',
                state: at % 5 === 1 ? 'overdue' : 'ahead',
                words: at % 5 === 1 ? 'quá hạn 1 ngày' : 'còn 3 ngày làm việc',
                clause: 'Hạn do lãnh đạo giao',
              },
            ]
          : [],
    acts: [],
    ...patch,
  };
  incoming.set(id, doc);
  tell(
    id,
    null,
    `Văn bản ${doc.notation} đến từ ${from.name}; chữ ký: ${doc.verdict.words.toLowerCase()}.`,
    -at * 31 - 11,
  );
  if (registered)
    tell(
      id,
      people.vanthu as Official,
      `Văn thư A (thử nghiệm) tiếp nhận, vào sổ số đến ${doc.arrival_number}.`,
      -at * 29,
    );
  return doc;
}
makeIncoming('i1', 'arrived', 0, {}, 'express');
makeIncoming('i2', 'arrived', 2, {}, 'urgent');
for (let at = 3; at < 40; at += 1) makeIncoming(`i${at}`, 'arrived', at);
for (let at = 40; at < 52; at += 1) makeIncoming(`i${at}`, 'accepted', at, {}, at === 40 ? 'very_urgent' : 'normal');
for (let at = 52; at < 64; at += 1) makeIncoming(`i${at}`, at % 2 ? 'in_handling' : 'assigned', at);
makeIncoming('i64', 'cancel_due', 64);
makeIncoming('i65', 'cancelled', 65);
makeIncoming('i66', 'returned', 66);
for (let at = 67; at < 300; at += 1) makeIncoming(`i${at}`, 'completed', at);
