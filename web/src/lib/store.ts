import { useSyncExternalStore } from 'react';

// A value many components read and few change. Not for server data: that lives in the query cache.
export type Cell<Value> = {
  get: () => Value;
  set: (next: Value | ((old: Value) => Value)) => void;
  subscribe: (listener: () => void) => () => void;
};

export function cell<Value>(initial: Value): Cell<Value> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set(next) {
      value = typeof next === 'function' ? (next as (old: Value) => Value)(value) : next;
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function useCell<Value>(source: Cell<Value>): Value {
  return useSyncExternalStore(source.subscribe, source.get);
}

// A cell that survives reload, for settings of this browser. Private browsing without storage still works.
export function savedCell<Value>(name: string, initial: Value, valid: (raw: unknown) => raw is Value): Cell<Value> {
  const inner = cell<Value>(read(name, initial, valid));
  return {
    ...inner,
    set(next) {
      inner.set(next);
      write(name, inner.get());
    },
  };
}

export function read<Value>(name: string, fallback: Value, valid: (raw: unknown) => raw is Value): Value {
  try {
    const raw: unknown = JSON.parse(localStorage.getItem(name) ?? 'null');
    return valid(raw) ? raw : fallback;
  } catch {
    return fallback;
  }
}

export function write(name: string, value: unknown): void {
  try {
    if (value === undefined) localStorage.removeItem(name);
    else localStorage.setItem(name, JSON.stringify(value));
  } catch {
    // Storage is full or forbidden: the value lives until the page closes.
  }
}
