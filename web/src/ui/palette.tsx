import { useEffect, useMemo, useRef, useState } from 'react';
import { Dialog as AriaDialog, Modal, ModalOverlay } from 'react-aria-components';
import { rank } from '../lib/fold.ts';
import { words } from '../text/words.ts';
import { Kbd } from './button.tsx';
import { Highlight } from './highlight.tsx';
import { Icon, type IconName } from './icons.tsx';

const say = words({
  title: ['Bảng lệnh', 'Command palette'],
  type: [
    'Gõ tên việc, màn hình hoặc số ký hiệu, không cần dấu',
    'Type an act, a screen or a notation; no diacritics needed',
  ],
  nothing: ['Không có lệnh nào khớp. Thử gõ ít chữ hơn.', 'No command matches. Try fewer letters.'],
  move: ['di chuyển', 'move'],
  run: ['chọn', 'choose'],
  leave: ['đóng', 'close'],
});

export type Command = {
  id: string;
  name: string;
  group: string;
  icon?: IconName;
  keys?: string | undefined;
  note?: string | undefined;
  run: () => void;
};

export function Palette({
  isOpen,
  onClose,
  commands,
  onQuery,
}: {
  isOpen: boolean;
  onClose: () => void;
  commands: readonly Command[];
  onQuery?: (query: string) => void;
}) {
  return (
    <ModalOverlay className="shade shade-top" isOpen={isOpen} onOpenChange={(open) => !open && onClose()} isDismissable>
      <Modal className="palette">
        <AriaDialog className="dialog" aria-label={say('title')}>
          <Body commands={commands} onClose={onClose} {...(onQuery ? { onQuery } : {})} />
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

function Body({
  commands,
  onClose,
  onQuery,
}: {
  commands: readonly Command[];
  onClose: () => void;
  onQuery?: (query: string) => void;
}) {
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const found = useMemo(() => rank(commands, query, (one) => `${one.name} ${one.note ?? ''}`, 40), [commands, query]);
  const list = useRef<HTMLUListElement>(null);
  const current = Math.min(at, Math.max(0, found.length - 1));
  useEffect(() => {
    onQuery?.(query);
  }, [onQuery, query]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: scroll when the current row changes
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [current, found]);
  const run = (command: Command | undefined) => {
    if (!command) return;
    onClose();
    command.run();
  };
  return (
    <>
      <div className="palette-box">
        <Icon name="search" />
        <input
          // biome-ignore lint/a11y/noAutofocus: the palette is opened to type
          autoFocus
          className="palette-input"
          role="combobox"
          aria-label={say('title')}
          aria-expanded="true"
          aria-controls="palette-list"
          aria-activedescendant={found[current] ? `command-${found[current].id}` : undefined}
          aria-autocomplete="list"
          placeholder={say('type')}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setAt(0);
          }}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
              event.preventDefault();
              const step = event.key === 'ArrowDown' ? 1 : -1;
              setAt((current + step + found.length) % Math.max(1, found.length));
            } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
              event.preventDefault();
              run(found[current]);
            }
          }}
        />
      </div>
      <ul
        ref={list}
        id="palette-list"
        role="listbox"
        aria-label={say('title')}
        className="palette-list scroll"
        tabIndex={-1}
      >
        {found.map((one, place) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys are taken by the input above
          <li
            key={one.id}
            id={`command-${one.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={place === current}
            className="palette-row"
            onMouseMove={() => setAt(place)}
            onClick={() => run(one)}
          >
            <Icon name={one.icon ?? 'right'} />
            <span className="palette-name">
              <Highlight text={one.name} query={query} />
            </span>
            {one.note && <span className="palette-note">{one.note}</span>}
            <span className="palette-group">{one.group}</span>
            {one.keys && <Kbd>{one.keys}</Kbd>}
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className="options-none">{say('nothing')}</p>}
      <footer className="palette-foot">
        <span>
          <Kbd>↑</Kbd> <Kbd>↓</Kbd> {say('move')}
        </span>
        <span>
          <Kbd>Enter</Kbd> {say('run')}
        </span>
        <span>
          <Kbd>Esc</Kbd> {say('leave')}
        </span>
      </footer>
    </>
  );
}
