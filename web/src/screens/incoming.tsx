import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { troubleIn, useAct, useIncoming, usePeople, usePolicy } from '../api/queries.ts';
import type { Incoming } from '../api/schema.ts';
import { useSaved } from '../lib/saved.ts';
import { day } from '../lib/when.ts';
import { common } from '../text/common.ts';
import { incomingStageWord, statusTone } from '../text/legal.ts';
import { words } from '../text/words.ts';
import { Button } from '../ui/button.tsx';
import { Chip } from '../ui/chip.tsx';
import { Confirm } from '../ui/dialog.tsx';
import { Facts } from '../ui/facts.tsx';
import { DateField, LongTextField, SelectField, TextField } from '../ui/field.tsx';
import { ManyField } from '../ui/recipients.tsx';
import { Empty, Notice, TroubleNote, Waiting } from '../ui/states.tsx';
import type { TabItem } from '../ui/tabs.tsx';
import { Moment } from '../ui/timeline.tsx';
import { announce } from '../ui/toast.tsx';
import { ActButton } from './acts.tsx';
import { DocumentFrame, FileList, HistoryTab, PagePane, type Readable, VerdictPanel } from './document.tsx';
import { DeadlineMark } from './rows.tsx';

const say = words({
  from: ['Từ {name}', 'From {name}'],
  number: ['Số đến {n}', 'Arrival no. {n}'],
  sent: ['Gửi', 'Sent'],
  arrived: ['Đến', 'Arrived'],
  legal_receipt: ['Thời điểm nhận tính pháp lý', 'Legal time of receipt'],
  main: ['Văn bản', 'Document'],
  tab_check: ['Kiểm tra', 'Check'],
  tab_facts: ['Thông tin', 'Facts'],
  tab_work: ['Chỉ đạo', 'Instruction'],
  tab_files: ['Tệp', 'Files'],
  tab_related: ['Liên quan', 'Related'],
  tab_history: ['Lịch sử', 'History'],
  accept_effect: [
    'Văn bản lấy số đến tiếp theo của sổ và nơi gửi được báo đã tiếp nhận ngay.',
    'The document takes the next arrival number of the register and the sender is told at once that it was accepted.',
  ],
  accept_check: [
    'Các trường lấy từ văn bản; sửa nếu gói tin ghi khác bản ký.',
    'The fields come from the document; correct them if the packet says otherwise than the signed file.',
  ],
  not_valid: [
    'Chữ ký: {words}. Đọc mục Kiểm tra trước khi tiếp nhận.',
    'Signature: {words}. Read the check before accepting.',
  ],
  note: ['Ghi chú vào sổ', 'Note for the register'],
  empty_field: ['Trường này không được để trống.', 'This field cannot be empty.'],
  accepted: ['Đã tiếp nhận, số đến {n}.', 'Accepted, arrival number {n}.'],
  return_effect: [
    'Nơi gửi được báo ngay cùng lý do; cơ quan chịu trách nhiệm về việc từ chối và lịch sử ghi rõ điều đó.',
    'The sender is told at once with the reason; the agency answers for the refusal and the history says so.',
  ],
  return_help: ['Nơi gửi đọc nguyên văn lý do này.', 'The sender reads this reason as written.'],
  returned: ['Đã trả lại; nơi gửi đã được báo.', 'Returned; the sender was told.'],
  assign_effect: [
    'Người chủ trì và phối hợp nhận việc ngay; nơi gửi thấy trạng thái đã chuyển xử lý.',
    'Lead and supporting handlers get the work at once; the sender sees it was forwarded.',
  ],
  lead: ['Chủ trì', 'Lead handler'],
  supporting: ['Phối hợp', 'Supporting handlers'],
  instruction: ['Ý kiến chỉ đạo', 'Instruction'],
  instruction_missing: ['Ghi ý kiến chỉ đạo.', 'Write the instruction.'],
  lead_missing: ['Chọn người chủ trì.', 'Choose the lead handler.'],
  due_help: ['Hết giờ làm việc của ngày này.', 'End of office hours of that day.'],
  assigned: ['Đã giao {name} chủ trì.', 'Assigned to {name} as lead.'],
  start: ['Bắt đầu xử lý', 'Start handling'],
  started: ['Đã ghi bắt đầu xử lý.', 'Handling has started.'],
  complete_effect: [
    'Việc khép lại với kết quả này và nơi gửi thấy trạng thái đã hoàn thành.',
    'The work closes with this result and the sender sees it as completed.',
  ],
  result: ['Kết quả xử lý', 'Result'],
  completed: ['Đã hoàn thành.', 'Completed.'],
  cancel_effect: [
    'Nội dung không mở được nữa với mọi người trong cơ quan; dòng trong sổ được giữ và nơi gửi nhận được xác nhận.',
    'The content no longer opens for anyone in the agency; the register line stays and the sender gets the confirmation.',
  ],
  cancelled: ['Đã hủy và xác nhận với nơi gửi.', 'Cancelled and confirmed to the sender.'],
  recalled: ['Nơi gửi thu hồi văn bản này', 'The sender recalled this document'],
  sent_back: ['Đã trả lại với lý do', 'Returned with the reason'],
  by: ['{name} giao lúc', 'Assigned by {name} at'],
  no_assignment: ['Chưa phân công', 'Not assigned yet'],
  no_assignment_why: [
    'Sau khi vào sổ, lãnh đạo hoặc văn thư giao người chủ trì kèm ý kiến chỉ đạo và hạn.',
    'After registration the leader or clerk assigns a lead handler with an instruction and a deadline.',
  ],
  deadlines: ['Các hạn', 'Deadlines'],
  answers: ['Văn bản trả lời', 'Answers'],
  answers_to: ['Trả lời văn bản đi', 'Answers our document'],
  no_related: ['Chưa có văn bản liên quan', 'No related documents'],
  no_related_why: [
    'Văn bản trả lời được soạn từ nút "Trả lời" sẽ liên kết ở đây.',
    'Documents drafted with “Answer” are linked here.',
  ],
  legal: ['Giá trị pháp lý', 'Legal value'],
  uncertain: ['chưa chắc chắn', 'uncertain'],
  accepted_by: ['Người tiếp nhận', 'Accepted by'],
  answer_by: ['Hạn trả lời {day}', 'Answer due {day}'],
  draft_without_number: ['Dự thảo chưa có số', 'Draft without a number'],
});

