import { useCallback, useEffect, useRef, useState } from 'react';
import { read, write } from './store.ts';

// Everything typed survives a reload: the form lives in local storage under `name` until `clear`.
// Text stays on this browser only; a PIN or password is never given to this hook.
export function useSaved<Form extends object>(
  name: string,
  initial: Form,
): [Form, (patch: Partial<Form>) => void, () => void, boolean] {
  const is_form = (raw: unknown): raw is Form => typeof raw === 'object' && raw !== null && !Array.isArray(raw);
  const key = `congvan.form.${name}`;
  const [form, setForm] = useState<Form>(() => ({ ...initial, ...read<Form | object>(key, {}, is_form) }) as Form);
  const [restored] = useState(() => Object.keys(read<object>(key, {}, is_form)).length > 0);
  const touched = useRef(false);
  useEffect(() => {
    if (!touched.current) return;
    const timer = setTimeout(() => write(key, form), 200);
    return () => clearTimeout(timer);
  }, [key, form]);
  useEffect(() => {
    const flush = () => touched.current && write(key, form);
    addEventListener('pagehide', flush);
    return () => removeEventListener('pagehide', flush);
  }, [key, form]);
  const change = useCallback((patch: Partial<Form>) => {
    touched.current = true;
    setForm((old) => ({ ...old, ...patch }));
  }, []);
  const clear = useCallback(() => {
    touched.current = false;
    write(key, undefined);
  }, [key]);
  return [form, change, clear, restored];
}

// Removes every saved form, at log-out: the next person at this desk must not find them.
export function forgetForms(): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith('congvan.form.')) localStorage.removeItem(key);
  } catch {
    // No storage: nothing was kept.
  }
}
