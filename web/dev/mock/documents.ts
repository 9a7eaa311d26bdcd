// Lists, documents, their files and the acts on them.
import { createReadStream, statSync } from 'node:fs';
import type { Incoming, Official, Outgoing, SignatureRole } from '../../src/api/schema.ts';
import type { Call } from './call.ts';
import { incoming } from './incoming.ts';
import { fold, inList, outList, rank } from './lists.ts';
import { delivery, makeOutgoing, outgoing } from './outgoing.ts';
import { histories, tell } from './texts.ts';
import { verdict } from './verdicts.ts';
import { showIn, showOut } from './views.ts';
import { docx, file, iso, people, person, sample, second, sheet } from './world.ts';

type Kind = 'outgoing' | 'incoming';
const missing = (call: Call) => call.problem(404, 'usecases.not_found', 'Không có văn bản này.', 'Quay lại danh sách.');

export async function documents(call: Call, kind: Kind): Promise<void> {
  const [, id, act] = call.path;
  if (call.request.method !== 'GET') return change(call, kind);
  if (!id) return list(call, kind);
  if (act === 'files') return sendFile(call, kind, id);
  if (act === 'history') return call.json(200, { items: histories.get(id) ?? [] });
  if (act === 'signatures') {
    const roles = (outgoing.get(id)?.signatures ?? []).map((one) => one.role);
    return call.json(200, verdict('valid', roles));
  }
  const out = outgoing.get(id);
  const into = incoming.get(id);
  if (kind === 'outgoing' && out) return call.json(200, showOut(out, call.me));
  if (kind === 'incoming' && into) return call.json(200, showIn(into, call.me));
  return missing(call);
}

function list(call: Call, kind: Kind) {
  const { searchParams } = call.url;
  const q = fold(searchParams.get('q') ?? '');
  const name = searchParams.get('list') ?? 'all';
  const start = Number(searchParams.get('cursor') ?? 0);
  const limit = Number(searchParams.get('limit') ?? 100);
  const rows = kind === 'outgoing' ? outgoingRows(name, q, call.me) : incomingRows(name, q);
  call.json(200, {
    items: rows.slice(start, start + limit),
    next: start + limit < rows.length ? String(start + limit) : null,
  });
}

function outgoingRows(list: string, q: string, me: Official): object[] {
  return [...outgoing.values()]
    .filter((doc) => outList[list]?.(doc, me) && fold(`${doc.numbering?.notation} ${doc.facts.abstract}`).includes(q))
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
    }));
}

function incomingRows(list: string, q: string): object[] {
  return [...incoming.values()]
    .filter((doc) => inList[list]?.(doc) && fold(`${doc.notation} ${doc.abstract} ${doc.from.name}`).includes(q))
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
}

function sendFile(call: Call, kind: Kind, id: string) {
  const doc = kind === 'incoming' ? incoming.get(id) : undefined;
  if (doc && !doc.content_open)
    return call.problem(
      410,
      'usecases.content_closed',
      'Nội dung văn bản đã đóng vì văn bản bị thu hồi.',
      'Xem lịch sử để biết lý do.',
      'Điều 10.2',
    );
  call.response.setHeader('Content-Type', 'application/pdf');
  call.response.setHeader('Content-Length', statSync(sample).size);
  createReadStream(sample).pipe(call.response);
}

async function change(call: Call, kind: Kind): Promise<void> {
  const [, id, act, more] = call.path;
  const body = JSON.parse((await call.body()) || '{}') as Record<string, unknown>;
  await new Promise((resolve) => setTimeout(resolve, 350));
  if (kind === 'outgoing' && !id) {
    const made = makeOutgoing(`n${Date.now()}`, 'drafting', 0, { versions: [] });
    Object.assign(made.facts, { abstract: body.abstract, urgency: body.urgency });
    return call.json(201, showOut(made, call.me));
  }
  const step = `${act}${more ? `/${more}` : ''}`;
  const doc = kind === 'outgoing' ? outgoing.get(id ?? '') : incoming.get(id ?? '');
  if (!doc || !id) return missing(call);
  if (step === 'sign' && body.pin !== undefined && body.pin !== '123456')
    return call.problem(
      403,
      'tokens.wrong_pin',
      'Mã PIN không đúng; thiết bị ký còn 2 lần thử.',
      'Nhập lại đúng mã PIN của thiết bị ký.',
    );
  if (step === 'accept' && id === 'i3')
    return call.problem(
      409,
      'documents.already_accepted',
      'Văn bản này vừa được văn thư khác tiếp nhận.',
      'Tải lại để xem số đến đã cấp.',
      'Điều 8.2',
    );
  if (kind === 'outgoing') changeOutgoing(doc as Outgoing, step, body, call.me);
  else changeIncoming(doc as Incoming, step, body, call.me);
  const said = (body.reason ?? body.opinion ?? body.result ?? null) as string | null;
  tell(id, call.me, `${call.me.name}: ${step}.`, 0, said);
  call.emit('changed', { kind, id });
  call.emit('counts', {});
  call.json(200, kind === 'outgoing' ? showOut(doc as Outgoing, call.me) : showIn(doc as Incoming, call.me));
}

type Body = Record<string, unknown>;

function changeOutgoing(doc: Outgoing, step: string, body: Body, me: Official): void {
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
}

function changeIncoming(doc: Incoming, act: string, body: Body, me: Official): void {
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
}
