import { language } from '../lib/settings.ts';
import { cell } from '../lib/store.ts';
import { fill, words } from '../text/words.ts';
import type { Trouble } from '../ui/states.tsx';
import type { Problem, Upload } from './schema.ts';

const say = words({
  offline: ['Không nối được với máy chủ.', 'The server cannot be reached.'],
  offline_fix: [
    'Nội dung đã nhập vẫn còn trên máy này. Kiểm tra đường truyền rồi bấm lại; việc đã gửi sẽ không bị làm hai lần.',
    'What was typed is kept on this machine. Check the line and press again; nothing is done twice.',
  ],
  strange: [
    'Máy chủ trả lời ngoài quy ước (HTTP {status}).',
    'The server answered outside its contract (HTTP {status}).',
  ],
  strange_fix: [
    'Tải lại trang. Nếu vẫn vậy, báo quản trị hệ thống kèm giờ xảy ra.',
    'Reload the page. If it stays, tell the administrator with the time it happened.',
  ],
  stopped: ['Đã dừng tải lên.', 'The upload was stopped.'],
  stopped_fix: ['Chọn lại tệp nếu cần.', 'Choose the file again if needed.'],
});

const base = '/api/v1';

// Whether the server no longer knows this browser's session, though a page of it is open.
export const sessionOver = cell(false);

// A failed call, carrying what the server said in three parts.
export class Refusal extends Error {
  readonly trouble: Trouble;
  constructor(trouble: Trouble) {
    super(trouble.what);
    this.trouble = trouble;
  }
}

export function troubleFrom(error: unknown): Trouble {
  if (error instanceof Refusal) return error.trouble;
  return { what: say('offline'), fix: say('offline_fix') };
}

// The problem document of an answer, or a sentence of our own when it carries none.
export async function troubleOf(answer: Response): Promise<Trouble> {
  try {
    const problem = (await answer.json()) as Partial<Problem>;
    if (problem.detail && problem.fix) return troubleOfProblem(problem as Problem);
  } catch {
    // Not JSON: a proxy or something between spoke.
  }
  return { what: say('strange', { status: answer.status }), fix: say('strange_fix'), status: answer.status };
}

function troubleOfProblem(problem: Problem): Trouble {
  return { what: problem.detail, why: problem.clause, fix: problem.fix, code: problem.code, status: problem.status };
}

async function call(path: string, init: RequestInit): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(base + path, {
      credentials: 'same-origin',
      ...init,
      headers: { 'Accept-Language': language.get(), ...init.headers },
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Refusal({ what: say('offline'), fix: say('offline_fix') });
  }
  if (answer.ok) return answer;
  if (answer.status === 401 && path !== '/session') sessionOver.set(true);
  throw new Refusal(await troubleOf(answer));
}

export async function get<Body>(path: string, signal?: AbortSignal): Promise<Body> {
  return (await (await call(path, { signal: signal ?? null })).json()) as Body;
}

// A write. `key` makes it happen once however often it is sent.
export async function send<Body>(
  method: 'POST' | 'PUT' | 'DELETE',
  path: string,
  body: unknown,
  key: string,
): Promise<Body> {
  const headers: Record<string, string> = { 'Idempotency-Key': key };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  const answer = await call(path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  return (answer.status === 204 ? undefined : await answer.json()) as Body;
}

// A file for the server to look at and forget. `stop` ends it.
export async function show<Body>(path: string, file: Blob, stop: AbortSignal): Promise<Body> {
  return (await (await showFor(path, file, stop)).json()) as Body;
}

// The same where the answer is a file.
export async function showForFile(path: string, file: Blob, stop: AbortSignal): Promise<Blob> {
  return (await showFor(path, file, stop)).blob();
}

function showFor(path: string, file: Blob, stop: AbortSignal): Promise<Response> {
  return call(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/octet-stream' },
    body: file,
    signal: stop,
  });
}

// RFC 8187: a file name in any script inside a header.
export function dispositionOf(name: string): string {
  const encoded = encodeURIComponent(name.normalize('NFC')).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return fill("attachment; filename*=UTF-8''{name}", { name: encoded });
}

// Streams one file up. `onProgress` gets 0..1; the returned function stops it.
export function upload(
  file: File,
  key: string,
  onProgress: (part: number) => void,
): { result: Promise<Upload>; stop: () => void } {
  const request = new XMLHttpRequest();
  const result = new Promise<Upload>((resolve, reject) => {
    request.open('POST', `${base}/files`);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.setRequestHeader('Content-Disposition', dispositionOf(file.name));
    request.setRequestHeader('Idempotency-Key', key);
    request.setRequestHeader('Accept-Language', language.get());
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onload = () => {
      let body: unknown = null;
      try {
        body = JSON.parse(request.responseText);
      } catch {
        body = null;
      }
      if (request.status >= 200 && request.status < 300 && body !== null) resolve(body as Upload);
      else if (body !== null && (body as Problem).detail) reject(new Refusal(troubleOfProblem(body as Problem)));
      else
        reject(
          new Refusal({
            what: say('strange', { status: request.status }),
            fix: say('strange_fix'),
            status: request.status,
          }),
        );
    };
    request.onerror = () => reject(new Refusal({ what: say('offline'), fix: say('offline_fix') }));
    request.onabort = () => reject(new Refusal({ what: say('stopped'), fix: say('stopped_fix') }));
    request.send(file);
  });
  return { result, stop: () => request.abort() };
}
