import { bindings } from '../lib/keys.ts';
import { useCell } from '../lib/store.ts';
import { words } from '../text/words.ts';
import { Kbd } from './button.tsx';
import { Dialog } from './dialog.tsx';

const say = words({
  title: ['Phím của trang này', 'Keys of this page'],
  page: ['Việc trên trang', 'Acts on the page'],
  move: ['Di chuyển', 'Moving'],
  anywhere: ['Ở mọi nơi', 'Anywhere'],
  off: [
    'Phím một chữ đang tắt; bật lại trong Hồ sơ cá nhân.',
    'Single-letter keys are off; turn them on in My account.',
  ],
});

const shown: Record<string, string> = {
  arrowdown: '↓',
  arrowup: '↑',
  ' ': 'Space',
  'ctrl+k': 'Ctrl K',
  escape: 'Esc',
  enter: 'Enter',
  home: 'Home',
  end: 'End',
};
export const keyName = (key: string): string =>
  shown[key.toLowerCase()] ?? (key.length === 1 ? key.toUpperCase() : key);

export function KeyHelp({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const all = useCell(bindings);
  const groups = (['page', 'move', 'anywhere'] as const).map((group) => ({
    group,
    rows: gather(all.filter((one) => one.group === group)),
  }));
  return (
    <Dialog title={say('title')} isOpen={isOpen} onClose={onClose}>
      <div className="keyhelp">
        {groups
          .filter((one) => one.rows.length > 0)
          .map(({ group, rows }) => (
            <section key={group}>
              <h3>{say(group)}</h3>
              <dl>
                {rows.map((row) => (
                  <div key={row.label} className="keyhelp-row">
                    <dt>
                      {row.keys.map((key) => (
                        <Kbd key={key}>{keyName(key)}</Kbd>
                      ))}
                    </dt>
                    <dd>{row.label}</dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
      </div>
    </Dialog>
  );
}

// Keys that do the same stand on one line.
export function gather(all: readonly { key: string; label: string }[]): { label: string; keys: string[] }[] {
  const rows = new Map<string, Set<string>>();
  for (const one of all) rows.set(one.label, (rows.get(one.label) ?? new Set()).add(one.key));
  return [...rows].map(([label, keys]) => ({ label, keys: [...keys] }));
}