const fileUrl = (id: string, sha256: string) => `/api/v1/incoming/${id}/files/${sha256}`;

export function IncomingDocument({ id }: { id: string }) {
  const query = useIncoming(id);
  const trouble = troubleIn(query.error);
  if (trouble && !query.data)
    return (
      <div className="pane-pad">
        <TroubleNote trouble={trouble} onRetry={() => void query.refetch()} />
      </div>
    );
  if (!query.data) return <Waiting rows={10} tall />;
  return <Shown doc={query.data} />;
}

function Shown({ doc }: { doc: Incoming }) {
  return (
    <DocumentFrame
      head={{
        notation: doc.notation,
        placeholder: '',
        urgency: doc.urgency,
        title: doc.abstract,
        chips: (
          <>
            <Chip tone={statusTone(doc.stage)}>{incomingStageWord(doc.stage)}</Chip>
            {doc.arrival_number !== null && <Chip>{say('number', { n: doc.arrival_number })}</Chip>}
            {doc.deadlines
              .filter((one) => one.state !== 'met')
              .slice(0, 1)
              .map((one) => (
                <DeadlineMark key={one.due_at} deadline={one} />
              ))}
          </>
        ),
        line: (
          <>
            <span>{doc.type_name}</span>
            <span className="nobr">{day(doc.day)}</span>
            <span>{say('from', { name: doc.from.name })}</span>
            <span>
              {common('signer')}: {doc.signer}
            </span>
            <span>
              {say('arrived')} <Moment iso={doc.arrived_at} />
            </span>
            {doc.answer_by && <span>{say('answer_by', { day: day(doc.answer_by) })}</span>}
          </>
        ),
        acts: <Acts doc={doc} />,
        notes: (
          <>
            {doc.recall_reason && (
              <Notice tone={doc.stage === 'cancel_due' ? 'red' : 'neutral'} icon="recall">
                <strong>{say('recalled')}:</strong> {doc.recall_reason}
              </Notice>
            )}
            {doc.return_reason && (
              <Notice tone="amber" icon="answer">
                <strong>{say('sent_back')}:</strong> {doc.return_reason}
              </Notice>
            )}
          </>
        ),
      }}
      page={<PagePane files={readables(doc)} closed={!doc.content_open} />}
      tabs={tabsOf(doc)}
      first={doc.assignment ? 'work' : 'check'}
      narrowFirst={doc.acts.includes('assign') ? 'page' : doc.assignment ? 'work' : 'check'}
    />
  );
}

