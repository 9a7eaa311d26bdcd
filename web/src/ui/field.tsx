import { type ReactNode, useEffect, useId, useRef } from 'react';
import {
  Button as AriaButton,
  Checkbox as AriaCheckbox,
  Radio as AriaRadio,
  RadioGroup as AriaRadioGroup,
  Select as AriaSelect,
  Switch as AriaSwitch,
  TextField as AriaTextField,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
  Text,
  TextArea,
} from 'react-aria-components';
import { common } from '../text/common.ts';
import { words } from '../text/words.ts';
import { Icon } from './icons.tsx';

const say = words({
  left: ['còn {n} ký tự', '{n} characters left'],
  over: ['quá {n} ký tự', '{n} characters too many'],
  choose: ['Chọn', 'Choose'],
});

export type FieldCommon = {
  label: string;
  help?: string;
  error?: string | null;
  required?: boolean;
  disabled?: boolean;
};

// The legal name of a field above it; `tally` at the end of the line, for what holds many.
export function Caption({
  label,
  required,
  tally,
}: {
  label: string;
  required?: boolean | undefined;
  tally?: string | undefined;
}) {
  return (
    <Label className="field-label">
      {label}
      {required && <span className="field-must"> ({common('required')})</span>}
      {tally && <span className="field-tally">{tally}</span>}
    </Label>
  );
}

export function Below({
  help,
  error,
  extra,
}: {
  help?: string | undefined;
  error?: string | null | undefined;
  extra?: ReactNode;
}) {
  return (
    <>
      {error ? (
        <FieldError className="field-error">
          <Icon name="alert" size={13} /> {error}
        </FieldError>
      ) : (
        (help || extra) && (
          <div className="field-below">
            {help && (
              <Text slot="description" className="field-help">
                {help}
              </Text>
            )}
            {extra}
          </div>
        )
      )}
    </>
  );
}

type TextProps = FieldCommon & {
  value: string;
  onChange: (value: string) => void;
  onBlur?: () => void;
  type?: 'text' | 'password' | 'search';
  most?: number;
  autoComplete?: string;
  autoFocus?: boolean;
  inputMode?: 'text' | 'numeric';
  placeholder?: string;
  name?: string;
};

export function TextField({
  label,
  help,
  error,
  required,
  disabled,
  value,
  onChange,
  onBlur,
  type = 'text',
  most,
  autoComplete,
  autoFocus,
  inputMode,
  placeholder,
  name,
}: TextProps) {
  return (
    <AriaTextField
      className="field"
      value={value}
      onChange={onChange}
      onBlur={() => onBlur?.()}
      isInvalid={!!error}
      isRequired={required ?? false}
      isDisabled={disabled ?? false}
      type={type}
      name={name}
      autoFocus={autoFocus}
      autoComplete={autoComplete}
      inputMode={inputMode}
      validationBehavior="aria"
    >
      <Caption label={label} required={required} />
      <Input className="input" placeholder={placeholder} />
      <Below help={help} error={error} extra={most !== undefined && <Left value={value} most={most} />} />
    </AriaTextField>
  );
}

// Says how much room is left, once it matters.
function Left({ value, most }: { value: string; most: number }) {
  const left = most - [...value].length;
  if (left > most * 0.2) return null;
  return (
    <span className={`field-left${left < 0 ? ' is-over' : ''}`}>
      {left < 0 ? say('over', { n: -left }) : say('left', { n: left })}
    </span>
  );
}

export function LongTextField({
  label,
  help,
  error,
  required,
  disabled,
  value,
  onChange,
  onBlur,
  most,
  rows = 3,
  autoFocus,
  placeholder,
  name,
}: TextProps & { rows?: number }) {
  const box = useRef<HTMLTextAreaElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows what is typed
  useEffect(() => {
    const area = box.current;
    if (!area) return;
    area.style.height = 'auto';
    area.style.height = `${Math.min(area.scrollHeight + 2, 320)}px`;
  }, [value]);
  return (
    <AriaTextField
      className="field"
      value={value}
      onChange={onChange}
      onBlur={() => onBlur?.()}
      isInvalid={!!error}
      isRequired={required ?? false}
      isDisabled={disabled ?? false}
      name={name}
      autoFocus={autoFocus}
      validationBehavior="aria"
    >
      <Caption label={label} required={required} />
      <TextArea ref={box} className="input input-long" rows={rows} placeholder={placeholder} />
      <Below help={help} error={error} extra={most !== undefined && <Left value={value} most={most} />} />
    </AriaTextField>
  );
}

