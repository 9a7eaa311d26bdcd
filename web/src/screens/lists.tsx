import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { send, troubleFrom } from '../api/client.ts';
import { refresh, troubleIn, useCounts, useIncomingList, useMe, useOutgoingList } from '../api/queries.ts';
import type { IncomingSummary, OutgoingSummary } from '../api/schema.ts';
import { Lost } from '../app.tsx';
import { freshId } from '../lib/ident.ts';
import { useKey } from '../lib/keys.ts';
import { type Place, placeOf, placeWord } from '../lib/places.ts';
import { common } from '../text/common.ts';
import { number, words } from '../text/words.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Icon } from '../ui/icons.tsx';
import { VirtualList } from '../ui/list.tsx';
import { Empty, Progress, type Trouble, TroubleNote, Waiting } from '../ui/states.tsx';
import { IncomingDocument } from './incoming.tsx';
import { OutgoingDocument } from './outgoing.tsx';
import { IncomingRow, OutgoingRow } from './rows.tsx';

const say = words({
  search: ['Tìm trong danh sách này', 'Search this list'],
  filters: ['Lọc', 'Filter'],
  none: ['Không có văn bản nào', 'No documents'],
  no_match: ['Không có văn bản nào khớp với “{q}”', 'No document matches “{q}”'],
  no_match_why: [
    'Tìm theo số, ký hiệu, trích yếu hoặc tên cơ quan; có dấu hay không dấu đều được.',
    'Search by notation, abstract or agency, with or without diacritics.',
  ],
  clear: ['Xóa từ khóa', 'Clear the search'],
  compose: ['Soạn văn bản', 'New document'],
  close_document: ['Đóng văn bản', 'Close the document'],
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

// One work list beside the document that is open in it. The address says both: /tiep-nhan/<id>?q=…&loc=…
export function ListScreen() {
  const { place: slug = '', id } = useParams();
  const place = placeOf(slug);
  if (!place || place.kind === 'page') return <Lost />;
  return place.kind === 'outgoing' ? (
    <OutgoingScreen key={slug} place={place} id={id} />
  ) : (
    <IncomingScreen key={slug} place={place} id={id} />
  );
}

type Summary = IncomingSummary | OutgoingSummary;

function OutgoingScreen({ place, id }: { place: Place & { kind: 'outgoing' }; id: string | undefined }) {
  const view = useView(place.filters ?? []);
  const list = useOutgoingList(
    view.filter && place.filters?.includes(view.filter as never) ? (view.filter as typeof place.list) : place.list,
    view.q,
  );
  const now = useNow();
  return (
    <Frame
      place={place}
      view={view}
      list={list}
      openId={id}
      now={now}
      row={(one, state) => <OutgoingRow one={one as OutgoingSummary} state={state} now={now} mixed={mixed(place)} />}
    >
      {id && <OutgoingDocument key={id} id={id} />}
    </Frame>
  );
}

function IncomingScreen({ place, id }: { place: Place & { kind: 'incoming' }; id: string | undefined }) {
  const view = useView(place.filters ?? []);
  const list = useIncomingList(
    view.filter && place.filters?.includes(view.filter as never) ? (view.filter as typeof place.list) : place.list,
    view.q,
  );
  const now = useNow();
  return (
    <Frame
      place={place}
      view={view}
      list={list}
      openId={id}
      now={now}
      row={(one, state) => <IncomingRow one={one as IncomingSummary} state={state} now={now} mixed={mixed(place)} />}
    >
      {id && <IncomingDocument key={id} id={id} />}
    </Frame>
  );
}

// Lists that hold several stages show each row's own.
const mixed = (place: Place): boolean =>
  place.kind !== 'page' && (place.filters !== undefined || place.list === 'to_handle');

type View = {
  q: string;
  filter: string;
  setQ: (q: string) => void;
  setFilter: (filter: string) => void;
  search: string;
};

function useView(filters: readonly string[]): View {
  const [params, setParams] = useSearchParams();
  const set = (name: string, value: string) =>
    setParams(
      (old) => {
        if (value === '') old.delete(name);
        else old.set(name, value);
        return old;
      },
      { replace: true },
    );
  const query = params.toString();
  return {
    q: params.get('q') ?? '',
    filter: filters.includes(params.get('loc') ?? '') ? (params.get('loc') ?? '') : (filters[0] ?? ''),
    setQ: (q) => set('q', q),
    setFilter: (filter) => set('loc', filter === filters[0] ? '' : filter),
    search: query ? `?${query}` : '',
  };
}

// The server's today: with a steered clock the browser's own is wrong.
function useNow(): string {
  return useMe().data?.now ?? new Date().toISOString();
}

type Rows = {
  data: Summary[] | undefined;
  isPending: boolean;
  error: unknown;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
  refetch: () => unknown;
};

function Frame({
  place,
  view,
  list,
  openId,
  row,
  children,
}: {
  place: Place;
  view: View;
  list: Rows;
  openId: string | undefined;
  now: string;
  row: (one: Summary, state: { current: boolean; open: boolean; chosen: boolean }) => ReactNode;
  children: ReactNode;
}) {
  const navigate = useNavigate();
  const me = useMe().data;
  const counts = useCounts().data;
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const rows = list.data ?? [];
  const bulk = bulkFor(place, me?.can ?? []);
  const close = () => navigate(`/${place.slug}${view.search}`);
  useKey(openId ? 'Escape' : undefined, say('close_document'), close, 'move');
  const total = place.kind === 'page' ? undefined : counts?.[place.kind][view.filter || place.list];
  const trouble = troubleIn(list.error);
  const name = placeWord(place.name);
  const compose = (
    <Link to="/du-thao/moi" className="button button-primary">
      <Icon name="plus" />
      <span>{say('compose')}</span>
    </Link>
  );
  useTitle(name);
  return (
    <div className={`lists${openId ? ' lists-open' : ''}`}>
      <section className="listpane" aria-label={name}>
        <header className="pane-head">
          <Link to="/" className="button button-plain button-icon phone-only" aria-label={common('back')}>
            <Icon name="left" />
          </Link>
          <h1 className="pane-title">{name}</h1>
          {total !== undefined && <span className="faint nobr">{number(total)}</span>}
          <SearchBox value={view.q} onChange={view.setQ} />
          {place.slug === 'du-thao' && rows.length > 0 && compose}
        </header>
        {place.kind !== 'page' && place.filters && (
          <div className="filters" role="toolbar" aria-label={say('filters')}>
            {place.filters.map((one) => (
              <button
                key={one}
                type="button"
                className="filter"
                aria-pressed={view.filter === one}
                onClick={() => view.setFilter(one)}
              >
                {placeWord(one)}
                {counts?.[place.kind as 'incoming'][one] !== undefined && (
                  <span className="tab-count">{number(counts[place.kind as 'incoming'][one] ?? 0)}</span>
                )}
              </button>
            ))}
          </div>
        )}
        {bulk && chosen.size > 0 && (
          <BulkBar
            bulk={bulk}
            rows={rows.filter((one) => chosen.has(one.id))}
            kind={place.kind as 'incoming' | 'outgoing'}
            onDone={() => setChosen(new Set())}
          />
        )}
        {trouble ? (
          <div className="pane-pad">
            <TroubleNote trouble={trouble} onRetry={() => void list.refetch()} />
          </div>
        ) : list.isPending ? (
          <Waiting rows={16} />
        ) : rows.length === 0 ? (
          view.q ? (
            <Empty
              icon="search"
              title={say('no_match', { q: view.q })}
              act={<Button label={say('clear')} onPress={() => view.setQ('')} />}
            >
              {say('no_match_why')}
            </Empty>
          ) : (
            <Empty icon={place.icon} title={say('none')} act={place.slug === 'du-thao' && compose}>
              {place.why ? placeWord(place.why) : ''}
            </Empty>
          )
        ) : (
          <VirtualList
            label={name}
            items={rows}
            idOf={(one) => one.id}
            openId={openId}
            onOpen={(one) => navigate(`/${place.slug}/${one.id}${view.search}`, { replace: openId !== undefined })}
            row={row}
            {...(bulk ? { chosen, onChoose: setChosen } : {})}
            onEnd={list.hasNextPage && !list.isFetchingNextPage ? () => void list.fetchNextPage() : undefined}
          />
        )}
      </section>
      {openId && (
        <section className="docpane" aria-label={say('close_document')}>
          {children}
        </section>
      )}
    </div>
  );
}

export function useTitle(name: string): void {
  useEffect(() => {
    document.title = `${name} · ${common('product')}`;
  }, [name]);
}

function SearchBox({ value, onChange }: { value: string; onChange: (q: string) => void }) {
  const [text, setText] = useState(value);
  const input = useRef<HTMLInputElement>(null);
  const latest = useRef(onChange);
  latest.current = onChange;
  useKey('/', say('search'), () => input.current?.focus(), 'anywhere');
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => latest.current(text.trim()), 220);
    return () => clearTimeout(timer);
  }, [text, value]);
  return (
    <div className="input input-search">
      <Icon name="search" size={14} />
      <input
        ref={input}
        className="input-bare"
        type="text"
        role="searchbox"
        aria-label={say('search')}
        placeholder={common('search')}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' && event.key !== 'Enter') return;
          if (event.key === 'Escape') setText('');
          event.currentTarget.blur();
          event.stopPropagation();
        }}
      />
      {text !== '' ? (
        <IconButton small icon="close" label={say('clear')} onPress={() => setText('')} />
      ) : (
        <kbd className="letter">/</kbd>
      )}
    </div>
  );
}

type Bulk = { act: 'approve' | 'issue' | 'accept'; body: unknown };

// Acts that may be done to several at once, each answered on its own.
function bulkFor(place: Place, can: readonly string[]): Bulk | null {
  if (place.kind === 'outgoing' && place.list === 'awaiting_approval' && can.includes('approve'))
    return { act: 'approve', body: {} };
  if (place.kind === 'outgoing' && place.list === 'to_issue' && can.includes('issue'))
    return { act: 'issue', body: undefined };
  if (place.kind === 'incoming' && place.list === 'to_accept' && can.includes('accept'))
    return { act: 'accept', body: {} };
  return null;
}

type Outcome = { row: Summary; done: boolean; trouble: Trouble | null };

function BulkBar({
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
