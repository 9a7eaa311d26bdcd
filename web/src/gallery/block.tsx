import type { ReactNode } from 'react';

// One kind of component with its name above.
export function Block({ title, children, wide }: { title: string; children: ReactNode; wide?: boolean }) {
  return (
    <section className={`specimen${wide ? ' specimen-wide' : ''}`}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}
