import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps, Tooltip, TooltipTrigger } from 'react-aria-components';
import { useKey } from '../lib/keys.ts';
import { letters } from '../lib/settings.ts';
import { useCell } from '../lib/store.ts';
import { Icon, type IconName } from './icons.tsx';

export type Kind = 'primary' | 'quiet' | 'plain' | 'danger';

type Common = {
  label: string;
  kind?: Kind;
  icon?: IconName;
  small?: boolean;
  onPress?: () => void;
  // A single letter (or "Enter") that presses the button while it is on the page; shown in it.
  letter?: string;
  isDisabled?: boolean;
  // At work: stays in place and keeps the focus, presses do nothing.
  pending?: boolean;
};

// The words are the act. A letter key is shown and works while the button is enabled.
export function Button({
  label,
  kind = 'quiet',
  icon,
  small,
  onPress,
  letter,
  isDisabled,
  pending,
  ...rest
}: Common & Omit<ButtonProps, 'onPress' | 'children'>) {
  const shown = useCell(letters);
  const active = letter !== undefined && isDisabled !== true && pending !== true;
  useKey(active ? letter.toLowerCase() : undefined, label, () => onPress?.());
  return (
    <AriaButton
      {...rest}
      className={`button button-${kind}${small ? ' button-small' : ''}`}
      onPress={() => onPress?.()}
      isDisabled={isDisabled ?? false}
      isPending={pending ?? false}
      aria-keyshortcuts={active && shown ? letter : undefined}
    >
      {pending ? <span className="spinner" aria-hidden="true" /> : icon && <Icon name={icon} />}
      <span>{label}</span>
      {letter && shown && (
        <kbd aria-hidden="true" className="letter">
          {letter.toUpperCase()}
        </kbd>
      )}
    </AriaButton>
  );
}

// A button that is only a drawing; its word is the tooltip and the accessible name.
export function IconButton({
  label,
  icon,
  small,
  onPress,
  isDisabled,
  pressed,
  ...rest
}: {
  label: string;
  icon: IconName;
  small?: boolean;
  onPress?: () => void;
  isDisabled?: boolean;
  pressed?: boolean;
} & Omit<ButtonProps, 'onPress' | 'children'>) {
  return (
    <Hint text={label}>
      <AriaButton
        {...rest}
        className={`button button-plain button-icon${small ? ' button-small' : ''}${pressed ? ' is-on' : ''}`}
        aria-label={label}
        aria-pressed={pressed}
        onPress={() => onPress?.()}
        isDisabled={isDisabled ?? false}
      >
        <Icon name={icon} />
      </AriaButton>
    </Hint>
  );
}

// A word that appears beside a control after a short rest on it.
export function Hint({ text, children }: { text: string; children: ReactNode }) {
  return (
    <TooltipTrigger delay={500} closeDelay={0}>
      {children}
      <Tooltip className="hint" offset={6}>
        {text}
      </Tooltip>
    </TooltipTrigger>
  );
}

export function Kbd({ children }: { children: ReactNode }) {
  return <kbd className="kbd">{children}</kbd>;
}
