import { Button as AriaButton } from 'react-aria-components';
import { NavLink, useLocation } from 'react-router';
import { line } from '../api/events.ts';
import { type Counts, useMe } from '../api/queries.ts';
import { type Place, placeWord } from '../lib/places.ts';
import { useCell } from '../lib/store.ts';
import { clock } from '../lib/when.ts';
import { number } from '../text/words.ts';
import { Count } from '../ui/chip.tsx';
import { Icon, type IconName } from '../ui/icons.tsx';
import { PersonMenu } from './person.tsx';
import { say } from './words.ts';

// How many documents wait in a place.
export const countOf = (place: Place, counts: Counts | undefined): number =>
  place.kind === 'page' ? 0 : (counts?.[place.kind][place.list] ?? 0);

const groups = ['receive', 'write', 'office'] as const;

// The places of a person with their counts; at the foot who that is.
export function Rail({
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
