import { lazy, Suspense, useState } from 'react';
import { useNavigate } from 'react-router';
import { troubleIn, useAct, useIncoming, usePolicy } from '../api/queries.ts';
import type { Incoming } from '../api/schema.ts';
import { useSaved } from '../lib/saved.ts';
import { day } from '../lib/when.ts';
import { common } from '../text/common.ts';
import { clauseOf, incomingStageWord, statusTone } from '../text/legal.ts';
import { Button } from '../ui/button.tsx';
import { Chip } from '../ui/chip.tsx';
import { Confirm } from '../ui/dialog.tsx';
import { LongTextField, TextField } from '../ui/field.tsx';
import { Notice, Waiting } from '../ui/states.tsx';
import { Moment } from '../ui/timeline.tsx';
import { announce } from '../ui/toast.tsx';
import { ActButton } from './acts.tsx';
import { type Closed, DocumentFrame, NoDocument, PagePane, type Readable } from './document.tsx';
import { fileUrl, tabsOf } from './incoming_tabs.tsx';

import { say } from './incoming_words.ts';
import { DeadlineMark } from './rows.tsx';

// With its calendar and people finder, fetched when somebody may assign.
const AssignButton = lazy(async () => ({ default: (await import('./assign.tsx')).AssignButton }));

export function IncomingDocument({ id }: { id: string }) {
  const query = useIncoming(id);
  const trouble = troubleIn(query.error);
  if (trouble && !query.data) return <NoDocument trouble={trouble} onRetry={() => void query.refetch()} />;
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
      page={<PagePane files={readables(doc)} closed={closedBy(doc)} />}
      tabs={tabsOf(doc)}
      first={doc.assignment ? 'work' : 'check'}
      narrowFirst={doc.acts.includes('assign') ? 'page' : doc.assignment ? 'work' : 'check'}
    />
  );
}

function closedBy(doc: Incoming): Closed | undefined {
  if (doc.content_open) return undefined;
  if (doc.stage === 'cancel_due') return 'closed_due';
  return doc.stage === 'withdrawn' ? 'closed_withdrawn' : 'closed_why';
}

function readables(doc: Incoming): Readable[] {
  return [
    { id: 'main', label: say('main'), file: doc.main, url: fileUrl(doc.id, doc.main.sha256) },
    ...doc.attachments
      .filter((one) => one.media_type === 'application/pdf')
      .map((file, at) => ({ id: `a${at}`, label: file.name, file, url: fileUrl(doc.id, file.sha256) })),
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
          clause={clauseOf(policy?.rules.recall)}
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
          clause={clauseOf(policy?.rules.return)}
          field={{ name: 'reason', label: common('reason'), required: true, most: 1000, help: say('return_help') }}
          done={say('returned')}
        />
      )}
      {can('assign') && (
        <Suspense fallback={null}>
          <AssignButton doc={doc} />
        </Suspense>
      )}
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
        beside
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
