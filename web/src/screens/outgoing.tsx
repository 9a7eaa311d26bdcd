import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { troubleIn, useAct, useOutgoing, usePolicy } from '../api/queries.ts';
import type { Finding, Outgoing } from '../api/schema.ts';
import { type Kept, useUploads } from '../lib/uploads.ts';
import { day } from '../lib/when.ts';
import { common } from '../text/common.ts';
import { clauseOf, outgoingStageWord, statusTone } from '../text/legal.ts';
import { number } from '../text/words.ts';
import { Button } from '../ui/button.tsx';
import { Chip } from '../ui/chip.tsx';
import { Confirm } from '../ui/dialog.tsx';
import { FileDrop } from '../ui/filedrop.tsx';
import { Icon } from '../ui/icons.tsx';
import { Notice, Waiting } from '../ui/states.tsx';
import { Moment } from '../ui/timeline.tsx';
import { announce } from '../ui/toast.tsx';
import { ActButton, SignButton } from './acts.tsx';
import { DocumentFrame, NoDocument, PagePane, type Readable } from './document.tsx';
import { fileUrl, tabsOf } from './outgoing_tabs.tsx';

import { say } from './outgoing_words.ts';
import { DeadlineMark } from './rows.tsx';

export function OutgoingDocument({ id }: { id: string }) {
  const query = useOutgoing(id);
  const trouble = troubleIn(query.error);
  if (trouble && !query.data) return <NoDocument trouble={trouble} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Waiting rows={10} tall />;
  return <Shown doc={query.data} />;
}

function Shown({ doc }: { doc: Outgoing }) {
  const last = doc.opinions.at(-1);
  const latest = doc.versions.at(-1);
  const sentBack =
    doc.stage === 'drafting' && last !== undefined && latest !== undefined && last.version === latest.number;
  return (
    <DocumentFrame
      head={{
        notation: doc.numbering?.notation ?? null,
        placeholder: say('no_number'),
        urgency: doc.facts.urgency,
        title: doc.facts.abstract,
        chips: (
          <>
            <Chip tone={statusTone(doc.stage)}>{outgoingStageWord(doc.stage)}</Chip>
            <DeadlineMark deadline={doc.deadline} />
          </>
        ),
        line: <HeadLine doc={doc} />,
        acts: <Acts doc={doc} />,
        notes: (
          <>
            {sentBack && last && (
              <Notice tone="amber" icon="answer">
                <strong>{last.by.name}</strong> ({say('on_version', { n: last.version })}, <Moment iso={last.at} />
                ): {last.text}
              </Notice>
            )}
            <Findings rows={doc.findings} />
            {doc.recall && <RecallNote doc={doc} />}
          </>
        ),
      }}
      page={
        <PagePane
          files={readables(doc)}
          next={
            doc.acts.includes('add_version') && (
              <Link to={`/du-thao/${doc.id}/sua`} className="button button-quiet">
                <Icon name="upload" />
                <span>{say('bring_file')}</span>
              </Link>
            )
          }
        />
      }
      tabs={tabsOf(doc)}
      first={firstTab(doc)}
      narrowFirst={doc.acts.some((act) => act === 'approve' || act.startsWith('sign:')) ? 'page' : firstTab(doc)}
    />
  );
}

// What the rules hold against the draft's next step, said before the person tries it.
function Findings({ rows }: { rows: Finding[] }) {
  return rows.map((row) => (
    <Notice key={row.rule} tone={row.level === 'refuse' ? 'red' : 'amber'} icon="alert">
      <strong>{say(row.level === 'refuse' ? 'must_change' : 'worth_a_look')}</strong> {row.text} {row.note}{' '}
      <span className="quiet">({row.clause})</span>
    </Notice>
  ));
}

function firstTab(doc: Outgoing): string {
  if (doc.stage === 'issued' || doc.stage === 'recalled') return 'recipients';
  if (doc.stage === 'numbered' || doc.stage === 'signing' || doc.stage === 'sealed') return 'signatures';
  return doc.opinions.length > 0 ? 'versions' : 'facts';
}

