// A server for development only: enough of the API to see every screen in every state. It keeps no rule of the real one.
import { createReadStream, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Connect, Plugin } from 'vite';
import type {
  AgencyRef,
  Calendar,
  Delivery,
  DeliveryStatus,
  FileRef,
  HistoryItem,
  Incoming,
  IncomingStage,
  Me,
  Official,
  Outgoing,
  OutgoingStage,
  Person,
  Policy,
  RegisterLine,
  SignatureRole,
  Urgency,
  Verdict,
} from '../src/api/schema.ts';

const sample = new URL('./sample.pdf', import.meta.url).pathname;
let now = Date.parse('2026-11-20T09:20:00+07:00');
const iso = (minutes = 0): string => {
  const at = new Date(now + minutes * 60_000 + 7 * 3_600_000);
  return `${at.toISOString().slice(0, 19)}+07:00`;
};
setInterval(() => {
  now += 1_000;
}, 1_000).unref();

const agency = (id: string, code: string, name: string): AgencyRef => ({ id, code, name });
const home = agency('a', '000.00.12.H99', 'Sở Nội vụ tỉnh A (thử nghiệm)');
const others = [
  agency('b', '000.00.21.H99', 'Ủy ban nhân dân huyện B (thử nghiệm)'),
  agency('c', '000.00.13.H99', 'Sở Tài chính tỉnh A (thử nghiệm)'),
  agency('d', '000.00.14.H99', 'Sở Thông tin và Truyền thông tỉnh A (thử nghiệm)'),
  agency('e', '000.01.01.H99', 'Văn phòng Tỉnh ủy (thử nghiệm)'),
];
const wards = Array.from({ length: 496 }, (_, at) =>
  agency(`x${at}`, `000.${String(at + 1).padStart(3, '0')}.21.H99`, `Ủy ban nhân dân xã số ${at + 1} (thử nghiệm)`),
);
const agencies = [...others, ...wards];

const official = (id: string, name: string, post: string, role: Official['role']): Official => ({
  id,
  name,
  post,
  role,
});
const people: Record<string, Official> = {
  lanhdao: official('p1', 'Lãnh đạo A (thử nghiệm)', 'Giám đốc', 'leader'),
  vanthu: official('p2', 'Văn thư A (thử nghiệm)', 'Văn thư cơ quan', 'clerk'),
  chuyenvien: official('p3', 'Chuyên viên A (thử nghiệm)', 'Chuyên viên Phòng Văn thư, lưu trữ', 'specialist'),
  quantri: official('p4', 'Quản trị A (thử nghiệm)', 'Quản trị hệ thống', 'administrator'),
};
const second = official('p5', 'Chuyên viên thứ hai (thử nghiệm)', 'Chuyên viên', 'specialist');
const person = (one: Official): Person => ({ id: one.id, name: one.name, post: one.post });
const rights: Record<Official['role'], string[]> = {
  leader: ['approve', 'sign', 'assign', 'read_registers'],
  clerk: ['seal', 'issue', 'recall', 'accept', 'return', 'assign', 'cancel', 'read_registers'],
  specialist: ['draft', 'sign', 'handle'],
  archivist: ['read_registers'],
  administrator: ['edit_calendar', 'read_registers'],
};

const file = (name: string, size = statSync(sample).size, media_type = 'application/pdf'): FileRef => ({
  sha256: Buffer.from(name).toString('hex').padEnd(64, '0').slice(0, 64),
  size,
  name,
  media_type,
  checked: 'structure',
});
const docx = (name: string): FileRef =>
  file(name, 184_320, 'application/vnd.openxmlformats-officedocument.wordprocessingml.document');
const sheet = file(
  'Phụ lục thống kê hồ sơ điện tử năm 2026.xlsx',
  48_211,
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
);

