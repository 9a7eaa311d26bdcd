import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Link } from 'react-router';
import { send } from '../api/client.ts';
import { troubleIn, useMe } from '../api/queries.ts';
import { useIdempotency } from '../lib/ident.ts';
import { language, letters, type Theme, theme } from '../lib/settings.ts';
import { useCell } from '../lib/store.ts';
import { switchLanguage } from '../shell/person.tsx';
import { common } from '../text/common.ts';
import { roleWord } from '../text/legal.ts';
import { words } from '../text/words.ts';
import { Button } from '../ui/button.tsx';
import { Facts } from '../ui/facts.tsx';
import { ChoiceField, SwitchField, TextField } from '../ui/field.tsx';
import { Icon } from '../ui/icons.tsx';
import { TroubleNote } from '../ui/states.tsx';
import { announce } from '../ui/toast.tsx';
import { useTitle } from './lists.tsx';
import { HandPicture, SealPictures } from './pictures.tsx';

const say = words({
  title: ['Hồ sơ cá nhân', 'My account'],
  name: ['Họ và tên', 'Name'],
  post: ['Chức vụ', 'Post'],
  role: ['Vai trò', 'Role'],
  agency: ['Cơ quan', 'Agency'],
  user: ['Tên đăng nhập', 'User name'],
  password: ['Đổi mật khẩu', 'Change the password'],
  password_effect: [
    'Sau khi đổi, mọi phiên đăng nhập khác của tài khoản kết thúc.',
    'After the change every other session of the account ends.',
  ],
  current: ['Mật khẩu hiện tại', 'Current password'],
  replacement: ['Mật khẩu mới', 'New password'],
  replacement_help: [
    'Ít nhất 12 ký tự; một câu dài dễ nhớ là tốt nhất.',
    'At least 12 characters; a long sentence is best.',
  ],
  again: ['Nhập lại mật khẩu mới', 'New password again'],
  too_short: ['Mật khẩu mới cần ít nhất 12 ký tự.', 'The new password needs at least 12 characters.'],
  differs: ['Hai lần nhập không giống nhau.', 'The two entries differ.'],
  missing: ['Nhập mật khẩu hiện tại.', 'Enter the current password.'],
  changed: ['Đã đổi mật khẩu; các phiên khác đã kết thúc.', 'The password was changed; other sessions are over.'],
  screen: ['Màn hình', 'Screen'],
  theme: ['Nền', 'Theme'],
  auto: ['Theo máy', 'As the machine'],
  light: ['Sáng', 'Light'],
  dark: ['Tối', 'Dark'],
  tongue: ['Ngôn ngữ', 'Language'],
  letters: ['Phím một chữ làm việc trên trang (bấm ? để xem)', 'Single letters act on the page (press ? to see them)'],
});

export function ProfileScreen() {
  const me = useMe().data;
  const look = useCell(theme);
  const single = useCell(letters);
  useTitle(say('title'));
  if (!me) return null;
  return (
    <section className="formpage scroll" aria-label={say('title')}>
      <div className="formpage-in">
        <header className="formpage-head">
          <Link to="/" className="button button-plain button-icon phone-only" aria-label={common('back')}>
            <Icon name="left" />
          </Link>
          <h1>{say('title')}</h1>
        </header>
        <Facts
          items={[
            { key: 'name', label: say('name'), value: me.person.name },
            { key: 'post', label: say('post'), value: me.person.post },
            { key: 'role', label: say('role'), value: roleWord(me.role) },
            { key: 'agency', label: say('agency'), value: `${me.agency.name} (${me.agency.code})` },
            { key: 'user', label: say('user'), value: me.user_name },
          ]}
        />
        <section className="block">
          <h2>{say('screen')}</h2>
          <ChoiceField
            label={say('theme')}
            value={look}
            onChange={(value) => theme.set(value as Theme)}
            options={(['auto', 'light', 'dark'] as const).map((one) => ({ id: one, name: say(one) }))}
          />
          <ChoiceField
            label={say('tongue')}
            value={language.get()}
            onChange={(value) => value !== language.get() && switchLanguage()}
            options={[
              { id: 'vi', name: 'Tiếng Việt' },
              { id: 'en', name: 'English' },
            ]}
          />
          <SwitchField label={say('letters')} value={single} onChange={(value) => letters.set(value)} />
        </section>
        {me.can.includes('sign') && <HandPicture />}
        {me.can.includes('edit_calendar') && <SealPictures />}
        <Password />
      </div>
    </section>
  );
}

function Password() {
  const { keyFor, done } = useIdempotency();
  const [current, setCurrent] = useState('');
  const [replacement, setReplacement] = useState('');
  const [again, setAgain] = useState('');
  const [tried, setTried] = useState(false);
  const doing = useMutation({
    mutationFn: () => send('POST', '/me/password', { current, replacement }, keyFor([current, replacement])),
  });
  const short = [...replacement].length < 12;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (current === '' || short || again !== replacement) return;
    doing.mutate(undefined, {
      onSuccess: () => {
        done();
        setCurrent('');
        setReplacement('');
        setAgain('');
        setTried(false);
        announce(say('changed'));
      },
    });
  };
  const trouble = troubleIn(doing.error);
  return (
    <form className="block" onSubmit={submit} noValidate>
      <h2>{say('password')}</h2>
      <p className="field-help">{say('password_effect')}</p>
      <div className="brief-field stack">
        <TextField
          label={say('current')}
          type="password"
          autoComplete="current-password"
          value={current}
          onChange={setCurrent}
          error={tried && current === '' ? say('missing') : null}
        />
        <TextField
          label={say('replacement')}
          type="password"
          autoComplete="new-password"
          value={replacement}
          onChange={setReplacement}
          help={say('replacement_help')}
          error={tried && short ? say('too_short') : null}
        />
        <TextField
          label={say('again')}
          type="password"
          autoComplete="new-password"
          value={again}
          onChange={setAgain}
          error={tried && again !== replacement ? say('differs') : null}
        />
      </div>
      {trouble && <TroubleNote trouble={trouble} />}
      <div>
        <Button type="submit" kind="primary" label={say('password')} pending={doing.isPending} />
      </div>
    </form>
  );
}