function HeadLine({ doc }: { doc: Outgoing }) {
  const { facts } = doc;
  return (
    <>
      <span>{facts.type_name}</span>
      {doc.numbering && <span className="nobr">{day(doc.numbering.day)}</span>}
      <span>
        {common('signer')}: {facts.signer.name}
      </span>
      <span>
        {say('drafter')}: {doc.drafter.name}
      </span>
      {facts.answer_by && <span>{say('answer_by', { day: day(facts.answer_by) })}</span>}
      {facts.answers && (
        <Link to={`/van-ban-den/${facts.answers}`} className="nobr">
          {say('answers', { notation: facts.answers_notation ?? '' })}
        </Link>
      )}
    </>
  );
}

// Every file one can read here: the final one first, then the versions, then attachments.
function readables(doc: Outgoing): Readable[] {
  const files: Readable[] = [];
  if (doc.final_pdf)
    files.push({ id: 'final', label: say('final'), file: doc.final_pdf, url: fileUrl(doc.id, doc.final_pdf.sha256) });
  for (const version of doc.versions.toReversed())
    files.push({
      id: `v${version.number}`,
      label: say('version', { n: version.number }),
      file: version.pdf,
      url: fileUrl(doc.id, version.pdf.sha256),
    });
  for (const [at, file] of (doc.versions.at(-1)?.attachments ?? []).entries())
    if (file.media_type === 'application/pdf')
      files.push({ id: `a${at}`, label: file.name, file, url: fileUrl(doc.id, file.sha256) });
  return files;
}

function Acts({ doc }: { doc: Outgoing }) {
  const navigate = useNavigate();
  const policy = usePolicy().data;
  const can = (act: string) => doc.acts.includes(act);
  const common_ = { kind: 'outgoing' as const, id: doc.id };
  const notation = doc.numbering?.notation ?? '';
  const n = number(doc.facts.recipients.length);
  return (
    <>
      {can('sign:initial') && (
        <SignButton
          doc={doc}
          signature="initial"
          verb={common('initial')}
          icon="pen"
          consequence={say('initial_effect')}
        />
      )}
      {can('sign:personal') && (
        <SignButton doc={doc} signature="personal" verb={common('sign')} icon="pen" consequence={say('sign_effect')} />
      )}
      {can('scan') && <ScanButton doc={doc} />}
      {can('sign:seal') && (
        <SignButton doc={doc} signature="seal" verb={common('seal')} icon="seal" consequence={say('seal_effect')} />
      )}
      {can('issue') && (
        <ActButton<Outgoing>
          {...common_}
          act="issue"
          verb={common('issue')}
          letter="P"
          icon="issue"
          look="primary"
          consequence={say('issue_effect', { n })}
          clause={clauseOf(policy?.rules.send_deadline)}
          done={say('issued')}
        />
      )}
      {can('approve') && (
        <ActButton<Outgoing>
          {...common_}
          act="approve"
          verb={common('approve')}
          letter="D"
          icon="approve"
          look="primary"
          consequence={say('approve_effect')}
          body={{}}
          field={{ name: 'opinion', label: say('opinion'), required: false, most: 4000 }}
          done={(now) => say('approved', { notation: now.numbering?.notation ?? '' })}
        />
      )}
      {can('submit') && (
        <ActButton<Outgoing>
          {...common_}
          act="submit"
          verb={common('submit')}
          letter="T"
          icon="submit"
          look="primary"
          done={say('submitted', { name: doc.facts.signer.name })}
        />
      )}
      {can('return') && (
        <ActButton<Outgoing>
          {...common_}
          act="return"
          verb={common('return')}
          letter="R"
          icon="answer"
          consequence={say('return_effect')}
          field={{ name: 'opinion', label: say('opinion'), required: true, most: 4000, help: say('opinion_help') }}
          done={say('returned')}
        />
      )}
      {can('change_facts') && (
        <Button label={say('edit')} letter="E" icon="draft" onPress={() => navigate(`/du-thao/${doc.id}/sua`)} />
      )}
      {!can('change_facts') && can('add_version') && (
        <Button
          label={say('new_version')}
          letter="B"
          icon="upload"
          onPress={() => navigate(`/du-thao/${doc.id}/sua`)}
        />
      )}
      {can('void_number') && (
        <ActButton<Outgoing>
          {...common_}
          act="void-number"
          verb={common('void')}
          letter="H"
          look="danger"
          consequence={say('void_effect', { notation })}
          field={{ name: 'reason', label: common('reason'), required: true, most: 1000 }}
          done={say('voided', { notation })}
        />
      )}
      {can('recall') && (
        <ActButton<Outgoing>
          {...common_}
          act="recall"
          verb={common('recall')}
          letter="U"
          icon="recall"
          look="danger"
          consequence={say('recall_effect')}
          clause={clauseOf(policy?.rules.recall)}
          field={{ name: 'reason', label: common('reason'), required: true, most: 1000 }}
          done={say('recalled')}
        />
      )}
      {doc.acts.length === 0 && doc.stage !== 'issued' && doc.stage !== 'recalled' && (
        <p className="quiet small">{say('waiting_for', { who: say(nextHands(doc)) })}</p>
      )}
      {(doc.stage === 'issued' || doc.stage === 'recalled') && (
        <a
          className="button button-plain"
          href={`/api/v1/outgoing/${doc.id}/evidence`}
          download
          title={say('evidence_help')}
        >
          <Icon name="shield" />
          <span>{say('evidence')}</span>
        </a>
      )}
    </>
  );
}

