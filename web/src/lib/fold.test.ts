import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fold, matches, rank, score } from './fold.ts';

test('folding drops every Vietnamese diacritic and turns đ into d', () => {
  assert.equal(fold('Đặng Đình Ươm – QUYẾT ĐỊNH'), 'dang dinh uom – quyet dinh');
});

test('folding treats composed and decomposed text alike', () => {
  assert.equal(fold('Trả lại'.normalize('NFD')), fold('Trả lại'.normalize('NFC')));
});

test('a query without diacritics finds a text with them', () => {
  assert.ok(matches('Sở Thông tin và Truyền thông', 'so thong tin'));
  assert.ok(matches('Sở Thông tin và Truyền thông', 'truyền'));
  assert.ok(!matches('Sở Thông tin và Truyền thông', 'tài chính'));
});

test('initials find a name of several words', () => {
  assert.ok(matches('Ủy ban nhân dân huyện A', 'ubnd'));
  assert.ok(score('Văn bản đến', 'vbd') > 0);
});

test('the whole name ranks above a prefix, a prefix above words, words above initials', () => {
  const ranked = rank(
    ['Sổ văn bản đi cũ', 'Văn bản đi', 'Văn bản đi đã thu hồi', 'Vụ Biên dịch'],
    'văn bản đi',
    (x) => x,
  );
  assert.deepEqual(ranked, ['Văn bản đi', 'Văn bản đi đã thu hồi', 'Sổ văn bản đi cũ']);
});

test('an empty query keeps the order and the limit', () => {
  assert.deepEqual(
    rank(['b', 'a', 'c'], '  ', (x) => x, 2),
    ['b', 'a'],
  );
});
