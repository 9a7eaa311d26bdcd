import { useQueryClient } from '@tanstack/react-query';
import { Suspense, useCallback, useEffect, useMemo, useState } from 'react';
import { Button as AriaButton, Menu, MenuItem, MenuTrigger, Popover, Separator } from 'react-aria-components';
import { NavLink, Outlet, useLocation, useNavigate } from 'react-router';
import { sessionOver } from '../api/client.ts';
import { line, listen } from '../api/events.ts';
import { type Counts, useCounts, useDemoClock, useIncomingList, useMe, useOutgoingList } from '../api/queries.ts';
import { leave } from '../api/session.ts';
import { bindings, useKey } from '../lib/keys.ts';
import { type Place, placesFor, placeWord } from '../lib/places.ts';
import { language, theme } from '../lib/settings.ts';
import { useCell } from '../lib/store.ts';
import { clock, instant } from '../lib/when.ts';
import { roleWord } from '../text/legal.ts';
import { number, words } from '../text/words.ts';
import { Count } from '../ui/chip.tsx';
import { Guard } from '../ui/guard.tsx';
import { Icon, type IconName } from '../ui/icons.tsx';
import { KeyHelp, keyName } from '../ui/keyhelp.tsx';
import { type Command, Palette } from '../ui/palette.tsx';
import { LogInAgain, Waiting } from '../ui/states.tsx';

const say = words({
  lists: ['Danh sách công việc', 'Work lists'],
  skip: ['Đến nội dung', 'Skip to the content'],
  search: ['Tìm và lệnh', 'Search and commands'],
  down: [
    'Mất kết nối từ {time}. Nội dung đang xem có thể đã cũ; những gì đang nhập vẫn được giữ.',
    'Disconnected since {time}. What you see may be old; what you type is kept.',
  ],
  again: ['Đã nối lại lúc {time} và cập nhật mọi danh sách.', 'Reconnected at {time}; every list was read again.'],
  over: ['Phiên làm việc đã hết; những gì đang nhập vẫn được giữ.', 'The session is over; what you type is kept.'],
  live: ['Đang cập nhật trực tiếp', 'Live'],
  opening: ['Đang nối', 'Connecting'],
  demo: ['đồng hồ điều chỉnh', 'steered clock'],
  demo_plain: ['Hệ thống thử nghiệm', 'Demo system'],
  menu: ['{name}: cá nhân và tùy chọn', '{name}: account and options'],
  account: ['Hồ sơ cá nhân', 'My account'],
  english: ['English', 'Tiếng Việt'],
  theme_auto: ['Nền theo máy', 'Theme of the machine'],
  theme_light: ['Nền sáng', 'Light theme'],
  theme_dark: ['Nền tối', 'Dark theme'],
  keys: ['Phím của trang này', 'Keys of this page'],
  log_out: ['Đăng xuất', 'Log out'],
  compose: ['Soạn văn bản', 'New document'],
  go: ['Màn hình', 'Screen'],
  act: ['Việc trên trang', 'Act on this page'],
  document_out: ['Văn bản đi', 'Outgoing'],
  document_in: ['Văn bản đến', 'Incoming'],
  setting: ['Tùy chọn', 'Setting'],
  row_count: ['{name}: {n} văn bản', '{name}: {n} documents'],
});

const countOf = (place: Place, counts: Counts | undefined): number =>
  place.kind === 'page' ? 0 : (counts?.[place.kind][place.list] ?? 0);

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

