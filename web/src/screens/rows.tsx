import type { Deadline, IncomingSummary, OutgoingSummary, Urgency } from '../api/schema.ts';
import { brief, exact } from '../lib/when.ts';
import {
  deadlineTone,
  deliveryWord,
  incomingStageWord,
  isUrgent,
  outgoingStageWord,
  statusTone,
  turnWord,
  urgencyWord,
  verdictLook,
} from '../text/legal.ts';
import { number, words } from '../text/words.ts';
import { Mark } from '../ui/chip.tsx';
import type { RowState } from '../ui/list.tsx';

const say = words({
  no_number: ['Chưa có số', 'No number yet'],
  attachments: ['{n} tệp kèm theo', '{n} attachments'],
  recipients: ['{n} nơi nhận', '{n} recipients'],
  signature: ['Chữ ký: {word}', 'Signature: {word}'],
  done_of: ['{done}/{all} đã tiếp nhận', '{done}/{all} accepted'],
  returned: ['{n} trả lại', '{n} returned'],
});

// Urgency as a word and a shape; nothing for the ordinary.
export function UrgencyMark({ urgency }: { urgency: Urgency }) {
  if (!isUrgent(urgency)) return null;
  return (
    <Mark tone="red" icon={urgency === 'express' ? 'stop' : 'alert'}>
      {urgencyWord(urgency)}
    </Mark>
  );
}

export function DeadlineMark({ deadline }: { deadline: Deadline | null | undefined }) {
  if (!deadline) return null;
  const tone = deadlineTone(deadline.state);
  return (
    <Mark
      tone={tone}
      icon={tone === 'red' ? 'alert' : tone === 'green' ? 'check' : 'clock'}
      title={`${exact(deadline.due_at)} · ${deadline.clause}`}
    >
      {deadline.words}
    </Mark>
  );
}

type RowProps = {
  urgency: Urgency;
  notation: string;
  numbered: boolean;
  abstract: string;
  type: string;
  agency: string;
  at: string;
  deadline: Deadline | null | undefined;
  state: React.ReactNode;
  marks: React.ReactNode;
  bold: boolean;
  chosen: boolean;
  mixed: boolean;
  now: string;
};

function Row({
  urgency,
  notation,
  numbered,
  abstract,
  type,
  agency,
  at,
  deadline,
  state,
  marks,
  bold,
  chosen,
  mixed,
  now,
}: RowProps) {
  return (
    <div
      className={`row${mixed ? ' row-mixed' : ''}${deadline && deadline.state !== 'met' ? ' row-due' : ''}${bold ? ' row-bold' : ''}${isUrgent(urgency) ? ' row-urgent' : ''}`}
    >
      <span className="row-urgency">
        {chosen && <Mark tone="accent" icon="check" />}
        <UrgencyMark urgency={urgency} />
      </span>
      <span className={`row-notation nobr${numbered ? '' : ' faint'}`}>{notation}</span>
      <span className="row-abstract" title={abstract}>
        <span className="row-type">{type} · </span>
        {abstract}
      </span>
      <span className="row-agency" title={agency}>
        {agency}
      </span>
      <span className="row-at" title={exact(at)}>
        {brief(at, now)}
      </span>
      <span className="row-deadline">
        <DeadlineMark deadline={deadline} />
      </span>
      <span className="row-state">{state}</span>
      <span className="row-marks">{marks}</span>
    </div>
  );
}

function Clip({ n }: { n: number }) {
  if (n === 0) return null;
  return (
    <Mark icon="clip" title={say('attachments', { n })}>
      {n}
    </Mark>
  );
}

export function IncomingRow({
  one,
  state,
  now,
  mixed,
}: {
  one: IncomingSummary;
  state: RowState;
  now: string;
  mixed: boolean;
}) {
  const look = verdictLook(one.verdict);
  return (
    <Row
      urgency={one.urgency}
      notation={one.notation}
      numbered
      abstract={one.abstract}
      type={one.type_name}
      agency={one.from}
      at={one.arrived_at}
      deadline={one.deadline}
      bold={one.stage === 'arrived'}
      chosen={state.chosen}
      now={now}
      mixed={mixed}
      state={
        <Mark tone={statusTone(one.stage)} title={one.lead ?? ''}>
          {incomingStageWord(one.stage)}
          {one.lead && <span className="row-lead"> · {one.lead}</span>}
        </Mark>
      }
      marks={
        <>
          <Clip n={one.attachments} />
          <Mark tone={look.tone} icon={look.icon} title={say('signature', { word: look.word })}>
            <span className="unseen">{say('signature', { word: look.word })}</span>
          </Mark>
        </>
      }
    />
  );
}

export function OutgoingRow({
  one,
  state,
  now,
  mixed,
}: {
  one: OutgoingSummary;
  state: RowState;
  now: string;
  mixed: boolean;
}) {
  return (
    <Row
      urgency={one.urgency}
      notation={one.notation ?? say('no_number')}
      numbered={one.notation !== null}
      abstract={one.abstract}
      type={one.type_name}
      agency={one.drafter}
      at={one.updated_at}
      deadline={one.deadline}
      bold={false}
      chosen={state.chosen}
      now={now}
      mixed={mixed}
      state={<OutgoingState one={one} />}
      marks={
        <>
          <Clip n={one.attachments} />
          <Mark icon="people" title={say('recipients', { n: one.recipients })}>
            {number(one.recipients)}
          </Mark>
        </>
      }
    />
  );
}

const accepted = ['accepted', 'forwarded', 'in_handling', 'completed'];

// For what was issued: how many took it, and how many sent it back. Never "sent" before the other side has it.
export function OutgoingState({ one }: { one: OutgoingSummary }) {
  if (one.stage === 'issued') {
    const statuses = Object.entries(one.statuses);
    const done = statuses.reduce((sum, [name, n]) => sum + (accepted.includes(name) ? n : 0), 0);
    const back = one.statuses.returned ?? 0;
    const title = statuses.map(([name, n]) => `${n} ${deliveryWord(name as never).toLowerCase()}`).join(' · ');
    return (
      <Mark tone={back > 0 ? 'amber' : done === one.recipients ? 'green' : 'accent'} title={title}>
        {back > 0 ? say('returned', { n: back }) : say('done_of', { done, all: one.recipients })}
      </Mark>
    );
  }
  if (one.next_signature && (one.stage === 'numbered' || one.stage === 'signing'))
    return <Mark tone="accent">{turnWord(one.next_signature)}</Mark>;
  return <Mark tone={statusTone(one.stage)}>{outgoingStageWord(one.stage)}</Mark>;
}
