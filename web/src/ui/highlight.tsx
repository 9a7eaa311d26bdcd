import { fold } from '../lib/fold.ts';

// The part of the text that answers the query, in bold, found without diacritics.
export function Highlight({ text, query }: { text: string; query: string }) {
  const wanted = fold(query.trim());
  const composed = text.normalize('NFC');
  const folded = fold(composed);
  const at = wanted === '' || folded.length !== composed.length ? -1 : folded.indexOf(wanted);
  if (at < 0) return <span>{text}</span>;
  return (
    <span>
      {composed.slice(0, at)}
      <b>{composed.slice(at, at + wanted.length)}</b>
      {composed.slice(at + wanted.length)}
    </span>
  );
}
