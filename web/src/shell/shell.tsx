import { Suspense, useEffect, useMemo, useState } from 'react';
import { Outlet, useLocation } from 'react-router';
import { listen } from '../api/events.ts';
import { useCounts, useMe } from '../api/queries.ts';
import { useKey } from '../lib/keys.ts';
import { placesFor } from '../lib/places.ts';
import { Guard } from '../ui/guard.tsx';
import { KeyHelp } from '../ui/keyhelp.tsx';
import { Waiting } from '../ui/states.tsx';
import { Banner } from './banner.tsx';
import { Commands } from './commands.tsx';
import { Rail } from './rail.tsx';
import { say } from './words.ts';

// Rail, banner, palette and key help around every screen.
export function Shell() {
  const me = useMe();
  const counts = useCounts();
  const where = useLocation();
  const [palette, setPalette] = useState(false);
  const [help, setHelp] = useState(false);
  const places = useMemo(() => placesFor(me.data?.can ?? [], counts.data), [me.data, counts.data]);
  useEffect(() => listen(), []);
  useKey('ctrl+k', say('search'), () => setPalette(true), 'anywhere');
  useKey('?', say('keys'), () => setHelp(true), 'anywhere');
  if (!me.data) return null;
  const home = where.pathname === '/';
  return (
    <div className="shell">
      <a className="skip" href="#content">
        {say('skip')}
      </a>
      <Banner demo={me.data.demo} />
      <div className={`frame${home ? ' frame-home' : ''}`}>
        <Rail places={places} counts={counts.data} onSearch={() => setPalette(true)} onHelp={() => setHelp(true)} />
        <main id="content" className="content" tabIndex={-1}>
          {home && <h1 className="unseen">{me.data.agency.name}</h1>}
          <Guard place={where.pathname}>
            <Suspense fallback={<Waiting rows={14} />}>
              <Outlet />
            </Suspense>
          </Guard>
        </main>
      </div>
      {palette && (
        <Commands places={places} counts={counts.data} onClose={() => setPalette(false)} onHelp={() => setHelp(true)} />
      )}
      <KeyHelp isOpen={help} onClose={() => setHelp(false)} />
    </div>
  );
}

// The first page of a phone: the rail itself fills it.
export function Home() {
  return <div className="home-blank" />;
}
