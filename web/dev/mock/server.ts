// A server for development only: enough of the API to see every screen in every state. It keeps no rule of the real one.
import type { Connect, Plugin } from 'vite';
import type { Incoming, Me, Official } from '../../src/api/schema.ts';
import { Call } from './call.ts';
import { documents } from './documents.ts';
import { incoming } from './incoming.ts';
import { inList, listsOf, outList } from './lists.ts';
import { calendar, lines, policy } from './office.ts';
import { outgoing } from './outgoing.ts';
import { agencies, file, home, iso, people, person, rights, second } from './world.ts';

const page_policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

export function mock(): Plugin {
  const use = (server: { middlewares: Connect.Server }): void => {
    server.middlewares.use('/api/v1', (request, response) => void answer(new Call(request, response, people)));
  };
  // The built files are previewed under the policy the real server sends.
  const preview = (server: { middlewares: Connect.Server }): void => {
    server.middlewares.use((_, response, next) => {
      response.setHeader('Content-Security-Policy', page_policy);
      next();
    });
    use(server);
  };
  return { name: 'mock-api', configureServer: use, configurePreviewServer: preview };
}

// The answer is sent by the call; what comes back is not looked at.
type Answer = (call: Call) => unknown;
let failing = false;

// What answers without a session; then what needs one.
const open: Record<string, Answer> = {
  health: (call) =>
    call.json(200, { status: 'ready', version: 'mock', now: iso(), demo: true, public_verification: true }),
  demo: (call) => call.json(200, { now: iso(), steered: true }),
};
const known: Record<string, Answer> = {
  session: leave,
  events: (call) => call.stream(),
  me: (call) => (call.request.method === 'POST' ? call.nothing() : call.json(200, meOf(call.me, call.user))),
  counts,
  policy: (call) => call.json(200, policy),
  agencies: listAgencies,
  people: listPeople,
  files: keepFile,
  registers,
  calendar: calendars,
  outgoing: (call) => documents(call, 'outgoing'),
  incoming: (call) => documents(call, 'incoming'),
};

async function answer(call: Call): Promise<unknown> {
  const [first = ''] = call.path;
  if (call.url.pathname === '/mock/line') {
    failing = call.url.searchParams.get('down') === '1';
    if (failing) call.hangUp();
    return call.json(200, { failing });
  }
  if (failing) return void call.request.socket.destroy();
  if (open[first]) return open[first](call);
  if (first === 'session' && call.request.method === 'POST') return enter(call);
  if (!call.me) return call.problem(401, 'usecases.not_logged_in', 'Phiên đăng nhập đã hết.', 'Đăng nhập lại.');
  if (known[first]) return known[first](call);
  return call.problem(404, 'http.not_found', 'Không có địa chỉ này.', 'Kiểm tra lại địa chỉ.');
}

async function enter(call: Call): Promise<void> {
  const { user_name, password } = JSON.parse(await call.body()) as { user_name: string; password: string };
  const one = people[user_name];
  if (!one || password === 'sai')
    return call.problem(
      401,
      'usecases.wrong_password',
      'Tên đăng nhập hoặc mật khẩu không đúng.',
      'Nhập lại; sau 5 lần sai tài khoản tạm khóa 15 phút.',
    );
  call.response.setHeader('Set-Cookie', `mock_user=${user_name}; Path=/; SameSite=Strict`);
  call.json(200, { token: 'mock', me: meOf(one, user_name) });
}

function leave(call: Call): void {
  call.response.setHeader('Set-Cookie', 'mock_user=; Path=/; Max-Age=0');
  call.nothing();
}

function counts(call: Call): void {
  const lists = listsOf[call.me.role];
  const count = <Doc>(
    names: string[],
    rows: Iterable<Doc>,
    tests: Record<string, (doc: Doc, me: Official) => boolean>,
  ) => Object.fromEntries(names.map((name) => [name, [...rows].filter((doc) => tests[name]?.(doc, call.me)).length]));
  call.json(200, {
    outgoing: count(lists.outgoing, [...outgoing.values()], outList),
    incoming: count(
      lists.incoming,
      [...incoming.values()],
      inList as Record<string, (doc: Incoming, me: Official) => boolean>,
    ),
  });
}

function listAgencies(call: Call): void {
  const items = agencies.map((one) => ({
    ...one,
    parent_name: one.id.startsWith('x') ? 'Ủy ban nhân dân huyện B (thử nghiệm)' : null,
  }));
  call.json(200, { items });
}

function listPeople(call: Call): void {
  const role = call.url.searchParams.get('role');
  call.json(200, { items: [...Object.values(people), second].filter((one) => !role || one.role === role) });
}

async function keepFile(call: Call): Promise<void> {
  const header = String(call.request.headers['content-disposition']);
  const name = decodeURIComponent(/filename\*=UTF-8''([^;]+)/.exec(header)?.[1] ?? 'tệp');
  let size = 0;
  for await (const part of call.request) size += (part as Buffer).length;
  if (size === 0)
    return call.problem(
      422,
      'usecases.empty_file',
      `Tệp ${name} không có nội dung.`,
      'Mở tệp trên máy để kiểm tra rồi chọn lại.',
    );
  if (/\.exe$/i.test(name))
    return call.problem(
      415,
      'usecases.wrong_type',
      `Loại tệp của ${name} không được nhận.`,
      'Lưu tệp dưới dạng .docx, .xlsx hoặc .pdf rồi tải lên lại.',
      'Điều 14.2 QĐ 37/2018/QĐ-UBND',
    );
  call.json(201, {
    upload_id: `u-${Date.now()}`,
    file: file(name, size, 'application/octet-stream'),
    expires_at: new Date(Date.now() + 86_400_000).toISOString(),
  });
}

const books = [
  { id: 'di', kind: 'outgoing', series: 'chung', period: '2026', last: 127, title: 'Sổ văn bản đi 2026' },
  { id: 'den', kind: 'incoming', series: 'chung', period: '2026', last: 864, title: 'Sổ văn bản đến 2026' },
];

function registers(call: Call) {
  const book = call.path[1];
  if (!book) return call.json(200, { items: books });
  const register = books.find((one) => one.id === book) ?? books[0];
  call.json(200, { register, items: lines(book === 'di' ? 'outgoing' : 'incoming'), next: null });
}

async function calendars(call: Call): Promise<void> {
  const year = call.path[1];
  if (year !== 'days')
    return call.json(200, { ...calendar, year: Number(year), days: year === '2026' ? calendar.days : [] });
  const iso_day = call.path[2] ?? '';
  calendar.days = calendar.days.filter((one) => one.day !== iso_day);
  if (call.request.method === 'PUT') {
    const body = JSON.parse(await call.body()) as { kind: 'off' | 'work'; reference: string };
    calendar.days = [
      ...calendar.days,
      {
        day: iso_day,
        kind: body.kind,
        name: body.kind === 'off' ? 'Nghỉ theo thông báo' : 'Làm bù',
        origin: 'override' as const,
        reference: body.reference,
      },
    ].sort((a, b) => a.day.localeCompare(b.day));
  }
  return call.json(200, calendar);
}

const meOf = (one: Official, user_name: string): Me => ({
  person: person(one),
  user_name,
  role: one.role,
  agency: home,
  can: rights[one.role],
  demo: true,
  now: iso(),
  pin_held_until: null,
});
