import { serverNow } from '../lib/clock.ts';
import { cell } from '../lib/store.ts';
import { keys, queryClient, stale } from './queries.ts';

// The live line. `since` is when it went down; `again` is when it came back, shown for a moment.
export type Line = { state: 'opening' | 'live' | 'down'; since: string | null; again: string | null };

export const line = cell<Line>({ state: 'opening', since: null, again: null });

type Changed = { kind: 'outgoing' | 'incoming' | 'register' | 'calendar'; id: string };

let source: EventSource | null = null;
let retry: ReturnType<typeof setTimeout> | undefined;
let wait = 1_000;
let users = 0;

// Listens while at least one caller holds the returned release.
export function listen(): () => void {
  users += 1;
  if (users === 1) {
    addEventListener('offline', unplugged);
    addEventListener('online', pluggedIn);
    open();
  }
  return () => {
    users -= 1;
    if (users === 0) close();
  };
}

function open(): void {
  source = new EventSource('/api/v1/events', { withCredentials: true });
  source.onopen = () => {
    wait = 1_000;
    const was = line.get();
    if (was.state === 'down') {
      // What happened meanwhile may have outrun the server's memory of events: read everything on the screen again.
      void queryClient.invalidateQueries();
      line.set({ state: 'live', since: null, again: serverNow() });
    } else line.set({ state: 'live', since: null, again: was.again });
  };
  source.onerror = () => {
    lost();
    // The browser reconnects by itself unless the answer was an HTTP error; then it gives up and we go on.
    if (source?.readyState === EventSource.CLOSED) {
      source.close();
      clearTimeout(retry);
      retry = setTimeout(open, wait + Math.random() * 500);
      wait = Math.min(wait * 2, 30_000);
    }
  };
  source.addEventListener('changed', (event) => onChanged(parse(event.data)));
  source.addEventListener('counts', () => stale(queryClient, keys.counts));
}

function lost(): void {
  line.set((was) => (was.state === 'down' ? was : { state: 'down', since: serverNow(), again: null }));
}

// The browser knows at once that the cable is out; the line itself would notice only when its heartbeat stays away.
function unplugged(): void {
  source?.close();
  lost();
}

function pluggedIn(): void {
  clearTimeout(retry);
  source?.close();
  open();
}

function close(): void {
  removeEventListener('offline', unplugged);
  removeEventListener('online', pluggedIn);
  clearTimeout(retry);
  source?.close();
  source = null;
  line.set({ state: 'opening', since: null, again: null });
}

function parse(data: string): Changed | null {
  try {
    return JSON.parse(data) as Changed;
  } catch {
    return null;
  }
}

function onChanged(changed: Changed | null): void {
  if (changed === null) return;
  const again = (...key: string[]) => stale(queryClient, key);
  switch (changed.kind) {
    case 'outgoing':
    case 'incoming':
      again(changed.kind, 'one', changed.id);
      again(changed.kind, 'history', changed.id);
      again(changed.kind, 'list');
      if (changed.kind === 'outgoing') again('outgoing', 'signatures', changed.id);
      again('counts');
      break;
    case 'register':
      again('register');
      break;
    case 'calendar':
      again('calendar');
      break;
  }
}