function Banner({ demo }: { demo: boolean }) {
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

const groups = ['receive', 'write', 'office'] as const;

function Rail({
  places,
  counts,
  onSearch,
  onHelp,
}: {
  places: Place[];
  counts: Counts | undefined;
  onSearch: () => void;
  onHelp: () => void;
}) {
  const me = useMe().data;
  if (!me) return null;
  return (
    <nav className="rail scroll" aria-label={say('lists')}>
      <div className="rail-top">
        <NavLink to="/" className="rail-mark" aria-label={me.agency.name} title={me.agency.name}>
          <img src="/mark.svg" width="24" height="24" alt="" />
          <span className="rail-agency">{me.agency.name}</span>
        </NavLink>
        <AriaButton className="rail-item rail-search" onPress={onSearch}>
          <Icon name="search" size={18} />
          <span className="rail-word">{say('search')}</span>
          <kbd className="letter">Ctrl K</kbd>
        </AriaButton>
        {me.can.includes('draft') && (
          <NavLink to="/du-thao/moi" className="rail-item rail-compose">
            <Icon name="plus" size={18} />
            <span className="rail-word rail-long">{say('compose')}</span>
            <span className="rail-word rail-short">{say('compose').split(' ')[0]}</span>
          </NavLink>
        )}
      </div>
      {groups.map((group) => {
        const mine = places.filter((place) => place.group === group);
        if (mine.length === 0) return null;
        return (
          <section key={group} className="rail-group">
            <h2 className="rail-title">{placeWord(group)}</h2>
            {mine.map((place) => (
              <RailItem
                key={place.slug}
                to={`/${place.slug}`}
                icon={place.icon}
                name={placeWord(place.name)}
                short={placeWord(place.short ?? place.name)}
                count={countOf(place, counts)}
                quiet={place.kind === 'page' || place.filters !== undefined}
              />
            ))}
          </section>
        );
      })}
      <div className="rail-foot">
        <LineState />
        <PersonMenu onHelp={onHelp} />
      </div>
    </nav>
  );
}

function RailItem({
  to,
  icon,
  name,
  short,
  count,
  quiet,
}: {
  to: string;
  icon: IconName;
  name: string;
  short: string;
  count: number;
  quiet: boolean;
}) {
  const here = useLocation().pathname;
  return (
    <NavLink
      to={to}
      className={({ isActive }) => `rail-item${isActive && !here.endsWith('/moi') ? ' active' : ''}`}
      title={count > 0 ? say('row_count', { name, n: number(count) }) : name}
    >
      <Icon name={icon} size={18} />
      <span className="rail-word rail-long">{name}</span>
      <span className="rail-word rail-short">{short}</span>
      {count > 0 && !quiet && <Count value={count} strong={false} />}
      <Icon name="right" size={14} />
    </NavLink>
  );
}

function LineState() {
  const state = useCell(line);
  const text =
    state.state === 'live'
      ? say('live')
      : state.state === 'down'
        ? say('down', { time: clock(state.since) })
        : say('opening');
  return (
    <span className={`line line-${state.state}`} title={text}>
      <span className="line-dot" aria-hidden="true" />
      <span className="rail-long">{state.state === 'down' ? clock(state.since) : text}</span>
      <span className="unseen">{text}</span>
    </span>
  );
}

function PersonMenu({ onHelp }: { onHelp: () => void }) {
  const me = useMe().data;
  const navigate = useNavigate();
  const client = useQueryClient();
  const now = useCell(theme);
  if (!me) return null;
  const act = (key: React.Key) => {
    if (key === 'account') navigate('/ca-nhan');
    else if (key === 'language') switchLanguage();
    else if (key === 'auto' || key === 'light' || key === 'dark') theme.set(key);
    else if (key === 'keys') onHelp();
    else if (key === 'out') void leave(client).then(() => navigate('/dang-nhap'));
  };
  return (
    <MenuTrigger>
      <AriaButton className="rail-item rail-person">
        <span className="avatar" aria-hidden="true">
          {initials(me.person.name)}
        </span>
        <span className="rail-who">
          <span className="rail-who-name">{me.person.name}</span>
          <span className="rail-who-post">{me.person.post || roleWord(me.role)}</span>
        </span>
        <span className="unseen">{say('menu', { name: me.person.name })}</span>
      </AriaButton>
      <Popover className="popover" placement="top start">
        <Menu className="options menu" onAction={act}>
          <MenuItem id="account" className="option" textValue={say('account')}>
            <Icon name="person" /> {say('account')}
          </MenuItem>
          <MenuItem id="keys" className="option" textValue={say('keys')}>
            <Icon name="keyboard" /> {say('keys')}
          </MenuItem>
          <Separator className="menu-line" />
          {(['auto', 'light', 'dark'] as const).map((one) => (
            <MenuItem key={one} id={one} className="option" textValue={say(`theme_${one}`)}>
              <Icon name={one === 'dark' ? 'moon' : 'sun'} /> {say(`theme_${one}`)}{' '}
              {now === one && <span className="menu-now">●</span>}
            </MenuItem>
          ))}
          <MenuItem id="language" className="option" textValue={say('english')}>
            <Icon name="info" /> {say('english')}
          </MenuItem>
          <Separator className="menu-line" />
          <MenuItem id="out" className="option" textValue={say('log_out')}>
            <Icon name="out" /> {say('log_out')}
          </MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

// React Aria reads its strings once, so the page is loaded anew; what is being typed survives that.
export function switchLanguage(): void {
  language.set(language.get() === 'vi' ? 'en' : 'vi');
  location.reload();
}

function initials(name: string): string {
  const parts = name
    .replace(/\(.*?\)/g, '')
    .trim()
    .split(/\s+/);
  return ((parts[0]?.[0] ?? '') + (parts.length > 1 ? (parts.at(-1)?.[0] ?? '') : '')).toUpperCase();
}

// Screens, acts of this page (their letters), settings and documents found by notation or abstract.
function Commands({
  places,
  counts,
  onClose,
  onHelp,
}: {
  places: Place[];
  counts: Counts | undefined;
  onClose: () => void;
  onHelp: () => void;
}) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const me = useMe().data;
  const [query, setQuery] = useState('');
  const [asked, setAsked] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setAsked(query.trim().length >= 2 ? query.trim() : ''), 180);
    return () => clearTimeout(timer);
  }, [query]);
  const [acts] = useState(() => bindings.get().filter((one) => one.group === 'page'));
  const commands: Command[] = [
    ...acts.map((one, at) => ({
      id: `act-${at}`,
      name: one.label,
      group: say('act'),
      icon: 'right' as const,
      keys: keyName(one.key),
      run: () => setTimeout(one.run, 0),
    })),
    ...(me?.can.includes('draft')
      ? [
          {
            id: 'compose',
            name: say('compose'),
            group: say('act'),
            icon: 'plus' as const,
            run: () => navigate('/du-thao/moi'),
          },
        ]
      : []),
    ...places.map((place) => {
      const n = countOf(place, counts);
      return {
        id: `go-${place.slug}`,
        name: placeWord(place.name),
        group: n > 0 ? `${say('go')} · ${n}` : say('go'),
        icon: place.icon,
        run: () => navigate(`/${place.slug}`),
      };
    }),
    { id: 'profile', name: say('account'), group: say('go'), icon: 'person', run: () => navigate('/ca-nhan') },
    { id: 'keys', name: say('keys'), group: say('go'), icon: 'keyboard', keys: '?', run: onHelp },
    { id: 'language', name: say('english'), group: say('setting'), icon: 'info', run: switchLanguage },
    ...(['auto', 'light', 'dark'] as const).map((one) => ({
      id: `theme-${one}`,
      name: say(`theme_${one}`),
      group: say('setting'),
      icon: 'sun' as const,
      run: () => theme.set(one),
    })),
    {
      id: 'out',
      name: say('log_out'),
      group: say('setting'),
      icon: 'out',
      run: () => void leave(client).then(() => navigate('/dang-nhap')),
    },
  ];
  const found = useFound(asked, places);
  const onQuery = useCallback((text: string) => setQuery(text), []);
  const open = found.map((one) => ({
    id: one.id,
    name: one.name,
    note: one.note,
    group: one.kind === 'incoming' ? say('document_in') : say('document_out'),
    icon: (one.kind === 'incoming' ? 'incoming' : 'outgoing') as IconName,
    run: () => navigate(one.to),
  }));
  return <Palette isOpen onClose={onClose} commands={[...commands, ...open]} onQuery={onQuery} />;
}

type Found = { id: string; kind: 'incoming' | 'outgoing'; name: string; note: string; to: string };

// Documents the server found for the query, among what the person may see.
function useFound(query: string, places: Place[]): Found[] {
  const out = places.some((one) => one.slug === 'van-ban-di');
  const into = places.some((one) => one.slug === 'van-ban-den');
  const outgoing = useOutgoingList('all', query, out && query !== '');
  const incoming = useIncomingList('all', query, into && query !== '');
  if (query === '') return [];
  return [
    ...(into ? (incoming.data ?? []) : []).slice(0, 8).map((one) => ({
      id: `in-${one.id}`,
      kind: 'incoming' as const,
      name: one.notation,
      note: one.abstract,
      to: `/van-ban-den/${one.id}`,
    })),
    ...(out ? (outgoing.data ?? []) : []).slice(0, 8).map((one) => ({
      id: `out-${one.id}`,
      kind: 'outgoing' as const,
      name: one.notation ?? one.type_name,
      note: one.abstract,
      to: `/van-ban-di/${one.id}`,
    })),
  ];
}

// The first page of a phone: the rail itself fills it.
export function Home() {
  return <div className="home-blank" />;
}
