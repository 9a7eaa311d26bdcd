import { type ReactNode, useEffect, useState } from 'react';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { troubleIn, useCounts, useIncomingList, useMe, useOutgoingList } from '../api/queries.ts';
import type { IncomingSummary, OutgoingSummary } from '../api/schema.ts';
import { Lost } from '../app.tsx';
import { useKey } from '../lib/keys.ts';
import { type Place, placeOf, placeWord } from '../lib/places.ts';
import { common } from '../text/common.ts';
import { number, words } from '../text/words.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icons.tsx';
import { VirtualList } from '../ui/list.tsx';
import { SearchBox } from '../ui/search.tsx';
import { Empty, TroubleNote, Waiting } from '../ui/states.tsx';
import { IncomingDocument } from './incoming.tsx';
import { BulkBar, bulkFor } from './lists_bulk.tsx';
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
          <SearchBox letter label={say('search')} value={view.q} onChange={view.setQ} />
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
