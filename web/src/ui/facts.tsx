import type { ReactNode } from 'react';

export type Fact = { key: string; label: string; value: ReactNode };

// Names and values, one a line, as one reads them out on the phone.
export function Facts({ items, numbered }: { items: readonly Fact[]; numbered?: boolean }) {
  return (
    <dl className={`facts${numbered ? ' facts-numbered' : ''}`}>
      {items.map((one) => (
        <div key={one.key} className="fact">
          <dt>{one.label}</dt>
          <dd>{one.value === '' || one.value === null ? <span className="faint">–</span> : one.value}</dd>
        </div>
      ))}
    </dl>
  );
}
