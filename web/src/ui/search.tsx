import { useEffect, useRef, useState } from 'react';
import { useKey } from '../lib/keys.ts';
import { common } from '../text/common.ts';
import { words } from '../text/words.ts';
import { IconButton } from './button.tsx';
import { Icon } from './icons.tsx';

const say = words({ clear: ['Xóa từ khóa', 'Clear the search'] });

// A box to search in: tells what was typed after a short rest. With `letter` the key / goes to it.
export function SearchBox({
  label,
  value,
  onChange,
  letter,
}: {
  label: string;
  value: string;
  onChange: (q: string) => void;
  letter?: boolean;
}) {
  const [text, setText] = useState(value);
  const input = useRef<HTMLInputElement>(null);
  const latest = useRef(onChange);
  latest.current = onChange;
  useKey(letter ? '/' : undefined, label, () => input.current?.focus(), 'anywhere');
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
        aria-label={label}
        placeholder={letter ? common('search') : label}
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
        letter && <kbd className="letter">/</kbd>
      )}
    </div>
  );
}
