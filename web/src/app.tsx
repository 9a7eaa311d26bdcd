import { lazy, Suspense } from 'react';
import { RouterProvider as AriaRouter, I18nProvider } from 'react-aria-components';
import { BrowserRouter, Link, Navigate, Outlet, Route, Routes, useHref, useLocation, useNavigate } from 'react-router';
import { Refusal } from './api/client.ts';
import { troubleIn, useCounts, useMe } from './api/queries.ts';
import { useKeyboard } from './lib/keys.ts';
import { placesFor } from './lib/places.ts';
import { language } from './lib/settings.ts';
import { ListScreen } from './screens/lists.tsx';
import { LoginScreen } from './screens/login.tsx';
import { Home, Shell } from './shell/shell.tsx';
import { words } from './text/words.ts';
import { Guard } from './ui/guard.tsx';
import { Empty, TroubleNote, Waiting } from './ui/states.tsx';
import { Toasts } from './ui/toast.tsx';

// Fetched when first opened; the lists and documents are what most days begin with.
const Gallery = lazy(() => import('./gallery/gallery.tsx'));
const ComposeScreen = lazy(async () => ({ default: (await import('./screens/compose.tsx')).ComposeScreen }));
const CalendarScreen = lazy(async () => ({ default: (await import('./screens/calendar.tsx')).CalendarScreen }));
const RegistersScreen = lazy(async () => ({ default: (await import('./screens/registers.tsx')).RegistersScreen }));
const CheckScreen = lazy(async () => ({ default: (await import('./screens/check.tsx')).CheckScreen }));
const PublicCheckScreen = lazy(async () => ({ default: (await import('./screens/check.tsx')).PublicCheckScreen }));
const ProfileScreen = lazy(async () => ({ default: (await import('./screens/profile.tsx')).ProfileScreen }));

const say = words({
  lost: ['Không có màn hình ở địa chỉ này', 'There is no screen at this address'],
  lost_home: ['Về danh sách công việc', 'To the work lists'],
  lost_why: [
    'Địa chỉ có thể đã gõ thiếu, hoặc màn hình không thuộc phần việc được giao.',
    'The address may be incomplete, or the screen is not part of your work.',
  ],
});

export function App() {
  useKeyboard();
  return (
    <I18nProvider locale={language.get() === 'vi' ? 'vi-VN' : 'en-GB'}>
      <BrowserRouter>
        <Linked>
          <Guard place="">
            <Routes>
              <Route path="/dang-nhap" element={<LoginScreen />} />
              <Route
                path="/gallery"
                element={
                  <Suspense fallback={<Waiting />}>
                    <Gallery />
                  </Suspense>
                }
              />
              <Route
                path="/cong-khai/kiem-tra-chu-ky"
                element={
                  <Suspense fallback={<Waiting />}>
                    <PublicCheckScreen />
                  </Suspense>
                }
              />
              <Route element={<Known />}>
                <Route element={<Shell />}>
                  <Route index element={<Start />} />
                  <Route path="du-thao/moi" element={<ComposeScreen />} />
                  <Route path="du-thao/:id/sua" element={<ComposeScreen />} />
                  <Route path="so-dang-ky/:book?" element={<RegistersScreen />} />
                  <Route path="lich-lam-viec/:year?" element={<CalendarScreen />} />
                  <Route path="kiem-tra-chu-ky" element={<CheckScreen />} />
                  <Route path="ca-nhan" element={<ProfileScreen />} />
                  <Route path=":place/:id?" element={<ListScreen />} />
                  <Route path="*" element={<Lost />} />
                </Route>
              </Route>
            </Routes>
          </Guard>
        </Linked>
        <Toasts />
      </BrowserRouter>
    </I18nProvider>
  );
}

// React Aria's links go through the router.
function Linked({ children }: { children: React.ReactNode }) {
  const navigate = useNavigate();
  return (
    <AriaRouter navigate={navigate} useHref={useHref}>
      {children}
    </AriaRouter>
  );
}

// Lets in who is logged in; the others go to the log-in page and come back to where they wanted to be.
function Known() {
  const me = useMe();
  const here = useLocation();
  if (me.isPending) return <Waiting rows={14} />;
  if (me.error instanceof Refusal && me.error.trouble.status === 401)
    return <Navigate to={`/dang-nhap?ve=${encodeURIComponent(here.pathname + here.search)}`} replace />;
  if (me.error && !me.data) {
    const trouble = troubleIn(me.error);
    return (
      <main className="lonely">{trouble && <TroubleNote trouble={trouble} onRetry={() => void me.refetch()} />}</main>
    );
  }
  return <Outlet />;
}

// The first address: on a phone the lists, elsewhere the first list that has something in it.
function Start() {
  const me = useMe();
  const counts = useCounts();
  const lists = placesFor(me.data?.can ?? [], counts.data).filter(
    (place): place is Extract<typeof place, { list: string }> => place.kind !== 'page',
  );
  if (counts.isPending) return <Waiting rows={14} />;
  if (matchMedia('(max-width: 719px)').matches) return <Home />;
  const waiting = lists.find((place) => !place.filters && (counts.data?.[place.kind][place.list] ?? 0) > 0) ?? lists[0];
  return <Navigate to={`/${waiting?.slug ?? 'ca-nhan'}`} replace />;
}

export function Lost() {
  return (
    <div className="lonely">
      <h1 className="unseen">{say('lost')}</h1>
      <Empty
        icon="question"
        title={say('lost')}
        act={
          <Link to="/" className="button button-quiet">
            {say('lost_home')}
          </Link>
        }
      >
        {say('lost_why')}
      </Empty>
    </div>
  );
}
