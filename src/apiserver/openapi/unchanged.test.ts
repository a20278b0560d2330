import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isUnchanged } from './unchanged.ts';

const version = { tag: '"A"', modifiedMs: Date.UTC(2026, 0, 31, 12, 0, 0, 500) };
const cases: readonly (readonly [Record<string, string>, boolean])[] = [
  [{}, false],
  [{ 'if-none-match': '"A"' }, true],
  [{ 'if-none-match': 'W/"A"' }, true],
  [{ 'if-none-match': '"B", "A"' }, true],
  [{ 'if-none-match': '*' }, true],
  [{ 'if-none-match': '"B"' }, false],
  [{ 'if-none-match': 'A' }, false],
  [{ 'if-modified-since': 'Sat, 31 Jan 2026 12:00:00 GMT' }, true],
  [{ 'if-modified-since': 'Sat, 31 Jan 2026 11:59:59 GMT' }, false],
  [{ 'if-modified-since': 'yesterday' }, false],
  // A tag counts more than a time.
  [{ 'if-none-match': '"B"', 'if-modified-since': 'Sat, 31 Jan 2026 12:00:00 GMT' }, false],
];

for (const [headers, expected] of cases) {
  test(`${JSON.stringify(headers)} is ${expected ? 'about the same' : 'about another'} version`, () => {
    assert.equal(isUnchanged({ headers }, version), expected);
  });
}
