import assert from 'node:assert/strict';
import { test } from 'node:test';

// The module reads the chosen language from storage; there is none here, so Vietnamese stands.
const { dispositionOf, troubleOf } = await import('./client.ts');

test('a Vietnamese file name travels in the header as RFC 8187 says', () => {
  assert.equal(
    dispositionOf("Tờ trình (số 1)'*.docx"),
    "attachment; filename*=UTF-8''T%E1%BB%9D%20tr%C3%ACnh%20%28s%E1%BB%91%201%29%27%2A.docx",
  );
});

test('a decomposed name is composed before it travels', () => {
  assert.equal(dispositionOf('Tờ'.normalize('NFD')), dispositionOf('Tờ'.normalize('NFC')));
});

test('a problem document is shown in its three parts', async () => {
  const body = {
    type: 'about:blank',
    title: 'Không gửi được',
    status: 409,
    detail: 'Số 12 đã dùng.',
    code: 'registers.number_taken',
    clause: 'Điều 8',
    fix: 'Chọn số khác.',
  };
  const trouble = await troubleOf(new Response(JSON.stringify(body), { status: 409 }));
  assert.deepEqual(trouble, {
    what: 'Số 12 đã dùng.',
    why: 'Điều 8',
    fix: 'Chọn số khác.',
    code: 'registers.number_taken',
    status: 409,
  });
});

test('an answer that is no problem document still says what happened and what to do', async () => {
  const trouble = await troubleOf(new Response('<html>', { status: 502 }));
  assert.match(trouble.what, /502/);
  assert.notEqual(trouble.fix, '');
});
