import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placeOf, places, placesFor } from './places.ts';

test('a person sees only lists that the server counts for them', () => {
  const seen = placesFor(['draft'], { outgoing: { drafts: 2, all: 5 }, incoming: { to_handle: 0 } });
  assert.deepEqual(
    seen.map((one) => one.slug),
    ['viec-duoc-giao', 'du-thao', 'van-ban-di', 'lich-lam-viec', 'kiem-tra-chu-ky'],
  );
});

test('registers need the right to read them', () => {
  const none = { outgoing: {}, incoming: {} };
  assert.ok(!placesFor([], none).some((one) => one.slug === 'so-dang-ky'));
  assert.ok(placesFor(['read_registers'], none).some((one) => one.slug === 'so-dang-ky'));
});

test('before the counts are known no list is promised', () => {
  assert.ok(placesFor([], undefined).every((one) => one.kind === 'page'));
});

test('every address is one place', () => {
  assert.equal(new Set(places.map((one) => one.slug)).size, places.length);
  assert.equal(placeOf('khong-co'), undefined);
});
