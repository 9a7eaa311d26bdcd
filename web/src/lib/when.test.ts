import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brief, clock, day, exact, instant, size } from './when.ts';

test('an instant is shown in Vietnam time, whatever zone it came in', () => {
  assert.equal(instant('2026-11-20T07:03:07Z'), '20/11/2026 14:03');
  assert.equal(instant('2026-11-20T14:03:07+07:00'), '20/11/2026 14:03');
  assert.equal(clock('2026-11-19T17:30:00Z'), '00:30');
});

test('the exact instant carries the zone', () => {
  assert.equal(exact('2026-11-19T17:30:09Z'), '2026-11-20T00:30:09+07:00');
});

test('a plain day is not moved by a zone', () => {
  assert.equal(day('2026-01-01'), '01/01/2026');
  assert.equal(day('2025-12-31T18:00:00Z'), '01/01/2026');
});

test('the brief form says the time today, the day this year, the date otherwise', () => {
  const now = '2026-11-20T09:00:00+07:00';
  assert.equal(brief('2026-11-20T07:45:00+07:00', now), '07:45');
  assert.equal(brief('2026-03-02T07:45:00+07:00', now), '02/03');
  assert.equal(brief('2025-03-02T07:45:00+07:00', now), '02/03/2025');
});

test('nothing is shown for a missing or malformed instant', () => {
  assert.equal(instant(null), '');
  assert.equal(instant('hôm qua'), '');
  assert.equal(day(undefined), '');
});

test('sizes use the decimal sign of the language', () => {
  assert.equal(size(2_400_000, 'vi'), '2,4 MB');
  assert.equal(size(2_400_000, 'en'), '2.4 MB');
  assert.equal(size(812, 'vi'), '812 B');
  assert.equal(size(64_000_000, 'vi'), '64,0 MB');
});
