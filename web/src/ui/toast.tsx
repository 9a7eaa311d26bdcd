import { useEffect } from 'react';
import { cell, useCell } from '../lib/store.ts';
import { common } from '../text/common.ts';
import { words } from '../text/words.ts';
import { Button, IconButton } from './button.tsx';
import { Icon } from './icons.tsx';

const say = words({ region: ['Thông báo', 'Messages'] });

export type Message = {
  id: number;
  text: string;
  tone: 'done' | 'problem';
  undo?: (() => void) | undefined;
  until: number;
};

export const messages = cell<readonly Message[]>([]);
let last = 0;

// Says what was done, for ten seconds when it can be undone, six otherwise.
export function announce(text: string, undo?: () => void): void {
  last += 1;
  messages.set((all) => [
    ...all.slice(-2),
    { id: last, text, tone: 'done', undo, until: Date.now() + (undo ? 10_000 : 6_000) },
  ]);
}

const drop = (id: number) => messages.set((all) => all.filter((one) => one.id !== id));

export function Toasts() {
  const all = useCell(messages);
  useEffect(() => {
    if (all.length === 0) return;
    const next = Math.min(...all.map((one) => one.until));
    const timer = setTimeout(
      () => messages.set((list) => list.filter((one) => one.until > Date.now())),
      Math.max(50, next - Date.now()),
    );
    return () => clearTimeout(timer);
  }, [all]);
  return (
    <section className="toasts" aria-label={say('region')} aria-live="polite">
      {all.map((one) => (
        <div key={one.id} className="toast">
          <Icon name="check" />
          <p>{one.text}</p>
          {one.undo && (
            <Button
              small
              kind="plain"
              icon="undo"
              label={common('undo')}
              onPress={() => {
                one.undo?.();
                drop(one.id);
              }}
            />
          )}
          <IconButton small icon="close" label={common('close')} onPress={() => drop(one.id)} />
        </div>
      ))}
    </section>
  );
}
