// Times as officials read them: 20/11/2026 14:03 in Vietnam's zone, whatever zone the browser is in.
const zone_minutes = 7 * 60;

export type Moment = { day: number; month: number; year: number; hour: number; minute: number; second: number };

// The parts of an ISO instant at +07:00; null when the text is not an instant.
export function moment(iso: string | null | undefined): Moment | null {
  if (!iso) return null;
  const at = Date.parse(iso);
  if (Number.isNaN(at)) return null;
  const there = new Date(at + zone_minutes * 60_000);
  return {
    day: there.getUTCDate(),
    month: there.getUTCMonth() + 1,
    year: there.getUTCFullYear(),
    hour: there.getUTCHours(),
    minute: there.getUTCMinutes(),
    second: there.getUTCSeconds(),
  };
}

const two = (n: number) => String(n).padStart(2, '0');

// "20/11/2026 14:03"; the empty text for no instant.
export function instant(iso: string | null | undefined): string {
  const at = moment(iso);
  return at === null ? '' : `${two(at.day)}/${two(at.month)}/${at.year} ${two(at.hour)}:${two(at.minute)}`;
}

// "14:03".
export function clock(iso: string | null | undefined): string {
  const at = moment(iso);
  return at === null ? '' : `${two(at.hour)}:${two(at.minute)}`;
}

// Today as "14:03", this year as "20/11", else "20/11/2025": for narrow columns beside a full hover text.
export function brief(iso: string | null | undefined, now: string): string {
  const at = moment(iso);
  const today = moment(now);
  if (at === null) return '';
  if (today !== null && at.day === today.day && at.month === today.month && at.year === today.year) return clock(iso);
  if (today !== null && at.year === today.year) return `${two(at.day)}/${two(at.month)}`;
  return `${two(at.day)}/${two(at.month)}/${at.year}`;
}

// A day "2026-11-20" as "20/11/2026"; also takes an instant.
export function day(iso: string | null | undefined): string {
  if (!iso) return '';
  const plain = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso);
  if (plain) return `${plain[3]}/${plain[2]}/${plain[1]}`;
  return instant(iso).slice(0, 10);
}

// The exact instant for hover and print: "2026-11-20T14:03:07+07:00".
export function exact(iso: string | null | undefined): string {
  const at = moment(iso);
  if (at === null) return '';
  return `${at.year}-${two(at.month)}-${two(at.day)}T${two(at.hour)}:${two(at.minute)}:${two(at.second)}+07:00`;
}

// "2,4 MB" (vi) or "2.4 MB" (en); decimal multiples, as file managers show them.
export function size(bytes: number, language: 'vi' | 'en'): string {
  const units = ['B', 'KB', 'MB', 'GB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const text = unit === 0 || value >= 100 ? String(Math.round(value)) : value.toFixed(1);
  return `${language === 'vi' ? text.replace('.', ',') : text} ${units[unit]}`;
}