export type Option = { id: string; name: string; note?: string; disabled?: boolean };

export function SelectField({
  label,
  help,
  error,
  required,
  disabled,
  value,
  onChange,
  options,
  placeholder,
}: FieldCommon & {
  value: string | null;
  onChange: (value: string) => void;
  options: readonly Option[];
  placeholder?: string;
}) {
  return (
    <AriaSelect
      className="field"
      selectedKey={value}
      onSelectionChange={(key) => key !== null && onChange(String(key))}
      isInvalid={!!error}
      isRequired={required ?? false}
      isDisabled={disabled ?? false}
      placeholder={placeholder ?? say('choose')}
      validationBehavior="aria"
      disabledKeys={options.filter((one) => one.disabled).map((one) => one.id)}
    >
      <Caption label={label} required={required} />
      <AriaButton className="input input-select">
        <SelectValue className="input-select-value">
          {({ selectedText, isPlaceholder }) =>
            isPlaceholder ? <span className="faint">{placeholder ?? say('choose')}</span> : selectedText
          }
        </SelectValue>
        <Icon name="down" size={14} />
      </AriaButton>
      <Below help={help} error={error} />
      <Popover className="popover" offset={4}>
        <ListBox className="options scroll" items={options}>
          {(one) => (
            <ListBoxItem className="option" id={one.id} textValue={one.name}>
              <span className="option-body">
                <span>{one.name}</span>
                {one.note && <span className="option-note">{one.note}</span>}
              </span>
              <Icon name="check" size={14} />
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}

// A few exclusive choices side by side, each a word; a note below says what the chosen one means.
export function ChoiceField({
  label,
  help,
  error,
  required,
  disabled,
  value,
  onChange,
  options,
  column,
}: FieldCommon & {
  value: string | null;
  onChange: (value: string) => void;
  options: readonly Option[];
  column?: boolean;
}) {
  return (
    <AriaRadioGroup
      className={`field choice${column ? ' choice-column' : ''}`}
      value={value}
      onChange={onChange}
      isInvalid={!!error}
      isRequired={required ?? false}
      isDisabled={disabled ?? false}
      validationBehavior="aria"
    >
      <Caption label={label} required={required} />
      <div className="choice-row">
        {options.map((one) => (
          <AriaRadio key={one.id} value={one.id} className="choice-item" isDisabled={one.disabled ?? false}>
            <span className="choice-dot" aria-hidden="true" />
            <span className="option-body">
              <span>{one.name}</span>
              {one.note && <span className="option-note">{one.note}</span>}
            </span>
          </AriaRadio>
        ))}
      </div>
      <Below help={help} error={error} />
    </AriaRadioGroup>
  );
}

export function CheckField({
  label,
  help,
  value,
  onChange,
  disabled,
}: {
  label: string;
  help?: string;
  value: boolean;
  onChange: (value: boolean) => void;
  disabled?: boolean;
}) {
  const id = useId();
  return (
    <div className="field">
      <AriaCheckbox
        className="check"
        isSelected={value}
        onChange={onChange}
        isDisabled={disabled ?? false}
        aria-describedby={help ? id : undefined}
      >
        <span className="check-box" aria-hidden="true">
          <Icon name="check" size={12} />
        </span>
        {label}
      </AriaCheckbox>
      {help && (
        <span id={id} className="field-help">
          {help}
        </span>
      )}
    </div>
  );
}

export function SwitchField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: boolean;
  onChange: (value: boolean) => void;
}) {
  return (
    <AriaSwitch className="switch" isSelected={value} onChange={onChange}>
      <span className="switch-track" aria-hidden="true" />
      {label}
    </AriaSwitch>
  );
}
