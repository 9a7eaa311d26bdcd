import { QueryClient, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { heard } from '../lib/clock.ts';
import { useIdempotency } from '../lib/ident.ts';
import { get, Refusal, send, troubleFrom } from './client.ts';
import type {
  Agency,
  Calendar,
  DemoClock,
  HistoryItem,
  Incoming,
  IncomingList,
  IncomingSummary,
  Me,
  Official,
  Outgoing,
  OutgoingList,
  OutgoingSummary,
  Policy,
  Register,
  RegisterLine,
  Role,
  Verdict,
} from './schema.ts';

// Server data lives here only; live events say what to read again (see events.ts).
export const queryClient = new QueryClient({
  defaultOptions: {
    // Asked at once also when the browser says that the line is down: the answer is then told, not awaited in silence.
    mutations: { networkMode: 'always' },
    queries: {
      networkMode: 'always',
      staleTime: 30_000,
      refetchOnWindowFocus: true,
      // A refusal is an answer; only a lost line is worth asking again.
      retry: (failures, error) =>
        failures < 2 && error instanceof Refusal && (error.trouble.status === undefined || error.trouble.status >= 500),
    },
  },
});

export type Kind = 'outgoing' | 'incoming';
export type Counts = { outgoing: Record<string, number>; incoming: Record<string, number> };
type Page<Item> = { items: Item[]; next: string | null };

export const keys = {
  me: ['me'] as const,
  counts: ['counts'] as const,
  list: (kind: Kind, list: string, q: string) => [kind, 'list', list, q] as const,
  one: (kind: Kind, id: string) => [kind, 'one', id] as const,
  history: (kind: Kind, id: string) => [kind, 'history', id] as const,
  signatures: (id: string) => ['outgoing', 'signatures', id] as const,
};

export const useMe = () =>
  useQuery({ queryKey: keys.me, queryFn: ({ signal }) => get<Me>('/me', signal), staleTime: 60_000 });
export const useCounts = () =>
  useQuery({ queryKey: keys.counts, queryFn: ({ signal }) => get<Counts>('/counts', signal) });
export const usePolicy = () =>
  useQuery({ queryKey: ['policy'], queryFn: ({ signal }) => get<Policy>('/policy', signal), staleTime: 600_000 });
export const useAgencies = () =>
  useQuery({
    queryKey: ['agencies'],
    queryFn: ({ signal }) => get<{ items: Agency[] }>('/agencies?limit=500', signal),
    staleTime: 600_000,
    select: (page) => page.items,
  });
export const usePeople = (role?: Role) =>
  useQuery({
    queryKey: ['people', role ?? ''],
    queryFn: ({ signal }) => get<{ items: Official[] }>(`/people${role ? `?role=${role}` : ''}`, signal),
    staleTime: 300_000,
    select: (page) => page.items,
  });
export const useDemoClock = (demo: boolean) =>
  useQuery({
    queryKey: ['clock'],
    queryFn: async ({ signal }) => {
      const told = await get<DemoClock>('/demo/clock', signal);
      heard(told.now);
      return told;
    },
    enabled: demo,
    refetchInterval: 30_000,
  });

function usePages<Item>(kind: Kind, list: string, q: string, enabled: boolean) {
  return useInfiniteQuery({
    enabled,
    queryKey: keys.list(kind, list, q),
    queryFn: ({ pageParam, signal }) => {
      const search = new URLSearchParams({ list, limit: '100' });
      if (q) search.set('q', q);
      if (pageParam) search.set('cursor', pageParam);
      return get<Page<Item>>(`/${kind}?${search}`, signal);
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
    placeholderData: (old, query) => (query?.queryKey[2] === list ? old : undefined),
    select: (data) => data.pages.flatMap((page) => page.items),
  });
}
export const useOutgoingList = (list: OutgoingList, q: string, enabled = true) =>
  usePages<OutgoingSummary>('outgoing', list, q, enabled);
export const useIncomingList = (list: IncomingList, q: string, enabled = true) =>
  usePages<IncomingSummary>('incoming', list, q, enabled);

export const useOutgoing = (id: string) =>
  useQuery({
    queryKey: keys.one('outgoing', id),
    queryFn: ({ signal }) => get<Outgoing>(`/outgoing/${id}`, signal),
    enabled: id !== '',
  });
export const useIncoming = (id: string) =>
  useQuery({
    queryKey: keys.one('incoming', id),
    queryFn: ({ signal }) => get<Incoming>(`/incoming/${id}`, signal),
    enabled: id !== '',
  });
export const useHistory = (kind: Kind, id: string) =>
  useQuery({
    queryKey: keys.history(kind, id),
    queryFn: ({ signal }) => get<{ items: HistoryItem[] }>(`/${kind}/${id}/history`, signal),
    select: (page) => page.items,
  });
export const useSignatures = (id: string, enabled: boolean) =>
  useQuery({
    queryKey: keys.signatures(id),
    queryFn: ({ signal }) => get<Verdict>(`/outgoing/${id}/signatures`, signal),
    enabled,
  });

export const useRegisters = () =>
  useQuery({
    queryKey: ['register', 'all'],
    queryFn: ({ signal }) => get<{ items: Register[] }>('/registers', signal),
    select: (page) => page.items,
  });
export const useRegisterLines = (id: string) =>
  useInfiniteQuery({
    queryKey: ['register', 'lines', id],
    queryFn: ({ pageParam, signal }) =>
      get<Page<RegisterLine> & { register: Register }>(
        `/registers/${id}/lines?limit=200${pageParam ? `&cursor=${encodeURIComponent(pageParam)}` : ''}`,
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
    select: (data) => data.pages.flatMap((page) => page.items),
    enabled: id !== '',
  });
export const useCalendar = (year: number) =>
  useQuery({ queryKey: ['calendar', year], queryFn: ({ signal }) => get<Calendar>(`/calendar/${year}`, signal) });

// One act on one document. The answer is the document as it is now; lists, counts and history are read again.
export function useAct<Doc extends Outgoing | Incoming>(kind: Kind, id: string) {
  const client = useQueryClient();
  const { keyFor, done } = useIdempotency();
  return useMutation({
    mutationFn: ({ act, body, method = 'POST' }: { act: string; body?: unknown; method?: 'POST' | 'PUT' }) =>
      send<Doc>(method, `/${kind}/${id}/${act}`, body, keyFor([method, kind, id, act, body])),
    onSuccess: (doc) => {
      done();
      client.setQueryData(keys.one(kind, id), doc);
      refresh(client);
    },
    onError: (error) => {
      // Somebody else was faster: show the thing as it is now, beside what was refused.
      if (error instanceof Refusal && (error.trouble.status === 409 || error.trouble.status === 412))
        void client.invalidateQueries({ queryKey: keys.one(kind, id) });
    },
  });
}

const awaited = new WeakSet<object>();

// What is under `queryKey` has changed: it is read again. A first reading that is still under way may have been
// answered before the change, and is not started over by that; so it is read once more when it ends.
export function stale(client: QueryClient, queryKey: readonly string[]): void {
  const cache = client.getQueryCache();
  for (const query of cache.findAll({ queryKey, fetchStatus: 'fetching' })) {
    if (query.state.data !== undefined || awaited.has(query)) continue;
    awaited.add(query);
    const stop = cache.subscribe((event) => {
      if (event.query !== query || query.state.fetchStatus === 'fetching') return;
      stop();
      awaited.delete(query);
      void client.invalidateQueries({ queryKey: query.queryKey, exact: true });
    });
  }
  void client.invalidateQueries({ queryKey });
}

export function refresh(client: QueryClient): void {
  for (const key of [
    ['counts'],
    ['outgoing', 'list'],
    ['incoming', 'list'],
    ['outgoing', 'history'],
    ['incoming', 'history'],
    ['outgoing', 'signatures'],
    ['register'],
  ])
    stale(client, key);
}

export const troubleIn = (error: unknown) => (error === null || error === undefined ? null : troubleFrom(error));
