import type { ReactNode } from 'react';
import { Icon, type IconName } from './icons.tsx';

export type Tone = 'neutral' | 'accent' | 'red' | 'amber' | 'green';

// A quiet outline around a word. Colour only adds to what the word says.
export function Chip({
  tone = 'neutral',
  icon,
  children,
  solid,
  title,
}: {
  tone?: Tone;
  icon?: IconName;
  children: ReactNode;
  solid?: boolean;
  title?: string;
}) {
  return (
    <span className={`chip chip-${tone}${solid ? ' chip-solid' : ''}`} title={title}>
      {icon && <Icon name={icon} size={13} />}
      <span className="chip-word">{children}</span>
    </span>
  );
}

// A word with a shape and no outline, for dense rows.
export function Mark({
  tone = 'neutral',
  icon,
  children,
  title,
}: {
  tone?: Tone;
  icon?: IconName;
  children?: ReactNode;
  title?: string;
}) {
  return (
    <span className={`mark mark-${tone}`} title={title}>
      {icon && <Icon name={icon} size={14} />}
      {children !== undefined && <span>{children}</span>}
    </span>
  );
}

export function Count({ value, strong }: { value: number; strong?: boolean }) {
  return <span className={`count${strong ? ' count-strong' : ''}`}>{value > 999 ? '999+' : value}</span>;
}
