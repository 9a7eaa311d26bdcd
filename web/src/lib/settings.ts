import { savedCell } from './store.ts';

export type Language = 'vi' | 'en';
export type Theme = 'auto' | 'light' | 'dark';

const is_language = (raw: unknown): raw is Language => raw === 'vi' || raw === 'en';
const is_theme = (raw: unknown): raw is Theme => raw === 'auto' || raw === 'light' || raw === 'dark';
const is_flag = (raw: unknown): raw is boolean => typeof raw === 'boolean';

export const language = savedCell<Language>('congvan.language', 'vi', is_language);
export const theme = savedCell<Theme>('congvan.theme', 'auto', is_theme);
// Single-letter keys can be switched off (WCAG 2.1.4): dictation software types letters.
export const letters = savedCell<boolean>('congvan.letters', true, is_flag);

// Puts theme and language on the root element, now and on every change.
export function applySettings(): void {
  const apply = () => {
    const root = document.documentElement;
    root.lang = language.get();
    if (theme.get() === 'auto') delete root.dataset.theme;
    else root.dataset.theme = theme.get();
  };
  apply();
  language.subscribe(apply);
  theme.subscribe(apply);
}
