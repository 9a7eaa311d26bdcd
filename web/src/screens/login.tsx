import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Link, Navigate, useNavigate, useSearchParams } from 'react-router';
import { get } from '../api/client.ts';
import { keys, troubleIn } from '../api/queries.ts';
import { enter } from '../api/session.ts';
import { language } from '../lib/settings.ts';
import { switchLanguage } from '../shell/person.tsx';
import { words } from '../text/words.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { Icon } from '../ui/icons.tsx';
import { TroubleNote } from '../ui/states.tsx';

const say = words({
  title: ['Đăng nhập', 'Log in'],
  product: ['Hệ thống quản lý và gửi nhận văn bản', 'Official document management and exchange'],
  user: ['Tên đăng nhập', 'User name'],
  password: ['Mật khẩu', 'Password'],
  enter: ['Đăng nhập', 'Log in'],
  user_missing: ['Nhập tên đăng nhập.', 'Enter the user name.'],
  password_missing: ['Nhập mật khẩu.', 'Enter the password.'],
  use: [
    'Không soạn thảo, lưu giữ hoặc gửi nội dung bí mật nhà nước và nội dung bị cấm trên hệ thống này. Chỉ sao chép tài liệu ra thiết bị được phép. Mọi thao tác được ghi vào nhật ký.',
    'Do not draft, keep or send state secrets or banned content on this system. Copy documents only to approved devices. Every act is recorded.',
  ],
  check: ['Kiểm tra chữ ký số của một tệp', 'Check the signatures of a file'],
  other: ['English', 'Tiếng Việt'],
});

export function LoginScreen() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const [known] = useState(() => client.getQueryData(keys.me) !== undefined);
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const server = useQuery({
    queryKey: ['health'],
    queryFn: ({ signal }) => get<{ public_verification: boolean }>('/health', signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const wanted = search.get('ve') ?? '/';
  const back = wanted.startsWith('/') && !wanted.startsWith('//') ? wanted : '/';

  if (known && !pending) return <Navigate to={back} replace />;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (user.trim() === '' || password === '') return;
    setPending(true);
    setError(null);
    try {
      await enter(client, user.trim(), password);
      navigate(back, { replace: true });
    } catch (caught) {
      setError(caught);
      setPassword('');
    } finally {
      setPending(false);
    }
  };
  const trouble = troubleIn(error);
  return (
    <main className="login">
      <div className="login-card">
        <header className="login-head">
          <img src="/mark.svg" width="36" height="36" alt="" />
          <div>
            <h1>{say('title')}</h1>
            <p className="quiet">{say('product')}</p>
          </div>
        </header>
        <form className="stack" onSubmit={submit} noValidate>
          <TextField
            label={say('user')}
            name="user_name"
            value={user}
            onChange={setUser}
            autoComplete="username"
            autoFocus
            error={tried && user.trim() === '' ? say('user_missing') : null}
          />
          <TextField
            label={say('password')}
            name="password"
            type="password"
            value={password}
            onChange={setPassword}
            autoComplete="current-password"
            error={tried && password === '' && !trouble ? say('password_missing') : null}
          />
          {trouble && <TroubleNote trouble={trouble} />}
          <Button type="submit" kind="primary" label={say('enter')} pending={pending} />
        </form>
        <p className="login-use">
          <Icon name="shield" />
          {say('use')}
        </p>
        {server.data?.public_verification && <Link to="/cong-khai/kiem-tra-chu-ky">{say('check')}</Link>}
        <Button
          small
          kind="plain"
          label={say('other')}
          onPress={switchLanguage}
          aria-label={language.get() === 'vi' ? 'English' : 'Tiếng Việt'}
        />
      </div>
    </main>
  );
}
