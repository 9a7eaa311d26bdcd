import { useCallback, useRef, useState } from 'react';
import { troubleFrom, upload } from '../api/client.ts';
import type { Sent } from '../ui/filedrop.tsx';
import { freshId } from './ident.ts';

// What is kept of a finished upload so that a reload does not lose it; the server keeps the bytes for 24 hours.
export type Kept = { key: string; name: string; size: number; upload: string; until: string };

export type Uploads = {
  files: readonly Sent[];
  ready: readonly Kept[];
  moving: boolean;
  add: (files: File[]) => void;
  remove: (key: string) => void;
  clear: () => void;
};

// Files on their way up, one after another per call, each under its own idempotency key. `single` replaces the old one.
export function useUploads(kept: readonly Kept[], onKept: (kept: Kept[]) => void, single = false): Uploads {
  const [moving, setMoving] = useState<readonly Sent[]>([]);
  const stops = useRef(new Map<string, () => void>());
  const latest = useRef(kept);
  latest.current = kept;

  const change = useCallback(
    (key: string, patch: Partial<Sent>) =>
      setMoving((all) => all.map((one) => (one.key === key ? { ...one, ...patch } : one))),
    [],
  );

  const run = useCallback(
    async (file: File, key: string) => {
      const { result, stop } = upload(file, key, (progress) => change(key, { progress }));
      stops.current.set(key, stop);
      try {
        const answer = await result;
        const done = {
          key,
          name: answer.file.name,
          size: answer.file.size,
          upload: answer.upload_id,
          until: answer.expires_at,
        };
        latest.current = single ? [done] : [...latest.current, done];
        onKept([...latest.current]);
        setMoving((all) => all.filter((one) => one.key !== key));
      } catch (error) {
        change(key, { trouble: troubleFrom(error) });
      } finally {
        stops.current.delete(key);
      }
    },
    [change, onKept, single],
  );

  const add = useCallback(
    (files: File[]) => {
      const fresh = files.map((file) => ({
        file,
        sent: { key: freshId(), name: file.name, size: file.size, progress: 0 },
      }));
      if (single) for (const stop of stops.current.values()) stop();
      if (single) onKept([]);
      setMoving((all) => [...(single ? [] : all), ...fresh.map((one) => one.sent)]);
      void fresh.reduce((before, one) => before.then(() => run(one.file, one.sent.key)), Promise.resolve());
    },
    [run, single, onKept],
  );

  const remove = useCallback(
    (key: string) => {
      stops.current.get(key)?.();
      setMoving((all) => all.filter((one) => one.key !== key));
      onKept(latest.current.filter((one) => one.key !== key));
    },
    [onKept],
  );

  const clear = useCallback(() => {
    for (const stop of stops.current.values()) stop();
    setMoving([]);
    onKept([]);
  }, [onKept]);

  const ready = kept.filter((one) => Date.parse(one.until) > Date.now());
  return {
    files: [
      ...ready.map((one) => ({ key: one.key, name: one.name, size: one.size, progress: null, upload: one.upload })),
      ...moving,
    ],
    ready,
    moving: moving.some((one) => !one.trouble),
    add,
    remove,
    clear,
  };
}
