// The folded form of Vietnamese text: lower case, no diacritics, đ as d. The same folding the server searches by.
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase();
}

// Folded words of a text: what a person means when typing several fragments.
export function words(text: string): string[] {
  return fold(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

// True when every typed fragment begins a word of the text, or the whole query stands somewhere inside it.
export function matches(text: string, query: string): boolean {
  return score(text, query) > 0;
}

// How well the text answers the query: 0 no, higher is better. Initials count too: "vbd" finds "Văn bản đến".
export function score(text: string, query: string): number {
  const wanted = fold(query.trim());
  if (wanted === '') return 1;
  const folded = fold(text);
  if (folded === wanted) return 100;
  if (folded.startsWith(wanted)) return 80;
  const have = words(text);
  const parts = words(query);
  if (parts.length > 0 && inOrder(have, parts)) return 60;
  if (parts.length > 0 && parts.every((part) => have.some((word) => word.startsWith(part)))) return 50;
  const initials = have.map((word) => word[0]).join('');
  if (/^\p{L}{2,}$/u.test(wanted) && initials.includes(wanted)) return initials.startsWith(wanted) ? 45 : 30;
  return folded.includes(wanted) ? 20 : 0;
}

// Each fragment begins a later word than the one before it.
function inOrder(have: string[], parts: string[]): boolean {
  let at = 0;
  for (const part of parts) {
    while (at < have.length && !have[at]?.startsWith(part)) at += 1;
    if (at === have.length) return false;
    at += 1;
  }
  return true;
}

// The best answers first; equal ones keep their order. Empty query: all, unchanged.
export function rank<Item>(items: readonly Item[], query: string, textOf: (item: Item) => string, most = 50): Item[] {
  if (query.trim() === '') return items.slice(0, most);
  return items
    .map((item, at) => ({ item, at, points: score(textOf(item), query) }))
    .filter((entry) => entry.points > 0)
    .sort((a, b) => b.points - a.points || a.at - b.at)
    .slice(0, most)
    .map((entry) => entry.item);
}
