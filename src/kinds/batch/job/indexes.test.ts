import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commonIndex, countIndexes, parseIndexes } from './indexes.ts';

const range = (first: number, last: number = first): object => ({ first, last });

test('indexes are read as ranges', () => {
  assert.deepEqual(parseIndexes('', 5), { ranges: [] });
  assert.deepEqual(parseIndexes('0,2-3,7', 8), { ranges: [range(0), range(2, 3), range(7)] });
});

for (const text of ['3,1', '1-3,2', '8', '-1', '3-1', 'x', '1,', '1-2-3']) {
  test(`${text} are no indexes`, () => assert.ok(parseIndexes(text, 8).problem));
}

test('indexes are counted', () => {
  assert.equal(countIndexes(parseIndexes('0,2-3,7', 8).ranges), 4);
});

const common: readonly (readonly [a: string, b: string, index: number | undefined])[] = [
  ['0,2-4', '1,5', undefined],
  ['0,2-4', '1,3', 3],
  ['0-9', '4', 4],
  ['', '1', undefined],
];
for (const [a, b, index] of common) {
  test(`${a || 'nothing'} and ${b} have ${index === undefined ? 'nothing' : index} in common`, () => {
    assert.equal(commonIndex(a, b, 10), index);
    assert.equal(commonIndex(b, a, 10), index);
  });
}
