import type { ReactNode } from 'react';

export type Column<Row> = {
  id: string;
  name: string;
  cell: (row: Row) => ReactNode;
  width?: string;
  align?: 'end';
  quiet?: boolean;
  // On a phone: in the first line of the card, or on a line of its own without its name; otherwise name and value.
  phone?: 'head' | 'plain';
};

// A plain table with a head that stays: registers, calendars, recipients. On a phone each row becomes a small card.
export function Table<Row>({
  label,
  columns,
  rows,
  idOf,
  onOpen,
  empty,
  mute,
}: {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  idOf: (row: Row) => string;
  onOpen?: (row: Row) => void;
  empty?: ReactNode;
  mute?: (row: Row) => boolean;
}) {
  if (rows.length === 0 && empty) return <>{empty}</>;
  return (
    <section className="table-box scroll" aria-label={label} tabIndex={0}>
      <table className="table">
        <caption className="unseen">{label}</caption>
        <colgroup>
          {columns.map((one) => (
            <col key={one.id} style={one.width ? { width: one.width } : undefined} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {columns.map((one) => (
              <th key={one.id} scope="col" className={one.align === 'end' ? 'is-end' : undefined}>
                {one.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              key={idOf(row)}
              className={`${onOpen ? 'is-link' : ''}${mute?.(row) ? ' is-mute' : ''}`}
              onClick={onOpen ? () => onOpen(row) : undefined}
            >
              {columns.map((one) => (
                <td
                  key={one.id}
                  data-name={one.name}
                  className={`${one.align === 'end' ? 'is-end' : ''}${one.quiet ? ' quiet' : ''}${one.phone ? ` phone-${one.phone}` : ''}`}
                >
                  <div>{one.cell(row)}</div>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
