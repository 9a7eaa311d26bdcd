import { useContext, useEffect, useMemo, useRef, useState } from 'react';
import {
  Button as AriaButton,
  ComboBox,
  ComboBoxStateContext,
  Input,
  ListBox,
  ListBoxItem,
  Popover,
  Tag,
  TagGroup,
  TagList,
} from 'react-aria-components';
import { rank } from '../lib/fold.ts';
import { common } from '../text/common.ts';
import { number, words } from '../text/words.ts';
import { Button } from './button.tsx';
import { Below, Caption, type FieldCommon } from './field.tsx';
import { Highlight } from './highlight.tsx';
import { Icon } from './icons.tsx';

const say = words({
  chosen_agency: ['{n} nơi nhận', '{n} chosen'],
  chosen_person: ['{n} người', '{n} chosen'],
  type_agency: ['Gõ tên hoặc mã, không cần dấu', 'Type a name or code; diacritics are not needed'],
  type_person: ['Gõ tên, không cần dấu', 'Type a name; diacritics are not needed'],
  nobody_agency: ['Không có cơ quan nào khớp với từ đã gõ', 'No agency matches what was typed'],
  nobody_person: ['Không có ai khớp với từ đã gõ', 'Nobody matches what was typed'],
  all_found: ['Thêm cả {n} kết quả', 'Add all {n} results'],
  show_all: ['Hiện cả {n}', 'Show all {n}'],
  show_less: ['Chỉ hiện 12', 'Show only 12'],
  clear: ['Bỏ hết', 'Remove all'],
  list_agency: ['Nơi nhận đã chọn', 'Chosen recipients'],
  list_person: ['Người đã chọn', 'Chosen people'],
});

export type Choice = { id: string; name: string; code?: string; note?: string | null | undefined };

// Chooses many of a known list by typing with or without diacritics. Made for 3 and for 500.
export function ManyField({
  label,
  help,
  error,
  required,
  value,
  onChange,
  choices,
  disabled,
  loading,
  noun = 'agency',
}: FieldCommon & {
  value: readonly string[];
  onChange: (ids: string[]) => void;
  choices: readonly Choice[];
  loading?: boolean;
  noun?: 'agency' | 'person';
}) {
  const [typed, setTyped] = useState('');
  const [all, setAll] = useState(false);
  const byId = useMemo(() => new Map(choices.map((one) => [one.id, one])), [choices]);
  const chosen = useMemo(() => new Set(value), [value]);
  const found = useMemo(
    () =>
      rank(
        choices.filter((one) => !chosen.has(one.id)),
        typed,
        searchable,
        60,
      ),
    [choices, chosen, typed],
  );
  const shown = all || value.length <= 14 ? value : value.slice(0, 12);
  const add = (id: string) => {
    if (!chosen.has(id)) onChange([...value, id]);
    setTyped('');
  };
  const list = shown.map((id) => byId.get(id) ?? { id, name: id });
  return (
    <div className="field many">
      <ComboBox
        className="field"
        items={found}
        inputValue={typed}
        onInputChange={setTyped}
        selectedKey={null}
        onSelectionChange={(key) => (key === null ? setTyped('') : add(String(key)))}
        menuTrigger="focus"
        isInvalid={!!error}
        isDisabled={disabled ?? false}
        allowsEmptyCollection
        validationBehavior="aria"
        defaultFilter={() => true}
      >
        <Caption
          label={label}
          required={required}
          tally={value.length > 0 ? say(`chosen_${noun}`, { n: number(value.length) }) : undefined}
        />
        <div className="input input-combo">
          <Icon name="search" size={14} />
          <Input className="input-bare" placeholder={say(`type_${noun}`)} />
          <AriaButton className="date-open">
            <Icon name="down" size={14} />
          </AriaButton>
        </div>
        <Below help={help} error={error} />
        <ClosedAfter change={value.length} />
        <Popover className="popover popover-wide" offset={4}>
          <ListBox
            className="options scroll"
            renderEmptyState={() => (
              <p className="options-none">{loading ? common('loading') : say(`nobody_${noun}`)}</p>
            )}
          >
            {(one: Choice) => (
              <ListBoxItem className="option" id={one.id} textValue={one.name}>
                <span className="option-body">
                  <Highlight text={one.name} query={typed} />
                  {(one.code || one.note) && (
                    <span className="option-note">{[one.code, one.note].filter(Boolean).join(' · ')}</span>
                  )}
                </span>
              </ListBoxItem>
            )}
          </ListBox>
        </Popover>
      </ComboBox>
      {typed.trim() !== '' && found.length > 1 && found.length < 60 && (
        <Button
          small
          kind="plain"
          icon="plus"
          label={say('all_found', { n: found.length })}
          onPress={() => {
            onChange([...value, ...found.map((one) => one.id)]);
            setTyped('');
          }}
        />
      )}
      {value.length > 0 && (
        <TagGroup
          className="tags"
          aria-label={say(`list_${noun}`)}
          onRemove={(keys) => onChange(value.filter((id) => !keys.has(id)))}
        >
          <TagList className={`tag-list${all ? ' scroll' : ''}`} items={list}>
            {(one) => (
              <Tag id={one.id} textValue={one.name} className="tag">
                <span className="tag-word">{one.name}</span>
                <AriaButton slot="remove" className="tag-remove">
                  <Icon name="close" size={11} />
                </AriaButton>
              </Tag>
            )}
          </TagList>
        </TagGroup>
      )}
      {value.length > 14 && (
        <div className="across">
          <Button
            small
            kind="plain"
            label={all ? say('show_less') : say('show_all', { n: number(value.length) })}
            onPress={() => setAll(!all)}
          />
          <Button small kind="plain" label={say('clear')} onPress={() => onChange([])} />
        </div>
      )}
    </div>
  );
}

// The list closes once something was chosen; emptying the box would open it again and cover what comes next.
function ClosedAfter({ change }: { change: number }) {
  const state = useContext(ComboBoxStateContext);
  const latest = useRef(state);
  latest.current = state;
  const first = useRef(change);
  useEffect(() => {
    if (first.current === change) return;
    first.current = change;
    const timer = setTimeout(() => latest.current?.close(), 0);
    return () => clearTimeout(timer);
  }, [change]);
  return null;
}

const searchable = (one: Choice): string => `${one.name} ${one.code ?? ''} ${one.note ?? ''}`;
