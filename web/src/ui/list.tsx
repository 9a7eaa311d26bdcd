import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useKey } from '../lib/keys.ts';
import { words } from '../text/words.ts';

const say = words({
  next: ['Dòng sau', 'Next row'],
  previous: ['Dòng trước', 'Previous row'],
  open: ['Mở dòng đang chọn', 'Open the current row'],
  choose: ['Đánh dấu dòng', 'Mark the row'],
  to_end: ['Xuống cuối', 'To the end'],
  to_start: ['Lên đầu', 'To the top'],
});

export type RowState = { current: boolean; open: boolean; chosen: boolean };

type Props<Item> = {
  label: string;
  items: readonly Item[];
  idOf: (item: Item) => string;
  row: (item: Item, state: RowState) => ReactNode;
  onOpen: (item: Item) => void;
  openId?: string | undefined;
  estimate?: number;
  // Marking several rows; without it Space does nothing.
  chosen?: ReadonlySet<string>;
  onChoose?: (ids: Set<string>) => void;
  onEnd?: (() => void) | undefined;
};

// A list of any length: only what is seen is drawn. j/k and arrows move, Enter opens, Space marks, Shift+arrow marks on the way.
// To a screen reader it is one list box with the right size and positions.
export function VirtualList<Item>({
  label,
  items,
  idOf,
  row,
  onOpen,
  openId,
  estimate = 40,
  chosen,
  onChoose,
  onEnd,
}: Props<Item>) {
  const box = useRef<HTMLDivElement>(null);
  const base = useId();
  const openAt = items.findIndex((item) => idOf(item) === openId);
  const [wanted, setWanted] = useState<string | null>(null);
  const wantedAt = items.findIndex((item) => idOf(item) === wanted);
  // When the open row has left the list (it was just dealt with), the cursor stays at its place, so j opens what came up there.
  const lastAt = useRef(0);
  const current =
    wantedAt >= 0 ? wantedAt : openAt >= 0 ? openAt : Math.min(lastAt.current, Math.max(items.length - 1, 0));
  lastAt.current = current;
  const down = () => move(wantedAt < 0 && openId !== undefined && openAt < 0 ? current : current + 1, false);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => box.current,
    estimateSize: () => estimate,
    overscan: 8,
    getItemKey: (at) => idOf(items[at] as Item),
  });

  const move = (to: number, mark: boolean) => {
    const at = Math.max(0, Math.min(items.length - 1, to));
    const item = items[at];
    if (!item) return;
    setWanted(idOf(item));
    // What was pressed last (a link of the rail, a tab) would otherwise take the Enter that follows.
    box.current?.focus({ preventScroll: true });
    virtual.scrollToIndex(at, { align: 'auto' });
    if (mark && chosen && onChoose) {
      const from = items[current];
      onChoose(new Set([...chosen, ...(from ? [idOf(from)] : []), idOf(item)]));
    } else if (openId !== undefined) onOpen(item);
  };
  const toggle = (at: number) => {
    const item = items[at];
    if (!item || !chosen || !onChoose) return;
    const next = new Set(chosen);
    if (!next.delete(idOf(item))) next.add(idOf(item));
    onChoose(next);
  };
  const openCurrent = () => {
    const item = items[current];
    if (item) onOpen(item);
  };

  useKey('j', say('next'), down, 'move');
  useKey('k', say('previous'), () => move(current - 1, false), 'move');
  useKey('ArrowDown', say('next'), down, 'move');
  useKey('ArrowUp', say('previous'), () => move(current - 1, false), 'move');
  useKey('Enter', say('open'), openCurrent, 'move');
  useKey(onChoose ? ' ' : undefined, say('choose'), () => toggle(current), 'move');
  useKey('Home', say('to_start'), () => move(0, false), 'move');
  useKey('End', say('to_end'), () => move(items.length - 1, false), 'move');

  // A row opened by its address (a link, the back button) is brought into sight once.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when another row is opened
  useEffect(() => {
    if (openAt >= 0) virtual.scrollToIndex(openAt, { align: 'auto' });
  }, [openAt]);

  const drawn = virtual.getVirtualItems();
  const lastDrawn = drawn.at(-1)?.index ?? 0;
  useEffect(() => {
    if (onEnd && lastDrawn >= items.length - 10) onEnd();
  }, [onEnd, lastDrawn, items.length]);

  return (
    <div
      ref={box}
      className="list scroll"
      role="listbox"
      data-moves=""
      tabIndex={0}
      aria-label={label}
      aria-multiselectable={onChoose ? true : undefined}
      aria-activedescendant={items.length > 0 ? `${base}-${current}` : undefined}
      onKeyDown={(event) => {
        if (!event.shiftKey || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return;
        event.preventDefault();
        move(current + (event.key === 'ArrowDown' ? 1 : -1), true);
      }}
    >
      <div className="list-inner" role="presentation" style={{ height: virtual.getTotalSize() }}>
        {drawn.map((place) => {
          const item = items[place.index] as Item;
          const id = idOf(item);
          const state = { current: place.index === current, open: id === openId, chosen: chosen?.has(id) ?? false };
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the list box itself takes the keys
            <div
              key={place.key}
              ref={virtual.measureElement}
              data-index={place.index}
              id={`${base}-${place.index}`}
              role="option"
              tabIndex={-1}
              aria-selected={onChoose ? state.chosen : state.open}
              aria-setsize={items.length}
              aria-posinset={place.index + 1}
              className={`list-row${state.current ? ' is-current' : ''}${state.open ? ' is-open' : ''}${state.chosen ? ' is-chosen' : ''}`}
              style={{ transform: `translateY(${place.start}px)` }}
              onClick={(event) => {
                setWanted(id);
                if (onChoose && (event.ctrlKey || event.metaKey || event.shiftKey)) toggle(place.index);
                else onOpen(item);
              }}
            >
              {row(item, state)}
            </div>
          );
        })}
      </div>
    </div>
  );
}
