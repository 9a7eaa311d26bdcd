import type { ReactNode } from 'react';
import { Prose } from './prose.tsx';

// `beside`: belongs to the one before it and takes no number of its own.
export type Fact = { key: string; label: string; value: ReactNode; beside?: boolean };

// Names and values, one a line, as one reads them out on the phone.
export function Facts({ items, numbered }: { items: readonly Fact[]; numbered?: boolean }) {
  return (
    <dl className={`facts${numbered ? ' facts-numbered' : ''}`}>
      {items.map((one) => (
        <div key={one.key} className={`fact${one.beside ? ' fact-beside' : ''}`}>
          <dt>{one.label}</dt>
          <dd>{shown(one.value)}</dd>
        </div>
      ))}
    </dl>
  );
}

function shown(value: ReactNode): ReactNode {
  if (value === '' || value === null) return <span className="faint">–</span>;
  return typeof value === 'string' ? <Prose text={value} /> : value;
}