function readables(doc: Incoming): Readable[] {
  return [
    { id: 'main', label: say('main'), file: doc.main, url: fileUrl(doc.id, doc.main.sha256) },
    ...doc.attachments
      .filter((one) => one.media_type === 'application/pdf')
      .map((file, at) => ({ id: `a${at}`, label: file.name, file, url: fileUrl(doc.id, file.sha256) })),
  ];
}

function tabsOf(doc: Incoming): TabItem[] {
  const open = doc.content_open;
  const related = doc.answers.length + (doc.answered_document ? 1 : 0);
  return [
    { id: 'check', name: say('tab_check'), body: <CheckTab doc={doc} /> },
    { id: 'work', name: say('tab_work'), body: <WorkTab doc={doc} /> },
    { id: 'facts', name: say('tab_facts'), body: <FactsTab doc={doc} /> },
    {
      id: 'files',
      name: say('tab_files'),
      count: doc.attachments.length,
      body: (
        <FileList
          files={[
            { key: 'main', label: say('main'), file: doc.main, url: open ? fileUrl(doc.id, doc.main.sha256) : null },
            ...doc.attachments.map((file, at) => ({
              key: `a${at}`,
              label: common('attachments').toLowerCase(),
              file,
              url: open ? fileUrl(doc.id, file.sha256) : null,
            })),
          ]}
        />
      ),
    },
    { id: 'related', name: say('tab_related'), count: related, body: <RelatedTab doc={doc} /> },
    { id: 'history', name: say('tab_history'), body: <HistoryTab kind="incoming" id={doc.id} /> },
  ];
}

function Acts({ doc }: { doc: Incoming }) {
  const navigate = useNavigate();
  const can = (act: string) => doc.acts.includes(act);
  const policy = usePolicy().data;
  const mine = { kind: 'incoming' as const, id: doc.id };
  return (
    <>
      {can('cancel') && (
        <ActButton<Incoming>
          {...mine}
          act="cancel"
          verb={common('cancel_document')}
          letter="H"
          icon="stop"
          look="danger"
          consequence={say('cancel_effect')}
          clause={policy?.rules.recall?.clause}
          done={say('cancelled')}
        />
      )}
      {can('accept') && <AcceptButton doc={doc} />}
      {can('return') && (
        <ActButton<Incoming>
          {...mine}
          act="return"
          verb={common('return')}
          letter="R"
          icon="answer"
          consequence={say('return_effect')}
          clause={policy?.rules.return?.clause}
          field={{ name: 'reason', label: common('reason'), required: true, most: 1000, help: say('return_help') }}
          done={say('returned')}
        />
      )}
      {can('assign') && <AssignButton doc={doc} />}
      {can('start') && (
        <ActButton<Incoming>
          {...mine}
          act="start"
          verb={say('start')}
          letter="B"
          icon="work"
          look="primary"
          done={say('started')}
        />
      )}
      {can('answer') && (
        <Button
          label={common('answer')}
          letter="L"
          icon="answer"
          onPress={() => navigate(`/du-thao/moi?tra-loi=${doc.id}`)}
        />
      )}
      {can('complete') && (
        <ActButton<Incoming>
          {...mine}
          act="complete"
          verb={common('complete')}
          letter="H"
          icon="check"
          {...(can('start') ? {} : { look: 'primary' as const })}
          consequence={say('complete_effect')}
          field={{ name: 'result', label: say('result'), required: true, most: 4000 }}
          done={say('completed')}
        />
      )}
    </>
  );
}

