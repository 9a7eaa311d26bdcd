// The server's now, as far as this browser has heard it: where the clock is steered, the browser's own is wrong.
let ahead = 0;

export function heard(now: string): void {
  ahead = Date.parse(now) - Date.now();
}

export const serverNow = (): string => new Date(Date.now() + ahead).toISOString();
