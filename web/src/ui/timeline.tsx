import { exact, instant } from '../lib/when.ts';
import { words } from '../text/words.ts';
import { Prose } from './prose.tsx';

const say = words({ leaf: ['Mục {n} trong nhật ký lịch sử', 'Entry {n} of the history log'] });

export type Happening = {
  key: string;
  at: string;
  sentence: string;
  by?: string | null;
  where?: string | null;
  detail?: string | null;
  index?: number;
};

// History as sentences, newest first; the exact instant and zone on hover and in print.
export function Timeline({ items }: { items: readonly Happening[] }) {
  return (
    <ol className="timeline">
      {items.map((one) => (
        <li key={one.key} className="timeline-item">
          <Moment iso={one.at} />
          <div className="timeline-body">
            <p className="timeline-sentence">
              <Prose text={one.sentence} />
            </p>
            {one.detail && (
              <p className="timeline-detail">
                <Prose text={one.detail} />
              </p>
            )}
            {(one.by || one.where || one.index !== undefined) && (
              <p className="timeline-by">
                {[one.by, one.where].filter(Boolean).join(' · ')}
                {one.index !== undefined && (
                  <span className="timeline-leaf" title={say('leaf', { n: one.index })}>
                    #{one.index}
                  </span>
                )}
              </p>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}

// An instant as people read it; hover and print show it exactly.
export function Moment({ iso, text }: { iso: string | null | undefined; text?: string }) {
  if (!iso) return null;
  return (
    <time className="moment nobr" dateTime={exact(iso)} title={exact(iso)} data-exact={exact(iso)}>
      {text ?? instant(iso)}
    </time>
  );
}