const reason = (code: string, sentence: string) => ({ code, sentence });
function verdict(word: Verdict['verdict'], roles: SignatureRole[]): Verdict {
  const sound = word === 'valid';
  const texts: Record<string, string> = {
    valid: 'Hợp lệ',
    undetermined: 'Không đủ căn cứ',
    changed_after_signing: 'Đã bị sửa sau khi ký',
    not_signed: 'Không có chữ ký',
  };
  return {
    verdict: word,
    integrity:
      word === 'changed_after_signing' ? 'changed_after_signing' : word === 'not_signed' ? 'not_signed' : 'intact',
    words: texts[word] ?? word,
    reasons: sound
      ? []
      : word === 'undetermined'
        ? [reason('chain.no_path', 'Chứng thư số của người ký không dẫn đến nơi cấp được tin cậy.')]
        : word === 'changed_after_signing'
          ? [reason('pdf.changed', 'Trang 1 bị thay nội dung sau chữ ký cuối cùng.')]
          : [],
    revisions: roles.length,
    judged_at: iso(-9),
    addressee_right: true,
    complete: true,
    signatures: roles.map((role, at) => ({
      field: `Signature${at + 1}`,
      role,
      signer:
        role === 'seal'
          ? 'Ủy ban nhân dân huyện B (thử nghiệm)'
          : role === 'personal'
            ? 'Lãnh đạo B (thử nghiệm)'
            : 'Chuyên viên B (thử nghiệm)',
      organisation: 'Ủy ban nhân dân huyện B (thử nghiệm)',
      issuer: 'CA thử nghiệm của cài đặt này',
      serial: '5f:0c:aa:19:3e:72:11:08',
      signing_time: iso(-60 + at * 9),
      verdict: word,
      integrity: 'intact',
      words: texts[word] ?? word,
      reasons: [],
      coverage: at === roles.length - 1 ? 'whole_file' : 'whole_revision',
      algorithm: 'RSA-PKCS1-SHA256',
      chain_status: sound ? 'trusted' : 'no_path',
      revocation_status: sound ? 'good' : 'unknown',
      valid_from: '2026-01-01T00:00:00+07:00',
      valid_to: '2029-01-01T00:00:00+07:00',
    })),
  };
}

const abstracts = [
  'Về việc rà soát danh mục hồ sơ điện tử năm 2026 và lập kế hoạch nộp lưu vào lưu trữ lịch sử của tỉnh',
  'Báo cáo kết quả thực hiện gửi, nhận văn bản điện tử quý III',
  'Mời họp triển khai quy chế quản lý, sử dụng chữ ký số chuyên dùng',
  'Đề nghị cho ý kiến đối với dự thảo quyết định ban hành quy chế công tác văn thư, lưu trữ, thay thế quy định trước đây về việc tiếp nhận, đăng ký, chuyển giao và theo dõi văn bản đến tại các cơ quan, đơn vị trên địa bàn tỉnh',
  'Về việc hoán đổi ngày làm việc',
  'Thông báo lịch tiếp công dân tháng 12',
  'Kế hoạch tuyên truyền, phổ biến pháp luật',
  'Về việc cử cán bộ tham dự lớp bồi dưỡng nghiệp vụ văn thư',
];
const types = [
  { code: 'CV', name: 'Công văn', abbreviation: 'CV' },
  { code: 'BC', name: 'Báo cáo', abbreviation: 'BC' },
  { code: 'TB', name: 'Thông báo', abbreviation: 'TB' },
  { code: 'QD', name: 'Quyết định', abbreviation: 'QĐ' },
  { code: 'KH', name: 'Kế hoạch', abbreviation: 'KH' },
  { code: 'TTr', name: 'Tờ trình', abbreviation: 'TTr' },
];
const pick = <One>(list: readonly One[], at: number): One => list[at % list.length] as One;

