import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { send } from '../api/client.ts';
import { troubleIn, useCalendar, useMe } from '../api/queries.ts';
import type { Calendar } from '../api/schema.ts';
import { useIdempotency } from '../lib/ident.ts';
import { useSaved } from '../lib/saved.ts';
import { day } from '../lib/when.ts';
import { common } from '../text/common.ts';
import { words } from '../text/words.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Chip } from '../ui/chip.tsx';
import { DateField } from '../ui/datefield.tsx';
import { Confirm } from '../ui/dialog.tsx';
import { ChoiceField, TextField } from '../ui/field.tsx';
import { Icon } from '../ui/icons.tsx';
import { TroubleNote, Waiting } from '../ui/states.tsx';
import { type Column, Table } from '../ui/table.tsx';
import { announce } from '../ui/toast.tsx';
import { useTitle } from './lists.tsx';

const say = words({
  title: ['Lịch làm việc', 'Working calendar'],
  year: ['Năm {year}', 'Year {year}'],
  previous: ['Năm trước', 'Previous year'],
  next: ['Năm sau', 'Next year'],
  hours: ['Giờ làm việc', 'Office hours'],
  days: ['Ngày nghỉ và ngày hoán đổi', 'Days unlike an ordinary week'],
  off: ['Nghỉ', 'Off'],
  work: ['Làm việc', 'Working'],
  day_off: ['Ngày nghỉ', 'Day off'],
  day_work: ['Ngày làm việc (hoán đổi)', 'Working day (swapped)'],
  why: ['Dịp', 'Occasion'],
  origin: ['Căn cứ', 'From'],
  law: ['Theo luật', 'By law'],
  compensation: ['Nghỉ bù', 'In lieu'],
  override: ['Thông báo', 'Notice'],
  kind_column: ['Loại', 'Kind'],
  add: ['Thêm ngày', 'Add a day'],
  add_effect: [
    'Mọi hạn xử lý chưa đến được tính lại theo ngày này.',
    'Every deadline not yet reached is computed anew with this day.',
  ],
  kind: ['Ngày này là', 'This day is'],
  which: ['Ngày', 'Day'],
  reference: ['Thông báo làm căn cứ', 'The notice that says so'],
  reference_help: ['Số, ký hiệu và ngày của thông báo nghỉ hoặc hoán đổi.', 'Notation and date of the notice.'],
  which_missing: ['Chọn ngày.', 'Choose the day.'],
  reference_missing: ['Ghi thông báo làm căn cứ.', 'Write the notice.'],
  added: ['Đã ghi ngày {day}.', 'Day {day} was set.'],
  clear: ['Bỏ ngày {day}', 'Clear {day}'],
  clear_effect: [
    'Ngày {day} trở lại như các tuần khác; các hạn chưa đến được tính lại.',
    '{day} becomes an ordinary day again; deadlines not yet reached are computed anew.',
  ],
  cleared: ['Đã bỏ ngày {day}.', 'Day {day} was cleared.'],
  weekday: ['Thứ', 'Weekday'],
  act: ['Bỏ', 'Clear'],
  closed: ['nghỉ', 'closed'],
  d1: ['Thứ Hai', 'Monday'],
  d2: ['Thứ Ba', 'Tuesday'],
  d3: ['Thứ Tư', 'Wednesday'],
  d4: ['Thứ Năm', 'Thursday'],
  d5: ['Thứ Sáu', 'Friday'],
  d6: ['Thứ Bảy', 'Saturday'],
  d7: ['Chủ nhật', 'Sunday'],
});

const weekday = (n: number) => say(`d${n}` as 'd1');
const weekdayOf = (iso: string) => weekday(((new Date(`${iso}T00:00:00Z`).getUTCDay() + 6) % 7) + 1);

export function CalendarScreen() {
  const me = useMe().data;
  const params = useParams();
  const navigate = useNavigate();
  const year = Number(params.year) || Number((me?.now ?? '').slice(0, 4)) || new Date().getFullYear();
  const calendar = useCalendar(year);
  const trouble = troubleIn(calendar.error);
  const edits = me?.can.includes('edit_calendar') ?? false;
  useTitle(say('title'));
  const go = (to: number) => navigate(`/lich-lam-viec/${to}`, { replace: true });
  return (
    <section className="page" aria-label={say('title')}>
      <header className="pane-head">
        <Link to="/" className="button button-plain button-icon phone-only" aria-label={common('back')}>
          <Icon name="left" />
        </Link>
        <h1 className="pane-title">{say('title')}</h1>
        <IconButton icon="left" small label={say('previous')} onPress={() => go(year - 1)} />
        <strong className="nobr">{say('year', { year })}</strong>
        <IconButton icon="right" small label={say('next')} onPress={() => go(year + 1)} />
        {edits && (
          <span className="push">
            <AddDay year={year} />
          </span>
        )}
      </header>
      {trouble && (
        <div className="pane-pad">
          <TroubleNote trouble={trouble} onRetry={() => void calendar.refetch()} />
        </div>
      )}
      {calendar.isPending && <Waiting rows={12} />}
      {calendar.data && <Year calendar={calendar.data} edits={edits} />}
    </section>
  );
}

// Days in a row with the same hours are one line.
function alike(hours: Calendar['office_hours']): { from: number; to: number; sessions: string[] }[] {
  const groups: { from: number; to: number; sessions: string[] }[] = [];
  for (let at = 1; at <= 7; at += 1) {
    const sessions = hours.find((one) => one.weekday === at)?.sessions ?? [];
    const last = groups.at(-1);
    if (last && last.sessions.join() === sessions.join()) last.to = at;
    else groups.push({ from: at, to: at, sessions });
  }
  return groups;
}

