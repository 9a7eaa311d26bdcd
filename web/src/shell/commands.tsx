import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { type Counts, useIncomingList, useMe, useOutgoingList } from '../api/queries.ts';
import { leave } from '../api/session.ts';
import { bindings } from '../lib/keys.ts';
import { type Place, placeWord } from '../lib/places.ts';
import { theme } from '../lib/settings.ts';
import type { IconName } from '../ui/icons.tsx';
import { keyName } from '../ui/keyhelp.tsx';
import { type Command, Palette } from '../ui/palette.tsx';
import { switchLanguage } from './person.tsx';
import { countOf } from './rail.tsx';
import { say } from './words.ts';

// Screens, acts of this page (their letters), settings and documents found by notation or abstract.
export function Commands({
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
