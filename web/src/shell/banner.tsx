import { useEffect, useState } from 'react';
import { sessionOver } from '../api/client.ts';
import { line } from '../api/events.ts';
import { useDemoClock } from '../api/queries.ts';
import { useCell } from '../lib/store.ts';
import { clock, instant } from '../lib/when.ts';
import { Icon } from '../ui/icons.tsx';
import { LogInAgain } from '../ui/states.tsx';
import { say } from './words.ts';

// What everybody should know above the page: a demo and its clock, a line that is down, a session that is over.
export function Banner({ demo }: { demo: boolean }) {
  const state = useCell(line);
  const over = useCell(sessionOver);
  const told = useDemoClock(demo);
  const [recent, setRecent] = useState(false);
  useEffect(() => {
    if (!state.again) return;
    setRecent(true);
    const timer = setTimeout(() => setRecent(false), 8_000);
    return () => clearTimeout(timer);
  }, [state.again]);
  return (
    <div className="banners" role="status">
      {demo && (
        <p className="banner banner-demo">
          <Icon name="clock" size={13} />
          {say('demo_plain')}
          {told.data?.steered && (
            <span className="nobr">
              {'· '}
              <span className="desk-only">{say('demo')} </span>
              {instant(told.data.now)}
            </span>
          )}
        </p>
      )}
      {over && (
        <p className="banner banner-down">
          <Icon name="shield" size={14} /> {say('over')} <LogInAgain />
        </p>
      )}
      {state.state === 'down' && !over && (
        <p className="banner banner-down">
          <Icon name="offline" size={14} /> {say('down', { time: clock(state.since) })}
        </p>
      )}
      {state.state === 'live' && recent && (
        <p className="banner banner-again">
          <Icon name="check" size={14} /> {say('again', { time: clock(state.again) })}
        </p>
      )}
    </div>
  );
}