function Year({ calendar, edits }: { calendar: Calendar; edits: boolean }) {
  const hours = alike(calendar.office_hours);
  const clearing: Column<Calendar['days'][number]> = {
    id: 'act',
    name: say('act'),
    width: '80px',
    align: 'end',
    phone: 'head',
    cell: (one) => (one.origin === 'override' ? <ClearDay iso={one.day} /> : null),
  };
  return (
    <div className="calendar">
      <section className="calendar-hours">
        <h2>{say('hours')}</h2>
        <dl className="facts">
          {hours.map((one) => (
            <div key={one.from} className="fact">
              <dt>{one.from === one.to ? weekday(one.from) : `${weekday(one.from)} – ${weekday(one.to)}`}</dt>
              <dd>
                {one.sessions.length === 0 ? (
                  <span className="faint">{say('closed')}</span>
                ) : (
                  one.sessions.map((session) => session.replace('-', ' – ')).join('\n')
                )}
              </dd>
            </div>
          ))}
        </dl>
      </section>
      <section className="calendar-days">
        <h2>{say('days')}</h2>
        <Table
          label={say('days')}
          rows={calendar.days}
          idOf={(one) => one.day}
          columns={[
            {
              id: 'day',
              name: say('which'),
              width: '112px',
              phone: 'head',
              cell: (one) => <strong className="nobr">{day(one.day)}</strong>,
            },
            {
              id: 'weekday',
              name: say('weekday'),
              width: '104px',
              phone: 'head',
              cell: (one) => weekdayOf(one.day),
              quiet: true,
            },
            {
              id: 'kind',
              name: say('kind_column'),
              width: '112px',
              phone: 'head',
              cell: (one) => (
                <Chip tone={one.kind === 'off' ? 'neutral' : 'accent'}>
                  {one.kind === 'off' ? say('off') : say('work')}
                </Chip>
              ),
            },
            { id: 'name', name: say('why'), phone: 'plain', cell: (one) => one.name },
            {
              id: 'origin',
              name: say('origin'),
              phone: 'plain',
              cell: (one) => [say(one.origin), one.reference].filter(Boolean).join(': '),
              quiet: true,
            },
            ...(edits ? [clearing] : []),
          ]}
        />
      </section>
    </div>
  );
}

function useDay() {
  const client = useQueryClient();
  const { keyFor, done } = useIdempotency();
  return useMutation({
    mutationFn: ({ method, iso, body }: { method: 'PUT' | 'DELETE'; iso: string; body?: unknown }) =>
      send<Calendar>(method, `/calendar/days/${iso}`, body, keyFor([method, iso, body])),
    onSuccess: (calendar) => {
      done();
      client.setQueryData(['calendar', calendar.year], calendar);
      void client.invalidateQueries({ queryKey: ['calendar'] });
    },
  });
}

function AddDay({ year }: { year: number }) {
  const [open, setOpen] = useState(false);
  const [form, change, clear] = useSaved(`calendar.${year}`, { iso: '', kind: 'off', reference: '' });
  const [tried, setTried] = useState(false);
  const doing = useDay();
  const close = () => {
    setOpen(false);
    doing.reset();
  };
  const run = () => {
    setTried(true);
    if (form.iso === '' || form.reference.trim() === '') return;
    doing.mutate(
      { method: 'PUT', iso: form.iso, body: { kind: form.kind, reference: form.reference.trim() } },
      {
        onSuccess: () => {
          announce(say('added', { day: day(form.iso) }));
          clear();
          change({ iso: '', kind: 'off', reference: '' });
          setTried(false);
          close();
        },
      },
    );
  };
  return (
    <>
      <Button kind="primary" icon="plus" letter="N" label={say('add')} onPress={() => setOpen(true)} />
      <Confirm
        title={say('add')}
        consequence={say('add_effect')}
        verb={common('save')}
        isOpen={open}
        onClose={close}
        onConfirm={run}
        pending={doing.isPending}
        trouble={troubleIn(doing.error)}
      >
        <DateField
          label={say('which')}
          required
          value={form.iso}
          onChange={(iso) => change({ iso })}
          error={tried && form.iso === '' ? say('which_missing') : null}
        />
        <ChoiceField
          label={say('kind')}
          column
          value={form.kind}
          onChange={(kind) => change({ kind })}
          options={[
            { id: 'off', name: say('day_off') },
            { id: 'work', name: say('day_work') },
          ]}
        />
        <TextField
          label={say('reference')}
          required
          value={form.reference}
          onChange={(reference) => change({ reference })}
          help={say('reference_help')}
          error={tried && form.reference.trim() === '' ? say('reference_missing') : null}
        />
      </Confirm>
    </>
  );
}

function ClearDay({ iso }: { iso: string }) {
  const [open, setOpen] = useState(false);
  const doing = useDay();
  const close = () => {
    setOpen(false);
    doing.reset();
  };
  return (
    <>
      <IconButton small icon="close" label={say('clear', { day: day(iso) })} onPress={() => setOpen(true)} />
      <Confirm
        title={say('clear', { day: day(iso) })}
        consequence={say('clear_effect', { day: day(iso) })}
        verb={common('remove')}
        kind="danger"
        isOpen={open}
        onClose={close}
        pending={doing.isPending}
        trouble={troubleIn(doing.error)}
        onConfirm={() =>
          doing.mutate(
            { method: 'DELETE', iso },
            {
              onSuccess: () => {
                announce(say('cleared', { day: day(iso) }));
                close();
              },
            },
          )
        }
      />
    </>
  );
}