const histories = new Map<string, HistoryItem[]>();
let leaf = 4_000;
function tell(id: string, who: Official | null, sentence: string, minutes = 0, detail: string | null = null): void {
  leaf += 1;
  const list = histories.get(id) ?? [];
  histories.set(id, [
    {
      kind: 'event',
      at: iso(minutes),
      agency: home.name,
      actor: who?.name ?? null,
      post: who?.post ?? null,
      sentence,
      detail,
      index: leaf,
    },
    ...list,
  ]);
}

// ---- outgoing
const outgoing = new Map<string, Outgoing>();
let sequence = 127;
function makeOutgoing(
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
function delivery(recipient: AgencyRef, n: number): Delivery {
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
const recalled = makeOutgoing('o9', 'recalled', 7);
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

// ---- incoming
const incoming = new Map<string, Incoming>();
let arrival = 864;
function makeIncoming(
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

const words14 = [
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
const facts14 = (values: string[]) =>
  words14.map((label, at) => ({ name: `f${at + 1}`, label, value: values[at] ?? '' }));

function actsOut(doc: Outgoing, me: Official): string[] {
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
function actsIn(doc: Incoming, me: Official): string[] {
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
const showOut = (doc: Outgoing, me: Official): Outgoing => ({
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
const showIn = (doc: Incoming, me: Official): Incoming => ({
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

const rank: Record<Urgency, number> = { express: 0, very_urgent: 1, urgent: 2, normal: 3 };
const outList: Record<string, (doc: Outgoing, me: Official) => boolean> = {
  drafts: (doc) => doc.stage === 'drafting',
  awaiting_approval: (doc) => doc.stage === 'awaiting_approval',
  to_sign: (doc, me) => actsOut(doc, me).some((act) => act.startsWith('sign:')),
  to_issue: (doc) => doc.stage === 'sealed',
  issued: (doc) => doc.stage === 'issued',
  recalled: (doc) => doc.stage === 'recalled',
  all: () => true,
};
const inList: Record<string, (doc: Incoming) => boolean> = {
  to_accept: (doc) => doc.stage === 'arrived',
  to_assign: (doc) => doc.stage === 'accepted',
  to_handle: (doc) => ['assigned', 'in_handling'].includes(doc.stage),
  in_handling: (doc) => doc.stage === 'in_handling',
  completed: (doc) => doc.stage === 'completed',
  returned: (doc) => doc.stage === 'returned',
  to_cancel: (doc) => doc.stage === 'cancel_due',
  cancelled: (doc) => doc.stage === 'cancelled',
  all: () => true,
};
const listsOf: Record<Official['role'], { outgoing: string[]; incoming: string[] }> = {
  leader: {
    outgoing: ['awaiting_approval', 'to_sign', 'issued', 'recalled', 'all'],
    incoming: ['to_assign', 'in_handling', 'completed', 'returned', 'cancelled', 'all'],
  },
  clerk: {
    outgoing: ['to_sign', 'to_issue', 'issued', 'recalled', 'all'],
    incoming: ['to_accept', 'to_assign', 'to_cancel', 'in_handling', 'completed', 'returned', 'cancelled', 'all'],
  },
  specialist: {
    outgoing: ['drafts', 'to_sign', 'issued', 'recalled', 'all'],
    incoming: ['to_handle', 'in_handling', 'completed', 'all'],
  },
  archivist: { outgoing: [], incoming: [] },
  administrator: { outgoing: [], incoming: [] },
};
const fold = (text: string) =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase();

const policy: Policy = {
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
const calendar: Calendar = {
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

const lines = (kind: string): RegisterLine[] =>
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

const streams = new Set<ServerResponse>();
const emit = (event: string, data: object) => {
  for (const stream of streams) stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
};
let failing = false;
const page_policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

export function mock(): Plugin {
  const use = (server: { middlewares: Connect.Server }): void => {
    server.middlewares.use('/api/v1', (request, response) => void answer(request, response));
  };
  // The built files are previewed under the policy the real server sends.
  const preview = (server: { middlewares: Connect.Server }): void => {
    server.middlewares.use((_, response, next) => {
      response.setHeader('Content-Security-Policy', page_policy);
      next();
    });
    use(server);
  };
  return { name: 'mock-api', configureServer: use, configurePreviewServer: preview };
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://mock');
  const json = (status: number, body: unknown) => {
    response.statusCode = status;
    response.setHeader('Content-Type', status >= 400 ? 'application/problem+json' : 'application/json');
    response.end(JSON.stringify(body));
  };
  const problem = (status: number, code: string, detail: string, fix: string, clause?: string) =>
    json(status, {
      type: `urn:congvan:${code}`,
      title: detail,
      status,
      detail,
      code,
      fix,
      ...(clause ? { clause } : {}),
    });
  if (url.pathname === '/mock/line') {
    failing = url.searchParams.get('down') === '1';
    if (failing) for (const stream of streams) stream.destroy();
    return json(200, { failing });
  }
  if (failing) return void request.socket.destroy();
  const path = url.pathname.split('/').filter(Boolean);
  const user = /mock_user=(\w+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
  const me = people[user];
  if (path[0] === 'health') return json(200, { status: 'ready', version: 'mock', now: iso(), demo: true });
  if (path[0] === 'demo') return json(200, { now: iso(), steered: true });
  if (path[0] === 'session' && request.method === 'POST') {
    const { user_name, password } = JSON.parse(await bodyOf(request)) as { user_name: string; password: string };
    const one = people[user_name];
    if (!one || password === 'sai')
      return problem(
        401,
        'usecases.wrong_credentials',
        'Tên đăng nhập hoặc mật khẩu không đúng.',
        'Nhập lại; sau 5 lần sai tài khoản tạm khóa 15 phút.',
      );
    response.setHeader('Set-Cookie', `mock_user=${user_name}; Path=/; SameSite=Strict`);
    return json(200, { token: 'mock', me: meOf(one, user_name) });
  }
  if (!me) return problem(401, 'http.not_logged_in', 'Phiên đăng nhập đã hết.', 'Đăng nhập lại.');
  if (path[0] === 'session') {
    response.setHeader('Set-Cookie', 'mock_user=; Path=/; Max-Age=0');
    response.statusCode = 204;
    return void response.end();
  }
  if (path[0] === 'events') {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
    response.write(': ready\n\n');
    streams.add(response);
    request.on('close', () => streams.delete(response));
    return;
  }
  if (path[0] === 'me' && request.method === 'POST') {
    response.statusCode = 204;
    return void response.end();
  }
  if (path[0] === 'me') return json(200, meOf(me, user));
  if (path[0] === 'counts') {
    const lists = listsOf[me.role];
    const count = <Doc>(
      names: string[],
      rows: Iterable<Doc>,
      tests: Record<string, (doc: Doc, me: Official) => boolean>,
    ) => Object.fromEntries(names.map((name) => [name, [...rows].filter((doc) => tests[name]?.(doc, me)).length]));
    return json(200, {
      outgoing: count(lists.outgoing, [...outgoing.values()], outList),
      incoming: count(
        lists.incoming,
        [...incoming.values()],
        inList as Record<string, (doc: Incoming, me: Official) => boolean>,
      ),
    });
  }
  if (path[0] === 'policy') return json(200, policy);
  if (path[0] === 'agencies')
    return json(200, {
      items: agencies.map((one) => ({
        ...one,
        parent_name: one.id.startsWith('x') ? 'Ủy ban nhân dân huyện B (thử nghiệm)' : null,
      })),
    });
  if (path[0] === 'people')
    return json(200, {
      items: [...Object.values(people), second].filter(
        (one) => !url.searchParams.get('role') || one.role === url.searchParams.get('role'),
      ),
    });
  if (path[0] === 'files') {
    const name = decodeURIComponent(
      /filename\*=UTF-8''([^;]+)/.exec(String(request.headers['content-disposition']))?.[1] ?? 'tệp',
    );
    let size = 0;
    for await (const part of request) size += (part as Buffer).length;
    if (size === 0)
      return problem(
        422,
        'usecases.empty_file',
        `Tệp ${name} không có nội dung.`,
        'Mở tệp trên máy để kiểm tra rồi chọn lại.',
      );
    if (/\.exe$/i.test(name))
      return problem(
        415,
        'usecases.wrong_type',
        `Loại tệp của ${name} không được nhận.`,
        'Lưu tệp dưới dạng .docx, .xlsx hoặc .pdf rồi tải lên lại.',
        'Điều 14.2 QĐ 37/2018/QĐ-UBND',
      );
    return json(201, {
      upload_id: `u-${Date.now()}`,
      file: { ...file(name, size, 'application/octet-stream') },
      expires_at: new Date(Date.now() + 86_400_000).toISOString(),
    });
  }
  if (path[0] === 'registers' && !path[1])
    return json(200, {
      items: [
        { id: 'di', kind: 'outgoing', series: 'chung', period: '2026', last: 127, title: 'Sổ văn bản đi 2026' },
        { id: 'den', kind: 'incoming', series: 'chung', period: '2026', last: 864, title: 'Sổ văn bản đến 2026' },
      ],
    });
  if (path[0] === 'registers')
    return json(200, {
      register: {
        id: path[1],
        kind: path[1] === 'di' ? 'outgoing' : 'incoming',
        series: '',
        period: '2026',
        last: 127,
        title: '',
      },
      items: lines(path[1] === 'di' ? 'outgoing' : 'incoming'),
      next: null,
    });
  if (path[0] === 'calendar' && path[1] === 'days') {
    const iso_day = path[2] ?? '';
    calendar.days = calendar.days.filter((one) => one.day !== iso_day);
    if (request.method === 'PUT') {
      const body = JSON.parse(await bodyOf(request)) as { kind: 'off' | 'work'; reference: string };
      calendar.days = [
        ...calendar.days,
        {
          day: iso_day,
          kind: body.kind,
          name: body.kind === 'off' ? 'Nghỉ theo thông báo' : 'Làm bù',
          origin: 'override' as const,
          reference: body.reference,
        },
      ].sort((a, b) => a.day.localeCompare(b.day));
    }
    return json(200, calendar);
  }
  if (path[0] === 'calendar')
    return json(200, { ...calendar, year: Number(path[1]), days: path[1] === '2026' ? calendar.days : [] });
  if (path[0] === 'outgoing' || path[0] === 'incoming')
    return documents(path as ['outgoing' | 'incoming', ...string[]], url, request, response, me, json, problem);
  return problem(404, 'http.not_found', 'Không có địa chỉ này.', 'Kiểm tra lại địa chỉ.');
}

type Json = (status: number, body: unknown) => void;
type Problems = (status: number, code: string, detail: string, fix: string, clause?: string) => void;

async function documents(
  path: ['outgoing' | 'incoming', ...string[]],
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
  me: Official,
  json: Json,
  problem: Problems,
): Promise<void> {
  const [kind, id, act, more] = path;
  const missing = () => problem(404, 'usecases.not_found', 'Không có văn bản này.', 'Quay lại danh sách.');
  if (!id && request.method === 'GET') {
    const q = fold(url.searchParams.get('q') ?? '');
    const list = url.searchParams.get('list') ?? 'all';
    const start = Number(url.searchParams.get('cursor') ?? 0);
    const limit = Number(url.searchParams.get('limit') ?? 100);
    const rows =
      kind === 'outgoing'
        ? [...outgoing.values()]
            .filter(
              (doc) => outList[list]?.(doc, me) && fold(`${doc.numbering?.notation} ${doc.facts.abstract}`).includes(q),
            )
            .sort((a, b) => rank[a.facts.urgency] - rank[b.facts.urgency])
            .map((doc) => ({
              id: doc.id,
              stage: doc.stage,
              notation: doc.numbering?.notation ?? null,
              day: doc.numbering?.day ?? null,
              type_name: doc.facts.type_name,
              abstract: doc.facts.abstract,
              urgency: doc.facts.urgency,
              drafter: doc.drafter.name,
              signer: doc.facts.signer.name,
              updated_at: doc.updated_at,
              recipients: doc.facts.recipients.length,
              statuses: Object.fromEntries(
                Object.entries(Object.groupBy(doc.deliveries, (one) => one.status)).map(([name, all]) => [
                  name,
                  all?.length ?? 0,
                ]),
              ),
              attachments: doc.versions.at(-1)?.attachments.length ?? 0,
              next_signature: doc.next_signature,
              deadline: doc.deadline ?? null,
            }))
        : [...incoming.values()]
            .filter(
              (doc) => inList[list]?.(doc) && fold(`${doc.notation} ${doc.abstract} ${doc.from.name}`).includes(q),
            )
            .sort((a, b) => rank[a.urgency] - rank[b.urgency])
            .map((doc) => ({
              id: doc.id,
              stage: doc.stage,
              notation: doc.notation,
              day: doc.day,
              type_name: doc.type_name,
              abstract: doc.abstract,
              urgency: doc.urgency,
              from: doc.from.name,
              arrived_at: doc.arrived_at,
              arrival_number: doc.arrival_number,
              verdict: doc.verdict.verdict,
              attachments: doc.attachments.length,
              lead: doc.assignment?.lead.name ?? null,
              deadline: doc.deadlines[0] ?? null,
            }));
    return json(200, {
      items: rows.slice(start, start + limit),
      next: start + limit < rows.length ? String(start + limit) : null,
    });
  }
  if (act === 'files') {
    const doc = kind === 'incoming' ? incoming.get(id ?? '') : undefined;
    if (doc && !doc.content_open)
      return problem(
        410,
        'usecases.content_closed',
        'Nội dung văn bản đã đóng vì văn bản bị thu hồi.',
        'Xem lịch sử để biết lý do.',
        'Điều 10.2',
      );
    response.setHeader('Content-Type', 'application/pdf');
    response.setHeader('Content-Length', statSync(sample).size);
    return void createReadStream(sample).pipe(response);
  }
  if (act === 'history') return json(200, { items: histories.get(id ?? '') ?? [] });
  if (act === 'signatures')
    return json(
      200,
      verdict(
        'valid',
        (outgoing.get(id ?? '')?.signatures ?? []).map((one) => one.role),
      ),
    );
  if (request.method === 'GET') {
    const out = outgoing.get(id ?? '');
    const into = incoming.get(id ?? '');
    if (kind === 'outgoing' && out) return json(200, showOut(out, me));
    if (kind === 'incoming' && into) return json(200, showIn(into, me));
    return missing();
  }
  const body = JSON.parse((await bodyOf(request)) || '{}') as Record<string, unknown>;
  await new Promise((resolve) => setTimeout(resolve, 350));
  if (kind === 'outgoing') {
    if (!id) {
      const made = makeOutgoing(`n${Date.now()}`, 'drafting', 0, { versions: [] });
      Object.assign(made.facts, { abstract: body.abstract, urgency: body.urgency });
      return json(201, showOut(made, me));
    }
    const doc = outgoing.get(id);
    if (!doc) return missing();
    const step = `${act}${more ? `/${more}` : ''}`;
    if (step === 'sign' && body.pin !== undefined && body.pin !== '123456')
      return problem(
        403,
        'tokens.wrong_pin',
        'Mã PIN không đúng; thiết bị ký còn 2 lần thử.',
        'Nhập lại đúng mã PIN của thiết bị ký.',
      );
    if (step === 'facts') Object.assign(doc.facts, { abstract: body.abstract, urgency: body.urgency });
    if (step === 'versions')
      doc.versions = [
        ...doc.versions,
        {
          number: doc.versions.length + 1,
          source: docx('Dự thảo.docx'),
          pdf: file('Dự thảo.pdf'),
          attachments: [sheet],
          by: person(me),
          at: iso(),
        },
      ];
    if (step === 'submit') doc.stage = 'awaiting_approval';
    if (step === 'return')
      Object.assign(doc, {
        stage: 'drafting',
        opinions: [...doc.opinions, { by: person(me), at: iso(), version: doc.versions.length, text: body.opinion }],
      });
    if (step === 'approve')
      Object.assign(doc, {
        stage: 'numbered',
        numbering: { sequence: 128, notation: '128/SNV-VP', day: '2026-11-20' },
        final_pdf: file('128-SNV-VP.pdf'),
        next_signature: 'initial',
      });
    if (step === 'sign') {
      doc.signatures = [
        ...doc.signatures,
        {
          role: body.role as SignatureRole,
          by: person(me),
          at: iso(),
          certificate_subject: me.name,
          field: `Signature${doc.signatures.length + 1}`,
        },
      ];
      doc.next_signature = doc.required_signatures[doc.signatures.length] ?? null;
      doc.stage = doc.next_signature ? 'signing' : 'sealed';
    }
    if (step === 'issue')
      Object.assign(doc, {
        stage: 'issued',
        issued_at: iso(),
        deliveries: doc.facts.recipients.map((one, n) => ({
          ...delivery(one, n),
          status: 'queued',
          facts: [{ status: 'queued', at: iso(), by: 'Hệ thống', detail: '' }],
        })),
      });
    if (step === 'recall')
      Object.assign(doc, {
        stage: 'recalled',
        recall: {
          id: 'r',
          by: person(me),
          reason: body.reason,
          at: iso(),
          settled: false,
          answers: doc.facts.recipients.map((recipient) => ({
            recipient,
            outcome: 'notified',
            at: iso(),
            by: 'Hệ thống',
          })),
        },
      });
    if (step === 'void-number')
      Object.assign(doc, { stage: 'drafting', numbering: null, final_pdf: null, next_signature: null });
    tell(id, me, `${me.name}: ${step}.`, 0, (body.reason ?? body.opinion ?? null) as string | null);
    emit('changed', { kind: 'outgoing', id });
    emit('counts', {});
    return json(200, showOut(doc, me));
  }
  const doc = incoming.get(id ?? '');
  if (!doc || !id) return missing();
  if (act === 'accept' && doc.id === 'i3')
    return problem(
      409,
      'documents.already_accepted',
      'Văn bản này vừa được văn thư khác tiếp nhận.',
      'Tải lại để xem số đến đã cấp.',
      'Điều 8.2',
    );
  if (act === 'accept')
    Object.assign(doc, { stage: 'accepted', arrival_number: 865, accepted_by: person(me), accepted_at: iso() });
  if (act === 'return') Object.assign(doc, { stage: 'returned', return_reason: body.reason });
  if (act === 'assign')
    Object.assign(doc, {
      stage: 'assigned',
      assignment: {
        by: person(me),
        lead: person(Object.values(people).find((one) => one.id === body.lead) ?? second),
        supporting: [],
        instruction: body.instruction,
        deadline: body.deadline ? `${body.deadline}T17:00:00+07:00` : null,
        at: iso(),
      },
    });
  if (act === 'start') doc.stage = 'in_handling';
  if (act === 'complete') Object.assign(doc, { stage: 'completed', result: body.result });
  if (act === 'cancel') Object.assign(doc, { stage: 'cancelled', content_open: false });
  tell(id, me, `${me.name}: ${act}.`, 0, (body.reason ?? body.result ?? null) as string | null);
  emit('changed', { kind: 'incoming', id });
  emit('counts', {});
  return json(200, showIn(doc, me));
}

const meOf = (one: Official, user_name: string): Me => ({
  person: person(one),
  user_name,
  role: one.role,
  agency: home,
  can: rights[one.role],
  demo: true,
  now: iso(),
  pin_held_until: null,
});

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