// The fields as the document says them, to be confirmed or corrected.
function AcceptButton({ doc }: { doc: Incoming }) {
  const start = { abstract: doc.abstract, type_name: doc.type_name, signer: doc.signer, note: '' };
  const [open, setOpen] = useState(false);
  const [form, change, clear] = useSaved(`accept.${doc.id}`, start);
  const [tried, setTried] = useState(false);
  const doing = useAct<Incoming>('incoming', doc.id);
  const required = ['abstract', 'type_name', 'signer'] as const;
  const missing = (name: (typeof required)[number]) => (tried && form[name].trim() === '' ? say('empty_field') : null);
  const close = () => {
    setOpen(false);
    doing.reset();
  };
  const run = () => {
    setTried(true);
    if (required.some((name) => form[name].trim() === '')) return;
    const corrected: Record<string, string> = {};
    for (const name of required) if (form[name].trim() !== start[name]) corrected[name] = form[name].trim();
    if (form.note.trim() !== '') corrected.note = form.note.trim();
    doing.mutate(
      { act: 'accept', body: Object.keys(corrected).length > 0 ? { corrected } : {} },
      {
        onSuccess: (now) => {
          clear();
          close();
          announce(say('accepted', { n: now.arrival_number ?? '' }));
        },
      },
    );
  };
  const sound = doc.verdict.verdict === 'valid' || doc.verdict.verdict === 'valid_with_additions';
  return (
    <>
      <Button kind="primary" icon="incoming" letter="T" label={common('accept')} onPress={() => setOpen(true)} />
      <Confirm
        title={`${common('accept')} ${doc.notation}`}
        consequence={say('accept_effect')}
        verb={common('accept')}
        icon="incoming"
        isOpen={open}
        onClose={close}
        onConfirm={run}
        pending={doing.isPending}
        trouble={troubleIn(doing.error)}
      >
        {!sound && (
          <Notice tone="amber" icon="question">
            {say('not_valid', { words: doc.verdict.words.toLowerCase() })}
          </Notice>
        )}
        <p className="field-help">{say('accept_check')}</p>
        <LongTextField
          label={common('abstract')}
          value={form.abstract}
          onChange={(abstract) => change({ abstract })}
          most={500}
          rows={2}
          error={missing('abstract')}
        />
        <TextField
          label={common('type')}
          value={form.type_name}
          onChange={(type_name) => change({ type_name })}
          error={missing('type_name')}
        />
        <TextField
          label={common('signer')}
          value={form.signer}
          onChange={(signer) => change({ signer })}
          error={missing('signer')}
        />
        <TextField label={say('note')} value={form.note} onChange={(note) => change({ note })} most={500} />
      </Confirm>
    </>
  );
}

function AssignButton({ doc }: { doc: Incoming }) {
  const people = usePeople();
  const [open, setOpen] = useState(false);
  const [form, change, clear] = useSaved(`assign.${doc.id}`, {
    lead: '',
    supporting: [] as string[],
    instruction: '',
    deadline: '',
  });
  const [tried, setTried] = useState(false);
  const doing = useAct<Incoming>('incoming', doc.id);
  const choices = (people.data ?? []).map((one) => ({ id: one.id, name: one.name, note: one.post }));
  const close = () => {
    setOpen(false);
    doing.reset();
  };
  const run = () => {
    setTried(true);
    if (form.lead === '' || form.instruction.trim() === '') return;
    doing.mutate(
      {
        act: 'assign',
        body: {
          lead: form.lead,
          supporting: form.supporting.filter((id) => id !== form.lead),
          instruction: form.instruction.trim(),
          ...(form.deadline ? { deadline: form.deadline } : {}),
        },
      },
      {
        onSuccess: (now) => {
          clear();
          close();
          announce(say('assigned', { name: now.assignment?.lead.name ?? '' }));
        },
      },
    );
  };
  return (
    <>
      <Button kind="primary" icon="people" letter="P" label={common('assign')} onPress={() => setOpen(true)} />
      <Confirm
        title={`${common('assign')} ${doc.notation}`}
        consequence={say('assign_effect')}
        verb={common('assign')}
        icon="people"
        isOpen={open}
        onClose={close}
        onConfirm={run}
        pending={doing.isPending}
        trouble={troubleIn(doing.error)}
      >
        <SelectField
          label={say('lead')}
          required
          value={form.lead || null}
          onChange={(lead) => change({ lead })}
          options={choices}
          error={tried && form.lead === '' ? say('lead_missing') : null}
        />
        <ManyField
          label={say('supporting')}
          noun="person"
          value={form.supporting}
          onChange={(supporting) => change({ supporting })}
          choices={choices.filter((one) => one.id !== form.lead)}
          loading={people.isPending}
        />
        <LongTextField
          label={say('instruction')}
          required
          value={form.instruction}
          onChange={(instruction) => change({ instruction })}
          most={4000}
          error={tried && form.instruction.trim() === '' ? say('instruction_missing') : null}
        />
        <DateField
          label={common('due')}
          help={say('due_help')}
          value={form.deadline}
          onChange={(deadline) => change({ deadline })}
        />
      </Confirm>
    </>
  );
}

