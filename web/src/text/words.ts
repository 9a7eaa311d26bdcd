import { language } from '../lib/settings.ts';

// A dictionary: each key has its Vietnamese sentence and its English twin, side by side, so neither is forgotten.
export type Dictionary = Record<string, readonly [vi: string, en: string]>;
export type Slots = Record<string, string | number>;

// The reader of a dictionary in the language now chosen. "{name}" is filled from `slots`.
export function words<Words extends Dictionary>(dictionary: Words): (key: keyof Words, slots?: Slots) => string {
  return (key, slots) => {
    const pair = dictionary[key];
    if (pair === undefined) return String(key);
    return fill(pair[language.get() === 'vi' ? 0 : 1], slots);
  };
}

export function fill(sentence: string, slots: Slots = {}): string {
  return sentence.replace(/\{(\w+)\}/g, (hole, name: string) => (name in slots ? String(slots[name]) : hole));
}

// The half of a bilingual value from the server that fits the language; the other half when that one is empty.
export function either(vi: string | null | undefined, en: string | null | undefined): string {
  return (language.get() === 'vi' ? (vi ?? en) : (en ?? vi)) ?? '';
}

// A whole number with the thousands mark of the language.
export function number(value: number): string {
  return new Intl.NumberFormat(language.get() === 'vi' ? 'vi-VN' : 'en-GB').format(value);
}

// "hợp lệ" -> "Hợp lệ": words of the server at the head of a line.
export const capital = (text: string): string => text.charAt(0).toLocaleUpperCase('vi') + text.slice(1);
