import { useQueryClient } from '@tanstack/react-query';
import { Button as AriaButton, Menu, MenuItem, MenuTrigger, Popover, Separator } from 'react-aria-components';
import { useNavigate } from 'react-router';
import { useMe } from '../api/queries.ts';
import { leave } from '../api/session.ts';
import { language, theme } from '../lib/settings.ts';
import { useCell } from '../lib/store.ts';
import { roleWord } from '../text/legal.ts';
import { Icon } from '../ui/icons.tsx';
import { say } from './words.ts';

// Who is logged in, with the account, the look of the screen and the way out.
export function PersonMenu({ onHelp }: { onHelp: () => void }) {
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
