import type { ReactNode } from 'react';
import { common } from '../text/common.ts';
import { words } from '../text/words.ts';
import { Button } from './button.tsx';
import { Icon, type IconName } from './icons.tsx';

const say = words({
  why: ['Căn cứ', 'Rule'],
  now: ['Cần làm', 'What to do'],
  code: ['Mã', 'Code'],
  loading_list: ['Đang tải danh sách', 'Loading the list'],
  log_in: ['Đăng nhập', 'Log in'],
});

// A message in three parts: what happened, why (the clause where a rule spoke), what to do now.
export type Trouble = {
  what: string;
  why?: string | undefined;
  fix: string;
  code?: string | undefined;
  status?: number;
};

export function TroubleNote({ trouble, onRetry }: { trouble: Trouble; onRetry?: () => void }) {
  return (
    <div className="trouble" role="alert">
      <Icon name="stop" />
      <div className="trouble-body">
        <p className="trouble-what">{trouble.what}</p>
        {trouble.why && (
          <p className="trouble-why">
            {say('why')}: {trouble.why}
          </p>
        )}
        <p className="trouble-fix">
          <span className="trouble-word">{say('now')}:</span> {trouble.fix}
        </p>
        {trouble.code && <p className="trouble-code mono">{trouble.code}</p>}
        {trouble.status === 401 && trouble.code !== 'usecases.wrong_password' ? (
          <div>
            <LogInAgain />
          </div>
        ) : (
          onRetry && (
            <div>
              <Button small label={common('retry')} onPress={onRetry} />
            </div>
          )
        )}
      </div>
    </div>
  );
}

// To the log-in page and back here; a whole new page, so that nothing of the session that is over stays.
export function LogInAgain() {
  return (
    <a
      className="button button-quiet button-small"
      href={`/dang-nhap?ve=${encodeURIComponent(location.pathname + location.search)}`}
    >
      {say('log_in')}
    </a>
  );
}

// Why there is nothing here, and what usually fills it.
export function Empty({
  icon = 'file',
  title,
  children,
  act,
}: {
  icon?: IconName;
  title: string;
  children?: ReactNode;
  act?: ReactNode;
}) {
  return (
    <div className="empty">
      <Icon name={icon} size={28} />
      <p className="empty-title">{title}</p>
      {children && <p className="empty-why">{children}</p>}
      {act}
    </div>
  );
}

// Grey bars in the place and size of what is coming, so nothing jumps.
export function Waiting({ rows = 8, tall }: { rows?: number; tall?: boolean }) {
  return (
    <div className={`waiting${tall ? ' waiting-tall' : ''}`} role="status" aria-label={say('loading_list')}>
      {Array.from({ length: rows }, (_, at) => (
        <div key={at} className="waiting-row">
          <span style={{ width: `${12 + ((at * 7) % 9)}%` }} />
          <span style={{ width: `${38 + ((at * 13) % 30)}%` }} />
          <span style={{ width: `${8 + ((at * 5) % 8)}%` }} />
        </div>
      ))}
    </div>
  );
}

export function Progress({ value, label }: { value: number | null; label: string }) {
  const percent = value === null ? undefined : Math.round(value * 100);
  return (
    <div
      className="progress"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
    >
      <span
        className={percent === undefined ? 'is-unknown' : ''}
        style={percent === undefined ? undefined : { width: `${percent}%` }}
      />
    </div>
  );
}

// One line about something the reader should know, calm by default.
export function Notice({
  tone = 'neutral',
  icon = 'info',
  children,
  act,
}: {
  tone?: 'neutral' | 'accent' | 'amber' | 'red' | 'green';
  icon?: IconName;
  children: ReactNode;
  act?: ReactNode;
}) {
  return (
    <div className={`notice notice-${tone}`}>
      <Icon name={icon} />
      <div className="notice-body">{children}</div>
      {act}
    </div>
  );
}