function nextHands(doc: Outgoing): 'who_leader' | 'who_clerk' | 'who_drafter' {
  if (doc.stage === 'awaiting_approval' || doc.next_signature === 'personal') return 'who_leader';
  if (doc.stage === 'drafting' || doc.next_signature === 'initial') return 'who_drafter';
  return 'who_clerk';
}

function ScanButton({ doc }: { doc: Outgoing }) {
  const [open, setOpen] = useState(false);
  const [kept, setKept] = useState<Kept[]>([]);
  const [tried, setTried] = useState(false);
  const uploads = useUploads(kept, setKept, true);
  const doing = useAct<Outgoing>('outgoing', doc.id);
  const source = uploads.ready[0]?.upload;
  const close = () => {
    setOpen(false);
    doing.reset();
  };
  const run = () => {
    setTried(true);
    if (source === undefined) return;
    doing.mutate(
      { act: 'scan', body: { source } },
      {
        onSuccess: () => {
          announce(say('scanned'));
          uploads.clear();
          close();
        },
      },
    );
  };
  return (
    <>
      <Button kind="primary" icon="upload" letter="Q" label={say('scan')} onPress={() => setOpen(true)} />
      <Confirm
        beside
        title={say('scan')}
        consequence={say('scan_effect')}
        verb={say('scan')}
        isOpen={open}
        onClose={close}
        onConfirm={run}
        pending={doing.isPending || uploads.moving}
        trouble={troubleIn(doing.error)}
      >
        <FileDrop
          label={say('scan_file')}
          required
          accept=".pdf,application/pdf"
          files={uploads.files}
          onFiles={uploads.add}
          onRemove={uploads.remove}
          error={tried && source === undefined && !uploads.moving ? say('scan_missing') : null}
        />
      </Confirm>
    </>
  );
}

function RecallNote({ doc }: { doc: Outgoing }) {
  const recall = doc.recall;
  if (!recall) return null;
  const open = recall.answers.filter((one) => one.outcome === 'notified' || one.outcome === 'cancel_due').length;
  return (
    <Notice tone={recall.settled ? 'neutral' : 'amber'} icon="recall">
      <strong>{say('recall_title')}</strong> (<Moment iso={recall.at} />, {recall.by.name}): {recall.reason}{' '}
      {recall.settled ? say('recall_settled') : say('recall_open', { n: open })}
    </Notice>
  );
}
