import type { ReactNode } from 'react';

// A number with what hangs on it by a hyphen or a slash: 08/SNV-VP, 28/2018/QĐ-TTg, 30/11/2026, 08-SNV-VP.pdf.
const notation = /\d+(?:[/-][\p{L}\d.]*[\p{L}\d])+/gu;

// Running text whose notations and dates never break across lines.
export function Prose({ text }: { text: string }) {
  const parts: ReactNode[] = [];
  let at = 0;
  for (const found of text.matchAll(notation)) {
    parts.push(text.slice(at, found.index));
    parts.push(
      <span key={found.index} className="nobr">
        {found[0]}
      </span>,
    );
    at = found.index + found[0].length;
  }
  return (
    <>
      {parts}
      {text.slice(at)}
    </>
  );
}
