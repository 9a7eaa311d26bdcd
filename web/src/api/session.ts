import type { QueryClient } from '@tanstack/react-query';
import { freshId } from '../lib/ident.ts';
import { forgetForms } from '../lib/saved.ts';
import { send, sessionOver } from './client.ts';
import { keys } from './queries.ts';
import type { Me } from './schema.ts';

export async function enter(client: QueryClient, user_name: string, password: string): Promise<Me> {
  const answer = await send<{ me: Me }>('POST', '/session', { user_name, password }, freshId());
  client.clear();
  sessionOver.set(false);
  client.setQueryData(keys.me, answer.me);
  return answer.me;
}

// Ends the session and forgets what this browser held of it, even when the line is down.
export async function leave(client: QueryClient): Promise<void> {
  try {
    await send('DELETE', '/session', undefined, freshId());
  } catch {
    // The session ends by its own clock; this desk forgets it now.
  }
  forgetForms();
  client.clear();
}