function CheckTab({ doc }: { doc: Incoming }) {
  return (
    <div className="stack">
      <VerdictPanel verdict={doc.verdict} />
      <Facts
        items={[
          {
            key: 'legal',
            label: say('legal'),
            value: `${doc.legal_value.text} (${doc.legal_value.clause}${doc.legal_value.standing === 'uncertain' ? `, ${say('uncertain')}` : ''})`,
          },
          { key: 'sent', label: say('sent'), value: <Moment iso={doc.sent_at} /> },
          { key: 'arrived', label: say('arrived'), value: <Moment iso={doc.arrived_at} /> },
          { key: 'receipt', label: say('legal_receipt'), value: <Moment iso={doc.legal_receipt_at} /> },
        ]}
      />
    </div>
  );
}

function WorkTab({ doc }: { doc: Incoming }) {
  const work = doc.assignment;
  return (
    <div className="stack">
      {work ? (
        <>
          <blockquote className="opinion">
            <p>{work.instruction}</p>
            <footer className="faint small">
              {say('by', { name: work.by.name })} <Moment iso={work.at} />
            </footer>
          </blockquote>
          <Facts
            items={[
              { key: 'lead', label: say('lead'), value: `${work.lead.name}, ${work.lead.post}` },
              { key: 'supporting', label: say('supporting'), value: work.supporting.map((one) => one.name).join('\n') },
              { key: 'due', label: common('due'), value: work.deadline ? <Moment iso={work.deadline} /> : '' },
              ...(doc.result ? [{ key: 'result', label: say('result'), value: doc.result }] : []),
            ]}
          />
        </>
      ) : (
        <Empty icon="people" title={say('no_assignment')}>
          {say('no_assignment_why')}
        </Empty>
      )}
      {doc.deadlines.length > 0 && (
        <section className="stack-tight">
          <h2>{say('deadlines')}</h2>
          <ul className="plainlist">
            {doc.deadlines.map((one) => (
              <li key={`${one.due_at}${one.clause}`} className="deadline-line">
                <DeadlineMark deadline={one} />
                <Moment iso={one.due_at} />
                <span className="faint small">{one.clause}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function FactsTab({ doc }: { doc: Incoming }) {
  return (
    <div className="stack">
      <Facts numbered items={doc.facts14.map((one) => ({ key: one.name, label: one.label, value: one.value }))} />
      {doc.accepted_by && (
        <Facts
          items={[
            {
              key: 'by',
              label: say('accepted_by'),
              value: (
                <>
                  {doc.accepted_by.name} · <Moment iso={doc.accepted_at} />
                </>
              ),
            },
          ]}
        />
      )}
    </div>
  );
}

function RelatedTab({ doc }: { doc: Incoming }) {
  if (doc.answers.length === 0 && !doc.answered_document) {
    return (
      <Empty icon="link" title={say('no_related')}>
        {say('no_related_why')}
      </Empty>
    );
  }
  return (
    <div className="stack">
      {doc.answered_document && (
        <section className="stack-tight">
          <h2>{say('answers_to')}</h2>
          <Link to={`/van-ban-di/${doc.answered_document.id}`}>{doc.answered_document.notation}</Link>
        </section>
      )}
      {doc.answers.length > 0 && (
        <section className="stack-tight">
          <h2>{say('answers')}</h2>
          <ul className="plainlist">
            {doc.answers.map((one) => (
              <li key={one.id}>
                <Link to={`/van-ban-di/${one.id}`}>{one.notation || say('draft_without_number')}</Link>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
