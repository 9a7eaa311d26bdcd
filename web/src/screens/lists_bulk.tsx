import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { send, troubleFrom } from '../api/client.ts';
import { refresh } from '../api/queries.ts';
import type { IncomingSummary, OutgoingSummary } from '../api/schema.ts';
import { freshId } from '../lib/ident.ts';
import type { Place } from '../lib/places.ts';
import { common } from '../text/common.ts';
import { words } from '../text/words.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Icon } from '../ui/icons.tsx';
import { Progress, type Trouble, TroubleNote } from '../ui/states.tsx';

const say = words({
  chosen: ['Đã chọn {n}', '{n} chosen'],
  unchoose: ['Bỏ chọn', 'Clear'],
  approve_all: ['Duyệt {n} văn bản', 'Approve {n} documents'],
  issue_all: ['Phát hành {n} văn bản', 'Issue {n} documents'],
  accept_all: ['Tiếp nhận {n} văn bản', 'Accept {n} documents'],
  approve_effect: [
    'Mỗi văn bản được cấp số và ngày ngay khi duyệt; kết quả được báo cho từng văn bản.',
    'Each document gets its number and date when approved; the result is told for each.',
  ],
  issue_effect: [
    'Mỗi văn bản được gửi ngay đến mọi nơi nhận; kết quả được báo cho từng văn bản.',
    'Each document is sent to all its recipients at once; the result is told for each.',
  ],
  accept_effect: [
    'Mỗi văn bản lấy số đến tiếp theo của sổ với các trường như nơi gửi đã ghi; kết quả được báo cho từng văn bản.',
    'Each document takes the next arrival number with the sender’s fields; the result is told for each.',
  ],
  running: ['Đã làm {done} trên {all}', 'Done {done} of {all}'],
  ok: ['Xong', 'Done'],
});

type Summary = IncomingSummary | OutgoingSummary;

export type Bulk = { act: 'approve' | 'issue' | 'accept'; body: unknown };

// Acts that may be done to several at once, each answered on its own.
export function bulkFor(place: Place, can: readonly string[]): Bulk | null {
  if (place.kind === 'outgoing' && place.list === 'awaiting_approval' && can.includes('approve'))
    return { act: 'approve', body: {} };
  if (place.kind === 'outgoing' && place.list === 'to_issue' && can.includes('issue'))
    return { act: 'issue', body: undefined };
  if (place.kind === 'incoming' && place.list === 'to_accept' && can.includes('accept'))
    return { act: 'accept', body: {} };
  return null;
}

type Outcome = { row: Summary; done: boolean; trouble: Trouble | null };

export function BulkBar({
  bulk,
  rows,
  kind,
  onDone,
}: {
  bulk: Bulk;
  rows: Summary[];
  kind: 'incoming' | 'outgoing';
  onDone: () => void;
}) {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [outcomes, setOutcomes] = useState<Outcome[] | null>(null);
  const [running, setRunning] = useState(false);
  const batch = useMemo(() => new Map<string, string>(), []);
  // Once begun, the rows stay as they were, though the list behind already shrinks.
  const targets = outcomes?.map((one) => one.row) ?? rows;
  const title = say(`${bulk.act}_all`, { n: targets.length });
  const run = async () => {
    setRunning(true);
    const results: Outcome[] = rows.map((row) => ({ row, done: false, trouble: null }));
    setOutcomes([...results]);
    for (const [at, row] of rows.entries()) {
      if (!batch.has(row.id)) batch.set(row.id, freshId());
      try {
        await send('POST', `/${kind}/${row.id}/${bulk.act}`, bulk.body, batch.get(row.id) ?? freshId());
        results[at] = { row, done: true, trouble: null };
      } catch (error) {
        results[at] = { row, done: false, trouble: troubleFrom(error) };
      }
      setOutcomes([...results]);
    }
    setRunning(false);
    refresh(client);
  };
  const close = () => {
    setAsking(false);
    if (outcomes) onDone();
    setOutcomes(null);
  };
  const answered = outcomes?.filter((one) => one.done || one.trouble).length ?? 0;
  return (
    <div className="bulk">
      <strong>{say('chosen', { n: rows.length })}</strong>
      <Button small kind="primary" label={title} onPress={() => setAsking(true)} />
      <Button small kind="plain" label={say('unchoose')} onPress={onDone} />
      <Dialog
        title={title}
        isOpen={asking}
        onClose={close}
        busy={running}
        wide
        foot={
          outcomes && !running ? (
            <Button kind="primary" label={common('close')} onPress={close} />
          ) : (
            <>
              <Button label={common('cancel')} onPress={close} isDisabled={running} />
              <Button kind="primary" label={title} onPress={() => void run()} pending={running} />
            </>
          )
        }
      >
        <div className="stack">
          {!outcomes && <p className="effect">{say(`${bulk.act}_effect`)}</p>}
          {running && (
            <Progress
              value={answered / Math.max(1, rows.length)}
              label={say('running', { done: answered, all: rows.length })}
            />
          )}
          <ul className="outcomes">
            {targets.map((row, at) => {
              const one = outcomes?.[at];
              return (
                <li key={row.id}>
                  <div className="across">
                    {one?.done ? <Icon name="check" /> : one?.trouble ? <Icon name="stop" /> : <Icon name="file" />}
                    <strong className="nobr">{row.notation ?? row.type_name}</strong>
                    <span className="outcome-abstract">{row.abstract}</span>
                    {one?.done && <span className="outcome-ok">{say('ok')}</span>}
                  </div>
                  {one?.trouble && <TroubleNote trouble={one.trouble} />}
                </li>
              );
            })}
          </ul>
        </div>
      </Dialog>
    </div>
  );
}
