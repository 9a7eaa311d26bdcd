import { useEffect, useRef } from 'react';
import { letters } from './settings.ts';
import { cell } from './store.ts';

// Keys of the page that is open. One listener; the latest registration of a key wins; dialogs and text fields keep theirs.
export type Binding = { key: string; label: string; group: 'page' | 'move' | 'anywhere'; run: () => void };

export const bindings = cell<readonly Binding[]>([]);

// While the component lives, `key` ("j", "Enter", "ctrl+k", "?") runs `run`. A null label hides it from the help page.
export function useKey(
  key: string | undefined,
  label: string,
  run: () => void,
  group: Binding['group'] = 'page',
): void {
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => {
    if (!key) return;
    const binding: Binding = { key, label, group, run: () => latest.current() };
    bindings.set((all) => [...all, binding]);
    return () => bindings.set((all) => all.filter((one) => one !== binding));
  }, [key, label, group]);
}

export function nameOf(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return event.ctrlKey || event.metaKey ? `ctrl+${key}` : key;
}

const writes = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input:not([type=checkbox]):not([type=radio]), textarea, select'));

// Elements that act on Enter or arrows themselves.
const acts = (target: EventTarget | null, key: string): boolean =>
  target instanceof HTMLElement &&
  ((key === 'Enter' && target.closest('button, a, [role=tab], summary') !== null) ||
    (key.startsWith('Arrow') &&
      target.closest(
        '[role=tablist], [role=radiogroup], [role=listbox]:not([data-moves]), [role=menu], [role=grid], .scroll:not([data-moves]):focus',
      ) !== null));

// Whether something lay over the page when the key went down. Asked first of all: a dialog that Escape closes is gone
// before the page hears of the key, and the same Escape must not close the document too.
let covered = false;

function onKeyFirst(): void {
  covered = document.querySelector('[role=dialog], [role=alertdialog], [role=menu]') !== null;
}

export function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.altKey || event.isComposing) return;
  const name = nameOf(event);
  const chord = name.startsWith('ctrl+');
  if (!chord && (writes(event.target) || acts(event.target, name))) return;
  if (!chord && name.length === 1 && !letters.get() && name !== '/' && name !== '?') return;
  if (!chord && covered) return;
  const found = bindings.get().findLast((one) => one.key.toLowerCase() === name.toLowerCase());
  if (!found) return;
  event.preventDefault();
  found.run();
}

export function useKeyboard(): void {
  useEffect(() => {
    window.addEventListener('keydown', onKeyFirst, true);
    document.addEventListener('keydown', onKeyDown);
    return () => {
      window.removeEventListener('keydown', onKeyFirst, true);
      document.removeEventListener('keydown', onKeyDown);
    };
  }, []);
}
