import { useCallback, useRef } from 'react';

// A random id in UUID form; works on plain http too, where crypto.randomUUID is missing.
export function freshId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

// One idempotency key for each thing a form says: sending the same content again (double click, lost answer) reuses the
// key, so the server does it once; changed content, or a success, takes a new one.
export function useIdempotency(): { keyFor: (content: unknown) => string; done: () => void } {
  const held = useRef<{ key: string; content: string } | null>(null);
  const keyFor = useCallback((content: unknown) => {
    const text = JSON.stringify(content) ?? '';
    if (held.current === null || held.current.content !== text) held.current = { key: freshId(), content: text };
    return held.current.key;
  }, []);
  const done = useCallback(() => {
    held.current = null;
  }, []);
  return { keyFor, done };
}
